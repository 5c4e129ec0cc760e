"""The CMS shows trainers what they need to write, and no more."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

HIDDEN_FROM_AUTHORS = {"help"}  # links to Wagtail's own manual and site


@hooks.register("construct_main_menu")
def leave_out(request: HttpRequest, menu_items: list[Any]) -> None:
    """Menu entries that lead away from writing."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_FROM_AUTHORS]

"""Hooks of the CMS that follow a plugin's switch.

The CMS calls the hooks of every installed app, enabled or not, and an exception in one of them breaks the editor. A
plugin therefore registers its own through `gated_hook` in its `wagtail_hooks.py`:

    from lms.plugins.cms import gated_hook

    @gated_hook("scenarios", "register_admin_menu_item")
    def analytics_entry() -> MenuItem: ...

    @gated_hook("scenarios", "construct_homepage_panels")
    def drafts_panel(request, panels) -> None: ...

While the plugin is off the hook does nothing; when it fails, the fault is noted in the plugin's health and the CMS goes
on without it. What a hook raises on purpose (a refused permission, a validation error) passes through.

Screens need no gate of their own: register their addresses with Wagtail's plain `register_admin_urls` or
`register_admin_viewset`, and the gate refuses them by the package of the view or of its model. Registrations that
stored content depends on (`register_rich_text_features`, `register_permissions`, `register_icons`) stay plain too.
"""

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from wagtail import hooks

from lms.core.errors import LmsError
from lms.plugins import health, switchboard

log = logging.getLogger(__name__)

MENU_ITEMS = frozenset(
    {
        "register_admin_menu_item",
        "register_settings_menu_item",
        "register_reports_menu_item",
        "register_help_menu_item",
    }
)
LISTS = frozenset(
    {
        "register_page_header_buttons",
        "register_page_listing_buttons",
        "register_page_listing_more_buttons",
        "register_snippet_listing_buttons",
        "register_user_listing_buttons",
    }
)
MARKUP = frozenset({"insert_editor_css", "insert_editor_js", "insert_global_admin_css", "insert_global_admin_js"})
# The hook receives a queryset and answers with one: its position among the arguments.
QUERYSETS = {"construct_explorer_page_queryset": 1, "construct_page_chooser_queryset": 0}
SILENT = ("construct_", "before_", "after_")
ON_PURPOSE = (LmsError, PermissionDenied, ValidationError, Http404)


F = TypeVar("F", bound=Callable[..., Any])


def gated_hook(slug: str, hook: str, *, order: int = 0) -> Callable[[F], F]:
    """Register a function for a hook of the CMS, asked only while the plugin `slug` takes part.

    Raises ValueError for a hook that cannot follow a switch.
    """
    if hook not in MENU_ITEMS | LISTS | MARKUP | QUERYSETS.keys() and not hook.startswith(SILENT):
        raise ValueError(f"{hook} cannot follow the switch of {slug}; see lms.plugins.cms for what to do instead.")

    def decorate(function: F) -> F:
        gated = _menu_item(slug, function) if hook in MENU_ITEMS else _gated(slug, hook, function)
        hooks.register(hook, gated, order=order)
        return function

    return decorate


def _menu_item(slug: str, function: Callable[[], Any]) -> Callable[[], Any]:
    """The CMS makes its menus once and asks each entry at every request whether it is shown: there the switch is."""

    @functools.wraps(function)
    def make() -> Any:
        item = function()
        shown = item.is_shown
        item.is_shown = lambda request: switchboard.is_enabled(slug) and shown(request)
        return item

    return make


def _gated(slug: str, hook: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def ask(*arguments: Any, **named: Any) -> Any:
        if not switchboard.is_enabled(slug):
            return _nothing(hook, arguments)
        try:
            answer = function(*arguments, **named)
            # Buttons often come from a generator: what fails in it must fail here.
            return list(answer) if hook in LISTS else answer
        except ON_PURPOSE:
            raise
        except Exception as error:
            log.exception("The plugin %s failed in the CMS hook %s.", slug, hook)
            health.note_fault(slug, hook, error)
            return _nothing(hook, arguments)

    return ask


def _nothing(hook: str, arguments: tuple[Any, ...]) -> Any:
    """What the CMS takes as "nothing to add" from this hook."""
    if hook in QUERYSETS:
        return arguments[QUERYSETS[hook]]
    if hook in LISTS:
        return []
    return "" if hook in MARKUP else None

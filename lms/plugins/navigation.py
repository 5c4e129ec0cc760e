"""Putting the main navigation together."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.plugins import registry
from lms.plugins.contributions import NavigationItem


@dataclass(frozen=True, slots=True)
class Entry:
    """One rendered entry."""

    label: Any
    url: str
    icon: str
    current: bool


def entries(request: HttpRequest) -> list[Entry]:
    """The entries in order. Nobody is signed in: none."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = [*_host_items(request), *(answer.value for answer in registry.ask("navigation", request=request))]
    items.sort(key=lambda item: item.order)
    return [Entry(item.label, item.url, item.icon, _is_current(request, item)) for item in items]


def _host_items(request: HttpRequest) -> list[NavigationItem]:
    learn = reverse("courses:catalogue")
    items = [
        NavigationItem(_("Home"), "/", "home", 0, ("/$",)),
        NavigationItem(_("Learn"), learn, "learn", 10, (learn, "/lesson/")),
    ]
    if request.user.has_perm("people.view_all_people") or getattr(request.user, "leads_people", False):
        people = reverse("people:directory")
        items.append(NavigationItem(_("People"), people, "people", 60, (people,)))
    return items


def _is_current(request: HttpRequest, item: NavigationItem) -> bool:
    return any(
        request.path == area[:-1] if area.endswith("$") else request.path.startswith(area)
        for area in (item.areas or (item.url,))
    )

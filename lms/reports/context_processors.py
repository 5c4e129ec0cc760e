"""The way to the reports, in the account menu of those who may open any."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from lms.reports import registry


def account_links(request: HttpRequest) -> dict[str, Any]:
    """`account_links`: entries of the account menu, each with label, url and icon.

    Lazy: pages without the menu do not ask the plugins what they report.
    """
    return {"account_links": SimpleLazyObject(lambda: _links(request))}


def _links(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not registry.offered_to(user):
        return []
    return [{"label": _("Reports"), "url": reverse("reports:list"), "icon": "board"}]

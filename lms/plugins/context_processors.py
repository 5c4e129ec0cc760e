"""The main navigation: the host's entries and the plugins', for the person of the request."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lms.plugins import navigation as nav


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`: entries to render, each with label, url, icon and whether it is the current one.

    Lazy: pages without a navigation (a role-play, the CMS) do not ask for it.
    """
    return {"navigation": SimpleLazyObject(lambda: nav.entries(request))}

"""The gate: a switched-off plugin's pages, API and CMS screens answer "switched off", whoever asks."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lms.core.errors import SwitchedOff
from lms.plugins import registry, switchboard


class PluginGateMiddleware:
    """Asks the switch in one place for every URL that leads into a plugin's package."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        slug = plugin_of_view(view)
        if slug is None or switchboard.is_enabled(slug):
            return None
        return refuse(request)


def plugin_of_view(view: Any) -> str | None:
    """The plugin whose package a view belongs to or, for a generic screen of the CMS, its model."""
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    options = {**getattr(view, "view_initkwargs", {}), **getattr(view, "initkwargs", {})}
    for part in (owner, options.get("model"), getattr(owner, "model", None)):
        slug = registry.plugin_of_module(getattr(part, "__module__", None) or "")
        if slug is not None:
            return slug
    return None


def refuse(request: HttpRequest) -> HttpResponse:
    """The answer of a switched-off page."""
    error = SwitchedOff()
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"type": "about:blank", "title": str(error), "status": error.status, "code": error.code},
            status=error.status,
            content_type="application/problem+json",
        )
    return render(request, "error.html", {"error": error}, status=error.status)

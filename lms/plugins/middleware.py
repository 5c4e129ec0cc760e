"""The gate: a switched-off plugin's pages, API and CMS screens answer "switched off", whoever asks."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
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
        owner = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
        slug = registry.plugin_of_module(getattr(owner, "__module__", ""))
        if slug is None or switchboard.is_enabled(slug):
            return None
        return refuse(request)


def refuse(request: HttpRequest) -> HttpResponse:
    """The answer of a switched-off page."""
    error = SwitchedOff()
    if request.path.startswith("/api/"):
        from django.http import JsonResponse

        return JsonResponse(
            {"type": "about:blank", "title": str(error), "status": error.status, "code": error.code},
            status=error.status,
            content_type="application/problem+json",
        )
    return render(request, "error.html", {"error": error}, status=error.status)

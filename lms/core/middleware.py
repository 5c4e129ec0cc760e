"""Language of the person, and errors as pages."""

import logging
import re
from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from lms.core.errors import LmsError

log = logging.getLogger(__name__)

# Wagtail's editor writes style attributes; it gets them on its own pages only.
CMS_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "media-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}
# Forms of the CMS outside its editor choose pages and documents with a widget that starts itself by inline script.
INLINE_SCRIPT_PATHS = re.compile(r"^/cms/(redirects|sites|groups|pages/\d+/(move|copy)|pages/move)/")
CMS_POLICY_OF_CHOOSERS = {**CMS_POLICY, "script-src": [SELF, UNSAFE_INLINE]}


class LanguageMiddleware:
    """The account's language, else the cookie set by the switch, else what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        response.headers["Vary"] = ", ".join(
            sorted({*filter(None, response.headers.get("Vary", "").split(", ")), "Accept-Language", "Cookie"})
        )
        if request.path.startswith("/cms/"):
            policy = CMS_POLICY_OF_CHOOSERS if INLINE_SCRIPT_PATHS.match(request.path) else CMS_POLICY
            response._csp_replace = policy  # type: ignore[attr-defined]  # django-csp reads this attribute
        elif getattr(request, "is_preview", False):
            # The editor shows a page of the site in a frame: the one place that may.
            response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # as above
        return response

    @staticmethod
    def _language(request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen in dict(settings.LANGUAGES):
            return chosen
        return translation.get_language_from_request(request)


class PowersMiddleware:
    """Pages use no camera, microphone, place or payment of the browser, and nothing framed in them may ask for one."""

    POLICY = ", ".join(
        f"{power}=()" for power in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        return response


class LmsErrorMiddleware:
    """Turns an expected error into a page that says what happened, what was kept and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LmsError):
            return None
        return render(request, "error.html", {"error": exception}, status=exception.status)

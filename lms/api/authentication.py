"""Who calls: the session of the site, as in the browser. Unsafe methods need the CSRF token."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SiteSession(SessionAuthentication):
    """The site's session. It names itself, so that nobody signed in is 401 and somebody without permission 403."""

    def authenticate_header(self, request: Request) -> str:
        """What the answer to nobody tells to bring."""
        return "Session"


class SiteSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]  # its base registers classes without types
    """How the schema describes it."""

    target_class: Any = "lms.api.authentication.SiteSession"
    name = "session"

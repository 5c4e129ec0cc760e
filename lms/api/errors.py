"""Errors of the API as problem details (RFC 9457): a stable code, a sentence in the caller's language."""

from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from lms.core.errors import LmsError


def respond(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn any expected error into `application/problem+json`; leave the unexpected to the server's log."""
    if isinstance(error, LmsError):
        return _problem(error.status, error.code, str(error), error.details)
    response = exception_handler(error, context)
    if response is None:
        return None
    code = (
        error.default_code
        if isinstance(error, APIException)
        else {404: "not_found", 403: "permission_denied"}[response.status_code]
    )
    body = response.data
    title = str(body.get("detail", "")) if isinstance(body, dict) else ""
    details = {} if title else {"fields": body}
    problem = _problem(response.status_code, str(code), title or str(LmsError.sentence), details)
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response.headers:
            problem.headers[header] = response.headers[header]
    return problem


def _problem(status: int, code: str, title: str, details: dict[str, Any]) -> Response:
    body = {**details, "type": "about:blank", "title": title, "status": status, "code": code}
    return Response(body, status=status, content_type="application/problem+json")

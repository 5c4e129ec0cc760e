"""Errors of the API as problem details (RFC 9457): a stable code, a sentence in the caller's language."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from lms.core.errors import LmsError, NotAllowed, NotHere, NotUnderstood, TooLarge

# What the framework says of a failed CSRF check begins like this, in English in every language.
CSRF = "CSRF Failed"


class NotJson(LmsError):
    """The body is not JSON."""

    code = "not-json"
    sentence = _("What was sent is not valid JSON. Nothing was saved. Correct it and send it again.")


class NotAnObject(LmsError):
    """The body is JSON, but not an object with fields."""

    code = "not-an-object"
    sentence = _("Send a JSON object with the fields of this resource. Nothing was saved.")


class NoSuchCursor(LmsError):
    """The cursor of a page was changed, or belongs to another list."""

    code = "invalid-cursor"
    status = 404
    sentence = _("This page of the list does not exist. Begin again without the cursor.")


class NotSignedIn(LmsError):
    """Nobody is signed in."""

    code = "not-authenticated"
    status = 401
    sentence = _("You are not signed in. Nothing was changed. Sign in and try again.")


class NotFromHere(LmsError):
    """The CSRF token is missing or wrong."""

    code = "csrf-failed"
    status = 403
    sentence = _("The CSRF token is missing or no longer valid. Nothing was saved. Load it again and send it along.")


class TooOften(LmsError):
    """More requests than allowed in this time."""

    code = "too-many-requests"
    status = 429
    sentence = _("There were too many requests in a short time. This one was not carried out. Wait and try again.")


class WrongMethod(LmsError):
    """The address does not take this method."""

    code = "method-not-allowed"
    status = 405
    sentence = _("This address does not take that method. Nothing was changed. The Allow header lists those it takes.")


class WrongKind(LmsError):
    """The body is of a media type that nothing reads."""

    code = "unsupported-media-type"
    status = 415
    sentence = _("This address reads JSON only. Nothing was saved. Send it as application/json.")


class NoSuchFormat(LmsError):
    """The caller accepts only what the API does not write."""

    code = "not-acceptable"
    status = 406
    sentence = _("This address answers in JSON only. Accept application/json and ask again.")


# What the framework raises, and what it means in our words; the first class that fits.
MEANINGS: tuple[tuple[type[Exception], type[LmsError]], ...] = (
    (Http404, NotHere),
    (exceptions.NotFound, NotHere),
    (exceptions.ParseError, NotJson),
    (exceptions.NotAuthenticated, NotSignedIn),
    (exceptions.AuthenticationFailed, NotSignedIn),
    (exceptions.PermissionDenied, NotAllowed),
    (DjangoPermissionDenied, NotAllowed),
    (exceptions.Throttled, TooOften),
    (exceptions.MethodNotAllowed, WrongMethod),
    (exceptions.UnsupportedMediaType, WrongKind),
    (exceptions.NotAcceptable, NoSuchFormat),
    (RequestDataTooBig, TooLarge),
    (SuspiciousOperation, NotUnderstood),
)
KEPT_HEADERS = ("WWW-Authenticate", "Retry-After", "Allow")


def respond(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn any expected error into `application/problem+json`; leave the unexpected to the server's log."""
    response = exception_handler(error, context)
    meant = error if isinstance(error, LmsError) else _meaning(error, context)
    if meant is not None:
        # The framework may have turned 401 into 403, where no scheme could be asked for.
        status = meant.status if response is None else response.status_code
        problem = _problem(status, meant.code, str(meant), meant.details)
    elif response is not None and isinstance(error, exceptions.APIException):
        problem = _as_it_came(error, response)
    else:
        return None
    for header in KEPT_HEADERS:
        if response is not None and header in response.headers:
            problem.headers[header] = response.headers[header]
    return problem


def _meaning(error: Exception, context: dict[str, Any]) -> LmsError | None:
    if isinstance(error, exceptions.ValidationError):
        return NotAnObject() if _lacks_fields(error, context) else None
    if isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith(CSRF):
        return NotFromHere()
    return next((meaning() for kind, meaning in MEANINGS if isinstance(error, kind)), None)


def _lacks_fields(error: exceptions.ValidationError, context: dict[str, Any]) -> bool:
    """Whether a serializer was given something else than an object: a list, a number, nothing."""
    said = error.detail
    if not isinstance(said, dict) or set(said) != {"non_field_errors"}:
        return False
    request = context.get("request")
    return request is not None and not isinstance(request.data, Mapping)


def _as_it_came(error: exceptions.APIException, response: Response) -> Response:
    """What was wrong field by field; or, of a kind without words of our own, the framework's sentence."""
    body = response.data
    title = str(body.get("detail", "")) if isinstance(body, dict) else ""
    details = {} if title else {"fields": body}
    code = str(error.default_code).replace("_", "-")
    return _problem(response.status_code, code, title or str(LmsError.sentence), details)


def _problem(status: int, code: str, title: str, details: dict[str, Any]) -> Response:
    body = {**details, "type": "about:blank", "title": title, "status": status, "code": code}
    return Response(body, status=status, content_type="application/problem+json")

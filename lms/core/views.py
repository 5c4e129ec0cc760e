"""Pages that belong to no room: health, a refused form, and a request that could not be read."""

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lms.core.errors import LmsError, NotUnderstood, TooLarge

API = "/api/"


def healthz(request: HttpRequest) -> JsonResponse:
    """Answers when the process runs and the database does. For load balancers; says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere: nothing was saved, and the page says so."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django refused to read: a page for people, problem details (RFC 9457) for programs."""
    error: LmsError = TooLarge() if isinstance(exception, RequestDataTooBig) else NotUnderstood()
    if request.path.startswith(API):
        problem = {"type": "about:blank", "title": str(error), "status": error.status, "code": error.code}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")
    return render(request, "400.html", {"too_large": isinstance(error, TooLarge)}, status=error.status)

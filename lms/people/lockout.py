"""What a person sees after too many wrong passwords."""

from math import ceil
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """429 with a page that says how long to wait and how to get in sooner."""
    pause = get_cool_off(request)
    seconds = ceil(pause.total_seconds()) if pause else 0
    response = render(request, "account/locked.html", {"cooloff_minutes": ceil(seconds / 60)}, status=429)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response

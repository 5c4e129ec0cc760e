"""Home and catalogue."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What do I do now, how am I doing, what changed."""
    return render(request, "courses/home.html")


@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every course this person can open."""
    return render(request, "courses/catalogue.html")

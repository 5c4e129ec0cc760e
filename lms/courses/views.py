"""Home and catalogue."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.courses import home as parts
from lms.courses.competency_keys import indicator_labels
from lms.courses.standings import standings
from lms.people.models import Employee, User
from lms.people.selectors import employee_of, signed_in
from lms.plugins.cards import rendered_cards


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What do I do now, how am I doing, what changed; for a login that is nobody's employee, what it may do here."""
    user = signed_in(request)
    employee = employee_of(user)
    if employee is None:
        return _rooms(request, user)
    return _staff_home(request, user, employee)


def _rooms(request: HttpRequest, user: User) -> HttpResponse:
    context = {
        "today": parts.today_in_words(),
        "greeting": parts.greeting(user.first_name or user.get_username()),
        "rooms": parts.rooms(user),
    }
    return render(request, "courses/home_rooms.html", context)


def _staff_home(request: HttpRequest, user: User, employee: Employee) -> HttpResponse:
    courses = standings(employee)
    suggestions = parts.suggestions(request, employee, courses)
    first, others = suggestions[:1], suggestions[1:]
    context = {
        "today": parts.today_in_words(),
        "greeting": parts.greeting(employee.first_name),
        "invite": parts.as_invitation(first[0], more=bool(others)) if first else None,
        "others": [parts.as_row(suggestion) for suggestion in others],
        "any_course": bool(courses),
        "changes": parts.changes(request, employee, courses),
        "cards": rendered_cards("home_cards", request, employee=employee),
        "workplace": parts.workplace(user),
    }
    return render(request, "courses/home.html", context)


@login_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every course this person can open, and how far they are in each."""
    employee = employee_of(request.user)
    labels = indicator_labels()
    entries = [
        {
            "course": standing.course,
            "state": standing.state,
            "standing": standing,
            "competencies": [labels[key] for key in standing.course.competencies if key in labels],
        }
        for standing in standings(employee)
    ]
    going = [entry for entry in entries if entry["state"] == "going"]
    groups = [
        (_("You are taking"), going),
        (_("To choose from") if going else _("Courses"), [entry for entry in entries if entry["state"] == "new"]),
        (_("You finished"), [entry for entry in entries if entry["state"] == "done"]),
    ]
    context = {"employee": employee, "groups": [(title, found) for title, found in groups if found]}
    return render(request, "courses/catalogue.html", context)

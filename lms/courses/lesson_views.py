"""What a person does on course and lesson pages: start a course, finish a lesson. The CMS serves the pages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.courses import selectors, services
from lms.people.models import User
from lms.people.selectors import own_employee


@login_required
@require_POST
def enrol(request: HttpRequest, course_key: UUID) -> HttpResponse:
    """Start a course, and go to its first lesson."""
    employee = own_employee(request.user)
    services.enrol(actor=_user(request), employee=employee, course_key=course_key)
    course = selectors.course_page(course_key)
    lesson = selectors.next_lesson(employee, course)
    return redirect((lesson or course).address)


@login_required
@require_POST
def complete(request: HttpRequest, lesson_key: UUID) -> HttpResponse:
    """Finish a lesson, and go to the next one that is missing; after the last one, back to the course."""
    employee = own_employee(request.user)
    lesson = selectors.taught_lesson(lesson_key)
    completion = services.complete_lesson(actor=_user(request), employee=employee, lesson=lesson)
    course = selectors.course_page(completion.course_key)
    following = selectors.next_lesson(employee, course)
    if following is None:
        messages.success(request, _("You finished the course. It stays here whenever you want to read it again."))
        return redirect(course.address)
    messages.success(request, _("Lesson done. Here is the next one."))
    return redirect(following.address)


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # login_required
    return user

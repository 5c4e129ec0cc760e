"""A quiz, one question a page. Every step is a form or a link: it works without script, and on any device."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.assessment import services, wording
from lms.assessment.definition import Quiz
from lms.assessment.errors import EmployeesOnly, ResultNotHere
from lms.assessment.forms import AnswerForm
from lms.assessment.selectors import (
    KIND,
    Standing,
    build_to_ask,
    lesson_of,
    open_attempt,
    own_quiz_attempt,
    quiz_in,
    standing,
)
from lms.courses.reading import MINUTES_PER_QUESTION
from lms.people.selectors import employee_of, signed_in
from lms.plugins.cards import rendered_cards
from lms.records.models import Attempt
from lms.records.selectors import finished_attempts


def _place(attempt: Attempt, number: int) -> HttpResponseRedirect:
    return redirect("assessment:question", uuid=attempt.uuid, number=number)


def _lesson_link(quiz: Quiz) -> dict[str, Any]:
    """Where "back" leads: the lesson that holds the quiz or, once it is gone, the courses."""
    lesson = lesson_of(quiz)
    return {"lesson": lesson, "back_url": lesson.address if lesson else reverse("courses:catalogue")}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, activity_key: str) -> HttpResponse:
    """What the quiz is, and its beginning; somebody who has begun goes to the question they are at."""
    user = signed_in(request)
    employee = employee_of(user)
    if employee is None:
        raise EmployeesOnly
    if request.method == "POST":
        attempt = services.start_quiz(actor=user, activity_key=activity_key)
        return _place(attempt, standing(attempt).current)
    unfinished = open_attempt(employee, activity_key)
    if unfinished is not None:
        return _place(unfinished, standing(unfinished).current)
    build = build_to_ask(activity_key)
    asked = quiz_in(build)
    earlier = list(finished_attempts(employee, KIND, activity_key)[:1])
    context = {
        "build": build,
        "quiz": asked,
        "total": len(asked.questions),
        "minutes": max(1, round(len(asked.questions) * MINUTES_PER_QUESTION)),
        "last": earlier[0] if earlier else None,
        "notice": wording.weight_notice(earlier[0].ordinal + 1 if earlier else 1),
        **_lesson_link(asked),
    }
    return render(request, "assessment/intro.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """One question: to answer when it is its turn, with what was right and why once it is answered."""
    attempt = own_quiz_attempt(signed_in(request), uuid)
    reached = standing(attempt)
    if not 1 <= number <= reached.total:
        raise ResultNotHere
    if request.method == "POST":
        return _answer(request, reached, number)
    if number > reached.current:
        return _place(attempt, reached.current)
    if number < reached.current:
        return _feedback(request, reached, number)
    return _ask(request, reached, number, AnswerForm(reached.quiz.questions[number - 1]), secrets.token_urlsafe(18))


def _answer(request: HttpRequest, reached: Standing, number: int) -> HttpResponse:
    asked = reached.quiz.questions[number - 1]
    form = AnswerForm(asked, request.POST)
    if not form.is_valid():
        if number != reached.current:
            return _place(reached.attempt, min(reached.current, number))
        token = request.POST.get("token", "")
        return _ask(request, reached, number, form, token or secrets.token_urlsafe(18), status=422)
    services.answer(
        actor=signed_in(request),
        attempt=reached.attempt,
        question_id=asked.id,
        given=form.cleaned_data["option"],
        token=form.cleaned_data["token"],
    )
    return _place(reached.attempt, number)


def _on_the_way(reached: Standing, number: int) -> dict[str, Any]:
    """What both faces of a question page show."""
    return {
        "attempt": reached.attempt,
        "quiz": reached.quiz,
        "number": number,
        "total": reached.total,
        "steps": _steps(reached, number),
        "question": reached.quiz.questions[number - 1],
        **_lesson_link(reached.quiz),
    }


def _steps(reached: Standing, number: int) -> list[dict[str, Any]]:
    return [
        {"number": place, "answered": place < reached.current, "now": place == number}
        for place in range(1, reached.total + 1)
    ]


def _ask(
    request: HttpRequest, reached: Standing, number: int, form: AnswerForm, token: str, status: int = 200
) -> HttpResponse:
    asked = reached.quiz.questions[number - 1]
    ticked = request.POST.getlist("option")
    context = {
        **_on_the_way(reached, number),
        "form": form,
        "token": token,
        "choices": [
            {"value": option.id, "label": option.text, "checked": option.id in ticked} for option in asked.options
        ],
    }
    return render(request, "assessment/question.html", context, status=status)


def _feedback(request: HttpRequest, reached: Standing, number: int) -> HttpResponse:
    answered = reached.answered[number - 1]
    context = {
        **_on_the_way(reached, number),
        "graded": answered.graded,
        "verdict": wording.verdict(answered.question, answered.graded),
        "choices": wording.choices(answered.question, answered.graded),
        "next": number + 1 if number < reached.total else None,
    }
    return render(request, "assessment/feedback.html", context)


@login_required
@never_cache
@require_safe
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How a quiz went, question by question, and what it moved. For the person who answered it."""
    attempt = own_quiz_attempt(signed_in(request), uuid)
    reached = standing(attempt)
    if not attempt.is_finished:
        return _place(attempt, reached.current)
    context = {
        "attempt": attempt,
        "quiz": reached.quiz,
        "sentence": wording.score_sentence(reached),
        "weight": wording.weight_sentence(attempt.ordinal),
        "answered": [
            {
                "number": one.number,
                "question": one.question,
                "graded": one.graded,
                "verdict": wording.verdict(one.question, one.graded),
                "choices": wording.choices(one.question, one.graded),
            }
            for one in reached.answered
        ],
        "cards": rendered_cards("attempt_cards", request, attempt=attempt),
        **_lesson_link(reached.quiz),
    }
    return render(request, "assessment/result.html", context)

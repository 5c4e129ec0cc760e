"""Taking a quiz. Each answer is kept as it is given; the last one ends the attempt and records what it showed."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from lms.assessment.definition import Question
from lms.assessment.errors import AnswerUnfit, EmployeesOnly
from lms.assessment.grading import Graded, UnfitAnswer, evidence_weight, grade, score
from lms.assessment.selectors import Standing, build_to_ask, quiz_in, standing
from lms.people.models import User
from lms.people.selectors import employee_of
from lms.records.models import Attempt
from lms.records.services import Observed, finish_attempt, record_response, start_attempt

LABEL_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an answer: how it was graded, whether it is new, and whether the quiz ended with it."""

    graded: Graded
    is_new: bool
    finished: bool


def start_quiz(*, actor: User, activity_key: str) -> Attempt:
    """Begin a quiz, or go on with the attempt that is open, on whichever device it was begun."""
    employee = employee_of(actor)
    if employee is None:
        raise EmployeesOnly
    build = build_to_ask(activity_key)
    quiz_in(build)
    return start_attempt(actor=actor, employee=employee, build=build, context={"language": build.locale})


@transaction.atomic
def answer(*, actor: User, attempt: Attempt, question_id: str, given: Iterable[str], token: str) -> Receipt:
    """Keep the option ids in `given` as the answer to a question, and grade it.

    `token` makes a repeated submit harmless: what was kept the first time is returned. A question that is not the
    next one raises `OutOfTurn`. The last answer finishes the attempt in the same transaction.
    """
    quiz = quiz_in(attempt.build)
    place = quiz.place_of(question_id)
    if place is None:
        raise AnswerUnfit
    kept = {"question": question_id, "options": sorted(set(given))}
    _require_fit(quiz.questions[place], kept["options"])
    response, is_new = record_response(actor=actor, attempt=attempt, sequence=place, token=token, given=kept)
    graded = grade(quiz.questions[response.sequence], response.given["options"])
    finished = response.sequence + 1 == len(quiz.questions)
    if is_new and finished:
        _finish(actor=actor, reached=standing(attempt))
    return Receipt(graded, is_new, finished)


def _require_fit(question: Question, given: Iterable[str]) -> None:
    try:
        grade(question, given)
    except UnfitAnswer as error:
        raise AnswerUnfit from error


def _finish(*, actor: User, reached: Standing) -> None:
    graded = [answered.graded for answered in reached.answered]
    finish_attempt(
        actor=actor,
        attempt=reached.attempt,
        score=score(graded),
        observed=observations(reached),
        summary={"questions": reached.total, "correct": sum(one.correct for one in graded)},
    )


def observations(reached: Standing) -> list[Observed]:
    """What a finished attempt shows: one moment for each question that names a competency.

    The item is the question itself, the same one across versions and languages of the quiz, so that the engine can
    tell one question asked three times from three questions.
    """
    attempt = reached.attempt
    return [
        Observed(
            indicator=answered.question.competency,
            item=f"quiz:{attempt.activity_key}/{answered.question.id}",
            outcome=answered.graded.outcome,
            top=answered.graded.top,
            weight=evidence_weight(attempt.ordinal),
            difficulty=answered.question.difficulty,
            label=textwrap.shorten(answered.question.prompt, LABEL_LENGTH, placeholder="…"),
            context={"attempt": attempt.ordinal},
        )
        for answered in reached.answered
        if answered.question.competency
    ]

"""Reads of quizzes: what would be asked, and how far somebody is."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lms.assessment.definition import BrokenQuiz, Question, Quiz, read_quiz
from lms.assessment.errors import QuizGone, ResultNotHere
from lms.assessment.grading import Graded, grade
from lms.core.errors import NotHere
from lms.courses.models import LessonPage
from lms.courses.selectors import current_quiz, taught_lesson
from lms.people.models import Employee, User
from lms.records.models import Attempt, Build
from lms.records.selectors import own_attempt

log = logging.getLogger(__name__)
KIND = "quiz"


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with the answer that was given to it. `number` counts from 1."""

    number: int
    question: Question
    graded: Graded


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an attempt is: its own quiz, as pinned when it began, and the answers so far, in order."""

    attempt: Attempt
    quiz: Quiz
    answered: tuple[Answered, ...]

    @property
    def total(self) -> int:
        """How many questions the quiz asks."""
        return len(self.quiz.questions)

    @property
    def current(self) -> int:
        """The number, from 1, of the question to answer next; one more than there are when all are answered."""
        return len(self.answered) + 1


def build_to_ask(activity_key: str) -> Build:
    """What a new attempt is pinned to: what is published now in the active language, else in another one.

    The newest build would not do: an author who goes back to earlier words publishes the earlier build again.
    """
    try:
        build: Build = current_quiz(activity_key).build
    except NotHere as error:
        raise QuizGone from error
    return build


def quiz_in(build: Build) -> Quiz:
    """The quiz of a build; `QuizGone` when it cannot be asked fairly."""
    try:
        return read_quiz(build.definition)
    except (BrokenQuiz, KeyError, TypeError, ValueError) as error:
        log.warning("The quiz build %s cannot be asked: %s", build.pk, error)
        raise QuizGone from error


def open_attempt(employee: Employee, activity_key: str) -> Attempt | None:
    """The attempt of this person at this quiz that waits to be continued, if there is one."""
    found: Attempt | None = (
        Attempt.objects.filter(
            employee=employee, kind=KIND, activity_key=activity_key, mode=Attempt.Mode.ASSESSED, result=None
        )
        .select_related("build", "employee")
        .order_by("-ordinal")
        .first()
    )
    return found


def own_quiz_attempt(user: User, uuid: Any) -> Attempt:
    """A quiz attempt of the user's own; nobody else's, not even of one's team."""
    try:
        attempt = own_attempt(user, uuid)
    except NotHere as error:
        raise ResultNotHere from error
    if attempt.kind != KIND:
        raise ResultNotHere
    return attempt


def standing(attempt: Attempt) -> Standing:
    """How far an attempt is, graded from the answers as they were given."""
    quiz = quiz_in(attempt.build)
    answered = []
    for response in attempt.responses.all():
        question = quiz.questions[response.sequence]
        answered.append(Answered(response.sequence + 1, question, grade(question, response.given["options"])))
    return Standing(attempt, quiz, tuple(answered))


def lesson_of(quiz: Quiz) -> LessonPage | None:
    """The live lesson that holds a quiz, in the active language or in another; None once it is unpublished."""
    try:
        return taught_lesson(UUID(quiz.lesson))
    except (NotHere, ValueError):
        return None

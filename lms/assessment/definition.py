"""A quiz as it was compiled when its lesson was published: `{"schema": "quiz/1", …}` read into values.

{"schema": "quiz/1", "title": str, "lesson": translation key,
 "questions": [{"id", "kind": "single" | "multiple" | "true_false", "competency", "difficulty", "prompt",
                "options": [{"id", "text", "correct", "feedback"}]}]}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SCHEMA = "quiz/1"


class QuestionKind(StrEnum):
    """How many options may be given: one, any number, or one of two."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class BrokenQuiz(ValueError):
    """The definition cannot be asked or graded; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer on offer. `feedback` says why it is, or is not, what the question looks for."""

    id: str
    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `competency` is the key it gives evidence about (empty: none); `difficulty` is in logits."""

    id: str
    kind: QuestionKind
    prompt: str
    options: tuple[Option, ...]
    competency: str = ""
    difficulty: float = 0.0

    @property
    def takes_several(self) -> bool:
        """Whether more than one option may be given."""
        return self.kind is QuestionKind.MULTIPLE

    @property
    def right(self) -> frozenset[str]:
        """The ids of the options that belong to the answer."""
        return frozenset(option.id for option in self.options if option.correct)


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions in the order they are asked; `lesson` is the translation key of the lesson that holds them."""

    title: str
    lesson: str
    questions: tuple[Question, ...]

    def place_of(self, question_id: str) -> int | None:
        """The place of a question, counted from 0, or None when this quiz does not ask it."""
        places = (place for place, question in enumerate(self.questions) if question.id == question_id)
        return next(places, None)


def read_quiz(definition: Mapping[str, Any]) -> Quiz:
    """The quiz of a stored definition; raises `BrokenQuiz` when it could not be asked and graded fairly."""
    if definition.get("schema") != SCHEMA:
        raise BrokenQuiz(f"The schema is {definition.get('schema')!r}, and only {SCHEMA} can be read.")
    questions = tuple(_question(written) for written in definition.get("questions", ()))
    if not questions:
        raise BrokenQuiz("The quiz has no questions.")
    if len({question.id for question in questions}) != len(questions):
        raise BrokenQuiz("Two questions have the same id.")
    return Quiz(str(definition.get("title", "")), str(definition.get("lesson") or ""), questions)


def _question(written: Mapping[str, Any]) -> Question:
    options = tuple(
        Option(
            id=str(option["id"]),
            text=str(option["text"]),
            correct=bool(option["correct"]),
            feedback=str(option.get("feedback") or ""),
        )
        for option in written["options"]
    )
    question = Question(
        id=str(written["id"]),
        kind=QuestionKind(written["kind"]),
        prompt=str(written["prompt"]),
        options=options,
        competency=str(written.get("competency") or ""),
        difficulty=float(written.get("difficulty") or 0.0),
    )
    _require_answerable(question)
    return question


def _require_answerable(question: Question) -> None:
    """Two options at least, something right to find, and exactly one right where one may be given."""
    count = len(question.options)
    if len({option.id for option in question.options}) != count:
        raise BrokenQuiz(f"Two options of the question {question.id} have the same id.")
    if count < 2 or not question.right:
        raise BrokenQuiz(f"The question {question.id} needs two options or more, one of them right.")
    if not question.takes_several and len(question.right) != 1:
        raise BrokenQuiz(f"The question {question.id} takes one answer and has {len(question.right)} right ones.")

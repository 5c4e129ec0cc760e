"""From the author's question to what is asked: rules for publishing, and the compiled definition. Pure functions.

A question is a mapping with `kind`, `competency`, `prompt` and `options` (each with `correct`), as stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

SCHEMA = "quiz/1"
SINGLE, MULTIPLE, TRUE_FALSE = "single", "multiple", "true_false"
Problem = Literal["no-competency", "too-few-options", "not-one-right", "none-right", "all-right"]


def problems_of(kind: str, competency: str, right: Sequence[bool]) -> Iterator[Problem]:
    """What keeps a question from being asked. `right` says for each option whether it is a right one."""
    if not competency:
        yield "no-competency"
    if len(right) < 2:
        yield "too-few-options"
    elif kind == MULTIPLE:
        if not any(right):
            yield "none-right"
        elif all(right):
            yield "all-right"
    elif sum(right) != 1:
        yield "not-one-right"


def quiz_definition(value: Mapping[str, Any], *, lesson_key: str) -> dict[str, Any]:
    """The definition that attempts are pinned to, from a quiz block as stored (`get_prep_value`).

    Ids are those of the list items, which survive edits and translation.
    """
    return {
        "schema": SCHEMA,
        "title": value["title"],
        "lesson": lesson_key,
        "questions": [_question(item["id"], item["value"]) for item in value["questions"]],
    }


def _question(identifier: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": identifier,
        "kind": value["kind"],
        "competency": value["competency"],
        "difficulty": float(value["difficulty"] or 0.0),
        "prompt": value["prompt"],
        "options": [
            {
                "id": item["id"],
                "text": item["value"]["text"],
                "correct": bool(item["value"]["correct"]),
                "feedback": item["value"]["feedback"] or "",
            }
            for item in value["options"]
        ],
    }

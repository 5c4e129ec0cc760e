"""Which questions may be asked, and what is compiled from them. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.quizzes import problems_of, quiz_definition


@pytest.mark.parametrize(
    ("kind", "competency", "right", "problems"),
    [
        ("single", "empathy", [True, False], []),
        ("single", "empathy", [True, True], ["not-one-right"]),
        ("single", "empathy", [False, False], ["not-one-right"]),
        ("single", "empathy", [True], ["too-few-options"]),
        ("single", "", [True, False], ["no-competency"]),
        ("single", "", [], ["no-competency", "too-few-options"]),
        ("true_false", "empathy", [False, True], []),
        ("true_false", "empathy", [True, True], ["not-one-right"]),
        ("multiple", "empathy", [True, True, False], []),
        ("multiple", "empathy", [False, False], ["none-right"]),
        ("multiple", "empathy", [True, True], ["all-right"]),
        ("multiple", "empathy", [True], ["too-few-options"]),
    ],
)
def test_problems_of_a_question(kind: str, competency: str, right: list[bool], problems: list[str]) -> None:
    assert list(problems_of(kind, competency, right)) == problems


@given(st.sampled_from(["single", "true_false"]), st.lists(st.booleans(), min_size=2))
def test_single_answer_is_askable_exactly_with_one_right_option(kind: str, right: list[bool]) -> None:
    assert (list(problems_of(kind, "empathy", right)) == []) == (right.count(True) == 1)


def test_definition_keeps_ids_and_fills_what_may_be_empty() -> None:
    value = {
        "title": "Para comprobar",
        "questions": [
            {
                "id": "q",
                "value": {
                    "kind": "single",
                    "competency": "empathy",
                    "difficulty": None,
                    "prompt": "¿Qué?",
                    "options": [{"id": "a", "value": {"text": "Esto", "correct": True, "feedback": None}}],
                },
            }
        ],
    }
    assert quiz_definition(value, lesson_key="l") == {
        "schema": "quiz/1",
        "title": "Para comprobar",
        "lesson": "l",
        "questions": [
            {
                "id": "q",
                "kind": "single",
                "competency": "empathy",
                "difficulty": 0.0,
                "prompt": "¿Qué?",
                "options": [{"id": "a", "text": "Esto", "correct": True, "feedback": ""}],
            }
        ],
    }

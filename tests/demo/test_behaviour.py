import random

from hypothesis import given
from hypothesis import strategies as st

from demo.behaviour import answer_question, choose_reply, knows
from demo.temperament import COMPETENCIES, draw_temperament

QUESTION = {"kind": "multiple", "difficulty": 0.0}
OPTIONS = [{"id": key, "correct": key in "ab"} for key in "abcd"]


def share_right(theta: float) -> float:
    rng = random.Random(3)
    return sum(knows(theta, 0.0, rng) for _ in range(2000)) / 2000


def test_knows_rises_with_theta() -> None:
    assert share_right(-1.5) < 0.25 < 0.45 < share_right(0) < 0.55 < 0.75 < share_right(1.5)


@given(st.floats(-4, 4), st.integers(0, 10_000))
def test_answer_question_always_ticks_something_offered(theta: float, seed: int) -> None:
    ticked = answer_question(QUESTION, OPTIONS, theta, random.Random(seed))
    assert ticked
    assert set(ticked) <= {"a", "b", "c", "d"}


def test_choose_reply_prefers_the_best_the_more_able_the_person() -> None:
    worth = {"best": 0.0, "middling": -1.5, "poor": -3.0}
    rng = random.Random(5)
    best = [sum(choose_reply(worth, theta, rng) == "best" for _ in range(1000)) for theta in (-1.0, 0.0, 1.0, 2.0)]
    assert best == sorted(best)


def test_draw_temperament_covers_every_competency_of_the_framework() -> None:
    person = draw_temperament("contacto-bogota", tenure_years=2, leads=False, rng=random.Random(1))
    assert set(person.theta) == set(COMPETENCIES)
    assert person.at("composure", 1.0) >= person.at("composure", 0.0)

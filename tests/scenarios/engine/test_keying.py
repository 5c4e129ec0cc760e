"""From ratings to points."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scenarios.engine.definition import Choice, DisputedWhen, OnTimeout, Scoring
from scenarios.engine.keying import Key, Mark, key_of, mark_of, mean, population_sd


def rated(*ratings: int, value: int | None = None, disputed: bool = False) -> Choice:
    return Choice(id="c", text={}, ratings=ratings, value=value, disputed=disputed)


def test_mean_and_spread_are_those_of_the_population() -> None:
    assert mean([2, 2, 1, -1, -2]) == Fraction(2, 5)
    assert population_sd([2, 2, 1, -1, -2]) == pytest.approx(1.6248, abs=1e-4)
    assert population_sd([1]) == 0.0


def test_a_spread_exactly_on_the_threshold_is_disputed() -> None:
    scoring = Scoring(disputed_when=DisputedWhen(gte=2))
    assert key_of(rated(2, 2, -2, -2), scoring).disputed
    assert not key_of(rated(2, 2, 2, -2), scoring).disputed


def test_experts_come_before_the_trainer_and_each_is_labelled() -> None:
    scoring = Scoring()
    assert key_of(rated(1, 2, value=-2), scoring) == Key(Fraction(3, 2), 0.5, False, "experts")
    assert key_of(rated(value=-2), scoring) == Key(Fraction(-2), 0.0, False, "trainer")
    assert key_of(rated(), scoring) == Key(None, 0.0, False, "unrated")
    assert key_of(OnTimeout(), scoring) == Key(Fraction(0), 0.0, False, "unrated")


def test_an_author_may_mark_a_choice_as_disputed() -> None:
    assert key_of(rated(1, 1, disputed=True), Scoring()).disputed


def worth(value: int | None, disputed: bool = False) -> Key:
    return Key(None if value is None else Fraction(value), 0.0, disputed, "trainer")


def test_a_choice_counts_against_the_best_available() -> None:
    offered = [worth(1), worth(-1), worth(2, disputed=True), worth(None)]
    assert mark_of(offered[0], offered) == Mark(Fraction(1), Fraction(1), Fraction(0), False, True)
    assert mark_of(offered[1], offered) == Mark(Fraction(-1), Fraction(1), Fraction(-2), False, True)
    assert mark_of(offered[2], offered) == Mark(Fraction(2), Fraction(1), Fraction(0), True, True)
    assert mark_of(offered[3], offered) == Mark(None, Fraction(1), Fraction(0), False, True)
    assert mark_of(offered[1], offered, centred=False).centred == -1


def test_choices_less_than_a_point_apart_are_no_opportunity() -> None:
    close = [Key(Fraction(1), 0.0, False, "experts"), Key(Fraction(1, 5), 0.0, False, "experts")]
    assert not mark_of(close[0], close).opportunity
    assert not mark_of(close[0], close[:1]).opportunity


def test_silence_never_beats_the_best_answer() -> None:
    assert mark_of(worth(2), [worth(0), worth(-1)]).centred == 0

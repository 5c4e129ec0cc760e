from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.engine.mood import WORDS, Mood, mood_word
from scenarios.play.mood_scale import mood_value
from scenarios.play.points import places_of, printed

axes = st.integers(0, 10)
parts = st.lists(st.fractions(min_value=0, max_value=4, max_denominator=60), max_size=12)


@given(parts, st.sampled_from([1, 2]))
def test_printed_parts_add_up_to_their_printed_sum(exact: list[Fraction], places: int) -> None:
    shown = printed(exact, places)
    unit = Fraction(1, 10**places)
    assert sum(shown) == (sum(exact) / unit + Fraction(1, 2)) // 1 * unit
    assert all(abs(one - part) < unit for one, part in zip(shown, exact, strict=True))


@pytest.mark.parametrize(("given_parts", "places"), [(["3/5", "2"], 1), (["1/3"], 2), ([], 1)])
def test_places_of_is_one_where_it_is_exact(given_parts: list[str], places: int) -> None:
    assert places_of([Fraction(part) for part in given_parts]) == places


@given(axes, axes, axes)
def test_mood_value_lies_within_its_word(irritation: int, patience: int, trust: int) -> None:
    mood = Mood(irritation, patience, trust)
    assert WORDS[int(mood_value(mood) // 2)] == mood_word(mood)


@given(axes, axes, axes, st.sampled_from(["trust", "patience", "irritation"]))
def test_mood_value_never_falls_when_something_gets_better(
    irritation: int, patience: int, trust: int, axis: str
) -> None:
    mood = Mood(irritation, patience, trust)
    better = {"irritation": max(0, irritation - 1), "patience": min(10, patience + 1), "trust": min(10, trust + 1)}
    values = {"irritation": irritation, "patience": patience, "trust": trust, axis: better[axis]}
    assert mood_value(Mood(**values)) >= mood_value(mood)

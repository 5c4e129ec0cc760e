"""Three numbers, one word."""

from __future__ import annotations

import pytest

from scenarios.engine.definition import MoodAxis
from scenarios.engine.mood import Mood, clamp, mood_word, starting_mood


@pytest.mark.parametrize(
    ("irritation", "patience", "trust", "word"),
    [
        (9, 10, 10, "furious"),
        (7, 1, 5, "furious"),
        (7, 2, 5, "annoyed"),
        (6, 5, 3, "annoyed"),
        (4, 5, 9, "uneasy"),
        (3, 5, 3, "uneasy"),
        (3, 2, 9, "uneasy"),
        (3, 3, 4, "calm"),
        (3, 3, 6, "calm"),
        (3, 3, 7, "grateful"),
        (0, 10, 10, "grateful"),
    ],
)
def test_word_at_each_edge_of_the_rule(irritation: int, patience: int, trust: int, word: str) -> None:
    assert mood_word(Mood(irritation, patience, trust)) == word


def test_an_axis_is_held_within_its_bounds() -> None:
    assert [clamp(value, MoodAxis(start=5, min=2, max=8)) for value in (-3, 2, 5, 8, 11)] == [2, 2, 5, 8, 8]
    assert clamp(40, MoodAxis(start=5, max=50)) == 10


def test_a_missing_axis_starts_in_the_middle() -> None:
    assert starting_mood({"trust": MoodAxis(start=12)}) == Mood(irritation=5, patience=5, trust=10)

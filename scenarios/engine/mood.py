"""The customer's mood: three numbers, and the one word a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scenarios.engine.definition import MOOD_AXES, MoodAxis

MoodWord = Literal["grateful", "calm", "uneasy", "annoyed", "furious"]
WORDS: tuple[MoodWord, ...] = ("furious", "annoyed", "uneasy", "calm", "grateful")
"""From worst to best."""

_NEUTRAL = MoodAxis(start=5)


@dataclass(frozen=True, slots=True)
class Mood:
    """Irritation, patience and trust, each within its axis (0–10 unless the author narrowed it)."""

    irritation: int
    patience: int
    trust: int


def axis_of(mood: Mapping[str, MoodAxis], name: str) -> MoodAxis:
    """The axis, or a neutral one: a draft may not have written it yet."""
    return mood.get(name, _NEUTRAL)


def clamp(value: int, axis: MoodAxis) -> int:
    """`value` held within the bounds of its axis, and within 0–10 whatever the author wrote."""
    low, high = max(0, axis.min), min(10, axis.max)
    return max(low, min(high, value))


def starting_mood(mood: Mapping[str, MoodAxis]) -> Mood:
    return Mood(**{name: clamp(axis_of(mood, name).start, axis_of(mood, name)) for name in MOOD_AXES})


def mood_word(mood: Mood) -> MoodWord:
    """One word for the three numbers; the first rule that holds, from worst to best.

    1. furious: irritation ≥ 9, or irritation ≥ 7 with patience ≤ 1
    2. annoyed: irritation ≥ 6
    3. uneasy: irritation ≥ 4, or trust ≤ 3, or patience ≤ 2
    4. grateful: trust ≥ 7 and irritation ≤ 3
    5. calm: anything else

    The rule is monotone: more trust, more patience or less irritation never gives a worse word.
    """
    if mood.irritation >= 9 or (mood.irritation >= 7 and mood.patience <= 1):
        return "furious"
    if mood.irritation >= 6:
        return "annoyed"
    if mood.irritation >= 4 or mood.trust <= 3 or mood.patience <= 2:
        return "uneasy"
    return "grateful" if mood.trust >= 7 else "calm"

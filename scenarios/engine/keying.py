"""From judgements to points.

The value of a choice is the mean of the experts' ratings on −2…+2. A choice counts its value minus the best value
available in that scene at that moment, so the best possible turn counts 0 and a detour can never pay. A choice whose
ratings spread too far (population standard deviation) is disputed: it is shown in the debrief and counts nothing.

Values are exact fractions inside the engine, so that regrets add up to the last digit, and floats in events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Literal

from scenarios.engine.definition import Choice, OnTimeout, Scoring

KeySource = Literal["experts", "trainer", "unrated"]

OPPORTUNITY_GAP = Fraction(1)
"""A scene discriminates when its best and worst scored choices are at least one point of the experts' scale apart."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a choice is worth and how far that can be trusted. `value` is None when nobody rated it."""

    value: Fraction | None
    spread: float
    disputed: bool
    source: KeySource

    @property
    def scored(self) -> bool:
        return self.value is not None and not self.disputed


@dataclass(frozen=True, slots=True)
class Mark:
    """What one turn counted: its value, the best available, and the centred value that adds to the score."""

    value: Fraction | None
    best: Fraction | None
    centred: Fraction
    disputed: bool
    opportunity: bool


def mean(ratings: Sequence[int]) -> Fraction:
    """Arithmetic mean of the ratings, exact."""
    return Fraction(sum(ratings), len(ratings))


def variance(ratings: Sequence[int]) -> Fraction:
    """Population variance: mean squared distance to the mean, exact."""
    centre = mean(ratings)
    return sum(((Fraction(rating) - centre) ** 2 for rating in ratings), Fraction(0)) / len(ratings)


def population_sd(ratings: Sequence[int]) -> float:
    """Population standard deviation of the ratings."""
    return sqrt(variance(ratings))


def key_of(rated: Choice | OnTimeout, scoring: Scoring) -> Key:
    """Experts' mean if there are ratings, else the trainer's own value, else unrated.

    Silence that nobody rated is worth 0, the middle of the scale: waiting out the clock must not beat answering.
    """
    marked = isinstance(rated, Choice) and rated.disputed
    if rated.ratings:
        # Compared as squares, because a root would round a spread that sits exactly on the threshold.
        disputed = marked or variance(rated.ratings) >= Fraction(str(scoring.disputed_when.gte)) ** 2
        return Key(mean(rated.ratings), population_sd(rated.ratings), disputed, "experts")
    if rated.value is not None:
        return Key(Fraction(rated.value), 0.0, marked, "trainer")
    if isinstance(rated, OnTimeout):
        return Key(Fraction(0), 0.0, False, "unrated")
    return Key(None, 0.0, marked, "unrated")


def best_of(available: Iterable[Key]) -> Fraction | None:
    """The best value among the scored choices available, or None if none is scored."""
    return max((key.value for key in available if key.value is not None and not key.disputed), default=None)


def gap_of(available: Iterable[Key]) -> Fraction:
    """Best minus worst value among the scored choices available; 0 if fewer than two."""
    values = [key.value for key in available if key.value is not None and not key.disputed]
    return max(values) - min(values) if values else Fraction(0)


def mark_of(key: Key, available: Sequence[Key], *, centred: bool = True) -> Mark:
    """What taking `key` counts when `available` could be chosen. With `centred=False`, the raw mean."""
    best = best_of(available)
    points = Fraction(0)
    if key.scored and key.value is not None:
        points = key.value - best if centred and best is not None else key.value
        if centred:
            # A timeout may be rated above every choice; silence is never worth more than the best answer.
            points = min(points, Fraction(0))
    return Mark(key.value, best, points, key.disputed, gap_of(available) >= OPPORTUNITY_GAP)

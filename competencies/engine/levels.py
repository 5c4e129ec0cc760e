"""From θ and its standard error to what a person reads: level, probability, position, interval and score.

A position is a level number with decimals in [1.0, 5.99]; its whole part is the level: 2.84 is 0.16 short of level 3.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

from competencies.engine.parameters import LEVELS, Scale, require_finite, require_positive

LOWEST_POSITION = 1.0
HIGHEST_POSITION = 5.99
Z_90 = NormalDist().inv_cdf(0.95)

# σ0/√2 for the standard prior. Up to here the evidence says at least as much as the prior says about anybody
# (reliability 1 − s²/σ0² ≥ ½). Two fresh five-point observations pass, or five quiz answers given apart; one quiz
# answer, or one observation of more than a half-life ago, does not.
SUFFICIENT_S = math.sqrt(0.5)


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be said of a state: see the functions of the same names.

    `level` is the whole part of `position` and `probability` is the posterior probability of exactly that level;
    `probabilities` are those of levels 1 to 5 and `at_least[k-1]` is P(level ≥ k). `low` and `high` bound the 90 %
    interval of the position.
    """

    level: int
    probability: float
    probabilities: tuple[float, ...]
    at_least: tuple[float, ...]
    most_probable: int
    position: float
    low: float
    high: float
    score_100: float
    sufficient: bool


def phi(z: float) -> float:
    """Φ(z), the standard normal distribution function, accurate in both tails."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def probability_at_least(level: int, theta: float, s: float, scale: Scale) -> float:
    """P(level ≥ k) = Φ((θ̂ − κ_k)/s); certain for level 1."""
    require_finite(theta, "estimate")
    require_positive(s, "standard error of the estimate")
    return phi((theta - scale.cut(level)) / s)


def level_probabilities(theta: float, s: float, scale: Scale) -> tuple[float, ...]:
    """Probability of each of the five levels; they sum to 1.

    Each is a difference of two tails taken on the side where both are small, so that none is lost to rounding.
    """
    require_finite(theta, "estimate")
    require_positive(s, "standard error of the estimate")
    edges = [-math.inf, *((cut - theta) / s for cut in scale.cuts), math.inf]
    return tuple(
        phi(upper) - phi(lower) if upper <= 0 else phi(-lower) - phi(-upper) for lower, upper in pairwise(edges)
    )


def most_probable_level(probabilities: Sequence[float]) -> int:
    """The level with the highest probability, the lower one of two equals."""
    return max(LEVELS, key=lambda level: (probabilities[level - 1], -level))


def _knots(scale: Scale) -> tuple[float, ...]:
    """θ at positions 1 to 6: the cuts, and one zone on either side as wide as its neighbour."""
    cuts = scale.cuts
    return (2 * cuts[0] - cuts[1], *cuts, 2 * cuts[-1] - cuts[-2])


def level_position(theta: float, scale: Scale) -> float:
    """Continuous level number in [1.0, 5.99], piecewise linear through the cuts: level k begins at κ_k."""
    require_finite(theta, "estimate")
    knots = _knots(scale)
    level = min(max(bisect_right(knots, theta), 1), 5)
    lower, upper = knots[level - 1], knots[level]
    position = level + (theta - lower) / (upper - lower)
    if lower <= theta < upper:
        position = min(position, math.nextafter(level + 1, 0))
    return min(max(position, LOWEST_POSITION), HIGHEST_POSITION)


def theta_at(position: float, scale: Scale) -> float:
    """θ at a position in [1.0, 5.99]: the inverse of `level_position` where it is not clipped."""
    if not LOWEST_POSITION <= position <= HIGHEST_POSITION:
        raise ValueError(f"Position {position} is off the scale, which goes from 1.0 to 5.99.")
    knots = _knots(scale)
    level = int(position)
    return knots[level - 1] + (position - level) * (knots[level] - knots[level - 1])


def position_interval(theta: float, s: float, scale: Scale) -> tuple[float, float]:
    """Ends of the 90 % interval θ̂ ± 1.645 s, as positions."""
    require_positive(s, "standard error of the estimate")
    return level_position(theta - Z_90 * s, scale), level_position(theta + Z_90 * s, scale)


def score_100(theta: float) -> float:
    """50 + 20·θ, clipped to 0–100."""
    require_finite(theta, "estimate")
    return min(max(50.0 + 20.0 * theta, 0.0), 100.0)


def sufficient(s: float, threshold: float = SUFFICIENT_S) -> bool:
    """Whether there is enough evidence to name a level: s is at most the threshold, both in logits."""
    require_positive(s, "standard error of the estimate")
    return s <= threshold


def read_level(theta: float, s: float, scale: Scale, threshold: float = SUFFICIENT_S) -> Reading:
    """Everything a person reads about a state."""
    probabilities = level_probabilities(theta, s, scale)
    position = level_position(theta, scale)
    low, high = position_interval(theta, s, scale)
    level = int(position)
    return Reading(
        level=level,
        probability=probabilities[level - 1],
        probabilities=probabilities,
        at_least=tuple(probability_at_least(k, theta, s, scale) for k in LEVELS),
        most_probable=most_probable_level(probabilities),
        position=position,
        low=low,
        high=high,
        score_100=score_100(theta),
        sufficient=sufficient(s, threshold),
    )


def shown_position(position: float, places: int = 2) -> float:
    """The position rounded for display, never across a level: 2.997 shows as 2.99, because it is still level 2."""
    rounded = round(position, places)
    return rounded if int(rounded) == int(position) else round(int(position) + 1 - 10.0**-places, places)


def level_points(theta_effects: Sequence[float], start: float, end: float, scale: Scale) -> tuple[float, ...]:
    """Effects that add up from θ `start` to θ `end`, in level points: they sum to the change of position.

    Each keeps its sign and its proportion: it is multiplied by the mean slope of the position between start and end.
    """
    if not theta_effects:
        return ()
    change = level_position(end, scale) - level_position(start, scale)
    slope = mean_slope(start, end, scale)
    points = [effect * slope for effect in theta_effects]
    largest = max(range(len(points)), key=lambda i: abs(points[i]))
    points[largest] += change - math.fsum(points)
    return tuple(points)


def mean_slope(start: float, end: float, scale: Scale) -> float:
    """Level points per logit between two θ; where they coincide, the slope there."""
    knots = _knots(scale)
    top = theta_at(HIGHEST_POSITION, scale)
    low, high = min(start, end), max(start, end)
    if low == high:
        level = bisect_right(knots, low)
        return 1.0 / (knots[level] - knots[level - 1]) if knots[0] <= low < top else 0.0
    gained = 0.0
    for lower, upper in pairwise(knots):
        overlap = min(high, upper, top) - max(low, lower)
        if overlap > 0:
            gained += overlap / (upper - lower)
    return gained / (high - low)


def round_to_sum(parts: Sequence[float], total: float, places: int = 2) -> tuple[float, ...]:
    """The parts rounded so that they still sum to the rounded total (largest remainder): sums a reader can check."""
    unit = 10.0**places
    if not parts:
        return ()
    floors = [math.floor(part * unit) for part in parts]
    missing = round(total * unit) - sum(floors)
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - parts[i] * unit, i))
    each, rest = divmod(missing, len(parts))
    for rank, i in enumerate(order):
        floors[i] += each + (1 if rank < rest else 0)
    return tuple(units / unit for units in floors)

"""The estimate: the most probable θ given the evidence, how sure it is, and what each piece contributed.

θ̂ = argmax −(θ−μ0)²/2σ0² + Σ_e δ_e log P_e(x_e|θ). The function is strictly concave, so there is one root of its slope;
at that root θ̂ − μ0 = Σ_e X_e with X_e = σ0² δ_e a_e (x_e − E_e(θ̂)), which is the explanation, exact to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from competencies.engine.discount import counting, discounts
from competencies.engine.evidence import Observed
from competencies.engine.likelihood import mean_and_variance
from competencies.engine.parameters import Item, Prior

TOLERANCE = 1e-12
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Effect:
    """What one piece of evidence contributes today: `theta_effect` X_e in logits, `weight_now` δ_e."""

    ref: str
    theta_effect: float
    weight_now: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """θ̂, its standard error s (both logits), the number n of pieces that count, and the effect of each."""

    theta: float
    s: float
    n: int
    effects: tuple[Effect, ...]


def estimate(
    evidence: Iterable[Observed],
    *,
    prior: Prior,
    half_life_days: float,
    session_correlation: float,
    as_of: datetime,
) -> Estimate:
    """The state of one person in one competency at `as_of`; without evidence it is the prior."""
    kept = counting(evidence, as_of)
    weights = discounts(kept, half_life_days=half_life_days, session_correlation=session_correlation, as_of=as_of)
    return estimate_weighted(kept, weights, prior=prior)


def estimate_weighted(kept: Sequence[Observed], weights: Sequence[float], *, prior: Prior) -> Estimate:
    """The estimate from pieces whose discounts δ_e are already known, in the same order."""
    theta = _root(kept, weights, prior)
    variance = prior.sigma**2
    pulls: list[float] = []
    informations: list[float] = []
    for e, weight in zip(kept, weights, strict=True):
        pull, information = _pull_and_information(e, weight, theta)
        pulls.append(variance * pull)
        informations.append(information)
    total = math.fsum(informations)
    # θ̂ is a rounded root; moving each effect by its share of what rounding left over makes the sum hold even when
    # a very precise indicator magnifies the last bit of θ̂.
    rest = theta - prior.mu - math.fsum(pulls)
    share = rest / total if total > 0 else 0.0
    effects = tuple(
        Effect(e.ref, pull + share * information, weight)
        for e, pull, information, weight in zip(kept, pulls, informations, weights, strict=True)
    )
    return Estimate(theta, 1.0 / math.sqrt(1.0 / variance + total), len(kept), effects)


def _pull_and_information(e: Observed, weight: float, theta: float) -> tuple[float, float]:
    """Slope of δ log P at θ, and minus its curvature: δ a (x − E) and δ a² Var; δ (x−β−θ)/s² and δ/s²."""
    item = e.item
    if isinstance(item, Item):
        mean, variance = mean_and_variance(item, theta, e.severity)
        scaled = weight * item.discrimination
        return scaled * (e.outcome - mean), scaled * item.discrimination * variance
    precision = weight / item.sd**2
    return precision * (e.outcome - item.offset - theta), precision


def _bounds(
    kept: Sequence[Observed], weights: Sequence[float], prior: Prior
) -> tuple[float, float, float, float, list[tuple[Observed, Item, float]]]:
    """Prior and indicators as one normal (mean, precision); an interval that holds the root; the graded pieces.

    E lies in [0, K], so the graded pull lies in [Σ δ a (x − K), Σ δ a x], and the root within that over the precision.
    """
    precision = 1.0 / prior.sigma**2
    shift = 0.0
    lowest = highest = 0.0
    graded: list[tuple[Observed, Item, float]] = []
    for e, weight in zip(kept, weights, strict=True):
        item = e.item
        if isinstance(item, Item):
            scaled = weight * item.discrimination
            lowest += scaled * (e.outcome - item.top)
            highest += scaled * e.outcome
            graded.append((e, item, scaled))
        else:
            precision += weight / item.sd**2
            shift += weight / item.sd**2 * (e.outcome - item.offset - prior.mu)
    mean = prior.mu + shift / precision
    return mean, precision, mean + lowest / precision, mean + highest / precision, graded


def _root(kept: Sequence[Observed], weights: Sequence[float], prior: Prior) -> float:
    """Newton's method kept inside a shrinking interval; bisects whenever Newton leaves it or slows down."""
    mean, precision, low, high, graded = _bounds(kept, weights, prior)
    theta = min(max(mean, low), high)
    previous = high - low
    for _ in range(_MOST_STEPS):
        slope = precision * (mean - theta)
        curvature = precision
        for e, item, scaled in graded:
            expected, variance = mean_and_variance(item, theta, e.severity)
            slope += scaled * (e.outcome - expected)
            curvature += scaled * item.discrimination * variance
        if slope > 0:
            low = theta
        elif slope < 0:
            high = theta
        step = slope / curvature
        target = theta + step
        if not low <= target <= high or abs(step) > 0.5 * previous:
            target = low + (high - low) / 2
        previous = abs(target - theta)
        theta = target
        if previous <= TOLERANCE * max(1.0, abs(theta)):
            return theta
    return theta

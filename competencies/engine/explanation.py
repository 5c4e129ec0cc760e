"""Every piece of evidence with its effect today and its effect on the day it arrived, in θ and in level points.

Today's effects sum to the distance between the prior and the estimate, in both units. The effect on arrival is the
estimate just after minus the estimate just before the piece, at its own date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from competencies.engine.discount import counting, discounts
from competencies.engine.evidence import Observed
from competencies.engine.levels import level_points, level_position
from competencies.engine.parameters import Prior, Scale
from competencies.engine.scoring import Effect, Estimate, estimate_weighted


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one piece changed on the day it arrived, other things being equal; zero if it never counted."""

    theta_effect: float
    level_effect: float


@dataclass(frozen=True, slots=True)
class PieceEffect:
    """One piece of evidence in the explanation.

    `theta_today` (logits) and `level_today` (level points) are zero and `in_force` is false for a piece that has since
    expired or been superseded or revoked; `weight_now` is δ_e.
    """

    ref: str
    arrived_at: datetime
    in_force: bool
    weight_now: float
    theta_today: float
    level_today: float
    theta_on_arrival: float
    level_on_arrival: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """An estimate taken apart: start_level + Σ level_today = level, and start_theta + Σ theta_today = theta."""

    estimate: Estimate
    start_theta: float
    theta: float
    start_level: float
    level: float
    pieces: tuple[PieceEffect, ...]


def explain(
    evidence: Iterable[Observed],
    *,
    prior: Prior,
    half_life_days: float,
    session_correlation: float,
    as_of: datetime,
    scale: Scale,
) -> Explanation:
    """The explanation at `as_of` of every piece that had arrived by then, oldest arrival first."""
    arrived = sorted((e for e in evidence if e.counts_from <= as_of), key=lambda e: (e.counts_from, e.ref))
    kept = counting(arrived, as_of)
    weights = discounts(kept, half_life_days=half_life_days, session_correlation=session_correlation, as_of=as_of)
    now = estimate_weighted(kept, weights, prior=prior)
    points = level_points([effect.theta_effect for effect in now.effects], prior.mu, now.theta, scale)
    today = {effect.ref: (effect, point) for effect, point in zip(now.effects, points, strict=True)}
    pieces = []
    for e in arrived:
        change = arrival_effect(
            e,
            arrived,
            prior=prior,
            half_life_days=half_life_days,
            session_correlation=session_correlation,
            scale=scale,
        )
        pieces.append(_piece(e, today.get(e.ref), change))
    return Explanation(
        estimate=now,
        start_theta=prior.mu,
        theta=now.theta,
        start_level=level_position(prior.mu, scale),
        level=level_position(now.theta, scale),
        pieces=tuple(pieces),
    )


def _piece(e: Observed, today: tuple[Effect, float] | None, arrival: Arrival) -> PieceEffect:
    effect, points = today or (Effect(e.ref, 0.0, 0.0), 0.0)
    return PieceEffect(
        ref=e.ref,
        arrived_at=e.counts_from,
        in_force=today is not None,
        weight_now=effect.weight_now,
        theta_today=effect.theta_effect,
        level_today=points,
        theta_on_arrival=arrival.theta_effect,
        level_on_arrival=arrival.level_effect,
    )


def arrival_effect(
    piece: Observed,
    evidence: Sequence[Observed],
    *,
    prior: Prior,
    half_life_days: float,
    session_correlation: float,
    scale: Scale,
) -> Arrival:
    """The estimate with `piece` minus the estimate without it, on the day it arrived.

    The other pieces keep the weights they had with it there: the size of a session is a fact about the session, so a
    right answer never shows as a loss only because it came with others.
    """
    day = piece.counts_from
    if not piece.counts_at(day):
        return Arrival(0.0, 0.0)
    after = counting(evidence, day)
    weights = discounts(after, half_life_days=half_life_days, session_correlation=session_correlation, as_of=day)
    others = [(e, weight) for e, weight in zip(after, weights, strict=True) if e.ref != piece.ref]
    later = estimate_weighted(after, weights, prior=prior).theta
    earlier = estimate_weighted([e for e, _ in others], [weight for _, weight in others], prior=prior).theta
    return Arrival(later - earlier, level_position(later, scale) - level_position(earlier, scale))

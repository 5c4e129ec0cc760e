"""From rows of the ledger to what the engine says of them: no database, no clock, only values.

One line of an explanation is one sitting (an attempt), because that is what a person remembers having done. Lines are
in hundredths of a level and add up, as printed, from the common start to the printed position.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from competencies.engine.batch import BatchEstimate, estimate_batch
from competencies.engine.calibration import Calibration
from competencies.engine.columns import EvidenceColumns, discount_columns
from competencies.engine.discount import counting, discounts
from competencies.engine.evidence import Observed
from competencies.engine.explanation import Arrival, arrival_effect
from competencies.engine.levels import level_points, level_position, round_to_sum, shown_position
from competencies.engine.parameters import Item
from competencies.engine.scoring import Estimate, estimate, estimate_weighted
from competencies.engine.trend import Trend, trend

_DAY = timedelta(days=1)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of the ledger: what was observed, and until when it counts (None: still)."""

    id: int
    employee_id: int
    competency_id: int
    instrument: str
    item: str
    session: str
    outcome: int
    top: int
    weight: float
    difficulty: float
    observed_at: datetime
    ended_at: datetime | None

    @property
    def ref(self) -> str:
        """How the engine calls it."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class LineEffect:
    """What one sitting contributes, in level points.

    `today` is zero and `in_force` false once none of its pieces counts; `on_arrival` is the position with the sitting
    minus the position without it on the day it arrived. `pieces` maps each piece's id to its own share of `today`.
    """

    session: str
    arrived_at: datetime
    in_force: bool
    today: Decimal
    on_arrival: Decimal
    pieces: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class Account:
    """A position taken apart: start + Σ today of the lines = position, exactly, in hundredths. Newest line first."""

    start: Decimal
    position: Decimal
    estimate: Estimate
    lines: tuple[LineEffect, ...]


def cents(value: float) -> Decimal:
    """A number that is already at hundredths, or nearly, as a decimal."""
    return Decimal(str(round(value, 2))).quantize(_CENT) + 0


def item_of(calibration: Calibration, piece: Piece) -> Item:
    """The calibrated item when there is one with the same outcomes; else the default of its instrument, or of its
    kind of outcome, moved by the author's difficulty."""
    known = calibration.items.get(piece.item)
    if isinstance(known, Item) and known.top == piece.top:
        return known
    for key in (piece.instrument, "binary" if piece.top == 1 else "graded"):
        default = calibration.default_items.get(key)
        if isinstance(default, Item) and (default.top == piece.top or key == "graded"):
            steps = default.steps if default.top == piece.top else (0.0,) * piece.top
            return Item(default.discrimination, default.difficulty + piece.difficulty, steps)
    raise ValueError(
        f"Calibration {calibration.version} has no default for outcomes 0 to {piece.top}: "
        "add `binary` and `graded` to its default items."
    )


def observed(calibration: Calibration, piece: Piece) -> Observed:
    """A piece as the engine takes it."""
    return Observed(
        ref=piece.ref,
        outcome=float(piece.outcome),
        item=item_of(calibration, piece),
        observed_at=piece.observed_at,
        weight=piece.weight,
        session=piece.session,
        in_force_until=piece.ended_at,
    )


def estimate_of(calibration: Calibration, competency: str, pieces: Iterable[Piece], as_of: datetime) -> Estimate:
    """The state of one person in one competency."""
    return estimate(
        [observed(calibration, piece) for piece in pieces],
        prior=calibration.prior,
        half_life_days=calibration.half_life(competency),
        session_correlation=calibration.session_correlation,
        as_of=as_of,
    )


def estimate_many(
    calibration: Calibration, ledgers: Sequence[tuple[str, Sequence[Piece]]], as_of: datetime
) -> BatchEstimate:
    """The states of many pairs at once: pair i is a competency key with its pieces."""
    rows = [
        (number, piece, calibration.half_life(competency))
        for number, (competency, pieces) in enumerate(ledgers)
        for piece in pieces
        if piece.observed_at <= as_of and (piece.ended_at is None or as_of < piece.ended_at)
    ]
    pair = np.array([number for number, _, _ in rows], dtype=np.intp)
    sittings: dict[str, int] = {}
    session = np.array([sittings.setdefault(piece.session, len(sittings)) for _, piece, _ in rows], dtype=np.intp)
    values = np.empty((4, len(rows)))
    depth = max((piece.top for _, piece, _ in rows), default=1)
    steps = np.full((len(rows), depth), np.nan)
    for at, (_, piece, half_life) in enumerate(rows):
        item = item_of(calibration, piece)
        values[:, at] = item.discrimination, item.difficulty, (as_of - piece.observed_at) / _DAY, half_life
        steps[at, : item.top] = item.steps
    columns = EvidenceColumns(
        pair=pair,
        outcome=np.array([piece.outcome for _, piece, _ in rows], dtype=np.float64),
        discrimination=values[0],
        difficulty=values[1],
        weight=discount_columns(
            pair=pair,
            weight=np.array([piece.weight for _, piece, _ in rows], dtype=np.float64),
            age_days=values[2],
            half_life_days=values[3],
            session=session,
            session_correlation=calibration.session_correlation,
        ),
        steps=None if depth == 1 and not steps.any() else steps,
    )
    return estimate_batch(columns, pairs=len(ledgers), prior=calibration.prior)


def trend_of(calibration: Calibration, competency: str, pieces: Iterable[Piece], as_of: datetime) -> Trend | None:
    """How the position compares with the one 90 days ago; None when there was nothing to go by then."""
    ledger = [observed(calibration, piece) for piece in pieces]
    days = 90
    if not any(e.counts_at(as_of - timedelta(days=days)) for e in ledger):
        return None
    return trend(
        ledger,
        prior=calibration.prior,
        half_life_days=calibration.half_life(competency),
        session_correlation=calibration.session_correlation,
        as_of=as_of,
        scale=calibration.scale,
        days=days,
    )


def account_of(
    calibration: Calibration, competency: str, pieces: Sequence[Piece], as_of: datetime, *, arrivals: bool = True
) -> Account:
    """The position at `as_of` with the contribution of every sitting that had arrived by then.

    Effects on arrival cost two estimates for each sitting; without `arrivals` they are left at zero.
    """
    arrived = [observed(calibration, piece) for piece in pieces if piece.observed_at <= as_of]
    kept = counting(arrived, as_of)
    half_life, correlation = calibration.half_life(competency), calibration.session_correlation
    weights = discounts(kept, half_life_days=half_life, session_correlation=correlation, as_of=as_of)
    now = estimate_weighted(kept, weights, prior=calibration.prior)
    points = level_points(
        [effect.theta_effect for effect in now.effects], calibration.prior.mu, now.theta, calibration.scale
    )
    today = {effect.ref: point for effect, point in zip(now.effects, points, strict=True)}
    start = shown(calibration, calibration.prior.mu)
    position = shown(calibration, now.theta)
    sittings: dict[str, list[Observed]] = {}
    for e in arrived:
        sittings.setdefault(e.session or e.ref, []).append(e)
    counted = [key for key, own in sittings.items() if any(e.ref in today for e in own)]
    sums = [sum(today.get(e.ref, 0.0) for e in sittings[key]) for key in counted]
    printed = dict(zip(counted, round_to_sum(sums, float(position - start)), strict=True))
    lines = [
        LineEffect(
            session=key,
            arrived_at=max(e.observed_at for e in own),
            in_force=key in printed,
            today=cents(printed.get(key, 0.0)),
            on_arrival=cents(_sitting_on_arrival(calibration, half_life, own, arrived) if arrivals else 0.0),
            pieces=_shares([e.ref for e in own], today, printed.get(key, 0.0)),
        )
        for key, own in sittings.items()
    ]
    lines.sort(key=lambda line: (line.arrived_at, line.session), reverse=True)
    return Account(start, position, now, tuple(lines))


def effects_today(
    calibration: Calibration, competency: str, pieces: Iterable[Piece], as_of: datetime
) -> dict[int, float]:
    """Level points that each piece in force contributes at `as_of`, by its id, unrounded."""
    now = estimate_of(calibration, competency, pieces, as_of)
    points = level_points(
        [effect.theta_effect for effect in now.effects], calibration.prior.mu, now.theta, calibration.scale
    )
    return {int(effect.ref): point for effect, point in zip(now.effects, points, strict=True)}


def shown(calibration: Calibration, theta: float) -> Decimal:
    """The position of θ as it is printed: two decimals, never rounded up into the next level."""
    return cents(shown_position(level_position(theta, calibration.scale)))


def _shares(refs: Sequence[str], today: dict[str, float], total: float) -> dict[int, Decimal]:
    """Each piece's part of a line, in hundredths that add up to the line; zero for one that no longer counts."""
    counted = [ref for ref in refs if ref in today]
    parts = dict(zip(counted, round_to_sum([today[ref] for ref in counted], total), strict=True))
    return {int(ref): cents(parts.get(ref, 0.0)) for ref in refs}


def _sitting_on_arrival(
    calibration: Calibration, half_life: float, own: Sequence[Observed], ledger: Sequence[Observed]
) -> float:
    """The position with a sitting minus the position without it, at its own date, in level points."""
    day = max(e.observed_at for e in own)
    refs = {e.ref for e in own}
    after = counting(ledger, day)
    weights = discounts(after, half_life_days=half_life, session_correlation=calibration.session_correlation, as_of=day)
    others = [(e, weight) for e, weight in zip(after, weights, strict=True) if e.ref not in refs]
    later = estimate_weighted(after, weights, prior=calibration.prior).theta
    earlier = estimate_weighted([e for e, _ in others], [weight for _, weight in others], prior=calibration.prior).theta
    return level_position(later, calibration.scale) - level_position(earlier, calibration.scale)


def sitting_on_arrival(calibration: Calibration, competency: str, pieces: Sequence[Piece], session: str) -> float:
    """What one sitting changed on the day it arrived, in level points; zero if none of it counted then."""
    ledger = [observed(calibration, piece) for piece in pieces]
    own = [e for e in ledger if e.session == session]
    return _sitting_on_arrival(calibration, calibration.half_life(competency), own, ledger) if own else 0.0


def piece_on_arrival(calibration: Calibration, competency: str, piece: Piece, pieces: Sequence[Piece]) -> Arrival:
    """What one piece changed on the day it arrived, other things being equal."""
    ledger = [observed(calibration, one) for one in pieces]
    own = next(e for e in ledger if e.ref == piece.ref)
    return arrival_effect(
        own,
        ledger,
        prior=calibration.prior,
        half_life_days=calibration.half_life(competency),
        session_correlation=calibration.session_correlation,
        scale=calibration.scale,
    )

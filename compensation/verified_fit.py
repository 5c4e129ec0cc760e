"""Role fit of many people at a cut-off, from the ledger of evidence: a handful of queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from compensation.frozen import NextLevel, VerifiedFit
from competencies.engine import rolefit
from competencies.engine.calibration import Calibration
from competencies.engine.hierarchy import State
from competencies.ledger import by_pair, pieces_of, require_calibration
from competencies.models import Competency, Evidence, Requirement
from competencies.reckoning import Piece, estimate_many
from lms.records.canonical import sha256_of

_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class FitReading:
    """The fits of a population by employee id, and the calibration they were computed with. A person whose position
    requires nothing has no fit."""

    calibration: Mapping[str, str]
    fits: Mapping[int, VerifiedFit]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One requirement of a position, with the competency it is about."""

    competency: Competency
    required: rolefit.Requirement


def end_of(day: date) -> datetime:
    """The last moment of a day on the organisation's calendar."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(microseconds=1)


def read_fits(positions: Mapping[int, int], employees: Any, cut_off: date) -> FitReading:
    """Fits at the end of `cut_off`. `positions` gives each employee's position by id; `employees` is a queryset with
    at least those people."""
    active = require_calibration()
    moment = end_of(cut_off)
    asked = _requirements(set(positions.values()), cut_off)
    evidence = Evidence.objects.in_force(moment).filter(employee__in=employees.values("pk"))
    ledgers = by_pair(pieces_of(evidence))
    wanted = [
        (employee, one.competency, ledgers[employee, one.competency.pk])
        for employee, position in positions.items()
        for one in asked.get(position, ())
        if (employee, one.competency.pk) in ledgers
    ]
    batch = estimate_many(active.parameters, [(competency.key, own) for _, competency, own in wanted], moment)
    states: dict[int, dict[str, State]] = defaultdict(dict)
    pieces: dict[int, list[Piece]] = defaultdict(list)
    for number, (employee, competency, own) in enumerate(wanted):
        states[employee][competency.key] = State(float(batch.theta[number]), float(batch.s[number]))
        pieces[employee] += own
    return FitReading(
        calibration={"version": active.row.version, "digest": active.row.digest},
        fits={
            employee: _fit(asked[position], states[employee], pieces[employee], active.parameters)
            for employee, position in positions.items()
            if asked.get(position)
        },
    )


def _requirements(positions: set[int], on: date) -> dict[int, list[_Asked]]:
    found: dict[int, list[_Asked]] = defaultdict(list)
    rows = Requirement.objects.in_force(on).filter(position__in=positions)
    for row in rows.select_related("competency__framework").order_by("competency__order", "competency_id"):
        required = rolefit.Requirement(row.competency.key, row.level, float(row.weight))
        found[row.position_id].append(_Asked(row.competency, required))
    return dict(found)


def _fit(
    asked: Sequence[_Asked], states: Mapping[str, State], pieces: Sequence[Piece], calibration: Calibration
) -> VerifiedFit:
    fit = _role_fit(asked, states, calibration)
    names = {one.competency.key: one.competency.name for one in asked}
    return VerifiedFit(
        compensatory=_share(fit.compensatory),
        conjunctive=_share(fit.conjunctive),
        weakest=fit.weakest.competency,
        weakest_name=dict(names[fit.weakest.competency]),
        required=len(asked),
        met=fit.met,
        known=len(states),
        evidence_count=len(pieces),
        evidence_digest=_digest(pieces),
        uncertainty=_uncertainty(asked, states, calibration),
        verified=bool(pieces),
        next_level=_next_level(asked, states, fit, calibration),
    )


def _role_fit(asked: Sequence[_Asked], states: Mapping[str, State], calibration: Calibration) -> rolefit.RoleFit:
    return rolefit.role_fit(
        [one.required for one in asked],
        states,
        scale=calibration.scale,
        prior=calibration.prior,
        threshold=calibration.sufficient_s,
    )


def _next_level(
    asked: Sequence[_Asked], states: Mapping[str, State], fit: rolefit.RoleFit, calibration: Calibration
) -> NextLevel | None:
    gate = fit.weakest
    if gate.met:
        return None
    now = states.get(gate.competency, State(calibration.prior.mu, calibration.prior.sigma))
    # Reaching a level means enough evidence of it; where it is reached already, only the evidence is missing.
    theta = max(now.theta, calibration.scale.cut(gate.level))
    reached = {**states, gate.competency: State(theta, min(now.s, calibration.sufficient_s))}
    then = _role_fit(asked, reached, calibration)
    competency = next(one.competency for one in asked if one.competency.key == gate.competency)
    return NextLevel(
        competency=gate.competency,
        name=dict(competency.name),
        level=gate.level,
        level_name=_level_name(competency, gate.level),
        fit_then=_share(then.compensatory),
    )


def _level_name(competency: Competency, level: int) -> dict[str, str]:
    for known in competency.framework.levels:
        if known["number"] == level:
            return dict(known["name"])
    return {"es": str(level), "en": str(level)}


def _uncertainty(asked: Sequence[_Asked], states: Mapping[str, State], calibration: Calibration) -> Decimal:
    """Σ v_j s_j ÷ Σ v_j over the requirements above level 1, in level points (the mean width of a level)."""
    cuts = calibration.scale.cuts
    width = (cuts[-1] - cuts[0]) / (len(cuts) - 1)
    counted = [one.required for one in asked if one.required.level > 1] or [one.required for one in asked]
    total = sum(one.weight for one in counted)
    spread = sum(
        one.weight * (states[one.competency].s if one.competency in states else calibration.prior.sigma)
        for one in counted
    )
    return _share(spread / total / width) if total else Decimal(0)


def _digest(pieces: Sequence[Piece]) -> str:
    rows = [
        [piece.id, piece.competency_id, piece.outcome, piece.top, piece.weight, piece.observed_at.isoformat()]
        for piece in sorted(pieces, key=lambda one: one.id)
    ]
    return sha256_of(rows)


def _share(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_STEP)

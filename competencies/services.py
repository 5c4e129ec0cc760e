"""Changing what is known: evidence arrives or stops counting, and the states follow.

The state is a cache. Whoever recomputes it locks the employee's row first, so that two workers never overwrite each
other's view of the ledger.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies import ledger
from competencies.engine.levels import read_level
from competencies.ledger import Active
from competencies.models import Competency, CompetencyState, Evidence, EvidenceEnd
from competencies.reckoning import Piece, estimate_many, estimate_of
from lms.core import audit, clock
from lms.core.errors import Conflict, NotAllowed, Refused
from lms.people.models import Employee, User
from lms.records.models import Attempt, Observation

log = logging.getLogger(__name__)

EMPLOYEES_AT_ONCE = 200
STATE_FIELDS = (
    "calibration", "as_of", "theta", "s", "position", "low", "high", "level", "probability", "sufficient", "n",
    "last_observed_at",
)  # fmt: skip


class AlreadyEnded(Conflict):
    """The evidence does not count any more."""

    code = "evidence-already-ended"
    sentence = _("This evidence had already stopped counting. Nothing was changed. Load the page again.")


class ReasonMissing(Refused):
    """Evidence is only revoked for a reason that its owner can read."""

    code = "evidence-reason-missing"
    sentence = _(
        "Evidence can only be revoked with a reason that its owner can read. Nothing was changed. Write the reason."
    )


@transaction.atomic
def record_evidence_of_attempt(attempt_id: int) -> int:
    """Turn an assessed attempt's observations into evidence and bring its person's states up to date.

    Returns how many pieces are new. Running it again adds nothing. Rehearsals never count, and neither does an
    observation without weight; one about an unknown indicator is left out and noted in the log.
    """
    attempt = Attempt.objects.select_related("employee", "build").get(pk=attempt_id)
    if attempt.mode != Attempt.Mode.ASSESSED:
        return 0
    Employee.objects.select_for_update().get(pk=attempt.employee_id)
    observations = list(attempt.observations.order_by("pk"))
    known = ledger.competencies_of_indicators({observation.indicator for observation in observations})
    rows = [
        _evidence(attempt, observation, known[observation.indicator])
        for observation in observations
        if observation.indicator in known and observation.weight > 0 and observation.top > 0
    ]
    for indicator in sorted({observation.indicator for observation in observations} - set(known)):
        log.warning("Attempt %s observed %r, which is no competency or indicator in use.", attempt.uuid, indicator)
    before = Evidence.objects.filter(session=attempt.uuid).count()
    Evidence.objects.bulk_create(rows, ignore_conflicts=True)
    new = Evidence.objects.filter(session=attempt.uuid).count() - before
    if rows:
        recompute(attempt.employee, {row.competency_id for row in rows})
    return int(new)


def _evidence(attempt: Attempt, observation: Observation, competency_id: int) -> Evidence:
    return Evidence(
        employee_id=attempt.employee_id,
        competency_id=competency_id,
        instrument=attempt.kind,
        observation=observation,
        item=observation.item,
        session=attempt.uuid,
        outcome=observation.outcome,
        top=observation.top,
        weight=observation.weight,
        difficulty=observation.difficulty,
        observed_at=observation.observed_at,
        recorded_at=clock.now(),
        source=attempt.build.title,
        label=observation.label,
    )


@transaction.atomic
def recompute(
    employee: Employee, competencies: Iterable[int | Competency], as_of: datetime | None = None
) -> list[CompetencyState]:
    """Estimate one person's states anew from the ledger, and return those that stand on evidence.

    Without `as_of`, each state is taken at the latest of now, its newest evidence and the moment it already had: a
    delivery that comes late or out of order never turns a state back.
    """
    active = ledger.require_calibration()
    ids = {one.pk if isinstance(one, Competency) else one for one in competencies}
    Employee.objects.select_for_update().get(pk=employee.pk)
    evidence = Evidence.objects.filter(employee=employee, competency__in=ids)
    ledgers = ledger.by_pair(ledger.pieces_of(evidence))
    keys = dict(Competency.objects.filter(pk__in=ids).values_list("pk", "key"))
    stood = dict(
        CompetencyState.objects.filter(employee=employee, competency__in=ids).values_list("competency_id", "as_of")
    )
    states = []
    for competency_id, key in keys.items():
        pieces = ledgers.get((employee.pk, competency_id), [])
        seen = [piece.observed_at for piece in pieces] + [stood[pk] for pk in (competency_id,) if pk in stood]
        moment = as_of or max(clock.now(), *seen)
        found = estimate_of(active.parameters, key, pieces, moment)
        if found.n:
            states.append(_state(active, (employee.pk, competency_id), pieces, moment, found.theta, found.s, found.n))
    _store(states, CompetencyState.objects.filter(employee=employee, competency__in=ids))
    return states


def recompute_all(as_of: datetime | None = None) -> int:
    """Estimate everybody's states anew, some employees at a time. Returns how many states there are now."""
    active = ledger.require_calibration()
    moment = as_of or clock.now()
    keys = dict(Competency.objects.values_list("pk", "key"))
    ids = list(Employee.objects.filter(evidence__isnull=False).distinct().order_by("pk").values_list("pk", flat=True))
    return sum(_recompute_some(active, chunk, keys, moment) for chunk in _chunks(ids))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(ids), EMPLOYEES_AT_ONCE):
        yield ids[first : first + EMPLOYEES_AT_ONCE]


@transaction.atomic
def _recompute_some(active: Active, employees: list[int], keys: dict[int, str], as_of: datetime) -> int:
    """All states of some employees, with the batch kernel; they are locked meanwhile, in the order of their ids."""
    list(Employee.objects.select_for_update().filter(pk__in=employees).order_by("pk").values_list("pk", flat=True))
    ledgers = ledger.by_pair(ledger.pieces_of(Evidence.objects.filter(employee__in=employees)))
    pairs = list(ledgers)
    found = estimate_many(active.parameters, [(keys[pair[1]], ledgers[pair]) for pair in pairs], as_of)
    states = [
        _state(active, pair, ledgers[pair], as_of, float(found.theta[i]), float(found.s[i]), int(found.n[i]))
        for i, pair in enumerate(pairs)
        if found.n[i]
    ]
    _store(states, CompetencyState.objects.filter(employee__in=employees))
    return len(states)


def _state(
    active: Active, pair: ledger.Pair, pieces: list[Piece], as_of: datetime, theta: float, s: float, n: int
) -> CompetencyState:
    reading = read_level(theta, s, active.parameters.scale, active.parameters.sufficient_s)
    return CompetencyState(
        employee_id=pair[0],
        competency_id=pair[1],
        calibration=active.row,
        as_of=as_of,
        theta=theta,
        s=s,
        position=reading.position,
        low=reading.low,
        high=reading.high,
        level=reading.level,
        probability=reading.probability,
        sufficient=reading.sufficient,
        n=n,
        last_observed_at=max(
            piece.observed_at
            for piece in pieces
            if piece.observed_at <= as_of and (piece.ended_at is None or as_of < piece.ended_at)
        ),
    )


def _store(states: list[CompetencyState], replaced: Any) -> None:
    """Write the states and remove those among `replaced` that no longer stand on evidence."""
    CompetencyState.objects.bulk_create(
        states, update_conflicts=True, unique_fields=["employee", "competency"], update_fields=STATE_FIELDS
    )
    kept = {(state.employee_id, state.competency_id) for state in states}
    gone = [pk for pk, *pair in replaced.values_list("pk", "employee_id", "competency_id") if tuple(pair) not in kept]
    CompetencyState.objects.filter(pk__in=gone).delete()


@transaction.atomic
def revoke(actor: User | None, evidence: Evidence, reason: str) -> EvidenceEnd:
    """Stop a piece of evidence from counting, from now on, for a reason its owner can read.

    The evidence stays in the ledger; the state becomes what it would be without it. `actor` None is the system.
    """
    if actor is not None and not actor.has_perm("competencies.revoke_evidence"):
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing
    Employee.objects.select_for_update().get(pk=evidence.employee_id)
    moment = clock.now()
    if evidence.ends.filter(effective_at__lte=moment).exists():
        raise AlreadyEnded
    end: EvidenceEnd = EvidenceEnd.objects.create(
        evidence=evidence,
        kind=EvidenceEnd.Kind.REVOKED,
        effective_at=moment,
        reason=reason.strip()[:500],
        actor=actor,
    )
    audit.record(actor=actor, action="evidence.revoked", subject=evidence)
    recompute(evidence.employee, [evidence.competency_id])
    return end

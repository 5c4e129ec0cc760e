"""Reads across the ledger: profiles, role fit, gaps, and what one attempt moved. Constant numbers of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from competencies import ledger, reckoning
from competencies.engine import rolefit
from competencies.engine.calibration import Calibration
from competencies.engine.hierarchy import State
from competencies.engine.levels import phi, read_level
from competencies.ledger import Active
from competencies.models import Competency, Evidence, EvidenceEnd, Framework, Requirement
from competencies.profile import Line, PieceLine, Profile, Standing, Trend
from competencies.reckoning import Account, Piece
from lms.core import clock
from lms.core.localized import Localized
from lms.people.models import Assignment, Employee
from lms.people.selectors import post_of
from lms.records.models import Attempt

TRENDS: Mapping[str, Trend] = {"rising": "up", "steady": "steady", "falling": "down"}


@dataclass(frozen=True, slots=True)
class Moved:
    """What one attempt moved in one competency, in level points on the day it arrived.

    `label` is what was seen in the moment that speaks most for the direction of the effect.
    """

    competency: Competency
    effect: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class AttemptEffects:
    """What an attempt moved. `pending` says that its observations have not been read yet."""

    moved: tuple[Moved, ...]
    pending: bool


@dataclass(frozen=True, slots=True)
class PieceEffects:
    """Effects of one piece of evidence in level points: now (zero when it no longer counts) and when it arrived."""

    in_force: bool
    today: float
    on_arrival: float


@dataclass(frozen=True, slots=True)
class Latest:
    """A sitting that counts, with the competency it moved most and by how much on the day it arrived."""

    instrument: str
    source: str
    at: datetime
    competency: Competency
    effect: Decimal


@dataclass(frozen=True, slots=True)
class _Source:
    """What a person reads about a row of the ledger; `ordinal` counts the attempts at the activity."""

    uuid: UUID
    session: UUID
    instrument: str
    source: str
    label: str
    ordinal: int


def moment_of(on: date | None) -> datetime:
    """Now, or the last moment of a day that has passed."""
    if on is None or on >= clock.today():
        return clock.now()
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min)) - timedelta(microseconds=1)


def profile_of(
    employee: Employee, on: date | None = None, *, only: str | None = None, explained: bool = True
) -> Profile:
    """What is known of one person on a date, computed from the ledger, with every line of evidence.

    `only` limits it to one competency, by key, whether or not anything is known of it. Without `explained` the
    standings carry no lines, which is much quicker.
    """
    moment = moment_of(on)
    post = post_of(employee, timezone.localtime(moment).date())
    title = str(post.position) if post.position is not None else ""
    active = ledger.active_calibration()
    if active is None:
        return Profile(employee, title, moment, "", ())
    required = _requirements_of(post.position, timezone.localtime(moment).date())
    evidence = Evidence.objects.filter(employee=employee, observed_at__lte=moment)
    if only is not None:
        evidence = evidence.filter(competency__key=only)
    pieces = ledger.by_pair(ledger.pieces_of(evidence))
    wanted = {*required, *(competency_id for _, competency_id in pieces)}
    competencies = Competency.objects.select_related("framework")
    competencies = competencies.filter(key=only) if only is not None else competencies.filter(pk__in=wanted)
    sources = _sources(evidence) if explained else None
    ends = _ends(evidence, moment) if explained else {}
    standings = tuple(
        _standing(
            active.parameters,
            competency,
            pieces.get((employee.pk, competency.pk), []),
            moment,
            required.get(competency.pk),
            sources,
            ends,
        )
        for competency in competencies
    )
    return Profile(employee, title, moment, active.row.version, standings)


def _requirements_of(position: Any, on: date) -> dict[int, Requirement]:
    if position is None:
        return {}
    rows = Requirement.objects.in_force(on).filter(position=position, competency__in_use=True)
    return {row.competency_id: row for row in rows}


def _sources(evidence: Any) -> dict[int, _Source]:
    fields = ("uuid", "session", "instrument", "source", "label", "observation__attempt__ordinal")
    return {pk: _Source(*values) for pk, *values in evidence.values_list("pk", *fields)}


def _ends(evidence: Any, moment: datetime) -> dict[int, EvidenceEnd]:
    """The first end of each piece that has ended by the moment."""
    rows = EvidenceEnd.objects.filter(evidence__in=evidence.values("pk"), effective_at__lte=moment)
    return {row.evidence_id: row for row in rows.order_by("-effective_at", "-pk")}


def _standing(
    calibration: Calibration,
    competency: Competency,
    pieces: Sequence[Piece],
    moment: datetime,
    requirement: Requirement | None,
    sources: Mapping[int, _Source] | None,
    ends: Mapping[int, EvidenceEnd],
) -> Standing:
    account = reckoning.account_of(calibration, competency.key, pieces, moment, arrivals=sources is not None)
    theta, s = account.estimate.theta, account.estimate.s
    reading = read_level(theta, s, calibration.scale, calibration.sufficient_s)
    change = reckoning.trend_of(calibration, competency.key, pieces, moment)
    counting = [line for line in account.lines if line.in_force]
    target = requirement.level if requirement is not None else None
    return Standing(
        competency=competency,
        level_names=level_names(competency.framework),
        start=account.start,
        position=account.position,
        low=reckoning.cents(reading.low),
        high=reckoning.cents(reading.high),
        level=reading.level,
        probability=reading.probability,
        at_target=None if target is None else phi((theta - calibration.scale.cut(target)) / s),
        sufficient=bool(account.estimate.n) and reading.sufficient,
        target=target,
        weight=requirement.weight if requirement is not None else Decimal(0),
        trend=TRENDS[change.direction] if change is not None and counting else None,
        only_ageing=change is not None and change.only_ageing,
        n=len(counting),
        last_at=max((line.arrived_at for line in counting), default=None),
        lines=_lines(account, pieces, sources, ends) if sources is not None else (),
    )


def level_names(framework: Framework) -> tuple[str, ...]:
    """The names of the five levels in the active language."""
    return tuple(str(Localized(level["name"])) for level in framework.levels)


def _lines(
    account: Account, pieces: Sequence[Piece], sources: Mapping[int, _Source], ends: Mapping[int, EvidenceEnd]
) -> tuple[Line, ...]:
    by_session: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_session[piece.session].append(piece)
    lines = []
    for effect in account.lines:
        own = by_session[effect.session]
        first = sources[own[0].id]
        end = next((ends[piece.id] for piece in own if piece.id in ends), None)
        lines.append(
            Line(
                attempt=first.session,
                instrument=first.instrument,
                source=first.source,
                ordinal=first.ordinal,
                at=effect.arrived_at,
                today=effect.today,
                on_arrival=effect.on_arrival,
                in_force=effect.in_force,
                ended="" if effect.in_force or end is None else str(end.kind),
                reason="" if end is None else end.reason,
                pieces=tuple(
                    PieceLine(
                        uuid=sources[piece.id].uuid,
                        label=sources[piece.id].label,
                        outcome=piece.outcome,
                        top=piece.top,
                        in_force=piece.id not in ends,
                        today=effect.pieces[piece.id],
                    )
                    for piece in own
                ),
            )
        )
    return tuple(lines)


def role_fit_of(employee: Employee, on: date | None = None) -> rolefit.RoleFit | None:
    """The person's states against what their position requires; None when it requires nothing."""
    return role_fits_of([employee.pk], on).get(employee.pk)


def role_fits_of(employees: Iterable[int], on: date | None = None) -> dict[int, rolefit.RoleFit]:
    """Role fit by employee id, for those whose position requires something, in a constant number of queries."""
    active = ledger.active_calibration()
    if active is None:
        return {}
    ids = list(employees)
    moment = moment_of(on)
    day = timezone.localtime(moment).date()
    posts = _positions(ids, day)
    asked: dict[int, list[rolefit.Requirement]] = defaultdict(list)
    rows = Requirement.objects.in_force(day).filter(position__in=set(posts.values()), competency__in_use=True)
    for row in rows.select_related("competency").order_by("competency__order"):
        asked[row.position_id].append(rolefit.Requirement(row.competency.key, row.level, float(row.weight)))
    states = _states(active, ids, moment)
    calibration = active.parameters
    return {
        employee: rolefit.role_fit(
            asked[position],
            states.get(employee, {}),
            scale=calibration.scale,
            prior=calibration.prior,
            threshold=calibration.sufficient_s,
        )
        for employee, position in posts.items()
        if asked.get(position)
    }


def _positions(employees: Sequence[int], day: date) -> dict[int, int]:
    rows = Assignment.objects.in_force(day).filter(employee__in=employees).order_by("starts_on", "pk")
    return dict(rows.values_list("employee_id", "position_id"))


def _states(active: Active, employees: Sequence[int], moment: datetime) -> dict[int, dict[str, Any]]:
    """State by competency key, for each employee, of those that stand on evidence at the moment."""
    pieces = ledger.by_pair(ledger.pieces_of(Evidence.objects.in_force(moment).filter(employee__in=employees)))
    keys = dict(Competency.objects.values_list("pk", "key"))
    pairs = list(pieces)
    batch = reckoning.estimate_many(active.parameters, [(keys[pair[1]], pieces[pair]) for pair in pairs], moment)
    states: dict[int, dict[str, Any]] = defaultdict(dict)
    for number, (employee, competency_id) in enumerate(pairs):
        states[employee][keys[competency_id]] = State(float(batch.theta[number]), float(batch.s[number]))
    return states


def gaps(employee: Employee, on: date | None = None) -> tuple[Standing, ...]:
    """What the person's position requires and the evidence does not show: known gaps first, widest first, then what
    is still unknown."""
    profile = profile_of(employee, on, explained=False)
    return profile.short + profile.unknown


def effects_of_attempt(attempt: Attempt) -> AttemptEffects:
    """What a finished attempt moved, by competency, the largest effect first."""
    active = ledger.active_calibration()
    own = list(Evidence.objects.filter(session=attempt.uuid).order_by("pk"))
    if active is None or not own:
        return AttemptEffects((), pending=_awaits_reading(attempt))
    touched = {row.competency_id for row in own}
    pieces = ledger.by_pair(
        ledger.pieces_of(Evidence.objects.filter(employee=attempt.employee_id, competency__in=touched))
    )
    moved = []
    for competency in Competency.objects.filter(pk__in=touched):
        effect = reckoning.sitting_on_arrival(
            active.parameters, competency.key, pieces[attempt.employee_id, competency.pk], str(attempt.uuid)
        )
        seen = [row for row in own if row.competency_id == competency.pk and row.label]
        seen.sort(key=lambda row: row.outcome / row.top, reverse=effect >= 0)
        moved.append(Moved(competency, reckoning.cents(effect), seen[0].label if seen else ""))
    moved.sort(key=lambda one: -one.effect)
    return AttemptEffects(tuple(moved), pending=False)


def _awaits_reading(attempt: Attempt) -> bool:
    """Whether an attempt without evidence has observations that will become some."""
    if attempt.mode != Attempt.Mode.ASSESSED:
        return False
    indicators = attempt.observations.filter(weight__gt=0, top__gt=0).values_list("indicator", flat=True)
    return bool(ledger.competencies_of_indicators(indicators))


def latest_of(employee: Employee, limit: int) -> list[Latest]:
    """The newest sittings that count, newest first, each with the competency it moved most."""
    active = ledger.active_calibration()
    if active is None:
        return []
    counting = Evidence.objects.in_force(clock.now()).filter(employee=employee)
    newest = counting.values("session").annotate(at=Max("observed_at")).order_by("-at", "session")[:limit]
    sessions = [row["session"] for row in newest]
    by_session: dict[UUID, dict[int, Evidence]] = defaultdict(dict)
    for row in Evidence.objects.filter(session__in=sessions, employee=employee).select_related("competency"):
        by_session[row.session][row.competency_id] = row
    touched = {competency for rows in by_session.values() for competency in rows}
    pieces = ledger.by_pair(ledger.pieces_of(Evidence.objects.filter(employee=employee, competency__in=touched)))
    found = []
    for session in sessions:
        moved = [
            Latest(
                instrument=row.instrument,
                source=row.source,
                at=row.observed_at,
                competency=row.competency,
                effect=reckoning.cents(
                    reckoning.sitting_on_arrival(
                        active.parameters, row.competency.key, pieces[employee.pk, competency], str(session)
                    )
                ),
            )
            for competency, row in by_session[session].items()
        ]
        found.append(max(moved, key=lambda one: abs(one.effect)))
    return found


def effects_of(rows: Sequence[Evidence]) -> dict[int, PieceEffects]:
    """Effects by evidence id of some rows of the ledger, each within the whole ledger of its pair, as of now."""
    active = ledger.active_calibration()
    if active is None or not rows:
        return {row.pk: PieceEffects(False, 0.0, 0.0) for row in rows}
    moment = clock.now()
    wanted = {(row.employee_id, row.competency_id): row.competency.key for row in rows}
    around = Evidence.objects.filter(
        employee__in={employee for employee, _ in wanted}, competency__in={competency for _, competency in wanted}
    )
    ledgers = ledger.by_pair(ledger.pieces_of(around))
    effects: dict[int, PieceEffects] = {}
    asked = {row.pk for row in rows}
    for pair, key in wanted.items():
        pieces = ledgers[pair]
        today = reckoning.effects_today(active.parameters, key, pieces, moment)
        for piece in pieces:
            if piece.id in asked:
                arrival = reckoning.piece_on_arrival(active.parameters, key, piece, pieces)
                effects[piece.id] = PieceEffects(piece.id in today, today.get(piece.id, 0.0), arrival.level_effect)
    return effects

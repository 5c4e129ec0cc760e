"""Recording what people do. Nothing answered is lost, nothing is counted twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lms.core import clock, outbox
from lms.core.errors import Conflict, NotAllowed
from lms.people.models import Employee, User
from lms.records.canonical import sha256_of
from lms.records.events import AttemptFinished
from lms.records.models import Attempt, Build, Observation, Response, Result


@dataclass(frozen=True, slots=True)
class Observed:
    """One moment to record; see `Observation` for what the fields mean."""

    indicator: str
    item: str
    outcome: int
    top: int = 1
    weight: float = 1.0
    difficulty: float = 0.0
    label: str = ""
    context: dict[str, Any] = field(default_factory=dict)


class AlreadyFinished(Conflict):
    """The attempt has ended; what was answered is kept."""

    code = "attempt-finished"
    sentence = _(
        "This attempt is already finished, and everything you answered is kept. Open its result, or start again."
    )


class OutOfTurn(Conflict):
    """The page answered from is older than the attempt's current state."""

    code = "attempt-moved-on"
    sentence = _(
        "This was already answered, here or in another window. What you answered first is kept. "
        "Continue from where you are."
    )


def store_build(
    *, kind: str, activity_key: str, locale: str, title: str, definition: dict[str, Any], schema_version: int = 1
) -> Build:
    """The build of this content: the stored one when the bytes are the same, a new one otherwise."""
    sha256 = sha256_of(definition)
    build, _created = Build.objects.get_or_create(
        kind=kind,
        activity_key=activity_key,
        sha256=sha256,
        defaults={
            "locale": locale,
            "title": title[:255],
            "definition": definition,
            "schema_version": schema_version,
            "built_at": clock.now(),
        },
    )
    return build


@transaction.atomic
def start_attempt(
    *,
    actor: User,
    employee: Employee,
    build: Build,
    mode: str = Attempt.Mode.ASSESSED,
    context: dict[str, Any] | None = None,
) -> Attempt:
    """Open an attempt for the actor's own employee, or return the one of the same mode that is still open."""
    if employee.user_id != actor.pk:
        raise NotAllowed
    # The employee's row is the lock: two tabs starting at once get the same attempt.
    Employee.objects.select_for_update().get(pk=employee.pk)
    same = Attempt.objects.filter(employee=employee, kind=build.kind, activity_key=build.activity_key, mode=mode)
    unfinished: Attempt | None = same.filter(result=None).order_by("-ordinal").first()
    if unfinished is not None:
        return unfinished
    last = same.aggregate(last=Max("ordinal"))["last"] or 0
    attempt: Attempt = Attempt.objects.create(
        employee=employee,
        build=build,
        kind=build.kind,
        activity_key=build.activity_key,
        mode=mode,
        ordinal=last + 1,
        started_at=clock.now(),
        context=context or {},
    )
    return attempt


def record_response(
    *, actor: User, attempt: Attempt, sequence: int, token: str, given: dict[str, Any]
) -> tuple[Response, bool]:
    """Record answer number `sequence`. Returns it and whether it is new.

    The same token again returns the stored response (a double click). Another token for a sequence that is taken, or
    one that is not the next, raises `OutOfTurn`; an ended attempt raises `AlreadyFinished`.
    """
    if attempt.employee.user_id != actor.pk:
        raise NotAllowed
    try:
        with transaction.atomic():
            Attempt.objects.select_for_update().get(pk=attempt.pk)
            repeated: Response | None = attempt.responses.filter(token=token).first()
            if repeated is not None:
                return repeated, False
            if Result.objects.filter(attempt=attempt).exists():
                raise AlreadyFinished
            if attempt.responses.count() != sequence:
                raise OutOfTurn
            response = Response.objects.create(
                attempt=attempt, sequence=sequence, token=token, given=given, at=clock.now()
            )
    except IntegrityError as error:
        raise OutOfTurn from error
    return response, True


@transaction.atomic
def finish_attempt(
    *,
    actor: User,
    attempt: Attempt,
    score: float | None,
    observed: Sequence[Observed],
    passed: bool | None = None,
    ending: str = Result.Ending.FINISHED,
    summary: dict[str, Any] | None = None,
) -> Result:
    """End an attempt: result, observations and the event are one transaction. Ending it again returns the result."""
    if attempt.employee.user_id != actor.pk:
        raise NotAllowed
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    stored: Result | None = Result.objects.filter(attempt=attempt).first()
    if stored is not None:
        return stored
    moment = clock.now()
    result: Result = Result.objects.create(
        attempt=attempt, ending=ending, score=score, passed=passed, summary=summary or {}, at=moment
    )
    Observation.objects.bulk_create(_rows(attempt, observed, moment))
    outbox.publish(
        AttemptFinished(
            attempt_id=attempt.pk, employee_id=attempt.employee_id, kind=attempt.kind, mode=str(attempt.mode)
        )
    )
    return result


def _rows(attempt: Attempt, observed: Sequence[Observed], moment: Any) -> list[Observation]:
    return [
        Observation(
            attempt=attempt,
            employee_id=attempt.employee_id,
            indicator=one.indicator,
            item=one.item,
            outcome=one.outcome,
            top=one.top,
            weight=one.weight,
            difficulty=one.difficulty,
            label=one.label[:300],
            observed_at=moment,
            context=one.context,
        )
        for one in observed
    ]

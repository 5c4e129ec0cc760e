"""Working out the proposals of a cycle: freeze what is known, divide the budget, keep a receipt for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.views.decorators.debug import sensitive_variables

from compensation import access, errors, selectors
from compensation.allocation.money import ZERO, minor_unit, to_step
from compensation.allocation.proposal import CycleProposal, PersonInput, propose
from compensation.allocation.receipt import band_to_plain
from compensation.allocation.wording import AllocationError
from compensation.frozen import Inputs, VerifiedFit
from compensation.models import Computation, PayBand, PayRecord, Proposal, ReviewCycle
from compensation.selectors import Seat
from compensation.services.cycles import locked
from compensation.verified_fit import read_fits
from lms.core import audit, clock
from lms.people.models import User
from lms.records.canonical import sha256_of

NO_POST, LEFT, NO_REQUIREMENTS, NO_BAND, NO_PAY = "no-post", "left", "no-requirements", "no-band", "no-pay"
OTHER_CURRENCY, LATER_PAY = "other-currency", "later-pay"


@dataclass(frozen=True, slots=True)
class _Known:
    """One person with everything that is frozen about them."""

    seat: Seat
    inputs: Inputs
    person: PersonInput


@sensitive_variables()
@transaction.atomic
def compute_proposals(*, actor: User, cycle: ReviewCycle) -> Computation:
    """Propose pay for everybody in the cycle, as a new numbered computation.

    The population, posts and role fit are those of the cut-off; the pay is the one recorded last and the band the one
    in force on the effective date, both as known now. With nothing new since the last computation that one is kept.
    """
    access.require(access.may_open(actor))
    cycle = locked(cycle)
    if cycle.state != ReviewCycle.State.DRAFT:
        raise errors.WrongState
    seats = selectors.seats(cycle.unit, cycle.cut_off)
    known, excluded, calibration = _freeze(cycle, seats)
    digest = sha256_of(_everything(cycle, known, excluded, calibration))
    if cycle.computation is not None and cycle.computation.inputs_digest == digest:
        return cycle.computation
    try:
        budget = to_step(cycle.budget, minor_unit(cycle.currency))
        outcome = propose([one.person for one in known], cycle.policy.rules(), budget, cycle.currency)
    except AllocationError as error:
        # From None: the first error's frames hold pay, and its text could end in a log.
        raise errors.refused(error) from None
    computation = _keep(actor, cycle, outcome, digest, calibration, excluded)
    _keep_proposals(computation, known, outcome)
    cycle.computation = computation
    cycle.save(update_fields=["computation"])
    audit.record(
        actor=actor,
        action="review-cycle.computed",
        subject=cycle,
        number=computation.number,
        people=len(known),
        excluded=len(excluded),
        inputs=digest,
    )
    return computation


@sensitive_variables()
def _freeze(cycle: ReviewCycle, seats: Sequence[Seat]) -> tuple[list[_Known], list[tuple[int, str]], dict[str, str]]:
    people = selectors.population(cycle.unit, cycle.cut_off)
    pay = selectors.latest_pay(people)
    bands = selectors.bands_by_grade(cycle.effective_on)
    positions = {seat.employee.pk: seat.assignment.position_id for seat in seats if seat.assignment}
    reading = read_fits(positions, people, cycle.cut_off)
    known: list[_Known] = []
    excluded: list[tuple[int, str]] = []
    for seat in seats:
        band = bands.get(seat.assignment.position.grade) if seat.assignment else None
        record, fit = pay.get(seat.employee.pk), reading.fits.get(seat.employee.pk)
        reason = _obstacle(cycle, seat, band, record, fit)
        if reason:
            excluded.append((seat.employee.pk, reason))
        elif band is not None and record is not None and fit is not None:
            known.append(_known(seat, band, record, fit))
    return known, excluded, dict(reading.calibration)


def _obstacle(
    cycle: ReviewCycle, seat: Seat, band: PayBand | None, record: PayRecord | None, fit: VerifiedFit | None
) -> str:
    """Why somebody cannot be reviewed; the first thing to put right. Empty: nothing."""
    left = seat.employee.left_on
    obstacles = (
        (seat.assignment is None, NO_POST),
        (left is not None and left <= cycle.effective_on, LEFT),
        (fit is None, NO_REQUIREMENTS),
        (band is None, NO_BAND),
        (record is None, NO_PAY),
        (band is not None and band.currency != cycle.currency, OTHER_CURRENCY),
        (record is not None and record.currency != cycle.currency, OTHER_CURRENCY),
        (record is not None and record.effective_on > cycle.effective_on, LATER_PAY),
    )
    return next((reason for stands, reason in obstacles if stands), "")


def _known(seat: Seat, band: PayBand, record: PayRecord, fit: VerifiedFit) -> _Known:
    assert seat.assignment is not None
    value = band.value()
    ref = str(seat.employee.uuid)
    return _Known(
        seat=seat,
        inputs=Inputs(
            ref=ref,
            pay_record=record.pk,
            band=band.pk,
            grade=band.grade,
            position=dict(seat.assignment.position.title),
            unit=dict(seat.assignment.unit.name),
            fit=fit,
        ),
        person=PersonInput(
            ref=ref,
            pay=to_step(record.amount, minor_unit(record.currency)),
            band=value,
            fit=fit.compensatory,
            fit_conjunctive=fit.conjunctive,
            weakest=fit.weakest,
            verified=fit.verified,
            evidence_count=fit.evidence_count,
            uncertainty=fit.uncertainty,
        ),
    )


@sensitive_variables()
def _everything(
    cycle: ReviewCycle, known: Sequence[_Known], excluded: Sequence[tuple[int, str]], calibration: dict[str, str]
) -> dict[str, Any]:
    """All that the outcome depends on, in an order of its own."""
    people = sorted(known, key=lambda one: one.inputs.ref)
    return {
        "budget": format(cycle.budget.normalize(), "f"),
        "currency": cycle.currency,
        "cut_off": cycle.cut_off.isoformat(),
        "effective_on": cycle.effective_on.isoformat(),
        "policy": cycle.policy.digest,
        "calibration": calibration,
        "people": [
            [one.inputs.to_plain(), format(one.person.pay.normalize(), "f"), band_to_plain(one.person.band)]
            for one in people
        ],
        "excluded": sorted([employee, reason] for employee, reason in excluded),
    }


@sensitive_variables()
def _keep(
    actor: User,
    cycle: ReviewCycle,
    outcome: CycleProposal,
    inputs_digest: str,
    calibration: dict[str, str],
    excluded: Sequence[tuple[int, str]],
) -> Computation:
    before = sum((receipt.pay_before for receipt in outcome.receipts), ZERO)
    totals: dict[str, Any] = {
        name: format(getattr(outcome, name), "f") for name in ("budget", "spent", "unspent", "increases", "needs")
    }
    totals |= {"before": format(before, "f"), "after": format(before + outcome.increases, "f")}
    totals["people"] = len(outcome.receipts)
    totals["raised"] = sum(receipt.increase > 0 for receipt in outcome.receipts)
    totals["reasons"] = [[reason.value, count] for reason, count in outcome.reason_counts]
    last = cycle.computations.aggregate(last=Max("number"))["last"] or 0
    kept: Computation = Computation.objects.create(
        cycle=cycle,
        number=last + 1,
        computed_at=clock.now(),
        computed_by=actor,
        inputs_digest=inputs_digest,
        figures_digest=sha256_of([receipt.to_plain() for receipt in outcome.receipts]),
        calibration=calibration,
        totals=totals,
        excluded=[{"employee": employee, "reason": reason} for employee, reason in excluded],
    )
    return kept


@sensitive_variables()
def _keep_proposals(computation: Computation, known: Sequence[_Known], outcome: CycleProposal) -> None:
    by_ref = {one.inputs.ref: one for one in known}
    Proposal.objects.bulk_create(
        Proposal(
            computation=computation,
            employee=by_ref[receipt.ref].seat.employee,
            receipt=receipt.to_plain(),
            inputs=by_ref[receipt.ref].inputs.to_plain(),
            evidence_count=receipt.evidence_count,
            evidence_digest=by_ref[receipt.ref].inputs.fit.evidence_digest,
        )
        for receipt in outcome.receipts
    )

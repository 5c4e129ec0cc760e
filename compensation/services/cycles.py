"""The life of a review cycle: opened, submitted, decided by somebody else, published. Each step twice is once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compensation import access, errors, selectors
from compensation.allocation.money import is_currency_code, is_on_step, minor_unit
from compensation.allocation.wording import AllocationError
from compensation.models import Decision, PayRecord, Policy, ReviewCycle
from lms.core import audit, clock
from lms.core.localized import Localized
from lms.people.models import Employee, Unit, User

State = ReviewCycle.State
Kind = Decision.Kind


@transaction.atomic
def open_cycle(
    *,
    actor: User,
    name: str | Mapping[str, str],
    unit: Unit,
    cut_off: date,
    policy: Policy,
    budget: Decimal,
    effective_on: date,
    currency: str = "COP",
    token: UUID | None = None,
) -> ReviewCycle:
    """Open a review over a unit and everything below it. The same `token` twice opens one cycle."""
    access.require(access.may_open(actor))
    _check_cycle(unit, policy, cut_off=cut_off, effective_on=effective_on, budget=budget, currency=currency)
    if token is not None:
        opened = ReviewCycle.objects.filter(uuid=token, opened_by=actor).first()
        if opened is not None:
            return opened
    names = Localized(es=name) if isinstance(name, str) else Localized(name)
    try:
        with transaction.atomic():
            cycle = ReviewCycle.objects.create(
                uuid=token or uuid4(),
                name=names,
                unit=unit,
                cut_off=cut_off,
                policy=policy,
                budget=budget,
                currency=currency,
                effective_on=effective_on,
                opened_by=actor,
                opened_at=clock.now(),
            )
    except IntegrityError as error:
        raise errors.WrongState from error
    audit.record(actor=actor, action="review-cycle.opened", subject=cycle, unit=unit.key, policy=policy.version)
    return cycle


def _check_cycle(
    unit: Unit, policy: Policy, *, cut_off: date, effective_on: date, budget: Decimal, currency: str
) -> None:
    problems: dict[str, str] = {}
    if cut_off > clock.today():
        problems["cut_off"] = _("Evidence can count up to today at the latest. Choose a date that has come.")
    elif not selectors.population(unit, cut_off).exists():
        problems["unit"] = _("Nobody worked in this unit on the cut-off date. Choose another unit or another date.")
    if effective_on <= cut_off:
        problems["effective_on"] = _("The new pay has to begin after the cut-off. Choose a later date.")
    if not is_currency_code(currency):
        problems["currency"] = _("Write the currency as three capital letters, such as COP.")
    elif not budget.is_finite() or budget <= 0 or not is_on_step(budget, minor_unit(currency)):
        problems["budget"] = _("The budget must be an amount above zero, in whole units of its currency.")
    else:
        try:
            policy.rules().pools.split(budget, currency)
        except AllocationError as error:
            problems["budget"] = str(errors.refused(error))
    if problems:
        raise errors.RulesRefused(" ".join(problems.values()), details={"fields": problems})


def locked(cycle: ReviewCycle) -> ReviewCycle:
    """The cycle as it is now, held until the transaction ends."""
    return ReviewCycle.objects.select_for_update().get(pk=cycle.pk)


@transaction.atomic
def submit_for_approval(*, actor: User, cycle: ReviewCycle) -> ReviewCycle:
    """Send the computed proposals to whoever approves. From here on they stay as they are."""
    access.require(access.may_open(actor))
    cycle = locked(cycle)
    if cycle.state == State.PROPOSED:
        return cycle
    if cycle.state != State.DRAFT:
        raise errors.WrongState
    if cycle.computation is None:
        raise errors.WrongState(_("Nothing has been computed yet, so there is nothing to send. Compute first."))
    if not cycle.computation.proposals.exists():
        raise errors.NothingToReview
    return _step(cycle, actor, Kind.SUBMITTED, State.PROPOSED)


@transaction.atomic
def approve(*, actor: User, cycle: ReviewCycle, figures: str) -> ReviewCycle:
    """Approve the figures with this digest: the ones the approver was shown."""
    cycle = _decidable(actor, cycle)
    if cycle.state in {State.APPROVED, State.PUBLISHED} and _approved_figures(cycle) == figures:
        return cycle
    if cycle.state != State.PROPOSED:
        raise errors.WrongState
    if cycle.computation is None or cycle.computation.figures_digest != figures:
        raise errors.FiguresChanged
    return _step(cycle, actor, Kind.APPROVED, State.APPROVED)


@transaction.atomic
def return_with_reason(*, actor: User, cycle: ReviewCycle, reason: str) -> ReviewCycle:
    """Send the cycle back to whoever opened it, also after an approval that nobody has published yet."""
    cycle = _decidable(actor, cycle)
    if cycle.state == State.DRAFT:
        return cycle
    if cycle.state not in {State.PROPOSED, State.APPROVED}:
        raise errors.WrongState
    if not reason.strip():
        raise errors.RulesRefused(
            _("Say what has to change, so that whoever opened the cycle knows. Nothing was returned yet.")
        )
    return _step(cycle, actor, Kind.RETURNED, State.DRAFT, reason=reason.strip())


@transaction.atomic
def publish(*, actor: User, cycle: ReviewCycle) -> ReviewCycle:
    """Record the new pay from the effective date and let everybody read their receipt."""
    access.require(access.may_open(actor))
    cycle = locked(cycle)
    if cycle.state == State.PUBLISHED:
        return cycle
    if cycle.state != State.APPROVED or cycle.computation is None:
        raise errors.WrongState
    if _approved_figures(cycle) != cycle.computation.figures_digest:
        raise errors.FiguresChanged
    lines = selectors.lines_of(selectors.proposals_of(cycle.computation))
    latest = selectors.latest_pay(Employee.objects.filter(pk__in=cycle.computation.proposals.values("employee")))
    if any(latest[line.employee.pk].pk != line.inputs.pay_record for line in lines):
        raise errors.PayChanged
    PayRecord.objects.bulk_create(
        PayRecord(
            employee=line.employee,
            amount=line.receipt.pay_after,
            currency=cycle.currency,
            effective_on=cycle.effective_on,
            source=cycle,
            recorded_by=actor,
            recorded_at=clock.now(),
        )
        for line in lines
        if line.receipt.increase > 0
    )
    return _step(cycle, actor, Kind.PUBLISHED, State.PUBLISHED)


@transaction.atomic
def cancel_cycle(*, actor: User, cycle: ReviewCycle, reason: str = "") -> ReviewCycle:
    """Close a cycle that will not be published. What was computed in it is kept."""
    access.require(access.may_open(actor))
    cycle = locked(cycle)
    if cycle.state == State.CANCELLED:
        return cycle
    if cycle.state == State.PUBLISHED:
        raise errors.WrongState
    return _step(cycle, actor, Kind.CANCELLED, State.CANCELLED, reason=reason.strip())


def _decidable(actor: User, cycle: ReviewCycle) -> ReviewCycle:
    """The cycle, if this person may decide about it: another pair of eyes, and no interest of their own."""
    access.require(access.may_approve(actor))
    cycle = locked(cycle)
    if access.took_part(actor, cycle):
        raise errors.OwnCycle
    if access.is_in_population(actor, cycle):
        raise errors.OwnPay
    return cycle


def _approved_figures(cycle: ReviewCycle) -> str:
    decision = selectors.last_decision(selectors.decisions_of(cycle), Kind.APPROVED)
    return "" if decision is None else decision.figures_digest


def _step(cycle: ReviewCycle, actor: User, kind: Decision.Kind, state: State, reason: str = "") -> ReviewCycle:
    cycle.state = state
    cycle.save(update_fields=["state"])
    figures = cycle.computation.figures_digest if cycle.computation else ""
    Decision.objects.create(cycle=cycle, kind=kind, actor=actor, at=clock.now(), reason=reason, figures_digest=figures)
    audit.record(actor=actor, action=f"review-cycle.{kind.value}", subject=cycle, figures=figures)
    return cycle

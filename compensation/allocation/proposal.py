"""Propose new pay for everyone in a review cycle."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import Final

import numpy as np

from compensation.allocation.band import Band
from compensation.allocation.money import ZERO, is_on_step, minor_unit, to_step
from compensation.allocation.policy import Policy, counted_fit, is_plausible
from compensation.allocation.receipt import Line, LineCode, Reason, Receipt
from compensation.allocation.rounding import Raise, round_within_budget
from compensation.allocation.waterfill import Allocation, Bound, water_fill
from compensation.allocation.wording import AllocationError, Sentence, Value, gettext_noop

# A context of our own: a replay gives the same cents whatever the caller has set.
_EXACT: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)
_NOISE: Final = Decimal("0.000001")
_RATIO_STEP: Final = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class PersonInput:
    """What a review knows about one employee at the cut-off date. It holds nothing that tells a person's sex.

    ``pay``: current pay per period of the band. ``fit``: verified compensatory role fit, 0 to 1; ``fit_conjunctive``
    and ``weakest`` (key of the weakest competency) are carried to the receipt and do not change the amount.
    ``uncertainty``: standard error behind the fit, in level points. ``merit``: amount already decided for the merit
    pool. ``cost_factor``: what one unit of raise costs the budget.
    """

    ref: str
    pay: Decimal
    band: Band
    fit: float | Decimal
    fit_conjunctive: float | Decimal
    weakest: str
    verified: bool
    evidence_count: int
    uncertainty: float | Decimal | None = None
    merit: Decimal = ZERO
    cost_factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class CycleProposal:
    """Everyone's receipts, by ref, and totals that match them: ``spent`` + ``unspent`` = ``budget``.

    ``spent`` is Σ cost factor · increase; ``increases`` is Σ increase; ``needs`` is Σ need. ``multiplier`` is the
    competency pool's λ (0: the pool covers everything it may cover).
    """

    receipts: tuple[Receipt, ...]
    currency: str
    budget: Decimal
    competency_budget: Decimal
    merit_budget: Decimal
    spent: Decimal
    unspent: Decimal
    increases: Decimal
    needs: Decimal
    multiplier: float
    reason_counts: tuple[tuple[Reason, int], ...]
    policy_version: int
    policy_digest: str


@dataclass(frozen=True, slots=True)
class _Case:
    """One person's rules worked out, before any money is divided."""

    person: PersonInput
    verified: bool
    blind_target: Decimal
    target: Decimal
    need: Decimal
    merit: Decimal
    upper: Decimal
    headroom: Decimal


def propose(people: Sequence[PersonInput], policy: Policy, budget: Decimal, currency: str = "COP") -> CycleProposal:
    """Divide the competency pool by water-filling, add decided merit amounts, round, and write the receipts.

    ``currency`` names the budget's; every band must be in it. Rounding keeps three promises: new pay is a whole
    number of the policy's steps wherever pay changes, Σ cost·increase never exceeds the budget nor the exact amounts'
    total, and equals get exactly equals (see ``rounding.round_within_budget``).
    """
    with localcontext(_EXACT):
        ordered = sorted(people, key=lambda person: person.ref)
        _check(ordered, policy, budget, currency)
        competency_budget, merit_budget = policy.pools.split(budget, currency)
        cases = [_case(person, policy) for person in ordered]
        _check_merit(cases, merit_budget)
        division = _divide(cases, competency_budget)
        exact = [_denoised(amount, case) for amount, case in zip(division.amounts.tolist(), cases, strict=True)]
        competency = _round(cases, exact, [ZERO] * len(cases), competency_budget, minor_unit(currency))
        merit = [case.merit for case in cases]
        increases = _round(cases, exact, merit, budget, policy.rounding_step)
        digest = policy.digest
        receipts = tuple(
            _receipt(case, part, increase, Bound(bound), division, policy, digest)
            for case, part, increase, bound in zip(cases, competency, increases, division.bounds.tolist(), strict=True)
        )
        spent = sum((receipt.cost_factor * receipt.increase for receipt in receipts), ZERO)
        return CycleProposal(
            receipts=receipts,
            currency=currency,
            budget=budget,
            competency_budget=competency_budget,
            merit_budget=merit_budget,
            spent=spent,
            unspent=budget - spent,
            increases=sum(increases, ZERO),
            needs=sum((case.need for case in cases), ZERO),
            multiplier=division.multiplier,
            reason_counts=_reason_counts(receipts),
            policy_version=policy.version,
            policy_digest=digest,
        )


def _reason_counts(receipts: Sequence[Receipt]) -> tuple[tuple[Reason, int], ...]:
    counts = Counter(reason for receipt in receipts for reason in receipt.reasons)
    return tuple((reason, counts[reason]) for reason in Reason if counts[reason])


def target_of(person: PersonInput, policy: Policy) -> Decimal:
    """The target in use: the blind target, or current pay while the fit is not verified."""
    return policy.target_for(person.fit, person.band) if is_verified(person, policy) else person.pay


def is_verified(person: PersonInput, policy: Policy) -> bool:
    """Whether the person's evidence passes the policy's gate; if not, the person is pending verification."""
    uncertainty = person.uncertainty
    return policy.gate.is_open(
        verified=person.verified,
        evidence_count=person.evidence_count,
        uncertainty=None if uncertainty is None else Decimal(str(uncertainty)),
    )


def _case(person: PersonInput, policy: Policy) -> _Case:
    verified = is_verified(person, policy)
    blind_target = policy.target_for(person.fit, person.band)
    target = blind_target if verified else person.pay
    cap = to_step(policy.cap * person.pay, minor_unit(person.band.currency), ROUND_DOWN)
    headroom = max(ZERO, min(cap, person.band.maximum - person.pay))
    merit = min(person.merit, headroom)
    return _Case(
        person=person,
        verified=verified,
        blind_target=blind_target,
        target=target,
        need=max(ZERO, target - person.pay),
        merit=merit,
        upper=headroom - merit,
        headroom=headroom,
    )


def _divide(cases: Sequence[_Case], budget: Decimal) -> Allocation:
    return water_fill(
        need=np.array([float(case.need) for case in cases], dtype=np.float64),
        target=np.array([float(case.target) for case in cases], dtype=np.float64),
        upper=np.array([float(case.upper) for case in cases], dtype=np.float64),
        cost=np.array([float(case.person.cost_factor) for case in cases], dtype=np.float64),
        budget=float(budget),
    )


def _denoised(amount: float, case: _Case) -> Decimal:
    """The optimum as a decimal: rounded where binary fractions end, and inside its bounds again."""
    return min(to_step(Decimal(amount), _NOISE), case.need, case.upper)


def _round(
    cases: Sequence[_Case], exact: Sequence[Decimal], merit: Sequence[Decimal], budget: Decimal, step: Decimal
) -> tuple[Decimal, ...]:
    raises = [
        Raise(base=case.person.pay, amount=amount + extra, ceiling=case.headroom, cost=case.person.cost_factor)
        for case, amount, extra in zip(cases, exact, merit, strict=True)
    ]
    return round_within_budget(raises, budget=budget, step=step)


def _receipt(
    case: _Case,
    competency: Decimal,
    increase: Decimal,
    bound: Bound,
    division: Allocation,
    policy: Policy,
    digest: str,
) -> Receipt:
    person, band = case.person, case.person.band
    pay_after = person.pay + increase
    return Receipt(
        ref=person.ref,
        band=band,
        fit=counted_fit(person.fit),
        fit_conjunctive=counted_fit(person.fit_conjunctive),
        weakest=person.weakest,
        evidence_count=person.evidence_count,
        lines=_lines(case, competency, increase),
        pay_before=person.pay,
        pay_after=pay_after,
        blind_target=case.blind_target,
        target=case.target,
        need=case.need,
        position_before=to_step(band.position_in_range(person.pay), _RATIO_STEP),
        position_after=to_step(band.position_in_range(pay_after), _RATIO_STEP),
        compa_before=to_step(band.compa_ratio(person.pay), _RATIO_STEP),
        compa_after=to_step(band.compa_ratio(pay_after), _RATIO_STEP),
        cap=policy.cap,
        cost_factor=person.cost_factor,
        waterline=_waterline(case, bound, division),
        reasons=tuple(_reasons(case, bound, division)),
        policy_version=policy.version,
        policy_digest=digest,
    )


def _lines(case: _Case, competency: Decimal, increase: Decimal) -> tuple[Line, ...]:
    return (
        Line(LineCode.CURRENT_PAY, case.person.pay),
        Line(LineCode.COMPETENCY, competency),
        Line(LineCode.MERIT, case.merit),
        Line(LineCode.ROUNDING, increase - competency - case.merit),
    )


def _waterline(case: _Case, bound: Bound, division: Allocation) -> Decimal | None:
    if bound not in {Bound.BETWEEN, Bound.AT_ZERO} or division.spent == 0:
        return None
    return to_step(1 - Decimal(division.multiplier) * case.person.cost_factor / 2, _RATIO_STEP)


def _reasons(case: _Case, bound: Bound, division: Allocation) -> list[Reason]:
    above = case.person.pay > case.person.band.maximum
    reasons = []
    if not case.verified:
        reasons.append(Reason.NOT_VERIFIED)
    if above:
        reasons.append(Reason.ABOVE_RANGE)
    if case.verified and not above:
        match bound:
            case Bound.NO_NEED:
                reasons.append(Reason.AT_OR_ABOVE_TARGET)
            case Bound.AT_NEED:
                reasons.append(Reason.REACHED_TARGET)
            case Bound.AT_UPPER:
                reasons.append(Reason.CAPPED)
            case Bound.BETWEEN:
                reasons.append(Reason.BUDGET_SHORT)
            case Bound.AT_ZERO:
                reasons.append(Reason.BUDGET_SHORT)
                if division.spent > 0:
                    reasons.append(Reason.OTHERS_FURTHER)
    if case.merit < case.person.merit:
        reasons.append(Reason.MERIT_LIMITED)
    return reasons


def _check(people: Sequence[PersonInput], policy: Policy, budget: Decimal, currency: str) -> None:
    problems = []
    step = minor_unit(currency)
    if not (is_plausible(budget) and budget >= 0):
        template = gettext_noop("The budget is %(budget)s; write an amount of zero or more.")
        problems.append(Sentence("budget", template, {"budget": str(budget)}))
    if not is_on_step(policy.rounding_step, step):
        template = gettext_noop(
            "The rounding step must be in whole units of %(unit)s, the smallest of %(currency)s; %(step)s is not."
        )
        problems.append(
            Sentence("step_too_fine", template, {"step": policy.rounding_step, "currency": currency, "unit": step})
        )
    counts = Counter(person.ref for person in people)
    twice = gettext_noop("%(ref)s is in the review more than once; keep one entry.")
    problems += [Sentence("person_twice", twice, {"ref": ref}) for ref, count in counts.items() if count > 1]
    for person in people:
        problems += _person_problems(person, currency, step)
    if problems:
        raise AllocationError(problems)


def _person_problems(person: PersonInput, currency: str, step: Decimal) -> list[Sentence]:
    """What is wrong with one person's input. The sentences name the person and never repeat an amount of pay."""
    problems = []

    def found(code: str, template: str, **params: Value) -> None:
        problems.append(Sentence(code, template, {"ref": person.ref, **params}))

    if not (is_plausible(person.pay) and person.pay > 0 and is_on_step(person.pay, step)):
        template = gettext_noop("The pay of %(ref)s must be an amount above zero in whole units of %(unit)s.")
        found("person_pay", template, unit=step)
    if person.band.currency != currency:
        template = gettext_noop("The band of %(ref)s is in %(band)s but the budget is in %(currency)s.")
        found("person_currency", template, band=person.band.currency, currency=currency)
    if not all(math.isfinite(fit) and 0 <= fit <= 1 for fit in (person.fit, person.fit_conjunctive)):
        found("person_fit", gettext_noop("The role fit of %(ref)s must be a number from 0 to 1."))
    if person.uncertainty is not None and not (math.isfinite(person.uncertainty) and person.uncertainty >= 0):
        found(
            "person_uncertainty", gettext_noop("The uncertainty of %(ref)s must be a number of zero or more, or none.")
        )
    if not (is_plausible(person.merit) and person.merit >= 0 and is_on_step(person.merit, step)):
        template = gettext_noop("The merit amount of %(ref)s must be zero or more in whole units of %(unit)s.")
        found("person_merit", template, unit=step)
    if not (is_plausible(person.cost_factor) and person.cost_factor > 0):
        found("person_cost", gettext_noop("The cost factor of %(ref)s must be a number above zero."))
    return problems


def _check_merit(cases: Sequence[_Case], merit_budget: Decimal) -> None:
    cost = sum((case.person.cost_factor * case.merit for case in cases), ZERO)
    if cost > merit_budget:
        template = gettext_noop(
            "The merit amounts cost more than the %(pool)s in the merit pool. Lower them or enlarge the pool."
        )
        raise AllocationError([Sentence("merit_exceeds_pool", template, {"pool": merit_budget})])

"""A receipt ready to be read: the same words and numbers for its owner and for whoever reviews pay."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compensation import selectors
from compensation.allocation.explain import TargetChange, explain, what_would_raise
from compensation.allocation.policy import FIT_STEP, Policy
from compensation.allocation.proposal import PersonInput
from compensation.allocation.receipt import LineCode, Reason, Receipt
from compensation.errors import in_words
from compensation.frozen import Inputs
from compensation.models import Computation, Decision, Proposal, ReviewCycle
from compensation.selectors import Reading, localized
from compensation.wording import LINES, currency_name
from lms.people.models import Employee
from lms.ui import formats


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One line of the table of amounts."""

    label: Any
    amount: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Raising:
    """What would raise the target: the requirement to reach and what it changes. No change: nothing to promise."""

    competency: str
    level: str
    change: TargetChange
    sentence: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything the receipt page shows, in the order it shows it."""

    proposal: Proposal
    cycle: ReviewCycle
    computation: Computation
    employee: Employee
    inputs: Inputs
    receipt: Receipt
    verified: bool
    minimum: int
    position: str
    unknown: int
    amounts: dict[str, Any]
    raising: Raising | None
    proposed: Decision | None
    approved: Decision | None
    published: Decision | None
    readings: tuple[Reading, ...]
    readers: int


def statement_of(proposal: Proposal) -> Statement:
    """The statement of a proposal, read with its cycle and policy."""
    computation = proposal.computation
    cycle = computation.cycle
    line = selectors.line_of(proposal)
    decisions = selectors.decisions_of(cycle)
    readings = tuple(selectors.readings_of(proposal))
    fit = line.inputs.fit
    rules = cycle.policy.rules()
    return Statement(
        proposal=proposal,
        cycle=cycle,
        computation=computation,
        employee=line.employee,
        inputs=line.inputs,
        receipt=line.receipt,
        verified=Reason.NOT_VERIFIED not in line.receipt.reasons,
        minimum=rules.gate.minimum_evidence,
        position=localized(line.inputs.position),
        unknown=fit.required - fit.known,
        amounts=amounts_of(line.receipt),
        raising=raising_of(line.inputs, line.receipt, rules),
        proposed=selectors.last_decision(decisions, Decision.Kind.SUBMITTED),
        approved=selectors.last_decision(decisions, Decision.Kind.APPROVED),
        published=selectors.last_decision(decisions, Decision.Kind.PUBLISHED),
        readings=readings,
        readers=len({reading.reader.pk for reading in readings if not reading.own}),
    )


def amounts_of(receipt: Receipt) -> dict[str, Any]:
    """The table of amounts: what the pay is made of, with the reason under the amount it explains."""
    notes = _notes(receipt)
    lines = [
        AmountLine(LINES[line.code], line.amount, notes.get(line.code, ""))
        for line in receipt.lines
        if line.amount or line.code in {LineCode.CURRENT_PAY, LineCode.COMPETENCY}
    ]
    currency = receipt.band.currency
    return {
        "caption": _("Monthly base salary, in %(currency)s") % {"currency": currency_name(currency)},
        "lines": lines,
        "total_label": _("New salary"),
        "total": receipt.pay_after,
        "currency": currency,
    }


def _notes(receipt: Receipt) -> dict[LineCode, str]:
    worded = dict(zip(receipt.reasons, explain(receipt), strict=True))
    currency = receipt.band.currency
    competency = [in_words(text, currency) for reason, text in worded.items() if reason != Reason.MERIT_LIMITED]
    if receipt.waterline is not None and Reason.OTHERS_FURTHER not in worded:
        language = get_language() or "es"
        share = formats.percent(receipt.waterline, language=language, places=1)
        competency.append(_("That share is %(share)s of the target.") % {"share": share})
    notes = {LineCode.COMPETENCY: " ".join(competency)}
    if Reason.MERIT_LIMITED in worded:
        notes[LineCode.MERIT] = in_words(worded[Reason.MERIT_LIMITED], currency)
    if receipt.amount_of(LineCode.ROUNDING):
        notes[LineCode.ROUNDING] = _("Salaries are paid in whole steps; equal cases are rounded equally.")
    return notes


def raising_of(inputs: Inputs, receipt: Receipt, policy: Policy) -> Raising | None:
    """What reaching the least certain requirement would do to the target; None when every requirement is met."""
    following = inputs.fit.next_level
    if following is None:
        return None
    person = PersonInput(
        ref=receipt.ref,
        pay=receipt.pay_before,
        band=receipt.band,
        fit=receipt.fit,
        fit_conjunctive=receipt.fit_conjunctive,
        weakest=receipt.weakest,
        verified=inputs.fit.verified,
        evidence_count=receipt.evidence_count,
        uncertainty=inputs.fit.uncertainty,
    )
    change = what_would_raise(person, policy, max(following.fit_then, receipt.fit).quantize(FIT_STEP))
    return Raising(
        competency=localized(following.name),
        level=localized(following.level_name),
        change=change,
        sentence=in_words(change.sentence, receipt.band.currency),
    )

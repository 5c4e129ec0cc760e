"""Short words for codes: reasons, exclusions, lines of a receipt, states, purposes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from compensation.allocation.receipt import LineCode, Reason
from compensation.models import ReviewCycle
from compensation.services.computing import (
    LATER_PAY,
    LEFT,
    NO_BAND,
    NO_PAY,
    NO_POST,
    NO_REQUIREMENTS,
    OTHER_CURRENCY,
)

REASONS: dict[Reason, Any] = {
    Reason.NOT_VERIFIED: _("Pending verification"),
    Reason.ABOVE_RANGE: _("Above the band: pay is kept"),
    Reason.AT_OR_ABOVE_TARGET: _("Already at the target"),
    Reason.REACHED_TARGET: _("Reaches the target"),
    Reason.CAPPED: _("Stopped by the cap"),
    Reason.BUDGET_SHORT: _("The pool ended before the target"),
    Reason.OTHERS_FURTHER: _("The pool went to people further away"),
    Reason.MERIT_LIMITED: _("Merit amount limited"),
}

LINES: dict[LineCode, Any] = {
    LineCode.CURRENT_PAY: _("Current salary"),
    LineCode.COMPETENCY: _("Competency"),
    LineCode.MERIT: _("Merit"),
    LineCode.EQUITY: _("Equity"),
    LineCode.ROUNDING: _("Rounding"),
}

EXCLUSIONS: dict[str, Any] = {
    NO_POST: _("Had no post at the cut-off."),
    LEFT: _("Leaves before the new pay begins."),
    NO_REQUIREMENTS: _("The position has no required competencies yet."),
    NO_BAND: _("The position's grade has no pay band on the effective date."),
    NO_PAY: _("No base salary is recorded."),
    OTHER_CURRENCY: _("The pay or the band is in another currency than the budget."),
    LATER_PAY: _("Pay that begins after the effective date is already recorded."),
}

STATE_KINDS: dict[str, str] = {
    ReviewCycle.State.DRAFT: "",
    ReviewCycle.State.PROPOSED: "warn",
    ReviewCycle.State.APPROVED: "accent",
    ReviewCycle.State.PUBLISHED: "good",
    ReviewCycle.State.CANCELLED: "",
}


def currency_name(code: str) -> Any:
    """The currency in words, or its code."""
    return {"COP": _("Colombian pesos"), "USD": _("US dollars"), "EUR": _("euros")}.get(code, code)

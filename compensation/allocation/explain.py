"""Receipts in words: English templates by reason code, and what would raise a target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from compensation.allocation.money import ZERO
from compensation.allocation.policy import Policy, counted_fit
from compensation.allocation.proposal import PersonInput, is_verified, target_of
from compensation.allocation.receipt import LineCode, Reason, Receipt
from compensation.allocation.wording import Sentence, Value, gettext_noop

MONEY_PARAMS: Final = frozenset({"target", "maximum", "missing", "merit", "change"})
"""Parameters that hold amounts in the band's currency: format them as money before filling a template."""

SHARE_PARAMS: Final = frozenset({"cap", "waterline", "reached", "fit_now", "fit_then"})
"""Parameters that hold shares (0.1 is 10 %): format them as percentages before filling a template."""

TEMPLATES: Final = {
    Reason.NOT_VERIFIED: gettext_noop(
        "Your level is still pending verification: %(evidence_count)s observations count so far. Until there are "
        "enough, your target is your current pay, so this cannot lower it."
    ),
    Reason.ABOVE_RANGE: gettext_noop(
        "Your pay is above the maximum of your band, %(maximum)s. It stays as it is; a review never lowers it."
    ),
    Reason.AT_OR_ABOVE_TARGET: gettext_noop(
        "Your pay already reaches the target for your verified fit, %(target)s, so there was no distance to cover."
    ),
    Reason.REACHED_TARGET: gettext_noop("The pool covered the whole distance to your target, %(target)s."),
    Reason.CAPPED: gettext_noop(
        "In one review pay can rise by at most %(cap)s. After this one, %(missing)s of the distance to your target "
        "remains."
    ),
    Reason.BUDGET_SHORT: gettext_noop(
        "The pool ended before your target did: %(missing)s of the distance remains. Everyone it reached without "
        "another limit was brought to the same share of their target."
    ),
    Reason.OTHERS_FURTHER: gettext_noop(
        "You are at %(reached)s of your target. The pool went first to people further from theirs and brought them to "
        "%(waterline)s."
    ),
    Reason.MERIT_LIMITED: gettext_noop(
        "Your merit amount was limited to %(merit)s by the cap of %(cap)s or by the maximum of your band."
    ),
}
"""One English template per reason; every parameter is in ``explain``'s ``params``."""

TARGET_RISES: Final = gettext_noop(
    "If your fit to the position goes from %(fit_now)s to %(fit_then)s, your target rises by %(change)s. What you "
    "receive depends on the pool of each review."
)


@dataclass(frozen=True, slots=True)
class TargetChange:
    """How a verified fit moves the target. Money in the band's currency; positions are in range.

    ``change`` is never negative: a target in use is not lowered by reaching more.
    """

    fit_now: Decimal
    fit_then: Decimal
    position_now: Decimal
    position_then: Decimal
    target_now: Decimal
    target_then: Decimal
    change: Decimal
    need_then: Decimal

    @property
    def sentence(self) -> Sentence:
        """The change in words."""
        params: dict[str, Value] = {"fit_now": self.fit_now, "fit_then": self.fit_then, "change": self.change}
        return Sentence("target_rises", TARGET_RISES, params)


def explain(receipt: Receipt) -> tuple[Sentence, ...]:
    """One sentence per reason on the receipt, in the receipt's order. Amounts and shares are unformatted decimals."""
    competency = receipt.amount_of(LineCode.COMPETENCY)
    params: dict[str, Value] = {
        "evidence_count": receipt.evidence_count,
        "maximum": receipt.band.maximum,
        "target": receipt.target,
        "cap": receipt.cap,
        "missing": receipt.need - competency,
        "reached": receipt.pay_before / receipt.target,
        "waterline": Decimal(1) if receipt.waterline is None else receipt.waterline,
        "merit": receipt.amount_of(LineCode.MERIT),
    }
    return tuple(Sentence(reason.value, TEMPLATES[reason], params) for reason in receipt.reasons)


def what_would_raise(person: PersonInput, policy: Policy, fit_if_reached: Decimal | float) -> TargetChange:
    """The target now and the target once ``fit_if_reached`` is verified.

    A person pending verification has current pay as target now, and the fit reached as target then.
    """
    band = person.band
    target_now = target_of(person, policy)
    target_then = max(target_now, policy.target_for(fit_if_reached, band))
    verified = is_verified(person, policy)
    return TargetChange(
        fit_now=counted_fit(person.fit),
        fit_then=counted_fit(fit_if_reached),
        position_now=policy.position_for(person.fit) if verified else band.position_in_range(person.pay),
        position_then=band.position_in_range(target_then),
        target_now=target_now,
        target_then=target_then,
        change=target_then - target_now,
        need_then=max(ZERO, target_then - person.pay),
    )

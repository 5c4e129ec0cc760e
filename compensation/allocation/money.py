"""Exact money: currency steps and rounding that keeps sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Final

from compensation.allocation.wording import AllocationError, Sentence, gettext_noop

ZERO: Final = Decimal(0)

# ISO 4217: currencies whose smallest unit is not one hundredth.
_WHOLE_UNITS: Final = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"})
_THOUSANDTHS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def is_currency_code(code: str) -> bool:
    """Whether the text has the form of an ISO 4217 code: three capital Latin letters."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


@cache
def minor_unit(currency: str) -> Decimal:
    """Smallest amount the currency can express, in units of the currency (COP: 0.01, CLP: 1)."""
    if not is_currency_code(currency):
        raise AllocationError(
            [
                Sentence(
                    "currency_unknown",
                    gettext_noop("“%(currency)s” is not a currency code. Write three capital letters, such as COP."),
                    {"currency": currency},
                )
            ]
        )
    if currency in _WHOLE_UNITS:
        return Decimal(1)
    return Decimal("0.001") if currency in _THOUSANDTHS else Decimal("0.01")


def to_step(amount: Decimal, step: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """The multiple of ``step`` nearest to ``amount`` (half to even unless told), with the step's decimals.

    ``step`` need not be a power of ten: a payroll that pays in hundreds uses 100.
    """
    return (amount / step).to_integral_value(rounding=rounding) * step


def is_on_step(amount: Decimal, step: Decimal) -> bool:
    """Whether ``amount`` is a whole number of steps."""
    return amount % step == 0


def largest_remainder(amounts: Sequence[Decimal], total: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Round ``amounts`` to whole steps so that they sum to ``total`` exactly.

    Every amount is rounded down, and the steps still missing go one each to the largest remainders. Ties go to the
    earlier position, so the result is stable: order the amounts by something lasting, such as a reference. No part
    differs from its amount by a step or more. Two equal amounts can end one step apart, never more: where that is not
    acceptable use ``rounding.round_within_budget``, which moves equals together and leaves a few steps unspent.
    Like every largest-remainder rule, a larger total can lower one part by a step.
    """
    floors = [to_step(amount, step, ROUND_FLOOR) for amount in amounts]
    missing = (total - sum(floors, ZERO)) / step
    if missing != missing.to_integral_value() or not 0 <= missing <= len(amounts):
        raise AllocationError(
            [
                Sentence(
                    "total_out_of_reach",
                    gettext_noop(
                        "%(count)s amounts in steps of %(step)s cannot be rounded to sum to %(total)s. "
                        "Give a total in whole steps that is within one step per amount of their sum."
                    ),
                    {"count": len(amounts), "step": step, "total": total},
                )
            ]
        )
    by_remainder = sorted(range(len(amounts)), key=lambda index: (floors[index] - amounts[index], index))
    raised = set(by_remainder[: int(missing)])
    return tuple(floor + step if index in raised else floor for index, floor in enumerate(floors))

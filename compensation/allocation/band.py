"""A pay band and where a pay stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from compensation.allocation.money import is_currency_code
from compensation.allocation.wording import AllocationError, Sentence, gettext_noop


@dataclass(frozen=True, slots=True)
class Band:
    """What one grade pays per period: 0 < minimum ≤ midpoint ≤ maximum, minimum < maximum, in one currency."""

    currency: str
    minimum: Decimal
    midpoint: Decimal
    maximum: Decimal

    def __post_init__(self) -> None:
        problems = []
        if not is_currency_code(self.currency):
            problems.append(
                Sentence(
                    "currency_unknown",
                    gettext_noop("“%(currency)s” is not a currency code. Write three capital letters, such as COP."),
                    {"currency": self.currency},
                )
            )
        edges = (self.minimum, self.midpoint, self.maximum)
        ordered = all(edge.is_finite() for edge in edges) and 0 < self.minimum <= self.midpoint <= self.maximum
        if not ordered or self.minimum == self.maximum:
            problems.append(
                Sentence(
                    "band_order",
                    gettext_noop(
                        "A band needs a minimum above zero, a midpoint not below it and a maximum not below the "
                        "midpoint and above the minimum; this one has %(minimum)s, %(midpoint)s and %(maximum)s."
                    ),
                    {
                        "minimum": str(self.minimum),
                        "midpoint": str(self.midpoint),
                        "maximum": str(self.maximum),
                    },
                )
            )
        if problems:
            raise AllocationError(problems)

    @property
    def width(self) -> Decimal:
        """Maximum minus minimum, in units of the currency."""
        return self.maximum - self.minimum

    def compa_ratio(self, pay: Decimal) -> Decimal:
        """Pay ÷ midpoint: 1 is the midpoint."""
        return pay / self.midpoint

    def position_in_range(self, pay: Decimal) -> Decimal:
        """(pay − minimum) ÷ (maximum − minimum): 0 at the minimum, 1 at the maximum, outside [0, 1] out of range."""
        return (pay - self.minimum) / self.width

    def pay_at(self, position: Decimal) -> Decimal:
        """Pay at a position in range, not yet rounded; the inverse of ``position_in_range``."""
        return self.minimum + position * self.width

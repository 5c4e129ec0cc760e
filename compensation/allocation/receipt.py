"""One employee's receipt: the whole chain from verified fit to new pay, in amounts that sum exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from compensation.allocation.band import Band
from compensation.allocation.money import ZERO
from compensation.allocation.policy import plain
from compensation.allocation.wording import AllocationError, Sentence, gettext_noop


class Reason(StrEnum):
    """Why an amount is what it is. A receipt carries every reason that applies, in this order."""

    NOT_VERIFIED = "not_verified"
    """Too little evidence: the target stays at current pay until the fit is verified."""
    ABOVE_RANGE = "above_range"
    """Pay is above the band's maximum: kept, and not raised."""
    AT_OR_ABOVE_TARGET = "at_or_above_target"
    """Within the band, with no distance to cover."""
    REACHED_TARGET = "reached_target"
    """The competency amount covers the whole need."""
    CAPPED = "capped"
    """The policy's cap (less the merit amount) stopped the competency amount short of the need."""
    BUDGET_SHORT = "budget_short"
    """The pool ended before the need did."""
    OTHERS_FURTHER = "others_further"
    """With ``BUDGET_SHORT``: the pool went entirely to people further from their targets."""
    MERIT_LIMITED = "merit_limited"
    """The cap or the band's maximum reduced the merit amount."""


class LineCode(StrEnum):
    """What one line of a receipt is."""

    CURRENT_PAY = "current_pay"
    COMPETENCY = "competency"
    MERIT = "merit"
    EQUITY = "equity"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class Line:
    """One signed amount of a receipt, in units of the band's currency."""

    code: LineCode
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proposed pay of one employee and everything it follows from.

    ``fit`` is the fit as it counted; ``blind_target`` is min + φ(fit)·(max − min), and ``target`` is what was used:
    the same, or current pay while the fit is not verified. ``need`` = max(0, target − pay_before). Positions and
    compa-ratios are rounded to six decimals. ``waterline``, present when the budget was short, is the share of their
    target to which the pool brought everyone who got more than nothing and was not capped.
    """

    ref: str
    band: Band
    fit: Decimal
    fit_conjunctive: Decimal
    weakest: str
    evidence_count: int
    lines: tuple[Line, ...]
    pay_before: Decimal
    pay_after: Decimal
    blind_target: Decimal
    target: Decimal
    need: Decimal
    position_before: Decimal
    position_after: Decimal
    compa_before: Decimal
    compa_after: Decimal
    cap: Decimal
    cost_factor: Decimal
    waterline: Decimal | None
    reasons: tuple[Reason, ...]
    policy_version: int
    policy_digest: str

    def __post_init__(self) -> None:
        if sum((line.amount for line in self.lines), ZERO) != self.pay_after or self.pay_after < self.pay_before:
            template = gettext_noop("The lines of the receipt of %(ref)s do not add up to a new pay; do not use it.")
            raise AllocationError([Sentence("receipt_sum", template, {"ref": self.ref})])

    @property
    def increase(self) -> Decimal:
        """New pay minus current pay; never negative."""
        return self.pay_after - self.pay_before

    def amount_of(self, code: LineCode) -> Decimal:
        """The line's amount, zero when the receipt has no such line."""
        return sum((line.amount for line in self.lines if line.code == code), ZERO)

    def to_plain(self) -> dict[str, object]:
        """Plain JSON values; every decimal is a string that keeps its digits."""
        content: dict[str, object] = {name: _to_plain(getattr(self, name)) for name in _SCALARS}
        content["band"] = band_to_plain(self.band)
        content["lines"] = [[line.code.value, _digits(line.amount)] for line in self.lines]
        content["reasons"] = [reason.value for reason in self.reasons]
        return content

    @classmethod
    def from_plain(cls, content: Mapping[str, object]) -> Receipt:
        """The receipt that ``to_plain`` wrote, checked again: its lines must still sum to the new pay."""
        reading = _Reading(content)
        return cls(
            ref=reading.text("ref"),
            band=reading.band("band"),
            fit=reading.decimal("fit"),
            fit_conjunctive=reading.decimal("fit_conjunctive"),
            weakest=reading.text("weakest"),
            evidence_count=reading.whole("evidence_count"),
            lines=reading.lines("lines"),
            pay_before=reading.decimal("pay_before"),
            pay_after=reading.decimal("pay_after"),
            blind_target=reading.decimal("blind_target"),
            target=reading.decimal("target"),
            need=reading.decimal("need"),
            position_before=reading.decimal("position_before"),
            position_after=reading.decimal("position_after"),
            compa_before=reading.decimal("compa_before"),
            compa_after=reading.decimal("compa_after"),
            cap=reading.decimal("cap"),
            cost_factor=reading.decimal("cost_factor"),
            waterline=None if content.get("waterline") is None else reading.decimal("waterline"),
            reasons=reading.reasons("reasons"),
            policy_version=reading.whole("policy_version"),
            policy_digest=reading.text("policy_digest"),
        )


_SCALARS: Final = tuple(field.name for field in fields(Receipt) if field.name not in {"band", "lines", "reasons"})


def band_to_plain(band: Band) -> dict[str, str]:
    """A band as plain JSON."""
    return {
        "currency": band.currency,
        "minimum": plain(band.minimum),
        "midpoint": plain(band.midpoint),
        "maximum": plain(band.maximum),
    }


def _digits(value: Decimal) -> str:
    return format(value, "f")


def _to_plain(value: object) -> object:
    return _digits(value) if isinstance(value, Decimal) else value


class _Reading:
    """Typed access to a stored receipt; a value of another kind is an error that names the field."""

    def __init__(self, content: Mapping[str, object]) -> None:
        self.content = content

    def _unreadable(self, key: str) -> AllocationError:
        template = gettext_noop("The stored receipt cannot be read: “%(field)s” is missing or not what it should be.")
        return AllocationError([Sentence("receipt_unreadable", template, {"field": key})])

    def text(self, key: str) -> str:
        value = self.content.get(key)
        if not isinstance(value, str):
            raise self._unreadable(key)
        return value

    def whole(self, key: str) -> int:
        value = self.content.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._unreadable(key)
        return value

    def decimal(self, key: str) -> Decimal:
        try:
            value = Decimal(self.text(key))
        except InvalidOperation as error:
            raise self._unreadable(key) from error
        if not value.is_finite():
            raise self._unreadable(key)
        return value

    def reasons(self, key: str) -> tuple[Reason, ...]:
        value = self.content.get(key)
        known = {reason.value: reason for reason in Reason}
        if not isinstance(value, list) or not all(isinstance(each, str) and each in known for each in value):
            raise self._unreadable(key)
        return tuple(known[each] for each in value)

    def lines(self, key: str) -> tuple[Line, ...]:
        value = self.content.get(key)
        if not isinstance(value, list) or not all(isinstance(each, list) and len(each) == 2 for each in value):
            raise self._unreadable(key)
        known = {code.value: code for code in LineCode}
        if not all(code in known for code, _ in value):
            raise self._unreadable(key)
        return tuple(Line(known[code], _Reading({key: amount}).decimal(key)) for code, amount in value)

    def band(self, key: str) -> Band:
        value = self.content.get(key)
        if not isinstance(value, dict):
            raise self._unreadable(key)
        inner = _Reading(value)
        return Band(
            inner.text("currency"), inner.decimal("minimum"), inner.decimal("midpoint"), inner.decimal("maximum")
        )

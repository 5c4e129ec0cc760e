"""What a cell holds, before any file format: a number, a date, a text, or nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

Value = Decimal | float | int | date | datetime | str | None

# A spreadsheet takes a text that begins with one of these for a formula. The full-width forms are read the same way
# under some Asian locales.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be written: its title, its headers with their kinds, and typed rows in the same order."""

    title: str
    headers: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...]


def value_of(raw: Any) -> Value:
    """A raw value of a report as a plain one: localized and lazy texts become text, moments local and naive.

    A number that is not finite has no meaning in a file and becomes nothing.
    """
    if raw is None or isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return int(raw)
    if isinstance(raw, datetime):
        return timezone.localtime(raw).replace(tzinfo=None) if timezone.is_aware(raw) else raw
    if isinstance(raw, Decimal):
        return raw if raw.is_finite() else None
    if isinstance(raw, float):
        return raw if raw == raw and abs(raw) != float("inf") else None
    if isinstance(raw, int | date):
        return raw
    return str(raw)


def harmless(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would otherwise run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

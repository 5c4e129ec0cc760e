"""How a cell of a report reads on the page, in the language of the page."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lms.reports.exporters.cells import value_of
from lms.ui import formats

NUMERIC = frozenset({"number", "percent"})
NOTHING = "—"


def cell_text(raw: Any, kind: str, *, language: str) -> str:
    """A value as a reader sees it: exact numbers with the decimals they carry, others with two."""
    value = value_of(raw)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{formats.short_date(value.date(), language=language)}, {value:%H:%M}"
    if isinstance(value, date):
        return formats.short_date(value, language=language)
    if kind == "percent":
        return formats.percent(value, language=language)
    return formats.decimal_text(value, language=language, places=_places(value))


def _places(value: Decimal | float | int) -> int:
    if isinstance(value, Decimal):
        return max(0, -int(value.as_tuple().exponent))
    return 2 if isinstance(value, float) else 0

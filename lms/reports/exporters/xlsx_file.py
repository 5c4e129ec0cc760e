"""An Excel workbook with typed cells, written row by row so that its size does not fill the memory."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from lms.plugins.contributions import ReportTable
from lms.reports.exporters.cells import Sheet, Value
from lms.reports.exporters.tables import sheet_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # of a worksheet, less the header
LONGEST_TEXT = 32_767  # of a cell
LONGEST_NAME = 31  # of a worksheet
NARROWEST, WIDEST = 9, 48  # of a column, in characters
# Nothing is guessed from a text: it stays text even if it looks like a formula, a number or an address.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def xlsx_bytes(tables: Sequence[ReportTable], *, created: datetime) -> bytes:
    """A workbook with one sheet per table and, at the end, one with all their notes if there are any."""
    sheets = [sheet_of(table) for table in tables]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": sheets[0].title, "created": created.replace(tzinfo=None)})
    names = sheet_names([*(sheet.title for sheet in sheets), _("Notes")])
    formats = _formats(book)
    for sheet, name in zip(sheets, names, strict=False):
        _write(book.add_worksheet(name), sheet, formats)
    notes = [(sheet.title, note) for sheet in sheets for note in sheet.notes]
    if notes:
        _write(book.add_worksheet(names[-1]), _notes_sheet(notes), formats)
    book.close()
    return file.getvalue()


def _notes_sheet(notes: list[tuple[str, str]]) -> Sheet:
    return Sheet(_("Notes"), (_("Table"), _("Note")), ("text", "text"), tuple(notes), ())


def _formats(book: Any) -> dict[str, Any]:
    return {
        "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "percent": book.add_format({"num_format": "0%"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        **{f"decimals-{places}": book.add_format({"num_format": f"0.{'0' * places}"}) for places in range(1, 7)},
    }


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    if len(sheet.rows) > MOST_ROWS:
        raise ValueError(f"A worksheet holds {MOST_ROWS} rows and this table has {len(sheet.rows)}: write it as CSV.")
    for at, width in enumerate(_widths(sheet)):
        page.set_column(at, at, width)
    page.freeze_panes(1, 0)
    for at, header in enumerate(sheet.headers):
        page.write_string(0, at, header[:LONGEST_TEXT], formats["header"])
    for number, row in enumerate(sheet.rows, start=1):
        for at, (value, kind) in enumerate(zip(row, sheet.kinds, strict=True)):
            _write_cell(page, number, at, value, formats, kind)


def _write_cell(page: Any, row: int, at: int, value: Value, formats: dict[str, Any], kind: str) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, at, value[:LONGEST_TEXT])
    elif isinstance(value, datetime):
        page.write_datetime(row, at, value, formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, at, value, formats["date"])
    else:
        page.write_number(row, at, value, formats["percent"] if kind == "percent" else formats.get(_decimals(value)))


def _decimals(value: Decimal | float | int) -> str:
    """The name of the format with as many decimals as an exact number carries: 3.0 is not shown as 3."""
    return f"decimals-{-int(value.as_tuple().exponent)}" if isinstance(value, Decimal) else ""


def _widths(sheet: Sheet) -> Iterable[int]:
    """As wide as the longest text of the header and the first rows, within reason."""
    for at, header in enumerate(sheet.headers):
        texts = [header, *(str(row[at]) for row in sheet.rows[:200] if row[at] is not None)]
        yield min(max(NARROWEST, *(len(text) + 2 for text in texts)), WIDEST)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that Excel takes: at most 31 characters, none of []:*?/\\, no apostrophe at an end, no two alike."""
    names: list[str] = []
    for title in titles:
        clean = "".join(" " if character in "[]:*?/\\" else character for character in title).strip(" '") or "·"
        if clean.casefold() == "history":
            clean = f"{clean} ·"  # Excel keeps this name for itself
        name, copy = clean[:LONGEST_NAME].rstrip(" '"), 2
        while name.casefold() in {taken.casefold() for taken in names}:
            name = f"{clean[: LONGEST_NAME - 4].rstrip()} ({copy})"
            copy += 1
        names.append(name)
    return names

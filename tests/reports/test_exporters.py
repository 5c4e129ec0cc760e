"""What the writers put into files, read back by other programs."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from lms.core.localized import Localized
from lms.plugins.contributions import Column, ReportTable
from lms.reports.exporters.cells import FORMULA_STARTS, harmless
from lms.reports.exporters.csv_file import csv_bytes
from lms.reports.exporters.xlsx_file import sheet_names, xlsx_bytes

NOON = datetime(2026, 11, 4, 17, 0, tzinfo=UTC)
COLUMNS = (
    Column("name", "Nombre"),
    Column("level", "Nivel", "number"),
    Column("share", "Parte", "percent"),
    Column("day", "Día", "date"),
)
ROWS: tuple[dict[str, Any], ...] = (
    {"name": 'Muñoz, "Nené"', "level": Decimal("-0.50"), "share": 0.75, "day": date(2026, 11, 4)},
    {"name": "dos\nlíneas", "level": 3, "share": None, "day": NOON},
    {"name": Localized(es="Recepción", en="Reception"), "level": float("nan")},
)


def table(rows: Any = ROWS, notes: tuple[str, ...] = ("Corte del 4 de noviembre.",)) -> ReportTable:
    return ReportTable("Nivel por unidad", COLUMNS, rows, notes)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv_is_read_back_as_written() -> None:
    content = csv_bytes(table())
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content) == [
        ["Nombre", "Nivel", "Parte", "Día"],
        ['Muñoz, "Nené"', "-0.50", "0.75", "2026-11-04"],
        ["dos\nlíneas", "3", "", "2026-11-04 12:00:00"],
        ["Recepción", "", "", ""],
    ]


def test_csv_ends_every_line_as_the_standard_says() -> None:
    content = csv_bytes(table(rows=({"name": "a"}, {"name": "b"})))
    assert content.decode("utf-8-sig") == "Nombre,Nivel,Parte,Día\r\na,,,\r\nb,,,\r\n"


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_csv_never_carries_a_formula(start: str) -> None:
    hostile = f'{start}HYPERLINK("http://x")'
    content = csv_bytes(ReportTable("t", (Column("a", hostile),), ({"a": hostile},)))
    assert read_csv(content) == [[f"'{hostile}"], [f"'{hostile}"]]


@given(st.text(max_size=20))
def test_harmless_text_begins_nothing_and_loses_nothing(text: str) -> None:
    safe = harmless(text)
    assert not safe.startswith(FORMULA_STARTS)
    assert safe in {text, f"'{text}"}


def test_xlsx_has_typed_cells_and_a_frozen_header() -> None:
    with translation.override("en"):
        book = read_xlsx(xlsx_bytes([table()], created=NOON))
    assert book.sheetnames == ["Nivel por unidad", "Notes"]
    sheet = book["Nivel por unidad"]
    assert sheet.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Nombre", "Nivel", "Parte", "Día"],
        ['Muñoz, "Nené"', -0.5, 0.75, datetime.fromisoformat("2026-11-04")],
        ["dos\nlíneas", 3, None, datetime.fromisoformat("2026-11-04T12:00")],
        ["Reception", None, None, None],
    ]
    assert (sheet["B2"].number_format, sheet["C2"].number_format, sheet["D2"].number_format) == (
        "0.00", "0%", "yyyy-mm-dd",
    )  # fmt: skip
    assert [[cell.value for cell in row] for row in book["Notes"].iter_rows()] == [
        ["Table", "Note"],
        ["Nivel por unidad", "Corte del 4 de noviembre."],
    ]


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@x", "\t=1", "http://x", "{=1}", "007"])
def test_xlsx_keeps_texts_as_texts(hostile: str) -> None:
    book = read_xlsx(xlsx_bytes([ReportTable("t", (Column("a", hostile),), ({"a": hostile},))], created=NOON))
    assert [(cell.value, cell.data_type) for cell in book["t"]["A"]] == [(hostile, "s"), (hostile, "s")]
    assert book["t"]["A2"].hyperlink is None


def test_xlsx_is_the_same_bytes_for_the_same_figures() -> None:
    assert xlsx_bytes([table()], created=NOON) == xlsx_bytes([table()], created=NOON)


def test_xlsx_without_notes_has_no_sheet_for_them() -> None:
    assert read_xlsx(xlsx_bytes([table(notes=())], created=NOON)).sheetnames == ["Nivel por unidad"]


def test_xlsx_cuts_a_text_that_no_cell_can_hold() -> None:
    book = read_xlsx(xlsx_bytes([ReportTable("t", (Column("a", "A"),), ({"a": "x" * 40_000},))], created=NOON))
    assert len(book["t"]["A2"].value) == 32_767


def test_sheet_names_are_what_excel_takes() -> None:
    assert sheet_names(["a/b: [c]*?\\", "A B   C", "History", "'x'", "", "n" * 40, "n" * 40]) == [
        "a b   c", "A B   C (2)", "History ·", "x", "·", "n" * 31, "n" * 27 + " (2)",
    ]  # fmt: skip


def test_headers_follow_the_language() -> None:
    lazy = ReportTable("t", (Column("a", gettext_lazy("Monday")),), ())
    assert read_csv(csv_bytes(lazy)) == [["lunes"]]
    with translation.override("en"):
        assert read_csv(csv_bytes(lazy)) == [["Monday"]]

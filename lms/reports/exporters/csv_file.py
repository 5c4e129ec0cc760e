"""Comma-separated values after RFC 4180, in UTF-8 with the mark that Excel needs to recognise it.

Numbers are written for machines (a decimal point, no thousands), dates as ISO 8601, shares of one as numbers: a file
reads the same whatever the language of whoever exported it. Only the data: notes stay on the page and in the workbook.
"""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

from lms.plugins.contributions import ReportTable
from lms.reports.exporters.cells import Value, harmless
from lms.reports.exporters.tables import sheet_of

CONTENT_TYPE = "text/csv; charset=utf-8"


def csv_bytes(table: ReportTable) -> bytes:
    """The table as a CSV file: one header line, then one line per row."""
    sheet = sheet_of(table)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(header) for header in sheet.headers])
    writer.writerows([written(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def written(value: Value) -> str:
    """One cell as text. Only text can carry a formula; a negative number stays a number."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return harmless(value) if isinstance(value, str) else repr(value)

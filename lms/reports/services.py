"""Taking figures out of the site. Every file that leaves is noted with who took it and what it was about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lms.core import audit, clock
from lms.core.errors import NotHere, Refused
from lms.people.models import User
from lms.plugins.contributions import ReportTable
from lms.reports.exporters import csv_file, xlsx_file

CSV, XLSX = "csv", "xlsx"
# What may stand in the audit trail of an export: keys, identifiers and dates, never a text that somebody wrote.
KEYLIKE = re.compile(r"^[\w.:-]{1,60}$")


class TooLarge(Refused):
    """The table does not fit into a worksheet."""

    code = "report-too-large"
    sentence = _("This table has more rows than an Excel sheet holds. Nothing was exported. Export it as CSV instead.")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A finished file: its name, its media type and its bytes."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def export(
    *, actor: User, report: str, tables: Sequence[ReportTable], file_format: str, filters: Mapping[str, str]
) -> ExportedFile:
    """Write `tables` to a file in `file_format` and note it in the audit trail.

    CSV takes the first table only. `report` is the stable key of what is exported (`plugin/key`), `filters` the
    parameters it was computed with. `NotHere` for a format that does not exist.
    """
    if file_format == CSV:
        content, content_type = csv_file.csv_bytes(tables[0]), csv_file.CONTENT_TYPE
    elif file_format == XLSX:
        if any(len(table.rows) > xlsx_file.MOST_ROWS for table in tables):
            raise TooLarge
        content, content_type = xlsx_file.xlsx_bytes(tables, created=clock.now()), xlsx_file.CONTENT_TYPE
    else:
        raise NotHere
    written = tables[:1] if file_format == CSV else tables
    audit.record(
        actor=actor,
        action="report.exported",
        subject=actor,
        report=report,
        format=file_format,
        rows=sum(len(table.rows) for table in written),
        filters={key: value for key, value in filters.items() if KEYLIKE.match(value)},
    )
    return ExportedFile(f"{file_stem(str(tables[0].title))}.{file_format}", content_type, content)


def file_stem(title: str) -> str:
    """The name of a file without its ending: what it is and the day it was taken, in plain ASCII."""
    return f"{slugify(title) or 'report'}-{clock.today().isoformat()}"

"""From a report's table to the sheet that a writer lays down."""

from lms.plugins.contributions import ReportTable
from lms.reports.exporters.cells import Sheet, value_of


def sheet_of(table: ReportTable) -> Sheet:
    """The table with its rows as tuples in the order of the columns; a missing key is an empty cell."""
    return Sheet(
        title=str(table.title),
        headers=tuple(str(column.label) for column in table.columns),
        kinds=tuple(column.kind for column in table.columns),
        rows=tuple(tuple(value_of(row.get(column.key)) for column in table.columns) for row in table.rows),
        notes=tuple(str(note) for note in table.notes),
    )

"""The board as tables for files: exactly what the page shows, rounded as it is shown."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from competencies.dashboard import selectors
from competencies.dashboard.board import Board, Focus, board
from competencies.dashboard.figures import Cell
from competencies.dashboard.filters import FilterForm
from competencies.dashboard.trend import Course
from competencies.selectors import level_names
from lms.core import clock
from lms.core.errors import NotHere
from lms.people.models import User
from lms.plugins.contributions import Column, Report, ReportTable
from lms.ui import formats

PERMISSION = "competencies.view_dashboard"


def by_unit_report() -> Report:
    """The map as a report of the host's list."""
    return Report(
        key="by-unit",
        name=gettext_lazy("Competency by unit"),
        summary=gettext_lazy("Mean level of each competency in each unit, beside what the positions ask for."),
        permission=PERMISSION,
        compute=compute_by_unit,
    )


def compute_by_unit(user: User, parameters: dict[str, str]) -> ReportTable:
    """The map for the filters in `parameters`, the same ones as the board's."""
    if not user.has_perm(PERMISSION):
        raise NotHere
    shown, form = board_for(parameters)
    return by_unit(shown, [chip["label"] for chip in form.applied()])


def board_for(parameters: Any) -> tuple[Board, FilterForm]:
    """The board of today for the parameters of an address, and the form that read them."""
    known = selectors.organisation()
    form = FilterForm(parameters, units=known.units, positions=known.positions, competencies=known.competencies)
    return board(known, form.filters(), clock.today()), form


def tables(shown: Board, applied: Sequence[str], course: Course | None) -> list[ReportTable]:
    """One table per figure of the page, the map first."""
    found = [by_unit(shown, applied), gaps(shown)]
    if shown.focus is not None:
        found.append(by_position(shown.focus))
        if shown.focus.levels is not None:
            found.append(by_level(shown.focus))
        if course is not None:
            found.append(by_month(shown.focus, course))
    return found


def by_unit(shown: Board, applied: Sequence[str]) -> ReportTable:
    """Units × competencies: mean levels, with their totals and the mean target as the last two rows."""
    columns = [
        Column("unit", _("Unit")),
        Column("people", _("People"), "number"),
        *(Column(one.key, str(one), "number") for one in shown.columns),
    ]
    keys = [one.key for one in shown.columns]
    rows: list[dict[str, Any]] = [
        {"unit": str(row.unit), "people": row.headcount, **dict(zip(keys, map(mean, row.cells), strict=True))}
        for row in shown.rows
    ]
    if rows:
        totals = dict(zip(keys, map(mean, shown.totals), strict=True))
        targets = dict(zip(keys, map(target, shown.totals), strict=True))
        rows += [
            {"unit": _("All units"), "people": shown.people, **totals},
            {"unit": _("Mean target"), "people": None, **targets},
        ]
    return ReportTable(_("Competency by unit"), columns, rows, by_unit_notes(shown, applied))


def by_unit_notes(shown: Board, applied: Sequence[str]) -> list[str]:
    """What has to be known to read the map."""
    day = formats.day(shown.on, language=get_language() or "es")
    notes = [
        _("As of %(day)s.") % {"day": day},
        _(
            "Mean level from 1 to 5 of the people whose position asks for the competency and who have enough evidence "
            "in it."
        ),
    ]
    if any(not cell.asked for row in shown.rows for cell in row.cells):
        notes.append(_("An empty cell: no position in that unit asks for the competency."))
    if applied:
        notes.append(_("Filters: %(filters)s.") % {"filters": "; ".join(applied)})
    if shown.with_hidden:
        notes.append(
            _("Means of fewer than 5 people are hidden, and so are those that would give them away from the total.")
        )
    return notes


def gaps(shown: Board) -> ReportTable:
    """Competencies by weighted gap."""
    columns = [
        Column("competency", _("Competency")),
        Column("below", _("Below target"), "number"),
        Column("people", _("People with evidence"), "number"),
        Column("distance", _("Mean distance to the target"), "number"),
        Column("weighted", _("Weighted gap"), "number"),
    ]
    rows = [{"competency": str(one.competency), **figures(one.cell)} for one in shown.ranking]
    return ReportTable(_("Where to start"), columns, rows, [weighted_note()])


def by_position(focus: Focus) -> ReportTable:
    """The positions that ask for the competency in detail."""
    columns = [
        Column("position", _("Position")),
        Column("below", _("Below target"), "number"),
        Column("people", _("People with evidence"), "number"),
        Column("distance", _("Mean distance to the target"), "number"),
        Column("weighted", _("Weighted gap"), "number"),
    ]
    rows = [{"position": str(row.position), **figures(row.cell)} for row in focus.positions]
    return ReportTable(
        _("By position"), columns, rows, [_("In detail: %(competency)s") % {"competency": focus.competency}]
    )


def by_level(focus: Focus) -> ReportTable:
    """How many people stand at each level of the competency in detail."""
    counts = focus.levels.counts if focus.levels is not None else ()
    names = level_names(focus.competency.framework)
    rows = [
        {"level": f"{number} {name}", "people": count}
        for number, (name, count) in enumerate(zip(names, counts, strict=True), start=1)
    ]
    columns = [Column("level", _("Level")), Column("people", _("People"), "number")]
    return ReportTable(
        _("People by level"), columns, rows, [_("In detail: %(competency)s") % {"competency": focus.competency}]
    )


def by_month(focus: Focus, course: Course) -> ReportTable:
    """The mean of the same people over time."""
    columns = [
        Column("month", _("Date"), "date"),
        Column("mean", _("Mean level"), "number"),
        Column("low", _("From"), "number"),
        Column("high", pgettext("range", "To"), "number"),
    ]
    rows = [
        {
            "month": moment.on,
            "mean": formats.rounded(moment.mean, 2),
            "low": formats.rounded(moment.low, 2),
            "high": formats.rounded(moment.high, 2),
        }
        for moment in course.moments
    ]
    return ReportTable(_("Mean level by month"), columns, rows, [course_caption(focus, course), course_note()])


def course_caption(focus: Focus, course: Course) -> str:
    """What the line over time shows."""
    return _("%(competency)s, mean level of the same %(people)s people at the end of each month") % {
        "competency": focus.competency,
        "people": course.people,
    }


def course_note() -> str:
    """What the line over time does not show."""
    return _(
        "Only people with enough evidence at every one of these dates are counted, with the evidence there was on "
        "each date. The band is the 90% interval of their mean. It says when something changed, not why."
    )


def figures(cell: Cell) -> dict[str, Any]:
    """The figures of a group as they are shown."""
    if cell.hidden:
        word = _("hidden")
        return {"below": word, "people": word, "distance": word, "weighted": word}
    distance = None if cell.distance is None else formats.rounded(cell.distance, 2)
    return {"below": cell.below, "people": cell.n, "distance": distance, "weighted": formats.rounded(cell.weighted, 2)}


def mean(cell: Cell) -> Decimal | str | None:
    """The mean level at the one decimal that is shown; a word when it is hidden; nothing when there is none."""
    if cell.hidden:
        return _("hidden")
    return None if cell.mean is None else formats.rounded(cell.mean, 1)


def target(cell: Cell) -> Decimal | None:
    """The mean required level at one decimal. What positions ask for says nothing about anybody."""
    return None if cell.target is None else formats.rounded(cell.target, 1)


def weighted_note() -> str:
    """What the order of the list means."""
    return _(
        "Ordered by weighted gap: the levels that people below their target lack, each times the weight of the "
        "competency in their position."
    )

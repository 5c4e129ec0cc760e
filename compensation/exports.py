"""A review cycle as files: one row per person, with totals that are the page's own."""

from typing import Any

from django.utils.translation import gettext as _

from compensation import selectors
from compensation.allocation.receipt import LineCode
from compensation.models import Computation
from compensation.wording import EXCLUSIONS, LINES, REASONS
from lms.plugins.contributions import Column, ReportTable


def proposals_table(computation: Computation) -> ReportTable:
    """Every receipt of a computation, by name."""
    cycle = computation.cycle
    columns = [
        Column("number", _("Employee number")),
        Column("name", _("Name")),
        Column("position", _("Position")),
        Column("unit", _("Unit")),
        Column("grade", _("Grade"), "number"),
        Column("fit", _("Verified role fit"), "percent"),
        Column("evidence", _("Observations that count"), "number"),
        *(Column(code.value, str(LINES[code]), "number") for code in LineCode if code is not LineCode.EQUITY),
        Column("after", _("New salary"), "number"),
        Column("target", _("Target"), "number"),
        Column("position_after", _("Position in the band"), "percent"),
        Column("compa_after", _("Compa-ratio"), "number"),
        Column("reasons", _("Why")),
    ]
    lines = selectors.lines_of(selectors.proposals_of(computation))
    notes = [
        _("Amounts a month, in %(currency)s.") % {"currency": cycle.currency},
        _("Evidence until %(day)s; paid from %(start)s.")
        % {"day": cycle.cut_off.isoformat(), "start": cycle.effective_on.isoformat()},
        _("Policy %(version)s, %(digest)s.") % {"version": cycle.policy.version, "digest": cycle.policy.digest},
        _("Figures %(digest)s.") % {"digest": computation.figures_digest},
    ]
    return ReportTable(title=str(cycle.name), columns=columns, rows=[_row(line) for line in lines], notes=notes)


def _row(line: selectors.ReceiptLine) -> dict[str, Any]:
    receipt = line.receipt
    return {
        "number": line.employee.number,
        "name": str(line.employee),
        "position": selectors.localized(line.inputs.position),
        "unit": selectors.localized(line.inputs.unit),
        "grade": line.inputs.grade,
        "fit": receipt.fit,
        "evidence": receipt.evidence_count,
        **{code.value: receipt.amount_of(code) for code in LineCode},
        "after": receipt.pay_after,
        "target": receipt.target,
        "position_after": receipt.position_after,
        "compa_after": receipt.compa_after,
        "reasons": "; ".join(str(REASONS[reason]) for reason in receipt.reasons),
    }


def totals_table(computation: Computation) -> ReportTable:
    """The totals of a computation."""
    totals = selectors.totals_of(computation)
    named = [
        (_("People"), totals.people),
        (_("People whose pay rises"), totals.raised),
        (_("Shared out"), totals.spent),
        (_("Left in the pool"), totals.unspent),
        (_("Budget"), totals.budget),
        (_("Salaries today"), totals.before),
        (_("Increases"), totals.increases),
        (_("Salaries after"), totals.after),
    ]
    return ReportTable(
        title=_("Totals"),
        columns=[Column("what", _("Total")), Column("value", _("Value"), "number")],
        rows=[{"what": label, "value": value} for label, value in named],
    )


def excluded_table(computation: Computation) -> ReportTable:
    """Who was left out of a computation, and why."""
    return ReportTable(
        title=_("Not reviewed"),
        columns=[Column("number", _("Employee number")), Column("name", _("Name")), Column("why", _("Why"))],
        rows=[
            {"number": one.employee.number, "name": str(one.employee), "why": str(EXCLUSIONS[one.reason])}
            for one in selectors.excluded_of(computation)
        ],
    )

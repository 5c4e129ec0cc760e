"""Reads across bands, pay, cycles and receipts. Whoever calls them has asked `access` first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from compensation.allocation.receipt import Reason, Receipt
from compensation.frozen import Inputs
from compensation.models import Computation, Decision, PayBand, PayRead, PayRecord, Policy, Proposal, ReviewCycle
from lms.core import clock
from lms.core.localized import Localized
from lms.people import directory
from lms.people.models import Assignment, Employee, Unit
from lms.people.selectors import subtree


@dataclass(frozen=True, slots=True)
class Seat:
    """An employee with the assignment in force at a cut-off, if there is one."""

    employee: Employee
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One row of a cycle's table or export: a receipt with whose it is."""

    proposal: Proposal
    employee: Employee
    inputs: Inputs
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Totals:
    """What a computation gives out, by month. `spent` + `unspent` = `budget`; `before` + `increases` = `after`."""

    people: int
    raised: int
    budget: Decimal
    spent: Decimal
    unspent: Decimal
    increases: Decimal
    needs: Decimal
    before: Decimal
    after: Decimal
    reasons: tuple[tuple[Reason, int], ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """Somebody of the unit who could not be reviewed, and the code of the reason."""

    employee: Employee
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How often one person read for one purpose, and when last."""

    reader: Any
    purpose: str
    times: int
    last_at: Any
    own: bool


def bands_in_force(on: date) -> "QuerySet[PayBand]":
    """The band of every grade on a date."""
    bands: QuerySet[PayBand] = PayBand.objects.in_force(on).order_by("grade")
    return bands


def bands_by_grade(on: date) -> dict[int, PayBand]:
    """The band of every grade on a date, by grade."""
    return {band.grade: band for band in bands_in_force(on)}


def latest_policy() -> Policy | None:
    """The policy written last."""
    return Policy.objects.order_by("-version").first()


def population(unit: Unit, cut_off: date) -> Any:
    """Queryset of who was employed and assigned in the unit or below it at the cut-off."""
    return Employee.objects.employed(cut_off).assigned_under(subtree(unit), cut_off)


def seats(unit: Unit, cut_off: date) -> list[Seat]:
    """The population with each one's post at the cut-off, by name."""
    in_force = Assignment.objects.in_force(cut_off).select_related("position", "unit")
    people = population(unit, cut_off).prefetch_related(Prefetch("assignments", queryset=in_force, to_attr="current"))
    return [Seat(one, one.current[0] if one.current else None) for one in people]


def latest_pay(employees: Any) -> dict[int, PayRecord]:
    """The base salary recorded last for each of `employees` (a queryset), whatever its date, by employee id."""
    rows = PayRecord.objects.filter(component=PayRecord.Component.BASE, employee__in=employees.values("pk"))
    # Ascending: the last row of each person stays.
    return {row.employee_id: row for row in rows.order_by("effective_on", "pk")}


def pay_of(employee: Employee, on: date | None = None) -> PayRecord | None:
    """The base salary in force on a date (today)."""
    rows = PayRecord.objects.filter(
        employee=employee, component=PayRecord.Component.BASE, effective_on__lte=on or clock.today()
    )
    return rows.order_by("-effective_on", "-pk").first()


def totals_of(computation: Computation) -> Totals:
    """The totals as they were computed."""
    kept: Mapping[str, Any] = computation.totals
    money = {name: Decimal(kept[name]) for name in MONEY_TOTALS}
    return Totals(
        people=kept["people"],
        raised=kept["raised"],
        reasons=tuple((Reason(code), count) for code, count in kept["reasons"]),
        **money,
    )


MONEY_TOTALS = ("budget", "spent", "unspent", "increases", "needs", "before", "after")


def proposals_of(computation: Computation) -> list[Proposal]:
    """The proposals of a computation with their employees, by name, whatever the database makes of accents."""
    rows: QuerySet[Proposal] = Proposal.objects.filter(computation=computation).select_related("employee")
    return sorted(rows, key=lambda row: _by_name(row.employee))


def _by_name(employee: Employee) -> tuple[str, str, int]:
    return directory.by_name(employee.first_name, employee.last_name, employee.pk)


def line_of(proposal: Proposal) -> ReceiptLine:
    """A proposal read and checked."""
    return ReceiptLine(proposal, proposal.employee, Inputs.from_plain(proposal.inputs), proposal.amounts())


def lines_of(proposals: Iterable[Proposal]) -> list[ReceiptLine]:
    """Proposals read and checked, in the order given."""
    return [line_of(proposal) for proposal in proposals]


def excluded_of(computation: Computation) -> list[Excluded]:
    """Who was left out, by name."""
    reasons = {entry["employee"]: entry["reason"] for entry in computation.excluded}
    people = sorted(Employee.objects.filter(pk__in=list(reasons)), key=_by_name)
    return [Excluded(one, reasons[one.pk]) for one in people]


def decisions_of(cycle: ReviewCycle) -> list[Decision]:
    """Every step taken in a cycle, oldest first."""
    return list(cycle.decisions.select_related("actor"))


def last_decision(decisions: Sequence[Decision], kind: str) -> Decision | None:
    """The last step of a kind."""
    return next((one for one in reversed(decisions) if one.kind == kind), None)


def own_receipts(employee: Employee) -> "QuerySet[Proposal]":
    """The published receipts of an employee, newest first."""
    rows: QuerySet[Proposal] = Proposal.objects.filter(
        employee=employee,
        computation__cycle__state=ReviewCycle.State.PUBLISHED,
        computation__in=ReviewCycle.objects.values("computation"),
    )
    return rows.select_related("computation__cycle", "employee").order_by("-computation__cycle__effective_on", "-pk")


def readings_of(proposal: Proposal) -> list[Reading]:
    """Who has read this receipt, alone or with everybody's in its cycle, and for what; latest first."""
    cycle = proposal.computation.cycle
    rows = PayRead.objects.filter(cycle=cycle).filter(Q(employee=proposal.employee_id) | Q(employee=None))
    grouped: dict[tuple[int, str], list[PayRead]] = {}
    for row in rows.select_related("reader").order_by("-at", "-pk"):
        grouped.setdefault((row.reader_id, row.purpose), []).append(row)
    return [
        Reading(own[0].reader, PayRead.Purpose(purpose).value, len(own), own[0].at, purpose == PayRead.Purpose.OWN)
        for (_, purpose), own in grouped.items()
    ]


def published_at(proposals: Iterable[Proposal]) -> dict[int, Any]:
    """When the cycle of each proposal was published, by cycle id."""
    cycles = {proposal.computation.cycle_id for proposal in proposals}
    rows = Decision.objects.filter(cycle__in=cycles, kind=Decision.Kind.PUBLISHED)
    return dict(rows.values_list("cycle").annotate(at=Max("at")).values_list("cycle", "at"))


def localized(texts: Mapping[str, str]) -> str:
    """A stored text in the active language."""
    return str(Localized(texts))

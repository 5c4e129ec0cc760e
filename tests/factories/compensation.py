"""A small organisation whose pay can be reviewed, and the people who review it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from compensation import services
from compensation.models import Computation, Policy, Proposal, ReviewCycle
from competencies.services import record_evidence_of_attempt
from lms.core.localized import Localized
from lms.people.models import Employee, Position, Unit, User
from lms.records.models import Attempt
from tests.factories.competencies import CalibrationFactory, CompetencyFactory, RequirementFactory, finish
from tests.factories.people import AssignmentFactory, EmployeeFactory, PositionFactory, UnitFactory, UserFactory
from tests.factories.records import observed

CUT_OFF = date(2026, 9, 30)
EFFECTIVE = date(2027, 1, 1)
SEEN = datetime(2026, 8, 15, 15, 0, tzinfo=UTC)
KEYS = ("active-listening", "composure", "stewardship")


def policy_document(version: int = 1, **changes: Any) -> dict[str, Any]:
    """Rules that give the whole budget to competency."""
    return {
        "format": "talante.policy/1",
        "version": version,
        "pools": {"competency": {"share": "1"}},
        "phi": [["0", "0"], ["1", "1"]],
        "gate": {"minimum_evidence": 5},
        "cap": "0.15",
        "rounding_step": "100",
        "no_decrease": True,
        **changes,
    }


@dataclass(slots=True)
class Organisation:
    """One unit with a manager, staff with pay and evidence, and the people around it."""

    unit: Unit
    position: Position
    policy: Policy
    manager: Employee
    staff: list[Employee]
    hr: User
    approver: User

    def open(self, **changes: Any) -> ReviewCycle:
        """A draft cycle over the unit."""
        values: dict[str, Any] = {
            "actor": self.hr,
            "name": Localized(es="Revisión 2026", en="Review 2026"),
            "unit": self.unit,
            "cut_off": CUT_OFF,
            "policy": self.policy,
            "budget": Decimal("300000.00"),
            "effective_on": EFFECTIVE,
        }
        return services.open_cycle(**{**values, **changes})

    def computed(self, **changes: Any) -> ReviewCycle:
        """A computed draft."""
        cycle = self.open(**changes)
        services.compute_proposals(actor=self.hr, cycle=cycle)
        cycle.refresh_from_db()
        return cycle

    def proposed(self, **changes: Any) -> ReviewCycle:
        """A cycle waiting for approval."""
        return services.submit_for_approval(actor=self.hr, cycle=self.computed(**changes))

    def approved(self, **changes: Any) -> ReviewCycle:
        """An approved cycle."""
        cycle = self.proposed(**changes)
        return services.approve(actor=self.approver, cycle=cycle, figures=computation_of(cycle).figures_digest)

    def published(self, **changes: Any) -> ReviewCycle:
        """A published cycle."""
        return services.publish(actor=self.hr, cycle=self.approved(**changes))


def organisation(staff: int = 3, *, rounds: int = 3) -> Organisation:
    """`staff` people in the unit: the first answers everything right, each next one less."""
    CalibrationFactory.create()
    unit = UnitFactory.create(key="reception", name=Localized(es="Recepción", en="Reception"))
    position = PositionFactory.create(title=Localized(es="Recepcionista", en="Receptionist"), grade=4)
    for key in KEYS:
        name = Localized(es=f"Competencia {key}", en=f"Competency {key}")
        RequirementFactory.create(position=position, competency=CompetencyFactory.create(key=key, name=name))
    services.set_band(
        actor=None,
        grade=4,
        currency="COP",
        minimum=Decimal(1_900_000),
        midpoint=Decimal(2_350_000),
        maximum=Decimal(2_800_000),
        valid_from=date(2026, 1, 1),
    )
    people = [employee_with_pay(unit, position, Decimal(2_000_000 + 50_000 * number)) for number in range(staff)]
    for number, employee in enumerate(people):
        show(employee, right=max(0, 6 - 2 * number), of=6, rounds=rounds)
    manager = EmployeeFactory.create(
        first_name="Jefa", last_name="Unidad", assignment={"unit": UnitFactory.create(key="office")}
    )
    unit.head = manager
    unit.save()
    return Organisation(
        unit=unit,
        position=position,
        policy=services.write_policy(actor=None, document=policy_document()),
        manager=manager,
        staff=people,
        hr=UserFactory.create(username="hr", first_name="Inés", last_name="Caicedo", roles=("hr",)),
        approver=UserFactory.create(username="approver", first_name="Ana", last_name="Ruiz", roles=("approver",)),
    )


def employee_with_pay(unit: Unit, position: Position, amount: Decimal) -> Employee:
    """Somebody of the unit with a base salary since January."""
    employee = EmployeeFactory.create(assignment={})
    AssignmentFactory.create(employee=employee, unit=unit, position=position)
    services.record_pay(actor=None, employee=employee, amount=amount, currency="COP", effective_on=date(2026, 1, 1))
    return employee


def show(employee: Employee, *, right: int, of: int, rounds: int = 1, at: datetime = SEEN) -> Attempt:
    """Evidence in every competency: `right` answers out of `of`, in each of them, `rounds` times over."""
    seen = [
        observed(key, int(number < right), item=f"{key}-{turn}-{number}")
        for key in KEYS
        for turn in range(rounds)
        for number in range(of)
    ]
    attempt = finish(employee, seen, at=at)
    record_evidence_of_attempt(attempt.pk)
    return attempt


def proposal_of(cycle: ReviewCycle, employee: Employee) -> Proposal:
    """The proposal that counts for an employee."""
    proposal: Proposal = Proposal.objects.get(computation=cycle.computation_id, employee=employee)
    return proposal


def computation_of(cycle: ReviewCycle) -> Computation:
    """The computation that counts."""
    assert cycle.computation is not None
    return cycle.computation

"""Changing the organisation. Every change names its actor and leaves a line in the audit trail."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from lms.core import audit
from lms.core.errors import NotHere
from lms.core.localized import Localized
from lms.people.models import Assignment, Employee, Position, Unit, User


@transaction.atomic
def create_unit(
    *, actor: User | None, key: str, name: dict[str, str], parent: Unit | None = None, city: str = ""
) -> Unit:
    """Add a unit below `parent`, or at the top."""
    values: dict[str, Any] = {"key": key, "name": Localized(name), "city": city}
    unit: Unit = parent.add_child(**values) if parent is not None else Unit.add_root(**values)
    audit.record(actor=actor, action="unit.created", subject=unit)
    return unit


@transaction.atomic
def name_head(*, actor: User | None, unit: Unit, head: Employee | None) -> Unit:
    """Name the employee who manages a unit."""
    unit.head = head
    unit.save(update_fields=["head"])
    audit.record(actor=actor, action="unit.head-named", subject=unit, head=str(head.uuid) if head else None)
    return unit


@transaction.atomic
def create_position(*, actor: User | None, **values: Any) -> Position:
    """Add a position to the structure."""
    position = Position(**values)
    position.full_clean()
    position.save()
    audit.record(actor=actor, action="position.created", subject=position)
    return position


@transaction.atomic
def hire(
    *, actor: User | None, unit: Unit, position: Position, hired_on: date, user: User | None = None, **person: Any
) -> Employee:
    """Register an employee with a first assignment. `person`: number, first_name, last_name, sex."""
    employee = Employee(user=user, hired_on=hired_on, **person)
    employee.full_clean()
    employee.save()
    _assign(employee, unit, position, hired_on)
    audit.record(actor=actor, action="employee.hired", subject=employee, unit=unit.key, position=position.key)
    return employee


@transaction.atomic
def transfer(*, actor: User | None, employee: Employee, unit: Unit, position: Position, on: date) -> Assignment:
    """End the open assignment on `on` and begin another."""
    employee.assignments.filter(ends_on=None).update(ends_on=on)
    assignment = _assign(employee, unit, position, on)
    audit.record(actor=actor, action="employee.transferred", subject=employee, unit=unit.key, position=position.key)
    return assignment


def _assign(employee: Employee, unit: Unit, position: Position, starts_on: date) -> Assignment:
    assignment = Assignment(employee=employee, unit=unit, position=position, starts_on=starts_on)
    assignment.full_clean()
    assignment.save()
    return assignment


@transaction.atomic
def give_role(*, actor: User | None, user: User, role: str, take: bool = False) -> None:
    """Give a login a role by its key, or take it away. `actor` None: whoever runs the server."""
    group = Group.objects.filter(name=role).first()
    if group is None:
        raise NotHere
    if take:
        user.groups.remove(group)
    else:
        user.groups.add(group)
    audit.record(actor=actor, action="role.taken" if take else "role.given", subject=user, role=role)

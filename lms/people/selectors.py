"""Reads across the organisation: who leads whom, who may see whom, who is where."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest

from lms.core import clock
from lms.core.errors import NotHere
from lms.people.models import Assignment, Employee, EmployeeQuerySet, Unit, User


@dataclass(frozen=True, slots=True)
class Post:
    """Where an employee stands on a date: the assignment in force, or none."""

    employee: Employee
    unit: Unit | None
    position: Any | None


def signed_in(request: HttpRequest) -> User:
    """Who makes this request; `NotHere` for nobody. Behind `login_required` there always is somebody."""
    user = request.user
    if not isinstance(user, User):
        raise NotHere
    return user


def employee_of(user: Any) -> Employee | None:
    """The employee behind a login, if there is one."""
    return getattr(user, "employee", None) if user.is_authenticated else None


def own_employee(user: Any) -> Employee:
    """The employee behind a login; raises `NotHere` for a login without one."""
    employee = employee_of(user)
    if employee is None:
        raise NotHere
    return employee


def units_led_by(employee: Employee) -> Any:
    """Queryset of the units this employee heads, with everything below them."""
    headed = list(Unit.objects.filter(head=employee).values_list("path", flat=True))
    if not headed:
        return Unit.objects.none()
    return Unit.objects.filter(reduce(or_, (Q(path__startswith=path) for path in headed)))


def subtree(unit: Unit) -> Any:
    """Queryset of a unit with everything below it."""
    return Unit.objects.filter(path__startswith=unit.path)


def team_of(employee: Employee, on: date | None = None) -> EmployeeQuerySet:
    """Everybody assigned on the date to a unit this employee leads, the leader left out."""
    day = on or clock.today()
    return Employee.objects.employed(day).assigned_under(units_led_by(employee), day).exclude(pk=employee.pk)


def visible_employees(user: User, on: date | None = None) -> EmployeeQuerySet:
    """Whom this user may know about: everybody (with the permission), the own team, oneself."""
    day = on or clock.today()
    everybody: EmployeeQuerySet = Employee.objects.employed(day)
    if user.has_perm("people.view_all_people"):
        return everybody
    own = employee_of(user)
    if own is None:
        return everybody.none()
    team = team_of(own, day).values("pk")
    return everybody.filter(Q(pk=own.pk) | Q(pk__in=team))


def visible_employee(user: User, uuid: Any) -> Employee:
    """One employee this user may know about; `NotHere` otherwise, so that existence is not revealed."""
    found: Employee | None = visible_employees(user).filter(uuid=uuid).first()
    if found is None:
        raise NotHere
    return found


def with_post(employees: Any, on: date | None = None) -> Any:
    """The same queryset with each employee's assignment in force prefetched into `current` (a list of 0 or 1)."""
    day = on or clock.today()
    in_force = Assignment.objects.in_force(day).select_related("unit", "position")
    return employees.prefetch_related(Prefetch("assignments", queryset=in_force, to_attr="current"))


def post_of(employee: Employee, on: date | None = None) -> Post:
    """Where one employee stands on a date."""
    current: list[Assignment] | None = getattr(employee, "current", None)
    if current is None:
        day = on or clock.today()
        current = list(employee.assignments.in_force(day).select_related("unit", "position")[:1])
    if not current:
        return Post(employee, None, None)
    return Post(employee, current[0].unit, current[0].position)


def leader_of(employee: Employee, on: date | None = None) -> Employee | None:
    """The head of the employee's unit or, for a head, of the nearest unit above."""
    unit = post_of(employee, on).unit
    while unit is not None:
        if unit.head_id and unit.head_id != employee.pk:
            return unit.head
        unit = unit.get_parent()
    return None

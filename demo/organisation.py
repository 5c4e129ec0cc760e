"""Building the demo organisation through the people services."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import yaml
from django.contrib.auth.models import Group
from django.db import transaction

from demo.names import Name, draw_names
from demo.structure import ADMINISTRATOR, LOGINS, PASSWORD, UNITS, Login, UnitPlan
from lms.core.localized import Localized
from lms.people import services
from lms.people.models import Employee, Position, Unit, User

POSITIONS = Path(__file__).resolve().parent.parent / "competencies" / "content" / "positions.yaml"


@dataclass(slots=True)
class Organisation:
    """What was built: units and positions by key, employees by unit key, and the named logins."""

    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    employees: list[Employee] = field(default_factory=list)
    logins: dict[str, User] = field(default_factory=dict)


@transaction.atomic
def build(*, today: date, rng: random.Random) -> Organisation:
    """Units, positions, 240 people with their logins, the heads, and the administrator."""
    organisation = Organisation(positions=_positions())
    for plan in UNITS:
        parent = organisation.units[plan.parent] if plan.parent else None
        organisation.units[plan.key] = services.create_unit(
            actor=None, key=plan.key, name={"es": plan.es, "en": plan.en}, parent=parent, city=plan.city
        )
    seats = [(plan, position) for plan in UNITS for position in _seats(plan)]
    names = iter(draw_names(len(seats), rng))
    waiting = {(login.unit, login.position): login for login in LOGINS}
    for number, (plan, position) in enumerate(seats, start=1):
        login = waiting.pop((plan.key, position), None)
        name = next(names)
        employee = _hire(organisation, plan, position, number, name, login, _hired_on(today, position, rng))
        if position == plan.head and organisation.units[plan.key].head_id is None:
            services.name_head(actor=None, unit=organisation.units[plan.key], head=employee)
    organisation.logins[ADMINISTRATOR] = _user(ADMINISTRATOR, "Admin", "Talante", ("administrator",))
    _name_head_of_the_whole(organisation)
    return organisation


def _seats(plan: UnitPlan) -> list[str]:
    head = [plan.head] if plan.head else []
    return head + [position for position, count in plan.staff for _ in range(count)]


def _positions() -> dict[str, Position]:
    plans = yaml.safe_load(POSITIONS.read_text(encoding="utf-8"))["positions"]
    made: dict[str, Position] = {}
    for plan in sorted(plans, key=lambda one: -one["grade"]):
        made[plan["key"]] = services.create_position(
            actor=None,
            key=plan["key"],
            title=Localized(plan["title"]),
            purpose=Localized(plan["purpose"]),
            grade=plan["grade"],
            reports_to=made.get(plan["reports_to"] or ""),
            faces_customers=plan["family"] == "front",
        )
    return made


def _hired_on(today: date, position: str, rng: random.Random) -> date:
    """Frontline people have been here from two months to nine years, most of them under three; heads for longer."""
    years = rng.uniform(3, 12) if position == "unit-head" else min(9.0, rng.expovariate(1 / 2.4))
    return today - timedelta(days=60 + round(365 * years))


def _hire(
    organisation: Organisation,
    plan: UnitPlan,
    position: str,
    number: int,
    name: Name,
    login: Login | None,
    hired_on: date,
) -> Employee:
    if login is not None:
        user = _user(login.username, login.first_name, login.last_name, login.roles)
        organisation.logins[login.username] = user
        name = Name(login.first_name, login.last_name, login.sex)
        hired_on = min(hired_on, hired_on.replace(year=hired_on.year - 1, day=1))
    else:
        user = _user(f"c{number:05d}", name.first, name.last)
    employee = services.hire(
        actor=None,
        unit=organisation.units[plan.key],
        position=organisation.positions[position],
        hired_on=hired_on,
        user=user,
        number=f"C{number:05d}",
        first_name=name.first,
        last_name=name.last,
        sex=name.sex,
    )
    organisation.employees.append(employee)
    return employee


def _user(username: str, first_name: str, last_name: str, roles: tuple[str, ...] = ()) -> User:
    """A login. Only the named ones of the demo have a password."""
    user = User(username=username, first_name=first_name, last_name=last_name, email=f"{username}@ceiba.example")
    named = {*(login.username for login in LOGINS), ADMINISTRATOR}
    if username in named:
        user.set_password(PASSWORD)
    else:
        user.set_unusable_password()
    user.save()
    user.groups.add(*Group.objects.filter(name__in=roles))
    return user


def _name_head_of_the_whole(organisation: Organisation) -> None:
    head = organisation.units["oficina-apoyo"].head
    services.name_head(actor=None, unit=organisation.units["grupo-ceiba"], head=head)

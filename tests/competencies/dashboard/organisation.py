"""An organisation small enough to work out by hand.

Listening asks agents for level 3 (weight 0.2) and leads for level 4 (weight 0.5); records asks agents for level 2.

    North   5 agents at 2.0 2.5 3.0 3.5 2.0 and 5 leads at 3.5 in listening; not enough evidence in records
    South   5 agents at 3.2 in listening and 3.0 in records
    Islet   3 agents at 1.0 in listening
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from competencies.models import Competency, CompetencyState
from lms.core import clock
from lms.core.localized import Localized
from lms.people.models import Employee, Position, Unit
from tests.factories.competencies import CalibrationFactory, CompetencyFactory, RequirementFactory
from tests.factories.people import EmployeeFactory, PositionFactory, UnitFactory, UserFactory

BOARD = "/competencies/dashboard/"
PEOPLE = "/competencies/dashboard/people/"


def named(es: str, en: str) -> Localized:
    return Localized(es=es, en=en)


def competency(key: str, es: str, en: str, **values: Any) -> Competency:
    made: Competency = CompetencyFactory.create(key=key, name=named(es, en), anchors=False, **values)
    return made


def hire(unit: Unit, position: Position) -> Employee:
    made: Employee = EmployeeFactory.create(user=None, assignment={"unit": unit, "position": position})
    return made


def known(employee: Employee, of: Competency, level: float, *, sufficient: bool = True) -> CompetencyState:
    return CompetencyState.objects.create(
        employee=employee,
        competency=of,
        calibration=CalibrationFactory.create(),
        as_of=clock.now(),
        theta=0.0,
        s=0.5,
        position=level,
        low=max(1.0, level - 0.5),
        high=level + 0.5,
        level=int(level),
        probability=0.6,
        sufficient=sufficient,
        n=4,
        last_observed_at=clock.now(),
    )


def found() -> None:
    """Found the organisation described above."""
    listening = competency("listening", "Escucha activa", "Active listening", order=1)
    records = competency("records", "Registros", "Records", order=2, kind=Competency.Kind.TECHNICAL)
    agent = PositionFactory.create(key="agent", title=named("Agente", "Agent"))
    lead = PositionFactory.create(key="lead", title=named("Líder", "Lead"))
    since = date(2020, 1, 1)
    for position, of, level, weight in (
        (agent, listening, 3, "0.2"),
        (lead, listening, 4, "0.5"),
        (agent, records, 2, "0.3"),
    ):
        RequirementFactory.create(
            position=position, competency=of, level=level, weight=Decimal(weight), valid_from=since
        )
    north = UnitFactory.create(key="north", name=named("Norte", "North"))
    south = UnitFactory.create(key="south", name=named("Sur", "South"))
    islet = UnitFactory.create(key="islet", name=named("Islote", "Islet"), parent=Unit.objects.get(key="south"))
    for shown in (2.0, 2.5, 3.0, 3.5, 2.0):
        person = hire(north, agent)
        known(person, listening, shown)
        known(person, records, 4.0, sufficient=False)
    for _ in range(5):
        known(hire(north, lead), listening, 3.5)
    for _ in range(5):
        person = hire(south, agent)
        known(person, listening, 3.2)
        known(person, records, 3.0)
    for _ in range(3):
        known(hire(islet, agent), listening, 1.0)


def sign_in(client: Client, *roles: str) -> None:
    client.force_login(UserFactory.create(roles=roles))

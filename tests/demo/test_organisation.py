import random
from collections import Counter
from datetime import date

import pytest

from demo import organisation
from demo.structure import LOGINS, PASSWORD, UNITS
from lms.people.models import Assignment, Employee, Unit, User
from lms.people.selectors import leader_of, team_of

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def built() -> organisation.Organisation:
    return organisation.build(today=TODAY, rng=random.Random(1))


def test_plan_seats_240_people_in_ten_units() -> None:
    seats = [1 + sum(count for _, count in plan.staff) for plan in UNITS if plan.head]
    assert (len(seats), sum(seats)) == (10, 240)


def test_build_hires_everybody_with_one_open_assignment(built: organisation.Organisation) -> None:
    assert len(built.employees) == Employee.objects.count() == 240
    assert Assignment.objects.filter(ends_on=None).count() == 240
    assert len({(one.first_name, one.last_name) for one in built.employees}) == 240
    assert Counter(position.key for position in built.positions.values()) == Counter(dict.fromkeys(built.positions, 1))
    assert len(built.positions) == 12


def test_build_is_the_same_for_the_same_number(built: organisation.Organisation) -> None:
    names = [(one.first_name, one.last_name, one.hired_on) for one in built.employees]
    Employee.objects.all().delete()
    User.objects.all().delete()
    for unit in Unit.get_root_nodes():
        unit.delete()
    for position in sorted(built.positions.values(), key=lambda one: one.grade):
        position.delete()
    again = organisation.build(today=TODAY, rng=random.Random(1))
    assert [(one.first_name, one.last_name, one.hired_on) for one in again.employees] == names


def test_build_gives_passwords_to_the_named_logins_only(built: organisation.Organisation) -> None:
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == {*(login.username for login in LOGINS), "admin"}
    assert built.logins["staff"].check_password(PASSWORD)
    assert not User.objects.filter(is_superuser=True).exists()


def test_build_gives_the_manager_the_team_of_the_receptionist(built: organisation.Organisation) -> None:
    staff, manager = (built.logins[name].employee for name in ("staff", "manager"))
    assert leader_of(staff, TODAY) == manager
    assert team_of(manager, TODAY).count() == 17
    assert staff in team_of(manager, TODAY)

import pytest
from django.test import Client

from compensation.services import cycles
from compensation.waiting import waiting_for
from tests.factories.compensation import organisation
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


def titles(user: object) -> list[str]:
    return [str(one.why) for one in waiting_for(user)]


def test_waiting_for_follows_the_cycle_through_its_hands() -> None:
    made = organisation()
    cycle = made.proposed()
    assert len(titles(made.approver)) == 1
    assert titles(made.hr) == []
    cycles.return_with_reason(actor=made.approver, cycle=cycle, reason="Falta una persona")
    assert titles(made.approver) == []
    assert len(titles(made.hr)) == 1


def test_waiting_for_an_approved_cycle_is_for_hr_and_stands_on_the_home_page(client: Client) -> None:
    made = organisation()
    made.approved()
    assert titles(made.approver) == []
    assert len(titles(made.hr)) == 1
    EmployeeFactory.create(user=made.hr)
    client.force_login(made.hr)
    assert "approved and can be published" in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_waiting_for_the_people_reviewed_and_their_manager_is_empty() -> None:
    made = organisation()
    made.proposed()
    assert titles(made.manager.user) == []
    assert [titles(employee.user) for employee in made.staff] == [[]] * len(made.staff)

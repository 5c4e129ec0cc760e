"""The directory: who sees whom, how people are found, and what a person's page says."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.core.localized import Localized
from lms.people.directory import folded, matches
from lms.people.models import Employee, Unit
from lms.plugins import switchboard
from lms.plugins.contributions import Card
from tests.factories.people import AssignmentFactory, EmployeeFactory, PositionFactory, UnitFactory, UserFactory
from tests.ui.html import problems_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel() -> Unit:
    return UnitFactory.create(key="hotel", name=Localized(es="Hotel", en="Hotel"))


def hire(unit: Unit, first: str = "Ana", last: str = "Ruiz", **assignment: Any) -> Employee:
    return EmployeeFactory.create(first_name=first, last_name=last, assignment={"unit": unit, **assignment})


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/people/{query}")
    assert response.status_code == 200
    return [str(post.employee) for post in response.context["posts"]]


def sign_in(client: Client, *, leader_of: Unit | None = None, roles: tuple[str, ...] = ()) -> Employee:
    unit = leader_of or UnitFactory.create()
    person: Employee = EmployeeFactory.create(
        first_name="Líder", last_name="Zeta", user=UserFactory.create(roles=roles), assignment={"unit": unit}
    )
    if leader_of is not None:
        leader_of.head = person
        leader_of.save()
    assert person.user is not None
    client.force_login(person.user)
    return person


def test_staff_go_to_their_own_page(client: Client) -> None:
    person = sign_in(client)
    assert client.get("/people/").headers["Location"] == f"/people/{person.uuid}/"
    assert client.get(f"/people/{person.uuid}/").status_code == 200


def test_login_without_employee_finds_nothing(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert client.get("/people/").status_code == 404


def test_leaders_see_their_team_and_themselves(client: Client, hotel: Unit) -> None:
    below = UnitFactory.create(parent=hotel)
    hire(hotel, "Ana", "Álvarez")
    hire(below, "Beto", "Zuluaga")
    stranger = hire(UnitFactory.create(), "Carla", "Otra")
    sign_in(client, leader_of=Unit.objects.get(pk=hotel.pk))
    assert listed(client) == ["Ana Álvarez", "Líder Zeta", "Beto Zuluaga"]
    assert client.get(f"/people/{stranger.uuid}/").status_code == 404


def test_talent_sees_everybody(client: Client, hotel: Unit) -> None:
    hire(hotel, "Ana", "Ruiz")
    hire(UnitFactory.create(), "Carla", "Otra")
    sign_in(client, roles=("hr",))
    assert listed(client) == ["Carla Otra", "Ana Ruiz", "Líder Zeta"]


def test_search_finds_words_without_accents_in_any_order(client: Client, hotel: Unit) -> None:
    hire(hotel, "Inés", "Muñoz")
    hire(hotel, "Inés", "Pardo")
    sign_in(client, roles=("hr",))
    assert listed(client, "?q=munoz ines") == ["Inés Muñoz"]
    assert listed(client, "?q=INÉS") == ["Inés Muñoz", "Inés Pardo"]
    assert listed(client, "?q=nés") == []


def test_filters_by_unit_subtree_and_position(client: Client, hotel: Unit) -> None:
    bell = PositionFactory.create(key="bell")
    desk = UnitFactory.create(key="desk", parent=hotel)
    hire(hotel, "Ana", "A", position=bell)
    hire(desk, "Beto", "B")
    hire(UnitFactory.create(), "Ciro", "C", position=bell)
    sign_in(client, roles=("hr",))
    assert listed(client, "?unit=hotel") == ["Ana A", "Beto B"]
    assert listed(client, "?unit=desk") == ["Beto B"]
    assert listed(client, "?position=bell") == ["Ana A", "Ciro C"]
    assert listed(client, "?position=bell&unit=hotel&q=a") == ["Ana A"]


def test_applied_filters_can_be_taken_away_one_by_one(client: Client, hotel: Unit) -> None:
    sign_in(client, roles=("hr",))
    response = client.get("/people/?q=x&unit=hotel")
    assert response.context["applied"] == [
        {"label": "“x”", "url": "?unit=hotel"},
        {"label": "Hotel", "url": "?q=x"},
    ]
    assert 'class="empty"' in response.content.decode()


def test_people_who_left_are_not_listed(client: Client, hotel: Unit) -> None:
    gone = hire(hotel, "Ana", "Ruiz")
    Employee.objects.filter(pk=gone.pk).update(left_on=date(2025, 2, 1))
    sign_in(client, roles=("hr",))
    assert listed(client) == ["Líder Zeta"]


def test_list_costs_the_same_queries_at_one_and_three_people(client: Client, hotel: Unit) -> None:
    sign_in(client, roles=("hr",))
    counts = []
    for last in ("", "B", "C"):
        if last:
            hire(hotel, "Ana", last)
        switchboard.forget()
        with CaptureQueriesContext(connection) as queries:
            listed(client)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_fifty_people_fill_a_page(client: Client, hotel: Unit) -> None:
    position = PositionFactory.create()
    for _ in range(51):
        hire(hotel, position=position)
    sign_in(client, roles=("hr",))
    assert len(listed(client)) == 50
    assert len(listed(client, "?page=2")) == 2


def test_person_page_says_where_and_under_whom(client: Client, hotel: Unit) -> None:
    leader = hire(hotel, "Lía", "Jefa")
    hotel.head = leader
    hotel.save()
    person = hire(hotel, "Ana", "Ruiz")
    person.assignments.update(ends_on=date(2025, 6, 1))
    AssignmentFactory.create(employee=person, unit=hotel, starts_on=date(2025, 6, 1))
    sign_in(client, roles=("hr",))
    response = client.get(f"/people/{person.uuid}/")
    html = response.content.decode()
    assert f"/people/{leader.uuid}/" in html
    assert "1 jun 2025" in html
    assert "15 ene 2025" in html
    assert problems_in(html) == []


def test_person_page_does_not_link_a_leader_one_may_not_see(client: Client) -> None:
    unit = UnitFactory.create()
    leader = hire(unit, "Lía", "Jefa")
    person = sign_in(client)
    Unit.objects.filter(pk=person.assignments.get().unit_id).update(head=leader)
    html = client.get(f"/people/{person.uuid}/").content.decode()
    assert "Lía Jefa" in html
    assert str(leader.uuid) not in html


def test_person_page_shows_the_cards_of_plugins(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from lms.plugins import registry
    from lms.plugins.contributions import Contributed

    original = registry.ask
    empty = {"title": "Un título", "text": "Un texto"}

    def ask(hook: str, **arguments: Any) -> list[Contributed]:
        if hook == "person_cards":
            return [Contributed("trial", Card("components/empty/empty.html", empty))]
        return original(hook, **arguments)

    monkeypatch.setattr(registry, "ask", ask)
    person = sign_in(client)
    assert "Un título" in client.get(f"/people/{person.uuid}/").content.decode()


def test_names_are_compared_without_case_and_accents() -> None:
    assert folded("MUÑOZ Ávila") == "munoz avila"
    assert matches("Inés del Mar", "MAR in")
    assert not matches("Inés del Mar", "es")
    assert matches("Quien sea", "")

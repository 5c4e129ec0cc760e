"""The host's resources: who sees what, at a constant number of queries, and calm answers to garbage."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.core.models import AuditEntry
from lms.courses.models import CoursePage, Enrolment, HomePage
from lms.people.models import Employee
from lms.plugins import switchboard
from lms.records.models import Attempt
from tests.factories.people import EmployeeFactory, UnitFactory, UserFactory
from tests.factories.records import AttemptFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Any:
    """A unit with a head."""
    unit = UnitFactory.create(key="recepcion")
    unit.head = EmployeeFactory.create(first_name="Marta", last_name="Jefa", assignment={"unit": unit})
    unit.save()
    return unit


def course(title: str = "Contacto", language: str = "es") -> CoursePage:
    """A live course in a language's tree."""
    home = HomePage.objects.get(locale__language_code=language)
    page: CoursePage = home.add_child(instance=CoursePage(title=title, slug=title.lower(), summary="Para aprender."))
    return page


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    """The rows of a list's first page."""
    response = client.get(path)
    assert response.status_code == 200, response.content
    body = response.json()
    found: list[dict[str, Any]] = body if isinstance(body, list) else body["results"]
    return found


def as_employee(client: Client, employee: Employee) -> Client:
    """The client, signed in as the employee."""
    assert employee.user is not None
    client.force_login(employee.user)
    return client


@pytest.mark.parametrize("prefix", ["me", "people", "units", "courses", "enrolments", "attempts", "plugins"])
def test_nobody_is_asked_to_sign_in(client: Client, prefix: str) -> None:
    response = client.get(f"/api/v1/{prefix}/", headers={"accept-language": "en"})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not-authenticated"


def test_root_lists_the_resources(client: Client) -> None:
    client.force_login(UserFactory.create())
    listed = client.get("/api/v1/").json()
    assert {"me", "people", "units", "courses", "enrolments", "attempts", "plugins", "schema"} <= set(listed)


def test_me_is_the_caller(client: Client, unit: Any) -> None:
    employee = EmployeeFactory.create(first_name="Ana", last_name="Ríos", assignment={"unit": unit})
    body = as_employee(client, employee).get("/api/v1/me/", headers={"accept-language": "en"}).json()
    assert body["language"] == "en"
    assert body["employee"]["unit"] == {"key": "recepcion", "name": "Unit recepcion"}
    assert body["roles"] == []


def test_me_without_an_employee_is_a_login(client: Client) -> None:
    client.force_login(UserFactory.create(username="admin", roles=("administrator",)))
    body = client.get("/api/v1/me/").json()
    assert (body["username"], body["roles"], body["employee"]) == ("admin", ["administrator"], None)


def test_people_are_oneself_for_staff_the_team_for_a_head_everybody_for_hr(client: Client, unit: Any) -> None:
    member = EmployeeFactory.create(first_name="Ana", assignment={"unit": unit})
    stranger = EmployeeFactory.create(first_name="Zoe")

    def names() -> set[str]:
        return {row["first_name"] for row in rows(client, "/api/v1/people/")}

    as_employee(client, member)
    assert names() == {"Ana"}
    assert client.get(f"/api/v1/people/{stranger.uuid}/").status_code == 404
    as_employee(client, unit.head)
    assert names() == {"Marta", "Ana"}
    client.force_login(UserFactory.create(roles=("hr",)))
    assert names() == {"Marta", "Ana", "Zoe"}
    assert client.get(f"/api/v1/people/{stranger.uuid}/").json()["uuid"] == str(stranger.uuid)


def test_units_know_what_they_are_part_of(client: Client, unit: Any) -> None:
    child = UnitFactory.create(key="turno-noche", parent=unit)
    client.force_login(UserFactory.create())
    by_key = {row["key"]: row["part_of"] for row in rows(client, "/api/v1/units/")}
    assert by_key == {"recepcion": None, "turno-noche": str(unit.uuid)}
    assert client.get(f"/api/v1/units/{child.uuid}/").json()["part_of"] == str(unit.uuid)


def test_course_appears_once_in_the_callers_language(client: Client) -> None:
    spanish = course("Contacto")
    english = spanish.copy_for_translation(HomePage.objects.get(locale__language_code="en").locale)
    english.title = "Contact"
    english.save_revision().publish()
    client.force_login(UserFactory.create())
    found = [
        [(row["title"], row["language"]) for row in client.get("/api/v1/courses/", headers=headers).json()["results"]]
        for headers in ({"accept-language": "es"}, {"accept-language": "en"})
    ]
    assert found == [[("Contacto", "es")], [("Contact", "en")]]


def test_enrolling_oneself_twice_is_one_enrolment(client: Client) -> None:
    page = course()
    employee = EmployeeFactory.create()
    as_employee(client, employee)
    for _time in range(2):
        response = client.post(
            "/api/v1/enrolments/", {"course": str(page.translation_key)}, content_type="application/json"
        )
        assert response.status_code == 201
        assert response.json()["source"] == "self"
    assert Enrolment.objects.filter(employee=employee).count() == 1
    assert rows(client, "/api/v1/enrolments/")[0]["course"] == str(page.translation_key)


def test_enrolling_needs_the_csrf_token() -> None:
    page = course()
    client = Client(enforce_csrf_checks=True)
    as_employee(client, EmployeeFactory.create())
    response = client.post(
        "/api/v1/enrolments/", {"course": str(page.translation_key)}, content_type="application/json"
    )
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert Enrolment.objects.count() == 0


def test_enrolling_in_nothing_is_not_found_in_the_callers_language(client: Client) -> None:
    as_employee(client, EmployeeFactory.create())
    response = client.post(
        "/api/v1/enrolments/",
        {"course": str(uuid4())},
        content_type="application/json",
        headers={"accept-language": "en"},
    )
    assert (response.status_code, response.json()["code"]) == (404, "not-found")
    assert response.json()["title"].startswith("There is nothing at this address")


def test_rehearsals_of_others_stay_theirs(client: Client, unit: Any) -> None:
    member = EmployeeFactory.create(assignment={"unit": unit})
    counting = AttemptFactory.create(employee=member)
    rehearsal = AttemptFactory.create(employee=member, mode=Attempt.Mode.PRACTICE)
    AttemptFactory.create()

    as_employee(client, member)
    assert {row["uuid"] for row in rows(client, "/api/v1/attempts/")} == {str(counting.uuid), str(rehearsal.uuid)}
    as_employee(client, unit.head)
    assert {row["uuid"] for row in rows(client, "/api/v1/attempts/")} == {str(counting.uuid)}
    assert client.get(f"/api/v1/attempts/{rehearsal.uuid}/").status_code == 404
    for role in ("hr", "approver", "administrator"):
        client.force_login(UserFactory.create(roles=(role,)))
        assert rows(client, "/api/v1/attempts/") == []


def test_plugins_are_for_administrators(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert client.get("/api/v1/plugins/").status_code == 403
    client.force_login(UserFactory.create(roles=("administrator",)))
    listed = {row["slug"]: row["standing"] for row in rows(client, "/api/v1/plugins/")}
    assert listed == {"competencies": "enabled", "scenarios": "enabled", "compensation": "enabled"}


def test_switching_a_plugin_is_audited_and_pauses_what_needs_it(client: Client) -> None:
    client.force_login(UserFactory.create(roles=("administrator",)))
    answer = client.patch("/api/v1/plugins/competencies/", {"enabled": False}, content_type="application/json")
    assert (answer.status_code, answer.json()["standing"]) == (200, "disabled")
    assert client.get("/api/v1/plugins/compensation/").json()["standing"] == "waiting"
    assert not switchboard.is_enabled("compensation")
    entry = AuditEntry.objects.get(action="plugin.switched-off")
    assert entry.detail == {"plugin": "competencies"}


def test_seeing_plugins_is_not_switching_them(client: Client) -> None:
    from django.contrib.auth.models import Permission

    viewer = UserFactory.create()
    viewer.user_permissions.add(Permission.objects.get(codename="view_pluginswitch"))
    client.force_login(viewer)
    assert client.get("/api/v1/plugins/").status_code == 200
    answer = client.patch("/api/v1/plugins/scenarios/", {"enabled": False}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert switchboard.is_enabled("scenarios")


MAKERS: dict[str, Callable[[], Any]] = {
    "people": EmployeeFactory.create,
    "units": UnitFactory.create,
    "courses": lambda: course(f"Curso{uuid4().hex[:6]}"),
    "enrolments": lambda: Enrolment.objects.create(
        employee=EmployeeFactory.create(), course_key=uuid4(), enrolled_at="2026-01-01T00:00:00Z"
    ),
    "attempts": lambda: AttemptFactory.create(employee=Employee.objects.get(number="quien-mira")),
}


@pytest.mark.parametrize("prefix", sorted(MAKERS))
def test_lists_ask_the_same_number_of_queries_at_one_row_and_at_three(client: Client, prefix: str) -> None:
    as_employee(client, EmployeeFactory.create(number="quien-mira", user__roles=("hr",)))
    counts = []
    for wanted in (1, 3):
        while len(rows(client, f"/api/v1/{prefix}/")) < wanted:
            MAKERS[prefix]()
        switchboard.is_enabled("scenarios")
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(client, f"/api/v1/{prefix}/")) >= wanted
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_lists_are_paged_by_cursor(client: Client) -> None:
    for _number in range(5):
        UnitFactory.create()
    client.force_login(UserFactory.create())
    seen: list[str] = []
    path: str | None = "/api/v1/units/?page_size=2"
    while path:
        body = client.get(path).json()
        seen += [row["uuid"] for row in body["results"]]
        path = body["next"]
    assert len(seen) == len(set(seen)) == 5


GARBAGE = [
    ("get", "/api/v1/people/not-a-uuid/", {}, 404),
    ("get", "/api/v1/people/------------------------------------/", {}, 404),
    ("get", "/api/v1/courses/%00/", {}, 404),
    ("get", "/api/v1/people/?page_size=99999999999999999999", {}, 400),
    ("get", "/api/v1/people/?page_size=-1", {}, 400),
    ("get", "/api/v1/people/?page_size=²", {}, 400),
    ("get", "/api/v1/people/?cursor=%FF%00", {}, 404),
    ("get", "/api/v1/enrolments/?cursor=cD1ub3QtYS1kYXRl", {}, 404),
    ("get", "/api/v1/nothing/here/", {}, 404),
    ("post", "/api/v1/nothing/here/", {}, 404),
    ("post", "/api/v1/me/", {"data": "{}", "content_type": "application/json"}, 405),
    ("post", "/api/v1/enrolments/", {"data": "{broken", "content_type": "application/json"}, 400),
    ("post", "/api/v1/enrolments/", {"data": "[]", "content_type": "application/json"}, 400),
    ("post", "/api/v1/enrolments/", {"data": '{"course": 3}', "content_type": "application/json"}, 404),
    ("post", "/api/v1/enrolments/", {"data": '{"course": "x"}', "content_type": "application/json"}, 400),
    ("post", "/api/v1/enrolments/", {"data": "<a/>", "content_type": "text/xml"}, 415),
    ("post", "/api/v1/enrolments/", {"data": b"\xff\xfe", "content_type": "application/json"}, 400),
    ("patch", "/api/v1/plugins/nope/", {"data": '{"enabled": true}', "content_type": "application/json"}, 404),
    (
        "patch",
        "/api/v1/plugins/scenarios/",
        {"data": '{"enabled": "tal vez"}', "content_type": "application/json"},
        400,
    ),
    ("put", "/api/v1/people/", {"data": "{}", "content_type": "application/json"}, 405),
]


@pytest.mark.parametrize(("method", "path", "options", "status"), GARBAGE)
def test_garbage_is_answered_with_a_problem(
    client: Client, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    employee = EmployeeFactory.create(user__roles=("administrator",))
    response = getattr(as_employee(client, employee), method)(path, **options)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert body["title"]
    assert body["code"]

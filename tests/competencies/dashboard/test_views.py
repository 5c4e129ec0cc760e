"""The board's pages: who may open them, what leads where, and that files say what pages say."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competencies.models import Competency
from lms.core.models import AuditEntry
from lms.people.models import Employee, Position, Unit
from lms.plugins import switchboard
from tests.competencies.dashboard.organisation import BOARD, PEOPLE, found, hire, known, sign_in
from tests.factories.people import EmployeeFactory, UnitFactory, UserFactory
from tests.reports.test_exporters import read_csv, read_xlsx
from tests.ui.html import problems_in

pytestmark = pytest.mark.django_db
LISTENING = f"{PEOPLE}?competency=listening"


@pytest.mark.parametrize("role", ["trainer", "approver", "administrator", "staff", "head", "superuser"])
@pytest.mark.parametrize("url", [BOARD, f"{BOARD}?format=csv", LISTENING, "/reports/competencies/by-unit/"])
def test_board_is_not_here_for_others(client: Client, role: str, url: str) -> None:
    found()
    user = UserFactory.create(
        roles=(role,) if role in {"trainer", "approver", "administrator"} else (), is_superuser=role == "superuser"
    )
    person = EmployeeFactory.create(user=user)
    if role == "head":
        Unit.objects.filter(key="north").update(head=person)
    client.force_login(user)
    assert client.get(url).status_code == 404
    assert "/competencies/dashboard/" not in client.get("/people/", follow=True).content.decode()


def test_anonymous_visitors_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(BOARD).headers["Location"] == f"/account/login/?next={BOARD}"


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("query", ["", "?unit=south&show=gap&focus=listening", "?unit=islet", "?unit=x&kind=y"])
def test_board_is_sound_in_both_languages(client: Client, language: str, query: str) -> None:
    found()
    sign_in(client, "hr")
    client.cookies["django_language"] = language
    response = client.get(BOARD + query)
    assert response.status_code == 200
    html = response.content.decode()
    assert problems_in(html) == []
    assert ("Active listening" if language == "en" else "Escucha activa") in html


def test_board_of_an_empty_database_says_what_will_be_here(client: Client) -> None:
    sign_in(client, "hr")
    html = client.get(BOARD).content.decode()
    assert 'class="empty"' in html
    assert "<table" not in html
    assert problems_in(html) == []
    assert read_csv(client.get(f"{BOARD}?format=csv").content)[1:] == []


def test_every_shown_cell_leads_to_its_people(client: Client) -> None:
    found()
    sign_in(client, "hr")
    html = client.get(BOARD).content.decode()
    expected = {
        ("north", "listening"): 10, ("south", "listening"): 5, ("islet", "listening"): 3,
        ("north", "records"): 5, ("south", "records"): 5, ("islet", "records"): 3,
    }  # fmt: skip
    for (unit, competency), people in expected.items():
        url = f"{PEOPLE}?unit={unit}&competency={competency}&here=1"
        assert f'href="{url.replace("&", "&amp;")}"' in html
        assert client.get(url).context["page"].paginator.count == people
    assert client.get(LISTENING).context["page"].paginator.count == 18


def test_people_are_listed_by_gap_with_their_evidence(client: Client) -> None:
    found()
    sign_in(client, "hr")
    response = client.get(f"{PEOPLE}?competency=listening&unit=north")
    found_people = list(response.context["page"])
    assert [one.distance for one in found_people] == [-1.0, -1.0, -0.5, -0.5, -0.5, -0.5, -0.5, -0.5, 0.0, 0.5]
    html = response.content.decode()
    for one in found_people:
        assert f"/competencies/people/{one.employee.uuid}/listening/" in html
    assert problems_in(html) == []
    assert client.get(f"{PEOPLE}?competency=listening&unit=north&below=1").context["page"].paginator.count == 8


def test_people_without_enough_evidence_come_last_and_without_a_level(client: Client) -> None:
    found()
    sign_in(client, "hr")
    response = client.get(f"{PEOPLE}?competency=records&position=agent")
    assert [one.level for one in response.context["page"]] == [3.0] * 5 + [None] * 8
    assert (response.context["asked"], response.context["known"]) == (13, 5)


@pytest.mark.parametrize(
    "query", ["", "?competency=x", "?competency=listening&unit=x", "?competency=listening&position=x"]
)
def test_people_of_something_that_does_not_exist_are_not_here(client: Client, query: str) -> None:
    found()
    sign_in(client, "hr")
    assert client.get(PEOPLE + query).status_code == 404


def test_reader_without_profiles_gets_the_picture_and_no_names(client: Client) -> None:
    from django.contrib.auth.models import Permission

    found()
    user = UserFactory.create()
    user.user_permissions.add(Permission.objects.get(codename="view_dashboard"))
    client.force_login(user)
    assert PEOPLE not in client.get(BOARD).content.decode()
    assert client.get(LISTENING).status_code == 404


def test_hidden_figures_are_in_no_export(client: Client) -> None:
    found()
    sign_in(client, "hr")
    client.cookies["django_language"] = "en"
    rows = read_csv(client.get(f"{BOARD}?format=csv").content)
    assert rows == [
        ["Unit", "People", "Active listening", "Records"],
        ["North", "10", "3.1", ""],
        ["South", "5", "hidden", "3.0"],
        ["Islet", "3", "hidden", ""],
        ["All units", "18", "2.8", "3.0"],
        ["Mean target", "", "3.3", "2.0"],
    ]


def test_workbook_has_one_sheet_per_figure(client: Client) -> None:
    found()
    sign_in(client, "hr")
    client.cookies["django_language"] = "en"
    book = read_xlsx(client.get(f"{BOARD}?format=xlsx&unit=north").content)
    assert book.sheetnames == ["Competency by unit", "Where to start", "By position", "People by level", "Notes"]
    assert list(book["Where to start"].iter_rows(values_only=True))[1:] == [("Active listening", 8, 10, -0.45, 1.75)]
    assert list(book["People by level"].iter_rows(values_only=True))[1:] == [
        ("1 Novice", 0), ("2 Guided", 3), ("3 Autonomous", 7), ("4 Role model", 0), ("5 Developer of others", 0),
    ]  # fmt: skip
    notes = [row[1] for row in book["Notes"].iter_rows(values_only=True)]
    assert "Filters: North." in notes
    assert AuditEntry.objects.get(action="report.exported").detail == {
        "report": "competencies/dashboard", "format": "xlsx", "rows": 11, "filters": {"unit": "north"},
    }  # fmt: skip


def test_export_says_what_the_page_says(client: Client) -> None:
    found()
    sign_in(client, "hr")
    client.cookies["django_language"] = "en"
    html = client.get(BOARD).content.decode()
    table = html[html.index('<table class="heatmap">') : html.index("</table>")]
    body = table[table.index("<tbody>") :]
    page = [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)]
        for row in re.findall(r"<tr>.*?</tr>", body, re.S)
    ]
    exported = read_csv(client.get(f"{BOARD}?format=csv").content)[1:-1]
    words = {"· hidden: see the people": "hidden", "– no evidence": "", "not asked for": ""}
    assert [[row[0], *(words.get(cell, cell) for cell in row[1:])] for row in page] == [
        [f"{row[0]} {row[1]}", *row[2:]] for row in exported
    ]


def test_report_of_the_host_is_the_same_map(client: Client) -> None:
    found()
    sign_in(client, "hr")
    report = client.get("/reports/competencies/by-unit/?unit=south&format=csv").content
    assert report == client.get(f"{BOARD}?unit=south&format=csv").content
    assert "/reports/competencies/by-unit/" in client.get("/reports/").content.decode()


def test_board_is_in_the_navigation_of_its_readers(client: Client) -> None:
    sign_in(client, "hr")
    entries = client.get(BOARD).context["navigation"]
    assert [(entry.icon, entry.current) for entry in entries if entry.url == BOARD] == [("board", True)]


def _queries(client: Client, url: str) -> int:
    switchboard.forget()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", [BOARD, f"{BOARD}?unit=north", LISTENING, "/reports/competencies/by-unit/"])
def test_queries_do_not_grow_with_units_and_people(client: Client, url: str) -> None:
    found()
    sign_in(client, "hr")
    before = _queries(client, url)
    listening, agent = Competency.objects.get(key="listening"), Position.objects.get(key="agent")
    for _ in range(3):
        unit = UnitFactory.create(parent=Unit.objects.get(key="north"))
        for _ in range(3):
            known(hire(unit, agent), listening, 2.0)
    assert _queries(client, url) == before


def test_same_queries_for_one_unit_as_for_three(client: Client) -> None:
    found()
    sign_in(client, "hr")
    everything = _queries(client, BOARD)
    Employee.objects.exclude(assignments__unit__key="north").update(left_on="2025-06-01")
    assert _queries(client, BOARD) == everything

"""The list of reports, a report as a page and as a file."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client

from lms.core.errors import Refused
from lms.core.models import AuditEntry
from lms.plugins import registry as plugins
from lms.plugins.contributions import Column, Contributed, Report, ReportTable
from lms.plugins.models import PluginFault
from tests.factories.people import UserFactory
from tests.reports.test_exporters import read_csv, read_xlsx
from tests.ui.html import problems_in

pytestmark = pytest.mark.django_db
Offer = Callable[..., None]


def answers(user: Any, parameters: dict[str, str]) -> ReportTable:
    rows = [{"who": f"=Persona {n}", "level": 2.5} for n in range(int(parameters.get("n", "2")))]
    return ReportTable("Niveles ¡ya!", (Column("who", "Quién"), Column("level", "Nivel", "number")), rows, ["Nota 1."])


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Replaces what plugins offer."""
    original = plugins.ask

    def replace(permission: str = "people.view_all_people", compute: Any = answers) -> None:
        report = Report("levels", "Niveles", "Quién está dónde.", permission, compute)

        def ask(hook: str, **arguments: Any) -> Sequence[Contributed]:
            return [Contributed("trial", report)] if hook == "reports" else original(hook, **arguments)

        monkeypatch.setattr(plugins, "ask", ask)

    return replace


@pytest.fixture
def hr(client: Client) -> Client:
    client.force_login(UserFactory.create(roles=("hr",)))
    return client


def test_list_shows_only_reports_with_the_permission(client: Client, offer: Offer) -> None:
    offer()
    client.force_login(UserFactory.create())
    assert "/reports/trial/levels/" not in client.get("/reports/").content.decode()
    assert client.get("/reports/trial/levels/").status_code == 404
    client.force_login(UserFactory.create(roles=("hr",)))
    html = client.get("/reports/").content.decode()
    assert "/reports/trial/levels/" in html
    assert problems_in(html) == []


def test_anonymous_visitors_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/reports/").headers["Location"] == "/account/login/?next=/reports/"
    assert client.get("/reports/a/b/").headers["Location"] == "/account/login/?next=/reports/a/b/"


def test_report_page_shows_table_and_notes(hr: Client, offer: Offer) -> None:
    offer()
    html = hr.get("/reports/trial/levels/?n=3").content.decode()
    assert html.count("=Persona") == 3
    assert "2,50" in html
    assert "Nota 1." in html
    assert "?n=3&amp;format=xlsx" in html
    assert problems_in(html) == []


def test_report_without_rows_says_so(hr: Client, offer: Offer) -> None:
    offer()
    html = hr.get("/reports/trial/levels/?n=0").content.decode()
    assert 'class="empty"' in html
    assert "<table" not in html


def test_long_report_comes_in_pages_but_leaves_whole(hr: Client, offer: Offer) -> None:
    offer()
    assert hr.get("/reports/trial/levels/?n=101&page=2").content.decode().count("=Persona") == 1
    assert len(read_csv(hr.get("/reports/trial/levels/?n=101&page=2&format=csv").content)) == 102


def test_export_is_a_dated_file_and_leaves_a_trace(hr: Client, offer: Offer) -> None:
    offer()
    response = hr.get("/reports/trial/levels/?n=1&q=Ana María&format=csv")
    entry = AuditEntry.objects.get(action="report.exported")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == f'attachment; filename="niveles-ya-{entry.at:%Y-%m-%d}.csv"'
    assert read_csv(response.content) == [["Quién", "Nivel"], ["'=Persona 0", "2.5"]]
    assert entry.detail == {"report": "trial/levels", "format": "csv", "rows": 1, "filters": {"n": "1"}}


def test_workbook_holds_what_the_page_holds(hr: Client, offer: Offer) -> None:
    offer()
    book = read_xlsx(hr.get("/reports/trial/levels/?format=xlsx").content)
    assert list(book.worksheets[0].iter_rows(values_only=True)) == [
        ("Quién", "Nivel"), ("=Persona 0", 2.5), ("=Persona 1", 2.5),
    ]  # fmt: skip


def test_unknown_format_or_report_is_not_here(hr: Client, offer: Offer) -> None:
    offer()
    assert hr.get("/reports/trial/levels/?format=pdf").status_code == 404
    assert hr.get("/reports/trial/other/").status_code == 404
    assert AuditEntry.objects.filter(action="report.exported").count() == 0


def test_failing_report_costs_a_notice_and_is_noted(hr: Client, offer: Offer) -> None:
    def broken(user: Any, parameters: dict[str, str]) -> ReportTable:
        raise ZeroDivisionError

    offer(compute=broken)
    response = hr.get("/reports/trial/levels/")
    assert response.status_code == 503
    assert "report-failed" in response.content.decode()
    assert list(PluginFault.objects.values_list("slug", "point")) == [("trial", "reports")]


def test_refusal_of_a_report_is_passed_on(hr: Client, offer: Offer) -> None:
    def refusing(user: Any, parameters: dict[str, str]) -> ReportTable:
        raise Refused("Elige una unidad.")

    offer(compute=refusing)
    response = hr.get("/reports/trial/levels/")
    assert response.status_code == 422
    assert "Elige una unidad." in response.content.decode()


def test_account_menu_leads_to_the_reports_for_those_who_may_open_any(client: Client, offer: Offer) -> None:
    offer()
    client.force_login(UserFactory.create())
    assert 'class="menu__item" href="/reports/"' not in client.get("/learn/").content.decode()
    client.force_login(UserFactory.create(roles=("hr",)))
    assert 'class="menu__item" href="/reports/"' in client.get("/learn/").content.decode()

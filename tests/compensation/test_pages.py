"""What the pages say, in both languages, and what their forms do."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from compensation import selectors, services
from compensation.forms import AmountField
from compensation.hooks import home_changes
from compensation.models import PayRecord, ReviewCycle
from compensation.statement import statement_of
from lms.plugins import switchboard
from lms.plugins.models import PluginSwitch
from lms.ui import formats
from tests.factories.compensation import (
    SEEN,
    Organisation,
    computation_of,
    employee_with_pay,
    organisation,
    proposal_of,
    show,
)
from tests.factories.people import UserFactory
from tests.ui.html import StrictReader

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


def signed_in(user: Any, language: str = "es") -> Client:
    """A browser in a language."""
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def text_of(response: Any) -> str:
    """The words of a page, after a strict look at its markup."""
    markup = response.content.decode()
    reader = StrictReader()
    reader.feed(markup)
    assert reader.problems == []
    assert reader.open == []
    return re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", " ", markup))


def form_of(org: Organisation, **changes: str) -> dict[str, str]:
    """A filled form."""
    return {
        "name": "Revisión 2026",
        "unit": str(org.unit.pk),
        "cut_off": "2026-09-30",
        "effective_on": "2027-01-01",
        "budget": "300.000,00",
        "policy": str(org.policy.pk),
        "token": "0b1f3a52-7f55-4f0c-9a53-0d6a7ce0a001",
        **changes,
    }


def test_hr_opens_computes_and_sends_and_the_approver_decides_and_hr_publishes() -> None:
    org = organisation(staff=3)
    hr, approver = signed_in(org.hr), signed_in(org.approver)
    for _ in range(2):
        response = hr.post(reverse("compensation:cycle-new"), form_of(org))
    cycle = ReviewCycle.objects.get()
    page = reverse("compensation:cycle", args=[cycle.uuid])
    assert response["Location"] == page
    for _ in range(2):
        assert hr.post(f"{page}compute/")["Location"] == page
    assert hr.post(f"{page}submit/")["Location"] == page
    shown = approver.get(page)
    figures = shown.context["computation"].figures_digest
    assert f'value="{figures}"' in shown.content.decode()
    for _ in range(2):
        assert approver.post(f"{page}approve/", {"figures": figures})["Location"] == page
    for _ in range(2):
        assert hr.post(f"{page}publish/")["Location"] == page
    cycle.refresh_from_db()
    assert cycle.state == ReviewCycle.State.PUBLISHED
    assert cycle.computations.count() == 1
    assert (
        PayRecord.objects.filter(source=cycle).values("employee").distinct().count()
        == PayRecord.objects.filter(source=cycle).count()
    )


def test_form_with_mistakes_says_each_beside_its_field_and_keeps_what_was_written() -> None:
    org = organisation(staff=1)
    values = form_of(org, name="", cut_off="2999-01-01", effective_on="2020-01-01", budget="mucho")
    response = signed_in(org.hr).post(reverse("compensation:cycle-new"), values)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "budget"}
    assert 'value="mucho"' in response.content.decode()
    response = signed_in(org.hr).post(
        reverse("compensation:cycle-new"), form_of(org, cut_off="2999-01-01", effective_on="2020-01-01", budget="0")
    )
    assert set(response.context["form"].errors) == {"cut_off", "effective_on", "budget"}
    text_of(response)
    assert not ReviewCycle.objects.exists()


def test_form_without_a_policy_says_what_is_missing() -> None:
    response = signed_in(UserFactory.create(roles=("hr",))).get(reverse("compensation:cycle-new"))
    assert response.status_code == 200
    assert b"<form class" not in response.content


@pytest.mark.parametrize(
    ("language", "written", "amount"),
    [
        ("es", "5.000.000,50", Decimal("5000000.50")),
        ("es", "$ 5.000.000", Decimal(5_000_000)),
        ("es", "5000000", Decimal(5_000_000)),
        ("en", "5,000,000.50", Decimal("5000000.50")),
        ("en", "1250.5", Decimal("1250.5")),
    ],
)
def test_amount_is_read_as_its_language_writes_it(language: str, written: str, amount: Decimal) -> None:
    from django.utils import translation

    with translation.override(language):
        assert AmountField().clean(written) == amount


@pytest.mark.parametrize("written", ["5,000,000.50", "1.5", "-3", "1e9", "٣", "NaN", "1" * 19])
def test_amount_that_could_mean_something_else_is_refused(written: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        AmountField().clean(written)


def test_return_without_a_reason_stays_on_the_page() -> None:
    org = organisation(staff=1)
    cycle = org.proposed()
    page = reverse("compensation:cycle", args=[cycle.uuid])
    client = signed_in(org.approver)
    response = client.post(f"{page}return/", {"reason": " "})
    assert response.status_code == 422
    assert '<details class="more" open>' in response.content.decode()
    assert client.post(f"{page}return/", {"reason": "Revisa la banda 4."})["Location"] == page
    assert "Revisa la banda 4." in text_of(signed_in(org.hr).get(page))


def test_step_out_of_turn_is_a_conflict_with_a_sentence() -> None:
    org = organisation(staff=1)
    cycle = org.open()
    response = signed_in(org.hr).post(reverse("compensation:cycle-publish", args=[cycle.uuid]))
    assert response.status_code == 409
    assert signed_in(org.hr).get(reverse("compensation:cycle-publish", args=[cycle.uuid])).status_code == 302


def test_approver_inside_the_cycle_is_told_why_and_offered_no_button() -> None:
    from django.contrib.auth.models import Group

    org = organisation(staff=1)
    inside = org.staff[0].user
    assert inside is not None
    inside.groups.add(Group.objects.get(name="approver"))
    cycle = org.proposed()
    response = signed_in(inside).get(reverse("compensation:cycle", args=[cycle.uuid]))
    assert response.context["objection"]
    assert b"approve/" not in response.content
    posted = signed_in(inside).post(
        reverse("compensation:cycle-approve", args=[cycle.uuid]), {"figures": computation_of(cycle).figures_digest}
    )
    assert posted.status_code == 409


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_is_well_formed_in_both_languages(language: str) -> None:
    org = organisation(staff=3)
    employee_with_pay(org.unit, org.position, Decimal(1_950_000))
    draft, proposed, published = org.open(), org.proposed(), org.published()
    proposals = list(selectors.proposals_of(computation_of(published)))
    urls = [
        *(reverse(f"compensation:{name}") for name in ("cycles", "cycle-new", "rules")),
        *(reverse("compensation:cycle", args=[one.uuid]) for one in (draft, proposed, published)),
        *(reverse("compensation:receipt", args=[one.uuid]) for one in proposals),
        reverse("compensation:policy", args=[1]),
    ]
    for user, own in ((org.hr, urls), (org.approver, urls[3:6]), (org.staff[0].user, [reverse("compensation:mine")])):
        for url in own:
            response = signed_in(user, language).get(url)
            assert response.status_code == 200
            assert response.headers["Content-Language"] == language
            assert "None" not in text_of(response)


def test_receipt_shows_hr_and_its_owner_the_same_figures() -> None:
    org = organisation(staff=3)
    cycle = org.published()
    url = reverse("compensation:receipt", args=[proposal_of(cycle, org.staff[1]).uuid])
    amounts = re.compile(rf"[+−]?{NBSP}?\${NBSP}[\d.,]+|[\d.,]+{NBSP}%")
    seen = [amounts.findall(text_of(signed_in(user).get(url))) for user in (org.staff[1].user, org.hr)]
    assert seen[0] == seen[1]
    assert len(seen[0]) > 8


def test_receipt_page_shows_amounts_that_sum_to_the_new_salary() -> None:
    org = organisation(staff=3)
    cycle = org.published()
    for employee in org.staff:
        table = statement_of(proposal_of(cycle, employee)).amounts
        assert sum(line.amount for line in table["lines"]) == table["total"]
        shown = text_of(signed_in(employee.user).get(reverse("compensation:receipt", args=[
            proposal_of(cycle, employee).uuid
        ])))  # fmt: skip
        assert formats.money(table["total"], language="es") in shown


def test_receipt_names_who_read_it() -> None:
    org = organisation(staff=1)
    cycle = org.published()
    proposal = proposal_of(cycle, org.staff[0])
    url = reverse("compensation:receipt", args=[proposal.uuid])
    signed_in(org.hr).get(url)
    signed_in(org.approver).get(reverse("compensation:cycle", args=[cycle.uuid]))
    shown = text_of(signed_in(org.staff[0].user).get(url))
    assert "Inés Caicedo" in shown
    assert "Ana Ruiz" in shown
    assert statement_of(proposal).readers == 2


def test_what_would_raise_names_the_weakest_requirement_and_never_promises_a_fall() -> None:
    org = organisation(staff=4)
    for day in range(1, 4):
        show(org.staff[0], right=6, of=6, at=SEEN + timedelta(days=day))
    cycle = org.computed()
    raising = [statement_of(proposal_of(cycle, one)).raising for one in org.staff]
    assert raising[0] is None
    for found in raising[1:]:
        assert found is None or found.change.change >= 0
    assert any(found is not None and found.change.change > 0 for found in raising)


def test_cycle_page_opens_with_totals_that_match_its_table() -> None:
    org = organisation(staff=3)
    cycle = org.computed()
    response = signed_in(org.hr).get(reverse("compensation:cycle", args=[cycle.uuid]))
    totals = response.context["totals"]
    assert totals.increases == sum(line.receipt.increase for line, _ in response.context["lines"])
    shown = text_of(response)
    for amount in (totals.spent, totals.unspent, totals.budget, totals.before, totals.after):
        assert formats.money(amount, language="es") in shown


def test_files_hold_every_receipt_and_totals_that_match() -> None:
    org = organisation(staff=3)
    org.staff[0].first_name, org.staff[0].last_name = "=HYPERLINK(1)", "Ruiz"
    org.staff[0].save()
    cycle = org.computed()
    client = signed_in(org.hr)
    text = client.get(reverse("compensation:cycle-csv", args=[cycle.uuid])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    totals = selectors.totals_of(computation_of(cycle))
    names = list(rows[0])
    after, before = names[11], names[7]
    assert len(rows) == 3
    assert sum(Decimal(row[after]) for row in rows) == totals.after
    assert sum(Decimal(row[before]) for row in rows) == totals.before
    for row in rows:
        assert sum(Decimal(row[name]) for name in names[7:11]) == Decimal(row[after])
    assert any(row[names[1]].startswith("'=HYPERLINK") for row in rows)
    book = load_workbook(
        io.BytesIO(client.get(reverse("compensation:cycle-xlsx", args=[cycle.uuid])).content), data_only=False
    )
    sheet = book.worksheets[0]
    assert sum(row[11] for row in sheet.iter_rows(min_row=2, values_only=True)) == float(totals.after)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(book.worksheets) == 4


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes."""
    client.get(url)
    # The switches are remembered for a second: let every page ask for them.
    switchboard.forget()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["cycle", "cycle-csv", "cycle-xlsx"])
def test_cycle_takes_as_many_queries_for_three_people_as_for_one(name: str) -> None:
    org = organisation(staff=1)
    client = signed_in(org.hr)
    one = queries_of(client, reverse(f"compensation:{name}", args=[org.computed().uuid]))
    for _ in range(2):
        show(employee_with_pay(org.unit, org.position, Decimal(2_000_000)), right=3, of=6)
    assert queries_of(client, reverse(f"compensation:{name}", args=[org.computed().uuid])) == one


def test_lists_take_as_many_queries_for_three_rows_as_for_one() -> None:
    org = organisation(staff=1)
    org.published()
    hr, owner = signed_in(org.hr), signed_in(org.staff[0].user)
    urls = [
        (hr, reverse("compensation:cycles")),
        (hr, "/api/v1/review-cycles/"),
        (hr, "/api/v1/receipts/"),
        (hr, reverse("compensation:rules")),
        (owner, reverse("compensation:mine")),
    ]
    first = [queries_of(client, url) for client, url in urls]
    org.published()
    org.published()
    services.set_band(
        actor=None, grade=5, currency="COP", minimum=Decimal(1), midpoint=Decimal(2), maximum=Decimal(3),
        valid_from=org.policy.created_at.date(),
    )  # fmt: skip
    assert [queries_of(client, url) for client, url in urls] == first


def test_computing_takes_as_many_queries_for_three_people_as_for_one() -> None:
    org = organisation(staff=1)

    def computing() -> int:
        cycle = org.open()
        with CaptureQueriesContext(connection) as captured:
            services.compute_proposals(actor=org.hr, cycle=cycle)
        return len(captured)

    one = computing()
    for _ in range(2):
        show(employee_with_pay(org.unit, org.position, Decimal(2_000_000)), right=3, of=6)
    assert computing() == one


def test_home_learns_of_the_receipt_once_published_and_of_no_amount(rf: Any) -> None:
    org = organisation(staff=2)
    employee = org.staff[0]
    request = rf.get("/")
    request.user = employee.user
    org.approved()
    assert home_changes(request, employee) == []
    cycle = org.published()
    (change,) = home_changes(request, employee)
    assert change.url == reverse("compensation:receipt", args=[proposal_of(cycle, employee).uuid])
    assert not re.search(r"\d{3}", f"{change.what} {change.meta}".replace("2026", ""))
    request.user = org.hr
    assert home_changes(request, employee) == []


def test_my_pay_before_anything_is_recorded_says_so() -> None:
    org = organisation(staff=1)
    response = signed_in(org.manager.user).get(reverse("compensation:mine"))
    assert response.context["record"] is None
    text_of(response)


def test_switched_off_plugin_is_not_there_and_the_rest_keeps_working() -> None:
    org = organisation(staff=1)
    cycle = org.published()
    client = signed_in(org.staff[0].user)
    PluginSwitch.objects.create(slug="compensation", enabled=False, changed_at=cycle.opened_at)
    switchboard.forget()
    assert client.get("/").status_code == 200
    assert "/pay/" not in client.get("/").content.decode()
    for url in (reverse("compensation:mine"), "/api/v1/receipts/"):
        assert client.get(url).status_code == 404
    PluginSwitch.objects.update(enabled=True)
    switchboard.forget()
    assert client.get(reverse("compensation:mine")).status_code == 200
    assert len(client.get(reverse("compensation:mine")).context["receipts"]) == 1

"""The profile as pages, cards and API: who may open it, in both languages, and what happens while it is off."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from rest_framework.test import APIRequestFactory, force_authenticate

from competencies import api, presentation, services, wording
from competencies.models import Competency, CompetencyState, Evidence
from competencies.selectors import profile_of
from lms.core import clock
from lms.core.models import OutboxEvent
from lms.people.models import Employee, Unit, User
from lms.plugins import delivery, registry, switchboard
from lms.plugins.models import PluginSwitch
from lms.records.models import Attempt
from tests.factories.competencies import CalibrationFactory, CompetencyFactory, RequirementFactory, finish
from tests.factories.people import EmployeeFactory, UnitFactory, UserFactory
from tests.factories.records import observed

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _calibrated() -> Iterator[None]:
    CalibrationFactory.create()
    for key, es, en in (
        ("composure", "Serenidad", "Composure"),
        ("empathy", "Empatía", "Empathy"),
        ("product-knowledge", "Producto", "Product"),
    ):
        kind = Competency.Kind.TECHNICAL if key == "product-knowledge" else Competency.Kind.BEHAVIOURAL
        CompetencyFactory.create(key=key, name={"es": es, "en": en}, kind=kind)
    with clock.at(MOMENT + timedelta(days=6)):
        yield


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def employee(unit: Unit) -> Employee:
    """Somebody with evidence about all three competencies and requirements for two."""
    person = EmployeeFactory.create(assignment={"unit": unit})
    position = person.assignments.get().position
    for key in ("composure", "empathy"):
        RequirementFactory.create(position=position, competency=Competency.objects.get(key=key))
    for day in range(6):
        rows = [observed("composure", day % 2), observed("product-knowledge", 1), observed("empathy", 1)]
        attempt = finish(person, rows[: 3 if day == 0 else 2], at=MOMENT + timedelta(days=day))
        with clock.at(MOMENT + timedelta(days=day)):
            services.record_evidence_of_attempt(attempt.pk)
    return person


def _client(user: User | None, language: str = "es") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    if user is not None:
        client.force_login(user)
    return client


def _addresses(employee: Employee) -> list[str]:
    return [
        reverse("competencies:person", args=[employee.uuid]),
        reverse("competencies:person_competency", args=[employee.uuid, "composure"]),
    ]


@pytest.mark.parametrize(("language", "name"), [("es", "Serenidad"), ("en", "Composure")])
def test_own_pages_render_in_both_languages(employee: Employee, language: str, name: str) -> None:
    client = _client(employee.user, language)
    for url in (reverse("competencies:me"), reverse("competencies:my_competency", args=["composure"])):
        response = client.get(url)
        assert response.status_code == 200
        assert name in response.content.decode()
        assert f'lang="{language}"' in response.content.decode()
        assert "no-store" in response["Cache-Control"]


def test_the_page_prints_a_column_that_adds_up(employee: Employee) -> None:
    response = _client(employee.user).get(reverse("competencies:me"))
    account = response.context["account"]
    assert account["start"] + sum(row["today"] for row in account["rows"]) == account["position"]
    assert account["name"] == response.context["profile"].short[0].competency.name


def test_older_lines_are_one_row_that_keeps_the_sum(employee: Employee) -> None:
    for _ in range(12):
        services.record_evidence_of_attempt(finish(employee, [observed("composure", 0)], at=MOMENT).pk)
    account = _client(employee.user).get(reverse("competencies:me")).context["account"]
    assert (len(account["rows"]), account["earlier"]) == (8, 10)
    printed = sum(row["today"] for row in account["rows"]) + account["earlier_today"]
    assert account["start"] + printed == account["position"]


def test_attempts_of_a_plugin_that_is_off_have_no_link() -> None:
    attempt = uuid4()
    assert presentation.attempt_url("scenario", attempt) == reverse("scenarios:debrief", args=[attempt])
    PluginSwitch.objects.create(slug="scenarios", enabled=False, changed_at=MOMENT)
    switchboard.forget()
    assert presentation.attempt_url("scenario", attempt) == ""
    assert presentation.attempt_url("quiz", attempt) != ""
    switchboard.forget()


def test_several_unknown_competencies_are_counted_in_the_headline(employee: Employee) -> None:
    profile = profile_of(employee)
    one = profile.standings[0]
    known = replace(one, target=1, sufficient=True)
    unknown = replace(one, target=1, sufficient=False)
    with override("en"):
        name = wording.lower_first(one.competency.name)
        assert wording.what_next(replace(profile, standings=(known, unknown)), own=True) == (
            f"About {name} we still know very little."
        )
        assert wording.what_next(replace(profile, standings=(known, unknown, unknown)), own=True) == (
            f"About 2 we still know very little, among them {name}."
        )


def test_an_empty_profile_says_what_will_be_here() -> None:
    client = _client(EmployeeFactory.create().user, "en")
    page = client.get(reverse("competencies:me")).content.decode()
    assert "Your profile begins with the first thing you do." in page
    assert reverse("courses:catalogue") in page


def test_a_competency_without_evidence_shows_what_is_asked(employee: Employee) -> None:
    other = EmployeeFactory.create()
    page = _client(other.user, "en").get(reverse("competencies:my_competency", args=["composure"])).content.decode()
    assert "Does composure 2." in page
    assert "Not known yet" in page


def test_the_next_level_shows_its_anchors(employee: Employee) -> None:
    response = _client(employee.user, "en").get(reverse("competencies:my_competency", args=["product-knowledge"]))
    steps = [(step["level"], step["step"]) for step in response.context["steps"]]
    assert steps == [(4, "here"), (5, "next")]
    assert "Does product-knowledge 5." in response.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 404), ("trainer", 404), ("approver", 404), ("superuser", 404), ("leader", 200), ("hr", 200)],
)
def test_who_may_open_somebody_elses_profile(employee: Employee, unit: Unit, who: str, status: int) -> None:
    viewer = EmployeeFactory.create(assignment={"unit": unit})
    user = viewer.user
    assert user is not None
    if who == "leader":
        Unit.objects.filter(pk=unit.pk).update(head=viewer)
    elif who == "superuser":
        user = UserFactory.create(is_superuser=True)
    elif who != "colleague":
        user = UserFactory.create(roles=(who,))
    client = _client(user)
    assert [client.get(url).status_code for url in _addresses(employee)] == [status, status]


def test_nobody_is_asked_to_sign_in_for_nothing(employee: Employee) -> None:
    for url in [reverse("competencies:me"), *_addresses(employee)]:
        assert _client(None).get(url).status_code == 302


def test_a_profile_that_does_not_exist_and_one_that_is_not_yours_look_the_same(employee: Employee) -> None:
    client = _client(EmployeeFactory.create().user)
    pages = []
    for uuid in (employee.uuid, uuid4()):
        response = client.get(reverse("competencies:person", args=[uuid]))
        text = response.content.decode().replace(str(uuid), "")
        pages.append((response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)))
    assert pages[0] == pages[1]
    assert pages[0][0] == 404


def test_an_unknown_competency_is_not_here(employee: Employee) -> None:
    assert _client(employee.user).get(reverse("competencies:my_competency", args=["juggling"])).status_code == 404


def test_a_login_without_an_employee_has_no_profile() -> None:
    assert _client(UserFactory.create()).get(reverse("competencies:me")).status_code == 404


def test_while_off_the_page_says_so_and_evidence_waits(employee: Employee) -> None:
    PluginSwitch.objects.create(slug="competencies", enabled=False, changed_at=clock.now())
    switchboard.forget()
    response = _client(employee.user, "en").get(reverse("competencies:me"))
    assert response.status_code == 404
    assert "switched off" in response.content.decode()
    attempt = finish(employee, [observed("empathy", item="later")])
    event = OutboxEvent.objects.get(payload__attempt_id=attempt.pk)
    assert not delivery.deliver(event.pk)
    assert not Evidence.objects.filter(session=attempt.uuid).exists()
    PluginSwitch.objects.update(enabled=True)
    switchboard.forget()
    assert delivery.deliver(event.pk)
    assert delivery.deliver(event.pk)
    assert Evidence.objects.filter(session=attempt.uuid).count() == 1


def test_a_finished_attempt_reaches_the_profile_by_itself(
    employee: Employee, django_capture_on_commit_callbacks: Any
) -> None:
    before = CompetencyState.objects.get(employee=employee, competency__key="empathy").n
    with django_capture_on_commit_callbacks(execute=True):
        finish(employee, [observed("empathy", item="new")])
    assert CompetencyState.objects.get(employee=employee, competency__key="empathy").n == before + 1


def _request(user: Any, language: str = "es") -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_navigation_has_the_profile_for_employees_only(employee: Employee) -> None:
    urls = [item.value.url for item in registry.ask("navigation", request=_request(employee.user))]
    assert reverse("competencies:me") in urls
    urls = [item.value.url for item in registry.ask("navigation", request=_request(UserFactory.create()))]
    assert reverse("competencies:me") not in urls


def test_home_says_how_it_goes_and_what_changed(employee: Employee) -> None:
    request = _request(employee.user)
    card = registry.ask("home_cards", request=request, employee=employee)[0].value
    assert len(card.context["levels"]) == 3
    assert "Serenidad" in render_to_string(card.template, card.context, request=request)
    changes = [answer.value for answer in registry.ask("home_changes", request=request, employee=employee)]
    assert [change.at for change in changes] == [MOMENT + timedelta(days=day) for day in (5, 4, 3, 2)]
    assert all(change.effect for change in changes)


def test_home_of_a_newcomer_shows_no_level() -> None:
    newcomer = EmployeeFactory.create()
    request = _request(newcomer.user)
    card = registry.ask("home_cards", request=request, employee=newcomer)[0].value
    assert card.context["empty"]
    assert 'class="track"' not in render_to_string(card.template, card.context, request=request)
    assert registry.ask("home_changes", request=request, employee=newcomer) == []


def test_the_card_of_an_attempt_waits_then_tells(employee: Employee) -> None:
    attempt = finish(employee, [observed("empathy", item="new")])
    request = _request(employee.user)

    def card() -> Any:
        return registry.ask("attempt_cards", request=request, attempt=attempt)[0].value

    assert card().context["pending"]
    assert 'role="status"' in render_to_string(card().template, card().context, request=request)
    services.record_evidence_of_attempt(attempt.pk)
    assert [str(item["what"]) for item in card().context["items"]] == ["Empatía"]
    stranger = _request(EmployeeFactory.create().user)
    assert registry.ask("attempt_cards", request=stranger, attempt=attempt) == []


def test_a_rehearsal_has_no_card(employee: Employee) -> None:
    attempt = finish(employee, [observed("empathy")], mode=Attempt.Mode.PRACTICE)
    assert registry.ask("attempt_cards", request=_request(employee.user), attempt=attempt) == []


def test_the_card_of_a_person_is_for_those_who_may_see_the_profile(employee: Employee) -> None:
    hr, colleague = UserFactory.create(roles=("hr",)), EmployeeFactory.create().user
    assert len(registry.ask("person_cards", request=_request(hr), employee=employee)) == 1
    assert registry.ask("person_cards", request=_request(colleague), employee=employee) == []


def test_indicators_are_the_competencies_by_kind() -> None:
    offered = [(one.value.key, str(one.value.label)) for one in registry.ask("indicators")]
    assert offered == [("composure", "Serenidad"), ("empathy", "Empatía"), ("product-knowledge", "Producto")]


def _api(viewset: Any, user: User | None, **query: str) -> Any:
    request = APIRequestFactory().get("/", query)
    if user is not None:
        force_authenticate(request, user=user)
    return viewset.as_view({"get": "list"})(request)


def test_api_shows_each_caller_what_the_site_shows_them(employee: Employee, unit: Unit) -> None:
    colleague = EmployeeFactory.create(assignment={"unit": unit})
    hr = UserFactory.create(roles=("hr",))
    for viewset, rows in ((api.StateViewSet, 3), (api.EvidenceViewSet, 13)):
        assert len(_api(viewset, employee.user).data["results"]) == rows
        assert len(_api(viewset, hr, employee=str(employee.uuid)).data["results"]) == rows
        assert _api(viewset, colleague.user).data["results"] == []
        assert _api(viewset, None).status_code in (401, 403)
        assert _api(viewset, hr, employee="nobody").status_code == 404


def test_api_evidence_carries_effects_that_add_up(employee: Employee) -> None:
    rows = _api(api.EvidenceViewSet, employee.user, competency="composure").data["results"]
    assert len(rows) == 6
    standing = profile_of(employee).of("composure")
    assert standing is not None
    assert 2.5 + sum(row["effect_today"] for row in rows) == pytest.approx(float(standing.position), abs=0.006)
    assert all(row["in_force"] for row in rows)


def test_api_competencies_carry_their_anchors(employee: Employee) -> None:
    rows = _api(api.CompetencyViewSet, employee.user).data["results"]
    assert [(row["key"], len(row["anchors"])) for row in rows] == [
        ("composure", 5), ("empathy", 5), ("product-knowledge", 5),
    ]  # fmt: skip


@pytest.mark.parametrize("people", [1, 3])
def test_api_takes_the_same_queries_for_one_person_as_for_three(people: int, django_assert_num_queries: Any) -> None:
    for _ in range(people):
        services.record_evidence_of_attempt(finish(EmployeeFactory.create(), [observed("composure")]).pk)
    hr = User.objects.get(pk=UserFactory.create(roles=("hr",)).pk)
    hr.has_perm("competencies.view_any_profile")
    with django_assert_num_queries(1):
        _api(api.StateViewSet, hr)
    with django_assert_num_queries(3):
        _api(api.EvidenceViewSet, hr)


def _own_queries(captured: CaptureQueriesContext) -> int:
    """How many queries there were, without the switchboard's, which is only asked again after a second."""
    return sum("plugins_pluginswitch" not in query["sql"] for query in captured.captured_queries)


def test_pages_and_changes_take_the_same_queries_for_one_competency_as_for_three() -> None:
    counts = []
    for keys in (("composure",), ("composure", "empathy", "product-knowledge")):
        person = EmployeeFactory.create()
        for key in keys:
            services.record_evidence_of_attempt(finish(person, [observed(key)], at=MOMENT).pk)
        client, request = _client(person.user), _request(person.user)
        for url in (reverse("competencies:me"), reverse("competencies:my_competency", args=["composure"])):
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counts.append(_own_queries(captured))
        for hook in ("home_changes", "home_cards"):
            with CaptureQueriesContext(connection) as captured:
                registry.ask(hook, request=request, employee=person)
            counts.append(_own_queries(captured))
    assert counts[:4] == counts[4:]

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.people.models import User
from lms.records.models import Attempt, Build, Observation, Response, Result
from lms.records.services import OutOfTurn
from scenarios.play import services
from scenarios.play.replay import play_of
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.records import AttemptFactory
from tests.factories.scenarios import hand_made, play_through, published, shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def attempt_of(person: User, mode: str = Attempt.Mode.ASSESSED) -> Attempt:
    return services.begin(actor=person, key="guest", mode=mode, seed=7)


def page(attempt: Attempt) -> str:
    return reverse("scenarios:play", args=[attempt.uuid])


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found is not None
    return found[1]


def say(browser: Client, attempt: Attempt, reply: str, **more: Any) -> Any:
    """Answer as a browser without script does: from the page as it stands."""
    shown = browser.get(page(attempt))
    turn = {"sequence": hidden(shown, "sequence"), "token": hidden(shown, "token"), "input": "choose", "dwell_ms": ""}
    return browser.post(page(attempt), {**turn, "choice": reply, **more})


@pytest.mark.parametrize(
    ("language", "heading"), [("es", "La maleta y la cena"), ("en", "The suitcase and the supper")]
)
def test_a_whole_play_works_without_script(browser: Client, language: str, heading: str) -> None:
    for locale in ("es", "en"):
        published(shipped("la-maleta-y-la-cena", locale), "la-maleta-y-la-cena", locale)
    intro = reverse("scenarios:intro", args=["la-maleta-y-la-cena"])
    headers = {"accept-language": language}
    assert heading in text(browser.get(intro, headers=headers))
    started = browser.post(intro, {"mode": "assessed", "prediction": "7"}, headers=headers)
    address = started.headers["Location"]
    for _ in range(20):
        shown = browser.get(address, headers=headers)
        assert shown.status_code == 200
        choices = re.findall(r'name="choice" value="([^"]+)"', shown.content.decode())
        if not choices:
            break
        turn = {name: hidden(shown, name) for name in ("sequence", "token")}
        answered = browser.post(address, {**turn, "input": "choose", "choice": choices[-1]}, headers=headers)
        assert (answered.status_code, answered.headers["Location"]) == (302, f"{address}#latest")
    attempt = Attempt.objects.get()
    assert attempt.result.ending == "finished"
    debrief = browser.get(reverse("scenarios:debrief", args=[attempt.uuid]), headers=headers)
    assert debrief.status_code == 200
    assert heading in text(debrief)
    assert attempt.build.locale == language


def test_every_page_needs_a_login(client: Client, guest: Build) -> None:
    addresses = [
        reverse("scenarios:practice"),
        reverse("scenarios:intro", args=["guest"]),
        *(reverse(f"scenarios:{name}", args=[uuid4()]) for name in ("play", "leave", "play-from", "debrief")),
    ]
    assert [client.get(address).status_code for address in addresses] == [302] * 6


def test_the_intro_of_nothing_is_not_found(browser: Client) -> None:
    assert browser.get(reverse("scenarios:intro", args=["nothing"])).status_code == 404


def test_a_login_without_employee_sees_why_it_cannot_play(client: Client, guest: Build) -> None:
    client.force_login(UserFactory.create())
    shown = client.get(reverse("scenarios:intro", args=["guest"]))
    assert (shown.status_code, b'name="mode"' in shown.content) == (200, False)
    assert client.post(reverse("scenarios:intro", args=["guest"]), {"mode": "assessed"}).status_code == 404


@pytest.mark.parametrize("posted", [{"mode": "assessed", "prediction": "12"}, {"mode": "for-real"}, {}])
def test_a_tampered_start_begins_nothing(browser: Client, guest: Build, posted: dict[str, str]) -> None:
    assert browser.post(reverse("scenarios:intro", args=["guest"]), posted).status_code == 422
    assert not Attempt.objects.exists()


def test_the_page_gives_no_reply_away(browser: Client, person: User, guest: Build) -> None:
    shown = browser.get(page(attempt_of(person))).content.decode()
    assert sorted(re.findall(r'name="choice" value="([^"]+)"', shown)) == ["rude", "so-so", "well"]
    assert [word for word in ("ratings", "rationale", "empathy", "offer") if word in shown] == []


def test_a_double_click_answers_once(browser: Client, person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    shown = browser.get(page(attempt))
    turn = {name: hidden(shown, name) for name in ("sequence", "token")} | {"input": "choose", "choice": "well"}
    answers = [browser.post(page(attempt), turn).status_code for _ in range(2)]
    assert (answers, Response.objects.count()) == ([302, 302], 1)


def test_a_second_tab_is_told_and_shown_where_one_is(browser: Client, person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    tabs = [browser.get(page(attempt)) for _ in range(2)]
    turns = [{name: hidden(tab, name) for name in ("sequence", "token")} | {"input": "choose"} for tab in tabs]
    browser.post(page(attempt), {**turns[0], "choice": "well"})
    told = browser.post(page(attempt), {**turns[1], "choice": "rude"}, follow=True)
    assert (told.status_code, Response.objects.get().given["choice"]) == (200, "well")
    assert str(OutOfTurn.sentence) in text(told)
    assert sorted(re.findall(r'name="choice" value="([^"]+)"', told.content.decode())) == ["cold", "fair", "odd"]


def test_a_stale_tab_after_the_end_is_shown_the_end(browser: Client, person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    stale = browser.get(page(attempt))
    play_through(person, attempt, ["well", "fair"])
    turn = {name: hidden(stale, name) for name in ("sequence", "token")} | {"input": "choose", "choice": "rude"}
    told = browser.post(page(attempt), turn, follow=True)
    assert reverse("scenarios:debrief", args=[attempt.uuid]) in text(told)
    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"choice": "fair"},
        {"choice": "' or 1=1"},
        {"choice": ""},
        {"sequence": "x"},
        {"token": ""},
        {"token": "t" * 65},
        {"input": "everything"},
        {"input": "timeout"},
        {"input": "rating", "rate-well": "many"},
        {"input": "text", "text": "hola"},
    ],
)
def test_a_tampered_turn_is_refused_with_nothing_written(
    browser: Client, person: User, guest: Build, change: dict[str, str]
) -> None:
    attempt = attempt_of(person)
    refused = say(browser, attempt, "well", **change)
    assert (refused.status_code, Response.objects.count()) == (422, 0)
    assert 'id="turn-error"' in text(refused)


def test_a_hint_is_shown_once_asked_for(browser: Client, person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    assert "Saluda." not in text(browser.get(page(attempt)))
    say(browser, attempt, "", input="hint")
    shown = text(browser.get(page(attempt)))
    assert ("Saluda." in shown, 'value="hint"' in shown) == (True, False)


def test_a_timer_is_hidden_until_the_script_starts_it(browser: Client, person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    play_through(person, attempt, ["well"])
    shown = text(browser.get(page(attempt)))
    assert re.search(r'<div class="timer"[^>]* data-seconds="20" hidden>', shown)
    assert say(browser, attempt, "", input="timeout").status_code == 302
    assert Result.objects.get().summary["outcome"] == "sad"


def test_coming_back_on_another_device_finds_the_same_moment(person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    devices = [Client(), Client()]
    for device in devices:
        device.force_login(person)
    say(devices[0], attempt, "rude")
    lines = [re.findall(r"<li class=\"line[^>]*>.*?</li>", text(device.get(page(attempt)))) for device in devices]
    assert lines[0] == lines[1]
    assert len(lines[0]) == 3


def test_leaving_leads_to_the_closing_and_back_in_as_a_rehearsal(browser: Client, person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    say(browser, attempt, "rude")
    left = browser.post(reverse("scenarios:leave", args=[attempt.uuid]), follow=True)
    assert (left.status_code, Result.objects.get().ending, Observation.objects.count()) == (200, "left", 0)
    again = browser.post(reverse("scenarios:play-from", args=[attempt.uuid]), {"upto": "1"})
    rehearsal = Attempt.objects.get(mode="practice")
    assert again.headers["Location"] == page(rehearsal)
    assert browser.get(page(attempt)).headers["Location"] == reverse("scenarios:debrief", args=[attempt.uuid])


@pytest.mark.parametrize("upto", ["", "one", "-1", "7"])
def test_a_tampered_moment_starts_nothing(browser: Client, person: User, guest: Build, upto: str) -> None:
    attempt = play_through(person, attempt_of(person), ["well", "fair"])
    answered = browser.post(reverse("scenarios:play-from", args=[attempt.uuid]), {"upto": upto})
    assert (answered.status_code, Attempt.objects.count()) == (422, 1)


def test_somebody_elses_play_is_not_found(browser: Client, guest: Build) -> None:
    other = EmployeeFactory.create().user
    assert other is not None
    attempt = attempt_of(other)
    found = [
        browser.get(page(attempt)).status_code,
        browser.post(page(attempt), {}).status_code,
        browser.get(reverse("scenarios:debrief", args=[attempt.uuid])).status_code,
        browser.post(reverse("scenarios:leave", args=[attempt.uuid])).status_code,
        browser.post(reverse("scenarios:play-from", args=[attempt.uuid]), {"upto": "0"}).status_code,
    ]
    assert found == [404] * 5
    assert not Result.objects.exists()


def test_a_quiz_is_not_a_play(browser: Client, person: User) -> None:
    quiz = AttemptFactory.create(employee=person.employee)
    assert browser.get(page(quiz)).status_code == 404


def test_the_debrief_waits_for_the_end(browser: Client, person: User, guest: Build) -> None:
    attempt = attempt_of(person)
    assert browser.get(reverse("scenarios:debrief", args=[attempt.uuid])).headers["Location"] == page(attempt)


def test_the_debrief_adds_up(browser: Client, person: User, guest: Build) -> None:
    attempt = play_through(person, attempt_of(person), ["so-so", "cold"])
    response = browser.get(reverse("scenarios:debrief", args=[attempt.uuid]))
    debrief = response.context["debrief"]
    assert [(moment.turn, float(moment.lost), moment.best, moment.upto) for moment in debrief.moments] == [
        (1, 2.0, "well", 0),
        (2, 2.0, "fair", 1),
    ]
    assert (float(debrief.got), float(debrief.lost), float(debrief.most)) == (3.8, 4.0, 7.8)
    assert debrief.moments[0].mine_ratings == (0, 0, 0, 0, 0)
    assert "2,0 + 2,0" in text(response)


def test_the_debrief_shows_recoveries_and_disputes(browser: Client, person: User, guest: Build) -> None:
    recovered = play_through(person, attempt_of(person), ["rude", "fair"])
    shown = browser.get(reverse("scenarios:debrief", args=[recovered.uuid])).context["debrief"]
    assert [(moment.turn, moment.pin) for moment in shown.recoveries] == [(2, "+")]
    disputed = play_through(person, attempt_of(person), ["well", "odd"])
    response = browser.get(reverse("scenarios:debrief", args=[disputed.uuid]))
    assert [(moment.turn, moment.mine) for moment in response.context["debrief"].disputed] == [(2, "odd")]
    assert response.context["debrief"].moments == ()


def queries_of(browser: Client, address: str) -> int:
    """How many queries a warm page costs."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_at_one_and_three(browser: Client, person: User, guest: Build) -> None:
    play_through(person, attempt_of(person), ["well", "fair"])
    address = reverse("scenarios:practice")
    one = queries_of(browser, address)
    for key in ("second", "third"):
        published(hand_made(title={"es": key}), key)
        play_through(person, services.begin(actor=person, key=key, seed=1), ["rude", "cold"])
    assert queries_of(browser, address) == one


def test_the_empty_list_says_what_will_be_here(browser: Client) -> None:
    assert 'class="empty"' in text(browser.get(reverse("scenarios:practice")))


def test_a_play_costs_the_same_after_one_and_many_turns(browser: Client, person: User) -> None:
    published(shipped("cobro-repetido"), "guest")
    attempt = attempt_of(person)
    early = queries_of(browser, page(attempt))
    for _ in range(4):
        play = play_of(attempt)
        choice = play.build.scenes[play.state.scene].choices[0].id
        play_through(person, attempt, [choice])
    assert queries_of(browser, page(attempt)) == early

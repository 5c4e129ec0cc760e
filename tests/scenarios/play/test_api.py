from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.people.models import User
from lms.records.models import Attempt, Build, Observation, Response
from tests.factories.people import EmployeeFactory
from tests.factories.scenarios import hand_made, published

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


@pytest.fixture
def browser(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(f"{ROOT}{address}", body, content_type="application/json")


def test_scenarios_are_listed_without_their_key(browser: Client, guest: Build) -> None:
    (one,) = browser.get(f"{ROOT}/scenarios/").json()
    assert (one["key"], one["customer"], one["voice"]) == ("guest", "Guest", "Buenas.")
    assert browser.get(f"{ROOT}/scenarios/guest/").json() == one
    assert set(one) & {"scenes", "choices", "ratings", "competencies"} == set()


def test_the_list_of_scenarios_costs_the_same_at_one_and_three(
    browser: Client, guest: Build, django_assert_num_queries: Any
) -> None:
    browser.get(f"{ROOT}/scenarios/")
    with CaptureQueriesContext(connection) as one:
        browser.get(f"{ROOT}/scenarios/")
    for key in ("second", "third"):
        published(hand_made(title={"es": key}), key)
    with django_assert_num_queries(len(one)):
        assert len(browser.get(f"{ROOT}/scenarios/").json()) == 3


def test_a_whole_play_through_the_api(browser: Client, guest: Build) -> None:
    started = post(browser, "/plays/", {"scenario": "guest", "prediction": 5})
    assert started.status_code == 201
    play = started.json()
    address = f"/plays/{play['uuid']}"
    assert sorted(choice["id"] for choice in play["stage"]["choices"]) == ["rude", "so-so", "well"]
    hinted = post(browser, f"{address}/turn/", {"sequence": 0, "token": "h", "hint": True}).json()
    assert (hinted["stage"]["hint"], hinted["stage"]["sequence"]) == ("Saluda.", 1)
    for sequence, choice in enumerate(["well", "fair"], start=1):
        turn = {"sequence": sequence, "token": f"t{sequence}", "choice": choice}
        play = post(browser, f"{address}/turn/", turn).json()
    assert (play["stage"]["ended"], play["result"]) == (
        True,
        {"ending": "finished", "score": 1.0, "outcome": "happy"},
    )
    assert browser.get(f"{ROOT}{address}/").json()["stage"]["lines"] == play["stage"]["lines"]
    assert Observation.objects.count() == 3


@pytest.mark.parametrize(
    ("turn", "status", "code"),
    [
        ({"sequence": 0, "token": "t", "choice": "fair"}, 422, "turn-refused"),
        ({"sequence": 0, "token": "t"}, 422, "turn-refused"),
        ({"sequence": 0, "token": "t", "choice": "well", "hint": True}, 422, "turn-refused"),
        ({"sequence": 3, "token": "t", "choice": "well"}, 409, "attempt-moved-on"),
        ({"token": "t", "choice": "well"}, 400, "invalid"),
    ],
)
def test_a_bad_turn_is_a_problem_and_writes_nothing(
    browser: Client, guest: Build, turn: dict[str, Any], status: int, code: str
) -> None:
    uuid = post(browser, "/plays/", {"scenario": "guest"}).json()["uuid"]
    answered = post(browser, f"/plays/{uuid}/turn/", turn)
    assert (answered.status_code, answered.json()["code"], Response.objects.count()) == (status, code, 0)


def test_leaving_ends_the_play_unscored(browser: Client, guest: Build) -> None:
    uuid = post(browser, "/plays/", {"scenario": "guest"}).json()["uuid"]
    left = post(browser, f"/plays/{uuid}/leave/", {}).json()
    assert left["result"] == {"ending": "left", "score": None, "outcome": None}


def test_somebody_elses_play_is_not_found(browser: Client, client: Client, guest: Build) -> None:
    uuid = post(browser, "/plays/", {"scenario": "guest"}).json()["uuid"]
    other = EmployeeFactory.create().user
    assert other is not None
    stranger = Client()
    stranger.force_login(other)
    assert stranger.get(f"{ROOT}/plays/{uuid}/").status_code == 404
    assert post(stranger, f"/plays/{uuid}/turn/", {"sequence": 0, "token": "t", "choice": "well"}).status_code == 404
    assert Attempt.objects.count() == 1


def test_nobody_is_served_without_a_login(client: Client, guest: Build) -> None:
    assert client.get(f"{ROOT}/scenarios/").status_code in {401, 403}
    assert post(client, "/plays/", {"scenario": "guest"}).status_code in {401, 403}

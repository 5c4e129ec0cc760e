import pytest
from django.test import RequestFactory
from django.urls import reverse

from lms.people.models import User
from lms.plugins import registry
from lms.plugins.contributions import Suggestion
from lms.records.models import Build
from scenarios.play import services
from tests.factories.scenarios import hand_made, play_through, published

pytestmark = pytest.mark.django_db


def suggestions(person: User) -> list[Suggestion]:
    request = RequestFactory().get("/")
    request.user = person
    answers = registry.ask("home_suggestions", request=request, employee=person.employee)
    return [answer.value for answer in answers if answer.plugin == "scenarios"]


def test_navigation_has_one_entry(person: User) -> None:
    request = RequestFactory().get("/")
    request.user = person
    answers = registry.ask("navigation", request=request)
    found = [answer.value for answer in answers if answer.plugin == "scenarios"]
    assert [(entry.url, entry.icon, entry.order) for entry in found] == [("/practice/", "play", 20)]


def test_an_unplayed_scenario_speaks_with_its_customer(person: User, guest: Build) -> None:
    (one,) = suggestions(person)
    assert (one.title, one.url, one.mood, one.who) == (
        "sample",
        reverse("scenarios:intro", args=["guest"]),
        "uneasy",
        "Guest",
    )
    assert "Buenas." in one.voice


def test_an_open_play_comes_first(person: User, guest: Build) -> None:
    published(hand_made(title={"es": "Otra"}), "other")
    attempt = services.begin(actor=person, key="other")
    first, second = suggestions(person)
    assert (first.url, second.url) == (
        reverse("scenarios:play", args=[attempt.uuid]) + "#latest",
        reverse("scenarios:intro", args=["guest"]),
    )
    assert first.priority > second.priority


def test_a_well_played_scenario_is_not_suggested_and_a_poor_one_is(person: User, guest: Build) -> None:
    play_through(person, services.begin(actor=person, key="guest", seed=1), ["rude", "cold"])
    assert [one.url for one in suggestions(person)] == [reverse("scenarios:intro", args=["guest"])]
    play_through(person, services.begin(actor=person, key="guest", seed=2), ["well", "fair"])
    assert suggestions(person) == []

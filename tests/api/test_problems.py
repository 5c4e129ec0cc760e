"""What the framework refuses is answered in our words: a stable code, a sentence in the caller's language."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from rest_framework.exceptions import APIException, PermissionDenied, Throttled

from lms.api.errors import MEANINGS, respond
from lms.core.views import bad_request
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
ENROLMENTS = "/api/v1/enrolments/"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def browser(client: Client) -> Client:
    """An employee's session, in English."""
    user = EmployeeFactory.create().user
    assert user is not None
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def told(answer: Any) -> tuple[int, str, str]:
    """Status, code and the first sentence of a problem."""
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"], body["title"].partition(".")[0]


def test_somebody_unknown_is_not_found_without_naming_tables(browser: Client) -> None:
    assert told(browser.get(f"/api/v1/people/{uuid4()}/"))[:2] == (404, "not-found")
    assert "Employee" not in browser.get(f"/api/v1/people/{uuid4()}/").content.decode()


@pytest.mark.parametrize(
    ("body", "media", "expected"),
    [
        ("{", JSON, (400, "not-json", "What was sent is not valid JSON")),
        ("[1]", JSON, (400, "not-an-object", "Send a JSON object with the fields of this resource")),
        ("null", JSON, (400, "not-an-object", "Send a JSON object with the fields of this resource")),
        ("a=1", FORM, (415, "unsupported-media-type", "This address reads JSON only")),
    ],
)
def test_body_that_cannot_be_read_is_told(
    browser: Client, body: str, media: str, expected: tuple[int, str, str]
) -> None:
    assert told(browser.post(ENROLMENTS, body, content_type=media)) == expected


def test_object_without_its_fields_is_told_field_by_field(browser: Client) -> None:
    answer = browser.post(ENROLMENTS, {}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"], set(answer.json()["fields"])) == (400, "invalid", {"course"})


@pytest.mark.parametrize("cursor", ["x", "cD1hYmM="])
def test_unknown_cursor_says_to_begin_again(browser: Client, cursor: str) -> None:
    answer = browser.get("/api/v1/people/", {"cursor": cursor})
    assert told(answer) == (404, "invalid-cursor", "This page of the list does not exist")


def test_wrong_method_names_those_allowed(browser: Client) -> None:
    answer = browser.delete("/api/v1/me/")
    assert told(answer) == (405, "method-not-allowed", "This address does not take that method")
    assert "GET" in answer["Allow"]


def test_body_that_is_too_large_is_a_problem(rf: RequestFactory) -> None:
    refused = RequestDataTooBig()
    answer = bad_request(rf.post(ENROLMENTS, headers={"accept-language": "en"}), refused)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(answer.content)["code"] == "too-large"
    inside = respond(refused, {})
    assert inside is not None
    assert (inside.status_code, inside.data["code"]) == (413, "too-large")


def test_unreadable_request_to_the_api_is_a_problem(browser: Client) -> None:
    answer = browser.get("/api/v1/me/", headers={"host": "elsewhere.example"})
    assert told(answer) == (400, "bad-request", "We could not read what was sent")


def test_missing_csrf_token_is_told() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.force_login(UserFactory.create())
    answer = strict.post(ENROLMENTS, "{}", content_type=JSON)
    assert told(answer) == (403, "csrf-failed", "The CSRF token is missing or no longer valid")


def test_throttled_keeps_when_to_come_back() -> None:
    answer = respond(Throttled(wait=30), {"request": RequestFactory().get("/")})
    assert answer is not None
    assert (answer.status_code, answer.data["code"], answer.headers["Retry-After"]) == (429, "too-many-requests", "30")


def test_refusal_is_ours_and_unexpected_failures_are_left_alone() -> None:
    answer = respond(PermissionDenied(), {})
    assert answer is not None
    assert (answer.status_code, answer.data["code"]) == (403, "not-allowed")
    assert respond(RuntimeError(), {}) is None


def test_every_meaning_has_the_status_of_what_it_stands_for() -> None:
    for kind, meaning in MEANINGS:
        if issubclass(kind, APIException):
            assert kind.status_code == meaning.status

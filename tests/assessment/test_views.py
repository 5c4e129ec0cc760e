"""A quiz in the browser, without script: forms and links only."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.courses.models import LessonPage, PublishedQuiz
from lms.people.models import Employee, User
from lms.plugins import switchboard
from lms.plugins.contributions import Card, Contributed
from lms.records.models import Attempt, Observation, Response, Result
from tests.factories.people import EmployeeFactory, UnitFactory, UserFactory
from tests.factories.quizzes import TEXTS, definition, publish_quiz, published_quiz
from tests.ui.html import problems_in

pytestmark = pytest.mark.django_db

ANSWERS = (["b"], ["a", "b"], ["v"])


def signed_in(user: User | None, language: str = "es") -> Client:
    assert user is not None
    client = Client(headers={"accept-language": language})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(user)
    return client


def words(response: Any) -> str:
    """What the page says, tags and runs of spaces left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def token_in(response: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]


def begin(client: Client, key: str) -> Attempt:
    client.post(reverse("assessment:quiz", args=[key]))
    attempt: Attempt = Attempt.objects.latest("pk")
    return attempt


def page(attempt: Attempt, number: int) -> str:
    return reverse("assessment:question", args=[attempt.uuid, number])


def result_of(attempt: Attempt) -> str:
    return reverse("assessment:result", args=[attempt.uuid])


def answer(client: Client, attempt: Attempt, number: int, given: list[str]) -> None:
    token = token_in(client.get(page(attempt, number)))
    client.post(page(attempt, number), {"token": token, "option": given})


def take(client: Client, key: str) -> Attempt:
    attempt = begin(client, key)
    for number, given in enumerate(ANSWERS, start=1):
        answer(client, attempt, number, given)
    return attempt


@pytest.mark.parametrize("language", ["es", "en"])
def test_quiz_from_the_first_page_to_the_result(language: str) -> None:
    client, key = signed_in(EmployeeFactory.create().user, language), published_quiz()
    texts = TEXTS[language]
    intro = client.get(reverse("assessment:quiz", args=[key]))
    assert texts["title"] in words(intro)
    begun = client.post(reverse("assessment:quiz", args=[key]))
    attempt = Attempt.objects.get()
    assert (begun.status_code, begun.headers["location"]) == (302, page(attempt, 1))
    pages = [intro]
    for number, given in enumerate(ANSWERS, start=1):
        asked = client.get(page(attempt, number))
        answered = client.post(page(attempt, number), {"token": token_in(asked), "option": given})
        assert (answered.status_code, answered.headers["location"]) == (302, page(attempt, number))
        feedback = client.get(page(attempt, number))
        kind = ("single", "multiple", "true_false")[number - 1]
        assert texts[kind] in words(asked)
        assert texts["right"] + ":" not in words(asked)
        assert texts["right"] + ":" in words(feedback)
        following = page(attempt, number + 1) if number < 3 else result_of(attempt)
        assert f'href="{following}"' in feedback.content.decode()
        pages += [asked, feedback]
    result = client.get(result_of(attempt))
    assert all(texts[kind] in words(result) for kind in ("single", "multiple", "true_false"))
    assert [problems_in(one.content.decode()) for one in [*pages, result]] == [[]] * 8
    assert Result.objects.get().score == 0.5
    assert Observation.objects.count() == 3
    assert attempt.build.locale == language


def test_quiz_says_where_one_is_and_the_score_in_words() -> None:
    client, key = signed_in(EmployeeFactory.create().user, "en"), published_quiz()
    attempt = begin(client, key)
    answer(client, attempt, 1, ["b"])
    assert "2 of 3" in words(client.get(page(attempt, 2)))
    answer(client, attempt, 2, ["a", "b"])
    assert "2 of the 4 boxes are as they should be." in words(client.get(page(attempt, 2)))
    answer(client, attempt, 3, ["v"])
    said = words(client.get(result_of(attempt)))
    assert "You got 1 of the 3 questions right." in said
    assert "It was your first attempt, so it counts in full." in said


def test_question_of_several_has_checkboxes_and_of_one_radios() -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())
    assert client.get(page(attempt, 1)).content.decode().count('type="radio"') == 3
    answer(client, attempt, 1, ["b"])
    assert client.get(page(attempt, 2)).content.decode().count('type="checkbox"') == 4


def test_double_submit_is_kept_once() -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())
    form = {"token": token_in(client.get(page(attempt, 1))), "option": ["b"]}
    first, second = (client.post(page(attempt, 1), form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.headers["location"] == page(attempt, 1)
    assert Response.objects.count() == 1


def test_double_submit_of_the_last_answer_finishes_once() -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())
    answer(client, attempt, 1, ["b"])
    answer(client, attempt, 2, ["a"])
    form = {"token": token_in(client.get(page(attempt, 3))), "option": ["f"]}
    statuses = [client.post(page(attempt, 3), form).status_code for _ in range(2)]
    assert (statuses, Result.objects.count(), Observation.objects.count()) == ([302, 302], 1, 3)


def test_two_tabs_keep_the_first_answer_and_say_so_in_the_second() -> None:
    client = signed_in(EmployeeFactory.create().user, "en")
    attempt = begin(client, published_quiz())
    tabs = [token_in(client.get(page(attempt, 1))) for _ in range(2)]
    assert tabs[0] != tabs[1]
    client.post(page(attempt, 1), {"token": tabs[0], "option": ["b"]})
    late = client.post(page(attempt, 1), {"token": tabs[1], "option": ["a"]})
    assert late.status_code == 409
    assert "What you answered first is kept." in words(late)
    assert f'href="{page(attempt, 1)}"' in late.content.decode()
    assert [row.given["options"] for row in Response.objects.all()] == [["b"]]


def test_two_tabs_beginning_share_one_attempt() -> None:
    client, key = signed_in(EmployeeFactory.create().user), published_quiz()
    begin(client, key)
    begin(client, key)
    assert Attempt.objects.count() == 1


def test_stale_form_after_the_end_says_that_it_is_finished() -> None:
    client = signed_in(EmployeeFactory.create().user, "en")
    attempt = begin(client, published_quiz())
    stale = token_in(client.get(page(attempt, 1)))
    for number, given in enumerate(ANSWERS, start=1):
        answer(client, attempt, number, given)
    late = client.post(page(attempt, 1), {"token": stale, "option": ["a"]})
    assert late.status_code == 409
    assert "already finished" in words(late)
    assert Response.objects.count() == 3


def test_back_button_shows_what_was_answered() -> None:
    client = signed_in(EmployeeFactory.create().user, "en")
    attempt = begin(client, published_quiz())
    answer(client, attempt, 1, ["a"])
    again = client.get(page(attempt, 1))
    assert "Not this time." in words(again)
    assert 'name="token"' not in again.content.decode()
    assert "no-store" in again.headers["cache-control"]


@pytest.mark.parametrize("form", [{"token": "t"}, {"option": ["a"]}, {"token": "x" * 65, "option": ["a"]},
                                  {"token": "t", "option": ["z"]}])  # fmt: skip
def test_incomplete_form_asks_again_and_keeps_nothing(form: dict[str, object]) -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())
    response = client.post(page(attempt, 1), form)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert problems_in(response.content.decode()) == []
    assert Response.objects.count() == 0


def test_incomplete_form_keeps_its_ticks_only_when_offered() -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())
    response = client.post(page(attempt, 1), {"option": ["a"]})
    assert 'value="a" checked' in response.content.decode()


def test_two_answers_to_a_question_of_one_are_refused() -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())
    response = client.post(page(attempt, 1), {"token": "t", "option": ["a", "b"]})
    assert (response.status_code, Response.objects.count()) == (422, 0)


def test_going_on_from_another_device_finds_the_next_question() -> None:
    employee, key = EmployeeFactory.create(), published_quiz()
    phone, desk = signed_in(employee.user), signed_in(employee.user, "en")
    attempt = begin(phone, key)
    answer(phone, attempt, 1, ["b"])
    for response in (desk.get(reverse("assessment:quiz", args=[key])), desk.get(page(attempt, 3)),
                     desk.get(result_of(attempt))):  # fmt: skip
        assert (response.status_code, response.headers["location"]) == (302, page(attempt, 2))
    assert TEXTS["es"]["multiple"] in words(desk.get(page(attempt, 2)))


def test_attempt_stays_on_its_build_when_the_quiz_changes() -> None:
    client, key = signed_in(EmployeeFactory.create().user), published_quiz(languages=("es",))
    attempt = begin(client, key)
    lesson = LessonPage.objects.get()
    changed = definition("es", str(lesson.translation_key))
    changed["questions"] = changed["questions"][:1]
    publish_quiz(lesson, key, changed)
    for number, given in enumerate(ANSWERS, start=1):
        answer(client, attempt, number, given)
    assert Result.objects.get().summary == {"questions": 3, "correct": 1}


def test_repeating_shows_the_last_result_and_what_the_next_attempt_counts() -> None:
    client, key = signed_in(EmployeeFactory.create().user, "en"), published_quiz()
    attempt = take(client, key)
    intro = client.get(reverse("assessment:quiz", args=[key]))
    assert "This attempt counts half" in words(intro)
    assert f'href="{result_of(attempt)}"' in intro.content.decode()
    second = take(client, key)
    assert (second.ordinal, set(second.observations.values_list("weight", flat=True))) == (2, {0.5})
    assert "counts half" in words(client.get(result_of(second)))


def test_attempt_of_somebody_else_is_not_here() -> None:
    attempt = take(signed_in(EmployeeFactory.create().user), published_quiz())
    stranger = signed_in(EmployeeFactory.create().user)
    for address in (page(attempt, 1), result_of(attempt)):
        assert stranger.get(address).status_code == 404
    assert stranger.post(page(attempt, 1), {"token": "t", "option": ["a"]}).status_code == 404


def test_attempt_of_a_team_member_is_not_here_for_their_leader_or_hr() -> None:
    leader: Employee = EmployeeFactory.create()
    member = EmployeeFactory.create(assignment={"unit": UnitFactory.create(head=leader)})
    attempt = take(signed_in(member.user), published_quiz())
    hr = EmployeeFactory.create(user=UserFactory.create(roles=("hr",)))
    for reader in (leader, hr):
        assert signed_in(reader.user).get(result_of(attempt)).status_code == 404


@pytest.mark.parametrize("number", [0, 4, 99])
def test_question_that_does_not_exist_is_not_here(number: int) -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())
    assert client.get(page(attempt, number)).status_code == 404


def test_quiz_that_is_gone_says_what_is_kept() -> None:
    client, key = signed_in(EmployeeFactory.create().user, "en"), published_quiz()
    PublishedQuiz.objects.all().delete()
    response = client.get(reverse("assessment:quiz", args=[key]))
    assert response.status_code == 404
    assert "What you answered in it before is kept." in words(response)
    assert "quiz-gone" in words(response)


def test_result_stays_when_the_lesson_is_gone() -> None:
    client, key = signed_in(EmployeeFactory.create().user, "en"), published_quiz()
    attempt = take(client, key)
    PublishedQuiz.objects.all().delete()
    for lesson in LessonPage.objects.all():
        lesson.unpublish()
    response = client.get(result_of(attempt))
    assert response.status_code == 200
    assert "Back to the courses" in words(response)


def test_quiz_without_an_employee_says_why() -> None:
    response = signed_in(UserFactory.create(), "en").get(reverse("assessment:quiz", args=[published_quiz()]))
    assert response.status_code == 403
    assert "your account is not linked to an employee" in words(response)


def test_quiz_sends_whoever_is_not_signed_in_to_sign_in() -> None:
    address = reverse("assessment:quiz", args=[published_quiz()])
    assert Client().get(address).headers["location"] == f"/account/login/?next={address}"


def test_result_shows_the_cards_of_plugins_and_survives_a_broken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    client, key = signed_in(EmployeeFactory.create().user), published_quiz()
    attempt = take(client, key)

    def ask(hook: str, **arguments: object) -> list[Contributed]:
        if hook != "attempt_cards":
            return []
        assert arguments["attempt"] == attempt
        card = Card("components/empty/empty.html", {"title": "Lo que movió", "text": "…"}, 20)
        return [Contributed("other", card), Contributed("broken", Card("no/such/template.html", {}, 10))]

    monkeypatch.setattr("lms.plugins.registry.ask", ask)
    response = client.get(result_of(attempt))
    assert response.status_code == 200
    assert "Lo que movió" in words(response)


def test_question_page_asks_the_database_the_same_however_many_answers() -> None:
    client = signed_in(EmployeeFactory.create().user)
    attempt = begin(client, published_quiz())

    def queries(number: int) -> int:
        switchboard.forget()  # remembered for a second: read at every count, not at some
        with CaptureQueriesContext(connection) as captured:
            client.get(page(attempt, number))
        return len(captured)

    queries(1)  # what the process remembers between requests is read once
    first = queries(1)
    answer(client, attempt, 1, ["b"])
    answer(client, attempt, 2, ["a"])
    assert queries(3) == first

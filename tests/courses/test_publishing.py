"""Publishing compiles quizzes, whichever way it happens, and refuses what cannot be asked."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from lms.core import clock
from lms.core.errors import NotHere
from lms.courses import selectors
from lms.courses.models import LessonPage, PublishedQuiz
from lms.courses.publishable import NotPublishable
from lms.courses.tasks import publish_scheduled
from lms.records.models import Build
from tests.factories.courses import (
    LessonPageFactory,
    ModulePageFactory,
    block,
    course_with,
    option,
    question,
    quiz,
    translated,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def republish(lesson: LessonPage, **values: Any) -> LessonPage:
    for name, value in values.items():
        setattr(lesson, name, value)
    lesson.save_revision().publish()
    published: LessonPage = LessonPage.objects.get(pk=lesson.pk)
    return published


def test_publishing_stores_a_build_of_each_quiz() -> None:
    first, second = quiz(), quiz(question("q2"))
    lesson = LessonPageFactory.create(body=[first, second])
    rows = list(lesson.quizzes.select_related("build"))
    assert [row.activity_key for row in rows] == [first["id"], second["id"]]
    build = rows[0].build
    assert (build.kind, build.activity_key, build.locale, build.title) == ("quiz", first["id"], "es", "Para comprobar")
    assert build.definition["lesson"] == str(lesson.translation_key)
    assert [one["id"] for one in build.definition["questions"]] == [question()["id"]]


def test_draft_stores_nothing() -> None:
    LessonPageFactory.create(draft=True, body=[quiz()])
    assert Build.objects.count() == 0


def test_same_bytes_are_the_same_build() -> None:
    lesson = LessonPageFactory.create(body=[quiz()])
    republish(lesson, lead="Otra entrada.")
    assert Build.objects.count() == 1


def test_changed_quiz_is_another_build_and_going_back_uses_the_first() -> None:
    first = quiz()
    lesson = LessonPageFactory.create(body=[first])
    original = lesson.quizzes.get().build
    changed = {**first, "value": {**first["value"], "title": "Otra vez"}}
    lesson = republish(lesson, body=[changed])
    assert lesson.quizzes.get().build != original
    lesson = republish(lesson, body=[first])
    assert lesson.quizzes.get().build == original
    assert selectors.current_quiz(first["id"]).build == original
    assert Build.objects.count() == 2


def test_quiz_taken_out_is_no_longer_of_the_lesson() -> None:
    lesson = LessonPageFactory.create(body=[quiz()])
    republish(lesson, body=[block("heading", "Sin preguntas")])
    assert PublishedQuiz.objects.count() == 0
    assert Build.objects.count() == 1


def scheduled(minutes_ago: int = 1) -> tuple[LessonPage, Any]:
    """A draft with a quiz whose moment to go live came so long ago, and its revision."""
    lesson = LessonPageFactory.create(draft=True, body=[quiz()])
    lesson.go_live_at = clock.now() + timedelta(hours=1)
    revision = lesson.save_revision()
    revision.publish()
    assert Build.objects.count() == 0
    revision.approved_go_live_at = clock.now() - timedelta(minutes=minutes_ago)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    return lesson, revision


def test_scheduled_lesson_is_compiled_when_it_goes_live() -> None:
    lesson, _revision = scheduled()
    publish_scheduled()
    assert LessonPage.objects.get(pk=lesson.pk).live
    assert Build.objects.count() == 1


def test_scheduled_lesson_that_is_refused_does_not_keep_the_next_one_waiting() -> None:
    (broken, refused), (sound, _) = scheduled(minutes_ago=2), scheduled(minutes_ago=1)
    refused.content["body"] = json.dumps([quiz(question(competency=""))])
    refused.save()
    publish_scheduled()
    assert not LessonPage.objects.get(pk=broken.pk).live
    assert LessonPage.objects.get(pk=sound.pk).live
    refused.refresh_from_db()
    assert refused.approved_go_live_at is not None


def test_lesson_whose_time_is_over_goes_down() -> None:
    lesson = LessonPageFactory.create(body=[quiz()])
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at=clock.now() - timedelta(minutes=1))
    publish_scheduled()
    after = LessonPage.objects.get(pk=lesson.pk)
    assert (after.live, after.expired) == (False, True)


def test_translation_shares_the_activity_key() -> None:
    course, _lessons = course_with(0)
    module = ModulePageFactory.create(parent=course)
    lesson = LessonPageFactory.create(parent=module, body=[quiz(name="shared")])
    translated(course)
    translated(module)
    english = translated(lesson, body=[quiz(question("english"), name="shared", title="Check yourself")])
    (spanish_quiz,), (english_quiz,) = lesson.quizzes.all(), english.quizzes.all()
    assert spanish_quiz.activity_key == english_quiz.activity_key
    assert (spanish_quiz.build.locale, english_quiz.build.locale) == ("es", "en")
    assert selectors.current_quiz(spanish_quiz.activity_key, "en").build == english_quiz.build
    assert selectors.current_quiz(spanish_quiz.activity_key, "es").build == spanish_quiz.build


def test_translation_keeps_block_ids() -> None:
    lesson = LessonPageFactory.create(body=[quiz()])
    translated(lesson.get_parent().get_parent().specific)
    translated(lesson.get_parent().specific)
    assert [one.id for one in translated(lesson).body] == [one.id for one in lesson.body]


def test_copied_lesson_gets_quizzes_of_its_own() -> None:
    lesson = LessonPageFactory.create(body=[quiz()])
    copy = lesson.copy(update_attrs={"slug": "copia", "title": "Copia"}, keep_live=False)
    copy = republish(LessonPage.objects.get(pk=copy.pk))
    assert copy.quizzes.get().block_id == lesson.quizzes.get().block_id
    assert copy.quizzes.get().activity_key != lesson.quizzes.get().activity_key


def test_quiz_of_an_unpublished_lesson_is_not_current() -> None:
    lesson = LessonPageFactory.create(body=[quiz()])
    key = lesson.quizzes.get().activity_key
    lesson.unpublish()
    with pytest.raises(NotHere):
        selectors.current_quiz(key)


BROKEN = [
    (question(options=[option("a", True), option("b", True)]), "exactamente una opción correcta"),
    (question(options=[option("a", True)]), "por lo menos dos opciones"),
    (question(competency=""), "no muestra ninguna competencia"),
    (question(kind="multiple", options=[option("a"), option("b")]), "No hay ninguna opción marcada"),
    (question(kind="multiple", options=[option("a", True), option("b", True)]), "Todas las opciones están marcadas"),
]


@pytest.mark.parametrize("broken", [broken for broken, _ in BROKEN])
def test_no_other_way_of_publishing_accepts_a_broken_quiz(broken: dict[str, Any]) -> None:
    lesson = LessonPageFactory.create(draft=True, body=[quiz(broken)])
    with pytest.raises(NotPublishable):
        lesson.save_revision().publish()
    assert not LessonPage.objects.get(pk=lesson.pk).live


def editor_form(broken: dict[str, Any]) -> dict[str, Any]:
    """What the editor posts for a lesson with one quiz of one question."""
    value = broken["value"]
    options = [
        {"value": {**one["value"], "correct": "on"} if one["value"]["correct"] else _without_correct(one["value"])}
        for one in value["options"]
    ]
    asked = {**value, "options": _listed(options)}
    form = {
        "title": "Lección",
        "slug": "leccion",
        "lead": "De qué va.",
        "competencies": ["empathy"],
        "body": streamfield([("quiz", {"title": "Para comprobar", "questions": _listed([{"value": asked}])})]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
    }
    return {name: val for name, val in _flat(form).items() if val is not None}


def _without_correct(value: dict[str, Any]) -> dict[str, Any]:
    return {name: val for name, val in value.items() if name != "correct"}


def _listed(items: list[dict[str, Any]]) -> dict[str, Any]:
    listed: dict[str, Any] = {"count": len(items)}
    for place, one in enumerate(items):
        listed[str(place)] = {"deleted": "", "order": place, "id": "", **one}
    return listed


def _flat(form: dict[str, Any]) -> dict[str, Any]:
    flat = {"competencies": form.pop("competencies")}
    comments = form.pop("comments")
    flat.update({f"comments-{name}": value for name, value in comments.items()})
    return {**flat, **nested_form_data(form)}


@pytest.mark.parametrize(("broken", "sentence"), BROKEN)
def test_editor_refuses_to_publish_and_says_why_at_the_field(
    client: Client, broken: dict[str, Any], sentence: str
) -> None:
    client.force_login(UserFactory.create(roles=("trainer",)))
    lesson = LessonPageFactory.create(draft=True, body=[])
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {**editor_form(broken), "action-publish": "1"}
    )
    assert response.status_code == 200
    errors = response.context["form"].errors.as_data()
    assert set(errors) == {"body"}
    assert sentence in str(errors["body"][0].as_json_data())
    assert not LessonPage.objects.get(pk=lesson.pk).live


@pytest.mark.parametrize("broken", [broken for broken, _ in BROKEN])
@pytest.mark.parametrize("already_live", [True, False])
def test_editor_accepts_a_broken_quiz_in_a_draft(client: Client, broken: dict[str, Any], already_live: bool) -> None:
    client.force_login(UserFactory.create(roles=("trainer",)))
    lesson = LessonPageFactory.create(draft=not already_live)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), editor_form(broken))
    assert response.status_code == 302
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert [one.block_type for one in draft.body] == ["quiz"]
    assert Build.objects.count() == 0

"""Course files become pages in both languages, once."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from lms.core.models import AuditEntry
from lms.courses import course_files
from lms.courses.importing import UnreadableCourse, import_course, shipped_courses
from lms.courses.models import CoursePage, LessonPage, ModulePage
from lms.records.models import Build
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def both(text: str) -> dict[str, str]:
    return {"es": f"{text} (es)", "en": f"{text} (en)"}


def course_node() -> dict[str, Any]:
    """A small course: two lessons, one with a quiz."""
    option = {"id": "a", "correct": True, "text": both("Sí"), "feedback": both("Eso")}
    asked = {
        "id": "x-q1",
        "kind": "single",
        "competency": "empathy",
        "difficulty": 0.0,
        "prompt": both("¿Qué?"),
        "options": [option, {**option, "id": "b", "correct": False}],
    }
    quiz = {"id": "x-quiz", "type": "quiz", "title": both("Comprobar"), "questions": [asked]}
    text = {"id": "x-text", "type": "text", "html": {"es": "<p>Hola</p>", "en": "<p>Hello</p>"}}
    lesson = {"key": "x-l1", "slug": "uno", "title": both("Uno"), "lead": both("Va"), "competencies": ["empathy"]}
    second = {"key": "x-l2", "slug": "dos", "title": both("Dos")}
    return {
        "key": "x",
        "slug": "curso-x",
        "source": "X",
        "title": both("Curso"),
        "summary": both("Trata"),
        "audience": both("Para"),
        "competencies": ["empathy"],
        "modules": [
            {
                "key": "x-m1",
                "title": both("Módulo"),
                "lessons": [
                    {**lesson, "body": [text, quiz]},
                    {**lesson, **second, "body": [{**text, "id": "x-text-2"}]},
                ],
            }
        ],
    }


def written(folder: Path, node: dict[str, Any]) -> Path:
    path = folder / "x.yaml"
    path.write_text(yaml.safe_dump(node, allow_unicode=True), encoding="utf-8")
    return path


def test_course_is_published_in_both_languages(tmp_path: Path) -> None:
    done = import_course(None, written(tmp_path, course_node()))
    assert (done.created, done.changed, done.unchanged) == (8, 0, 0)
    pages = {page.locale.language_code: page for page in LessonPage.objects.filter(slug="uno")}
    assert set(pages) == {"es", "en"}
    assert pages["es"].translation_key == pages["en"].translation_key == course_files.stable_id("x-l1")
    assert pages["es"].address == pages["en"].address == "/curso-x/modulo-es/uno/"
    assert [block.id for block in pages["es"].body] == [block.id for block in pages["en"].body]
    assert pages["en"].body[0].value.source == "<p>Hello</p>"
    assert all(page.live and page.live_revision_id for page in pages.values())
    assert set(Build.objects.values_list("activity_key", "locale")) == {
        (str(course_files.stable_id("x-quiz")), "es"),
        (str(course_files.stable_id("x-quiz")), "en"),
    }


def test_second_import_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, course_node())
    import_course(None, path)
    before = list(LessonPage.objects.values_list("pk", "latest_revision_id", "last_published_at"))
    audited = AuditEntry.objects.count()
    done = import_course(None, path)
    assert (done.created, done.changed, done.unchanged) == (0, 0, 8)
    assert list(LessonPage.objects.values_list("pk", "latest_revision_id", "last_published_at")) == before
    assert AuditEntry.objects.count() == audited


def test_changed_lesson_alone_is_published_again(tmp_path: Path) -> None:
    node = course_node()
    import_course(None, written(tmp_path, node))
    node["modules"][0]["lessons"][0]["title"]["es"] = "Otra"
    done = import_course(None, written(tmp_path, node))
    assert (done.created, done.changed, done.unchanged) == (0, 1, 7)
    page = LessonPage.objects.get(slug="uno", locale__language_code="es")
    assert (page.title, page.revisions.count()) == ("Otra", 2)


def test_new_order_of_the_file_is_the_order_of_the_pages(tmp_path: Path) -> None:
    node = course_node()
    import_course(None, written(tmp_path, node))
    node["modules"][0]["lessons"].reverse()
    import_course(None, written(tmp_path, node))
    module = ModulePage.objects.get(locale__language_code="es")
    assert [page.slug for page in module.get_children().order_by("path")] == ["dos", "uno"]


def test_opening_and_publishing_in_the_editor_is_not_a_difference(tmp_path: Path) -> None:
    path = written(tmp_path, course_node())
    import_course(None, path)
    page = LessonPage.objects.get(slug="uno", locale__language_code="es")
    raw = page.body.get_prep_value()
    raw[0]["value"] = raw[0]["value"].replace("<p>", '<p data-block-key="a1b2c">')
    page.body = raw
    page.save_revision().publish()
    assert import_course(None, path).changed == 0


def test_author_is_in_the_history(tmp_path: Path) -> None:
    trainer = UserFactory.create(roles=("trainer",))
    import_course(trainer, written(tmp_path, course_node()))
    assert set(LessonPage.objects.values_list("latest_revision__user", flat=True)) == {trainer.pk}


def test_broken_file_changes_nothing(tmp_path: Path) -> None:
    node = course_node()
    node["modules"][0]["lessons"][1]["body"] = [{"id": "x-odd", "type": "odd"}]
    with pytest.raises(UnreadableCourse):
        import_course(None, written(tmp_path, node))
    assert CoursePage.objects.count() == 0


def test_quiz_that_cannot_be_asked_refuses_the_file(tmp_path: Path) -> None:
    node = course_node()
    node["modules"][0]["lessons"][0]["body"][1]["questions"][0]["options"][1]["correct"] = True
    with pytest.raises(UnreadableCourse):
        import_course(None, written(tmp_path, node))
    assert CoursePage.objects.count() == 0


def test_command_imports_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("courses_import")
    assert CoursePage.objects.filter(locale__language_code="es").count() == len(shipped_courses())
    assert CoursePage.objects.filter(locale__language_code="en").count() == len(shipped_courses())
    out = capsys.readouterr().out
    assert "a1-el-servicio.yaml: 16 created, 0 changed, 0 unchanged" in out


def test_command_names_the_file_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.yaml"):
        call_command("courses_import", str(tmp_path / "absent.yaml"))

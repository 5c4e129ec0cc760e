"""Published quizzes: a lesson in one or more languages, and the builds that its quiz stands for."""

import uuid
from typing import Any

from lms.courses.models import CoursePage, HomePage, LessonPage, ModulePage, PublishedQuiz
from lms.records.services import store_build

TEXTS: dict[str, dict[str, str]] = {
    "es": {
        "title": "Para comprobar",
        "single": "¿Cuál respuesta nombra lo que pasó?",
        "multiple": "Marca lo que le debes a quien espera.",
        "true_false": "Pedir perdón y corregir son lo mismo.",
        "right": "Así es",
        "wrong": "Así no es",
    },
    "en": {
        "title": "Check yourself",
        "single": "Which reply names what happened?",
        "multiple": "Tick what you owe somebody who waits.",
        "true_false": "To apologise and to put right are the same.",
        "right": "This is it",
        "wrong": "This is not it",
    },
}


def option(key: str, correct: bool, language: str) -> dict[str, Any]:
    """One option whose texts say which it is."""
    text = TEXTS[language]["right" if correct else "wrong"]
    return {"id": key, "text": f"{text} ({key})", "correct": correct, "feedback": f"{text}: {key}."}


def definition(language: str, lesson: str = "", **changes: Any) -> dict[str, Any]:
    """A quiz of three questions: b; a and c of four; false."""
    texts = TEXTS[language]

    def question(kind: str, competency: str, difficulty: float, right: str, keys: str) -> dict[str, Any]:
        return {
            "id": f"q-{kind}",
            "kind": kind,
            "competency": competency,
            "difficulty": difficulty,
            "prompt": texts[kind],
            "options": [option(key, key in right, language) for key in keys],
        }

    questions = [
        question("single", "active-listening", -0.5, "b", "abc"),
        question("multiple", "transparency", 0.4, "ac", "abcd"),
        question("true_false", "humility", 0.0, "f", "vf"),
    ]
    return {"schema": "quiz/1", "title": texts["title"], "lesson": lesson, "questions": questions} | changes


def published_quiz(*, languages: tuple[str, ...] = ("es", "en"), **changes: Any) -> str:
    """A live lesson with one quiz in each of `languages`; returns the quiz's activity key."""
    activity_key, slug = str(uuid.uuid4()), f"curso-{uuid.uuid4().hex[:8]}"
    keys = {page: uuid.uuid4() for page in (CoursePage, ModulePage, LessonPage)}
    for language in languages:
        parent = HomePage.objects.get(locale__language_code=language)
        for kind, own in (
            (CoursePage, {"title": "Escuchar", "slug": slug, "summary": "Oír hasta el final."}),
            (ModulePage, {"title": "Uno", "slug": "uno"}),
            (LessonPage, {"title": f"Nombrar ({language})", "slug": "nombrar", "lead": "Antes de explicar."}),
        ):
            parent = parent.add_child(instance=kind(locale=parent.locale, translation_key=keys[kind], live=True, **own))
        publish_quiz(parent, activity_key, definition(language, str(keys[LessonPage]), **changes))
    return activity_key


def publish_quiz(lesson: LessonPage, activity_key: str, written: dict[str, Any]) -> PublishedQuiz:
    """What publishing the lesson with these words would leave."""
    build = store_build(
        kind="quiz",
        activity_key=activity_key,
        locale=lesson.locale.language_code,
        title=written["title"],
        definition=written,
    )
    published, _created = PublishedQuiz.objects.update_or_create(
        lesson=lesson, activity_key=activity_key, defaults={"build": build, "position": 0, "block_id": activity_key}
    )
    return published

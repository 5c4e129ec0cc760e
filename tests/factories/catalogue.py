"""Live courses as pages, in one or more languages."""

import uuid
from dataclasses import dataclass

from lms.courses.models import CoursePage, HomePage, LessonPage, ModulePage


@dataclass(frozen=True, slots=True)
class LiveCourse:
    """A course's key and its lessons by language, in order."""

    key: uuid.UUID
    lessons: dict[str, list[LessonPage]]


def live_course(
    title: str = "Escuchar",
    *,
    lessons: int = 3,
    languages: tuple[str, ...] = ("es", "en"),
    competencies: tuple[str, ...] = (),
) -> LiveCourse:
    """A course of one module; its titles end in the language's code, its lessons are numbered from 1."""
    slug, course_key, module_key = f"curso-{uuid.uuid4().hex[:8]}", uuid.uuid4(), uuid.uuid4()
    lesson_keys = [uuid.uuid4() for _ in range(lessons)]
    made: dict[str, list[LessonPage]] = {}
    for language in languages:
        home = HomePage.objects.get(locale__language_code=language)
        course = home.add_child(
            instance=CoursePage(
                title=f"{title} {language}",
                slug=slug,
                summary="De qué va.",
                competencies=list(competencies),
                translation_key=course_key,
                locale=home.locale,
            )
        )
        module = course.add_child(
            instance=ModulePage(title="Uno", slug="uno", translation_key=module_key, locale=home.locale)
        )
        made[language] = [
            module.add_child(
                instance=LessonPage(
                    title=f"Lección {place} {language}",
                    slug=f"leccion-{place}",
                    lead="Antes de explicar.",
                    translation_key=key,
                    locale=home.locale,
                )
            )
            for place, key in enumerate(lesson_keys, start=1)
        ]
    return LiveCourse(course_key, made)

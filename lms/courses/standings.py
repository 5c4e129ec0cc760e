"""Every course as one person sees it: what it holds, how far they are, what comes next.

A constant number of queries, however many courses there are.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from lms.courses import selectors
from lms.courses.models import CoursePage, LessonPage
from lms.courses.selectors import Progress
from lms.people.models import Employee

State = Literal["new", "going", "done"]


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """One course and, when the reader is an employee, how far they are in it.

    `lessons` are those the course has now, in order and in the reader's language; `done` the keys of those completed.
    """

    course: CoursePage
    lessons: tuple[LessonPage, ...]
    progress: Progress | None
    done: frozenset[UUID]

    @property
    def is_enrolled(self) -> bool:
        """Whether the reader takes this course."""
        return self.progress is not None and self.progress.enrolled_at is not None

    @property
    def state(self) -> State:
        """Not begun and not enrolled, on the way, or every lesson done."""
        if self.progress is not None and self.progress.is_complete:
            return "done"
        return "going" if self.is_enrolled or self.done else "new"

    @property
    def next_lesson(self) -> LessonPage | None:
        """The first lesson that is not done; None when there is none left."""
        return next((lesson for lesson in self.lessons if lesson.translation_key not in self.done), None)

    @property
    def next_number(self) -> int:
        """The place of the next lesson in the course, from 1; the number of lessons once all are done."""
        lesson = self.next_lesson
        return self.lessons.index(lesson) + 1 if lesson else len(self.lessons)

    @property
    def minutes(self) -> int:
        """How long the whole course takes."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def minutes_left(self) -> int:
        """How long what is not done yet takes."""
        return sum(lesson.minutes for lesson in self.lessons if lesson.translation_key not in self.done)


def standings(employee: Employee | None) -> list[CourseStanding]:
    """Every live course that has lessons, in tree order."""
    courses = selectors.courses()
    keys = [course.translation_key for course in courses]
    lessons = _lessons(keys)
    progress = selectors.progress(employee, keys) if employee else {}
    done = selectors.completed_lessons(employee) if employee else set()
    return [
        CourseStanding(
            course=course,
            lessons=tuple(lessons[key]),
            progress=progress.get(key),
            done=frozenset(lesson.translation_key for lesson in lessons[key]) & done,
        )
        for key, course in zip(keys, courses, strict=True)
        if lessons[key]
    ]


def _lessons(course_keys: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """The lessons of each course in the active language, else in the site's, else in any."""
    preferred = [(get_language() or "").split("-")[0], settings.LANGUAGE_CODE]

    def rank(code: str) -> int:
        return preferred.index(code) if code in preferred else len(preferred)

    pages: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for page in selectors.taught(course_keys):
        known = pages[page.course_key].get(page.translation_key)
        if known is None or rank(page.locale.language_code) < rank(known.locale.language_code):
            pages[page.course_key][page.translation_key] = page
    order = selectors.lesson_keys(course_keys)
    return {key: [pages[key][lesson] for lesson in order[key]] for key in course_keys}

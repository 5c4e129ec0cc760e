"""Everything a course's page shows to one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from lms.courses import selectors
from lms.courses.competency_keys import indicator_labels
from lms.courses.models import CoursePage, LessonPage, ModulePage
from lms.people.models import Employee
from lms.people.selectors import employee_of


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson of the course and whether the reader has done it."""

    lesson: LessonPage
    done: bool


@dataclass(frozen=True, slots=True)
class ModuleRows:
    """One module with its lessons."""

    key: UUID
    title: str
    rows: Sequence[LessonRow]


@dataclass(frozen=True, slots=True)
class CourseReading:
    """What the template needs besides the page itself. `progress` is None for readers who are not employees."""

    employee: Employee | None
    modules: Sequence[ModuleRows]
    minutes: int
    lessons: int
    competencies: Sequence[str]
    progress: selectors.Progress | None
    following: LessonPage | None


def course_reading(course: CoursePage, user: Any) -> CourseReading:
    """The course as `user` sees it. Constant queries, however many lessons."""
    employee = employee_of(user)
    lessons = selectors.lessons_of(course)
    done = selectors.completed_lessons(employee) if employee else set()
    known = indicator_labels()
    progress = selectors.progress(employee, [course.translation_key])[course.translation_key] if employee else None
    return CourseReading(
        employee=employee,
        modules=_modules(lessons, done, course.locale.language_code),
        minutes=sum(lesson.minutes for lesson in lessons),
        lessons=len(lessons),
        competencies=[known[key] for key in course.competencies if key in known],
        progress=progress,
        following=next((lesson for lesson in lessons if lesson.translation_key not in done), None),
    )


def module_rows(module: ModulePage, user: Any) -> ModuleRows | None:
    """One module as `user` sees it; None while it has no live lesson."""
    course = selectors.course_of(module)
    modules = course_reading(course, user).modules if course else ()
    return next((rows for rows in modules if rows.key == module.translation_key), None)


def _modules(lessons: Sequence[LessonPage], done: set[UUID], language: str) -> list[ModuleRows]:
    # A module is named in the reader's language as soon as one of its lessons exists in it.
    return [
        ModuleRows(
            key,
            next((one.module_title for one in group if one.locale.language_code == language), group[0].module_title),
            [LessonRow(one, one.translation_key in done) for one in group],
        )
        for key, group in ((key, list(rows)) for key, rows in groupby(lessons, attrgetter("module_key")))
    ]

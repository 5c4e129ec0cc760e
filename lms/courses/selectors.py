"""Reads about courses, and about who is how far.

A course is the same course in both languages. What it consists of is decided by one tree only, the site's language
where the course is live in it, else the other; each lesson is then shown in the reader's language where it exists.
Progress is therefore the same whatever language somebody reads in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.utils.translation import get_language
from wagtail.models import Page

from lms.core.errors import NotHere
from lms.courses.models import CourseCompletion, CoursePage, Enrolment, LessonCompletion, LessonPage, ModulePage
from lms.courses.models import PublishedQuiz as Quiz
from lms.people.models import Employee

# The tree is root → home → course → module → lesson, each level `steplen` characters of the path.
COURSE_PATH = 3 * Page.steplen
MODULE_PATH = 4 * Page.steplen


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one employee is in one course. `done` never exceeds `total`: only lessons the course has now count."""

    course_key: UUID
    done: int
    total: int
    enrolled_at: datetime | None = None
    due_on: date | None = None
    completed_at: datetime | None = None

    @property
    def share(self) -> float:
        """Done as a share of one."""
        return self.done / self.total if self.total else 0.0

    @property
    def is_complete(self) -> bool:
        """Whether every lesson the course has now is done."""
        return 0 < self.total == self.done


def course_of(page: LessonPage | ModulePage) -> CoursePage | None:
    """The course page above a lesson or module, in the same language, live or not."""
    found: CoursePage | None = CoursePage.objects.filter(path=page.path[:COURSE_PATH]).select_related("locale").first()
    return found


def courses(language: str | None = None) -> list[CoursePage]:
    """Every live course once, in tree order, in the language asked for (the active one) where it exists."""
    rows = list(CoursePage.objects.live().select_related("locale").order_by("path"))
    return _one_per_key(rows, language or get_language() or settings.LANGUAGE_CODE)


def course_page(course_key: UUID, language: str | None = None) -> CoursePage:
    """One live course; `NotHere` without one."""
    rows = list(CoursePage.objects.live().filter(translation_key=course_key).select_related("locale").order_by("path"))
    if not rows:
        raise NotHere
    found: CoursePage = _one_per_key(rows, language or get_language() or settings.LANGUAGE_CODE)[0]
    return found


def taught(course_keys: Iterable[UUID]) -> Any:
    """Queryset of live lessons under live modules of the live courses, in every language, in tree order.

    Each row carries `course_key`, `module_key` and `module_title`.
    """
    course = CoursePage.objects.live().filter(path=OuterRef("course_path"), translation_key__in=list(course_keys))
    module = ModulePage.objects.live().filter(path=OuterRef("module_path"))
    return (
        LessonPage.objects.live()
        .annotate(course_path=Substr("path", 1, COURSE_PATH), module_path=Substr("path", 1, MODULE_PATH))
        .annotate(
            course_key=Subquery(course.values("translation_key")[:1]),
            module_key=Subquery(module.values("translation_key")[:1]),
            module_title=Subquery(module.values("title")[:1]),
        )
        .filter(course_key__isnull=False, module_key__isnull=False)
        .select_related("locale")
        .defer("body")
        .order_by("path")
    )


def lessons_of(course: CoursePage, language: str | None = None) -> list[LessonPage]:
    """The course's lessons in order, each in the language asked for (the course page's own) where it exists.

    One query. Each lesson carries `module_key` and `module_title` of the module it stands in.
    """
    rows = list(taught([course.translation_key]))
    return _one_per_key(rows, language or course.locale.language_code)


def taught_lesson(lesson_key: UUID, language: str | None = None) -> LessonPage:
    """One live lesson by its key, in the language where it exists; `NotHere` without one."""
    rows = list(LessonPage.objects.live().filter(translation_key=lesson_key).select_related("locale").order_by("path"))
    if not rows:
        raise NotHere
    found: LessonPage = _one_per_key(rows, language or get_language() or settings.LANGUAGE_CODE)[0]
    return found


def _one_per_key(pages: Sequence[Any], language: str) -> list[Any]:
    """One page per translation key: membership and order from the leading tree, words in `language` if possible."""
    trees: dict[str, list[Any]] = defaultdict(list)
    for page in pages:
        trees[page.locale.language_code].append(page)
    wanted = {page.translation_key: page for page in trees.get(language.split("-")[0], [])}
    return [wanted.get(page.translation_key, page) for page in _leading(trees)]


def _leading(trees: dict[str, list[Any]]) -> list[Any]:
    """The pages of the leading language, then those that only exist in another one."""
    ordered: dict[UUID, Any] = {}
    for code in sorted(trees, key=lambda code: code != settings.LANGUAGE_CODE):
        for page in trees[code]:
            ordered.setdefault(page.translation_key, page)
    return list(ordered.values())


def lesson_keys(course_keys: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Keys of the lessons each course has now, in order. One query."""
    rows: dict[UUID, list[Any]] = defaultdict(list)
    for page in taught(course_keys):
        rows[page.course_key].append(page)
    language = settings.LANGUAGE_CODE
    return {key: [page.translation_key for page in _one_per_key(rows.get(key, []), language)] for key in course_keys}


def progress(employee: Employee, course_keys: Sequence[UUID]) -> dict[UUID, Progress]:
    """How far an employee is in each of the courses. Four queries, however many courses."""
    lessons = lesson_keys(course_keys)
    done = completed_lessons(employee)
    finished = dict(
        CourseCompletion.objects.filter(employee=employee, course_key__in=course_keys).values_list(
            "course_key", "completed_at"
        )
    )
    enrolments = {row.course_key: row for row in enrolments_of(employee).filter(course_key__in=course_keys)}
    return {
        key: Progress(
            course_key=key,
            done=sum(lesson in done for lesson in lessons[key]),
            total=len(lessons[key]),
            enrolled_at=enrolments[key].enrolled_at if key in enrolments else None,
            due_on=enrolments[key].due_on if key in enrolments else None,
            completed_at=finished.get(key),
        )
        for key in course_keys
    }


def completed_lessons(employee: Employee) -> set[UUID]:
    """Keys of the lessons an employee has completed."""
    return set(LessonCompletion.objects.filter(employee=employee).values_list("lesson_key", flat=True))


def enrolments_of(employee: Employee) -> Any:
    """Queryset of an employee's enrolments, newest first."""
    return Enrolment.objects.filter(employee=employee)


def next_lesson(employee: Employee, course: CoursePage) -> LessonPage | None:
    """The first lesson of the course that the employee has not completed; None when there is none left."""
    done = completed_lessons(employee)
    return next((lesson for lesson in lessons_of(course) if lesson.translation_key not in done), None)


def current_quiz(activity_key: str, language: str | None = None) -> Quiz:
    """What a quiz stands for now: the build of its live lesson, in the language where it exists; `NotHere` without."""
    found = (
        Quiz.objects.filter(activity_key=activity_key, lesson__live=True)
        .select_related("build", "lesson__locale")
        .order_by("lesson__path")
    )
    by_language = {quiz.lesson.locale.language_code: quiz for quiz in found}
    if not by_language:
        raise NotHere
    for code in ((language or get_language() or "").split("-")[0], settings.LANGUAGE_CODE):
        if code in by_language:
            return by_language[code]
    return next(iter(by_language.values()))

"""Everything a lesson's page shows to one reader, read at once. The same for a live page and for a preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lms.courses import selectors
from lms.courses.competency_keys import indicator_labels
from lms.courses.models import CoursePage, LessonPage
from lms.courses.reading import Part, Section, parts_of
from lms.people.models import Employee
from lms.people.selectors import employee_of
from lms.records.models import Attempt, Result


@dataclass(frozen=True, slots=True)
class QuizCard:
    """A quiz inside a lesson, for one reader. `url` is empty while there is nothing to open (a draft, a preview)."""

    title: str
    questions: int
    url: str
    state: Literal["new", "open", "done"]
    score: float | None = None

    @property
    def is_done(self) -> bool:
        """Whether a finished attempt counts already."""
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class LessonReading:
    """What the template needs besides the page itself. `quizzes` is by block id; `position` starts at 1, 0 when the
    lesson is not (yet) one of the course's live ones."""

    course: CoursePage | None
    employee: Employee | None
    parts: Sequence[Part]
    minutes: int
    quizzes: dict[str, QuizCard]
    competencies: Sequence[str]
    position: int
    total: int
    previous: LessonPage | None
    following: LessonPage | None
    progress: selectors.Progress | None
    completed: bool
    can_complete: bool

    @property
    def sections(self) -> list[Section]:
        """Stops of the rail."""
        return [part.section for part in self.parts if part.section is not None]

    @property
    def pending(self) -> int:
        """Quizzes that still have to be answered."""
        return sum(not quiz.is_done for quiz in self.quizzes.values())


def lesson_reading(lesson: LessonPage, user: Any) -> LessonReading:
    """The lesson as `user` sees it. A trainer or an auditor without an employee reads without progress."""
    employee = employee_of(user)
    course = selectors.course_of(lesson)
    lessons = selectors.lessons_of(course) if course else []
    keys = [one.translation_key for one in lessons]
    place = keys.index(lesson.translation_key) if lesson.translation_key in keys else None
    done = selectors.completed_lessons(employee) if employee else set()
    quizzes = _quiz_cards(lesson, employee)
    completed = lesson.translation_key in done
    return LessonReading(
        course=course,
        employee=employee,
        parts=_parts(lesson),
        minutes=lesson.reading_minutes(),
        quizzes=quizzes,
        competencies=_labels(lesson.competencies),
        position=0 if place is None else place + 1,
        total=len(lessons),
        previous=lessons[place - 1] if place else None,
        following=lessons[place + 1] if place is not None and place + 1 < len(lessons) else None,
        progress=_progress(course, keys, done) if course and employee else None,
        completed=completed,
        can_complete=bool(
            employee and place is not None and not completed and all(quiz.is_done for quiz in quizzes.values())
        ),
    )


def _parts(lesson: LessonPage) -> list[Part]:
    # Titles the author left out are written in the language of the page, not of the reader.
    with translation.override(lesson.locale.language_code):
        titles = {"compare": _("Three replies"), "steps": _("Step by step"), "activity": _("Your turn")}
    return list(parts_of(lesson.body, default_titles=titles))


def _labels(keys: Sequence[str]) -> list[str]:
    known = indicator_labels()
    return [known[key] for key in keys if key in known]


def _progress(course: CoursePage, keys: Sequence[Any], done: set[Any]) -> selectors.Progress:
    finished = sum(key in done for key in keys)
    return selectors.Progress(course_key=course.translation_key, done=finished, total=len(keys))


def _quiz_cards(lesson: LessonPage, employee: Employee | None) -> dict[str, QuizCard]:
    blocks = [block for block in lesson.body if block.block_type == "quiz"]
    if not blocks:
        return {}
    keys = dict(lesson.quizzes.values_list("block_id", "activity_key")) if lesson.pk else {}
    states = _attempt_states(employee, list(keys.values())) if employee else {}
    cards = {}
    for block in blocks:
        state, score = states.get(keys.get(block.id, ""), ("new", None))
        cards[block.id] = QuizCard(
            title=block.value["title"],
            questions=len(block.value["questions"]),
            url=_quiz_url(keys.get(block.id)) if employee else "",
            state=state,
            score=score,
        )
    return cards


def _attempt_states(
    employee: Employee, keys: Sequence[str]
) -> dict[str, tuple[Literal["new", "open", "done"], float | None]]:
    """State and last score by activity key."""
    found: dict[str, tuple[Literal["new", "open", "done"], float | None]] = {}
    attempts = (
        Attempt.objects.filter(employee=employee, kind="quiz", mode=Attempt.Mode.ASSESSED, activity_key__in=keys)
        .select_related("result")
        .order_by("ordinal")
    )
    for attempt in attempts:
        if attempt.is_finished and attempt.result.ending == Result.Ending.FINISHED:
            found[attempt.activity_key] = ("done", attempt.result.score)
        elif not attempt.is_finished and attempt.activity_key not in found:
            found[attempt.activity_key] = ("open", None)
    return found


def _quiz_url(activity_key: str | None) -> str:
    """Where the quiz is answered; nothing when it is not published yet or the site has no room for quizzes."""
    if not activity_key:
        return ""
    try:
        return reverse("assessment:quiz", args=[activity_key])
    except NoReverseMatch:
        return ""

"""Events of this room. Keys are translation keys, as text."""

from dataclasses import dataclass
from typing import ClassVar

from lms.core.events import Event


@dataclass(frozen=True, slots=True)
class LessonCompleted(Event):
    """An employee finished a lesson of a course."""

    name: ClassVar[str] = "courses.lesson-completed"
    version: ClassVar[int] = 1

    employee_id: int
    lesson_key: str
    course_key: str


@dataclass(frozen=True, slots=True)
class CourseCompleted(Event):
    """An employee finished the last lesson that was missing of a course."""

    name: ClassVar[str] = "courses.course-completed"
    version: ClassVar[int] = 1

    employee_id: int
    course_key: str

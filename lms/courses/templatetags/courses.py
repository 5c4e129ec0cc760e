"""Template tags of course pages: `{% load courses %}`. They ask; the templates only write."""

from typing import Any

from django import template

from lms.courses import course_reading, lesson_reading
from lms.courses.models import CoursePage, LessonPage, ModulePage

register = template.Library()
MARKS = {"es": ("«", "»"), "en": ("“", "”")}


@register.simple_tag(takes_context=True, name="lesson_reading")
def read_lesson(context: Any, page: LessonPage) -> lesson_reading.LessonReading:
    """What the lesson shows to the reader; leaves `employee` and `quizzes` for the blocks."""
    reading = lesson_reading.lesson_reading(page, context["request"].user)
    context["employee"] = reading.employee
    context["quizzes"] = reading.quizzes
    return reading


@register.simple_tag(takes_context=True, name="course_reading")
def read_course(context: Any, page: CoursePage) -> course_reading.CourseReading:
    """What the course shows to the reader."""
    return course_reading.course_reading(page, context["request"].user)


@register.simple_tag(takes_context=True, name="module_rows")
def read_module(context: Any, page: ModulePage) -> course_reading.ModuleRows | None:
    """What the module shows to the reader."""
    return course_reading.module_rows(page, context["request"].user)


@register.filter
def quoted(text: str, language: str) -> str:
    """A spoken line between the quotation marks of its language, unless it has them already."""
    opening, closing = MARKS.get(language, MARKS["en"])
    return text if text.startswith(opening) else f"{opening}{text}{closing}"


@register.filter
def of_block(quizzes: dict[str, Any] | None, block_id: str) -> Any:
    """The card of the quiz with this block id."""
    return (quizzes or {}).get(block_id)

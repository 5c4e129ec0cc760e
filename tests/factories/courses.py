"""Courses, modules and lessons as published pages; enrolments and completions."""

from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import factory

from lms.core import clock
from lms.courses.models import (
    CourseCompletion,
    CoursePage,
    Enrolment,
    HomePage,
    LessonCompletion,
    LessonPage,
    ModulePage,
)
from lms.people.models import Employee, User
from tests.factories.people import EmployeeFactory


def home(language: str = "es") -> HomePage:
    """The home of a language, which the migrations made."""
    found: HomePage = HomePage.objects.get(locale__language_code=language)
    return found


def login_of(employee: Employee) -> User:
    """The login of an employee that a factory made: they all have one."""
    assert employee.user is not None
    return employee.user


def item(name: str, value: Any) -> dict[str, Any]:
    """A list item with a stable id."""
    return {"type": "item", "value": value, "id": str(uuid5(NAMESPACE_URL, name))}


def option(name: str, correct: bool = False) -> dict[str, Any]:
    return item(name, {"text": f"Opción {name}", "correct": correct, "feedback": f"Porque {name}"})


def question(name: str = "q1", **values: Any) -> dict[str, Any]:
    """A question with one right option out of two."""
    return item(
        name,
        {
            "kind": "single",
            "prompt": f"¿{name}?",
            "competency": "empathy",
            "difficulty": 0.5,
            "options": [option(f"{name}-a", True), option(f"{name}-b")],
            **values,
        },
    )


def block(kind: str, value: Any, name: str = "") -> dict[str, Any]:
    """A block of a lesson's body."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, name or kind))}


def quiz(*questions: dict[str, Any], name: str | None = None, title: str = "Para comprobar") -> dict[str, Any]:
    """A quiz with one good question, or with those given."""
    return block("quiz", {"title": title, "questions": list(questions) or [question()]}, name or f"quiz-{uuid4()}")


def activity(key: str, plugin: str = "scenarios") -> dict[str, Any]:
    return block("activity", {"activity": {"plugin": plugin, "key": key}, "title": "Tu turno"})


class PageFactory(factory.django.DjangoModelFactory[Any]):
    """A page added below `parent`; published through a revision unless `draft`."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Página {n}")
    slug = factory.Sequence(lambda n: f"pagina-{n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, parent: Any = None, draft: bool = False, **kwargs: Any) -> Any:
        above = parent if parent is not None else cls.default_parent()
        page = model_class(live=False, locale=above.locale, **kwargs)
        above.add_child(instance=page)
        if not draft:
            page.save_revision().publish()
        return model_class.objects.get(pk=page.pk)

    @classmethod
    def default_parent(cls) -> Any:
        return home()


class CoursePageFactory(PageFactory):
    """A course below the Spanish home."""

    class Meta:
        model = CoursePage

    title = factory.Sequence(lambda n: f"Curso {n}")
    summary = "De qué trata."
    competencies = factory.LazyFunction(lambda: ["empathy"])


class ModulePageFactory(PageFactory):
    """A module of a course of its own."""

    class Meta:
        model = ModulePage

    title = factory.Sequence(lambda n: f"Módulo {n}")

    @classmethod
    def default_parent(cls) -> Any:
        return CoursePageFactory.create()


class LessonPageFactory(PageFactory):
    """A lesson with a heading, in a module of its own."""

    class Meta:
        model = LessonPage

    title = factory.Sequence(lambda n: f"Lección {n}")
    lead = "De qué va."
    competencies = factory.LazyFunction(lambda: ["empathy"])
    body = factory.LazyFunction(lambda: [block("heading", "Primero el hecho", f"heading-{uuid4()}")])

    @classmethod
    def default_parent(cls) -> Any:
        return ModulePageFactory.create()


def course_with(lessons: int, *, quizzes: bool = False) -> tuple[CoursePage, list[LessonPage]]:
    """A published course of one module and that many lessons."""
    course = CoursePageFactory.create()
    module = ModulePageFactory.create(parent=course)
    values = [{"body": [quiz()]} if quizzes else {} for _ in range(lessons)]
    return course, [LessonPageFactory.create(parent=module, **one) for one in values]


def translated(page: Any, *, live: bool = True, **values: Any) -> Any:
    """The page's translation into English, published unless told otherwise. Its parent must have one."""
    copy = page.copy_for_translation(home("en").locale)
    for name, value in values.items():
        setattr(copy, name, value)
    revision = copy.save_revision()
    if live:
        revision.publish()
    return type(page).objects.get(pk=copy.pk)


class EnrolmentFactory(factory.django.DjangoModelFactory[Enrolment]):
    """A course somebody chose."""

    class Meta:
        model = Enrolment

    employee = factory.SubFactory(EmployeeFactory)
    course_key = factory.LazyFunction(uuid4)
    enrolled_at = factory.LazyFunction(clock.now)


class LessonCompletionFactory(factory.django.DjangoModelFactory[LessonCompletion]):
    """A lesson somebody finished."""

    class Meta:
        model = LessonCompletion

    employee = factory.SubFactory(EmployeeFactory)
    lesson_key = factory.LazyFunction(uuid4)
    course_key = factory.LazyFunction(uuid4)
    completed_at = factory.LazyFunction(clock.now)


class CourseCompletionFactory(factory.django.DjangoModelFactory[CourseCompletion]):
    """A course somebody finished."""

    class Meta:
        model = CourseCompletion

    employee = factory.SubFactory(EmployeeFactory)
    course_key = factory.LazyFunction(uuid4)
    completed_at = factory.LazyFunction(clock.now)

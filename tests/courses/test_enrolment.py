"""Enrolling, finishing lessons and courses, and progress."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.core.errors import NotAllowed, NotHere
from lms.core.models import OutboxEvent
from lms.courses import selectors, services
from lms.courses.models import CourseCompletion, CoursePage, Enrolment, LessonCompletion, LessonPage
from lms.people.models import Employee
from lms.people.services import name_head
from lms.plugins import switchboard
from lms.records import services as records
from tests.factories.courses import (
    CoursePageFactory,
    LessonCompletionFactory,
    LessonPageFactory,
    ModulePageFactory,
    course_with,
    login_of,
    translated,
)
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee() -> Employee:
    return EmployeeFactory.create()


def answer(employee: Employee, lesson: LessonPage, *, mode: str = "assessed") -> None:
    """Finish every quiz of the lesson."""
    for quiz in lesson.quizzes.select_related("build"):
        attempt = records.start_attempt(actor=login_of(employee), employee=employee, build=quiz.build, mode=mode)
        records.finish_attempt(actor=login_of(employee), attempt=attempt, score=0.5, observed=[])


def finish(employee: Employee, *lessons: LessonPage) -> None:
    for lesson in lessons:
        services.complete_lesson(actor=login_of(employee), employee=employee, lesson=lesson)


def events(name: str) -> list[dict[str, object]]:
    return [row.payload for row in OutboxEvent.objects.filter(name=name).order_by("pk")]


# --- Enrolling ---------------------------------------------------------------------------------------------------


def test_enrolling_oneself_is_own_choice_without_a_date(employee: Employee) -> None:
    course, _lessons = course_with(1)
    row = services.enrol(
        actor=login_of(employee), employee=employee, course_key=course.translation_key, due_on=date(2027, 1, 1)
    )
    assert (row.source, row.due_on, row.enrolled_by) == (Enrolment.Source.SELF, None, employee.user)


def test_enrolling_again_changes_nothing(employee: Employee) -> None:
    course, _lessons = course_with(1)
    first = services.enrol(actor=login_of(employee), employee=employee, course_key=course.translation_key)
    again = services.enrol(actor=login_of(employee), employee=employee, course_key=course.translation_key)
    assert again == first
    assert Enrolment.objects.count() == 1


def test_hr_assigns_with_a_date_also_what_somebody_chose(employee: Employee) -> None:
    course, _lessons = course_with(1)
    services.enrol(actor=login_of(employee), employee=employee, course_key=course.translation_key)
    hr = UserFactory.create(roles=("hr",))
    row = services.enrol(actor=hr, employee=employee, course_key=course.translation_key, due_on=date(2027, 1, 31))
    assert (row.source, row.due_on, row.enrolled_by) == (Enrolment.Source.ASSIGNED, date(2027, 1, 31), hr)
    assert Enrolment.objects.count() == 1


def test_leader_enrols_the_team(employee: Employee) -> None:
    course, _lessons = course_with(1)
    leader = EmployeeFactory.create()
    name_head(actor=None, unit=employee.assignments.get().unit, head=leader)
    row = services.enrol(actor=leader.user, employee=employee, course_key=course.translation_key)
    assert row.source == Enrolment.Source.ASSIGNED


@pytest.mark.parametrize("role", [(), ("trainer",)])
def test_nobody_else_enrols(employee: Employee, role: tuple[str, ...]) -> None:
    course, _lessons = course_with(1)
    other = EmployeeFactory.create(user=UserFactory.create(roles=role))
    with pytest.raises(NotAllowed):
        services.enrol(actor=other.user, employee=employee, course_key=course.translation_key)
    assert Enrolment.objects.count() == 0


def test_draft_or_unknown_course_takes_nobody(employee: Employee) -> None:
    draft = CoursePageFactory.create(draft=True)
    for key in (draft.translation_key, uuid4()):
        with pytest.raises(NotHere):
            services.enrol(actor=login_of(employee), employee=employee, course_key=key)


# --- Finishing ---------------------------------------------------------------------------------------------------


def test_lesson_waits_for_its_quiz(employee: Employee) -> None:
    _course, (lesson,) = course_with(1, quizzes=True)
    with pytest.raises(services.QuizzesPending):
        finish(employee, lesson)
    answer(employee, lesson, mode="practice")
    with pytest.raises(services.QuizzesPending):
        finish(employee, lesson)
    answer(employee, lesson)
    finish(employee, lesson)
    assert LessonCompletion.objects.count() == 1


def test_last_lesson_completes_the_course_once(employee: Employee) -> None:
    course, (first, second) = course_with(2)
    key = str(course.translation_key)
    finish(employee, first)
    assert CourseCompletion.objects.count() == 0
    finish(employee, second, second, first)
    assert CourseCompletion.objects.filter(employee=employee, course_key=key).count() == 1
    assert LessonCompletion.objects.count() == 2
    assert events("courses.lesson-completed") == [
        {"employee_id": employee.pk, "lesson_key": str(one.translation_key), "course_key": key}
        for one in (first, second)
    ]
    assert events("courses.course-completed") == [{"employee_id": employee.pk, "course_key": key}]


def test_finishing_a_lesson_enrols(employee: Employee) -> None:
    course, (lesson,) = course_with(1)
    finish(employee, lesson)
    assert Enrolment.objects.get().course_key == course.translation_key


def test_finishing_for_somebody_else_is_refused(employee: Employee) -> None:
    _course, (lesson,) = course_with(1)
    with pytest.raises(NotAllowed):
        services.complete_lesson(actor=UserFactory.create(), employee=employee, lesson=lesson)


def test_draft_lesson_cannot_be_finished(employee: Employee) -> None:
    with pytest.raises(NotHere):
        finish(employee, LessonPageFactory.create(draft=True))


def test_lesson_read_in_either_language_counts_once(employee: Employee) -> None:
    course, (lesson,) = course_with(1)
    english_course = translated(course)
    translated(lesson.get_parent().specific)
    english = translated(lesson)
    finish(employee, english)
    key = course.translation_key
    assert selectors.progress(employee, [key])[key].is_complete
    assert selectors.next_lesson(employee, english_course) is None


# --- Progress ----------------------------------------------------------------------------------------------------


def test_progress_counts_live_lessons_only(employee: Employee) -> None:
    course, (first, second) = course_with(2)
    LessonPageFactory.create(parent=first.get_parent().specific, draft=True)
    finish(employee, first)
    key = course.translation_key
    found = selectors.progress(employee, [key])[key]
    assert (found.done, found.total, found.share) == (1, 2, 0.5)
    assert selectors.next_lesson(employee, course) == second


def test_progress_never_exceeds_all(employee: Employee) -> None:
    course, (first, second) = course_with(2)
    finish(employee, first, second)
    second.unpublish()
    key = course.translation_key
    found = selectors.progress(employee, [key])[key]
    assert (found.done, found.total, found.share) == (1, 1, 1.0)
    assert found.completed_at is not None


def test_new_lesson_reopens_progress_and_keeps_the_completion(employee: Employee) -> None:
    course, (lesson,) = course_with(1)
    finish(employee, lesson)
    LessonPageFactory.create(parent=lesson.get_parent().specific)
    key = course.translation_key
    found = selectors.progress(employee, [key])[key]
    assert (found.done, found.total, found.is_complete) == (1, 2, False)
    assert found.completed_at is not None


def test_lessons_under_a_draft_module_are_not_taught() -> None:
    course = CoursePageFactory.create()
    LessonPageFactory.create(parent=ModulePageFactory.create(parent=course, draft=True))
    assert selectors.lessons_of(course) == []


def test_progress_of_an_unknown_course_is_nothing(employee: Employee) -> None:
    key = uuid4()
    assert selectors.progress(employee, [key])[key] == selectors.Progress(key, 0, 0)


def test_lessons_are_one_query_and_in_order() -> None:
    course, lessons = course_with(3)
    with CaptureQueriesContext(connection) as queries:
        assert selectors.lessons_of(course) == lessons
    assert len(queries) == 1


def test_lessons_fall_back_to_the_language_that_has_them() -> None:
    course, (first, second) = course_with(2)
    english_course = translated(course)
    translated(first.get_parent().specific)
    english = translated(first)
    assert selectors.lessons_of(english_course) == [english, second]
    assert selectors.lessons_of(course) == [first, second]


def test_courses_are_listed_once_in_the_readers_language() -> None:
    one, other = CoursePageFactory.create(), CoursePageFactory.create()
    CoursePageFactory.create(draft=True)
    english = translated(one)
    assert selectors.courses("es") == [one, other]
    assert selectors.courses("en") == [english, other]


def test_progress_takes_the_same_queries_for_one_and_three_courses(employee: Employee) -> None:
    keys = []
    for _ in range(3):
        course, (lesson, _other) = course_with(2)
        keys.append(course.translation_key)
        LessonCompletionFactory.create(
            employee=employee, lesson_key=lesson.translation_key, course_key=course.translation_key
        )
    counts = []
    for some in (keys[:1], keys):
        with CaptureQueriesContext(connection) as queries:
            found = selectors.progress(employee, some)
        counts.append(len(queries))
        assert [(found[key].done, found[key].total) for key in some] == [(1, 2)] * len(some)
    assert counts == [4, 4]


# --- Pages and posts ---------------------------------------------------------------------------------------------


@pytest.fixture
def reader(client: Client, employee: Employee, monkeypatch: pytest.MonkeyPatch) -> Client:
    client.force_login(login_of(employee))
    client.cookies["django_language"] = "es"
    # The switches are asked for again every second: query counts must not depend on when that falls.
    monkeypatch.setattr(switchboard, "SECONDS_REMEMBERED", 3600.0)
    return client


def page_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_course_page_takes_the_same_queries_for_one_and_three_lessons(reader: Client) -> None:
    one, three = course_with(1)[0], course_with(3)[0]
    assert page_queries(reader, one.address) == page_queries(reader, three.address)


def test_lesson_page_takes_the_same_queries_for_one_and_three_lessons(reader: Client) -> None:
    (_one, (alone,)), (_three, lessons) = course_with(1, quizzes=True), course_with(3, quizzes=True)
    assert page_queries(reader, alone.address) == page_queries(reader, lessons[1].address)


def test_starting_a_course_leads_to_its_first_lesson(reader: Client, employee: Employee) -> None:
    course, (first, _second) = course_with(2)
    response = reader.post(reverse("courses:enrol", args=[course.translation_key]))
    assert response.headers["Location"] == first.address
    assert Enrolment.objects.get().employee == employee


def test_marking_as_done_leads_to_the_next_lesson_and_at_last_to_the_course(reader: Client) -> None:
    course, (first, second) = course_with(2)
    page = reader.get(first.address).content.decode()
    address = reverse("courses:complete", args=[first.translation_key])
    assert f'action="{address}"' in page
    assert reader.post(address).headers["Location"] == second.address
    last = reader.post(reverse("courses:complete", args=[second.translation_key]))
    assert last.headers["Location"] == course.address


def test_lesson_with_an_open_quiz_offers_no_button_and_refuses_the_post(reader: Client) -> None:
    _course, (lesson,) = course_with(1, quizzes=True)
    page = reader.get(lesson.address).content.decode()
    address = reverse("courses:complete", args=[lesson.translation_key])
    assert address not in page
    assert reverse("assessment:quiz", args=[lesson.quizzes.get().activity_key]) in page
    assert reader.post(address).status_code == 422


def test_answered_quiz_shows_its_result(reader: Client, employee: Employee) -> None:
    _course, (lesson,) = course_with(1, quizzes=True)
    answer(employee, lesson)
    assert "50\u00a0%" in reader.get(lesson.address).content.decode()


@pytest.mark.parametrize("name", ["enrol", "complete"])
def test_posts_ask_for_a_login_and_take_no_get(client: Client, name: str) -> None:
    address = reverse(f"courses:{name}", args=[uuid4()])
    assert client.post(address).headers["Location"].startswith("/account/login/")
    client.force_login(UserFactory.create())
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 404


def test_course_page_of_a_finished_course_says_so(reader: Client, employee: Employee) -> None:
    course, (lesson,) = course_with(1)
    finish(employee, lesson)
    assert "callout--good" in reader.get(CoursePage.objects.get(pk=course.pk).address).content.decode()

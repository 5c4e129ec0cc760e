"""Enrolling in courses and finishing lessons."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.core import audit, clock, outbox
from lms.core.errors import NotAllowed, NotHere, Refused
from lms.courses import selectors
from lms.courses.events import CourseCompleted, LessonCompleted
from lms.courses.models import CourseCompletion, Enrolment, LessonCompletion, LessonPage
from lms.people.models import Employee, User
from lms.people.selectors import employee_of, team_of
from lms.records.models import Attempt, Result


class QuizzesPending(Refused):
    """The lesson still has questions nobody answered."""

    code = "quizzes-pending"
    sentence = _(
        "This lesson still has questions to answer. What you answered so far is kept. "
        "Answer them, and then mark the lesson as done."
    )


@transaction.atomic
def enrol(*, actor: User | None, employee: Employee, course_key: UUID, due_on: date | None = None) -> Enrolment:
    """Enrol an employee in a live course: oneself, one's team, or anybody with the permission `enrol_people`.

    `actor` None is the system itself. Doing it again is harmless; when somebody else does it the course becomes
    assigned to the person, with the new date if there is one.
    """
    own = actor is not None and employee.user_id == actor.pk
    if not own and not _may_enrol(actor, employee):
        raise NotAllowed
    selectors.course_page(course_key)
    source = Enrolment.Source.SELF if own else Enrolment.Source.ASSIGNED
    row, created = Enrolment.objects.get_or_create(
        employee=employee,
        course_key=course_key,
        defaults={
            "enrolled_at": clock.now(),
            "due_on": None if own else due_on,
            "source": source,
            "enrolled_by": actor,
        },
    )
    if not created and not own:
        row.source, row.enrolled_by, row.due_on = source, actor, due_on or row.due_on
        row.save(update_fields=["source", "enrolled_by", "due_on"])
    if created or not own:
        action = "enrolment.created" if created else "enrolment.assigned"
        due = row.due_on.isoformat() if row.due_on else None
        audit.record(
            actor=actor, action=action, subject=row, employee=str(employee.uuid), course=str(course_key), due=due
        )
    return row


def _may_enrol(actor: User | None, employee: Employee) -> bool:
    if actor is None or actor.has_perm("courses.enrol_people"):
        return True
    leader = employee_of(actor)
    return leader is not None and team_of(leader).filter(pk=employee.pk).exists()


@transaction.atomic
def complete_lesson(*, actor: User, employee: Employee, lesson: LessonPage) -> LessonCompletion:
    """Note that the actor's own employee finished a live lesson, and the course with the last one that was missing.

    Every quiz of the lesson needs a finished attempt that counts. Whoever was not enrolled is from now on. Doing it
    again returns what is recorded.
    """
    if employee.user_id != actor.pk:
        raise NotAllowed
    course = selectors.course_of(lesson)
    if course is None or not course.live or not lesson.live:
        raise NotHere
    if pending_quizzes(employee, lesson):
        raise QuizzesPending
    key = course.translation_key
    enrol(actor=actor, employee=employee, course_key=key)
    completion, created = LessonCompletion.objects.get_or_create(
        employee=employee,
        lesson_key=lesson.translation_key,
        defaults={"course_key": key, "completed_at": clock.now()},
    )
    if created:
        outbox.publish(
            LessonCompleted(employee_id=employee.pk, lesson_key=str(lesson.translation_key), course_key=str(key))
        )
        audit.record(actor=actor, action="lesson.completed", subject=completion, lesson=str(lesson.translation_key))
    _complete_course(actor, employee, key)
    return completion


def pending_quizzes(employee: Employee, lesson: LessonPage) -> set[str]:
    """Activity keys of the lesson's quizzes without a finished attempt that counts."""
    keys = set(lesson.quizzes.values_list("activity_key", flat=True))
    finished = Attempt.objects.filter(
        employee=employee,
        kind="quiz",
        mode=Attempt.Mode.ASSESSED,
        activity_key__in=keys,
        result__ending=Result.Ending.FINISHED,
    )
    return keys - set(finished.values_list("activity_key", flat=True))


def _complete_course(actor: User, employee: Employee, course_key: UUID) -> None:
    if not selectors.progress(employee, [course_key])[course_key].is_complete:
        return
    completion, created = CourseCompletion.objects.get_or_create(
        employee=employee, course_key=course_key, defaults={"completed_at": clock.now()}
    )
    if created:
        outbox.publish(CourseCompleted(employee_id=employee.pk, course_key=str(course_key)))
        audit.record(actor=actor, action="course.completed", subject=completion, course=str(course_key))

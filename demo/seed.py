"""Filling an empty site: organisation, content, a year of work, a pay review."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone

from competencies.framework_loading import load_framework
from competencies.services import recompute_all
from demo import pay, year
from demo.organisation import Organisation, build
from lms.core import audit, clock
from lms.core.models import AuditEntry
from lms.courses.importing import import_course, shipped_courses
from lms.courses.models import CoursePage, LessonPage
from lms.courses.selectors import lessons_of
from lms.people.models import Employee
from scenarios.importing import import_files, shipped_files

SEED = 20261122
HALF_WAY = {"staff"}
BEGUN, FILLED = "demo.begun", "demo.filled"
Say = Callable[[str], object]


def is_needed() -> bool:
    """Whether nobody lives here yet."""
    return not Employee.objects.exists()


def was_interrupted() -> bool:
    """Whether a filling was begun here and never came to its end."""
    done = set(AuditEntry.objects.filter(action__in=[BEGUN, FILLED]).values_list("action", flat=True))
    return done == {BEGUN}


def fill(*, number: int = SEED, people: int | None = None, say: Say = print) -> None:
    """Build everything. The same `number` on the same day gives the same organisation and the same year.

    `people`: how many employees live the year, the named logins first; None means all.
    """
    now = clock.now()
    rng = random.Random(number)
    with _tasks_in_place():
        say("Hiring 240 people…")
        with transaction.atomic():
            organisation = build(today=timezone.localtime(now).date(), rng=rng)
            audit.record(actor=None, action=BEGUN, subject=organisation.units["grupo-ceiba"], number=number)
        say("Publishing courses and role-plays…")
        with clock.at(now - timedelta(days=year.DAYS + 5)):
            programme = publish(organisation)
        say("Living a year: lessons, quizzes, role-plays…")
        year.live(_who_lives(organisation, people), programme, now=now, rng=rng, half_way=HALF_WAY, say=say)
        say("Computing profiles and the pay review…")
        finish(organisation, now=now, rng=rng)
        audit.record(actor=None, action=FILLED, subject=organisation.units["grupo-ceiba"], number=number)


@contextmanager
def _tasks_in_place() -> Iterator[None]:
    """Tasks of the simulated year run here and now: there is no worker yet."""
    before = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    try:
        yield
    finally:
        current_app.conf.task_always_eager = before


def publish(organisation: Organisation) -> year.Programme:
    """Load the framework and publish the shipped courses and role-plays, as the trainer."""
    trainer = organisation.logins["trainer"]
    load_framework(actor=None)
    for path in shipped_courses():
        import_course(trainer, path)
    pages = import_files(paths=shipped_files(), actor=trainer)
    courses = CoursePage.objects.filter(locale__language_code="es").live().order_by("path")
    return year.Programme(
        courses=tuple((course, _lessons(course)) for course in courses),
        scenarios=tuple(dict.fromkeys(page.key for page in pages)),
    )


def _lessons(course: CoursePage) -> tuple[LessonPage, ...]:
    return tuple(lessons_of(course, "es"))


def _who_lives(organisation: Organisation, people: int | None) -> list[Employee]:
    named = [user.employee for user in organisation.logins.values() if hasattr(user, "employee")]
    others = [employee for employee in organisation.employees if employee not in named]
    return [*named, *others][: people if people is not None else len(organisation.employees)]


def finish(organisation: Organisation, *, now: datetime, rng: random.Random) -> None:
    """Bring every profile up to today, review the pay of the hotels, and leave a review for the approver."""
    recompute_all(as_of=now)
    today: date = timezone.localtime(now).date()
    pay.pay_everybody(organisation, today=today, rng=rng)
    pay.review_hotels(organisation, now=now)
    pay.propose_contact_centre(organisation, now=now)

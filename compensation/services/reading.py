"""Logging who reads pay. A page, an export or the API calls this before it shows a figure."""

from collections.abc import Iterable

from django.db import transaction

from compensation.models import PayRead, ReviewCycle
from lms.core import clock
from lms.people.models import Employee, User


@transaction.atomic
def log_reading(
    *, actor: User, purpose: str, path: str, employee: Employee | None = None, cycle: ReviewCycle | None = None
) -> None:
    """One reading: of one employee's pay, or with no employee of everybody's in the cycle."""
    log_readings(actor=actor, purpose=purpose, path=path, subjects=[(employee, cycle)])


@transaction.atomic
def log_readings(
    *, actor: User, purpose: str, path: str, subjects: Iterable[tuple[Employee | None, ReviewCycle | None]]
) -> None:
    """Several readings of one moment, in one go."""
    at = clock.now()
    PayRead.objects.bulk_create(
        PayRead(reader=actor, employee=employee, cycle=cycle, purpose=purpose, at=at, path=path[:300])
        for employee, cycle in subjects
    )

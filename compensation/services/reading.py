"""Logging who reads pay. A page, an export or the API calls this before it shows a figure."""

from django.db import transaction

from compensation.models import PayRead, ReviewCycle
from lms.core import clock
from lms.people.models import Employee, User


@transaction.atomic
def log_reading(
    *, actor: User, purpose: str, path: str, employee: Employee | None = None, cycle: ReviewCycle | None = None
) -> None:
    """One reading: of one employee's pay, or with no employee of everybody's in the cycle."""
    PayRead.objects.create(
        reader=actor, employee=employee, cycle=cycle, purpose=purpose, at=clock.now(), path=path[:300]
    )

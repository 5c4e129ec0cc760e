"""Reads of the records."""

from typing import Any

from lms.core.errors import NotHere
from lms.people.models import Employee, User
from lms.people.selectors import employee_of, visible_employees
from lms.records.models import Attempt, Build


def latest_build(kind: str, activity_key: str, locale: str | None = None) -> Build | None:
    """The newest build of an activity, in `locale` when it exists there, else in any language."""
    builds = Build.objects.filter(kind=kind, activity_key=activity_key).order_by("-built_at", "-pk")
    found: Build | None = (builds.filter(locale=locale).first() if locale else None) or builds.first()
    return found


def own_attempt(user: User, uuid: Any) -> Attempt:
    """An attempt of the user's own; `NotHere` for anybody else's."""
    employee = employee_of(user)
    found: Attempt | None = (
        Attempt.objects.filter(uuid=uuid, employee=employee).select_related("build", "employee", "result").first()
        if employee is not None
        else None
    )
    if found is None:
        raise NotHere
    return found


def visible_attempt(user: User, uuid: Any) -> Attempt:
    """An attempt of somebody the user may know about (own, team, or all with the permission)."""
    found: Attempt | None = (
        Attempt.objects.filter(uuid=uuid, employee__in=visible_employees(user).values("pk"))
        .select_related("build", "employee", "result")
        .first()
    )
    if found is None:
        raise NotHere
    return found


def finished_attempts(employee: Employee, kind: str, activity_key: str) -> Any:
    """Finished, counting attempts of one person at one activity, newest first."""
    return (
        Attempt.objects.filter(
            employee=employee, kind=kind, activity_key=activity_key, mode=Attempt.Mode.ASSESSED, result__isnull=False
        )
        .select_related("result", "build")
        .order_by("-ordinal")
    )

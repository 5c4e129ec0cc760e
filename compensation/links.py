"""Where a receipt leads: into the profile its evidence is in, for those who may see it."""

from django.urls import reverse

from compensation.statement import Statement
from competencies.access import may_see_profile
from lms.people.models import User


def profile_of(reader: User, statement: Statement) -> str:
    """The profile behind a receipt; empty for somebody who may read the pay and not the profile."""
    employee = statement.employee
    if employee.user_id == reader.pk:
        return reverse("competencies:me")
    return reverse("competencies:person", args=[employee.uuid]) if may_see_profile(reader, employee) else ""


def next_competency_of(reader: User, statement: Statement) -> str:
    """The page of the competency that would raise the target, or the profile; empty like the profile."""
    following = statement.inputs.fit.next_level
    if following is None or not statement.verified:
        return profile_of(reader, statement)
    if statement.employee.user_id == reader.pk:
        return reverse("competencies:my_competency", args=[following.competency])
    if not may_see_profile(reader, statement.employee):
        return ""
    return reverse("competencies:person_competency", args=[statement.employee.uuid, following.competency])

"""Where a receipt leads: into the profile its evidence is in."""

from django.urls import NoReverseMatch, reverse

from compensation.models import Proposal
from lms.people.models import Employee


def profile_of(employee: Employee, *, own: bool) -> str:
    """The competency profile of an employee; empty while there is no page for it."""
    try:
        return reverse("competencies:me") if own else reverse("competencies:profile", args=[employee.uuid])
    except NoReverseMatch:
        return ""


def competency_of(proposal: Proposal, *, own: bool) -> str:
    """The page of the competency that would raise the target most directly; the profile while there is none."""
    return profile_of(proposal.employee, own=own)

"""Who may see whose profile: oneself, one's leader, and whoever holds `competencies.view_any_profile`."""

from typing import Any

from django.db.models import Q

from lms.core import clock
from lms.core.errors import NotHere
from lms.people.models import Employee, User
from lms.people.selectors import employee_of, team_of


def employees_with_visible_profile(user: User) -> Any:
    """Queryset of the employees whose profile this user may see."""
    everybody = Employee.objects.employed(clock.today())
    if user.has_perm("competencies.view_any_profile"):
        return everybody
    own = employee_of(user)
    if own is None:
        return everybody.none()
    if not user.leads_people:
        return everybody.filter(pk=own.pk)
    return everybody.filter(Q(pk=own.pk) | Q(pk__in=team_of(own).values("pk")))


def visible_profile_owner(user: User, uuid: Any) -> Employee:
    """The employee behind a profile's address; `NotHere` for one the user may not see, so that nothing is revealed."""
    found: Employee | None = employees_with_visible_profile(user).filter(uuid=uuid).first()
    if found is None:
        raise NotHere
    return found


def may_see_profile(user: User, employee: Employee) -> bool:
    """Whether this user may see this employee's profile."""
    own = employee_of(user)
    if own is not None and own.pk == employee.pk:
        return True
    return bool(employees_with_visible_profile(user).filter(pk=employee.pk).exists())

"""Who may read and decide about pay: asked here by pages, API, exports and services alike.

Whoever may not read something gets the same answer as if it did not exist. The permissions are sensitive: they are
granted by name and being a superuser gives none of them.
"""

from typing import Any

from django.db.models import F, QuerySet

from compensation.models import Decision, Policy, Proposal, ReviewCycle
from lms.core.errors import NotHere
from lms.people.models import User
from lms.people.selectors import employee_of

VIEW_PAY = "compensation.view_pay"
OPEN_CYCLE = "compensation.open_cycle"
APPROVE_CYCLE = "compensation.approve_cycle"


def signed_in(request: Any) -> User:
    """The login of a request that has already been let through as signed in."""
    if not isinstance(request.user, User):
        raise NotHere
    return request.user


def may_view_pay(user: Any) -> bool:
    """Whether this login may read everybody's pay."""
    return bool(user.is_authenticated and user.has_perm(VIEW_PAY))


def may_open(user: Any) -> bool:
    """Whether this login may open cycles, compute, submit and publish them."""
    return may_view_pay(user) and bool(user.has_perm(OPEN_CYCLE))


def may_approve(user: Any) -> bool:
    """Whether this login may approve or return some cycle; `took_part` and `is_in_population` say whether this one."""
    return may_view_pay(user) and bool(user.has_perm(APPROVE_CYCLE))


def require(allowed: bool) -> None:
    """`NotHere` unless allowed: refusing would say that there is something."""
    if not allowed:
        raise NotHere


def visible_cycles(user: Any) -> "QuerySet[ReviewCycle]":
    """The cycles this login may know about: all of them, or none."""
    cycles = ReviewCycle.objects.all()
    return cycles if may_view_pay(user) else cycles.none()


def visible_cycle(user: Any, uuid: Any) -> ReviewCycle:
    """One cycle this login may know about."""
    cycle = visible_cycles(user).select_related("unit", "policy", "computation", "opened_by").filter(uuid=uuid).first()
    if cycle is None:
        raise NotHere
    return cycle


def visible_proposals(user: Any) -> "QuerySet[Proposal]":
    """The receipts this login may read: those that count in any cycle, or one's own once published."""
    counting: QuerySet[Proposal] = Proposal.objects.filter(computation=F("computation__cycle__computation"))
    if may_view_pay(user):
        return counting
    own = employee_of(user)
    if own is None:
        return counting.none()
    return counting.filter(employee=own, computation__cycle__state=ReviewCycle.State.PUBLISHED)


def visible_proposal(user: Any, uuid: Any) -> Proposal:
    """One receipt this login may read."""
    related = ("employee", "computation__cycle__policy", "computation__cycle__opened_by", "computation__cycle__unit")
    proposal = visible_proposals(user).select_related(*related).filter(uuid=uuid).first()
    if proposal is None:
        raise NotHere
    return proposal


def visible_policies(user: Any) -> "QuerySet[Policy]":
    """The policies this login may read: all of them, or those one's own published receipts rest on."""
    policies: QuerySet[Policy] = Policy.objects.all()
    if may_view_pay(user):
        return policies
    return policies.filter(cycles__computation__proposals__in=visible_proposals(user)).distinct()


def is_in_population(user: Any, cycle: ReviewCycle) -> bool:
    """Whether the login's own pay is in the cycle."""
    own = employee_of(user)
    if own is None or cycle.computation_id is None:
        return False
    return Proposal.objects.filter(computation_id=cycle.computation_id, employee=own).exists()


def took_part(user: User, cycle: ReviewCycle) -> bool:
    """Whether the login opened, computed or submitted the cycle: then it cannot decide about it."""
    if cycle.opened_by_id == user.pk or cycle.computations.filter(computed_by=user).exists():
        return True
    return cycle.decisions.filter(kind=Decision.Kind.SUBMITTED, actor=user).exists()

"""Which review cycles wait for somebody, and for what. No sentence carries an amount."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from compensation import access
from compensation.models import Decision, ReviewCycle
from lms.plugins.contributions import Suggestion

State = ReviewCycle.State
MOST = 3
PRIORITY = 0.9


def waiting_for(user: Any) -> Sequence[Suggestion]:
    """The cycles this login can move on: to decide, to publish, or to look at again because they came back."""
    found: list[Suggestion] = []
    if access.may_approve(user):
        proposed = ReviewCycle.objects.filter(state=State.PROPOSED).order_by("opened_at")[:MOST]
        found += [
            _suggestion(cycle, _("Read the proposals"), _("It waits for your decision."))
            for cycle in proposed
            if not access.took_part(user, cycle) and not access.is_in_population(user, cycle)
        ]
    if access.may_open(user):
        approved = ReviewCycle.objects.filter(state=State.APPROVED).order_by("opened_at")[:MOST]
        found += [_suggestion(cycle, _("Open it"), _("It is approved and can be published.")) for cycle in approved]
        drafts = ReviewCycle.objects.filter(state=State.DRAFT, decisions__kind=Decision.Kind.RETURNED, opened_by=user)
        found += [
            _suggestion(cycle, _("Open it"), _("It came back with a reason. Read it and compute again."))
            for cycle in drafts.distinct().order_by("opened_at")[:MOST]
        ]
    return found


def _suggestion(cycle: ReviewCycle, action: str, why: str) -> Suggestion:
    return Suggestion(
        title=str(cycle.name),
        url=reverse("compensation:cycle", args=[cycle.uuid]),
        action=action,
        why=why,
        minutes=10,
        priority=PRIORITY,
    )

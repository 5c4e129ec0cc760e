"""What this plugin answers to the host. No answer carries an amount."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from compensation import access, selectors
from compensation.api import ReceiptViewSet, ReviewCycleViewSet
from compensation.waiting import waiting_for
from lms.people.selectors import employee_of
from lms.plugins import hookimpl
from lms.plugins.contributions import ApiRoute, Change, NavigationItem, Suggestion

CHANGES_SHOWN = 3


@hookimpl
def navigation(request: HttpRequest) -> Sequence[NavigationItem]:
    """My pay for every employee; pay reviews for whoever may read pay."""
    items = []
    if employee_of(request.user) is not None:
        areas = [reverse("compensation:mine")]
        if not access.may_view_pay(request.user):
            areas += ["/pay/receipts/", "/pay/rules/"]
        items.append(NavigationItem(_("My pay"), areas[0], "pay", 40, tuple(areas)))
    if access.may_view_pay(request.user):
        cycles = reverse("compensation:cycles")
        areas = [cycles, reverse("compensation:rules"), "/pay/receipts/"]
        items.append(NavigationItem(_("Pay reviews"), cycles, "board", 70, tuple(areas)))
    return items


@hookimpl
def home_suggestions(request: HttpRequest, employee: Any) -> Sequence[Suggestion]:
    """The review cycles that wait for this person's decision, publication or second look."""
    return waiting_for(request.user)


@hookimpl
def home_changes(request: HttpRequest, employee: Any) -> Sequence[Change]:
    """Published receipts of this person, without their figures."""
    if employee is None or employee_of(request.user) != employee:
        return []
    receipts = list(selectors.own_receipts(employee)[:CHANGES_SHOWN])
    published = selectors.published_at(receipts)
    return [
        Change(
            at=published[one.computation.cycle_id],
            what=_("Your receipt of “%(cycle)s” is ready") % {"cycle": one.computation.cycle.name},
            url=reverse("compensation:receipt", args=[one.uuid]),
            meta=_("Every step, from your evidence to the amount"),
            badge=_("Pay"),
        )
        for one in receipts
    ]


@hookimpl
def api_routes() -> Sequence[ApiRoute]:
    """Review cycles for those who may read pay; receipts for them and for their owners."""
    return [
        ApiRoute("review-cycles", ReviewCycleViewSet, "review-cycle"),
        ApiRoute("receipts", ReceiptViewSet, "receipt"),
    ]

"""What this plugin answers to the host."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from competencies import api, presentation, selectors, services, wording
from competencies.access import may_see_profile
from competencies.dashboard import report as dashboard
from competencies.models import Competency
from lms.people.selectors import employee_of
from lms.plugins import hookimpl
from lms.plugins.contributions import ApiRoute, Card, Change, Consumer, IndicatorOption, NavigationItem, Report
from lms.records.events import AttemptFinished
from lms.records.models import Attempt

CHANGES_SHOWN = 4


@hookimpl
def navigation(request: HttpRequest) -> Sequence[NavigationItem]:
    """The profile, for whoever is an employee, and the dashboard, for whoever may read it."""
    entries = []
    if employee_of(request.user) is not None:
        me = reverse("competencies:me")
        entries.append(NavigationItem(_("Profile"), me, "profile", 30, (me,)))
    if request.user.has_perm(dashboard.PERMISSION):
        board = reverse("competencies:dashboard")
        entries.append(NavigationItem(_("Insights"), board, "board", 50, (board,)))
    return entries


@hookimpl
def home_cards(request: HttpRequest, employee: Any) -> Sequence[Card]:
    """How am I doing: the sentence and three tracks."""
    profile = selectors.profile_of(employee, explained=False)
    context = {
        "sentence": wording.summary(profile, own=True),
        "levels": presentation.three_levels(profile, own=True),
        "empty": not profile.has_evidence,
    }
    return [Card("competencies/cards/home.html", context, order=50)]


@hookimpl
def home_changes(request: HttpRequest, employee: Any) -> Sequence[Change]:
    """The latest sittings, each with the competency it moved most."""
    return [
        Change(
            at=one.at,
            what=wording.sitting_name(one.instrument, one.source),
            url=presentation.competency_url(employee, one.competency.key, own=True),
            meta=one.competency.name,
            effect=float(one.effect),
        )
        for one in selectors.latest_of(employee, CHANGES_SHOWN)
    ]


@hookimpl
def attempt_cards(request: HttpRequest, attempt: Any) -> Sequence[Card]:
    """What an attempt moved in its person's profile."""
    user: Any = request.user
    if attempt.mode != Attempt.Mode.ASSESSED or not may_see_profile(user, attempt.employee):
        return []
    effects = selectors.effects_of_attempt(attempt)
    if not effects.moved and not effects.pending:
        return []
    own = attempt.employee.user_id == user.pk
    items = [
        {
            "what": one.competency.name,
            "meta": one.label,
            "effect": one.effect,
            "url": presentation.competency_url(attempt.employee, one.competency.key, own=own),
        }
        for one in effects.moved
    ]
    context = {
        "items": items,
        "pending": effects.pending,
        "own": own,
        "url": presentation.profile_url(attempt.employee, own=own),
    }
    return [Card("competencies/cards/attempt.html", context, order=50)]


@hookimpl
def person_cards(request: HttpRequest, employee: Any) -> Sequence[Card]:
    """What a person shows, for whoever may see their profile."""
    user: Any = request.user
    if not may_see_profile(user, employee):
        return []
    own = employee.user_id == user.pk
    profile = selectors.profile_of(employee, explained=False)
    context = {
        "sentence": wording.verdict(profile, own=own),
        "levels": presentation.three_levels(profile, own=own),
        "url": presentation.profile_url(employee, own=own),
        "employee": employee,
        "empty": not profile.has_evidence,
        "own": own,
    }
    return [Card("competencies/cards/person.html", context, order=50)]


@hookimpl
def indicators() -> Sequence[IndicatorOption]:
    """The competencies in use, by kind."""
    groups = {Competency.Kind.BEHAVIOURAL: _("Conduct"), Competency.Kind.TECHNICAL: _("Technical")}
    return [
        IndicatorOption(one.key, one.name, groups[Competency.Kind(one.kind)])
        for one in Competency.objects.filter(in_use=True)
    ]


@hookimpl
def event_consumers() -> Sequence[Consumer]:
    """A finished attempt becomes evidence."""
    return [Consumer(AttemptFinished.name, "competencies.evidence", _record_evidence)]


def _record_evidence(payload: dict[str, Any]) -> None:
    services.record_evidence_of_attempt(payload["attempt_id"])


@hookimpl
def reports() -> Sequence[Report]:
    """The map of competencies by unit."""
    return [dashboard.by_unit_report()]


@hookimpl
def api_routes() -> Sequence[ApiRoute]:
    """Competencies, states and evidence, read only."""
    return [
        ApiRoute("competencies", api.CompetencyViewSet, "competency"),
        ApiRoute("states", api.StateViewSet, "state"),
        ApiRoute("evidence", api.EvidenceViewSet, "evidence"),
    ]

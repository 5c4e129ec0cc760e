"""What playing adds to the host: an entry of the navigation, what to do next on the home page, the API."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.people.models import Employee
from lms.plugins.contributions import ApiRoute, NavigationItem, Suggestion
from scenarios.play.selectors import Listed, OwnRecord, available, own_records

MOST_SUGGESTIONS = 3
GOING_ON, UNPLAYED, AGAIN = 0.85, 0.6, 0.3
"""Where they stand among the host's, 0 to 1: a customer who is waiting comes before a course to go on with."""

WELL_PLAYED = 0.9
"""Who reached this share of the points has other things to practise."""


def navigation(request: HttpRequest) -> tuple[NavigationItem, ...]:
    """Practise, for everybody who is signed in."""
    return (NavigationItem(_("Practise"), reverse("scenarios:practice"), "play", 20),)


def home_suggestions(request: HttpRequest, employee: Employee) -> list[Suggestion]:
    """The customer who was left waiting, then the ones never met, then the ones that went worst."""
    own = own_records(employee)
    found = [_suggestion(one, own.get(one.key, OwnRecord())) for one in available(get_language() or "es")]
    ranked = sorted((one for one in found if one is not None), key=lambda one: -one.priority)
    return ranked[:MOST_SUGGESTIONS]


def _suggestion(scenario: Listed, own: OwnRecord) -> Suggestion | None:
    if own.open_assessed is not None:
        url = reverse("scenarios:play", args=[own.open_assessed.uuid]) + "#latest"
        why = _("You are in the middle of it, and what you said is kept")
        return _invitation(scenario, url, _("Go on"), why, GOING_ON)
    url = reverse("scenarios:intro", args=[scenario.key])
    if not own.finished:
        # The easier ones come first: each step of difficulty costs a little.
        priority = UNPLAYED - (scenario.difficulty or 3) / 100
        return _invitation(scenario, url, _("Attend to them"), _("You have not played it yet"), priority)
    if own.best is None or own.best >= WELL_PLAYED:
        return None
    return _invitation(scenario, url, _("Play again"), _("It can still go better"), AGAIN * (1 - own.best))


def _invitation(scenario: Listed, url: str, action: str, why: str, priority: float) -> Suggestion:
    return Suggestion(
        title=scenario.title,
        url=url,
        action=action,
        why=why,
        minutes=scenario.minutes or 0,
        priority=priority,
        voice=_("“%(said)s”") % {"said": scenario.voice} if scenario.voice else "",
        mood=scenario.mood,
        who=scenario.customer,
    )


def api_routes() -> tuple[ApiRoute, ...]:
    """`/api/v1/scenarios/` and `/api/v1/plays/`."""
    from scenarios.api import PlayViewSet, ScenarioViewSet

    routes: tuple[tuple[str, Any], ...] = (("scenarios", ScenarioViewSet), ("plays", PlayViewSet))
    return tuple(ApiRoute(prefix, viewset, prefix) for prefix, viewset in routes)

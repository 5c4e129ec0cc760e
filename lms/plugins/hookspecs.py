"""The hooks of the host. A plugin answers them with functions of the same name marked `@hookimpl`.

Every hook here has a first-party plugin that uses it; each docstring says what an answer means and how a failure is
contained. "Open": the page goes on without that part, with a notice. "Closed": the work waits; nothing is guessed.
"""

from collections.abc import Sequence
from typing import Any

import pluggy
from django.http import HttpRequest

from lms.plugins.contributions import (
    ActivityType,
    ApiRoute,
    Card,
    Change,
    Consumer,
    IndicatorOption,
    NavigationItem,
    Report,
    Suggestion,
)

PROJECT = "talante"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HostHooks:
    """Signatures of the hooks, in the order a newcomer meets them. They are never called: pluggy reads them."""

    @hookspec
    def navigation(self, request: HttpRequest) -> Sequence[NavigationItem]:
        """Entries of the main navigation for the person of this request. Fails open.
        Used by competencies, scenarios, compensation."""
        return ()

    @hookspec
    def home_suggestions(self, request: HttpRequest, employee: Any) -> Sequence[Suggestion]:
        """What this person could do now. Fails open. Used by scenarios, compensation."""
        return ()

    @hookspec
    def home_changes(self, request: HttpRequest, employee: Any) -> Sequence[Change]:
        """What changed for this person lately, newest first. Fails open. Used by competencies, compensation."""
        return ()

    @hookspec
    def home_cards(self, request: HttpRequest, employee: Any) -> Sequence[Card]:
        """Sections of the home page ("how am I doing"). Fails open. Used by competencies."""
        return ()

    @hookspec
    def person_cards(self, request: HttpRequest, employee: Any) -> Sequence[Card]:
        """Sections of a person's page in the directory, already filtered by what the viewer may see. Fails open.
        Used by competencies."""
        return ()

    @hookspec
    def attempt_cards(self, request: HttpRequest, attempt: Any) -> Sequence[Card]:
        """Sections under a finished attempt (a quiz's result, a role-play's debrief): what it moved. Fails open.
        Used by competencies."""
        return ()

    @hookspec
    def activity_types(self) -> Sequence[ActivityType]:
        """Kinds of activity that a lesson can hold. Fails open: the lesson shows a plain notice instead.
        Used by scenarios."""
        return ()

    @hookspec
    def indicators(self) -> Sequence[IndicatorOption]:
        """Competencies and indicators that content can be tagged with. Fails open: authors type the key.
        Used by competencies."""
        return ()

    @hookspec
    def event_consumers(self) -> Sequence[Consumer]:
        """Who wants which event. Fails closed: the delivery stays and is tried again. Used by competencies."""
        return ()

    @hookspec
    def reports(self) -> Sequence[Report]:
        """Reports that can be opened and exported. Fails open. Used by competencies."""
        return ()

    @hookspec
    def api_routes(self) -> Sequence[ApiRoute]:
        """Viewsets under `/api/v1/`. Asked once at start, the switch is checked on every call. Fails open.
        Used by competencies, scenarios, compensation."""
        return ()

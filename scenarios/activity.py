"""Role-plays as activities of a lesson: what an author may choose, and how one shows itself to whoever reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.plugins.contributions import ActivityCard, ActivityOption
from lms.records.selectors import finished_attempts
from scenarios.models import Publication
from scenarios.publishing import KIND
from scenarios.selectors import publications

MINUTES = 10
"""What a role-play that does not say how long it takes is announced with."""


class RolePlays:
    """The activity type `scenarios`."""

    key = "scenarios"
    name = _("Role-play")

    def options(self, language: str) -> Sequence[ActivityOption]:
        """Every role-play that can be played, by title."""
        return [ActivityOption(row.key, row.build.title) for row in publications(language)]

    def card(self, key: str, *, employee: Any, language: str) -> ActivityCard | None:
        """The role-play as this person sees it; None while it is not published in any language."""
        rows = list(Publication.objects.filter(key=key).select_related("build"))
        row = min(rows, key=lambda item: (item.locale != language, item.locale), default=None)
        if row is None:
            return None
        scenario: dict[str, Any] = row.build.definition["scenario"]
        summary: dict[str, str] = scenario.get("summary", {})
        return ActivityCard(
            title=row.build.title,
            url=reverse("scenarios:intro", args=[key]),
            minutes=scenario.get("estimated_minutes", MINUTES),
            summary=next(iter(summary.values()), ""),
            done=employee is not None and finished_attempts(employee, KIND, key).exists(),
        )

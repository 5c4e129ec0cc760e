"""Activities of plugins inside lessons: what an author can choose, and what a person sees.

Everything here fails open. A plugin that is off, or an activity that is gone, is shown as a plain notice, and what the
page stores is never touched.
"""

import logging
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import get_language

from lms.plugins import health, registry, switchboard
from lms.plugins.contributions import ActivityCard

log = logging.getLogger(__name__)
State = Literal["ready", "off", "gone"]


@dataclass(frozen=True, slots=True)
class ActivityRef:
    """A plugin's slug and the activity's key inside that plugin; written `slug/key`."""

    plugin: str
    key: str

    def __str__(self) -> str:
        return f"{self.plugin}/{self.key}"

    @classmethod
    def parse(cls, text: str) -> "ActivityRef | None":
        """The reference written as `slug/key`, or None for anything else."""
        plugin, slash, key = text.partition("/")
        return cls(plugin, key) if slash and plugin and key else None


def activity_choices() -> list[tuple[str, Any]]:
    """Everything an author can choose, grouped by kind of activity."""
    groups: list[tuple[str, Any]] = []
    for answer in registry.ask("activity_types"):
        try:
            options = answer.value.options(get_language() or "es")
        except Exception as error:
            _note(answer.plugin, error)
            continue
        groups.append(
            (str(answer.value.name), [(str(ActivityRef(answer.plugin, one.key)), one.title) for one in options])
        )
    return groups


def card_for(reference: ActivityRef | None, *, employee: Any) -> dict[str, Any]:
    """`state` (ready, off, gone) and `card` (an ActivityCard when ready) for one person."""
    card, state = _resolve(reference, employee) if reference else (None, "gone")
    return {"card": card, "state": state}


def _resolve(reference: ActivityRef, employee: Any) -> tuple[ActivityCard | None, State]:
    if reference.plugin not in registry.configs() or not switchboard.is_enabled(reference.plugin):
        return None, "off"
    types = [answer.value for answer in registry.ask("activity_types") if answer.plugin == reference.plugin]
    for kind in types:
        try:
            card = kind.card(reference.key, employee=employee, language=get_language() or "es")
        except Exception as error:
            _note(reference.plugin, error)
            return None, "off"
        if card is not None:
            return card, "ready"
    return None, "gone"


def _note(plugin: str, error: Exception) -> None:
    log.exception("The plugin %s failed in an activity.", plugin)
    health.note_fault(plugin, "activity_types", error)

"""The state of every plugin, for whoever watches over the site."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

import lms
from lms.core.errors import NotHere
from lms.plugins import health, registry, switchboard
from lms.plugins.manifest import PluginConfig
from lms.plugins.models import PluginSwitch


class Standing(StrEnum):
    """Where a plugin stands in its life."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    WAITING = "waiting"
    INCOMPATIBLE = "incompatible"
    NOT_INSTALLED = "not-installed"


STANDING_NAMES: dict[str, Any] = {
    Standing.ENABLED: _("switched on"),
    Standing.DISABLED: _("switched off"),
    Standing.WAITING: _("waits for another plugin"),
    Standing.INCOMPATIBLE: _("does not fit this version"),
    Standing.NOT_INSTALLED: _("not installed"),
}


@dataclass(frozen=True, slots=True)
class PluginState:
    """One plugin as the administrator sees it.

    `switched_on` is the administrator's own switch; `standing` is what comes of it together with the version and the
    dependencies. `needs` and `needed_by` are names of plugins; `missing` are those of `needs` that do not take part.
    `seconds` is time spent inside the plugin by the process that answers, since it started.
    """

    slug: str
    name: str
    summary: str
    version: str
    standing: Standing
    switched_on: bool
    problems: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    faults_in_a_day: int = 0
    last_fault: str = ""
    last_fault_at: datetime | None = None
    seconds: float = 0.0
    switched_at: datetime | None = None
    switched_by: str = ""

    @property
    def standing_name(self) -> str:
        """The standing in words."""
        return str(STANDING_NAMES[self.standing])


def plugin_states() -> list[PluginState]:
    """Every plugin the operator allows, in the operator's order, installed or not."""
    configs = registry.configs()
    switches = {row.slug: row for row in PluginSwitch.objects.select_related("changed_by")}
    faults = health.faults_in_the_last_day()
    loaded = [_state(config, switches.get(slug), faults.get(slug, 0)) for slug, config in configs.items()]
    absent = [
        PluginState(slug, slug, "", "", Standing.NOT_INSTALLED, switched_on=False)
        for slug in registry.operator_list()
        if slug not in configs
    ]
    order = {slug: place for place, slug in enumerate(registry.operator_list())}
    return sorted([*loaded, *absent], key=lambda state: order.get(state.slug, len(order)))


def plugin_state(slug: str) -> PluginState:
    """One plugin's state; `NotHere` when it is not loaded."""
    for state in plugin_states():
        if state.slug == slug and state.standing != Standing.NOT_INSTALLED:
            return state
    raise NotHere


def _state(config: PluginConfig, switch: PluginSwitch | None, faults: int) -> PluginState:
    manifest = config.manifest
    problems = tuple(manifest.problems(core_version=lms.__version__))
    missing = tuple(slug for slug in manifest.depends_on if not switchboard.is_enabled(slug))
    switched_on = switch is None or switch.enabled
    last = health.last_fault(manifest.slug) if faults else None
    return PluginState(
        slug=manifest.slug,
        name=str(manifest.name),
        summary=str(manifest.summary),
        version=manifest.version,
        standing=_standing(problems, missing, switched_on),
        switched_on=switched_on,
        problems=problems,
        needs=tuple(_name(slug) for slug in manifest.depends_on),
        missing=tuple(_name(slug) for slug in missing),
        needed_by=_needed_by(manifest.slug),
        faults_in_a_day=faults,
        last_fault=f"{last.point}: {last.error}" if last else "",
        last_fault_at=last.at if last else None,
        seconds=health.seconds_spent(manifest.slug),
        switched_at=switch.changed_at if switch else None,
        switched_by=_person(switch.changed_by) if switch else "",
    )


def _standing(problems: tuple[str, ...], missing: tuple[str, ...], switched_on: bool) -> Standing:
    if problems:
        return Standing.INCOMPATIBLE
    if not switched_on:
        return Standing.DISABLED
    return Standing.WAITING if missing else Standing.ENABLED


def _name(slug: str) -> str:
    config = registry.configs().get(slug)
    return str(config.manifest.name) if config else slug


def _needed_by(slug: str) -> tuple[str, ...]:
    return tuple(
        str(config.manifest.name) for config in registry.configs().values() if slug in config.manifest.depends_on
    )


def _person(user: Any) -> str:
    return str(user.get_full_name() or user.get_username()) if user else ""

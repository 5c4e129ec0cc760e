"""Finding plugins and asking them things.

Only installed distributions that announce themselves in the entry-point group `talante.plugins` *and* that the
operator allows (`settings.PLUGINS`) are loaded. Whether a loaded plugin is asked is the switchboard's decision,
taken here and nowhere else: a plugin never has to check its own switch.
"""

import logging
import time
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import pluggy
from django.apps import apps
from django.conf import settings

from lms.plugins import health, switchboard
from lms.plugins.contributions import ApiRoute, Consumer, Contributed
from lms.plugins.hookspecs import PROJECT, HostHooks
from lms.plugins.manifest import PluginConfig

GROUP = "talante.plugins"
log = logging.getLogger(__name__)


def announced() -> dict[str, EntryPoint]:
    """Every installed plugin by slug, allowed or not."""
    return {point.name: point for point in entry_points(group=GROUP)}


@lru_cache(maxsize=1)
def configs() -> dict[str, PluginConfig]:
    """The loaded plugins by slug."""
    return {
        config.manifest.slug: config
        for config in apps.get_app_configs()
        if isinstance(config, PluginConfig) and hasattr(config, "manifest")
    }


@lru_cache(maxsize=1)
def _plugin_registry() -> pluggy.PluginManager:
    registry = pluggy.PluginManager(PROJECT)
    registry.add_hookspecs(HostHooks)
    for slug, config in configs().items():
        try:
            registry.register(import_module(config.manifest.hooks), name=slug)
        except Exception as error:
            # A plugin that cannot even be imported must not keep the site from starting.
            log.exception("The hooks of the plugin %s could not be loaded.", slug)
            health.note_fault(slug, "load", error)
    return registry


def forget() -> None:
    """Ask for everything anew (tests, after the set of plugins changed)."""
    configs.cache_clear()
    _plugin_registry.cache_clear()


def ask(hook: str, **arguments: Any) -> list[Contributed]:
    """Ask every enabled plugin and collect the answers, flat, with their origin.

    A plugin that raises is noted in its health record and left out; the others are still asked.
    """
    answers: list[Contributed] = []
    for slug, value in _answers(hook, arguments):
        answers.extend(Contributed(slug, item) for item in value)
    return answers


def _answers(hook: str, arguments: dict[str, Any], *, ignore_switch: bool = False) -> Iterator[tuple[str, Any]]:
    for implementation in reversed(getattr(_plugin_registry().hook, hook).get_hookimpls()):
        slug = implementation.plugin_name
        if not ignore_switch and not switchboard.is_enabled(slug):
            continue
        started = time.perf_counter()
        try:
            value = implementation.function(*(arguments[name] for name in implementation.argnames))
            yield slug, tuple(value or ())
        except Exception as error:
            log.exception("The plugin %s failed in %s.", slug, hook)
            health.note_fault(slug, hook, error)
        finally:
            health.note_time(slug, time.perf_counter() - started)


def consumers_of(event: str) -> list[tuple[str, Consumer]]:
    """Every loaded consumer of `event` with its plugin, enabled or not: a disabled one gets its events later."""
    return [
        (slug, consumer)
        for slug, value in _answers("event_consumers", {}, ignore_switch=True)
        for consumer in value
        if consumer.event == event
    ]


def api_routes() -> list[tuple[str, ApiRoute]]:
    """Every loaded plugin's routes; requests to a disabled one are refused by the gate."""
    return [(slug, route) for slug, value in _answers("api_routes", {}, ignore_switch=True) for route in value]


def plugin_of_module(module: str) -> str | None:
    """The slug of the plugin whose package contains `module`."""
    for slug, config in configs().items():
        if module == config.name or module.startswith(f"{config.name}."):
            return slug
    return None


def operator_list() -> list[str]:
    """The operator's allow-list."""
    return list(settings.PLUGINS)

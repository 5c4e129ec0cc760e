"""System checks: a missing or malformed manifest is said at start, with a hint, never silently skipped."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning, register

import lms
from lms.plugins import registry
from lms.plugins.manifest import Manifest, PluginConfig


@register("plugins")
def check_plugins(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Every allowed plugin is installed, carries a manifest, fits this host, and finds what it depends on."""
    installed = registry.announced()
    messages: list[CheckMessage] = [
        Error(
            f"The plugin {slug!r} is allowed but not installed.",
            hint="Install its distribution, or take it out of PLUGINS (TALANTE_PLUGINS).",
            id="plugins.E001",
        )
        for slug in registry.operator_list()
        if slug not in installed
    ]
    for config in apps.get_app_configs():
        if isinstance(config, PluginConfig):
            messages.extend(_check_manifest(config))
    return messages


def _check_manifest(config: PluginConfig) -> list[CheckMessage]:
    manifest = getattr(config, "manifest", None)
    if not isinstance(manifest, Manifest):
        hint = "Give the AppConfig a class attribute `manifest = Manifest(…)`."
        return [Error(f"The plugin app {config.name!r} has no manifest.", hint=hint, id="plugins.E002")]
    messages: list[CheckMessage] = [
        Error(f"{manifest.slug}: {problem}", hint="Correct the manifest of the plugin.", id="plugins.E003")
        for problem in manifest.problems(core_version=lms.__version__)
    ]
    messages.extend(
        Warning(
            f"{manifest.slug}: it depends on {needed!r}, which is not loaded.",
            hint=f"Allow {needed!r} too, or switch {manifest.slug!r} off.",
            id="plugins.W001",
        )
        for needed in manifest.depends_on
        if needed not in registry.configs()
    )
    return messages

"""Whether a plugin takes part. One place answers; a switch takes effect in every process within a second.

A plugin takes part when the administrator has not switched it off, it fits this host, and everything it depends on
takes part too: pay reviews without the competencies they rest on would be guesses, so they pause together. Switching
the dependency on again brings both back; nobody has to remember the second switch.
"""

import time
from typing import TYPE_CHECKING

from django.db import transaction

from lms.core import audit, clock
from lms.core.errors import NotAllowed, NotHere
from lms.plugins.models import PluginSwitch

if TYPE_CHECKING:
    from lms.people.models import User

SECONDS_REMEMBERED = 1.0
_remembered: dict[str, bool] = {}
_remembered_at = float("-inf")


def is_enabled(slug: str) -> bool:
    """Whether a plugin takes part: loaded, fitting, switched on (nobody's word means on), and its dependencies too."""
    return _states().get(slug, False)


def _states() -> dict[str, bool]:
    global _remembered, _remembered_at
    moment = time.monotonic()
    if moment - _remembered_at > SECONDS_REMEMBERED:
        _remembered = _read()
        _remembered_at = moment
    return _remembered


def _read() -> dict[str, bool]:
    import lms
    from lms.plugins import registry  # which asks this module in turn

    switched = dict(PluginSwitch.objects.values_list("slug", "enabled"))
    manifests = {slug: config.manifest for slug, config in registry.configs().items()}
    on = {
        slug: switched.get(slug, True) and not manifest.problems(core_version=lms.__version__)
        for slug, manifest in manifests.items()
    }

    def takes_part(slug: str, asking: tuple[str, ...] = ()) -> bool:
        # Two plugins that name each other do not keep each other off.
        return slug in asking or (
            on.get(slug, False) and all(takes_part(needed, (*asking, slug)) for needed in manifests[slug].depends_on)
        )

    return {slug: takes_part(slug) for slug in manifests}


def forget() -> None:
    """Read the switches again at the next question."""
    global _remembered_at
    _remembered_at = float("-inf")


@transaction.atomic
def switch(*, actor: "User", slug: str, enabled: bool) -> PluginSwitch:
    """Turn a plugin on or off. Nothing it recorded is touched; events it misses wait for it."""
    from lms.plugins import registry  # which asks this module in turn

    if not actor.has_perm("plugins.change_pluginswitch"):
        raise NotAllowed
    if slug not in registry.configs():
        raise NotHere
    row, _ = PluginSwitch.objects.update_or_create(
        slug=slug, defaults={"enabled": enabled, "changed_at": clock.now(), "changed_by": actor}
    )
    action = "plugin.switched-on" if enabled else "plugin.switched-off"
    audit.record(actor=actor, action=action, subject=row, plugin=slug)
    transaction.on_commit(forget)
    forget()
    return row

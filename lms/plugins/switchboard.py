"""Whether a plugin is on. One place answers; it takes effect in every process within a second, without a restart."""

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
    """Whether the administrator's switch is on. A plugin nobody has switched is on."""
    return _states().get(slug, True)


def _states() -> dict[str, bool]:
    global _remembered, _remembered_at
    moment = time.monotonic()
    if moment - _remembered_at > SECONDS_REMEMBERED:
        _remembered = dict(PluginSwitch.objects.values_list("slug", "enabled"))
        _remembered_at = moment
    return _remembered


def forget() -> None:
    """Read the switches again at the next question."""
    global _remembered_at
    _remembered_at = float("-inf")


@transaction.atomic
def switch(*, actor: "User", slug: str, enabled: bool) -> PluginSwitch:
    """Turn a plugin on or off. Nothing it recorded is touched; events it misses wait for it."""
    from lms.plugins import registry

    if not actor.has_perm("plugins.change_pluginswitch"):
        raise NotAllowed
    if slug not in registry.configs():
        raise NotHere
    row, _ = PluginSwitch.objects.update_or_create(
        slug=slug, defaults={"enabled": enabled, "changed_at": clock.now(), "changed_by": actor}
    )
    audit.record(actor=actor, action="plugin.switched-on" if enabled else "plugin.switched-off", subject=row)
    transaction.on_commit(forget)
    forget()
    return row

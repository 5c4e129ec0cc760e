"""Roles: named groups of permissions. The host defines its own; each plugin's manifest adds to them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TRAINER, HR, APPROVER, ADMINISTRATOR = "trainer", "hr", "approver", "administrator"


@dataclass(frozen=True, slots=True)
class Role:
    """A role's stable key (also the name of its Django group), its name, and the host permissions it gets."""

    key: str
    name: Any
    permissions: tuple[str, ...]


ROLES = (
    Role(TRAINER, _("Trainer"), ("wagtailadmin.access_admin",)),
    Role(HR, _("Talent (HR)"), ("people.view_all_people", "courses.enrol_people")),
    Role(APPROVER, _("Pay approver"), ("people.view_all_people",)),
    Role(
        ADMINISTRATOR,
        pgettext_lazy("role", "Administrator"),
        (
            "wagtailadmin.access_admin",
            "plugins.view_pluginswitch",
            "plugins.change_pluginswitch",
            "plugins.view_pluginfault",
            "people.add_user",
            "people.change_user",
            "people.view_user",
            "people.view_all_people",
            "courses.enrol_people",
        ),
    ),
)


@lru_cache(maxsize=1)
def _grants() -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    from lms.plugins import registry

    return tuple(
        (grant.permission, grant.roles, grant.sensitive)
        for config in registry.configs().values()
        for grant in config.manifest.permissions
    )


def sensitive_permissions() -> frozenset[str]:
    """Permissions that must be granted by name, to a person or a group."""
    return frozenset(permission for permission, _roles, sensitive in _grants() if sensitive)


def sync_roles() -> None:
    """Create the groups and give them the permissions the host and the plugins declare.

    Only adds: a permission an administrator has given a group besides is kept.
    """
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.key)
        wanted = {*role.permissions, *(perm for perm, roles, _s in _grants() if role.key in roles)}
        group.permissions.add(*_permissions(wanted))


def _permissions(names: set[str]) -> list[Permission]:
    query = Q(pk__in=[])
    for name in names:
        app_label, codename = name.split(".")
        query |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(query))


def sync_roles_after_migrate(sender: Any, **_: Any) -> None:
    """After the last app has migrated, its permissions exist: bring the groups up to date."""
    from django.apps import apps

    if sender.name == [config for config in apps.get_app_configs() if config.models_module][-1].name:
        sync_roles()

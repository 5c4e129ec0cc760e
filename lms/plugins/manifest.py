"""What a plugin declares about itself."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import AppConfig
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

SLUG = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


@dataclass(frozen=True, slots=True)
class PermissionGrant:
    """A permission the plugin defines and the roles that get it.

    `permission` is `app_label.codename` of a permission declared in a model's Meta; `roles` are keys of
    `lms.people.roles`. A `sensitive` permission is never implied by being a superuser: it must be granted by name.
    """

    permission: str
    roles: tuple[str, ...]
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class SiteUrls:
    """A URL configuration module and the prefix it lives under, e.g. `SiteUrls("practice/", "scenarios.urls")`."""

    prefix: str
    module: str


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """A Celery task of the plugin that is to run every so many `seconds`, e.g. `PeriodicTask("saludo.greet", 3600)`.

    Its name starts with the plugin's slug and a full stop. The host asks the switchboard before each run.
    """

    task: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """A plugin's card: who it is, what it needs, what it keeps.

    `requires_core` is a PEP 440 range for the host's version; `depends_on` are slugs of other plugins;
    `personal_data` names the categories of personal data its tables hold, for the records of processing;
    `hooks` is the dotted path of the module whose functions answer the host's hooks.
    """

    slug: str
    name: Any
    summary: Any
    version: str
    requires_core: str
    hooks: str
    depends_on: tuple[str, ...] = ()
    permissions: tuple[PermissionGrant, ...] = ()
    personal_data: tuple[str, ...] = ()
    urls: tuple[SiteUrls, ...] = ()
    periodic: tuple[PeriodicTask, ...] = ()

    def problems(self, *, core_version: str) -> list[str]:
        """What is wrong with this manifest, in sentences; empty when nothing is."""
        found: list[str] = []
        if not SLUG.match(self.slug):
            found.append(f"The slug {self.slug!r} must be 2–40 lower-case letters, digits or underscores.")
        if not str(self.name).strip():
            found.append("The name is empty.")
        try:
            Version(self.version)
        except InvalidVersion:
            found.append(f"The version {self.version!r} is not a PEP 440 version.")
        try:
            if Version(core_version) not in SpecifierSet(self.requires_core, prereleases=True):
                found.append(f"It asks for a host {self.requires_core}, and this one is {core_version}.")
        except InvalidSpecifier:
            found.append(f"The range of host versions {self.requires_core!r} is not a PEP 440 specifier.")
        if self.slug in self.depends_on:
            found.append("It depends on itself.")
        found.extend(
            f"The permission {grant.permission!r} must be written app_label.codename."
            for grant in self.permissions
            if grant.permission.count(".") != 1
        )
        found.extend(
            f"The URL prefix {urls.prefix!r} must end with a slash and not start with one."
            for urls in self.urls
            if not urls.prefix.endswith("/") or urls.prefix.startswith("/")
        )
        found.extend(
            f"The periodic task {one.task!r} must be named {self.slug}.<name> and run at most once a second."
            for one in self.periodic
            if not one.task.startswith(f"{self.slug}.") or one.seconds < 1
        )
        return found


class PluginConfig(AppConfig):
    """The AppConfig of a plugin: a Django app that carries a manifest."""

    manifest: ClassVar[Manifest]

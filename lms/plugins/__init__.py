"""The plugin contract: manifest, hook specifications, registry, switchboard, delivery of events, health."""

from lms.plugins.hookspecs import hookimpl
from lms.plugins.manifest import Manifest, PeriodicTask, PermissionGrant, PluginConfig, SiteUrls

__all__ = ["Manifest", "PeriodicTask", "PermissionGrant", "PluginConfig", "SiteUrls", "hookimpl"]

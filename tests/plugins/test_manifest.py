"""What is wrong with a plugin is said at start, with a hint."""

from typing import Any

import pytest
from django.apps import apps

from lms.plugins import PeriodicTask, PermissionGrant, PluginConfig, SiteUrls, registry
from lms.plugins.checks import check_plugins
from tests.plugins.fakes import manifest


def found_for(patch: pytest.MonkeyPatch, given: Any) -> list[tuple[str, str]]:
    """Ids and texts of what the check says when one more plugin app is installed."""
    config: Any = object.__new__(PluginConfig)
    config.name = "saludo"
    if given is not None:
        config.manifest = given
    installed = list(apps.get_app_configs())
    patch.setattr(apps, "get_app_configs", lambda: [*installed, config])
    registry.configs.cache_clear()
    try:
        return [(str(message.id), str(message.msg)) for message in check_plugins(None)]
    finally:
        patch.undo()
        registry.configs.cache_clear()


def test_shipped_plugins_have_no_problem() -> None:
    assert check_plugins(None) == []


def test_allowed_plugin_that_is_not_installed_is_named(settings: Any) -> None:
    settings.PLUGINS = [*settings.PLUGINS, "service"]
    (message,) = check_plugins(None)
    assert (message.id, message.msg) == ("plugins.E001", "The plugin 'service' is allowed but not installed.")
    assert message.hint


def test_missing_manifest_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_for(monkeypatch, None) == [("plugins.E002", "The plugin app 'saludo' has no manifest.")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"slug": "Saludo!"}, "must be 2–40 lower-case letters"),
        ({"name": " "}, "The name is empty"),
        ({"version": "uno"}, "is not a PEP 440 version"),
        ({"requires_core": ">=99"}, "asks for a host >=99"),
        ({"requires_core": "algo"}, "is not a PEP 440 specifier"),
        ({"depends_on": ("saludo",)}, "depends on itself"),
        ({"permissions": (PermissionGrant("ver", roles=()),)}, "must be written app_label.codename"),
        ({"urls": (SiteUrls("/saludo", "saludo.urls"),)}, "must end with a slash"),
        ({"periodic": (PeriodicTask("otro.greet", 60),)}, "must be named saludo.<name>"),
        ({"periodic": (PeriodicTask("saludo.greet", 0),)}, "at most once a second"),
    ],
)
def test_malformed_manifest_is_named(monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], said: str) -> None:
    ids, texts = zip(*found_for(monkeypatch, manifest(**changes)), strict=True)
    assert set(ids) == {"plugins.E003"}
    assert said in texts[0]


def test_missing_dependency_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_for(monkeypatch, manifest(depends_on=("otro",))) == [
        ("plugins.W001", "saludo: it depends on 'otro', which is not loaded.")
    ]

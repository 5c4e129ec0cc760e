"""Plugins for tests: a manifest and hooks, without an installed package."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from lms.plugins import Manifest, hookimpl, registry, switchboard


def manifest(slug: str = "saludo", **values: Any) -> Manifest:
    """A sound manifest, with changes."""
    sound: dict[str, Any] = {
        "slug": slug,
        "name": slug.capitalize(),
        "summary": "Saluda.",
        "version": "1.0",
        "requires_core": ">=0.1",
        "hooks": f"tests.fake_{slug}",
    }
    return Manifest(**{**sound, **values})


def config(made: Manifest) -> Any:
    """What the registry knows of a loaded plugin."""
    return SimpleNamespace(manifest=made, name=f"fake_{made.slug}")


def hooks(**answers: Any) -> Any:
    """A hooks module: each keyword is a hook and its function."""
    module = ModuleType("fake_hooks")
    for name, function in answers.items():
        setattr(module, name, hookimpl(function))
    return module


@contextmanager
def loaded(patch: pytest.MonkeyPatch, *plugins: tuple[Manifest, Any]) -> Iterator[None]:
    """Load plugins beside the real ones for the block."""
    real = registry.configs()
    everything = {**real, **{made.slug: config(made) for made, _module in plugins}}
    known = registry._plugin_registry()
    for made, module in plugins:
        known.register(module, name=made.slug)
    with patch.context() as patched:
        patched.setattr(registry, "configs", lambda: everything)
        switchboard.forget()
        yield
    for made, _module in plugins:
        known.unregister(name=made.slug)
    switchboard.forget()

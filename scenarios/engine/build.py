"""The immutable build of a scenario: what an attempt is pinned to and what actually runs.

A build is canonical JSON: keys sorted, UTF-8, no insignificant whitespace, Unicode NFC, whole numbers without a decimal
part, defaults left out. The same content gives the same bytes on any machine, and its SHA-256 names it.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from scenarios.engine.codec import decode, encode
from scenarios.engine.definition import SCHEMA_VERSION, Definition, Scene
from scenarios.engine.errors import BuildError
from scenarios.engine.keying import Key, key_of


@dataclass(frozen=True, slots=True)
class Build:
    """A compiled scenario. `locale` is None when the texts of every locale are inside."""

    json: str
    sha256: str
    schema_version: int
    locale: str | None
    definition: Definition = field(compare=False, repr=False)
    scenes: Mapping[str, Scene] = field(compare=False, repr=False)
    keys: Mapping[str, Mapping[str, Key]] = field(compare=False, repr=False)
    """Scene id → choice id → its key."""


def compile_build(definition: Definition, locale: str | None = None) -> Build:
    """Compile a definition, broken or not. With `locale`, only the texts of that locale travel in the build."""
    if locale is not None:
        definition = _in_locale(definition, locale)
    content: dict[str, Any] = {"build": SCHEMA_VERSION, "locale": locale, "scenario": encode(definition)}
    # Read back from its own bytes, so that what was just compiled and what is loaded next year are the same thing.
    return load_build(canonical_json(content))


def load_build(text: str, sha256: str | None = None) -> Build:
    """Read a build back. With `sha256`, refuse bytes that do not match it."""
    if sha256 is not None and _digest(text) != sha256:
        raise BuildError("checksum", "The stored build does not match its checksum. Publish the scenario again.")
    try:
        content = json.loads(text)
    except ValueError as error:
        raise BuildError("not_json", "The stored build is not valid JSON. Publish the scenario again.") from error
    if not isinstance(content, dict) or content.get("build") != SCHEMA_VERSION or "scenario" not in content:
        raise BuildError("wrong_version", "The stored build has another schema version. Publish the scenario again.")
    definition, problems = decode(content["scenario"], lenient=True)
    if definition is None:
        found = problems[0]
        place = ".".join(str(part) for part in found.path)
        raise BuildError("not_a_scenario", f"The stored build is not a scenario ({place}: {found.sentence})")
    return _assemble(text, content.get("locale"), definition)


def canonical_json(value: object) -> str:
    """The one way of writing `value`: sorted keys, no whitespace, NFC, no insignificant decimals."""
    return json.dumps(_normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {_normal(key): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    return value


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _assemble(text: str, locale: str | None, definition: Definition) -> Build:
    # Of two scenes with one id the first runs; the check E09 keeps such a definition from being published.
    scenes: dict[str, Scene] = {}
    for scene in definition.scenes:
        scenes.setdefault(scene.id, scene)
    keys = {
        scene.id: {choice.id: key_of(choice, definition.scoring) for choice in scene.choices}
        for scene in scenes.values()
    }
    return Build(text, _digest(text), SCHEMA_VERSION, locale, definition, scenes, keys)


def _in_locale(definition: Definition, locale: str) -> Definition:
    """The definition with only the texts of `locale`; where it lacks, the first text: nobody reads a blank."""
    content = {item.name: _only(getattr(definition, item.name), locale) for item in fields(definition)}
    return Definition(**{**content, "locales": (locale,)})


def _only(value: Any, locale: str) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        changed = {item.name: _only(getattr(value, item.name), locale) for item in fields(value)}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_only(item, locale) for item in value)
    if isinstance(value, Mapping):
        if value and all(isinstance(item, str) for item in value.values()):
            return {locale: value[locale] if locale in value else next(iter(value.values()))}
        return {key: _only(item, locale) for key, item in value.items()}
    return value

"""The pages of one scenario in several languages → one definition with all the texts; and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from scenarios.engine.definition import Definition


def merged(definitions: Sequence[Definition]) -> Definition:
    """One definition with the texts of all. The structure is the first one's; the others only lend their texts."""
    first, *others = definitions
    whole = first
    for other in others:
        whole = _with_texts(whole, other)
    return replace(whole, locales=tuple(locale for item in definitions for locale in item.locales))


def _with_texts(kept: Any, other: Any) -> Any:
    if _is_text(kept) and _is_text(other):
        return {**kept, **{locale: said for locale, said in other.items() if locale not in kept}}
    if kept is None:
        return other if _is_text(other) and other else None
    if is_dataclass(kept) and not isinstance(kept, type) and type(kept) is type(other):
        changed = {item.name: _with_texts(getattr(kept, item.name), getattr(other, item.name)) for item in fields(kept)}
        return replace(kept, **changed)
    if isinstance(kept, Mapping) and isinstance(other, Mapping):
        return {name: _with_texts(item, other.get(name)) for name, item in kept.items()}
    if isinstance(kept, tuple) and isinstance(other, tuple):
        return _tuples(kept, other)
    return kept


def _tuples(kept: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    if all(hasattr(item, "id") for item in (*kept, *other)):
        by_id = {item.id: item for item in other}
        return tuple(_with_texts(item, by_id.get(item.id, item)) for item in kept)
    if len(kept) != len(other):
        return kept
    return tuple(_with_texts(mine, theirs) for mine, theirs in zip(kept, other, strict=True))


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values())


def differing_scenes(one: Definition, other: Definition) -> tuple[str, ...]:
    """The scenes whose structure is not the same in two languages, in the order of the first, then of the second."""
    mine = {scene.id: _bare(scene) for scene in one.scenes}
    theirs = {scene.id: _bare(scene) for scene in other.scenes}
    return tuple(name for name in dict.fromkeys((*mine, *theirs)) if mine.get(name) != theirs.get(name))


def _bare(value: Any) -> Any:
    """`value` without its texts."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _bare(getattr(value, item.name)) for item in fields(value)}
    if _is_text(value):
        return None
    if isinstance(value, Mapping):
        return {name: _bare(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    return value

"""Definition ⇄ plain values (dicts, lists, strings, numbers): the one place that knows the shape of the written form.

Decoding never guesses and never stops at the first mistake: unknown keys, null keys or values, wrong types and
repeated ids are all gathered, each with the path where it stands.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Iterator, Mapping
from functools import cache, reduce
from operator import or_
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from scenarios.engine.definition import SCHEMA_NAME, SCHEMA_VERSION, Branch, Condition, Definition, Effect, Target, Text

Path = tuple[str | int, ...]
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MISSING: Any = object()
_KINDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """Something the written form may not contain: a stable code, where it stands and an English sentence."""

    code: str
    path: Path
    sentence: str


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """One field of a definition class as the written form sees it."""

    attribute: str
    key: str
    hint: Any
    default: Any
    inline: bool


@cache
def members(cls: Any) -> tuple[Member, ...]:
    """The fields of a definition class in the order they are written."""
    hints = get_type_hints(cls)
    found = []
    for field in dataclasses.fields(cls):
        default = field.default
        if default is dataclasses.MISSING and field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        found.append(
            Member(
                attribute=field.name,
                key=field.metadata.get("key", field.name),
                hint=hints[field.name],
                default=_MISSING if default is dataclasses.MISSING else default,
                inline=bool(field.metadata.get("inline", False)),
            )
        )
    return tuple(found)


def required(member: Member) -> bool:
    return member.default is _MISSING


def is_target(hint: Any) -> bool:
    return bool(hint == Target)


def without_none(hint: Any) -> Any:
    """`X | None` → `X`. Absent is the only way to write None."""
    if get_origin(hint) in (Union, types.UnionType):
        kept = tuple(part for part in get_args(hint) if part is not type(None))
        return reduce(or_, kept)
    return hint


def encode(definition: Definition) -> dict[str, Any]:
    """The written form. A field at its default is left out, so equal definitions are written alike."""
    return {"schema": SCHEMA_NAME, "schema_version": SCHEMA_VERSION, **_encode_record(definition)}


def _encode_record(record: Any) -> dict[str, Any]:
    written: dict[str, Any] = {}
    cls: Any = type(record)
    for member in members(cls):
        value = getattr(record, member.attribute)
        if not required(member) and value == member.default:
            continue
        if member.inline:
            written.update(value)
        elif is_target(member.hint) and len(value) == 1 and not value[0].when:
            written[member.key] = value[0].scene
        else:
            written[member.key] = _encode_value(value)
    return written


def _encode_value(value: Any) -> Any:
    if isinstance(value, Condition | Effect):
        return [value.variable, value.operator, value.value]
    if isinstance(value, Branch):
        # The condition is written before the scene: it is read before it.
        when = {"when": _encode_value(value.when)} if value.when else {}
        return {**when, "scene": value.scene}
    if dataclasses.is_dataclass(value):
        return _encode_record(value)
    if isinstance(value, Mapping):
        return {key: _encode_value(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_encode_value(item) for item in value]
    return value


def decode(plain: object, *, lenient: bool = False) -> tuple[Definition | None, tuple[Problem, ...]]:
    """The definition, or None and everything that is wrong with `plain`.

    With `lenient`, texts may be absent or empty and ids may repeat: a build of a draft, or one stripped of its texts.
    """
    decoder = _Decoder(lenient)
    if not isinstance(plain, Mapping):
        decoder.report("wrong_type", (), "A scenario is a set of keys and values; this is something else.")
        return None, tuple(decoder.problems)
    body = dict(plain)
    decoder.check_schema(body.pop("schema", None), body.pop("schema_version", None))
    locales = body.get("locales")
    if isinstance(locales, list) and not lenient:
        decoder.locales = frozenset(item for item in locales if isinstance(item, str))
    definition = decoder.record(Definition, body, ())
    if definition is not _MISSING and not lenient:
        decoder.problems.extend(repeated_ids(definition))
    return (None if decoder.problems else definition), tuple(decoder.problems)


def repeated_ids(definition: Definition) -> Iterator[Problem]:
    """Every id that stands twice. Choice ids are unique in the whole scenario: statistics are kept under them."""
    groups: list[list[tuple[str, Path]]] = [
        [(scene.id, ("scenes", at, "id")) for at, scene in enumerate(definition.scenes)],
        [
            (choice.id, ("scenes", at, "choices", nth, "id"))
            for at, scene in enumerate(definition.scenes)
            for nth, choice in enumerate(scene.choices)
        ],
        [(item.id, ("facts", at, "id")) for at, item in enumerate(definition.facts)],
        [(item.id, ("experts", at, "id")) for at, item in enumerate(definition.experts)],
        [(item.id, ("cast", at, "id")) for at, item in enumerate(definition.cast)],
        [(item.id, ("interrupts", at, "id")) for at, item in enumerate(definition.interrupts)],
    ]
    for group in groups:
        seen: set[str] = set()
        for identifier, path in group:
            if identifier in seen:
                yield Problem("duplicate_id", path, f"The id “{identifier}” is already used. Give this one another id.")
            seen.add(identifier)


class _Decoder:
    def __init__(self, lenient: bool) -> None:
        self.lenient = lenient
        self.problems: list[Problem] = []
        self.locales: frozenset[str] | None = None

    def report(self, code: str, path: Path, sentence: str) -> Any:
        self.problems.append(Problem(code, path, sentence))
        return _MISSING

    def check_schema(self, name: object, version: object) -> None:
        if name != SCHEMA_NAME:
            self.report("wrong_schema", ("schema",), f"The first key must be “schema: {SCHEMA_NAME}”.")
        if version != SCHEMA_VERSION or isinstance(version, bool):
            self.report(
                "wrong_schema_version", ("schema_version",), f"This version reads schema_version {SCHEMA_VERSION} only."
            )

    def record(self, cls: type, plain: object, path: Path) -> Any:
        if not isinstance(plain, Mapping):
            return self.report("wrong_type", path, f"Expected keys and values, found {_named(plain)}.")
        known = {member.key: member for member in members(cls) if not member.inline}
        inline = next((member for member in members(cls) if member.inline), None)
        beside = {}
        for key, value in plain.items():
            if key is None or (value is None and key not in known):
                self.report("null_key", (*path, str(key)), _null_key_sentence(key))
            elif key not in known:
                if inline is not None and isinstance(key, str) and self._is_locale(key):
                    beside[key] = value
                else:
                    self.report("unknown_key", (*path, str(key)), _unknown_key_sentence(str(key), tuple(known)))
        arguments = {}
        for member in members(cls):
            if member.inline:
                arguments[member.attribute] = self.text(beside, path)
            elif member.key in plain:
                arguments[member.attribute] = self.value(member.hint, plain[member.key], (*path, member.key))
            elif required(member) and self.lenient and member.hint == Text:
                arguments[member.attribute] = {}
            elif required(member):
                self.report("missing_key", path, f"The key “{member.key}” is missing.")
                arguments[member.attribute] = _MISSING
        return _MISSING if _MISSING in arguments.values() else cls(**arguments)

    def value(self, hint: Any, plain: object, path: Path) -> Any:
        if plain is None:
            return self.report("null_value", path, "This key has no value. Write one or remove the key.")
        if is_target(hint):
            return self._target(plain, path)
        hint = without_none(hint)
        origin = get_origin(hint)
        if origin is tuple:
            return self._sequence(get_args(hint)[0], plain, path)
        if origin is not None and origin not in (Literal, Union, types.UnionType):
            return self._mapping(get_args(hint)[1], plain, path)
        if hint in (Condition, Effect):
            return self._row(hint, plain, path)
        if dataclasses.is_dataclass(hint):
            return self.record(hint, plain, path) if isinstance(hint, type) else _MISSING
        return self._scalar(hint, plain, path)

    def text(self, plain: object, path: Path) -> Any:
        """Locale → sentence. A locale the scenario does not declare is a mistake, not a translation."""
        if not isinstance(plain, Mapping):
            return self.report("wrong_type", path, f"Expected a text per locale, found {_named(plain)}.")
        if not plain and not self.lenient:
            return self.report("missing_text", path, "There is no text here. Write it at least in one locale.")
        sentences = {}
        for key, sentence in plain.items():
            here = (*path, str(key))
            if sentence is None:
                self.report("null_key", here, _null_key_sentence(key))
            elif not isinstance(key, str) or not self._is_locale(key):
                self.report("unknown_locale", here, f"“{key}” is not one of the locales this scenario declares.")
            else:
                sentences[key] = self._scalar(str, sentence, here)
        return _MISSING if _MISSING in sentences.values() or len(sentences) < len(plain) else sentences

    def _is_locale(self, key: str) -> bool:
        if self.lenient:
            return True
        return key in self.locales if self.locales is not None else LOCALE.fullmatch(key) is not None

    def _target(self, plain: object, path: Path) -> Any:
        if isinstance(plain, str):
            return (Branch(plain),)
        return self._sequence(Branch, plain, path)

    def _sequence(self, hint: Any, plain: object, path: Path) -> Any:
        if not isinstance(plain, list | tuple):
            return self.report("wrong_type", path, f"Expected a list, found {_named(plain)}.")
        items = [self.value(hint, item, (*path, at)) for at, item in enumerate(plain)]
        return _MISSING if any(item is _MISSING for item in items) else tuple(items)

    def _mapping(self, hint: Any, plain: object, path: Path) -> Any:
        if hint is str:
            return self.text(plain, path)
        if not isinstance(plain, Mapping):
            return self.report("wrong_type", path, f"Expected keys and values, found {_named(plain)}.")
        items = {}
        for key, item in plain.items():
            if not isinstance(key, str) or not key:
                self.report("null_key", (*path, str(key)), _null_key_sentence(key))
                continue
            items[key] = self.value(hint, item, (*path, key))
        return _MISSING if any(item is _MISSING for item in items.values()) or len(items) < len(plain) else items

    def _row(self, cls: type, plain: object, path: Path) -> Any:
        if not isinstance(plain, list | tuple) or len(plain) != 3:
            return self.report("wrong_row", path, "A row has three parts: variable, operator, value.")
        hints = get_type_hints(cls)
        parts = [
            self.value(hints[member.attribute], part, (*path, at))
            for at, (member, part) in enumerate(zip(members(cls), plain, strict=True))
        ]
        return _MISSING if any(part is _MISSING for part in parts) else cls(*parts)

    def _scalar(self, hint: Any, plain: object, path: Path) -> Any:
        if get_origin(hint) is Literal:
            allowed = get_args(hint)
            if plain in allowed and isinstance(plain, str):
                return plain
            return self.report("not_allowed", path, f"{_named(plain)} is not one of: {', '.join(allowed)}.")
        accepted = get_args(hint) or (hint,)
        if type(plain) in accepted:
            return plain
        expected = " or ".join(_KINDS[kind] for kind in accepted)
        quotes = " Put it in quotes." if str in accepted and isinstance(plain, int | float) else ""
        return self.report("wrong_type", path, f"Expected {expected}, found {_named(plain)}.{quotes}")


def _named(plain: object) -> str:
    if isinstance(plain, Mapping):
        return "keys and values"
    if isinstance(plain, list | tuple):
        return "a list"
    if isinstance(plain, bool):
        return "true" if plain else "false"
    shown = str(plain)
    return f"“{shown if len(shown) <= 40 else shown[:39] + '…'}”"


def _null_key_sentence(key: object) -> str:
    return (
        f"“{key}” has no value. If a comma inside {{…}} cut a sentence in two, put the whole sentence in quotes; "
        "if not, write a value or remove the key."
    )


def _unknown_key_sentence(key: str, known: tuple[str, ...]) -> str:
    return f"The key “{key}” is not known here. The keys allowed are: {', '.join(known)}."

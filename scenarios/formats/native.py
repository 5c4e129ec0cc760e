"""The native scenario file: YAML for people, JSON for programs, the same content. What is written reads back equal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from scenarios.engine.codec import Path, decode, encode
from scenarios.engine.definition import Definition
from scenarios.formats.written import Lines, Unreadable, read_json, read_yaml


@dataclass(frozen=True, slots=True)
class FormatError:
    """One thing to correct in a file: a stable code, the path of keys, the line (from 1) and an English sentence."""

    code: str
    path: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        place = ".".join(str(part) for part in self.path)
        return f"line {self.line}: {self.code}: {place + ': ' if place else ''}{self.sentence}"


class NativeFormatError(Exception):
    """The file was refused whole: nothing of it is kept. `errors` lists everything found, in the order of the file."""

    def __init__(self, errors: tuple[FormatError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


def load_yaml(text: str) -> Definition:
    """The scenario written in `text`. Raises NativeFormatError with every mistake and its line."""
    return _load(text, read_yaml)


def load_json(text: str) -> Definition:
    """The scenario written in `text`. Raises NativeFormatError with every mistake and its line."""
    return _load(text, read_json)


def load(text: str) -> Definition:
    """Either language: a scenario in JSON starts with a brace."""
    return load_json(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else load_yaml(text)


def _load(text: str, read: Callable[[str], tuple[Any, Lines]]) -> Definition:
    try:
        plain, lines = read(text.removeprefix("\ufeff"))
    except Unreadable as error:
        raise NativeFormatError((FormatError(error.code, error.path, error.line, error.sentence),)) from error
    definition, problems = decode(plain)
    if definition is None:
        found = [FormatError(item.code, item.path, _line(item.path, lines), item.sentence) for item in problems]
        raise NativeFormatError(tuple(sorted(found, key=lambda error: error.line)))
    return definition


def _line(path: Path, lines: Lines) -> int:
    """The line of the path, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def dump_json(definition: Definition) -> str:
    """Readable JSON, keys in the order of the definition, ending in a line feed."""
    return json.dumps(encode(definition), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def dump_yaml(definition: Definition) -> str:
    """YAML with rows and short lists on one line and everything else open, ending in a line feed."""
    return yaml.dump(
        encode(definition), Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=120
    )


class _Dumper(yaml.SafeDumper):
    """Flow style for lists of scalars and rows of scalars; no anchors, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    short = all(_is_scalar(item) or (isinstance(item, list) and all(map(_is_scalar, item))) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


def _is_scalar(item: Any) -> bool:
    return isinstance(item, str | int | float | bool)


def _represent_text(dumper: yaml.SafeDumper, sentence: str) -> yaml.ScalarNode:
    # Unicode line breaks are folded away in any other style; in double quotes they are written as escapes.
    style = '"' if _UNICODE_BREAKS.intersection(sentence) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", sentence, style=style)


_UNICODE_BREAKS = frozenset("\x85\u2028\u2029")
_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(str, _represent_text)

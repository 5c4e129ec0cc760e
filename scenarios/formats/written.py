"""YAML and JSON text → plain values plus the line each value starts on. Refuses what a reader would silently lose.

Both languages let a repeated key overwrite the first, and YAML 1.1 reads `No` as false and 22:40 as 1360. Here a
repeated key is an error and only `true`, `false`, `null`, integers and decimals are anything other than text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import yaml

from scenarios.engine.codec import Path

MOST_CHARACTERS = 2_000_000
"""The longest file read: some thirty times the largest scenario written so far."""

MOST_DEPTH = 40
"""The deepest nesting read; a scenario needs nine levels."""


class Unreadable(Exception):
    """The text is not YAML or JSON at all, or uses something that is refused. `line` counts from 1."""

    def __init__(self, code: str, line: int, sentence: str, path: Path = ()) -> None:
        super().__init__(sentence)
        self.code = code
        self.line = line
        self.sentence = sentence
        self.path = path


Lines = dict[Path, int]


def read_yaml(text: str) -> tuple[Any, Lines]:
    """The plain values of a YAML document and the line of each path."""
    _check_size(text)
    lines: Lines = {}
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
        if node is None:
            raise Unreadable("empty", 1, "The file is empty.")
        return _plain(node, (), lines, set()), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable("not_yaml", line, f"This is not valid YAML: {error.problem or error.context}.") from error
    except yaml.YAMLError as error:
        raise Unreadable("not_yaml", 1, f"This is not valid YAML: {error}.") from error
    except RecursionError as error:
        raise _too_deep(1) from error


def _check_size(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("too_long", 1, f"The file has more than {MOST_CHARACTERS} characters.")


def _too_deep(line: int) -> Unreadable:
    return Unreadable("too_deep", line, f"Keys are nested more than {MOST_DEPTH} levels deep.")


class _PlainLoader(yaml.SafeLoader):
    """Resolves scalars as YAML 1.2 does: no yes/no, no clock times, no dates."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+\Z"), list("-+0123456789"))
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+\.[0-9]+\Z"), list("-+0123456789")
)
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])

_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:bool": lambda written: written == "true",
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:null": lambda written: None,
}


_COLLECTIONS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


def _scalar(node: yaml.ScalarNode, path: Path, line: int) -> Any:
    convert = _SCALARS.get(node.tag)
    if convert is None:
        raise Unreadable("bad_tag", line, f"The tag {node.tag} is not allowed here.", path)
    try:
        return convert(node.value)
    except ValueError as error:
        raise Unreadable("bad_number", line, f"“{node.value[:40]}” is not a number.", path) from error


def _plain(node: Any, path: Path, lines: Lines, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines[path] = line
    if len(path) > MOST_DEPTH:
        raise _too_deep(line)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, line)
    if node.tag not in _COLLECTIONS:
        raise Unreadable("bad_tag", line, f"The tag {node.tag} is not allowed here.", path)
    if id(node) in seen:
        raise Unreadable("alias", line, "Anchors and aliases (& and *) are not allowed. Write the value again.", path)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, at), lines, seen) for at, item in enumerate(node.value)]
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise Unreadable("bad_key", key_line, "A key must be a plain word.", path)
        key = None if key_node.tag == "tag:yaml.org,2002:null" else key_node.value
        if key in found:
            raise Unreadable("repeated_key", key_line, f"The key “{key}” is written twice.", (*path, str(key)))
        found[key] = _plain(value_node, (*path, str(key)), lines, seen)
        lines[(*path, str(key))] = key_line
    return found


def read_json(text: str) -> tuple[Any, Lines]:
    """The plain values of a JSON document and the line of each path."""
    _check_size(text)
    try:
        return _JsonReader(text).read()
    except RecursionError as error:
        raise _too_deep(1) from error


_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,300})(\.\d+)?(?:[eE][-+]?\d+)?")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_WORDS = {"true": True, "false": False, "null": None}


class _JsonReader:
    """A small JSON reader that remembers lines, which the standard one does not."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: Lines = {}
        self.counted = (0, 1)

    def read(self) -> tuple[Any, Lines]:
        at = self.blank(0)
        value, at = self.value(at, ())
        at = self.blank(at)
        if at != len(self.text):
            raise self.wrong(at, "something follows the end of the scenario")
        return value, self.lines

    def blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def line(self, at: int) -> int:
        """The line of a position; positions come in ascending order, so each character is counted once."""
        known, line = self.counted
        if at < known:
            return self.text.count("\n", 0, at) + 1
        line += self.text.count("\n", known, at)
        self.counted = (at, line)
        return line

    def wrong(self, at: int, what: str) -> Unreadable:
        return Unreadable("not_json", self.text.count("\n", 0, at) + 1, f"This is not valid JSON: {what}.")

    def value(self, at: int, path: Path) -> tuple[Any, int]:
        self.lines[path] = self.line(at)
        if len(path) > MOST_DEPTH:
            raise _too_deep(self.lines[path])
        first = self.text[at : at + 1]
        if first == '"':
            return self.string(at)
        if first == "{":
            return self.mapping(at, path)
        if first == "[":
            return self.sequence(at, path)
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, at):
                return meaning, at + len(word)
        number = _NUMBER.match(self.text, at)
        if number is None:
            raise self.wrong(at, "a value was expected here")
        return json.loads(number.group()), number.end()

    def string(self, at: int) -> tuple[str, int]:
        found = _STRING.match(self.text, at)
        try:
            if found is not None:
                return str(json.loads(found.group())), found.end()
        except ValueError as error:
            raise self.wrong(at, "this text has an escape that does not exist") from error
        raise self.wrong(at, "this text is not closed or has a character that must be escaped")

    def sequence(self, at: int, path: Path) -> tuple[list[Any], int]:
        items: list[Any] = []
        at = self.blank(at + 1)
        if self.text[at : at + 1] == "]":
            return items, at + 1
        while True:
            item, at = self.value(self.blank(at), (*path, len(items)))
            items.append(item)
            at = self.blank(at)
            if self.text[at : at + 1] == "]":
                return items, at + 1
            if self.text[at : at + 1] != ",":
                raise self.wrong(at, "a comma or ] was expected here")
            at += 1

    def mapping(self, at: int, path: Path) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self.blank(at + 1)
        if self.text[at : at + 1] == "}":
            return found, at + 1
        while True:
            at = self.blank(at)
            if self.text[at : at + 1] != '"':
                raise self.wrong(at, "a key in double quotes was expected here")
            line = self.line(at)
            key, at = self.string(at)
            if key in found:
                raise Unreadable("repeated_key", line, f"The key “{key}” is written twice.", (*path, key))
            at = self.blank(at)
            if self.text[at : at + 1] != ":":
                raise self.wrong(at, "a colon was expected here")
            found[key], at = self.value(self.blank(at + 1), (*path, key))
            self.lines[(*path, key)] = line
            at = self.blank(at)
            if self.text[at : at + 1] == "}":
                return found, at + 1
            if self.text[at : at + 1] != ",":
                raise self.wrong(at, "a comma or } was expected here")
            at += 1

"""The JSON Schema (draft 2020-12) of the native format, derived from the definition classes.

`python -m scenarios.formats.json_schema` prints it; `scenario.schema.json` beside this file is that output.
What a schema cannot say (repeated ids, locales that are not declared) is left to the reader.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from scenarios.engine.codec import LOCALE, is_target, members, required, without_none
from scenarios.engine.definition import SCHEMA_NAME, SCHEMA_VERSION, Branch, Condition, Definition, Effect

_LOCALE_PATTERN = f"^{LOCALE.pattern}$"
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def scenario_schema() -> dict[str, Any]:
    """The whole schema, with one definition per class."""
    pending: list[type] = [Definition]
    described: dict[str, Any] = {}
    while pending:
        cls = pending.pop()
        if cls.__name__ not in described:
            described[cls.__name__] = _record(cls, pending)
    root = described.pop("Definition")
    root["properties"] = {
        "schema": {"const": SCHEMA_NAME},
        "schema_version": {"const": SCHEMA_VERSION},
        **root["properties"],
    }
    root["required"] = ["schema", "schema_version", *root["required"]]
    text = {
        "type": "object",
        "patternProperties": {_LOCALE_PATTERN: {"type": "string"}},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:talante:scenario:1",
        "title": "Talante scenario",
        **root,
        "$defs": {"Text": text, **dict(sorted(described.items()))},
    }


def _record(cls: type, pending: list[type]) -> dict[str, Any]:
    if cls in (Condition, Effect):
        hints = get_type_hints(cls)
        parts = [_kind(hints[member.attribute], pending) for member in members(cls)]
        return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
    written = [member for member in members(cls) if not member.inline]
    record: dict[str, Any] = {
        "type": "object",
        "properties": {member.key: _kind(member.hint, pending) for member in written},
        "required": [member.key for member in written if required(member)],
        "additionalProperties": False,
    }
    if len(written) < len(members(cls)):
        record["patternProperties"] = {_LOCALE_PATTERN: {"type": "string"}}
        # The text stands beside the other keys: at least one locale must be there.
        record["minProperties"] = len(record["required"]) + 1
        # `id` also looks like a locale; what `properties` says about it holds as well.
    return record


def _kind(hint: Any, pending: list[type]) -> dict[str, Any]:
    if is_target(hint):
        pending.append(Branch)
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/Branch"}}]}
    hint = without_none(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in (Union, types.UnionType):
        return {"type": [_SCALARS[part] for part in parts]}
    if origin is tuple:
        return {"type": "array", "items": _kind(parts[0], pending)}
    if origin is not None and issubclass(origin, Mapping):
        if parts[1] is str:
            return {"$ref": "#/$defs/Text"}
        return {"type": "object", "additionalProperties": _kind(parts[1], pending)}
    if is_dataclass(hint) and isinstance(hint, type):
        pending.append(hint)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _SCALARS[hint]}


def schema_text() -> str:
    """The file as committed."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())

"""Small definitions for tests, and the exemplar."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenarios.engine.build import Build, compile_build
from scenarios.engine.codec import decode
from scenarios.engine.definition import Definition
from scenarios.engine.events import Choose
from scenarios.engine.state import State, initial_state
from scenarios.engine.step import step

HERE = Path(__file__).parent
EXEMPLAR = HERE / "exemplar" / "escenario-sobreventa.yaml"


def text(sentence: str) -> dict[str, str]:
    return {"es": sentence}


def choice(identifier: str, to: Any, *, value: int = 0, **more: Any) -> dict[str, Any]:
    """A choice as written, keyed by one trainer unless `ratings` are given."""
    key = {} if "ratings" in more else {"value": value}
    return {"id": identifier, "text": text(identifier), "to": to, **key, **more}


def scene(identifier: str, *choices: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    listed = {"choices": list(choices)} if choices else {}
    return {"id": identifier, "title": text(identifier), **listed, **more}


def ending(identifier: str, kind: str = "good") -> dict[str, Any]:
    return {"id": identifier, "title": text(identifier), "ending": kind}


def written(*scenes: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A whole scenario as plain values, with mood 5, 5, 5 and the variables `told` and `tries`."""
    return {
        "schema": "talante/scenario",
        "schema_version": 1,
        "id": "sample",
        "locales": ["es"],
        "title": text("sample"),
        "mood": {"irritation": {"start": 5}, "trust": {"start": 5}, "patience": {"start": 5}},
        "variables": {
            "told": {"type": "boolean", "start": False},
            "offer": {"type": "enum", "values": ["none", "full"], "start": "none"},
            "tries": {"type": "integer", "start": 0, "min": 0, "max": 3},
        },
        "cast": [{"id": "guest", "role": "customer", "name": "Guest"}],
        "start": scenes[0]["id"],
        "scenes": list(scenes),
        **more,
    }


def definition(*scenes: Mapping[str, Any], **more: Any) -> Definition:
    made, problems = decode(written(*scenes, **more))
    assert made is not None, problems
    return made


def draft(*scenes: Mapping[str, Any], **more: Any) -> Definition:
    """A definition that may repeat ids, as a form under way can produce."""
    made, problems = decode(written(*scenes, **more), lenient=True)
    assert made is not None, problems
    return made


def build(*scenes: Mapping[str, Any], **more: Any) -> Build:
    return compile_build(definition(*scenes, **more))


def after(compiled: Build, *choices: str, seed: int = 7) -> State:
    """The state after these choices."""
    state = initial_state(compiled, seed)
    for name in choices:
        state, _ = step(compiled, state, Choose(name))
    return state

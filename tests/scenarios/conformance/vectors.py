"""Conformance vectors: small builds, inputs, and the states and events every implementation of the engine must give.

`python -m tests.scenarios.conformance.vectors` writes them anew, which is only right when the rules themselves change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenarios.engine.build import Build
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.events import (
    Abandon,
    Choose,
    Hint,
    Input,
    Rating,
    Timeout,
    Words,
    event_to_plain,
    input_from_plain,
    input_to_plain,
)
from scenarios.engine.state import initial_state, state_to_plain
from scenarios.engine.step import available_choices, opening_events, shuffled, step
from tests.scenarios.samples import build, choice, ending, scene, text

FOLDER = Path(__file__).parent


def trace(name: str, compiled: Build, seed: int, inputs: Sequence[Input]) -> dict[str, Any]:
    """The whole play as plain values. A refused input leaves the state as it was and records its code."""
    state = initial_state(compiled, seed)
    vector: dict[str, Any] = {
        "name": name,
        "build": json.loads(compiled.json),
        "sha256": compiled.sha256,
        "seed": seed,
        "initial": state_to_plain(state),
        "opening": [event_to_plain(event) for event in opening_events(compiled, state)],
        "turns": [],
    }
    for given in inputs:
        offered = available_choices(compiled, state)
        order = shuffled(offered, seed, state.scene, state.visits.get(state.scene, 1))
        turn: dict[str, Any] = {"shown": [item.id for item in order], "input": input_to_plain(given)}
        try:
            state, events = step(compiled, state, given)
            turn |= {"state": state_to_plain(state), "events": [event_to_plain(event) for event in events]}
        except ScenarioRuleError as error:
            turn |= {"refused": error.code}
        vector["turns"].append(turn)
    return vector


def inputs_in(vector: dict[str, Any]) -> list[Input]:
    return [input_from_plain(turn["input"]) for turn in vector["turns"]]


def _counter() -> Build:
    """Branching, bounds, conditional lines and choices, a disputed key, an interruption and a timer."""
    return build(
        scene(
            "greet",
            choice("own-it", "fix", ratings=[2, 2, 1], effects=[["trust", "add", 9], ["told", "set", True]]),
            choice("stall", "fix", ratings=[0, -1, -1], effects=[["patience", "add", -3]], shows=["transparency"]),
            choice("deny", "fix", ratings=[-2, -2, -1], effects=[["patience", "add", -5], ["irritation", "add", 4]]),
            timer={"seconds": 20, "on_timeout": {"to": "fix", "effects": [["patience", "add", -1]]}},
            lines=[{"by": "guest", "text": text("Buenas.")}],
        ),
        scene(
            "fix",
            choice("offer", _by_trust(), ratings=[2, 1, 2], effects=[["offer", "set", "full"], ["tries", "add", 1]]),
            choice("gift", _by_trust(), ratings=[2, -2, 1]),
            choice("remember", "glad", ratings=[2, 2, 2], when=[["told", "eq", True]]),
            choice("wait", "fix", ratings=[-1, 0, -1], effects=[["tries", "add", 2], ["patience", "add", -2]]),
            lines=[
                {"by": "guest", "text": text("¿Entonces?"), "when": [["told", "eq", True]]},
                {"by": "guest", "text": text("¿Y?"), "when": [["told", "ne", True], ["tries", "gte", 2]]},
            ],
        ),
        scene("boss", choice("explain", "fix", ratings=[1, 1, 1], effects=[["patience", "set", 4]])),
        ending("glad"),
        ending("cold", "mixed"),
        ending("gone", "bad"),
        experts=[{"id": f"e{at}", "es": "x"} for at in range(3)],
        competencies=["transparency"],
        interrupts=[{"id": "call-boss", "when": [["patience", "lte", 0]], "to": "boss", "except": ["boss"]}],
    )


def _by_trust() -> list[dict[str, Any]]:
    return [
        {"when": [["trust", "gte", 8], ["irritation", "lte", 5]], "scene": "glad"},
        {"when": [["trust", "gte", 4]], "scene": "cold"},
        {"scene": "gone"},
    ]


def _formats() -> Build:
    """The other formats, hints, refusals and leaving."""
    listed = [choice("one", "rate"), choice("two", "rate"), choice("three", "rate")]
    again = [choice("red", "say"), choice("blue", "say")]
    fact = {"id": "F1", "title": text("Norma"), "es": "Una norma."}
    return build(
        scene("sort", *listed, format="best_worst", response={"to": "rate"}),
        scene("rate", *again, format="rate_all", response={"to": "say", "effects": [["trust", "add", 1]]}),
        scene("say", format="text", response={"to": "pick", "shows": ["empathy"]}),
        scene("pick", choice("yes", "end", value=1, basis=["F1"]), choice("no", "end", value=-1)),
        ending("end"),
        facts=[fact],
        competencies=["empathy"],
    )


def all_vectors() -> dict[str, dict[str, Any]]:
    counter, formats = _counter(), _formats()
    return {
        "good-play": trace("good-play", counter, 1, [Choose("own-it", 4200), Choose("remember", 3100)]),
        "timeout-and-branch": trace("timeout-and-branch", counter, 2, [Timeout(20000), Choose("offer")]),
        "interrupted-once": trace(
            "interrupted-once",
            counter,
            -3,
            [Choose("deny"), Choose("explain"), Choose("wait"), Choose("wait"), Choose("wait"), Choose("gift")],
        ),
        "refusals": trace(
            "refusals",
            counter,
            4,
            [Choose("offer"), Words("x"), Hint(), Choose("stall", -1), Choose("stall"), Timeout()],
        ),
        "formats": trace(
            "formats",
            formats,
            5,
            [
                Rating({"one": 2}),
                Rating({"one": 2, "three": -2}, 900),
                Rating({"red": 1, "blue": -1}),
                Words("Lo escucho, señora.", 15000),
                Hint(),
                Choose("no"),
            ],
        ),
        "abandoned": trace("abandoned", formats, 6, [Rating({"two": 2, "three": -2}), Abandon(), Choose("yes")]),
    }


def written_as(vector: dict[str, Any]) -> str:
    return json.dumps(vector, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for name, vector in all_vectors().items():
        (FOLDER / f"{name}.json").write_text(written_as(vector), encoding="utf-8")

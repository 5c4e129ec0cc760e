"""Where a play stands: everything the next turn depends on, as plain values that survive JSON unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from scenarios.engine.build import Build
from scenarios.engine.definition import Branch, Condition, Effect, Value, Variable
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.mood import Mood, axis_of, clamp, starting_mood

ABANDONED = "abandoned"
"""The outcome of a play left before its ending. It is never scored."""

DEFAULT_BOUNDS = (0, 10)
"""Bounds of an integer variable whose author gave none: unbounded counters would make the states infinite."""


@dataclass(frozen=True, slots=True)
class State:
    """A play between two turns.

    `visits` counts the entries to each scene, the current one included. `fired` names the interrupts that already cut
    in. `hinted` says whether a hint was asked for in this visit. `elapsed_ms` adds the dwell times the inputs reported.
    `outcome` is the id of the ending, `abandoned`, or None while the play goes on.
    """

    scene: str
    mood: Mood
    variables: Mapping[str, Value]
    visits: Mapping[str, int]
    fired: tuple[str, ...]
    seed: int
    turn: int = 0
    elapsed_ms: int = 0
    hinted: bool = False
    outcome: str | None = None


def initial_state(build: Build, seed: int) -> State:
    """The play before the first turn. The events of the opening are `scenarios.engine.step.opening_events`."""
    definition = build.definition
    if definition.start not in build.scenes:
        raise ScenarioRuleError("no_start", "The scenario has no first scene. Choose one and try again.")
    start = build.scenes[definition.start]
    return State(
        scene=start.id,
        mood=starting_mood(definition.mood),
        variables={name: variable.start for name, variable in sorted(definition.variables.items())},
        visits={start.id: 1},
        fired=(),
        seed=seed,
        outcome=start.id if start.ending else None,
    )


def state_to_plain(state: State) -> dict[str, Any]:
    """Only dicts, lists, strings, integers, booleans and None."""
    return {
        "scene": state.scene,
        "mood": mood_to_plain(state.mood),
        "variables": dict(state.variables),
        "visits": dict(state.visits),
        "fired": list(state.fired),
        "seed": state.seed,
        "turn": state.turn,
        "elapsed_ms": state.elapsed_ms,
        "hinted": state.hinted,
        "outcome": state.outcome,
    }


def state_from_plain(plain: Mapping[str, Any]) -> State:
    """The inverse of `state_to_plain`. Refuses anything else."""
    try:
        return State(**{**plain, "mood": Mood(**plain["mood"]), "fired": tuple(plain["fired"])})
    except (KeyError, TypeError) as error:
        raise ScenarioRuleError("bad_state", "The stored state of this play cannot be read.") from error


def mood_to_plain(mood: Mood) -> dict[str, int]:
    return {"irritation": mood.irritation, "patience": mood.patience, "trust": mood.trust}


def read(name: str, mood: Mood, variables: Mapping[str, Value]) -> Value | None:
    """The value a condition looks at: a mood axis or a variable; None if nobody declared it."""
    match name:
        case "irritation":
            return mood.irritation
        case "patience":
            return mood.patience
        case "trust":
            return mood.trust
        case _:
            return variables.get(name)


def holds(when: tuple[Condition, ...], mood: Mood, variables: Mapping[str, Value]) -> bool:
    """Whether every row holds. A row on something undeclared, or ordering what has no order, never holds."""
    return all(_row_holds(row, read(row.variable, mood, variables)) for row in when)


def _row_holds(row: Condition, found: Value | None) -> bool:
    if found is None:
        return False
    # True == 1 in the host language; to an author they are different answers.
    same = type(found) is type(row.value) and found == row.value
    if row.operator in ("eq", "ne"):
        return same if row.operator == "eq" else not same
    if not is_integer(found) or not is_integer(row.value):
        return False
    return found >= row.value if row.operator == "gte" else found <= row.value


def is_integer(value: object) -> TypeGuard[int]:
    """Whole numbers only: to the host language True is one too, to an author it is not."""
    return isinstance(value, int) and not isinstance(value, bool)


def first_branch(to: tuple[Branch, ...], mood: Mood, variables: Mapping[str, Value]) -> Branch | None:
    """The first row of a target that holds, or None."""
    return next((branch for branch in to if holds(branch.when, mood, variables)), None)


def apply_effects(
    effects: tuple[Effect, ...], build: Build, mood: Mood, variables: Mapping[str, Value]
) -> tuple[Mood, Mapping[str, Value]]:
    """Mood and variables after the rows, in order, then held within their bounds.

    Bounds are applied once, after the last row: +3 and −2 from 9 end at 10, not at 8.
    """
    axes = {"irritation": mood.irritation, "patience": mood.patience, "trust": mood.trust}
    kept = dict(variables)
    for row in effects:
        if row.variable in axes:
            axes[row.variable] = _moved(axes[row.variable], row)
        elif row.variable in kept:
            kept[row.variable] = _written(kept[row.variable], row, build.definition.variables[row.variable])
    for name, variable in build.definition.variables.items():
        if variable.type == "integer" and name in kept:
            kept[name] = _bounded(kept[name], variable)
    bounded = {name: clamp(value, axis_of(build.definition.mood, name)) for name, value in axes.items()}
    return Mood(**bounded), kept


def _moved(current: int, row: Effect) -> int:
    if not is_integer(row.value):
        return current
    return current + row.value if row.operator == "add" else row.value


def _written(current: Value, row: Effect, variable: Variable) -> Value:
    if variable.type == "integer":
        return _moved(current, row) if is_integer(current) else current
    return row.value if row.operator == "set" else current


def _bounded(value: Value, variable: Variable) -> Value:
    if not is_integer(value):
        return value
    low, high = bounds_of(variable)
    return max(low, min(high, value))


def bounds_of(variable: Variable) -> tuple[int, int]:
    low, high = DEFAULT_BOUNDS
    return (low if variable.min is None else variable.min, high if variable.max is None else variable.max)

"""What follows a turn, without telling it: shared by `step` and by the analysis, so both walk the same graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.engine.build import Build
from scenarios.engine.definition import Effect, Scene, Target, Value
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.mood import Mood
from scenarios.engine.state import apply_effects, first_branch, holds


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a turn led: the scene, and mood, variables and fired interrupts on entering it."""

    scene: str
    mood: Mood
    variables: Mapping[str, Value]
    fired: tuple[str, ...]
    interrupt: str | None
    instead_of: str


def follow(
    build: Build,
    scene: Scene,
    mood: Mood,
    variables: Mapping[str, Value],
    fired: tuple[str, ...],
    effects: tuple[Effect, ...],
    to: Target,
) -> Arrival:
    """Effects, bounds, interrupts, target; in that order.

    An interrupt looks at the scene the turn was taken in: `except` shields the scenes where cutting in makes no sense.
    """
    mood, variables = apply_effects(effects, build, mood, variables)
    branch = first_branch(to, mood, variables)
    if branch is None:
        raise ScenarioRuleError("no_target", f"Nothing follows this turn in the scene “{scene.id}”.")
    target, cut_in = branch.scene, None
    for interrupt in build.definition.interrupts:
        if interrupt.once and interrupt.id in fired:
            continue
        if scene.id not in interrupt.exempt and holds(interrupt.when, mood, variables):
            target, cut_in = interrupt.to, interrupt.id
            fired = fired if interrupt.id in fired else tuple(sorted((*fired, interrupt.id)))
            break
    if target not in build.scenes:
        raise ScenarioRuleError("dangling_target", f"The scene “{target}” does not exist in this scenario.")
    return Arrival(target, mood, variables, fired, cut_in, branch.scene)

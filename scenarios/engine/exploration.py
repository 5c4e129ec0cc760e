"""Every position a play can reach, and every move between them.

A *position* is what the future depends on: scene, mood, variables and interrupts already fired. The way there (visits,
seed, time) is left out, so plays that meet again are counted once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenarios.engine.build import Build
from scenarios.engine.definition import Choice, Effect, Scene, Target, Value
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.keying import Mark, mark_of
from scenarios.engine.mood import Mood
from scenarios.engine.state import State, holds, initial_state
from scenarios.engine.step import mark_timeout
from scenarios.engine.transition import follow

MOST_POSITIONS = 200_000
"""Exploring stops here and says so: an author waits for the answer."""

MoveKind = Literal["choice", "timeout", "response"]


@dataclass(frozen=True, slots=True)
class Position:
    """Scene, mood, variables (sorted by name) and fired interrupts (sorted). `visits` is empty unless visits count."""

    scene: str
    mood: Mood
    variables: tuple[tuple[str, Value], ...]
    fired: tuple[str, ...]
    visits: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may happen in a position. `to` indexes the next position; None if nothing can follow."""

    kind: MoveKind
    choice: str | None
    mark: Mark | None
    to: int | None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The reachable positions in the order found (the start is 0), their moves, and whether exploring was cut short."""

    positions: tuple[Position, ...]
    moves: tuple[tuple[Move, ...], ...]
    index: dict[Position, int]
    bounded: bool


def position_of(state: State) -> Position:
    """The position a state is in."""
    return Position(state.scene, state.mood, tuple(sorted(state.variables.items())), tuple(sorted(state.fired)))


def explore(
    build: Build, most: int = MOST_POSITIONS, visits_of: frozenset[str] = frozenset(), visit_limit: int = 0
) -> Reach:
    """Breadth-first from the start, up to `most` positions.

    With `visits_of`, the entries to those scenes are part of the position and moves beyond `visit_limit` are left out:
    that makes any scenario finite to walk, loops included.
    """
    walk = _Walk(build, most, visits_of, visit_limit)
    start = position_of(initial_state(build, 0))
    walk.place(replace(start, visits=tuple((name, int(name == start.scene)) for name in sorted(visits_of))))
    moves: list[tuple[Move, ...]] = []
    at = 0
    while at < len(walk.positions):
        moves.append(tuple(walk.moves_from(walk.positions[at])))
        at += 1
    return Reach(tuple(walk.positions), tuple(moves), walk.index, walk.bounded)


class _Walk:
    def __init__(self, build: Build, most: int, visits_of: frozenset[str], visit_limit: int) -> None:
        self.build = build
        self.most = most
        self.visits_of = visits_of
        self.visit_limit = visit_limit
        self.positions: list[Position] = []
        self.index: dict[Position, int] = {}
        self.bounded = False

    def place(self, position: Position) -> int | None:
        """The index of the position, new or known; None if it would be one too many."""
        known = self.index.get(position)
        if known is not None:
            return known
        if len(self.positions) >= self.most:
            self.bounded = True
            return None
        self.index[position] = len(self.positions)
        self.positions.append(position)
        return len(self.positions) - 1

    def moves_from(self, position: Position) -> list[Move]:
        scene = self.build.scenes[position.scene]
        if scene.ending:
            return []
        variables = dict(position.variables)
        available = tuple(item for item in scene.choices if holds(item.when, position.mood, variables))
        moves = []
        if scene.format == "choose":
            keys = self.build.keys[scene.id]
            offered = [keys[item.id] for item in available]
            centred = self.build.definition.scoring.centre == "best_available_in_scene"
            for choice in available:
                mark = mark_of(keys[choice.id], offered, centred=centred)
                moves.append(self._move(position, scene, "choice", choice, mark, choice.effects, choice.to))
        elif scene.response is not None:
            moves.append(self._move(position, scene, "response", None, None, scene.response.effects, scene.response.to))
        if scene.timer is not None:
            silence = scene.timer.on_timeout
            mark = mark_timeout(self.build, scene, available)
            moves.append(self._move(position, scene, "timeout", None, mark, silence.effects, silence.to))
        return [move for move in moves if move.failure != "visit_limit"]

    def _move(
        self,
        position: Position,
        scene: Scene,
        kind: MoveKind,
        choice: Choice | None,
        mark: Mark | None,
        effects: tuple[Effect, ...],
        to: Target,
    ) -> Move:
        named = choice.id if choice is not None else None
        try:
            after = follow(self.build, scene, position.mood, dict(position.variables), position.fired, effects, to)
        except ScenarioRuleError as error:
            return Move(kind, named, mark, None, error.code)
        visits = position.visits
        if after.scene in self.visits_of:
            counts = dict(visits)
            counts[after.scene] += 1
            if counts[after.scene] > self.visit_limit:
                return Move(kind, named, mark, None, "visit_limit")
            visits = tuple(sorted(counts.items()))
        reached = Position(after.scene, after.mood, tuple(sorted(after.variables.items())), after.fired, visits)
        place = self.place(reached)
        return Move(kind, named, mark, place, None if place is not None else "bounded")

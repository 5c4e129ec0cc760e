"""What a scenario allows: the attainable range, the best play from anywhere, and the regret of every choice.

Over the reachable positions s with moves a of reward r(s, a), points of the experts' scale:

    V*(s) = max over a of Q(s, a)        Q(s, a) = r(s, a) + V*(s')        V*(ending) = 0
    regret(s, a) = V*(s) − Q(s, a) ≥ 0   Σ regret along a play = V*(start) − got
    score = (got − min) / (max − min), held within [0, 1]

A scenario with loops has no worst play: one may go round for ever. There, `min` is the worst among plays that enter no
scene of a loop more than VISIT_LIMIT times, and the score of a longer play is held at 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scenarios.engine.build import Build
from scenarios.engine.events import Chosen, Ended, Event, Input, TimedOut
from scenarios.engine.exploration import MOST_POSITIONS, Move, Position, Reach, explore, position_of
from scenarios.engine.graphs import components, sweep
from scenarios.engine.keying import Key, best_of, mark_of
from scenarios.engine.state import ABANDONED, State, holds, initial_state
from scenarios.engine.step import step

VISIT_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest points a finished play can get. Equal when no play discriminates."""

    low: Fraction
    high: Fraction

    def score(self, got: Fraction) -> float | None:
        """Position of `got` in the range, 0 to 1; None when the range is empty."""
        if self.high == self.low:
            return None
        return float(min(Fraction(1), max(Fraction(0), (got - self.low) / (self.high - self.low))))


@dataclass(frozen=True, slots=True)
class Regret:
    """What a turn lost against the best play from there: an address for every lost point."""

    scene: str
    visit: int
    choice: str | None
    regret: Fraction
    best: tuple[str, ...]
    """The choices (or none) that lose nothing there."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The solved scenario. `values[i]` is V* of position i, None if no ending can be reached from it."""

    reach: Reach
    values: tuple[Fraction | None, ...]
    range: Range | None
    bounded: bool
    """True when exploring stopped early or loops had to be cut: the numbers are then bounds, not exact."""


def analyse(build: Build, most: int = MOST_POSITIONS) -> Analysis:
    """Explore and solve. Takes about a second per 15,000 positions; run it in the background and keep it by sha256."""
    reach = explore(build, most)
    graph = successors(reach)
    order = components(graph)
    looped = frozenset(reach.positions[node].scene for group in order if len(group) > 1 for node in group)
    looped |= {reach.positions[node].scene for node, nexts in enumerate(graph) if node in nexts}
    highs, settled = sweep(order, _rewards(reach), _endings(build, reach), best=True)
    walk = reach if not looped else explore(build, most, looped, VISIT_LIMIT)
    cut = components(successors(walk))
    lows, _ = sweep(cut, _rewards(walk), _endings(build, walk), best=False)
    # Only raw sums can gain by going round; then the best play is also counted among the cut ones.
    start_high = highs[0] if settled else sweep(cut, _rewards(walk), _endings(build, walk), best=True)[0][0]
    span = None if start_high is None or lows[0] is None else Range(lows[0], start_high)
    return Analysis(reach, highs, span, reach.bounded or walk.bounded or bool(looped))


def successors(reach: Reach) -> list[list[int]]:
    """For each position, the positions one move away."""
    return [[move.to for move in moves if move.to is not None] for moves in reach.moves]


def points(move: Move) -> Fraction:
    """What a move adds to the score."""
    return Fraction(0) if move.mark is None else move.mark.centred


def _rewards(reach: Reach) -> list[list[tuple[Fraction, int]]]:
    return [[(points(move), move.to) for move in moves if move.to is not None] for moves in reach.moves]


def _endings(build: Build, reach: Reach) -> list[bool]:
    return [build.scenes[position.scene].ending is not None for position in reach.positions]


def quality(analysis: Analysis, move: Move) -> Fraction | None:
    """Q of a move: its points plus the best that can follow; None if it leads nowhere."""
    if move.to is None:
        return None
    onward = analysis.values[move.to]
    return None if onward is None else points(move) + onward


def regrets(build: Build, analysis: Analysis, seed: int, inputs: Iterable[Input]) -> tuple[Regret, ...]:
    """The regret of each turn of a play, in order. Hints and leaving are not turns."""
    state, found = initial_state(build, seed), []
    for given in inputs:
        after, events = step(build, state, given)
        if after.turn > state.turn and after.outcome != ABANDONED:
            found.append(_regret(analysis, state, events))
        state = after
    return tuple(found)


def _regret(analysis: Analysis, state: State, events: tuple[Event, ...]) -> Regret:
    at = analysis.reach.index.get(position_of(state))
    told = events[0]
    choice = told.choice if isinstance(told, Chosen) else None
    kind = "choice" if choice else "timeout" if isinstance(told, TimedOut) else "response"
    visit = state.visits.get(state.scene, 1)
    best = analysis.values[at] if at is not None else None
    if at is None or best is None:
        return Regret(state.scene, visit, choice, Fraction(0), ())
    taken = next(move for move in analysis.reach.moves[at] if (move.kind, move.choice) == (kind, choice))
    got = quality(analysis, taken)
    free = tuple(move.choice for move in analysis.reach.moves[at] if move.choice and quality(analysis, move) == best)
    return Regret(state.scene, visit, choice, best - got if got is not None else Fraction(0), free)


def got_points(build: Build, seed: int, inputs: Iterable[Input]) -> Fraction:
    """The points of a play, exact: the sum of its centred values."""
    state, total = initial_state(build, seed), Fraction(0)
    for given in inputs:
        state, events = step(build, state, given)
        total += sum((points_of(event) for event in events), Fraction(0))
    return total


def points_of(event: Event) -> Fraction:
    """What an event counts. Ratings are small whole numbers, so the fraction behind the float is found exactly."""
    if isinstance(event, Chosen | TimedOut):
        return Fraction(event.centred).limit_denominator(10_000)
    return Fraction(0)


def score_of(analysis: Analysis, events: Iterable[Event]) -> float | None:
    """The score of a play from its events, 0 to 1; None if it did not reach an ending or the range is empty."""
    told = tuple(events)
    finished = any(isinstance(event, Ended) and event.outcome != ABANDONED for event in told)
    if analysis.range is None or not finished:
        return None
    return analysis.range.score(sum((points_of(event) for event in told), Fraction(0)))


RECOVERY_LOSS = Fraction(1)
"""A turn this far below the best available was a mistake worth recovering from."""


def recoveries(events: Iterable[Event]) -> tuple[Chosen, ...]:
    """The choices that made up for the turn before: the best available, told apart, right after a mistake."""
    found, lost = [], Fraction(0)
    for event in events:
        if not isinstance(event, Chosen | TimedOut):
            continue
        if isinstance(event, Chosen) and lost >= RECOVERY_LOSS and event.opportunity and event.value == event.best:
            found.append(event)
        lost = -points_of(event)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pump:
    """A position where a choice rated worse than the best available leads to more points in the end."""

    position: Position
    worse: str
    better: str


def score_pumps(build: Build, analysis: Analysis, *, centred: bool) -> tuple[Pump, ...]:
    """Every position where a worse choice pays, with centred points or with raw means (to see why we centre)."""
    reach = analysis.reach
    rewards = [
        [_reward(build, position, move, centred) for move in moves]
        for position, moves in zip(reach.positions, reach.moves, strict=True)
    ]
    edges = [
        [(reward, move.to) for reward, move in zip(row, moves, strict=True) if move.to is not None]
        for row, moves in zip(rewards, reach.moves, strict=True)
    ]
    values, _ = sweep(components(successors(reach)), edges, _endings(build, reach), best=True)
    found = []
    for at, moves in enumerate(reach.moves):
        keys = build.keys[reach.positions[at].scene]
        offered = [
            (_worth(keys[move.choice]), reward + onward, move.choice)
            for reward, move in zip(rewards[at], moves, strict=True)
            if move.choice is not None and move.to is not None and (onward := values[move.to]) is not None
        ]
        if len(offered) < 2:
            continue
        top = max(worth for worth, _, _ in offered)
        _, fair, better = max((item for item in offered if item[0] == top), key=lambda item: item[1])
        _, most, worse = max(offered, key=lambda item: item[1])
        if most > fair:
            found.append(Pump(reach.positions[at], worse, better))
    return tuple(found)


def _worth(key: Key) -> Fraction:
    """What a choice counts on its own: its value, or 0 if it is disputed or nobody rated it."""
    return key.value if key.scored and key.value is not None else Fraction(0)


def _reward(build: Build, position: Position, move: Move, centred: bool) -> Fraction:
    """The points of a move under either rule, whatever rule the scenario itself uses."""
    if move.mark is None:
        return Fraction(0)
    scene, variables = build.scenes[position.scene], dict(position.variables)
    keys = [build.keys[scene.id][item.id] for item in scene.choices if holds(item.when, position.mood, variables)]
    if move.choice is not None:
        return mark_of(build.keys[scene.id][move.choice], keys, centred=centred).centred
    value, best = move.mark.value or Fraction(0), best_of(keys)
    return min(Fraction(0), value - best) if centred and best is not None else value

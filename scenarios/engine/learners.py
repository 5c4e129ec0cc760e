"""Simulated learners: what a scenario gives away before anyone plays it.

Each picks a choice in every scene by one simple habit. Chance comes from the seed by hash, so a play can be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from scenarios.engine.build import Build
from scenarios.engine.definition import Choice, Scene
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.events import Choose, Event, Input, Rating, Timeout, Words
from scenarios.engine.state import State, initial_state
from scenarios.engine.step import available_choices, opening_events, ranked, scene_of, step

MOST_TURNS = 100
"""A simulated play longer than this is going round in circles and is left there."""

APOLOGIES = re.compile(
    r"disculp|perd[oó]n|lament|lo siento|qu[eé] pena|mucha pena|excus|apolog|sorry|regret|forgive", re.IGNORECASE
)
"""Words of apology, in the languages the product ships in."""

Habit = Callable[[Build, State, tuple[Choice, ...]], Choice]


@dataclass(frozen=True, slots=True)
class Play:
    """A whole simulated play. `ending` is None if it never ended or broke."""

    inputs: tuple[Input, ...]
    events: tuple[Event, ...]
    state: State
    ending: str | None


def simulate(build: Build, habit: Habit, seed: int) -> Play:
    """Play from the start with one habit until an ending, a break in the graph or MOST_TURNS."""
    state = initial_state(build, seed)
    events, inputs = list(opening_events(build, state)), []
    while state.outcome is None and state.turn < MOST_TURNS:
        given = _turn(build, state, scene_of(build, state), habit)
        if given is None:
            break
        try:
            state, told = step(build, state, given)
        except ScenarioRuleError:
            break
        inputs.append(given)
        events.extend(told)
    ending = build.scenes[state.outcome].ending if state.outcome is not None else None
    return Play(tuple(inputs), tuple(events), state, ending)


def _turn(build: Build, state: State, scene: Scene, habit: Habit) -> Input | None:
    available = available_choices(build, state)
    match scene.format:
        case "text" | "audio":
            return Words("…")
        case "rate_all":
            return Rating({choice.id: 0 for choice in available})
        case "best_worst" if len(available) > 1:
            return Rating({available[0].id: 2, available[-1].id: -2})
        case _ if available and scene.format == "choose":
            return Choose(habit(build, state, available).id)
        case _:
            return Timeout() if scene.timer is not None else None


def chance(state: State, purpose: str) -> Fraction:
    """A number in [0, 1) fixed by seed, scene, visit and purpose."""
    digest = ranked(state.seed, state.scene, state.visits.get(state.scene, 1), purpose)
    return Fraction(int(digest[:12], 16), 16**12)


def _one_of(state: State, choices: tuple[Choice, ...], purpose: str) -> Choice:
    return choices[int(chance(state, purpose) * len(choices))]


def _best(build: Build, state: State, available: tuple[Choice, ...]) -> Choice:
    keys = build.keys[state.scene]
    scored = [choice for choice in available if keys[choice.id].scored]
    # `max` keeps the first of equals: the order authored decides a tie.
    return max(scored, key=lambda choice: keys[choice.id].value or Fraction(0), default=available[0])


def expert(build: Build, state: State, available: tuple[Choice, ...]) -> Choice:
    """The best scored choice available; the first authored among equals."""
    return _best(build, state, available)


def at_random(build: Build, state: State, available: tuple[Choice, ...]) -> Choice:
    """Any choice available, all equally likely."""
    return _one_of(state, available, "random")


def always_apologise(build: Build, state: State, available: tuple[Choice, ...]) -> Choice:
    """The choice with most words of apology in any language; at random where nobody apologises."""
    counts = {choice.id: _apologies(choice) for choice in available}
    top = max(counts.values())
    return _one_of(state, tuple(choice for choice in available if counts[choice.id] == top), "apology")


def _apologies(choice: Choice) -> int:
    return max((len(APOLOGIES.findall(sentence)) for sentence in choice.text.values()), default=0)


def policy_robot(build: Build, state: State, available: tuple[Choice, ...]) -> Choice:
    """The choice resting on most facts of the policy; at random among equals."""
    top = max(len(choice.basis) for choice in available)
    return _one_of(state, tuple(choice for choice in available if len(choice.basis) == top), "policy")


def skilled(share: float | Fraction) -> Habit:
    """Knows the best choice with probability `share`; otherwise guesses among all that are available."""

    def pick(build: Build, state: State, available: tuple[Choice, ...]) -> Choice:
        if chance(state, "skill") < Fraction(share):
            return _best(build, state, available)
        return _one_of(state, available, "guess")

    return pick


def always_slot(number: int) -> Habit:
    """The choice in slot `number` (from 1) as authored; the last one where fewer are available."""

    def pick(build: Build, state: State, available: tuple[Choice, ...]) -> Choice:
        return available[min(number, len(available)) - 1]

    return pick


HABITS: dict[str, Habit] = {
    "expert": expert,
    "random": at_random,
    "always_apologise": always_apologise,
    "policy_robot": policy_robot,
    "skilled_two_thirds": skilled(Fraction(2, 3)),
}
"""The learners run before publishing, by stable name."""


def success_rate(build: Build, habit: Habit, seeds: Iterable[int]) -> float:
    """Share of plays that reach a good ending, 0 to 1."""
    plays = [simulate(build, habit, seed).ending == "good" for seed in seeds]
    return sum(plays) / len(plays) if plays else 0.0

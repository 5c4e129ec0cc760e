"""One turn: `step(build, state, input) -> (state, events)`. Pure and deterministic.

Order of a turn: the choice is keyed against what was available; its effects apply; mood and integers are held within
their bounds; a global interrupt whose condition now holds takes the play; otherwise the first branch that holds does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from scenarios.engine.build import Build
from scenarios.engine.definition import Choice, Effect, Scene, Target
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.events import (
    Abandon,
    Answered,
    Choose,
    Chosen,
    Ended,
    Event,
    Hint,
    HintShown,
    Input,
    Interrupted,
    MoodChanged,
    Rating,
    Said,
    SceneEntered,
    TimedOut,
    Timeout,
    Words,
)
from scenarios.engine.keying import Mark, key_of, mark_of
from scenarios.engine.mood import mood_word
from scenarios.engine.state import ABANDONED, State, holds, initial_state
from scenarios.engine.transition import follow

LONGEST_ANSWER = 20_000
"""Characters of one free answer: far beyond speech, short of filling the record."""

SPREAD_DIGITS = 6
"""Decimals of the spread told in events: enough to compare, and the same on every machine."""


def scene_of(build: Build, state: State) -> Scene:
    """The scene the play is in."""
    if state.scene not in build.scenes:
        raise ScenarioRuleError("no_scene", f"The scene “{state.scene}” is not in this build.")
    return build.scenes[state.scene]


def available_choices(build: Build, state: State) -> tuple[Choice, ...]:
    """The choices whose conditions hold, in the order authored. Empty once the play has ended."""
    if state.outcome is not None:
        return ()
    return tuple(item for item in scene_of(build, state).choices if holds(item.when, state.mood, state.variables))


def shuffled(choices: Iterable[Choice], seed: int, node: str, visit: int) -> tuple[Choice, ...]:
    """The choices in the order one learner sees them.

    Each is ranked by the SHA-256 of `"{seed}|{node}|{visit}|{choice id}"` (decimal integers, UTF-8), ascending by hex
    digest. It depends on ids only, so a play in Spanish and its what-if in English show the same order.
    """
    return tuple(sorted(choices, key=lambda choice: ranked(seed, node, visit, choice.id)))


def ranked(seed: int, node: str, visit: int, item: str) -> str:
    """The hex digest that orders `item`, and the only source of chance in the engine."""
    return hashlib.sha256(f"{seed}|{node}|{visit}|{item}".encode()).hexdigest()


def opening_events(build: Build, state: State) -> tuple[Event, ...]:
    """What is told on entering the scene the state is in: for the first scene, and for showing it again on resuming."""
    events = list(_entering(build, state))
    scene = scene_of(build, state)
    if state.outcome == scene.id and scene.ending:
        events.append(Ended(scene.id, scene.ending))
    return tuple(events)


def step(build: Build, state: State, given: Input) -> tuple[State, tuple[Event, ...]]:
    """The state after `given`, and what happened. Raises ScenarioRuleError if the rules do not allow it."""
    if state.outcome is not None:
        raise ScenarioRuleError("ended", "This play has already ended. Start another one to go on.")
    scene = scene_of(build, state)
    match given:
        case Choose():
            return _choose(build, state, scene, given)
        case Timeout():
            return _time_out(build, state, scene, given)
        case Words():
            return _answer(build, state, scene, given, ("text", "audio"))
        case Rating():
            return _answer(build, state, scene, given, ("best_worst", "rate_all"))
        case Hint():
            return _hint(build, state, scene)
        case Abandon():
            return replace(state, outcome=ABANDONED, turn=state.turn + 1), (Ended(ABANDONED, "abandoned"),)


def play(build: Build, seed: int, inputs: Iterable[Input]) -> tuple[State, tuple[Event, ...]]:
    """The whole play: the opening, then every input in turn."""
    state = initial_state(build, seed)
    events = list(opening_events(build, state))
    for given in inputs:
        state, told = step(build, state, given)
        events.extend(told)
    return state, tuple(events)


def _choose(build: Build, state: State, scene: Scene, given: Choose) -> tuple[State, tuple[Event, ...]]:
    if scene.format != "choose":
        raise ScenarioRuleError("wrong_format", f"The scene “{scene.id}” is not answered by picking one choice.")
    available = available_choices(build, state)
    choice = next((item for item in available if item.id == given.choice), None)
    if choice is None:
        raise ScenarioRuleError("not_available", f"The choice “{given.choice}” is not available at this moment.")
    key, mark = build.keys[scene.id][choice.id], mark_choice(build, scene, available, choice)
    told = Chosen(
        scene=scene.id,
        visit=state.visits.get(scene.id, 1),
        choice=choice.id,
        value=_number(mark.value),
        best=_number(mark.best),
        centred=float(mark.centred),
        spread=round(key.spread, SPREAD_DIGITS),
        source=key.source,
        disputed=mark.disputed,
        opportunity=mark.opportunity,
        shows=choice.shows,
        hinted=state.hinted,
        dwell_ms=_dwell(given.dwell_ms),
    )
    return _move(build, state, scene, told, choice.effects, choice.to)


def _time_out(build: Build, state: State, scene: Scene, given: Timeout) -> tuple[State, tuple[Event, ...]]:
    if scene.timer is None:
        raise ScenarioRuleError("no_timer", f"The scene “{scene.id}” has no timer to run out.")
    silence = scene.timer.on_timeout
    mark = mark_timeout(build, scene, available_choices(build, state))
    told = TimedOut(
        scene=scene.id,
        visit=state.visits.get(scene.id, 1),
        value=_number(mark.value),
        best=_number(mark.best),
        centred=float(mark.centred),
        disputed=mark.disputed,
        opportunity=mark.opportunity,
        hinted=state.hinted,
        dwell_ms=_dwell(given.dwell_ms),
    )
    return _move(build, state, scene, told, silence.effects, silence.to)


def _answer(
    build: Build, state: State, scene: Scene, given: Words | Rating, formats: tuple[str, ...]
) -> tuple[State, tuple[Event, ...]]:
    if scene.format not in formats or scene.format == "choose" or scene.response is None:
        raise ScenarioRuleError("wrong_format", f"The scene “{scene.id}” does not take this kind of answer.")
    if isinstance(given, Rating):
        _check_ratings(scene, given, {choice.id for choice in available_choices(build, state)})
    elif not given.text.strip() or len(given.text) > LONGEST_ANSWER:
        raise ScenarioRuleError("bad_text", f"An answer has between 1 and {LONGEST_ANSWER} characters.")
    told = Answered(
        scene=scene.id,
        visit=state.visits.get(scene.id, 1),
        format=scene.format,
        text=given.text if isinstance(given, Words) else "",
        ratings=dict(given.ratings) if isinstance(given, Rating) else {},
        shows=scene.response.shows,
        hinted=state.hinted,
        dwell_ms=_dwell(given.dwell_ms),
    )
    return _move(build, state, scene, told, scene.response.effects, scene.response.to)


def _check_ratings(scene: Scene, given: Rating, available: set[str]) -> None:
    rated = set(given.ratings)
    if not rated <= available or not all(type(value) is int and -2 <= value <= 2 for value in given.ratings.values()):
        raise ScenarioRuleError("bad_rating", "Rate only the choices available, each from −2 to +2.")
    if scene.format == "rate_all" and rated != available:
        raise ScenarioRuleError("incomplete_rating", "Rate every choice before going on.")
    if scene.format == "best_worst" and sorted(given.ratings.values()) != [-2, 2]:
        raise ScenarioRuleError("bad_rating", "Mark one choice as the best (+2) and another as the worst (−2).")


def _hint(build: Build, state: State, scene: Scene) -> tuple[State, tuple[Event, ...]]:
    cited = {fact for choice in available_choices(build, state) for fact in choice.basis}
    facts = tuple(fact.id for fact in build.definition.facts if fact.id in cited)
    if not facts and not scene.hint:
        raise ScenarioRuleError("no_hint", "There is no hint for this moment.")
    return replace(state, hinted=True), (HintShown(scene.id, state.visits.get(scene.id, 1), facts),)


def mark_choice(build: Build, scene: Scene, available: tuple[Choice, ...], choice: Choice) -> Mark:
    """What taking `choice` counts among those available."""
    keys = build.keys[scene.id]
    return mark_of(keys[choice.id], [keys[item.id] for item in available], centred=_centred(build))


def mark_timeout(build: Build, scene: Scene, available: tuple[Choice, ...]) -> Mark:
    """What silence counts when `available` could have been said."""
    if scene.timer is None:
        raise ScenarioRuleError("no_timer", f"The scene “{scene.id}” has no timer to run out.")
    keys = build.keys[scene.id]
    silence = key_of(scene.timer.on_timeout, build.definition.scoring)
    return mark_of(silence, [keys[item.id] for item in available], centred=_centred(build))


def _centred(build: Build) -> bool:
    return build.definition.scoring.centre == "best_available_in_scene"


def _move(
    build: Build,
    state: State,
    scene: Scene,
    told: Chosen | TimedOut | Answered,
    effects: tuple[Effect, ...],
    to: Target,
) -> tuple[State, tuple[Event, ...]]:
    after = follow(build, scene, state.mood, state.variables, state.fired, effects, to)
    events: list[Event] = [told]
    if after.mood != state.mood:
        events.append(MoodChanged(state.mood, after.mood, mood_word(state.mood), mood_word(after.mood)))
    if after.interrupt is not None:
        events.append(Interrupted(after.interrupt, scene.id, after.scene, after.instead_of))
    entered = replace(
        state,
        scene=after.scene,
        mood=after.mood,
        variables=after.variables,
        visits={**state.visits, after.scene: state.visits.get(after.scene, 0) + 1},
        fired=after.fired,
        turn=state.turn + 1,
        elapsed_ms=state.elapsed_ms + told.dwell_ms,
        hinted=False,
        outcome=after.scene if build.scenes[after.scene].ending else None,
    )
    return entered, (*events, *opening_events(build, entered))


def _entering(build: Build, state: State) -> Iterable[Event]:
    scene = scene_of(build, state)
    yield SceneEntered(scene.id, state.visits.get(scene.id, 1))
    for at, line in enumerate(scene.lines):
        if holds(line.when, state.mood, state.variables):
            yield Said(scene.id, at, line.by)


def _dwell(milliseconds: int) -> int:
    if type(milliseconds) is not int or milliseconds < 0:
        raise ScenarioRuleError("bad_dwell", "The time taken is a whole number of milliseconds, 0 or more.")
    return milliseconds


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)

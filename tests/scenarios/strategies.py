"""Hypothesis strategies: whole random scenarios that can be played, and plays of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from scenarios.engine.build import Build
from scenarios.engine.codec import decode
from scenarios.engine.definition import Definition
from scenarios.engine.events import Choose, Input, Timeout
from scenarios.engine.state import State, initial_state
from scenarios.engine.step import available_choices, scene_of, step
from tests.scenarios.samples import text, written

LONGEST_PLAY = 25

effects = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["irritation", "trust", "patience", "tries"]), st.just("add"), st.integers(-12, 12)),
        st.tuples(st.sampled_from(["irritation", "trust", "patience"]), st.just("set"), st.integers(0, 10)),
        st.tuples(st.just("told"), st.just("set"), st.booleans()),
        st.tuples(st.just("offer"), st.just("set"), st.sampled_from(["none", "full"])),
    ).map(list),
    max_size=3,
)
whens = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["irritation", "trust", "patience", "tries"]),
            st.sampled_from(["gte", "lte", "eq", "ne"]),
            st.integers(0, 10),
        ),
        st.tuples(st.just("told"), st.sampled_from(["eq", "ne"]), st.booleans()),
        st.tuples(st.just("offer"), st.sampled_from(["eq", "ne"]), st.sampled_from(["none", "full"])),
    ).map(list),
    min_size=1,
    max_size=2,
)
sentences = st.fixed_dictionaries({"es": st.text(max_size=20)})
keys: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"ratings": st.lists(st.integers(-2, 2), min_size=3, max_size=3)}),
    st.fixed_dictionaries({"value": st.integers(-2, 2)}),
    st.just({}),
)


@st.composite
def targets(draw: st.DrawFn, names: list[str]) -> Any:
    last = draw(st.sampled_from(names))
    if draw(st.booleans()):
        return last
    return [{"when": draw(whens), "scene": draw(st.sampled_from(names))}, {"scene": last}]


@st.composite
def scenes(draw: st.DrawFn, at: int, onward: list[str]) -> dict[str, Any]:
    choices = []
    for nth in range(draw(st.integers(1, 3))):
        made = {"id": f"s{at}-c{nth}", "text": draw(sentences), "to": draw(targets(onward)), "effects": draw(effects)}
        if nth and draw(st.booleans()):
            made["when"] = draw(whens)
        choices.append({**made, **draw(keys)})
    made = {"id": f"s{at}", "title": draw(sentences), "choices": choices}
    if draw(st.booleans()):
        made["lines"] = [{"by": "guest", "text": draw(sentences), "when": draw(whens)}]
    if draw(st.booleans()):
        made["timer"] = {"seconds": 20, "on_timeout": {"to": draw(targets(onward)), "effects": draw(effects)}}
    return made


@st.composite
def scenarios(draw: st.DrawFn, loops: bool = False) -> Definition:
    """Up to five scenes and three endings. Without `loops` every turn leads forward."""
    count = draw(st.integers(1, 5))
    ends = ["fine", "so-so", "poor"]
    body = []
    for at in range(count):
        forward = [f"s{nth}" for nth in range(0 if loops else at + 1, count)] + ends
        body.append(draw(scenes(at, forward)))
    closing = [
        {"id": name, "title": text(name), "ending": kind}
        for name, kind in zip(ends, ("good", "mixed", "bad"), strict=True)
    ]
    more: dict[str, Any] = {"title": draw(sentences)}
    if draw(st.booleans()):
        more["interrupts"] = [{"id": "cut", "when": draw(whens), "to": "so-so", "except": ["s0"]}]
    made, problems = decode(written(*body, *closing, **more))
    assert made is not None, problems
    return made


@st.composite
def plays(draw: st.DrawFn, build: Build) -> tuple[int, tuple[Input, ...], State]:
    """A seed, inputs that are legal one after the other, and the state they end in."""
    seed = draw(st.integers(-(2**31), 2**31))
    given: list[Input] = []
    state = initial_state(build, seed)
    while state.outcome is None and len(given) < LONGEST_PLAY:
        known = available_choices(build, state)
        offered: list[Input] = [Choose(item.id, draw(st.integers(0, 90_000))) for item in known]
        if scene_of(build, state).timer is not None:
            offered.append(Timeout())
        turn = draw(st.sampled_from(offered))
        state, _ = step(build, state, turn)
        given.append(turn)
    return seed, tuple(given), state

"""One turn at a time: order, bounds, interrupts, formats, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios.engine.build import Build
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
from scenarios.engine.mood import Mood
from scenarios.engine.state import State, initial_state
from scenarios.engine.step import available_choices, opening_events, shuffled, step
from tests.scenarios.samples import after, build, choice, ending, scene, text


def turn(compiled: Build, given: Input, *before: str) -> tuple[State, tuple[Event, ...]]:
    return step(compiled, after(compiled, *before), given)


def refused(compiled: Build, given: Input, *before: str) -> str:
    with pytest.raises(ScenarioRuleError) as caught:
        turn(compiled, given, *before)
    return caught.value.code


def test_a_turn_tells_choice_mood_scene_lines_and_end_in_that_order() -> None:
    compiled = build(
        scene("a", choice("good", "b", value=2, shows=["empathy"], effects=[["trust", "add", 2]]), choice("bad", "b")),
        {**ending("b"), "lines": [{"by": "guest", "text": text("Thanks.")}]},
    )
    _, events = turn(compiled, Choose("bad", 900))
    assert events == (
        Chosen("a", 1, "bad", 0.0, 2.0, -2.0, 0.0, "trainer", False, True, (), False, 900),
        SceneEntered("b", 1),
        Said("b", 0, "guest"),
        Ended("b", "good"),
    )
    state, events = turn(compiled, Choose("good"))
    assert events[:2] == (
        Chosen("a", 1, "good", 2.0, 2.0, 0.0, 0.0, "trainer", False, True, ("empathy",), False, 0),
        MoodChanged(Mood(5, 5, 5), Mood(5, 5, 7), "uneasy", "uneasy"),
    )
    assert state == State(
        scene="b",
        mood=Mood(5, 5, 7),
        variables={"told": False, "offer": "none", "tries": 0},
        visits={"a": 1, "b": 1},
        fired=(),
        seed=7,
        turn=1,
        outcome="b",
    )


def test_bounds_apply_once_after_all_the_effects() -> None:
    rows = [["trust", "add", 8], ["trust", "add", -4], ["patience", "add", -9], ["tries", "add", 5]]
    state, _ = turn(build(scene("a", choice("c", "b", effects=rows)), ending("b")), Choose("c"))
    assert state.mood == Mood(irritation=5, patience=0, trust=9)
    assert state.variables["tries"] == 3


def test_a_target_sees_the_mood_after_the_effects_and_the_first_branch_wins() -> None:
    to = [
        {"when": [["trust", "gte", 6]], "scene": "high"},
        {"when": [["trust", "gte", 5]], "scene": "same"},
        {"scene": "low"},
    ]
    ends = [ending("high"), ending("same"), ending("low")]
    for change, reached in ((1, "high"), (0, "same"), (-1, "low")):
        compiled = build(scene("a", choice("c", to, effects=[["trust", "add", change]])), *ends)
        assert turn(compiled, Choose("c"))[0].scene == reached


def test_every_row_of_a_condition_must_hold() -> None:
    when = [["told", "eq", True], ["trust", "gte", 5]]
    compiled = build(
        scene("a", choice("tell", "b", effects=[["told", "set", True]])),
        scene("b", choice("always", "c"), choice("told", "c", when=when), lines=[_line(when), _line([])]),
        ending("c"),
    )
    state, events = turn(compiled, Choose("tell"))
    assert [item.id for item in available_choices(compiled, state)] == ["always", "told"]
    assert [event.line for event in events if isinstance(event, Said)] == [0, 1]
    wrong = build(
        scene("a", choice("tell", "b", effects=[["told", "set", True], ["trust", "set", 4]])),
        scene("b", choice("always", "c"), choice("told", "c", when=when), lines=[_line(when), _line([])]),
        ending("c"),
    )
    state, events = turn(wrong, Choose("tell"))
    assert [item.id for item in available_choices(wrong, state)] == ["always"]
    assert [event.line for event in events if isinstance(event, Said)] == [1]
    assert refused(wrong, Choose("told"), "tell") == "not_available"


def _line(when: list[Any]) -> dict[str, Any]:
    return {"by": "guest", "text": text("…"), "when": when}


def interrupting(**more: Any) -> Build:
    drop = [["patience", "set", 0]]
    cut = {"id": "cut", "when": [["patience", "lte", 0]], "to": "boss", **more}
    return build(
        scene("a", choice("a-1", "b", effects=drop)),
        scene("b", choice("b-1", "c")),
        scene("boss", choice("boss-1", "b")),
        ending("c"),
        interrupts=[cut],
    )


def test_an_interrupt_takes_the_play_before_the_target() -> None:
    state, events = turn(interrupting(), Choose("a-1"))
    assert state.scene == "boss"
    assert state.fired == ("cut",)
    assert Interrupted("cut", "a", "boss", "b") in events


def test_an_interrupt_fires_once_unless_told_otherwise() -> None:
    assert after(interrupting(), "a-1", "boss-1").scene == "b"
    assert after(interrupting(once=False), "a-1", "boss-1").scene == "boss"


def test_an_interrupt_waits_out_the_scenes_it_excepts() -> None:
    compiled = interrupting(**{"except": ["a"]})
    assert after(compiled, "a-1").scene == "b"
    assert after(compiled, "a-1", "b-1").scene == "boss"


def timed(**rated: Any) -> Build:
    silence = {"to": "b", "effects": [["patience", "add", -2]], **rated}
    timer = {"seconds": 5, "on_timeout": silence}
    return build(scene("a", choice("best", "b", value=2), choice("poor", "b", value=-1), timer=timer), ending("b"))


def test_silence_is_worth_nothing_on_the_scale_unless_it_is_rated() -> None:
    state, events = turn(timed(), Timeout(5000))
    assert events[0] == TimedOut("a", 1, 0.0, 2.0, -2.0, False, True, False, 5000)
    assert state.mood.patience == 3
    assert state.elapsed_ms == 5000
    rated = turn(timed(value=1), Timeout())[1][0]
    assert isinstance(rated, TimedOut)
    assert rated.centred == -1.0


def test_a_disputed_choice_counts_nothing_and_is_not_the_best_available() -> None:
    compiled = build(
        scene(
            "a",
            choice("split", "b", ratings=[2, 2, 2, -2]),
            choice("fair", "b", ratings=[1, 0, 1, 0]),
            choice("poor", "b", ratings=[-1, -1, -1, -1]),
        ),
        ending("b"),
    )
    told = [turn(compiled, Choose(name))[1][0] for name in ("split", "fair", "poor")]
    assert [(e.value, e.best, e.centred, e.disputed) for e in told if isinstance(e, Chosen)] == [
        (1.0, 0.5, 0.0, True),
        (0.5, 0.5, 0.0, False),
        (-1.0, 0.5, -1.5, False),
    ]


def test_a_hint_takes_no_turn_but_marks_the_next_choice() -> None:
    fact = {"id": "F1", "title": text("Rule"), "es": "A rule."}
    compiled = build(scene("a", choice("c", "b", basis=["F1"])), ending("b"), facts=[fact])
    state, events = turn(compiled, Hint())
    assert events == (HintShown("a", 1, ("F1",)),)
    assert (state.turn, state.scene, state.hinted) == (0, "a", True)
    state, events = step(compiled, state, Choose("c"))
    assert isinstance(events[0], Chosen)
    assert events[0].hinted
    assert not state.hinted


def test_leaving_ends_the_play_without_an_ending() -> None:
    compiled = build(scene("a", choice("c", "b")), ending("b"))
    state, events = turn(compiled, Abandon())
    assert events == (Ended("abandoned", "abandoned"),)
    assert state.outcome == "abandoned"
    assert available_choices(compiled, state) == ()


def answering(kind: str) -> Build:
    names = ("one", "two", "three") if kind in ("best_worst", "rate_all") else ()
    listed = [choice(name, "b") for name in names]
    return build(scene("a", *listed, format=kind, response={"to": "b", "shows": ["empathy"]}), ending("b"))


def test_free_words_are_recorded_and_the_play_goes_on() -> None:
    state, events = turn(answering("text"), Words("I hear you.", 12))
    assert events[0] == Answered("a", 1, "text", "I hear you.", {}, ("empathy",), False, 12)
    assert state.outcome == "b"


def test_ratings_are_recorded_and_the_play_goes_on() -> None:
    _, events = turn(answering("rate_all"), Rating({"one": 2, "two": 0, "three": -1}))
    assert events[0] == Answered("a", 1, "rate_all", "", {"one": 2, "two": 0, "three": -1}, ("empathy",), False, 0)
    assert turn(answering("best_worst"), Rating({"one": 2, "three": -2}))[0].outcome == "b"


@pytest.mark.parametrize(
    ("compiled", "given", "before", "code"),
    [
        (timed(), Choose("other"), (), "not_available"),
        (timed(), Choose("best"), ("best",), "ended"),
        (timed(), Choose("best", -1), (), "bad_dwell"),
        (timed(), Words("x"), (), "wrong_format"),
        (timed(), Rating({"best": 1}), (), "wrong_format"),
        (timed(), Hint(), (), "no_hint"),
        (interrupting(), Timeout(), (), "no_timer"),
        (answering("text"), Choose("one"), (), "wrong_format"),
        (answering("text"), Words("  "), (), "bad_text"),
        (answering("text"), Words("x" * 20_001), (), "bad_text"),
        (answering("rate_all"), Rating({"one": 1}), (), "incomplete_rating"),
        (answering("rate_all"), Rating({"one": 3, "two": 0, "three": 0}), (), "bad_rating"),
        (answering("rate_all"), Rating({"four": 1}), (), "bad_rating"),
        (answering("best_worst"), Rating({"one": 2, "two": 2}), (), "bad_rating"),
        (build(scene("a", choice("c", "nowhere"))), Choose("c"), (), "dangling_target"),
        (build(scene("a", choice("c", []))), Choose("c"), (), "no_target"),
    ],
)
def test_what_the_rules_do_not_allow_is_refused(
    compiled: Build, given: Input, before: tuple[str, ...], code: str
) -> None:
    assert refused(compiled, given, *before) == code


def test_a_start_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ScenarioRuleError, match="no first scene"):
        initial_state(build(scene("a"), start="z"), 1)


def test_opening_tells_the_first_scene() -> None:
    compiled = build(scene("a", choice("c", "b"), lines=[_line([]), _line([["told", "eq", True]])]), ending("b"))
    assert opening_events(compiled, initial_state(compiled, 1)) == (SceneEntered("a", 1), Said("a", 0, "guest"))


def test_shuffle_is_the_documented_hash_order() -> None:
    compiled = build(scene("a", *(choice(name, "b") for name in ("one", "two", "three"))), ending("b"))
    # sha256sum gives 830d… for "7|a|1|one", 019a… for "7|a|1|two" and 56d8… for "7|a|1|three".
    assert [item.id for item in shuffled(compiled.scenes["a"].choices, 7, "a", 1)] == ["two", "three", "one"]

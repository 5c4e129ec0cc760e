"""What holds for every scenario and every play."""

from __future__ import annotations

import json
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scenarios.engine.analysis import analyse, got_points, points_of, regrets, score_of, score_pumps
from scenarios.engine.build import compile_build, load_build
from scenarios.engine.checks import check
from scenarios.engine.definition import Choice, Definition
from scenarios.engine.events import event_from_plain, event_to_plain, input_from_plain, input_to_plain, inputs_of
from scenarios.engine.mood import WORDS, Mood, mood_word
from scenarios.engine.state import initial_state, state_from_plain, state_to_plain
from scenarios.engine.step import play, shuffled, step
from tests.scenarios.strategies import plays, scenarios

relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@relaxed
@given(scenarios(loops=True), st.data())
def test_play_is_deterministic(definition: Definition, draws: st.DataObject) -> None:
    build = compile_build(definition)
    seed, inputs, state = draws.draw(plays(build))
    assert play(build, seed, inputs) == play(load_build(build.json), seed, inputs)
    assert play(build, seed, inputs)[0] == state


@relaxed
@given(scenarios(loops=True), st.data())
def test_replaying_the_events_gives_the_same_state(definition: Definition, draws: st.DataObject) -> None:
    build = compile_build(definition)
    seed, inputs, state = draws.draw(plays(build))
    _, events = play(build, seed, inputs)
    assert inputs_of(events) == inputs
    assert play(build, seed, inputs_of(events)) == (state, events)


@relaxed
@given(scenarios(loops=True), st.data())
def test_states_events_and_inputs_survive_json(definition: Definition, draws: st.DataObject) -> None:
    build = compile_build(definition)
    seed, inputs, state = draws.draw(plays(build))
    _, events = play(build, seed, inputs)
    assert state_from_plain(json.loads(json.dumps(state_to_plain(state)))) == state
    assert tuple(event_from_plain(json.loads(json.dumps(event_to_plain(event)))) for event in events) == events
    assert tuple(input_from_plain(json.loads(json.dumps(input_to_plain(item)))) for item in inputs) == inputs


@relaxed
@given(scenarios(loops=True), st.data())
def test_mood_and_integers_stay_within_their_bounds(definition: Definition, draws: st.DataObject) -> None:
    build = compile_build(definition)
    seed, inputs, _ = draws.draw(plays(build))
    state = initial_state(build, seed)
    for turn in inputs:
        state, _ = step(build, state, turn)
        assert all(0 <= value <= 10 for value in (state.mood.irritation, state.mood.patience, state.mood.trust))
        tries = state.variables["tries"]
        assert isinstance(tries, int)
        assert 0 <= tries <= 3


@relaxed
@given(scenarios(), st.data())
def test_regrets_add_up_to_what_was_lost(definition: Definition, draws: st.DataObject) -> None:
    build = compile_build(definition)
    seed, inputs, _ = draws.draw(plays(build))
    analysis = analyse(build)
    assert analysis.range is not None
    assert not analysis.bounded
    lost = regrets(build, analysis, seed, inputs)
    assert all(item.regret >= 0 for item in lost)
    assert sum((item.regret for item in lost), Fraction(0)) == analysis.range.high - got_points(build, seed, inputs)


@relaxed
@given(scenarios(loops=True), st.data())
def test_regrets_add_up_even_with_loops(definition: Definition, draws: st.DataObject) -> None:
    build = compile_build(definition)
    seed, inputs, state = draws.draw(plays(build))
    analysis = analyse(build)
    assume(state.outcome is not None and analysis.range is not None and not analysis.reach.bounded)
    assert analysis.range is not None
    lost = sum((item.regret for item in regrets(build, analysis, seed, inputs)), Fraction(0))
    assert lost == analysis.range.high - got_points(build, seed, inputs)


@relaxed
@given(scenarios(), st.data())
def test_points_of_a_play_lie_in_the_attainable_range(definition: Definition, draws: st.DataObject) -> None:
    build = compile_build(definition)
    seed, inputs, _ = draws.draw(plays(build))
    analysis = analyse(build)
    _, events = play(build, seed, inputs)
    got = got_points(build, seed, inputs)
    assert got == sum((points_of(event) for event in events), Fraction(0))
    assert analysis.range is not None
    assert analysis.range.low <= got <= analysis.range.high
    score = score_of(analysis, events)
    assert (score is None) == (analysis.range.low == analysis.range.high)
    assert score is None or 0 <= score <= 1


@relaxed
@given(scenarios())
def test_a_centred_scenario_never_pays_for_a_worse_choice(definition: Definition) -> None:
    build = compile_build(definition)
    assert score_pumps(build, analyse(build), centred=True) == ()


@settings(relaxed, max_examples=15)
@given(scenarios(loops=True))
def test_checks_accept_any_scenario(definition: Definition) -> None:
    for finding in check(definition, most=5_000):
        assert str(finding)


@given(st.lists(st.text(min_size=1), unique=True, max_size=6), st.integers(), st.text(), st.integers(1, 9))
def test_shuffle_depends_on_ids_alone(names: list[str], seed: int, node: str, visit: int) -> None:
    spanish = [Choice(id=name, text={"es": name}) for name in names]
    english = [Choice(id=name, text={"en": name * 2}) for name in reversed(names)]
    first = [item.id for item in shuffled(spanish, seed, node, visit)]
    assert first == [item.id for item in shuffled(english, seed, node, visit)]
    assert sorted(first) == sorted(names)


level = st.integers(0, 10)


@given(level, level, level)
def test_mood_word_never_worsens_as_the_mood_improves(irritation: int, patience: int, trust: int) -> None:
    here = WORDS.index(mood_word(Mood(irritation, patience, trust)))
    assert WORDS.index(mood_word(Mood(max(0, irritation - 1), patience, trust))) >= here
    assert WORDS.index(mood_word(Mood(irritation, min(10, patience + 1), trust))) >= here
    assert WORDS.index(mood_word(Mood(irritation, patience, min(10, trust + 1)))) >= here

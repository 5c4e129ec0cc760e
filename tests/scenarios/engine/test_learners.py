"""Simulated learners on the exemplar: the spread that makes it worth playing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scenarios.engine.build import Build
from scenarios.engine.learners import (
    HABITS,
    MOST_TURNS,
    always_apologise,
    always_slot,
    at_random,
    expert,
    policy_robot,
    simulate,
    skilled,
    success_rate,
)
from scenarios.engine.step import play
from tests.scenarios.samples import build, choice, ending, scene

PLAYS = range(2_000)


def test_random_player_reaches_a_good_ending_about_one_time_in_eight(exemplar_build: Build) -> None:
    assert success_rate(exemplar_build, at_random, PLAYS) == pytest.approx(0.12, abs=0.04)


def test_best_two_times_in_three_reaches_it_about_four_in_five(exemplar_build: Build) -> None:
    assert success_rate(exemplar_build, skilled(Fraction(2, 3)), PLAYS) == pytest.approx(0.80, abs=0.04)


def test_the_extremes_of_skill_are_the_expert_and_the_guesser(exemplar_build: Build) -> None:
    assert success_rate(exemplar_build, expert, range(3)) == 1.0
    assert success_rate(exemplar_build, skilled(1), range(50)) == 1.0
    assert success_rate(exemplar_build, skilled(0), PLAYS) == pytest.approx(0.12, abs=0.04)


def test_no_giveaway_reaches_a_good_ending_half_of_the_time(exemplar_build: Build) -> None:
    assert success_rate(exemplar_build, always_apologise, range(300)) < 0.5
    assert success_rate(exemplar_build, policy_robot, range(300)) < 0.5
    assert [simulate(exemplar_build, always_slot(slot), 0).ending for slot in (1, 2, 3, 4)] == [
        "bad",
        "mixed",
        "bad",
        "bad",
    ]


@pytest.mark.parametrize("name", sorted(HABITS))
def test_a_simulated_play_can_be_played_again(exemplar_build: Build, name: str) -> None:
    found = simulate(exemplar_build, HABITS[name], 11)
    assert play(exemplar_build, 11, found.inputs) == (found.state, found.events)
    assert simulate(exemplar_build, HABITS[name], 11) == found


def test_going_round_in_circles_and_broken_graphs_end_without_an_ending() -> None:
    round_and_round = simulate(build(scene("a", choice("c", "a"))), expert, 0)
    assert round_and_round.ending is None
    assert round_and_round.state.turn == MOST_TURNS
    assert simulate(build(scene("a", choice("c", "nowhere"))), expert, 0).ending is None
    assert simulate(build(scene("a")), expert, 0).ending is None


def test_other_formats_are_answered_somehow() -> None:
    listed = [choice("one", "b"), choice("two", "b")]
    for kind in ("text", "audio", "rate_all", "best_worst"):
        compiled = build(scene("a", *listed, format=kind, response={"to": "b"}), ending("b"))
        assert simulate(compiled, at_random, 0).ending == "good"

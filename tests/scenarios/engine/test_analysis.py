"""Reach, range, regret and score pumps: on the exemplar and on scenarios small enough to solve by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scenarios.engine.analysis import Analysis, Range, Regret, analyse, recoveries, regrets, score_of, score_pumps
from scenarios.engine.build import Build
from scenarios.engine.events import Abandon, Choose, Chosen, Timeout
from scenarios.engine.exploration import explore
from scenarios.engine.step import play
from tests.scenarios.samples import build, choice, ending, scene


def test_exemplar_reaches_the_published_number_of_states(exemplar_build: Build, exemplar_analysis: Analysis) -> None:
    """A state is scene, mood, variables and fired interrupts; 7,488 of them are not endings."""
    reach = exemplar_analysis.reach
    assert len(reach.positions) == 15_777
    assert sum(exemplar_build.scenes[item.scene].ending is None for item in reach.positions) == 7_488
    assert not exemplar_analysis.bounded


def test_exemplar_range_runs_from_its_worst_play_to_no_loss(exemplar_analysis: Analysis) -> None:
    assert exemplar_analysis.range == Range(Fraction(-27), Fraction(0))


def test_exemplar_pays_for_worse_choices_only_with_raw_sums(exemplar_build: Build, exemplar_analysis: Analysis) -> None:
    assert len(score_pumps(exemplar_build, exemplar_analysis, centred=False)) == 522
    assert score_pumps(exemplar_build, exemplar_analysis, centred=True) == ()


def detour() -> Build:
    """Saying `poor` (0 against 1) opens an extra scene worth 2: with raw sums it pays."""
    return build(
        scene("a", choice("good", "c", value=1), choice("poor", "b", value=0)),
        scene("b", choice("extra", "c", value=2), choice("worse", "c", value=-2)),
        scene("c", choice("last", "end", value=1), choice("slip", "end", value=-1)),
        ending("end"),
    )


def test_a_detour_pays_with_raw_sums_and_never_when_centred() -> None:
    compiled = detour()
    analysis = analyse(compiled)
    raw = score_pumps(compiled, analysis, centred=False)
    assert [(pump.position.scene, pump.worse, pump.better) for pump in raw] == [("a", "poor", "good")]
    assert score_pumps(compiled, analysis, centred=True) == ()


def test_every_lost_point_has_an_address() -> None:
    compiled = detour()
    analysis = analyse(compiled)
    assert analysis.range == Range(Fraction(-7), Fraction(0))
    found = regrets(compiled, analysis, 1, [Choose("poor"), Choose("extra"), Choose("slip")])
    assert found == (
        Regret("a", 1, "poor", Fraction(1), ("good",)),
        Regret("b", 1, "extra", Fraction(0), ("extra",)),
        Regret("c", 1, "slip", Fraction(2), ("last",)),
    )


def test_silence_has_a_regret_too() -> None:
    compiled = build(
        scene("a", choice("good", "b", value=2), timer={"seconds": 5, "on_timeout": {"to": "b"}}), ending("b")
    )
    assert regrets(compiled, analyse(compiled), 1, [Timeout()]) == (Regret("a", 1, None, Fraction(2), ("good",)),)


def test_score_is_the_place_in_the_range() -> None:
    compiled = detour()
    analysis = analyse(compiled)

    def score(*names: str) -> float | None:
        return score_of(analysis, play(compiled, 1, [Choose(name) for name in names])[1])

    assert score("good", "last") == 1.0
    assert score("poor", "worse", "slip") == 0.0
    assert score("good", "slip") == pytest.approx(5 / 7)
    assert score("good") is None
    assert score_of(analysis, play(compiled, 1, [Choose("good"), Abandon()])[1]) is None


def looping() -> Build:
    return build(
        scene("a", choice("again", "a", value=-1), choice("out", "end", value=1)),
        ending("end"),
    )


def test_a_loop_is_cut_for_the_worst_play_and_longer_plays_score_zero() -> None:
    compiled = looping()
    analysis = analyse(compiled)
    # Three visits to the scene: two rounds of −2 and the way out.
    assert analysis.range == Range(Fraction(-4), Fraction(0))
    assert analysis.bounded
    assert score_of(analysis, play(compiled, 1, [Choose("again")] * 9 + [Choose("out")])[1]) == 0.0
    lost = regrets(compiled, analysis, 1, [Choose("again")] * 9 + [Choose("out")])
    assert [item.regret for item in lost] == [2] * 9 + [0]


def test_a_loop_that_gains_with_raw_sums_is_told_as_bounded() -> None:
    compiled = build(
        scene("a", choice("again", "a", value=2), choice("out", "end", value=1)),
        ending("end"),
        scoring={"centre": "none"},
    )
    analysis = analyse(compiled)
    assert analysis.bounded
    assert analysis.range == Range(Fraction(1), Fraction(5))


def test_exploring_stops_and_says_so(exemplar_build: Build) -> None:
    reach = explore(exemplar_build, most=500)
    assert reach.bounded
    assert len(reach.positions) == 500


def test_a_scenario_without_an_ending_has_no_range() -> None:
    analysis = analyse(build(scene("a", choice("c", "a"))))
    assert analysis.range is None


def test_recovering_right_after_a_mistake_is_noticed() -> None:
    compiled = detour()
    _, events = play(compiled, 1, [Choose("poor"), Choose("extra"), Choose("last")])
    assert [event.choice for event in recoveries(events)] == ["extra"]
    assert all(isinstance(event, Chosen) for event in recoveries(events))

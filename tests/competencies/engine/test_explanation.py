"""The explanation of today and of the day of arrival, and the trend."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.engine.evidence import Observed
from competencies.engine.explanation import Explanation, explain
from competencies.engine.levels import level_position
from competencies.engine.parameters import Item, Prior, Scale
from competencies.engine.scoring import Estimate, estimate
from competencies.engine.trend import Trend, trajectory, trend
from tests.competencies.engine.strategies import TODAY, graded_items, lawful, ledgers, observed, priors

QUESTION = Item(1.0, 0.0)


def explained(ledger: list[Observed], prior: Prior | None = None, rho: float = 0.2) -> Explanation:
    return explain(
        ledger,
        prior=prior or Prior(),
        half_life_days=365.0,
        session_correlation=rho,
        as_of=TODAY,
        scale=Scale(),
    )


def at(ledger: list[Observed], days_ago: int, prior: Prior | None = None) -> Estimate:
    return estimate(
        ledger,
        prior=prior or Prior(),
        half_life_days=365.0,
        session_correlation=0.2,
        as_of=TODAY - timedelta(days=days_ago),
    )


def answer(ref: str, outcome: float, days_ago: int, session: str | None = None) -> Observed:
    day = TODAY - timedelta(days=days_ago)
    return Observed(ref=ref, outcome=outcome, item=QUESTION, observed_at=day, session=session)


@lawful
@given(ledgers(), priors, st.floats(0.0, 1.0))
def test_level_points_of_today_sum_to_the_level(ledger: list[Observed], prior: Prior, rho: float) -> None:
    found = explained(ledger, prior, rho)
    assert math.fsum(p.level_today for p in found.pieces) == pytest.approx(found.level - found.start_level, abs=1e-12)
    assert math.fsum(p.theta_today for p in found.pieces) == pytest.approx(found.theta - found.start_theta, abs=1e-9)
    assert found.level == level_position(found.theta, Scale())
    assert len(found.pieces) == len(ledger)


def test_effect_on_arrival_is_after_minus_before_on_that_day() -> None:
    first, second = answer("a", 1.0, 400), answer("b", 0.0, 100)
    found = explained([second, first])
    assert [piece.ref for piece in found.pieces] == ["a", "b"]
    after, before = at([first, second], 100), at([first], 100)
    piece = found.pieces[1]
    assert piece.theta_on_arrival == pytest.approx(after.theta - before.theta, abs=1e-12)
    assert piece.level_on_arrival == pytest.approx(
        level_position(after.theta, Scale()) - level_position(before.theta, Scale()), abs=1e-12
    )
    assert found.pieces[0].theta_on_arrival == pytest.approx(0.401058137541547, abs=1e-12)
    assert abs(found.pieces[0].theta_today) < found.pieces[0].theta_on_arrival


def test_effect_on_arrival_does_not_see_what_came_later() -> None:
    first = answer("a", 1.0, 400)
    alone = explained([first]).pieces[0]
    crowded = explained([first, answer("b", 0.0, 10), answer("c", 1.0, 5)]).pieces[0]
    assert crowded.theta_on_arrival == alone.theta_on_arrival


def test_superseded_piece_stays_visible_with_no_effect_today() -> None:
    old = replace(answer("old", 0.0, 60), in_force_until=TODAY - timedelta(days=20))
    new = answer("new", 1.0, 20)
    gone, current = explained([old, new]).pieces
    assert (gone.in_force, gone.theta_today, gone.level_today, gone.weight_now) == (False, 0.0, 0.0, 0.0)
    assert gone.theta_on_arrival == pytest.approx(-0.401058137541547, abs=1e-12)
    assert current.in_force
    assert explained([old, new]).theta == explained([new]).theta


def test_piece_that_never_counted_had_no_arrival() -> None:
    never = replace(answer("n", 1.0, 60), in_force_until=TODAY - timedelta(days=60))
    assert explained([never]).pieces[0].theta_on_arrival == 0.0


def test_late_entry_arrives_when_it_enters_force() -> None:
    late = replace(answer("late", 1.0, 365), in_force_from=TODAY)
    piece = explained([late]).pieces[0]
    assert piece.arrived_at == TODAY
    assert piece.weight_now == 0.5
    assert piece.theta_on_arrival == pytest.approx(piece.theta_today, abs=1e-12)


@lawful
@given(ledgers(), observed("new", graded_items), st.floats(0.0, 1.0))
def test_right_answer_never_shows_as_a_loss_nor_wrong_as_a_gain(
    ledger: list[Observed], piece: Observed, rho: float
) -> None:
    assert isinstance(piece.item, Item)
    for outcome, sign in ((float(piece.item.top), 1), (0.0, -1)):
        found = explained([*ledger, replace(piece, outcome=outcome)], rho=rho)
        shown = next(p for p in found.pieces if p.ref == "new")
        for effect in (shown.theta_today, shown.level_today, shown.theta_on_arrival, shown.level_on_arrival):
            assert sign * effect >= -1e-10


def test_trajectory_is_the_estimate_at_each_date() -> None:
    ledger = [answer("a", 1.0, 200), answer("b", 1.0, 20)]
    dates = [TODAY - timedelta(days=days) for days in (300, 100, 0)]
    found = trajectory(ledger, dates=dates, prior=Prior(), half_life_days=365.0, session_correlation=0.2)
    assert found == (at(ledger, 300), at(ledger, 100), at(ledger, 0))


def _trend(ledger: list[Observed]) -> Trend:
    return trend(
        ledger, prior=Prior(), half_life_days=365.0, session_correlation=0.2, as_of=TODAY, scale=Scale(), days=90
    )


def test_trend_rises_falls_and_knows_mere_ageing() -> None:
    rising = _trend([answer("a", 1.0, 20)])
    assert (rising.direction, rising.only_ageing) == ("rising", False)
    assert rising.level_change == pytest.approx((at([answer("a", 1.0, 20)], 0).theta) / 0.8, abs=1e-12)
    falling = _trend([answer(f"e{k}", 1.0, 100) for k in range(6)])
    assert (falling.direction, falling.only_ageing) == ("falling", True)
    assert _trend([]) == Trend("steady", 0.0, 90, only_ageing=False)

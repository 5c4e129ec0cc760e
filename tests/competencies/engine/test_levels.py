"""Levels, positions, intervals and scores, and effects in level points."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.engine.calibration import STARTING_ITEMS
from competencies.engine.evidence import Observed
from competencies.engine.levels import (
    SUFFICIENT_S,
    level_points,
    level_position,
    level_probabilities,
    mean_slope,
    most_probable_level,
    phi,
    position_interval,
    probability_at_least,
    read_level,
    round_to_sum,
    score_100,
    shown_position,
    sufficient,
    theta_at,
)
from competencies.engine.parameters import Item, Prior, Scale
from competencies.engine.scoring import estimate
from tests.competencies.engine.strategies import TODAY, lawful

UNEVEN = Scale((-1.0, 0.0, 0.5, 2.5))
thetas = st.floats(-8.0, 8.0)
spreads = st.floats(0.05, 2.0)
scales = st.builds(
    lambda start, widths: Scale(
        (start, start + widths[0], start + widths[0] + widths[1], start + widths[0] + widths[1] + widths[2])
    ),
    st.floats(-3.0, 1.0),
    st.tuples(*[st.floats(0.1, 2.0)] * 3),
)


@pytest.mark.parametrize(
    ("z", "probability"),
    [(0.0, 0.5), (1.0, 0.8413447460685429), (-1.96, 0.024997895148220435), (-10.0, 7.61985302416047e-24)],
)
def test_phi_has_its_published_values(z: float, probability: float) -> None:
    assert phi(z) == pytest.approx(probability, rel=1e-12)


def test_probability_of_a_level_at_its_cut_is_one_half() -> None:
    assert probability_at_least(3, 0.4, 0.7, Scale()) == 0.5
    assert probability_at_least(1, -5.0, 0.7, Scale()) == 1.0
    assert probability_at_least(4, 0.4, 0.8, Scale()) == pytest.approx(phi(-1.0), abs=1e-15)


def test_impossible_state_is_refused() -> None:
    with pytest.raises(ValueError, match="standard error of the estimate"):
        read_level(0.0, 0.0, Scale())
    with pytest.raises(ValueError, match="The estimate is nan"):
        read_level(math.nan, 1.0, Scale())


@lawful
@given(thetas, spreads, scales)
def test_level_probabilities_sum_to_one_and_match_the_tails(theta: float, s: float, scale: Scale) -> None:
    probabilities = level_probabilities(theta, s, scale)
    assert math.fsum(probabilities) == pytest.approx(1.0, abs=1e-12)
    for level in (1, 2, 3, 4, 5):
        tail = math.fsum(probabilities[level - 1 :])
        assert tail == pytest.approx(probability_at_least(level, theta, s, scale), abs=1e-12)


@pytest.mark.parametrize(
    ("theta", "position"),
    [
        *((-9.0, 1.0), (-2.0, 1.0), (-1.5, 1.5), (-1.0, 2.0), (-0.16, 2.84), (0.0, 3.0), (0.25, 3.5), (0.5, 4.0)),
        *((1.5, 4.5), (2.5, 5.0), (3.5, 5.5), (4.48, 5.99), (99.0, 5.99)),
    ],
)
def test_position_is_linear_between_cuts_and_clipped(theta: float, position: float) -> None:
    assert level_position(theta, UNEVEN) == pytest.approx(position, abs=1e-12)


def test_everybody_starts_in_the_middle_of_level_two() -> None:
    assert level_position(Prior().mu, Scale()) == 2.5


@lawful
@given(thetas, thetas, scales)
def test_position_never_falls_as_theta_rises(a: float, b: float, scale: Scale) -> None:
    low, high = sorted((a, b))
    assert 1.0 <= level_position(low, scale) <= level_position(high, scale) <= 5.99


@lawful
@given(thetas, scales)
def test_whole_part_of_position_is_the_level_reached(theta: float, scale: Scale) -> None:
    assert int(level_position(theta, scale)) == 1 + sum(theta >= cut for cut in scale.cuts)


@lawful
@given(scales, st.sampled_from([2, 3, 4, 5]))
def test_position_at_and_just_below_a_cut(scale: Scale, level: int) -> None:
    assert int(level_position(scale.cut(level), scale)) == level
    assert int(level_position(math.nextafter(scale.cut(level), -math.inf), scale)) == level - 1


@lawful
@given(st.floats(1.0, 5.99), scales)
def test_theta_at_inverts_position(position: float, scale: Scale) -> None:
    assert level_position(theta_at(position, scale), scale) == pytest.approx(position, abs=1e-9)


def test_position_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="off the scale"):
        theta_at(6.0, Scale())


def test_interval_is_ninety_percent() -> None:
    low, high = position_interval(0.0, 0.4, Scale())
    assert (low, high) == pytest.approx((2.5 - 1.6448536269514722 / 2, 2.5 + 1.6448536269514722 / 2), abs=1e-12)


@pytest.mark.parametrize(("theta", "score"), [(0.0, 50.0), (1.0, 70.0), (-1.25, 25.0), (2.6, 100.0), (-9.0, 0.0)])
def test_score_is_clipped_to_a_hundred(theta: float, score: float) -> None:
    assert score_100(theta) == score


def test_most_probable_level_prefers_the_lower_of_equals() -> None:
    assert most_probable_level((0.1, 0.3, 0.3, 0.2, 0.1)) == 2


def test_reading_of_a_sure_state() -> None:
    reading = read_level(0.27, 0.19, Scale())
    assert (reading.level, reading.most_probable, reading.sufficient) == (2, 2, True)
    assert reading.position == pytest.approx(2.8375, abs=1e-12)
    assert reading.probability == pytest.approx(phi(0.13 / 0.19) - phi(-0.67 / 0.19), abs=1e-12)
    assert reading.at_least[1] == probability_at_least(2, 0.27, 0.19, Scale())
    assert (reading.low, reading.high) == position_interval(0.27, 0.19, Scale())
    assert reading.score_100 == 50 + 20 * 0.27


def _s(instrument: str, outcomes: list[float], age_days: int = 0) -> float:
    ledger = [
        Observed(ref=f"e{k}", outcome=x, item=STARTING_ITEMS[instrument], observed_at=TODAY - timedelta(days=age_days))
        for k, x in enumerate(outcomes)
    ]
    return estimate(ledger, prior=Prior(), half_life_days=365.0, session_correlation=0.2, as_of=TODAY).s


def test_a_couple_of_pieces_suffice_and_one_weak_or_old_one_does_not() -> None:
    assert pytest.approx(math.sqrt(0.5)) == SUFFICIENT_S
    assert not sufficient(Prior().sigma)
    assert not sufficient(_s("quiz", [1.0]))
    assert not sufficient(_s("survey", [2.0]))
    assert not sufficient(_s("scenario", [1.0]))
    assert not sufficient(_s("observation", [2.0], age_days=420))
    assert sufficient(_s("scenario", [1.0, 2.0]))
    assert sufficient(_s("observation", [2.0, 3.0]))
    assert sufficient(_s("quiz", [1.0, 0.0, 1.0, 1.0, 0.0]))


@pytest.mark.parametrize(
    ("position", "shown"), [(2.84, 2.84), (2.846, 2.85), (2.997, 2.99), (3.0, 3.0), (5.99, 5.99), (1.0, 1.0)]
)
def test_shown_position_never_crosses_a_level(position: float, shown: float) -> None:
    assert shown_position(position) == shown


@lawful
@given(st.lists(st.floats(-2.0, 2.0), min_size=1, max_size=10), st.floats(-2.0, 2.0), scales)
def test_level_points_sum_to_the_change_and_keep_signs(effects: list[float], start: float, scale: Scale) -> None:
    end = start + math.fsum(effects)
    points = level_points(effects, start, end, scale)
    change = level_position(end, scale) - level_position(start, scale)
    assert math.fsum(points) == pytest.approx(change, abs=1e-13)
    assert all(point * effect >= -1e-12 for point, effect in zip(points, effects, strict=True))


def test_level_points_of_effects_that_cancel_use_the_slope_there() -> None:
    assert level_points([0.4, -0.4], 0.0, 0.0, Scale()) == pytest.approx((0.5, -0.5), abs=1e-12)
    assert level_points([], 0.0, 0.0, Scale()) == ()


def test_mean_slope_is_zero_where_the_scale_is_clipped() -> None:
    assert mean_slope(9.0, 9.0, Scale()) == 0.0
    assert mean_slope(-9.0, -9.0, Scale()) == 0.0
    assert mean_slope(-1.0, 0.5, UNEVEN) == pytest.approx(2.0 / 1.5)


@lawful
@given(st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=12))
def test_rounded_parts_sum_to_the_rounded_total(parts: list[float]) -> None:
    total = math.fsum(parts)
    rounded = round_to_sum(parts, total)
    assert math.fsum(rounded) == pytest.approx(round(total * 100) / 100, abs=1e-9)
    assert all(abs(a - b) <= 0.0100001 for a, b in zip(parts, rounded, strict=True))


def test_rounded_parts_by_hand() -> None:
    assert round_to_sum([0.333, 0.333, 0.334], 1.0) == (0.33, 0.33, 0.34)
    assert round_to_sum([-0.005, 0.005], 0.0) == (-0.01, 0.01) or round_to_sum([-0.005, 0.005], 0.0) == (0.0, 0.0)
    assert round_to_sum([], 0.0) == ()


def test_item_of_the_scale_is_a_rating_at_the_level_of_the_person() -> None:
    item = STARTING_ITEMS["observation"]
    assert isinstance(item, Item)
    assert [item.difficulty + step for step in item.steps] == pytest.approx(list(Scale().cuts))

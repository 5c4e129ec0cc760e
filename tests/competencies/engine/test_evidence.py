"""Evidence: what is refused, when it counts, and how tags and discounts weigh it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.engine.discount import counting, discounts, halo_divisor, recency
from competencies.engine.evidence import Observed, split_weight
from competencies.engine.parameters import ContinuousItem, Item
from tests.competencies.engine.strategies import TODAY, lawful, ledgers

RIGHT = Observed(ref="e", outcome=1.0, item=Item(1.0, 0.0), observed_at=TODAY)


@pytest.mark.parametrize("outcome", [math.nan, math.inf, -1.0, 2.0, 0.5])
def test_impossible_outcome_is_refused(outcome: float) -> None:
    with pytest.raises(ValueError, match="outcome of evidence e is"):
        replace(RIGHT, outcome=outcome)


@pytest.mark.parametrize("weight", [math.nan, -0.1])
def test_impossible_weight_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weight of evidence e is"):
        replace(RIGHT, weight=weight)


def test_date_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        replace(RIGHT, observed_at=TODAY.replace(tzinfo=None))
    with pytest.raises(ValueError, match="has no time zone"):
        counting([RIGHT], TODAY.replace(tzinfo=None))


def test_severity_of_an_indicator_is_refused() -> None:
    with pytest.raises(ValueError, match="has no rater"):
        Observed(ref="k", outcome=0.3, item=ContinuousItem(0.0, 1.0), observed_at=TODAY, severity=0.2)


def test_evidence_counts_from_its_first_moment_until_just_before_its_end() -> None:
    late = replace(RIGHT, in_force_from=TODAY + timedelta(days=2), in_force_until=TODAY + timedelta(days=5))
    assert late.counts_from == TODAY + timedelta(days=2)
    assert [late.counts_at(TODAY + timedelta(days=d)) for d in (0, 2, 4, 5, 6)] == [False, True, True, False, False]


def test_evidence_in_the_future_does_not_count() -> None:
    assert not RIGHT.counts_at(TODAY - timedelta(seconds=1))
    assert not replace(RIGHT, in_force_from=TODAY - timedelta(days=9)).counts_at(TODAY - timedelta(days=1))


def test_evidence_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="Evidence e appears more than once"):
        counting([RIGHT, RIGHT], TODAY)


def test_weight_is_halved_after_one_half_life_and_divided_in_a_session() -> None:
    old = replace(RIGHT, observed_at=TODAY - timedelta(days=100), weight=0.8)
    pair = [replace(old, ref=ref, session="s") for ref in "ab"]
    weigh = partial(discounts, half_life_days=100.0, session_correlation=0.25, as_of=TODAY)
    assert weigh([old]) == [0.4]
    assert weigh(pair) == [0.32, 0.32]


def test_weightless_piece_does_not_enlarge_its_session() -> None:
    pair = [replace(RIGHT, session="s"), replace(RIGHT, ref="z", session="s", weight=0.0)]
    assert discounts(pair, half_life_days=100.0, session_correlation=1.0, as_of=TODAY) == [1.0, 0.0]


@pytest.mark.parametrize(("half_life", "rho"), [(0.0, 0.2), (math.nan, 0.2), (10.0, -0.1), (10.0, math.nan)])
def test_impossible_discount_parameters_are_refused(half_life: float, rho: float) -> None:
    with pytest.raises(ValueError, match=r"half-life|correlation"):
        discounts([], half_life_days=half_life, session_correlation=rho, as_of=TODAY)


@lawful
@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6), st.floats(0.1, 1e5))
def test_discount_never_grows_with_age(age: float, more: float, half_life: float) -> None:
    assert 0.0 <= recency(age + more, half_life) <= recency(age, half_life) <= 1.0


@lawful
@given(ledgers(), st.floats(1.0, 2000.0), st.floats(0.0, 1.0), st.integers(0, 3000))
def test_every_weight_never_grows_as_time_passes(
    ledger: list[Observed], half_life: float, rho: float, days: int
) -> None:
    kept = counting(ledger, TODAY)
    now = discounts(kept, half_life_days=half_life, session_correlation=rho, as_of=TODAY)
    later = discounts(kept, half_life_days=half_life, session_correlation=rho, as_of=TODAY + timedelta(days=days))
    assert all(b <= a for a, b in zip(now, later, strict=True))


@lawful
@given(st.integers(1, 500), st.floats(0.0, 1.0))
def test_longer_session_weighs_more_in_all_and_less_by_item(count: int, rho: float) -> None:
    assert halo_divisor(count + 1, rho) >= halo_divisor(count, rho)
    assert (count + 1) / halo_divisor(count + 1, rho) >= count / halo_divisor(count, rho) * (1 - 1e-12)


def test_tags_split_a_weight() -> None:
    assert split_weight(0.5, {"empathy": 0.6, "composure": 0.4}) == {"empathy": 0.3, "composure": 0.2}


@pytest.mark.parametrize("tags", [{"a": 0.6, "b": 0.5}, {"a": -0.1}, {"a": math.nan}])
def test_tags_that_exceed_the_whole_are_refused(tags: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="tag weight"):
        split_weight(1.0, tags)


def test_same_instant_in_another_zone_counts_the_same() -> None:
    assert TODAY.tzinfo is UTC
    assert replace(RIGHT, observed_at=TODAY.astimezone()).counts_at(TODAY)

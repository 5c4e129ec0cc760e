"""The estimate against hand-made oracles, and its laws on random ledgers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.engine.evidence import Observed
from competencies.engine.likelihood import category_probabilities, mean_and_variance
from competencies.engine.parameters import ContinuousItem, Item, Prior
from competencies.engine.scoring import Estimate, estimate
from competencies.engine.simulate import draw_evidence, draw_theta
from tests.competencies.engine.strategies import TODAY, any_items, graded_items, lawful, ledgers, observed, priors

STANDARD = Prior()


def solve(
    ledger: list[Observed], prior: Prior = STANDARD, rho: float = 0.2, half_life: float = 365.0, later: int = 0
) -> Estimate:
    return estimate(
        ledger,
        prior=prior,
        half_life_days=half_life,
        session_correlation=rho,
        as_of=TODAY + timedelta(days=later),
    )


def bisect(slope: Callable[[float], float], low: float = -60.0, high: float = 60.0) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def graded(outcome: float, item: Item, ref: str = "e") -> Observed:
    return Observed(ref=ref, outcome=outcome, item=item, observed_at=TODAY)


def test_no_evidence_is_the_prior() -> None:
    found = solve([], Prior(0.3, 0.8))
    assert (found.theta, found.n, found.effects) == (0.3, 0, ())
    assert found.s == pytest.approx(0.8, abs=1e-15)


def test_one_right_answer_matches_bisection() -> None:
    theta = bisect(lambda t: -t + 1.7 * (1 - 1 / (1 + math.exp(-1.7 * (t - 0.4)))))
    p = 1 / (1 + math.exp(-1.7 * (theta - 0.4)))
    found = solve([graded(1.0, Item(1.7, 0.4))])
    assert found.theta == pytest.approx(theta, abs=1e-12)
    assert found.s == pytest.approx(1 / math.sqrt(1 + 1.7**2 * p * (1 - p)), abs=1e-12)
    assert found.n == 1


def test_one_standard_right_answer_has_the_known_root() -> None:
    # θ = 1 − σ(θ), the root of θ(1 + e^θ) = 1.
    found = solve([graded(1.0, Item(1.0, 0.0))])
    assert found.theta == pytest.approx(0.401058137541547, abs=1e-12)


def test_severe_rater_raises_what_the_same_rating_says() -> None:
    rating = Observed(ref="e", outcome=2.0, item=Item(1.0, 0.5, (-0.5, 0.0, 0.5)), severity=0.7, observed_at=TODAY)
    lenient = replace(rating, severity=0.0, item=Item(1.0, 1.2, (-0.5, 0.0, 0.5)))
    assert solve([rating]).theta == pytest.approx(solve([lenient]).theta, abs=1e-12)
    assert solve([rating]).theta > solve([replace(rating, severity=0.0)]).theta


def test_indicator_matches_the_normal_formula() -> None:
    reading = Observed(
        ref="k", outcome=1.5, item=ContinuousItem(0.5, 0.5), weight=0.5, observed_at=TODAY - timedelta(days=365)
    )
    # precision 0.25/0.25 = 1 beside the prior's 1: halfway to 1.0
    found = solve([reading])
    assert found.theta == pytest.approx(0.5, abs=1e-15)
    assert found.s == pytest.approx(math.sqrt(0.5), abs=1e-15)
    assert found.effects[0].weight_now == 0.25


def test_partial_credit_matches_brute_force() -> None:
    item = Item(1.3, 0.2, (-0.7, 0.1, 0.9))
    theta, severity = 0.35, -0.15
    masses = [math.exp(sum(1.3 * (theta - 0.2 + 0.15 - step) for step in item.steps[:k])) for k in range(4)]
    expected = [mass / sum(masses) for mass in masses]
    assert category_probabilities(item, theta, severity) == pytest.approx(expected, abs=1e-15)
    mean = sum(k * p for k, p in enumerate(expected))
    variance = sum(k * k * p for k, p in enumerate(expected)) - mean**2
    assert mean_and_variance(item, theta, severity) == pytest.approx((mean, variance), abs=1e-14)


@lawful
@given(st.floats(0.1, 5.0), st.floats(-5.0, 5.0), st.floats(-8.0, 8.0))
def test_two_categories_are_the_logistic(a: float, b: float, theta: float) -> None:
    right = category_probabilities(Item(a, b), theta)[1]
    assert right == pytest.approx(1 / (1 + math.exp(-a * (theta - b))), rel=1e-12)
    assert mean_and_variance(Item(a, b), theta) == pytest.approx((right, right * (1 - right)), abs=1e-14)


@lawful
@given(graded_items, st.floats(-6.0, 6.0))
def test_category_probabilities_sum_to_one(item: Item, theta: float) -> None:
    assert math.fsum(category_probabilities(item, theta)) == pytest.approx(1.0, abs=1e-14)


@lawful
@given(ledgers(), priors, st.floats(0.0, 1.0), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(
    ledger: list[Observed], prior: Prior, rho: float, shuffler: random.Random
) -> None:
    shuffled = list(ledger)
    shuffler.shuffle(shuffled)
    assert solve(shuffled, prior, rho) == solve(ledger, prior, rho)


@lawful
@given(ledgers(), observed("new"), priors, st.integers(0, 400))
def test_adding_then_revoking_leaves_no_trace(
    ledger: list[Observed], extra: Observed, prior: Prior, later: int
) -> None:
    revoked = replace(extra, in_force_until=TODAY)
    assert solve([*ledger, revoked], prior, later=later) == solve(ledger, prior, later=later)


@lawful
@given(ledgers(), observed("new"), priors)
def test_estimate_before_a_piece_arrives_does_not_see_it(ledger: list[Observed], extra: Observed, prior: Prior) -> None:
    ahead = replace(extra, observed_at=TODAY + timedelta(seconds=1))
    assert solve([*ledger, ahead], prior) == solve(ledger, prior)


@lawful
@given(ledgers(), observed("new", graded_items), priors, st.floats(0.0, 1.0))
def test_right_answer_never_lowers_and_wrong_never_raises(
    ledger: list[Observed], answer: Observed, prior: Prior, rho: float
) -> None:
    alone = replace(answer, session=None)
    assert isinstance(alone.item, Item)
    before = solve(ledger, prior, rho).theta
    assert solve([*ledger, replace(alone, outcome=float(alone.item.top))], prior, rho).theta >= before - 1e-11
    assert solve([*ledger, replace(alone, outcome=0.0)], prior, rho).theta <= before + 1e-11


@lawful
@given(ledgers(), st.lists(graded_items, min_size=1, max_size=5), priors, st.floats(0.0, 1.0))
def test_session_of_right_answers_never_lowers_and_of_wrong_never_raises(
    ledger: list[Observed], items: list[Item], prior: Prior, rho: float
) -> None:
    before = solve(ledger, prior, rho).theta
    right = [replace(graded(i.top, i, f"n{at}"), session="new") for at, i in enumerate(items)]
    wrong = [replace(e, outcome=0.0) for e in right]
    assert solve([*ledger, *right], prior, rho).theta >= before - 1e-11
    assert solve([*ledger, *wrong], prior, rho).theta <= before + 1e-11


def test_easy_right_answer_that_joins_a_session_dilutes_it() -> None:
    # The divisor 1 + (n − 1)ρ belongs to the session: at ρ = 1 two answers weigh as much as one, so an easy one takes
    # half the weight of a hard one. The law of right answers therefore holds for whole sessions, not inside a session.
    hard = replace(graded(1.0, Item(2.0, 2.0), "hard"), session="s")
    easy = replace(graded(1.0, Item(1.0, -3.0), "easy"), session="s")
    assert solve([hard, easy], rho=1.0).theta < solve([hard], rho=1.0).theta
    assert solve([hard, easy], rho=0.0).theta > solve([hard], rho=0.0).theta
    assert all(effect.theta_effect > 0 for effect in solve([hard, easy], rho=1.0).effects)


@lawful
@given(ledgers(), observed("new", graded_items), priors, st.floats(0.0, 1.0))
def test_better_answer_to_the_same_question_never_scores_lower(
    ledger: list[Observed], answer: Observed, prior: Prior, rho: float
) -> None:
    assert isinstance(answer.item, Item)
    thetas = [solve([*ledger, replace(answer, outcome=float(k))], prior, rho).theta for k in range(answer.item.top + 1)]
    assert all(b >= a - 1e-11 for a, b in pairwise(thetas))


@lawful
@given(ledgers(items=any_items, max_size=12), priors, st.floats(0.0, 1.0), st.integers(0, 2000))
def test_effects_sum_to_the_distance_from_the_prior(
    ledger: list[Observed], prior: Prior, rho: float, later: int
) -> None:
    found = solve(ledger, prior, rho, later=later)
    assert math.fsum(e.theta_effect for e in found.effects) == pytest.approx(found.theta - prior.mu, abs=1e-9)
    assert found.n == len(ledger) == len(found.effects)


@lawful
@given(ledgers(items=graded_items, min_size=1), priors)
def test_each_effect_is_its_formula(ledger: list[Observed], prior: Prior) -> None:
    found = solve(ledger, prior)
    by_ref = {e.ref: e for e in ledger}
    for effect in found.effects:
        e = by_ref[effect.ref]
        assert isinstance(e.item, Item)
        mean, _ = mean_and_variance(e.item, found.theta, e.severity)
        direct = prior.sigma**2 * effect.weight_now * e.item.discrimination * (e.outcome - mean)
        assert effect.theta_effect == pytest.approx(direct, abs=1e-10)


@lawful
@given(ledgers(), priors)
def test_evidence_never_leaves_less_certainty_than_the_prior(ledger: list[Observed], prior: Prior) -> None:
    assert solve(ledger, prior).s <= prior.sigma * (1 + 1e-12)


def test_very_precise_indicator_still_explains_exactly() -> None:
    ledger = [
        Observed(ref="k", outcome=1.234567891234, item=ContinuousItem(0.1, 1e-6), observed_at=TODAY),
        graded(0.0, Item(3.0, -1.0)),
    ]
    found = solve(ledger)
    assert math.fsum(e.theta_effect for e in found.effects) == pytest.approx(found.theta, abs=1e-9)


@pytest.mark.parametrize("a", [50.0, 1e3])
def test_steep_items_are_solved_where_plain_newton_would_swing(a: float) -> None:
    ledger = [graded(k % 2, Item(a, (k - 10) / 5), f"e{k}") for k in range(20)]
    found = solve(ledger, Prior(0.0, 3.0))

    def slope(theta: float) -> float:
        return -theta / 9 + math.fsum(
            a * (e.outcome - mean_and_variance(e.item, theta)[0]) for e in ledger if isinstance(e.item, Item)
        )

    assert found.theta == pytest.approx(bisect(slope), abs=1e-10)
    assert math.fsum(e.theta_effect for e in found.effects) == pytest.approx(found.theta, abs=1e-9)


def test_known_parameters_cover_ninety_percent() -> None:
    rng = random.Random(20260301)
    bank: list[Item | ContinuousItem] = [
        *(Item(rng.uniform(0.8, 1.8), rng.uniform(-1.5, 1.5)) for _ in range(12)),
        *(Item(rng.uniform(0.6, 1.2), rng.uniform(-0.5, 0.5), (-0.8, 0.0, 0.8)) for _ in range(4)),
        ContinuousItem(0.2, 1.2),
    ]
    covered = 0
    people = 3000
    for _ in range(people):
        theta = draw_theta(STANDARD, rng)
        found = solve(draw_evidence(bank, theta, rng, observed_at=TODAY))
        covered += abs(found.theta - theta) <= 1.6448536269514722 * found.s
    assert 0.88 <= covered / people <= 0.92


def test_simulated_people_are_the_same_for_the_same_seed() -> None:
    drawn = [draw_evidence([Item(1.0, 0.0), ContinuousItem(0.0, 1.0)], 0.5, random.Random(7), observed_at=TODAY)]
    again = [draw_evidence([Item(1.0, 0.0), ContinuousItem(0.0, 1.0)], 0.5, random.Random(7), observed_at=TODAY)]
    assert drawn == again
    assert [e.ref for e in drawn[0]] == ["simulated-0", "simulated-1"]


def test_simulated_outcomes_follow_the_model() -> None:
    rng = random.Random(11)
    item = Item(1.2, 0.1, (-0.5, 0.5))
    outcomes = [draw_evidence([item], 0.4, rng, observed_at=TODAY)[0].outcome for _ in range(20_000)]
    for k, probability in enumerate(category_probabilities(item, 0.4)):
        assert outcomes.count(float(k)) / 20_000 == pytest.approx(probability, abs=0.012)

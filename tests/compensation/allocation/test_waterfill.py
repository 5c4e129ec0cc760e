import itertools
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compensation.allocation.waterfill import Allocation, Amounts, Bound, water_fill
from compensation.allocation.wording import AllocationError


@dataclass(frozen=True)
class Population:
    need: Amounts
    target: Amounts
    upper: Amounts
    cost: Amounts

    def fill(self, budget: float) -> Allocation:
        return water_fill(self.need, self.target, self.upper, self.cost, budget)

    @property
    def full_cost(self) -> float:
        return float(np.sum(self.cost * np.minimum(self.upper, self.need)))


def population(*rows: tuple[float, float, float, float]) -> Population:
    columns = np.array(rows, dtype=np.float64).reshape(len(rows), 4).T
    return Population(columns[0], columns[1], columns[2], columns[3])


@st.composite
def populations(draw: st.DrawFn, max_size: int = 25) -> Population:
    person = st.tuples(
        st.integers(0, 900_000),
        st.integers(1_000_000, 3_000_000),
        st.integers(0, 400_000),
        st.sampled_from([1.0, 1.0, 1.25, 1.52]),
    )
    return population(*draw(st.lists(person, max_size=max_size)))


shares = st.floats(min_value=0, max_value=1.2)


def objective(people: Population, amounts: Amounts) -> float:
    return float(np.sum((people.need - amounts) ** 2 / people.target))


def projected_gradient(people: Population, budget: float, rounds: int = 1500) -> Amounts:
    """Another road to the optimum: gradient steps, each projected on the budget and the bounds by bisection."""

    def project(point: Amounts) -> Amounts:
        low, high = 0.0, float(np.max(np.abs(point))) + 1.0
        if np.sum(people.cost * np.clip(point, 0, people.upper)) <= budget:
            return np.clip(point, 0, people.upper)
        for _ in range(60):
            middle = (low + high) / 2
            if np.sum(people.cost * np.clip(point - middle * people.cost, 0, people.upper)) > budget:
                low = middle
            else:
                high = middle
        return np.clip(point - high * people.cost, 0, people.upper)

    amounts = np.zeros_like(people.need)
    length = float(np.min(people.target)) / 2
    for _ in range(rounds):
        amounts = project(amounts + length * 2 * (people.need - amounts) / people.target)
    return amounts


def test_pool_short_for_everyone_leaves_the_same_share_of_target_missing() -> None:
    people = population((200, 2200, 300, 1), (200, 2200, 300, 1), (400, 2400, 300, 1))
    result = people.fill(300)
    assert result.amounts == pytest.approx([650 / 17, 650 / 17, 3800 / 17])
    assert (people.need - result.amounts) / people.target == pytest.approx([result.multiplier / 2] * 3)
    assert result.spent == pytest.approx(300)
    assert result.bounds.tolist() == [Bound.BETWEEN] * 3


def test_pool_covering_all_needs_leaves_multiplier_zero_and_budget_over() -> None:
    result = population((200, 2200, 300, 1), (400, 2400, 300, 1), (0, 2000, 0, 1)).fill(1000)
    assert result.amounts.tolist() == [200, 300, 0]
    assert (result.multiplier, result.spent) == (0, 500)
    assert result.bounds.tolist() == [Bound.AT_NEED, Bound.AT_UPPER, Bound.NO_NEED]


def test_budget_exactly_equal_to_all_needs_covers_them() -> None:
    result = population((200, 2200, 300, 1), (400, 2400, 300, 1)).fill(500)
    assert (result.amounts.tolist(), result.multiplier) == ([200, 300], 0)


def test_zero_budget_gives_zero_to_everyone() -> None:
    result = population((200, 2200, 300, 1), (400, 2400, 0, 1), (0, 2000, 10, 1)).fill(0)
    assert (result.amounts.tolist(), result.spent) == ([0, 0, 0], 0)
    assert result.bounds.tolist() == [Bound.AT_ZERO, Bound.AT_UPPER, Bound.NO_NEED]


def test_nobody_who_can_be_raised_spends_nothing() -> None:
    result = population((0, 2200, 0, 1), (300, 2400, 0, 1)).fill(100)
    assert (result.amounts.tolist(), result.multiplier, result.spent) == ([0, 0], 0, 0)


def test_empty_population_is_an_empty_allocation() -> None:
    result = population().fill(100)
    assert (result.amounts.tolist(), result.multiplier, result.spent) == ([], 0, 0)


def test_small_pool_goes_first_to_people_furthest_from_target() -> None:
    result = population((20, 2000, 300, 1), (600, 2400, 900, 1)).fill(100)
    assert result.amounts == pytest.approx([0, 100])
    assert result.bounds.tolist() == [Bound.AT_ZERO, Bound.BETWEEN]


def test_what_the_cap_holds_back_goes_to_the_others() -> None:
    result = population((600, 2400, 50, 1), (400, 2400, 900, 1)).fill(250)
    assert result.amounts == pytest.approx([50, 200])
    assert result.bounds.tolist() == [Bound.AT_UPPER, Bound.BETWEEN]


@pytest.mark.parametrize(
    ("row", "budget"),
    [
        ((-1.0, 1.0, 1.0, 1.0), 1.0),
        ((1.0, 0.0, 1.0, 1.0), 1.0),
        ((1.0, 1.0, -1.0, 1.0), 1.0),
        ((1.0, 1.0, 1.0, 0.0), 1.0),
        ((float("nan"), 1.0, 1.0, 1.0), 1.0),
        ((1.0, 1.0, 1.0, 1.0), -1.0),
        ((1.0, 1.0, 1.0, 1.0), float("inf")),
    ],
)
def test_input_that_cannot_be_divided_is_refused(row: tuple[float, float, float, float], budget: float) -> None:
    with pytest.raises(AllocationError, match="A pool can be divided only when"):
        population(row).fill(budget)


@given(populations(), shares)
def test_amounts_stay_within_bounds_and_budget(people: Population, share: float) -> None:
    budget = share * people.full_cost
    result = people.fill(budget)
    assert np.all(result.amounts >= 0)
    assert np.all(result.amounts <= np.minimum(people.upper, people.need))
    assert result.spent <= budget + 1e-6
    if share < 1:
        assert result.spent == pytest.approx(budget, abs=1e-3)


@given(populations(), shares)
def test_equals_get_exactly_equals(people: Population, share: float) -> None:
    amounts = people.fill(share * people.full_cost).amounts
    rows = zip(people.need, people.target, people.upper, people.cost, amounts, strict=True)
    by_situation: dict[tuple[float, ...], set[float]] = {}
    for *situation, amount in rows:
        by_situation.setdefault(tuple(situation), set()).add(float(amount))
    assert all(len(found) == 1 for found in by_situation.values())


@given(populations(), shares, st.integers(2, 9))
def test_copies_of_one_person_get_one_amount(people: Population, share: float, copies: int) -> None:
    repeated = Population(
        *(np.tile(column, copies) for column in (people.need, people.target, people.upper, people.cost))
    )
    amounts = repeated.fill(share * repeated.full_cost).amounts.reshape(copies, -1)
    assert all(np.array_equal(amounts[0], each) for each in amounts)


@given(populations(), shares, shares)
def test_more_budget_never_lowers_anyone(people: Population, one: float, other: float) -> None:
    low, high = sorted((one, other))
    less, more = people.fill(low * people.full_cost), people.fill(high * people.full_cost)
    assert np.all(less.amounts <= more.amounts + 1e-6)
    assert less.multiplier >= more.multiplier - 1e-12


@given(populations(), shares)
def test_optimum_meets_the_conditions_of_karush_kuhn_and_tucker(people: Population, share: float) -> None:
    budget = share * people.full_cost
    result = people.fill(budget)
    amounts, multiplier = result.amounts, result.multiplier
    gradient = -2 * (people.need - amounts) / people.target + multiplier * people.cost
    tolerance = 1e-9
    assert multiplier >= 0
    assert multiplier * (budget - result.spent) == pytest.approx(0, abs=1e-3)
    inside = (amounts > 1e-6) & (amounts < people.upper - 1e-6)
    assert np.all(np.abs(gradient[inside]) <= tolerance)
    assert np.all(gradient[(amounts <= 1e-6) & (people.upper > 0)] >= -tolerance)
    assert np.all(gradient[(amounts >= people.upper - 1e-6) & (people.upper > 1e-5)] <= tolerance)


@given(populations(), shares, st.randoms())
def test_order_of_people_does_not_matter(people: Population, share: float, random: Random) -> None:
    budget = share * people.full_cost
    order = list(range(people.need.size))
    random.shuffle(order)
    moved = Population(people.need[order], people.target[order], people.upper[order], people.cost[order])
    assert moved.fill(budget).amounts == pytest.approx(people.fill(budget).amounts[order], abs=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_optimum_agrees_with_projected_gradient(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = Population(
        need=random.uniform(0, 60, 6),
        target=random.uniform(100, 300, 6),
        upper=random.uniform(0, 40, 6),
        cost=random.choice([1.0, 1.3], 6),
    )
    budget = random.uniform(0.1, 0.9) * people.full_cost
    assert people.fill(budget).amounts == pytest.approx(projected_gradient(people, budget), abs=1e-4)


def test_no_point_of_a_grid_is_better() -> None:
    people = population((20, 200, 12, 1), (30, 210, 12, 1), (9, 190, 12, 1.5))
    best = objective(people, people.fill(20).amounts)
    grid = np.arange(0, 12.25, 0.25)
    feasible = [np.array(point) for point in itertools.product(grid, grid, grid) if np.dot(people.cost, point) <= 20]
    assert best <= min(objective(people, point) for point in feasible)

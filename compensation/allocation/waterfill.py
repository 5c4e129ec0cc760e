"""Divide one pool among people by water-filling.

With need n, target pay t, upper bound u and cost factor c per person, and a pool B (n, t, u, B in money, c a number):

    minimise   Σ (n − x)² / t      subject to   Σ c·x ≤ B,   0 ≤ x ≤ u

The objective is strictly convex, so the optimum is unique and people with equal n, t, u, c get equal x. The Lagrange
conditions give x(λ) = clip(n − λ·c·t/2, 0, min(u, n)) with one multiplier λ ≥ 0 for the pool. Whoever is between the
bounds ends with (n − x)/t = λ·c/2: all of them are left the same share of their target short.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from compensation.allocation.wording import AllocationError, Sentence, gettext_noop

Amounts = NDArray[np.float64]


class Bound(IntEnum):
    """What held a person's amount where it is."""

    NO_NEED = 0
    """Nothing to cover: the pay is at or above the target."""
    AT_NEED = 1
    """The whole need is covered."""
    AT_UPPER = 2
    """The upper bound stopped the amount short of the need."""
    BETWEEN = 3
    """The pool stopped the amount between zero and its bounds."""
    AT_ZERO = 4
    """The pool did not reach this person: nearer to the target than the others are left."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """The optimum: amounts in the order given, the pool's multiplier λ, Σ c·x, and a ``Bound`` per person."""

    amounts: Amounts
    multiplier: float
    spent: float
    bounds: NDArray[np.int8]


def water_fill(need: Amounts, target: Amounts, upper: Amounts, cost: Amounts, budget: float) -> Allocation:
    """The unique optimum. Arrays of one length n; need, upper ≥ 0; target, cost > 0; budget ≥ 0. O(n log n)."""
    _check(need, target, upper, cost, budget)
    ceiling = np.minimum(upper, need)
    slope = cost * target / 2
    multiplier = _multiplier(need, slope, ceiling, cost, budget)
    amounts = _amounts_at(multiplier, need, slope, ceiling)
    return Allocation(
        amounts=amounts,
        multiplier=multiplier,
        spent=math.fsum((cost * amounts).tolist()),
        bounds=_bounds(amounts, need, ceiling),
    )


def _amounts_at(multiplier: float, need: Amounts, slope: Amounts, ceiling: Amounts) -> Amounts:
    return np.clip(need - multiplier * slope, 0.0, ceiling)


def _multiplier(need: Amounts, slope: Amounts, ceiling: Amounts, cost: Amounts, budget: float) -> float:
    """Smallest λ ≥ 0 at which the spending Σ c·x(λ) fits the budget.

    Spending falls piecewise linearly in λ and bends only where a person leaves the ceiling or reaches zero. So the
    answer lies between two neighbours in the sorted list of bends, and is the root of a straight line there: no
    tolerance and no iteration limit. The line's sums are exactly rounded, so the order of people does not enter.
    """
    if math.fsum((cost * ceiling).tolist()) <= budget:
        return 0.0
    leaves_ceiling = (need - ceiling) / slope
    reaches_zero = need / slope
    bends = np.sort(np.concatenate((leaves_ceiling, reaches_zero)))
    low, high = 0, bends.size - 1
    # Invariant: λ = bends[high] fits the budget (at the last bend everything is zero).
    while low < high:
        middle = (low + high) // 2
        if float(np.sum(cost * _amounts_at(float(bends[middle]), need, slope, ceiling))) <= budget:
            high = middle
        else:
            low = middle + 1
    right = float(bends[high])
    left = float(bends[high - 1]) if high > 0 else 0.0
    moving = (leaves_ceiling <= left) & (reaches_zero >= right)
    fixed = leaves_ceiling >= right
    weight = math.fsum((cost[moving] * slope[moving]).tolist())
    if weight == 0.0:
        return right
    over = [*(cost[moving] * need[moving]).tolist(), *(cost[fixed] * ceiling[fixed]).tolist(), -budget]
    return min(max(math.fsum(over) / weight, left), right)


def _bounds(amounts: Amounts, need: Amounts, ceiling: Amounts) -> NDArray[np.int8]:
    conditions = [need == 0, amounts == need, amounts == ceiling, amounts == 0]
    codes = [Bound.NO_NEED, Bound.AT_NEED, Bound.AT_UPPER, Bound.AT_ZERO]
    return np.select(conditions, [np.int8(code) for code in codes], np.int8(Bound.BETWEEN)).astype(np.int8)


def _check(need: Amounts, target: Amounts, upper: Amounts, cost: Amounts, budget: float) -> None:
    arrays = (need, target, upper, cost)
    same_length = need.ndim == 1 and all(array.shape == need.shape for array in arrays)
    finite = math.isfinite(budget) and all(bool(np.isfinite(array).all()) for array in arrays)
    signs = bool((need >= 0).all() and (upper >= 0).all() and (target > 0).all() and (cost > 0).all() and budget >= 0)
    if not (same_length and finite and signs):
        raise AllocationError(
            [
                Sentence(
                    "pool_input",
                    gettext_noop(
                        "A pool can be divided only when each person has a need and an upper bound of zero or more, "
                        "a target and a cost factor above zero, and the budget is zero or more."
                    ),
                    {},
                )
            ]
        )

"""Turn exact increases into payable ones: whole steps, within the budget, equals together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from compensation.allocation.money import ZERO


@dataclass(frozen=True, slots=True)
class Raise:
    """One person's exact increase on a base pay, the largest increase allowed, and what one unit of it costs."""

    base: Decimal
    amount: Decimal
    ceiling: Decimal
    cost: Decimal


def round_within_budget(raises: Sequence[Raise], *, budget: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Increases that bring each base to a whole number of steps (or leave it untouched), in the order given.

    Largest remainder, with two differences that make it fit to pay people by:

    * Everybody is first rounded down, never below the base. What that frees goes, one step each, to the largest
      remainders while Σ cost·increase stays within the smaller of ``budget`` and the exact Σ cost·amount. So
      rounding spends no more than the exact amounts do, and the budget holds to the last unit.
    * Equal raises form one group and move together or not at all: **equals get exactly equals after rounding too**.
      Handing out stops at the first group that does not fit, so nobody passes a larger remainder. What is left, less
      than one step for each member of that group, stays in the pool.

    Nobody is rounded above the ceiling, and a zero increase stays zero. Groups with the same remainder are ordered by
    their amounts alone, so neither the order nor the identity of people matters. A larger budget can lower one
    person's rounded increase by a step (as in every largest-remainder rule); the exact increases never fall.
    """
    counts = Counter(raises)
    levels = {each: _rounded_down(each, step) for each in counts}
    order = sorted(
        counts, key=lambda each: (levels[each] - each.amount, each.base, each.amount, each.ceiling, each.cost)
    )
    exact = sum((count * each.cost * each.amount for each, count in counts.items()), ZERO)
    room = min(budget, exact) - sum((count * each.cost * levels[each] for each, count in counts.items()), ZERO)
    if room < 0:
        _lower(levels, order, counts, room, step)
    else:
        _lift(levels, order, counts, room, step)
    return tuple(levels[each] for each in raises)


def _rounded_down(each: Raise, step: Decimal) -> Decimal:
    return max(ZERO, (each.base + each.amount) // step * step - each.base)


def _lift(
    levels: dict[Raise, Decimal], order: list[Raise], counts: Counter[Raise], room: Decimal, step: Decimal
) -> None:
    for each in order:
        level = levels[each]
        if each.amount == level:
            break
        lifted = ((each.base + level) // step + 1) * step - each.base
        if lifted > each.ceiling:
            continue
        price = counts[each] * each.cost * (lifted - level)
        if price > room:
            break
        levels[each] = lifted
        room -= price


def _lower(
    levels: dict[Raise, Decimal], order: list[Raise], counts: Counter[Raise], room: Decimal, step: Decimal
) -> None:
    """Take steps back, smallest remainder first, when the exact amounts themselves overrun the budget.

    A round takes the same number of steps from everyone: as many as the overrun certainly needs, at least one.
    """
    while room < 0:
        round_cost = sum((counts[each] * each.cost * step for each in order if levels[each] > 0), ZERO)
        steps = max(Decimal(1), -room // round_cost)
        for each in reversed(order):
            if room >= 0:
                return
            lowered = max(ZERO, levels[each] - steps * step)
            room += counts[each] * each.cost * (levels[each] - lowered)
            levels[each] = lowered

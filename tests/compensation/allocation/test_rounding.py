from decimal import ROUND_FLOOR, Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from compensation.allocation.money import to_step
from compensation.allocation.rounding import Raise, round_within_budget

HUNDRED = Decimal(100)


def raising(amount: str, base: str = "2000000", ceiling: str = "300000", cost: str = "1") -> Raise:
    return Raise(Decimal(base), Decimal(amount), Decimal(ceiling), Decimal(cost))


raises = st.builds(
    lambda base, amount, spare, cost: Raise(base, amount, amount + spare, cost),
    st.integers(1_900_000, 1_900_300).map(Decimal),
    st.integers(0, 400_000).map(lambda units: Decimal(units) / 1000),
    st.integers(0, 200).map(Decimal),
    st.sampled_from([Decimal(1), Decimal("1.52")]),
)
steps = st.sampled_from([Decimal("0.01"), Decimal(1), HUNDRED])


def cost_of(each: list[Raise], amounts: list[Decimal] | tuple[Decimal, ...]) -> Decimal:
    return sum((one.cost * amount for one, amount in zip(each, amounts, strict=True)), Decimal(0))


def test_steps_freed_by_rounding_down_go_to_the_largest_remainder() -> None:
    amounts = round_within_budget([raising("140"), raising("180"), raising("190")], budget=Decimal(999), step=HUNDRED)
    assert amounts == (Decimal(100), Decimal(200), Decimal(200))


def test_equals_are_raised_together_or_not_at_all() -> None:
    exact = [raising("38235.294118"), raising("38235.294118"), raising("223529.411764")]
    amounts = round_within_budget(exact, budget=Decimal(300_000), step=HUNDRED)
    assert amounts == (Decimal(38_200), Decimal(38_200), Decimal(223_500))


def test_new_pay_is_a_whole_number_of_steps_when_current_pay_is_not() -> None:
    amounts = round_within_budget(
        [raising("120", base="2180033"), raising("95", base="2180040")], budget=Decimal(999), step=HUNDRED
    )
    assert amounts == (Decimal(67), Decimal(60))


def test_zero_raise_leaves_current_pay_untouched() -> None:
    amounts = round_within_budget([raising("0", base="2180033"), raising("50")], budget=Decimal(999), step=HUNDRED)
    assert amounts == (Decimal(0), Decimal(0))


def test_nobody_is_rounded_above_the_ceiling() -> None:
    limited, other = raising("190", ceiling="190"), raising("150", ceiling="500")
    assert round_within_budget([limited, other], budget=Decimal(999), step=HUNDRED) == (Decimal(100), Decimal(200))


def test_exact_amounts_over_the_budget_are_brought_under_it() -> None:
    amounts = round_within_budget([raising("300"), raising("250")], budget=Decimal(420), step=HUNDRED)
    assert amounts == (Decimal(200), Decimal(200))


def test_nothing_to_round_is_nothing() -> None:
    assert round_within_budget([], budget=Decimal(10), step=HUNDRED) == ()


@given(st.lists(raises, max_size=20), steps)
def test_rounding_keeps_budget_bounds_steps_and_equals(each: list[Raise], step: Decimal) -> None:
    exact = cost_of(each, [one.amount for one in each])
    amounts = round_within_budget(each, budget=exact, step=step)
    assert cost_of(each, amounts) <= exact
    for one, amount in zip(each, amounts, strict=True):
        assert 0 <= amount <= one.ceiling
        assert abs(amount - one.amount) < step
        assert amount == 0 or (one.base + amount) % step == 0
    assert len(set(zip(each, amounts, strict=True))) == len(set(each))


@given(st.lists(raises, max_size=20), steps, st.integers(0, 1000))
def test_budget_holds_whatever_the_exact_amounts_are(each: list[Raise], step: Decimal, budget: int) -> None:
    amounts = round_within_budget(each, budget=Decimal(budget), step=step)
    assert cost_of(each, amounts) <= budget
    assert all(amount >= 0 for amount in amounts)


@given(st.lists(raises, max_size=20), steps, st.randoms())
def test_order_does_not_matter(each: list[Raise], step: Decimal, random: Random) -> None:
    budget = to_step(cost_of(each, [one.amount for one in each]), step, ROUND_FLOOR)
    before = dict(zip(each, round_within_budget(each, budget=budget, step=step), strict=True))
    moved = list(each)
    random.shuffle(moved)
    assert dict(zip(moved, round_within_budget(moved, budget=budget, step=step), strict=True)) == before

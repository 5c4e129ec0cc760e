from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compensation.allocation.money import is_on_step, largest_remainder, minor_unit, to_step
from compensation.allocation.wording import AllocationError

cents = st.integers(min_value=0, max_value=10**9).map(lambda units: Decimal(units) / 1000)


@pytest.mark.parametrize(("code", "unit"), [("COP", "0.01"), ("CLP", "1"), ("KWD", "0.001")])
def test_minor_unit_follows_the_currency(code: str, unit: str) -> None:
    assert minor_unit(code) == Decimal(unit)


def test_minor_unit_with_another_text_says_what_to_write() -> None:
    with pytest.raises(AllocationError, match="Write three capital letters"):
        minor_unit("pesos")


def test_to_step_rounds_half_to_even_in_hundreds() -> None:
    rounded = [to_step(Decimal(value), Decimal(100)) for value in (2150, 2250, 2251)]
    assert rounded == [Decimal(2200), Decimal(2200), Decimal(2300)]
    assert to_step(Decimal("81.349"), Decimal("0.01"), ROUND_DOWN) == Decimal("81.34")


def test_largest_remainder_gives_missing_steps_to_largest_remainders() -> None:
    parts = largest_remainder([Decimal("10.6"), Decimal("10.9"), Decimal("10.5")], Decimal(32), Decimal(1))
    assert parts == (Decimal(11), Decimal(11), Decimal(10))


def test_largest_remainder_with_ties_prefers_the_earlier_position() -> None:
    parts = largest_remainder([Decimal("33.33")] * 3, Decimal(100), Decimal(1))
    assert parts == (Decimal(34), Decimal(33), Decimal(33))


@pytest.mark.parametrize("total", ["31", "33.5", "38"])
def test_largest_remainder_with_a_total_out_of_reach_is_refused(total: str) -> None:
    with pytest.raises(AllocationError, match="cannot be rounded to sum"):
        largest_remainder([Decimal("10.6"), Decimal("10.9"), Decimal("10.5")], Decimal(total), Decimal("2"))


def test_largest_remainder_of_nothing_is_nothing() -> None:
    assert largest_remainder([], Decimal(0), Decimal(1)) == ()


@given(st.lists(cents, min_size=1, max_size=30), st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(100)]))
def test_largest_remainder_keeps_sum_and_stays_within_one_step(amounts: list[Decimal], step: Decimal) -> None:
    total = to_step(sum(amounts, Decimal(0)), step, ROUND_DOWN)
    parts = largest_remainder(amounts, total, step)
    assert sum(parts, Decimal(0)) == total
    assert all(
        abs(part - amount) < step and is_on_step(part, step) for part, amount in zip(parts, amounts, strict=True)
    )
    for amount in set(amounts):
        equals = [part for part, other in zip(parts, amounts, strict=True) if other == amount]
        assert max(equals) - min(equals) <= step

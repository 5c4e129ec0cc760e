from decimal import Decimal

import pytest

from compensation.allocation.band import Band
from compensation.allocation.wording import AllocationError

GRADE_4 = Band("COP", Decimal(1_900_000), Decimal(2_350_000), Decimal(2_800_000))


def test_compa_ratio_divides_by_the_midpoint() -> None:
    assert round(GRADE_4.compa_ratio(Decimal(2_180_000)), 3) == Decimal("0.928")


def test_position_in_range_runs_from_minimum_to_maximum() -> None:
    assert GRADE_4.position_in_range(Decimal(1_900_000)) == 0
    assert round(GRADE_4.position_in_range(Decimal(2_180_000)), 3) == Decimal("0.311")
    assert GRADE_4.position_in_range(Decimal(2_800_000)) == 1
    assert GRADE_4.position_in_range(Decimal(3_700_000)) == 2


def test_pay_at_inverts_position_in_range() -> None:
    assert GRADE_4.pay_at(Decimal("0.58")) == Decimal(2_422_000)


@pytest.mark.parametrize(
    ("minimum", "midpoint", "maximum"),
    [("0", "1", "2"), ("2", "1", "3"), ("1", "4", "3"), ("2", "2", "2"), ("1", "NaN", "3"), ("1", "2", "Infinity")],
)
def test_band_out_of_order_is_refused(minimum: str, midpoint: str, maximum: str) -> None:
    with pytest.raises(AllocationError, match="A band needs a minimum above zero"):
        Band("COP", Decimal(minimum), Decimal(midpoint), Decimal(maximum))


def test_band_lists_every_problem_at_once() -> None:
    with pytest.raises(AllocationError) as caught:
        Band("cop", Decimal(3), Decimal(2), Decimal(1))
    assert [problem.code for problem in caught.value.problems] == ["currency_unknown", "band_order"]

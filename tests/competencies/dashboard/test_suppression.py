"""What no reader of a map can work out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.dashboard.suppression import Suppression, suppress

COLUMNS = st.lists(st.integers(0, 40), max_size=12)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([], (), False),
        ([0, 0], (False, False), False),
        ([9, 5, 0], (False, False, False), False),
        ([9, 7, 4], (False, True, True), False),
        ([9, 9, 4], (True, False, True), False),
        ([9, 2, 3], (False, True, True), False),
        ([9, 1, 3], (True, True, True), False),
        ([4], (True,), True),
        ([4, 0], (True, False), True),
        ([1, 2], (True, True), True),
        ([9, 1], (True, True), False),
    ],
)
def test_suppression_hides_the_least_that_protects(counts: list[int], cells: tuple[bool, ...], total: bool) -> None:
    assert suppress(counts) == Suppression(cells, total)


@given(COLUMNS)
def test_no_shown_cell_has_fewer_than_five_people(counts: list[int]) -> None:
    shown = [n for n, hidden in zip(counts, suppress(counts).cells, strict=True) if not hidden]
    assert all(n == 0 or n >= 5 for n in shown)


@given(COLUMNS)
def test_total_minus_shown_cells_never_leaves_a_small_group_or_a_single_cell(counts: list[int]) -> None:
    suppression = suppress(counts)
    hidden = [n for n, one in zip(counts, suppression.cells, strict=True) if one]
    assert suppression.total or not hidden or (sum(hidden) >= 5 and len(hidden) >= 2)


@given(COLUMNS)
def test_nobody_is_hidden_in_a_column_of_large_groups(counts: list[int]) -> None:
    if all(n == 0 or n >= 5 for n in counts):
        assert suppress(counts) == Suppression((False,) * len(counts), total=False)


@given(COLUMNS)
def test_empty_cells_are_never_hidden(counts: list[int]) -> None:
    assert not any(hidden for n, hidden in zip(counts, suppress(counts).cells, strict=True) if n == 0)

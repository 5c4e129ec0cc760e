"""Ledgers of evidence drawn at random, for the laws of the engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from competencies.engine.evidence import Observed
from competencies.engine.parameters import ContinuousItem, Item, Prior

# A law holds however busy the machine is.
lawful = settings(deadline=None)

TODAY = datetime(2026, 3, 1, 12, tzinfo=UTC)

difficulties = st.floats(-3.0, 3.0)
priors = st.builds(Prior, st.floats(-1.0, 1.0), st.floats(0.3, 2.0))
binary_items = st.builds(Item, st.floats(0.2, 4.0), difficulties)
graded_items = st.builds(
    Item, st.floats(0.2, 3.0), difficulties, st.lists(st.floats(-2.0, 2.0), min_size=1, max_size=5).map(tuple)
)
continuous_items = st.builds(ContinuousItem, st.floats(-2.0, 2.0), st.floats(0.2, 3.0))
any_items = st.one_of(binary_items, graded_items, continuous_items)
sessions = st.sampled_from([None, None, "morning", "evening"])


@st.composite
def observed(draw: st.DrawFn, ref: str, items: st.SearchStrategy[Item | ContinuousItem] = any_items) -> Observed:
    item = draw(items)
    graded = isinstance(item, Item)
    return Observed(
        ref=ref,
        outcome=float(draw(st.integers(0, item.top))) if isinstance(item, Item) else draw(st.floats(-4.0, 4.0)),
        item=item,
        severity=draw(st.floats(-1.0, 1.0)) if graded else 0.0,
        weight=draw(st.floats(0.0, 1.5)),
        observed_at=TODAY - timedelta(days=draw(st.integers(0, 1500))),
        session=draw(sessions),
    )


@st.composite
def ledgers(
    draw: st.DrawFn,
    items: st.SearchStrategy[Item | ContinuousItem] = any_items,
    min_size: int = 0,
    max_size: int = 8,
) -> list[Observed]:
    return [draw(observed(f"e{number}", items)) for number in range(draw(st.integers(min_size, max_size)))]

"""The batch against the single estimate, and what it refuses."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.engine.batch import estimate_batch
from competencies.engine.columns import EvidenceColumns, columns_from, discount_columns
from competencies.engine.discount import counting, discounts
from competencies.engine.evidence import Observed
from competencies.engine.parameters import ContinuousItem, Item, Prior
from competencies.engine.scoring import estimate
from competencies.engine.simulate import draw_evidence, draw_theta
from tests.competencies.engine.strategies import TODAY, any_items, binary_items, graded_items, lawful, ledgers, priors


def assert_batch_agrees(books: list[list[Observed]], prior: Prior, rho: float) -> None:
    half_lives = [200.0 + 100.0 * (k % 3) for k in range(len(books))]
    columns = columns_from(books, half_life_days=half_lives, session_correlation=rho, as_of=TODAY)
    found = estimate_batch(columns, pairs=len(books), prior=prior)
    for k, (book, half_life) in enumerate(zip(books, half_lives, strict=True)):
        single = estimate(book, prior=prior, half_life_days=half_life, session_correlation=rho, as_of=TODAY)
        assert found.theta[k] == pytest.approx(single.theta, abs=1e-8)
        assert found.s[k] == pytest.approx(single.s, abs=1e-8)
        assert found.n[k] == single.n


@lawful
@given(
    st.sampled_from([binary_items, graded_items, any_items]).flatmap(
        lambda items: st.lists(ledgers(items=items, max_size=6), min_size=1, max_size=6)
    ),
    priors,
    st.floats(0.0, 1.0),
)
def test_batch_agrees_with_single(books: list[list[Observed]], prior: Prior, rho: float) -> None:
    assert_batch_agrees(books, prior, rho)


@pytest.mark.parametrize("kind", ["binary", "mixed"])
def test_batch_agrees_on_many_simulated_people(kind: str) -> None:
    rng = random.Random(5)
    bank: list[Item | ContinuousItem] = [Item(rng.uniform(0.3, 4.0), rng.uniform(-3, 3)) for _ in range(60)]
    if kind == "mixed":
        bank += [Item(rng.uniform(0.3, 2.0), 0.0, (-1.0, 0.0, 0.5, 1.5)) for _ in range(20)]
        bank += [ContinuousItem(0.3, 0.9)]
    books = [
        draw_evidence(
            rng.sample(bank, rng.choice([0, 1, 2, 3, 5, 9, 17, 33, 58])),
            2 * draw_theta(Prior(), rng),
            rng,
            observed_at=TODAY - timedelta(days=rng.randrange(900)),
            session=rng.choice([None, "s"]),
        )
        for _ in range(300)
    ]
    assert_batch_agrees(books, Prior(), 0.15)


def test_batch_agrees_on_items_so_steep_that_newton_swings() -> None:
    books = [
        [
            Observed(ref=f"e{k}", outcome=float((k + shift) % 2), item=Item(a, (k - 10) / 5), observed_at=TODAY)
            for k in range(20)
        ]
        for shift in (0, 1)
        for a in (20.0, 50.0, 300.0)
    ]
    assert_batch_agrees(books, Prior(0.0, 3.0), 0.0)


def test_pairs_without_rows_are_the_prior() -> None:
    columns = columns_from([[], []], half_life_days=[1.0, 1.0], session_correlation=0.0, as_of=TODAY)
    found = estimate_batch(columns, pairs=2, prior=Prior(0.4, 0.7))
    assert found.theta.tolist() == [0.4, 0.4]
    assert found.s.tolist() == pytest.approx([0.7, 0.7])
    assert estimate_batch(columns, pairs=0, prior=Prior()).theta.size == 0


@lawful
@given(ledgers(max_size=10), st.floats(0.0, 1.0))
def test_discounts_by_column_agree(ledger: list[Observed], rho: float) -> None:
    kept = counting(ledger, TODAY)
    codes = {"morning": 0, "evening": 1, None: -1}
    found = discount_columns(
        pair=np.zeros(len(kept), dtype=np.intp),
        weight=np.array([e.weight for e in kept]),
        age_days=np.array([(TODAY - e.observed_at) / timedelta(days=1) for e in kept]),
        half_life_days=300.0,
        session=np.array([codes[e.session] for e in kept], dtype=np.intp),
        session_correlation=rho,
    )
    single = discounts(kept, half_life_days=300.0, session_correlation=rho, as_of=TODAY)
    assert found.tolist() == pytest.approx(single, rel=1e-12)


def test_session_shared_by_two_pairs_is_two_sessions() -> None:
    found = discount_columns(
        pair=np.array([0, 0, 1], dtype=np.intp),
        weight=np.ones(3),
        age_days=np.zeros(3),
        half_life_days=300.0,
        session=np.array([4, 4, 4], dtype=np.intp),
        session_correlation=1.0,
    )
    assert found.tolist() == [0.5, 0.5, 1.0]


COLUMNS = EvidenceColumns(
    pair=np.array([0, 1], dtype=np.intp),
    outcome=np.array([1.0, 0.0]),
    discrimination=np.ones(2),
    difficulty=np.zeros(2),
    weight=np.ones(2),
)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("pair", np.array([1, 0]), "not sorted"),
        ("pair", np.array([-1, 0]), "not sorted"),
        ("outcome", np.array([np.nan, 0.0]), "no finite outcome"),
        ("outcome", np.array([2.0, 0.0]), "whole outcomes"),
        ("discrimination", np.array([0.0, 1.0]), "greater than zero"),
        ("weight", np.array([-1.0, 1.0]), "negative weight"),
        ("weight", np.ones(3), "equally long"),
        ("steps", np.array([[np.nan, 0.0], [0.0, np.nan]]), "have a gap"),
    ],
)
def test_impossible_columns_are_refused(column: str, value: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(COLUMNS, **{column: value})


def test_pair_beyond_the_number_given_is_refused() -> None:
    with pytest.raises(ValueError, match="there are only 1"):
        estimate_batch(COLUMNS, pairs=1, prior=Prior())

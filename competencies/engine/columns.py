"""Evidence as columns, one row each, sorted by pair: what `batch` computes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from competencies.engine.discount import counting, discounts
from competencies.engine.evidence import Observed
from competencies.engine.parameters import Item

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceColumns:
    """n rows of evidence sorted by `pair` (0, 1, …), all columns of length n.

    `difficulty` is b + ρ and `weight` is δ. `steps` has shape (n, K) with NaN after a row's last step, or is None when
    every row is right or wrong with step zero. Where `continuous` is true the row is an indicator: `discrimination` is
    1/sd and `difficulty` its offset.
    """

    pair: NDArray[np.intp]
    outcome: Floats
    discrimination: Floats
    difficulty: Floats
    weight: Floats
    steps: Floats | None = None
    continuous: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        size = self.pair.size
        optional = [column for column in (self.steps, self.continuous) if column is not None]
        for column in (self.outcome, self.discrimination, self.difficulty, self.weight, *optional):
            if len(column) != size:
                raise ValueError(f"A column has {len(column)} rows and the pairs have {size}: make them equally long.")
        if size and (self.pair[0] < 0 or (self.pair[1:] < self.pair[:-1]).any()):
            raise ValueError("The evidence is not sorted by pair from 0 on: sort it first.")
        for column, what in ((self.outcome, "outcome"), (self.difficulty, "difficulty"), (self.weight, "weight")):
            if not np.isfinite(column).all():
                raise ValueError(f"A row has no finite {what}: correct it and compute again.")
        if (self.weight < 0).any():
            raise ValueError("A row has a negative weight: correct it and compute again.")
        if not ((self.discrimination > 0) & np.isfinite(self.discrimination)).all():
            raise ValueError("A row's discrimination is not a number greater than zero: correct it and compute again.")
        self._require_categories()

    def _require_categories(self) -> None:
        """Outcomes of graded rows are whole numbers 0..K, and their steps come first, with NaN only after the last."""
        graded = slice(None) if self.continuous is None else ~self.continuous
        outcome = self.outcome[graded]
        tops: Floats | float = 1.0
        if self.steps is not None:
            known = np.isfinite(self.steps[graded])
            if known.size and (not known[:, 0].all() or (known[:, 1:] & ~known[:, :-1]).any()):
                raise ValueError("A row's steps are missing or have a gap: give them first, then NaN to the end.")
            tops = known.sum(axis=1).astype(np.float64)
        if ((outcome < 0) | (outcome > tops) | (outcome != np.floor(outcome))).any():
            raise ValueError("A row's outcome is not one of the whole outcomes of its item: check what was recorded.")

    def rows(self, chosen: NDArray[np.intp]) -> EvidenceColumns:
        """Some of the rows, in ascending order."""
        return EvidenceColumns(
            self.pair[chosen],
            self.outcome[chosen],
            self.discrimination[chosen],
            self.difficulty[chosen],
            self.weight[chosen],
            None if self.steps is None else self.steps[chosen],
            None if self.continuous is None else self.continuous[chosen],
        )


def discount_columns(
    *,
    pair: NDArray[np.intp],
    weight: Floats,
    age_days: Floats,
    half_life_days: Floats | float,
    session: NDArray[np.intp],
    session_correlation: float,
) -> Floats:
    """δ of each row, as `discount.discounts` computes it: `session` is a number ≥ 0, or −1 for none.

    All rows must count on the date the ages refer to. Rows share a session when both pair and session are equal.
    """
    delta = weight * np.exp2(-age_days / half_life_days)
    rows = np.flatnonzero((session >= 0) & (weight > 0))
    if rows.size and session_correlation > 0:
        keys = pair[rows] * (int(session.max()) + 1) + session[rows]
        _, which, sizes = np.unique(keys, return_inverse=True, return_counts=True)
        delta[rows] /= 1.0 + (sizes[which] - 1) * session_correlation
    return np.asarray(delta)


def columns_from(
    ledgers: Sequence[Sequence[Observed]],
    *,
    half_life_days: Sequence[float],
    session_correlation: float,
    as_of: datetime,
) -> EvidenceColumns:
    """The evidence of each pair that counts at `as_of`, with its discounts: pair i is `ledgers[i]`."""
    rows: list[tuple[int, Observed, float]] = []
    for number, (ledger, half_life) in enumerate(zip(ledgers, half_life_days, strict=True)):
        kept = counting(ledger, as_of)
        weights = discounts(kept, half_life_days=half_life, session_correlation=session_correlation, as_of=as_of)
        rows.extend((number, e, weight) for e, weight in zip(kept, weights, strict=True))
    depth = max((e.item.top for _, e, _ in rows if isinstance(e.item, Item)), default=1)
    steps = np.full((len(rows), depth), np.nan)
    values = np.empty((4, len(rows)))
    for at, (_, e, weight) in enumerate(rows):
        if isinstance(e.item, Item):
            steps[at, : e.item.top] = e.item.steps
            values[:, at] = e.outcome, e.item.discrimination, e.item.difficulty + e.severity, weight
        else:
            values[:, at] = e.outcome, 1.0 / e.item.sd, e.item.offset, weight
    plain = depth == 1 and not np.nan_to_num(steps).any()
    return EvidenceColumns(
        pair=np.array([number for number, _, _ in rows], dtype=np.intp),
        outcome=values[0],
        discrimination=values[1],
        difficulty=values[2],
        weight=values[3],
        steps=None if plain else steps,
        continuous=np.array([not isinstance(e.item, Item) for _, e, _ in rows], dtype=np.bool_),
    )

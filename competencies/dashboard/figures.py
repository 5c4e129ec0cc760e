"""The arithmetic of the board: means and gaps of groups of people, competency by competency.

Everything is computed on matrices of people × competencies, so that ten thousand people cost milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from competencies.dashboard.suppression import SMALLEST_GROUP, suppress
from competencies.engine.parameters import LEVELS
from lms.ui.figures.heat import heat_cell

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
CLOSE = 0.3  # level points below a target that count as "nearly there"


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """People × competencies. By person: row of the unit and of the position. By person and competency, in level
    points: `level` (NaN: not enough evidence), `target` (NaN: the position does not ask for it) and its `weight`."""

    unit: Ints
    position: Ints
    level: Floats
    target: Floats
    weight: Floats

    @property
    def counted(self) -> Bools:
        """Who enters the figures of a competency: the position asks for it, and there is enough evidence."""
        known: Bools = np.isfinite(self.level) & np.isfinite(self.target)
        return known


@dataclass(frozen=True, slots=True)
class Cell:
    """A group of people in one competency.

    `asked` people have a position that asks for it, `n` of them enough evidence. `mean` and `target` are their mean
    level and mean required level (None when n is 0), `below` counts those under their own target and `weighted` is
    Σ weight × (target − level) over these. `hidden`: too few people to show any of it.
    """

    asked: int
    n: int
    mean: float | None
    target: float | None
    below: int
    weighted: float
    hidden: bool = False

    @property
    def distance(self) -> float | None:
        """Mean distance to the own target in level points; negative is below."""
        return None if self.mean is None or self.target is None else self.mean - self.target

    @property
    def step(self) -> int:
        """Step of the heat map: 1 far below its target to 5 far above; 0 when there is nothing to show."""
        if self.hidden or self.mean is None or self.target is None:
            return 0
        return heat_cell(self.mean, self.target, self.n, smallest=1).heat

    @property
    def is_below(self) -> bool:
        """Whether the mean is shown and visibly below the target."""
        return self.step in {1, 2}


@dataclass(frozen=True, slots=True)
class Grid:
    """`rows[group][competency]`, and `totals[competency]` over all groups."""

    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...]


def grid(sample: Sample, group: Ints, groups: int) -> Grid:
    """The cells of every group of people in every competency, with those of too few people hidden.

    `group` holds each person's row, 0..groups − 1. Every person is in exactly one group, so a column's total is what
    its cells add up to, and `suppress` sees to it that the total gives no hidden cell away.
    """
    counted = sample.counted
    level = np.where(counted, sample.level, 0.0)
    target = np.where(counted, sample.target, 0.0)
    short = counted & (sample.level < sample.target)
    gap = np.where(short, sample.weight * (target - level), 0.0)
    asked = _by_group(np.isfinite(sample.target), group, groups)
    n = _by_group(counted, group, groups)
    sums = [_by_group(values, group, groups) for values in (level, target, short, gap)]
    rows = [[_cell(r, c, asked, n, sums) for c in range(n.shape[1])] for r in range(groups)]
    whole = [values.sum(axis=0, keepdims=True) for values in sums]
    totals = [
        _cell(0, c, asked.sum(axis=0, keepdims=True), n.sum(axis=0, keepdims=True), whole) for c in range(n.shape[1])
    ]
    for c in range(n.shape[1]):
        suppression = suppress([row[c].n for row in rows])
        for row, hidden in zip(rows, suppression.cells, strict=True):
            row[c] = replace(row[c], hidden=hidden)
        totals[c] = replace(totals[c], hidden=suppression.total)
    return Grid(tuple(tuple(row) for row in rows), tuple(totals))


def _by_group(values: Floats | Bools, group: Ints, groups: int) -> Floats:
    """Sums of a people × competencies matrix by group: shape (groups, competencies)."""
    sums = np.zeros((groups, values.shape[1]))
    np.add.at(sums, group, values)
    return sums


def _cell(r: int, c: int, asked: Floats, n: Floats, sums: Sequence[Floats]) -> Cell:
    count = int(n[r, c])
    level, target, below, weighted = (float(values[r, c]) for values in sums)
    return Cell(
        asked=int(asked[r, c]),
        n=count,
        mean=level / count if count else None,
        target=target / count if count else None,
        below=int(below),
        weighted=weighted,
    )


@dataclass(frozen=True, slots=True)
class Levels:
    """How many people stand at each level in one competency. `target` when all of them have the same one; `close` of
    those below their target lack less than 0.3."""

    counts: tuple[int, ...]
    below: int
    close: int
    target: int | None

    @property
    def n(self) -> int:
        """How many people were counted."""
        return sum(self.counts)


def levels(sample: Sample, competency: int) -> Levels:
    """The distribution of one competency (its column) over the levels."""
    counted = sample.counted[:, competency]
    level, target = sample.level[counted, competency], sample.target[counted, competency]
    counts = np.bincount(np.clip(np.floor(level).astype(np.intp), 1, len(LEVELS)), minlength=len(LEVELS) + 1)[1:]
    gap = target - level
    targets = np.unique(target)
    return Levels(
        counts=tuple(int(count) for count in counts),
        below=int((gap > 0).sum()),
        close=int(((gap > 0) & (gap < CLOSE)).sum()),
        target=int(targets[0]) if targets.size == 1 else None,
    )


def enough(people: int) -> bool:
    """Whether a group is large enough to be shown."""
    return people >= SMALLEST_GROUP

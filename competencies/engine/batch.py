"""The same estimates as `scoring`, for many (person, competency) pairs at once, with NumPy.

Consecutive pairs are taken in blocks whose rows fit the processor's cache. Each block is solved by Halley's method,
with one `bincount` per sum over a pair's rows; pairs it does not settle go to a bracketed Newton that always does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from competencies.engine.columns import EvidenceColumns, Floats
from competencies.engine.parameters import Prior

Ints = NDArray[np.intp]
# Per pair: slope of the log posterior, information I = −curvature, and dI/dθ.
Evaluation = tuple[Floats, Floats, Floats]

_BLOCK_ROWS = 32_768
# Steps are measured in units of 1/(a K). Halley's next error is about the cube of its last step, and that of the
# extrapolated information a fraction of its square: at 3e-5 both are below 1e-9.
_SETTLED = 3e-5
_HALLEY_STEPS = 8
_NEWTON_STEPS = 200


@dataclass(frozen=True, slots=True, eq=False)
class BatchEstimate:
    """Per pair 0..pairs−1: θ̂ and s in logits, and how many rows it rests on."""

    theta: Floats
    s: Floats
    n: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The graded rows of some consecutive pairs.

    By row: `pair` counted from the block's first, a, `weighted` = δ a, and `offsets[k−1]` = a (k b + Σ_{j≤k} τ_j), +∞
    where an item has no such outcome. By pair: `highest` = Σ δ a x, `lowest` = Σ δ a (x − K), and the normal prior.
    """

    pair: Ints
    discrimination: Floats
    weighted: Floats
    offsets: list[Floats]
    highest: Floats
    lowest: Floats
    mean: Floats
    precision: Floats

    def only(self, chosen: NDArray[np.bool_]) -> _Block:
        """The block of some of its pairs."""
        rows = np.flatnonzero(chosen[self.pair])
        number = np.cumsum(chosen) - 1
        return _Block(
            number[self.pair[rows]],
            self.discrimination[rows],
            self.weighted[rows],
            [offset[rows] for offset in self.offsets],
            self.highest[chosen],
            self.lowest[chosen],
            self.mean[chosen],
            self.precision[chosen],
        )


def estimate_batch(columns: EvidenceColumns, *, pairs: int, prior: Prior) -> BatchEstimate:
    """θ̂ and s of every pair; agrees with `scoring.estimate` to 1e-8. A pair without rows is the prior.

    `columns.pair` is sorted and below `pairs`; `columns.weight` already holds the discounts δ.
    """
    if columns.pair.size and columns.pair[-1] >= pairs:
        raise ValueError(f"The evidence names pair {columns.pair[-1]}, but there are only {pairs}: pass their number.")
    n = np.bincount(columns.pair, minlength=pairs)
    theta = np.full(pairs, prior.mu)
    information = np.full(pairs, 1.0 / prior.sigma**2)
    graded, counts = columns, n
    if columns.continuous is not None and columns.continuous.any():
        _absorb_indicators(columns.rows(np.flatnonzero(columns.continuous)), theta, information)
        graded = columns.rows(np.flatnonzero(~columns.continuous))
        counts = np.bincount(graded.pair, minlength=pairs)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for first, last, rows in _blocks(counts):
            block = _cut(graded, rows, first, theta[first:last].copy(), information[first:last].copy())
            theta[first:last], information[first:last] = _solve(block)
    return BatchEstimate(theta, 1.0 / np.sqrt(information), n)


def _absorb_indicators(columns: EvidenceColumns, mean: Floats, precision: Floats) -> None:
    """Indicators are normal, so they turn the normal prior of each pair into another one, exactly; in place."""
    weight = columns.weight * columns.discrimination**2
    away = weight * (columns.outcome - columns.difficulty - mean[columns.pair])
    precision += np.bincount(columns.pair, weights=weight, minlength=mean.size)
    mean += np.bincount(columns.pair, weights=away, minlength=mean.size) / precision


def _blocks(counts: Ints) -> Iterator[tuple[int, int, slice]]:
    """First pair, the pair after the last, and the rows between, of each block: whole pairs, at least one."""
    ends = np.cumsum(counts)
    first = begin = 0
    while first < counts.size:
        last = max(first + 1, int(np.searchsorted(ends, begin + _BLOCK_ROWS, side="right")))
        end = int(ends[last - 1])
        if end > begin:
            yield first, last, slice(begin, end)
        first, begin = last, end


def _cut(columns: EvidenceColumns, rows: slice, first: int, mean: Floats, precision: Floats) -> _Block:
    """A block of rows whose pairs start at `first` and have the normal priors given."""
    pair = columns.pair[rows] - first
    a = columns.discrimination[rows]
    weighted = a * columns.weight[rows]
    outcome = columns.outcome[rows]
    difficulty = columns.difficulty[rows]
    offsets: list[Floats] = []
    tops: Floats | float = 1.0
    if columns.steps is None:
        offsets.append(a * difficulty)
    else:
        taus = columns.steps[rows]
        reached = np.cumsum(difficulty[:, None] + taus, axis=1)
        depth = int(np.isfinite(taus).any(axis=0).sum())
        offsets.extend(np.where(np.isnan(reached[:, k]), np.inf, a * reached[:, k]) for k in range(depth))
        tops = np.isfinite(taus).sum(axis=1)
    return _Block(
        pair,
        a,
        weighted,
        offsets,
        _sum_by_pair(pair, weighted * outcome, mean.size),
        _sum_by_pair(pair, weighted * (outcome - tops), mean.size),
        mean,
        precision,
    )


def _sum_by_pair(pair: Ints, values: Floats, pairs: int) -> Floats:
    """Sum of each pair's rows, shape (pairs,)."""
    return np.asarray(np.bincount(pair, weights=values, minlength=pairs), dtype=np.float64)


def _evaluation(block: _Block) -> Callable[[Floats], Evaluation]:
    """How to evaluate a block at given θ: right-or-wrong rows take a shorter way."""
    return _logistic(block) if len(block.offsets) == 1 else _partial_credit(block)


def _logistic(block: _Block) -> Callable[[Floats], Evaluation]:
    """With z = a(θ − b) and q = 1 − E = 1/(1 + e^z): variance q(1 − q), and its slope in z, q(1 − q)(2q − 1)."""
    pair, a, offset, weighted = block.pair, block.discrimination, block.offsets[0], block.weighted
    weighted2 = weighted * a
    weighted3 = weighted2 * a
    q, part, variance = np.empty_like(a), np.empty_like(a), np.empty_like(a)

    def add(values: Floats) -> Floats:
        return _sum_by_pair(pair, values, block.mean.size)

    def evaluate(theta: Floats) -> Evaluation:
        theta.take(pair, out=q, mode="clip")
        np.multiply(a, q, out=q)
        np.subtract(q, offset, out=q)
        np.exp(q, out=q)
        np.add(q, 1.0, out=q)
        np.reciprocal(q, out=q)
        slope = block.precision * (block.mean - theta) + block.lowest + add(np.multiply(weighted, q, out=part))
        np.subtract(1.0, q, out=part)
        np.multiply(part, q, out=variance)
        np.subtract(q, part, out=part)
        np.multiply(part, variance, out=part)
        information = block.precision + add(np.multiply(variance, weighted2, out=variance))
        return slope, information, add(np.multiply(part, weighted3, out=part))

    return evaluate


def _partial_credit(block: _Block) -> Callable[[Floats], Evaluation]:
    """With the mean, variance and third central moment of each row's outcome: dE/dz = Var, dVar/dz = μ₃, z = aθ."""
    pair, a, weighted = block.pair, block.discrimination, block.weighted

    def add(values: Floats) -> Floats:
        return _sum_by_pair(pair, values, block.mean.size)

    def evaluate(theta: Floats) -> Evaluation:
        z = a * theta[pair]
        logs = np.stack([np.zeros_like(z), *(k * z - offset for k, offset in enumerate(block.offsets, start=1))])
        masses = np.exp(logs - logs.max(axis=0))
        masses /= masses.sum(axis=0)
        outcomes = np.arange(len(masses))[:, None]
        expected = (outcomes * masses).sum(axis=0)
        away = outcomes - expected
        masses *= away**2
        slope = block.precision * (block.mean - theta) + block.highest - add(weighted * expected)
        information = block.precision + add(weighted * a * masses.sum(axis=0))
        return slope, information, add(weighted * a**2 * (masses * away).sum(axis=0))

    return evaluate


def _solve(block: _Block) -> tuple[Floats, Floats]:
    """θ̂ and information of a block's pairs: Halley's steps for all until few are left, then for those alone."""
    unit = float(block.discrimination.max()) * len(block.offsets)
    evaluate = _evaluation(block)
    theta = all_theta = block.mean
    all_information = block.precision
    chosen: Ints | None = None
    for _ in range(_HALLEY_STEPS):
        slope, information, change = evaluate(theta)
        step = _halley(slope, information, change)
        theta = theta + step
        information += change * step
        left = ~(np.abs(step) <= 0.5 * _SETTLED / unit)
        if chosen is not None:
            all_theta[chosen], all_information[chosen] = theta, information
        else:
            all_theta, all_information = theta, information
        open_ = np.count_nonzero(left)
        if not open_:
            return all_theta, all_information
        if 2 * open_ < left.size:
            chosen = np.flatnonzero(left) if chosen is None else chosen[left]
            block, theta = block.only(left), theta[left]
            evaluate = _evaluation(block)
    if chosen is None:
        return _bracketed(block)
    all_theta[chosen], all_information[chosen] = _bracketed(block)
    return all_theta, all_information


def _halley(slope: Floats, information: Floats, change: Floats) -> Floats:
    """n/(1 + n I'/2I) with Newton's step n = slope/I, kept between half of n and twice n where it could overshoot."""
    square = information * information
    return slope * information / np.clip(square + 0.5 * slope * change, 0.5 * square, 2.0 * square)


def _bracketed(block: _Block) -> tuple[Floats, Floats]:
    """Newton inside a shrinking interval, as in `scoring`: E lies in [0, K], which bounds the root at the start."""
    low = block.mean + block.lowest / block.precision
    high = block.mean + block.highest / block.precision
    theta = np.clip(block.mean, low, high)
    previous = high - low
    evaluate = _evaluation(block)
    for _ in range(_NEWTON_STEPS):
        slope, information, _ = evaluate(theta)
        low = np.where(slope > 0, theta, low)
        high = np.where(slope < 0, theta, high)
        step = slope / information
        target = theta + step
        bisect = ~((low <= target) & (target <= high)) | (np.abs(step) > 0.5 * previous)
        target = np.where(bisect, low + (high - low) / 2, target)
        previous = np.abs(target - theta)
        theta = target
        if (previous <= 1e-12 * np.maximum(1.0, np.abs(theta))).all():
            break
    return theta, evaluate(theta)[1]

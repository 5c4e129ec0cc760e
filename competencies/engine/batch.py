"""The same estimates as `scoring`, for many (person, competency) pairs at once, with NumPy.

Pairs with the same number of rows are laid side by side as a matrix (rows of a pair × pairs), in blocks that fit the
processor's cache, so that the sums over a pair's rows are plain additions. Each block is solved by Halley's method; the
few pairs it does not settle go to a bracketed Newton that always does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from competencies.engine.columns import EvidenceColumns, Floats
from competencies.engine.parameters import Prior

Ints = NDArray[np.intp]
# slope of the log posterior, information I = −curvature, and dI/dθ, each of shape (pairs,)
Evaluation = tuple[Floats, Floats, Floats]
Evaluate = Callable[[Floats], Evaluation]

_BLOCK_ELEMENTS = 32_768
_EXACT_COUNTS = 16
# Halley's error is about the cube of the last step, and that of the extrapolated information its square, when steps
# are measured in units of 1/(a K): at 1e-5 both are far below 1e-8.
_SETTLED = 1e-5
_HALLEY_STEPS = 8
_NEWTON_STEPS = 200


@dataclass(frozen=True, slots=True)
class BatchEstimate:
    """Per pair 0..pairs−1: θ̂ and s in logits, and how many rows it rests on."""

    theta: Floats
    s: Floats
    n: Ints


@dataclass(frozen=True, slots=True)
class _Block:
    """Some pairs with equally many rows; matrices have shape (rows of a pair, pairs).

    `weighted` is δ a (0 for a row of padding) and `fixed` is Σ δ a x per pair; `offsets[k−1]` is a (k b + Σ_{j≤k} τ_j),
    +∞ for outcomes an item does not have. `mean` and `precision` are the prior's after the indicators.
    """

    discrimination: Floats
    weighted: Floats
    offsets: list[Floats]
    fixed: Floats
    tops: Floats
    mean: Floats
    precision: Floats

    def only(self, chosen: Ints) -> _Block:
        return _Block(
            self.discrimination[:, chosen],
            self.weighted[:, chosen],
            [offset[:, chosen] for offset in self.offsets],
            self.fixed[chosen],
            self.tops[chosen],
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
    graded, counts, normal = columns, n, None
    if columns.continuous is not None and columns.continuous.any():
        _absorb_indicators(columns.rows(np.flatnonzero(columns.continuous)), theta, information)
        normal = theta.copy(), information.copy()
        graded = columns.rows(np.flatnonzero(~columns.continuous))
        counts = np.bincount(graded.pair, minlength=pairs)
    starts = np.cumsum(counts) - counts
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for ids, depth in _groups(counts):
            if normal is None:
                mean, precision = np.full(ids.size, prior.mu), np.full(ids.size, 1.0 / prior.sigma**2)
            else:
                mean, precision = normal[0][ids], normal[1][ids]
            block = _lay_out(graded, starts[ids], counts[ids], depth, mean, precision)
            theta[ids], information[ids] = _solve(block)
    return BatchEstimate(theta, 1.0 / np.sqrt(information), n)


def _absorb_indicators(columns: EvidenceColumns, mean: Floats, precision: Floats) -> None:
    """Indicators are normal, so they turn the normal prior of each pair into another one, exactly; in place."""
    pair = columns.pair
    weight = columns.weight * columns.discrimination**2
    away = weight * (columns.outcome - columns.difficulty - mean[pair])
    precision += np.bincount(pair, weights=weight, minlength=mean.size)
    mean += np.bincount(pair, weights=away, minlength=mean.size) / precision


def _groups(counts: Ints) -> Iterator[tuple[Ints, int]]:
    """Blocks of pairs that share a depth: their rows per pair, rounded up a little when there are many."""
    depths = counts.copy()
    large = depths > _EXACT_COUNTS
    if large.any():
        unit = 2 ** np.maximum(np.floor(np.log2(depths[large])) - 3, 0).astype(depths.dtype)
        depths[large] = -(-depths[large] // unit) * unit
    order = np.argsort(depths.astype(np.uint16) if depths.max(initial=0) < 65_536 else depths, kind="stable")
    sizes = np.bincount(depths)
    ends = np.cumsum(sizes)
    for depth in np.flatnonzero(sizes)[int(sizes[:1].any()) :]:
        width = max(1, _BLOCK_ELEMENTS // int(depth))
        begin, end = int(ends[depth] - sizes[depth]), int(ends[depth])
        for at in range(begin, end, width):
            yield order[at : min(at + width, end)], int(depth)


def _lay_out(
    columns: EvidenceColumns, starts: Ints, counts: Ints, depth: int, mean: Floats, precision: Floats
) -> _Block:
    """The rows of some pairs as matrices; padding repeats a pair's last row at weight zero."""
    steps = np.arange(depth)[:, None]
    padded = bool(counts.min() < depth)
    rows = starts + (np.minimum(steps, counts - 1) if padded else steps)
    a = columns.discrimination.take(rows, mode="clip")
    weighted = columns.weight.take(rows, mode="clip")
    weighted *= a
    if padded:
        weighted *= steps < counts
    offset = columns.difficulty.take(rows, mode="clip")
    fixed = np.einsum("ij,ij->j", weighted, columns.outcome.take(rows, mode="clip"))
    if columns.steps is None:
        offset *= a
        return _Block(a, weighted, [offset], fixed, weighted.sum(axis=0), mean, precision)
    taus = columns.steps[rows]
    offsets: list[Floats] = []
    reached = np.zeros_like(a)
    for k in range(columns.steps.shape[1]):
        reached = reached + offset + taus[:, :, k]
        if not np.isfinite(reached).any():
            break
        offsets.append(np.where(np.isnan(reached), np.inf, a * reached))
    tops = np.isfinite(taus).sum(axis=2)
    return _Block(a, weighted, offsets, fixed, (weighted * tops).sum(axis=0), mean, precision)


def _logistic(block: _Block, real: type[np.floating] = np.float64) -> Evaluate:
    """Evaluation for right-or-wrong rows, in single or double precision.

    With q = 1 − E = 1/(1 + e^z), z = aθ − ab, the variance is q(1 − q) and its derivative in z is q(1 − q)(2q − 1).
    """
    a, offset, weighted = (m.astype(real, copy=False) for m in (block.discrimination, block.offsets[0], block.weighted))
    weighted2 = weighted * a
    weighted3 = weighted2 * a
    missed = block.fixed - block.tops
    mean, precision, fixed = (v.astype(real, copy=False) for v in (block.mean, block.precision, missed))
    q, other = np.empty_like(a), np.empty_like(a)

    def evaluate(theta: Floats) -> Evaluation:
        np.multiply(a, theta, out=q)
        np.subtract(q, offset, out=q)
        np.exp(q, out=q)
        np.add(q, 1.0, out=q)
        np.reciprocal(q, out=q)
        slope = precision * (mean - theta) + fixed
        np.multiply(weighted, q, out=other)
        slope += other.sum(axis=0)
        np.subtract(1.0, q, out=other)
        np.multiply(other, q, out=other)
        np.multiply(q, 2.0, out=q)
        np.subtract(q, 1.0, out=q)
        np.multiply(q, other, out=q)
        np.multiply(other, weighted2, out=other)
        information = precision + other.sum(axis=0)
        np.multiply(q, weighted3, out=q)
        return slope, information, q.sum(axis=0)

    return evaluate


def _partial_credit(block: _Block) -> Evaluate:
    """Evaluation for graded rows: mean, variance and third central moment of each row's outcome."""
    a, weighted = block.discrimination, block.weighted

    def evaluate(theta: Floats) -> Evaluation:
        z = a * theta
        logs = [np.zeros_like(z), *(k * z - offset for k, offset in enumerate(block.offsets, start=1))]
        highest = np.maximum.reduce(logs)
        masses = [np.exp(log - highest) for log in logs]
        total = sum(masses[1:], start=masses[0])
        expected = sum((k * mass for k, mass in enumerate(masses)), start=np.zeros_like(z)) / total
        variance, third = np.zeros_like(z), np.zeros_like(z)
        for k, mass in enumerate(masses):
            away = k - expected
            mass *= away * away
            variance += mass
            third += mass * away
        slope = block.precision * (block.mean - theta) + block.fixed - np.einsum("ij,ij->j", weighted, expected)
        scaled = weighted * a / total
        return (
            slope,
            block.precision + np.einsum("ij,ij->j", scaled, variance),
            np.einsum("ij,ij,ij->j", scaled, a, third),
        )

    return evaluate


def _evaluation(block: _Block) -> Evaluate:
    return _logistic(block) if len(block.offsets) == 1 else _partial_credit(block)


def _halley(evaluation: Evaluation) -> tuple[Floats, Floats]:
    """Newton's step n = slope/I and Halley's n/(1 + n I'/2I), never more than twice Newton's."""
    slope, information, change = evaluation
    newton = slope / information
    return newton, newton / np.maximum(1.0 + 0.5 * newton * change / information, 0.5)


def _solve(block: _Block) -> tuple[Floats, Floats]:
    """θ̂ and information of a block's pairs."""
    theta: Floats = block.mean.copy()
    if len(block.offsets) == 1:
        # Two steps in single precision cost half as much and leave an error that one double step removes.
        rough = _logistic(block, np.float32)
        start: Floats = theta.astype(np.float32)
        for _ in range(2):
            start = start + _halley(rough(start))[1]
        theta = np.where(np.isfinite(start), start, theta).astype(np.float64)
    information = np.empty_like(theta)
    unit = block.discrimination.max(axis=0) * len(block.offsets)
    open_ = np.arange(theta.size)
    part, guess = block, theta
    for _ in range(_HALLEY_STEPS):
        evaluation = _evaluation(part)(guess)
        newton, step = _halley(evaluation)
        guess = guess + step
        theta[open_] = guess
        information[open_] = evaluation[1] + evaluation[2] * step
        left = np.flatnonzero(~(np.abs(newton) * unit <= _SETTLED))
        if not left.size:
            return theta, information
        part, guess, unit, open_ = part.only(left), guess[left], unit[left], open_[left]
    theta[open_], information[open_] = _bracketed(part)
    return theta, information


def _bracketed(block: _Block) -> tuple[Floats, Floats]:
    """Newton inside a shrinking interval, as in `scoring`: E lies in [0, K], which bounds the root at the start."""
    low = block.mean + (block.fixed - block.tops) / block.precision
    high = block.mean + block.fixed / block.precision
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

"""Speed of the competency engine: `python -m tests.bench.bench_engine`, one JSON object a line.

The reference of the batch is what a model without any curve would cost in the same run: two `bincount` sums a pair and
a division, over the same rows. The reference of a single update is the 1 ms it may take.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from competencies.engine.batch import estimate_batch
from competencies.engine.columns import EvidenceColumns
from competencies.engine.parameters import Item, Prior
from competencies.engine.scoring import estimate
from competencies.engine.simulate import draw_evidence

ROWS = 1_000_000
PAIRS = ROWS // 2
SEED = 20260301


def fastest(run: Callable[[], object], repeats: int) -> float:
    """Seconds of the quickest of several runs, after one to warm up."""
    run()
    best = float("inf")
    for _ in range(repeats):
        started = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - started)
    return best


def report(name: str, value: float, unit: str, reference: float, ratio: float) -> None:
    line = {"name": name, "value": round(value, 4), "unit": unit, "reference": round(reference, 4)}
    sys.stdout.write(json.dumps({**line, "ratio": round(ratio, 4)}) + "\n")


def binary_columns() -> EvidenceColumns:
    """Right-or-wrong rows drawn from the model, two a pair on average, sorted by pair."""
    rng = np.random.default_rng(SEED)
    pair = np.sort(rng.integers(0, PAIRS, ROWS)).astype(np.intp)
    theta = rng.normal(size=PAIRS)[pair]
    a, b = rng.uniform(0.6, 1.8, ROWS), rng.normal(size=ROWS)
    outcome = (rng.random(ROWS) < 1 / (1 + np.exp(-a * (theta - b)))).astype(np.float64)
    return EvidenceColumns(pair, outcome, a, b, rng.uniform(0.1, 1.0, ROWS))


def bench_batch(columns: EvidenceColumns) -> None:
    def normal_floor() -> object:
        precision = np.bincount(columns.pair, weights=columns.weight, minlength=PAIRS)
        shift = np.bincount(columns.pair, weights=columns.weight * columns.outcome, minlength=PAIRS)
        return shift / (1 + precision), 1 / np.sqrt(1 + precision)

    seconds = fastest(lambda: estimate_batch(columns, pairs=PAIRS, prior=Prior()), 7)
    floor = fastest(normal_floor, 7)
    report("engine.batch_1m_binary_rows", ROWS / seconds, "rows/s", ROWS / floor, floor / seconds)


def bench_single() -> None:
    today = datetime(2026, 3, 1, tzinfo=UTC)
    rng = random.Random(SEED)
    for name, steps in (("binary", (0.0,)), ("graded", (-1.2, -0.4, 0.4, 1.2))):
        ledger = [
            draw_evidence(
                [Item(rng.uniform(0.6, 1.8), rng.gauss(0, 1), steps)],
                0.4,
                rng,
                observed_at=today - timedelta(days=20 * k),
                ref=f"row{k}",
                session=f"session{k // 4}",
            )[0]
            for k in range(20)
        ]
        update = partial(estimate, ledger, prior=Prior(), half_life_days=365.0, session_correlation=0.2, as_of=today)
        milliseconds = fastest(update, 300) * 1000
        report(f"engine.single_update_20_{name}_rows", milliseconds, "ms", 1.0, milliseconds)


if __name__ == "__main__":
    bench_batch(binary_columns())
    bench_single()

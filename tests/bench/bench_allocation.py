"""How long dividing a pool among 10,000 people takes. One JSON object a line; run as a module.

References are measured in the same run. For the pool: sorting an array of the same length, which any exact method has
to do. For the proposal: writing the same receipts as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from compensation.allocation.band import Band
from compensation.allocation.policy import EvidenceGate, Policy, Pool, Pools
from compensation.allocation.proposal import PersonInput, propose
from compensation.allocation.waterfill import water_fill

PEOPLE = 10_000
BAND = Band("COP", Decimal(1_900_000), Decimal(2_350_000), Decimal(2_800_000))
POLICY = Policy(
    version=1,
    pools=Pools(competency=Pool(share=Decimal(1))),
    phi=((Decimal(0), Decimal(0)), (Decimal(1), Decimal(1))),
    gate=EvidenceGate(minimum_evidence=5),
    cap=Decimal("0.10"),
    rounding_step=Decimal(100),
)


def fastest_ms(work: Callable[[], object], repeats: int) -> float:
    """The shortest of several runs, in milliseconds: the least disturbed by whatever else the machine does."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def report(name: str, value: float, reference: float) -> None:
    """Write one measurement; ``reference`` is in the same unit."""
    line = {
        "name": name,
        "value": round(value, 3),
        "unit": "ms",
        "reference": round(reference, 3),
        "ratio": round(value / reference, 2),
    }
    sys.stdout.write(json.dumps(line) + "\n")


def run() -> None:
    """Measure the pool alone and a whole proposal with its receipts."""
    random = np.random.default_rng(20261122)
    pay = random.integers(19_000, 27_000, PEOPLE) * 100.0
    fit = random.uniform(0, 1, PEOPLE)
    target = 1_900_000 + fit * 900_000
    need = np.maximum(0.0, target - pay)
    upper = np.minimum(0.10 * pay, 2_800_000 - pay)
    cost = np.ones(PEOPLE)
    budget = float(np.minimum(need, upper).sum()) * 0.4
    reference = fastest_ms(lambda: np.sort(need), 50)
    report(
        "water-filling, 10,000 people", fastest_ms(lambda: water_fill(need, target, upper, cost, budget), 20), reference
    )
    people = [
        PersonInput(f"{index:05}", Decimal(int(pay[index])), BAND, float(fit[index]), 0.5, "composure", True, 9)
        for index in range(PEOPLE)
    ]
    pool = Decimal(int(budget))
    receipts = propose(people, POLICY, pool).receipts
    writing = fastest_ms(lambda: json.dumps([receipt.to_plain() for receipt in receipts]), 3)
    report("proposal with receipts, 10,000 people", fastest_ms(lambda: propose(people, POLICY, pool), 3), writing)


if __name__ == "__main__":
    run()

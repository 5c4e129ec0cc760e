"""Outcomes drawn from the model itself: for coverage studies and for simulated people."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from competencies.engine.evidence import Observed
from competencies.engine.likelihood import category_probabilities
from competencies.engine.parameters import ContinuousItem, Item, Prior


def draw_theta(prior: Prior, rng: random.Random) -> float:
    """The true θ of a new person."""
    return rng.gauss(prior.mu, prior.sigma)


def draw_outcome(item: Item | ContinuousItem, theta: float, rng: random.Random, severity: float = 0.0) -> float:
    """One outcome of a person at θ: a category 0..K, or a reading of an indicator."""
    if isinstance(item, ContinuousItem):
        return rng.gauss(theta + item.offset, item.sd)
    remaining = rng.random()
    for outcome, probability in enumerate(category_probabilities(item, theta, severity)):
        remaining -= probability
        if remaining < 0:
            return float(outcome)
    return float(item.top)


def draw_evidence(
    items: Sequence[Item | ContinuousItem],
    theta: float,
    rng: random.Random,
    *,
    observed_at: datetime,
    ref: str = "simulated",
    session: str | None = None,
    severity: float = 0.0,
) -> list[Observed]:
    """What a person at θ shows on each item on one date; refs are `ref`-0, `ref`-1 and so on."""
    return [
        Observed(
            ref=f"{ref}-{number}",
            outcome=draw_outcome(item, theta, rng, rater := severity if isinstance(item, Item) else 0.0),
            item=item,
            severity=rater,
            observed_at=observed_at,
            session=session,
        )
        for number, item in enumerate(items)
    ]

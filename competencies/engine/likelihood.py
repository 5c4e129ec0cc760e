"""The response model: how likely each outcome is at a given θ, and its mean and variance."""

from __future__ import annotations

import math

from competencies.engine.parameters import Item


def category_probabilities(item: Item, theta: float, severity: float = 0.0) -> tuple[float, ...]:
    """P(x=0..K | θ), K+1 numbers that sum to 1: log P(k) = Σ_{j≤k} a (θ − b − ρ − τ_j) − log Z."""
    logs = [0.0]
    for step in item.steps:
        logs.append(logs[-1] + item.discrimination * (theta - item.difficulty - severity - step))
    highest = max(logs)
    masses = [math.exp(value - highest) for value in logs]
    total = math.fsum(masses)
    return tuple(mass / total for mass in masses)


def mean_and_variance(item: Item, theta: float, severity: float = 0.0) -> tuple[float, float]:
    """E(x|θ) and Var(x|θ), in outcome units."""
    if len(item.steps) == 1:
        tail = math.exp(-abs(slope := item.discrimination * (theta - item.difficulty - severity - item.steps[0])))
        rarer = tail / (1.0 + tail)
        return (1.0 - rarer if slope >= 0 else rarer), rarer / (1.0 + tail)
    probabilities = category_probabilities(item, theta, severity)
    mean = sum(k * p for k, p in enumerate(probabilities))
    return mean, sum((k - mean) ** 2 * p for k, p in enumerate(probabilities))

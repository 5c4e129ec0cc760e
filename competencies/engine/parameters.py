"""What the model is told before it sees a person: the prior, the items and the proficiency scale.

θ is in logits; one prior serves everybody and no group ever has its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

LEVELS = (1, 2, 3, 4, 5)


def require_finite(value: float, what: str) -> None:
    """Raise ValueError with a full sentence unless `value` is a finite number."""
    if not math.isfinite(value):
        raise ValueError(f"The {what} is {value}, and it must be a finite number: correct it and compute again.")


def require_positive(value: float, what: str) -> None:
    """Raise ValueError with a full sentence unless `value` is finite and above zero."""
    require_finite(value, what)
    if value <= 0:
        raise ValueError(f"The {what} is {value}, and it must be greater than zero: correct it and compute again.")


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of anybody before any evidence: θ ~ N(mu, sigma²), in logits."""

    mu: float = 0.0
    sigma: float = 1.0

    def __post_init__(self) -> None:
        require_finite(self.mu, "mean of the prior")
        require_positive(self.sigma, "standard deviation of the prior")


@dataclass(frozen=True, slots=True)
class Item:
    """A question, choice or rating with outcomes 0..K, K = len(steps).

    log P(x=k|θ) = Σ_{j≤k} a (θ − b − ρ − τ_j) − log Z(θ). With K = 1 and steps (0.0,) it is the two-parameter logistic;
    with K > 1 the generalised partial credit model. `discrimination` a is per logit; b and the steps τ are logits.
    """

    discrimination: float
    difficulty: float
    steps: tuple[float, ...] = (0.0,)

    def __post_init__(self) -> None:
        require_positive(self.discrimination, "discrimination of the item")
        require_finite(self.difficulty, "difficulty of the item")
        if not self.steps:
            raise ValueError("The item has no steps: give one step for right or wrong, or K steps for outcomes 0 to K.")
        for number, step in enumerate(self.steps, start=1):
            require_finite(step, f"step {number} of the item")

    @property
    def top(self) -> int:
        """K, the highest outcome."""
        return len(self.steps)

    def outcome_of(self, share: float) -> int:
        """The outcome nearest to a share of full credit in [0, 1]; halves go up."""
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"The share of credit is {share}, and it must lie between 0 and 1: correct it.")
        return math.floor(share * self.top + 0.5)


@dataclass(frozen=True, slots=True)
class ContinuousItem:
    """A service indicator already on the θ scale up to an offset: x ~ N(θ + offset, sd²)."""

    offset: float
    sd: float

    def __post_init__(self) -> None:
        require_finite(self.offset, "offset of the indicator")
        require_positive(self.sd, "standard deviation of the indicator")


@dataclass(frozen=True, slots=True)
class Scale:
    """Where on θ levels 2, 3, 4 and 5 begin: the cuts κ_2 < κ_3 < κ_4 < κ_5, in logits.

    The defaults are 0.8 apart, so one level is 0.8 logits everywhere, and centre the prior on the middle of level 2:
    everybody starts at 2.50.
    """

    cuts: tuple[float, float, float, float] = (-0.4, 0.4, 1.2, 2.0)

    def __post_init__(self) -> None:
        if len(self.cuts) != len(LEVELS) - 1:
            raise ValueError(f"The scale has {len(self.cuts)} cut points, and five levels need exactly four.")
        for level, cut in zip(LEVELS[1:], self.cuts, strict=True):
            require_finite(cut, f"cut point of level {level}")
        if any(upper <= lower for lower, upper in pairwise(self.cuts)):
            raise ValueError("The cut points must rise from level 2 to level 5: put them in ascending order.")

    def cut(self, level: int) -> float:
        """θ at which `level` begins; level 1 has no lower end, so its cut is −∞."""
        if level not in LEVELS:
            raise ValueError(f"Level {level} does not exist: the scale goes from 1 to 5.")
        return -math.inf if level == 1 else self.cuts[level - 2]

"""One piece of evidence about one person and one competency, as the engine sees it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from competencies.engine.parameters import ContinuousItem, Item, require_finite


@dataclass(frozen=True, slots=True)
class Observed:
    """An outcome that was observed and never changes.

    `outcome` is a whole number 0..K for an `Item` and any real number for a `ContinuousItem`; `severity` is the rater's
    ρ in logits. It is in force from `in_force_from` (its observation, unless a later date is given) until, and not
    including, `in_force_until`: expiry, revocation and supersession are all written as that date.
    Items of the same `session` share what made that session good or bad, and are discounted for it.
    """

    ref: str
    outcome: float
    item: Item | ContinuousItem
    observed_at: datetime
    severity: float = 0.0
    weight: float = 1.0
    session: str | None = None
    in_force_from: datetime | None = None
    in_force_until: datetime | None = None

    def __post_init__(self) -> None:
        require_finite(self.outcome, f"outcome of evidence {self.ref}")
        require_finite(self.severity, f"rater severity of evidence {self.ref}")
        require_finite(self.weight, f"weight of evidence {self.ref}")
        if self.weight < 0:
            raise ValueError(f"The weight of evidence {self.ref} is {self.weight}, and it cannot be negative.")
        for moment in (self.observed_at, self.in_force_from, self.in_force_until):
            if moment is not None:
                require_aware(moment, f"evidence {self.ref}")
        if isinstance(self.item, Item):
            self._require_category(self.item)
        elif self.severity != 0.0:
            raise ValueError(f"Evidence {self.ref} is an indicator, which has no rater: leave its severity at zero.")

    def _require_category(self, item: Item) -> None:
        if not 0 <= self.outcome <= item.top or self.outcome != math.floor(self.outcome):
            raise ValueError(
                f"The outcome of evidence {self.ref} is {self.outcome}, "
                f"and its item only has the whole outcomes 0 to {item.top}: check what was recorded."
            )

    @property
    def counts_from(self) -> datetime:
        """The day it arrived: the first moment at which it was both observed and in force."""
        return self.observed_at if self.in_force_from is None else max(self.observed_at, self.in_force_from)

    def counts_at(self, as_of: datetime) -> bool:
        """Whether it was observed by `as_of`, and in force then."""
        return self.counts_from <= as_of and (self.in_force_until is None or as_of < self.in_force_until)


def require_aware(moment: datetime, what: str) -> None:
    """Raise ValueError with a full sentence unless `moment` carries a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"A date of {what} has no time zone, so it cannot be compared: give it one.")


def split_weight(weight: float, tags: Mapping[str, float]) -> dict[str, float]:
    """Weight of one piece of evidence for each competency it is tagged with.

    Tag weights are shares of the whole and sum to at most 1, so that tagging more never makes evidence count more.
    """
    for competency, share in tags.items():
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"The tag weight of {competency} is {share}, and it must lie between 0 and 1.")
    total = math.fsum(tags.values())
    if total > 1.0 + 1e-9:
        raise ValueError(f"The tag weights sum to {total:g}, more than 1: lower them so that they sum to at most 1.")
    return {competency: weight * share for competency, share in tags.items()}

"""The values a profile is read as: frozen, in printed hundredths, ready for a page, a card or the API."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from competencies.models import Competency
from lms.people.models import Employee

Trend = Literal["up", "steady", "down"]


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece of evidence of a sitting: what was seen, `outcome` of `top`, and its share of the line's effect."""

    uuid: UUID
    label: str
    outcome: int
    top: int
    in_force: bool
    today: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One sitting in the explanation of a position: an attempt, with its effects in level points.

    `ended` says why it no longer counts (revoked, expired, superseded; empty while any piece does) and `reason` what
    was written then.
    """

    attempt: UUID
    instrument: str
    source: str
    ordinal: int
    at: datetime
    today: Decimal
    on_arrival: Decimal
    in_force: bool
    ended: str
    reason: str
    pieces: tuple[PieceLine, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in one competency.

    `position`, `low` and `high` (90 %) are level numbers; `start` is where everybody starts, and start + Σ `today` of
    the lines = position as printed. `target` is what the person's position requires, None when it requires nothing.
    `met` is only true on sufficient evidence. `trend` compares with 90 days ago and is None when there was no evidence
    then; `only_ageing` says that nothing new explains it. `n` counts the sittings that count.
    """

    competency: Competency
    level_names: tuple[str, ...]
    start: Decimal
    position: Decimal
    low: Decimal
    high: Decimal
    level: int
    probability: float
    at_target: float | None
    sufficient: bool
    target: int | None
    weight: Decimal
    trend: Trend | None
    only_ageing: bool
    n: int
    last_at: datetime | None
    lines: tuple[Line, ...]

    @property
    def level_name(self) -> str:
        """The name of the level the position belongs to."""
        return self.level_names[self.level - 1]

    @property
    def target_name(self) -> str:
        """The name of the level that is required."""
        return self.level_names[self.target - 1] if self.target else ""

    @property
    def met(self) -> bool:
        """The requirement is reached, on evidence that suffices to say so."""
        return self.target is not None and self.sufficient and self.position >= self.target

    @property
    def gap(self) -> Decimal:
        """Printed levels that are missing to the target; zero when it is reached or nothing is required."""
        return max(Decimal(self.target) - self.position, Decimal(0)) if self.target else Decimal(0)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything known of one person at `as_of`: the competencies their position requires, and those with evidence.

    `calibration` is the version it was computed with, empty before the first framework is loaded.
    """

    employee: Employee
    position_title: str
    as_of: datetime
    calibration: str
    standings: tuple[Standing, ...]

    @property
    def required(self) -> tuple[Standing, ...]:
        """Those the position requires."""
        return tuple(one for one in self.standings if one.target is not None)

    @property
    def met(self) -> tuple[Standing, ...]:
        """Required and reached."""
        return tuple(one for one in self.required if one.met)

    @property
    def short(self) -> tuple[Standing, ...]:
        """Required, known, and not reached: the widest gap first."""
        found = [one for one in self.required if one.sufficient and not one.met]
        return tuple(sorted(found, key=lambda one: (-one.gap, -one.weight)))

    @property
    def unknown(self) -> tuple[Standing, ...]:
        """Required, but there is too little evidence to say: the most important first."""
        return tuple(sorted((one for one in self.required if not one.sufficient), key=lambda one: -one.weight))

    @property
    def has_evidence(self) -> bool:
        """Whether anything at all counts for this person."""
        return any(one.n for one in self.standings)

    @property
    def focus(self) -> Standing | None:
        """What brings the person closest to what the position asks: the widest known gap; without one, what is least
        known; without that, the requirement that is reached with the least certainty; without any, what moved last."""
        if not self.required:
            moved = [one for one in self.standings if one.last_at is not None]
            return max(moved, key=lambda one: str(one.last_at), default=None)
        if self.short or self.unknown:
            return (self.short + self.unknown)[0]
        return min(self.required, key=lambda one: one.at_target or 0.0)

    def of(self, key: str) -> Standing | None:
        """The standing in one competency, by its key."""
        return next((one for one in self.standings if one.competency.key == key), None)

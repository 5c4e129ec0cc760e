"""Where a state has been going: the estimate replayed at earlier dates over the same ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from competencies.engine.discount import counting
from competencies.engine.evidence import Observed
from competencies.engine.levels import level_position
from competencies.engine.parameters import Prior, Scale
from competencies.engine.scoring import Estimate, estimate

Direction = Literal["rising", "steady", "falling"]
# Below a twentieth of a level the change would not show in a picture of the scale.
STEADY_WITHIN = 0.05


@dataclass(frozen=True, slots=True)
class Trend:
    """Change of position over the last `days`; `only_ageing` when no evidence came or went in that time."""

    direction: Direction
    level_change: float
    days: int
    only_ageing: bool


def trajectory(
    evidence: Iterable[Observed],
    *,
    dates: Sequence[datetime],
    prior: Prior,
    half_life_days: float,
    session_correlation: float,
) -> tuple[Estimate, ...]:
    """The estimate as it stood at each date."""
    ledger = list(evidence)
    return tuple(
        estimate(
            ledger,
            prior=prior,
            half_life_days=half_life_days,
            session_correlation=session_correlation,
            as_of=date,
        )
        for date in dates
    )


def trend(
    evidence: Iterable[Observed],
    *,
    prior: Prior,
    half_life_days: float,
    session_correlation: float,
    as_of: datetime,
    scale: Scale,
    days: int = 90,
) -> Trend:
    """How the position at `as_of` compares with the one `days` earlier."""
    ledger = list(evidence)
    earlier = as_of - timedelta(days=days)
    before, now = trajectory(
        ledger,
        dates=(earlier, as_of),
        prior=prior,
        half_life_days=half_life_days,
        session_correlation=session_correlation,
    )
    change = level_position(now.theta, scale) - level_position(before.theta, scale)
    direction: Direction = "steady"
    if abs(change) >= STEADY_WITHIN:
        direction = "rising" if change > 0 else "falling"
    same = {e.ref for e in counting(ledger, earlier)} == {e.ref for e in counting(ledger, as_of)}
    return Trend(direction, change, days, only_ageing=same and bool(now.n))

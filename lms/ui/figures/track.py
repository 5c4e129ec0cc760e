"""Level track: one competency on its scale, with the interval as a band and the target as a flag.

Level k of n covers [k, k + 1): the whole part of a level is its name, so 2.84 is level 2, 0.16 short of level 3.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import floor

from lms.ui.figures.coordinates import percentage, within
from lms.ui.formats import rounded

GAP = 0.25  # per cent left free at each end of a zone, so that neighbours read as separate


@dataclass(frozen=True, slots=True)
class Zone:
    """One level of the scale. `middle` is where its name stands; `here` marks the level the person is at."""

    level: int
    x: str
    width: str
    middle: str
    here: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A track ready to draw. No `dot` means that we do not know; no `flag` that nothing is required."""

    zones: tuple[Zone, ...]
    band_x: str
    band_width: str
    vague: bool
    dot: str
    short: bool
    flag: str


def level_of(position: Decimal | float, levels: int) -> int:
    """The level a position belongs to, from 1 to `levels`, judged at the two decimals a reader sees."""
    return int(within(floor(rounded(position, 2)), 1, levels))


def falls_short(position: Decimal | float, target: Decimal | float | None) -> bool:
    """Whether a position is below its target, judged at the two decimals a reader sees."""
    return target is not None and rounded(position, 2) < rounded(target, 2)


def level_track(
    position: Decimal | float | None,
    low: Decimal | float | None,
    high: Decimal | float | None,
    target: Decimal | float | None,
    *,
    levels: int = 5,
) -> Track:
    """Lay out a track. `position` is None when the evidence is insufficient; the vague band may still be drawn."""
    size = 100 / levels

    def x(value: Decimal | float) -> float:
        return within((float(value) - 1) * size, 0, 100)

    current = None if position is None else level_of(position, levels)
    zones = tuple(
        Zone(
            level=level,
            x=percentage((level - 1) * size + GAP),
            width=percentage(size - 2 * GAP),
            middle=percentage((level - 0.5) * size),
            here=level == current,
        )
        for level in range(1, levels + 1)
    )
    has_band = low is not None and high is not None
    start, end = (x(low), x(high)) if low is not None and high is not None else (0.0, 0.0)
    return Track(
        zones=zones,
        band_x=percentage(start) if has_band else "",
        band_width=percentage(max(0.0, end - start)),
        vague=position is None,
        dot="" if position is None else percentage(x(position)),
        short=position is not None and falls_short(position, target),
        flag="" if target is None else percentage(x(target)),
    )

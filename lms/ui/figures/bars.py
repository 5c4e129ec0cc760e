"""Distribution: how many people stand at each level, against the target of the level they should reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.ui.figures.coordinates import number, percentage

BASE_Y = 202
TALLEST = 176  # px of the highest bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One level with its count. `short` marks a level below the target."""

    count: int
    short: bool
    x: str
    width: str
    middle: str
    y: str
    height: str
    count_y: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars ready to draw, in a drawing 232 px high. `flag` is where the target stands, if there is one."""

    bars: tuple[Bar, ...]
    flag: str


def distribution(counts: Sequence[int], *, target: int | None = None) -> Bars:
    """Lay out the counts of levels 1, 2, … from left to right."""
    size = 100 / len(counts)
    tallest = max(counts) or 1
    bars = []
    for index, count in enumerate(counts):
        height = TALLEST * count / tallest
        top = BASE_Y - height
        bars.append(
            Bar(
                count=count,
                short=target is not None and index + 1 < target,
                x=percentage(index * size + size * 0.1),
                width=percentage(size * 0.8),
                middle=percentage((index + 0.5) * size),
                y=number(top),
                height=number(height),
                count_y=number(top - 7),
            )
        )
    return Bars(bars=tuple(bars), flag="" if target is None else percentage((target - 1) * size))

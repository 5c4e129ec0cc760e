"""Pay band: where a salary was, where it is and where its target lies, within the band of its grade."""

from dataclasses import dataclass
from decimal import Decimal

from lms.ui.figures.coordinates import number, percentage, within

LABEL_WIDTH = 13.0  # per cent of the drawing that one label needs on the narrowest phone
LONG_LABEL_WIDTH = 20.0  # the same when one label says "before and now"
ROW_HEIGHT = 18
MARK_NAMES = ("before", "now", "target")


@dataclass(frozen=True, slots=True)
class Mark:
    """One salary on the band. `name` is before, now, target or same (before and now are equal)."""

    name: str
    amount: Decimal
    x: str
    anchor: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One of the three amounts that define the band."""

    name: str
    amount: Decimal
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Band:
    """A band ready to draw. `rows` is how many rows of labels stand above it; `top` the offset they cause."""

    bed_x: str
    bed_width: str
    move_x: str
    move_width: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    rows: int
    top: int


def _anchor(x: float, width: float) -> str:
    if x < width / 2:
        return "start"
    return "end" if x > 100 - width / 2 else "middle"


def _row_of_each(places: list[float], width: float) -> list[int]:
    """For labels at `places` (ascending), the lowest row on which each keeps clear of its neighbours."""
    last_on_row: list[float] = []
    rows = []
    for place in (within(place, width / 2, 100 - width / 2) for place in places):
        row = next((i for i, last in enumerate(last_on_row) if place - last >= width), len(last_on_row))
        if row == len(last_on_row):
            last_on_row.append(place)
        last_on_row[row] = place
        rows.append(row)
    return rows


def pay_band(
    minimum: Decimal,
    midpoint: Decimal,
    maximum: Decimal,
    *,
    before: Decimal | None = None,
    now: Decimal | None = None,
    target: Decimal | None = None,
) -> Band:
    """Lay out a band. A salary outside its band widens the drawing, so that it is seen to lie outside."""
    named = [(name, value) for name, value in zip(MARK_NAMES, (before, now, target), strict=True) if value is not None]
    if before is not None and before == now:
        named = [("same", before), *((name, value) for name, value in named if name == "target")]
    lowest = min([minimum, *(value for _, value in named)])
    span = max([maximum, *(value for _, value in named)]) - lowest

    def x(value: Decimal) -> float:
        return float((value - lowest) / span * 100) if span else 0.0

    ordered = sorted(named, key=lambda pair: pair[1])
    width = LONG_LABEL_WIDTH if before is not None and before == now else LABEL_WIDTH
    rows = _row_of_each([x(value) for _, value in ordered], width)
    height = max(rows, default=0)
    marks = tuple(
        Mark(name, value, percentage(x(value)), _anchor(x(value), width), number(18 + (height - row) * ROW_HEIGHT))
        for (name, value), row in zip(ordered, rows, strict=True)
    )
    start, end = (min(before, now), max(before, now)) if before is not None and now is not None else (minimum, minimum)
    return Band(
        bed_x=percentage(x(minimum)),
        bed_width=percentage(x(maximum) - x(minimum)),
        move_x=percentage(x(start)),
        move_width=percentage(x(end) - x(start)),
        marks=marks,
        ticks=(
            Tick("minimum", minimum, percentage(x(minimum)), "start"),
            Tick("midpoint", midpoint, percentage(x(midpoint)), "middle"),
            Tick("maximum", maximum, percentage(x(maximum)), "end"),
        ),
        rows=height + 1,
        top=height * ROW_HEIGHT,
    )

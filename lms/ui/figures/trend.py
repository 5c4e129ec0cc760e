"""Trend: a mean over time with its interval, its target, and the events that happened meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from lms.ui.figures.coordinates import number, percentage, within

TOP_Y, BASE_Y = 34, 250
LEFT, RIGHT = 3, 96  # per cent of the drawing where the first and the last point stand
STEP = 0.5  # level points between two lines of the grid
MOST_LABELS = 6  # names of moments that fit on a phone
EVENT_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The mean at one moment: its name on the axis, the value, and the ends of its interval if it is known."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TrendEvent:
    """Something that happened at the moment with this index: a course, a set of scenarios."""

    index: int
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PlacedMoment:
    """A moment with its coordinates. `marked` gets a dot and its number; `sparse` names stand on phones too."""

    point: TrendPoint
    x: str
    y: str
    value_y: str
    marked: bool
    sparse: bool


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event with its letter and its place."""

    event: TrendEvent
    letter: str
    x: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """A horizontal line with its value."""

    value: float
    y: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend ready to draw, in a drawing 280 px high."""

    moments: tuple[PlacedMoment, ...]
    events: tuple[PlacedEvent, ...]
    grid: tuple[GridLine, ...]
    line: str
    area: str
    target_y: str
    target_text_y: str


def _scale(points: Sequence[TrendPoint], target: float | None) -> tuple[float, float]:
    """The lowest and highest grid value that hold every value, interval and target."""
    values = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    values += [] if target is None else [target]
    lowest = floor(min(values) / STEP) * STEP
    highest = ceil(max(values) / STEP) * STEP
    return lowest, highest if highest > lowest else lowest + STEP


def trend(points: Sequence[TrendPoint], *, target: float | None = None, events: Sequence[TrendEvent] = ()) -> Trend:
    """Lay out a trend of at least one moment: time to the right, level upwards."""
    lowest, highest = _scale(points, target)
    last = len(points) - 1

    def x(index: int) -> float:
        return 50.0 if last == 0 else LEFT + (RIGHT - LEFT) * index / last

    def y(value: float) -> float:
        return BASE_Y - (BASE_Y - TOP_Y) * (within(value, lowest, highest) - lowest) / (highest - lowest)

    def corner(index: int, value: float) -> str:
        return f"{number(x(index))},{number(y(value))}"

    shown = {0, last, min(range(len(points)), key=lambda index: points[index].value)}
    every = max(1, ceil(len(points) / MOST_LABELS))
    banded = [(index, p.low, p.high) for index, p in enumerate(points) if p.low is not None and p.high is not None]
    corners = [corner(index, high) for index, _, high in banded]
    corners += [corner(index, low) for index, low, _ in reversed(banded)]
    steps = round((highest - lowest) / STEP)
    return Trend(
        moments=tuple(
            PlacedMoment(
                point=point,
                x=percentage(x(index)),
                y=number(y(point.value)),
                value_y=number(y(point.low if point.low is not None else point.value) + 18),
                marked=index in shown,
                sparse=index % every == 0,
            )
            for index, point in enumerate(points)
        ),
        events=tuple(
            PlacedEvent(event, EVENT_LETTERS[order], percentage(x(event.index))) for order, event in enumerate(events)
        ),
        grid=tuple(
            GridLine(value, number(y(value)), number(y(value) + 4.5))
            for value in (lowest + STEP * step for step in range(steps + 1))
        ),
        line=" ".join(corner(index, point.value) for index, point in enumerate(points)),
        area=" ".join(corners),
        target_y="" if target is None else number(y(target)),
        target_text_y="" if target is None else number(y(target) - 7),
    )

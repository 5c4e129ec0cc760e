"""The customer's mood: five words for a value from 0 (furious) to 10 (grateful), and its line over the turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from lms.ui.figures.coordinates import number, percentage, within

MOODS = ("grateful", "calm", "uneasy", "annoyed", "furious")
EASED = frozenset({"grateful", "calm"})
BASE_Y = 204  # where value 0 lies, in px
PX_PER_POINT = 19
MOST_TURN_LABELS = 10


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """How the customer felt after one turn.

    `said` is the reply of that turn (for the table twin). `pin` is a short mark (`1`, `+`) that leads to `href`;
    `label` is the accessible name of that link.
    """

    turn: int
    value: float
    said: str = ""
    pin: str = ""
    href: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A point with its coordinates. `numbered` tells whether its turn fits on the axis."""

    point: MoodPoint
    mood: str
    x: str
    y: str
    pin_y: str
    pin_text_y: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Face:
    """One of the five moods on the vertical axis."""

    mood: str
    line_y: str
    face_y: str
    text_y: str


@dataclass(frozen=True, slots=True)
class MoodLine:
    """A line ready to draw, in a drawing 250 px high."""

    faces: tuple[Face, ...]
    points: tuple[PlacedPoint, ...]
    line: str
    area: str


def mood_of(value: float) -> str:
    """The word for a mood value: two points of the scale to each word."""
    return MOODS[4 - int(within(value // 2, 0, 4))]


def faces() -> tuple[Face, ...]:
    """The five moods at the middle of the stretch each one covers."""
    heights = [BASE_Y - PX_PER_POINT * (9 - 2 * index) for index in range(5)]
    return tuple(Face(mood, number(y), number(y - 10), number(y + 4.5)) for mood, y in zip(MOODS, heights, strict=True))


def mood_line(points: Sequence[MoodPoint]) -> MoodLine:
    """Lay out the line: turns evenly from left to right, mood upwards."""
    count = len(points)
    every = max(1, ceil(count / MOST_TURN_LABELS))
    placed = []
    corners = []
    for index, point in enumerate(points):
        x = 50.0 if count == 1 else 4 + 92 * index / (count - 1)
        y = BASE_Y - PX_PER_POINT * within(point.value, 0, 10)
        corners.append(f"{number(x)},{number(y)}")
        placed.append(
            PlacedPoint(
                point=point,
                mood=mood_of(point.value),
                x=percentage(x),
                y=number(y),
                pin_y=number(y - 24),
                pin_text_y=number(y - 19.5),
                numbered=index % every == 0,
            )
        )
    line = " ".join(corners)
    area = f"4,{BASE_Y} {line} 96,{BASE_Y}" if count > 1 else ""
    return MoodLine(faces=faces(), points=tuple(placed), line=line, area=area)

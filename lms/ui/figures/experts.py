"""Expert ratings of one reply, from −2 to +2: one dot for each expert, stacked on the rating."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lms.ui.figures.coordinates import number, percentage

RATINGS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class ExpertDots:
    """Dots as (x, y), ticks as x, and how many experts gave each rating (only the ratings that were given)."""

    dots: tuple[tuple[str, str], ...]
    ticks: tuple[str, ...]
    counts: tuple[tuple[int, int], ...]


def place(rating: int) -> str:
    """Where a rating stands on the line."""
    return percentage(50 + 22 * rating)


def expert_dots(ratings: Sequence[int]) -> ExpertDots:
    """Lay out the dots. A tall stack is pressed together, so that it stays within the drawing."""
    counts = Counter(ratings)
    tallest = max(counts.values(), default=1)
    step = min(5.2, 18 / max(1, tallest - 1))
    dots = tuple(
        (place(rating), number(13 - step * index)) for rating in sorted(counts) for index in range(counts[rating])
    )
    return ExpertDots(
        dots=dots,
        ticks=tuple(place(rating) for rating in RATINGS),
        counts=tuple(sorted(counts.items())),
    )

"""Which cells of a column stay hidden so that no mean says something about fewer than five people.

Whoever may open the board may also open each profile behind it. What is protected here is the picture: it is printed,
exported and passed on to people who may not. That is also why the list under a hidden cell can be opened, and why the
cell stays hidden to the same reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Suppression:
    """Whether each cell is hidden, in the order of the counts, and whether their total is."""

    cells: tuple[bool, ...]
    total: bool


def suppress(counts: Sequence[int], *, smallest: int = SMALLEST_GROUP) -> Suppression:
    """Hide the cells of 1 to `smallest` − 1 people, and as many more as keep the total from giving them away.

    With the total and the open cells known, the hidden ones together are known too. So they must be two or more, and
    hold `smallest` people or more: the next smallest cells are hidden until they do. Where there are none left to
    hide, the total is hidden instead. Empty cells are never hidden: there is nobody in them.
    """
    hidden = {at for at, n in enumerate(counts) if 0 < n < smallest}
    if not hidden:
        return Suppression((False,) * len(counts), total=False)
    others = sorted((n, at) for at, n in enumerate(counts) if n >= smallest)
    while others and not _holds(counts, hidden, smallest):
        hidden.add(others.pop(0)[1])
    return Suppression(tuple(at in hidden for at in range(len(counts))), total=not _holds(counts, hidden, smallest))


def _holds(counts: Sequence[int], hidden: set[int], smallest: int) -> bool:
    return len(hidden) > 1 and sum(counts[at] for at in hidden) >= smallest

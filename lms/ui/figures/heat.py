"""Heat-map cells: a mean level against its target, in five steps that a number and a mark also carry."""

from dataclasses import dataclass
from decimal import Decimal

from lms.ui.formats import rounded

FAR = Decimal("0.6")  # level points from the target that count as far
NEAR = Decimal("0.2")  # from here on a difference shows at one decimal as more than rounding
SMALLEST_GROUP = 5  # a mean over fewer people would say something about one of them


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `heat` is 1 (far below) to 5 (far above); 0 when the number may not be shown or does not exist."""

    heat: int
    hidden: bool
    shown: Decimal | None


def heat_cell(
    value: Decimal | float | None, target: Decimal | float, people: int, *, smallest: int = SMALLEST_GROUP
) -> Cell:
    """Grade a mean level at the one decimal that is printed, so that two cells with equal numbers look equal."""
    if people < smallest:
        return Cell(heat=0, hidden=True, shown=None)
    if value is None:
        return Cell(heat=0, hidden=False, shown=None)
    shown = rounded(value, 1)
    gap = shown - rounded(target, 1)
    if gap <= -FAR:
        heat = 1
    elif gap <= -NEAR:
        heat = 2
    elif gap < NEAR:
        heat = 3
    else:
        heat = 4 if gap < FAR else 5
    return Cell(heat=heat, hidden=False, shown=shown)

"""Effect bar: a signed effect as a bar that leaves the middle to the right or to the left."""

from dataclasses import dataclass
from decimal import Decimal

from lms.ui.figures.coordinates import percentage, within
from lms.ui.formats import rounded


@dataclass(frozen=True, slots=True)
class EffectBar:
    """`direction` is up, down or none; `x` and `width` place the bar around the middle (50 %)."""

    direction: str
    x: str
    width: str


def effect_bar(value: Decimal | float | None, *, full: float = 0.25) -> EffectBar:
    """Lay out an effect. `full` is the effect, in level points, that fills half of the bar."""
    if value is None or rounded(value, 2) == 0:
        return EffectBar("none", "50%", "0%")
    width = within(abs(float(value)) / full * 50, 1, 50)
    if value > 0:
        return EffectBar("up", "50%", percentage(width))
    return EffectBar("down", percentage(50 - width), percentage(width))

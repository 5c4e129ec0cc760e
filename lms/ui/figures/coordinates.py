"""Coordinates as SVG attribute values."""


def number(value: float) -> str:
    """A length in user units, at most two decimals, no trailing zeros: `0.25`, `12`."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def percentage(value: float) -> str:
    """A length relative to the drawing: `36.8%`."""
    return f"{number(value)}%"


def within(value: float, lowest: float, highest: float) -> float:
    """`value`, or the nearest end of the interval."""
    return max(lowest, min(highest, value))

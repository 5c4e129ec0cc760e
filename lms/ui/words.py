"""The words that stand in figures, and the sentence that says in words what a figure shows."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from lms.ui import formats
from lms.ui.figures.band import Band
from lms.ui.figures.experts import ExpertDots
from lms.ui.figures.mood import MoodLine
from lms.ui.figures.track import falls_short
from lms.ui.figures.trend import TrendPoint

Amount = Decimal | float | int


def level_names() -> tuple[str, ...]:
    """The five levels of the default scale; a framework brings its own."""
    return (_("Novice"), _("Guided"), _("Autonomous"), _("Role model"), _("Develops others"))


def mood_words() -> dict[str, str]:
    """The word for each mood of a customer."""
    return {
        "grateful": _("Grateful"),
        "calm": _("Calm"),
        "uneasy": _("Uneasy"),
        "annoyed": _("Annoyed"),
        "furious": _("Furious"),
    }


def band_words() -> dict[str, str]:
    """The labels of a pay band."""
    return {
        "before": _("before"),
        "now": _("now"),
        "same": _("before and now"),
        "target": _("target"),
        "minimum": _("minimum"),
        "midpoint": _("midpoint"),
        "maximum": _("maximum"),
    }


def verdict(position: Amount, target: Amount | None, *, own: bool, language: str) -> str:
    """Whether a position reaches its target, said to the person or about them; nothing without a target."""
    if target is None:
        return ""
    if not falls_short(position, target):
        return _("you meet it") if own else _("meets the target")
    gap = formats.decimal_text(formats.rounded(target, 2) - formats.rounded(position, 2), language=language)
    return (_("%(gap)s to go") if own else _("%(gap)s below the target")) % {"gap": gap}


def track_label(
    position: Amount | None, low: Amount | None, high: Amount | None, target: Amount | None, *, language: str
) -> str:
    """A level track in words."""
    sentences = []
    between = ""
    if low is not None and high is not None:
        between = _("between %(low)s and %(high)s") % {
            "low": formats.decimal_text(low, language=language),
            "high": formats.decimal_text(high, language=language),
        }
    if position is None:
        sentences.append(_("Not enough evidence."))
        if between:
            sentences.append(_("Somewhere %(between)s.") % {"between": between})
    else:
        level = formats.decimal_text(position, language=language)
        if between:
            sentences.append(_("Level %(level)s, %(between)s.") % {"level": level, "between": between})
        else:
            sentences.append(_("Level %(level)s.") % {"level": level})
    if target is not None:
        sentences.append(_("Target: %(target)s.") % {"target": formats.short_decimal(target, language=language)})
    return " ".join(sentences)


def mood_line_label(line: MoodLine, who: str) -> str:
    """A mood line in words: where it starts, its lowest turn, where it ends."""
    if not line.points:
        return _("No turns yet.")
    worded = mood_words()
    lowest = min(line.points, key=lambda placed: placed.point.value)
    values = {
        "who": who or _("The customer"),
        "start": worded[line.points[0].mood].lower(),
        "lowest": worded[lowest.mood].lower(),
        "turn": lowest.point.turn,
        "end": worded[line.points[-1].mood].lower(),
    }
    return _("%(who)s: %(start)s at the start, %(lowest)s at the lowest point (turn %(turn)s), %(end)s at the end.") % (
        values
    )


def experts_label(dots: ExpertDots, *, language: str) -> str:
    """Expert ratings in words: each rating with the number of experts who gave it."""
    counts = ", ".join(
        f"{formats.signed(rating, language=language, places=0)}: {count}" for rating, count in dots.counts
    )
    return _("Number of experts at each rating, from −2 to +2: %(counts)s") % {"counts": counts}


def band_label(band: Band, *, language: str) -> str:
    """A pay band in words: its two ends, then every salary on it."""

    def amount(value: Decimal) -> str:
        return formats.decimal_text(value, language=language, places=0)

    named = band_words()
    ends = _("Band from %(minimum)s to %(maximum)s.") % {
        "minimum": amount(band.ticks[0].amount),
        "maximum": amount(band.ticks[2].amount),
    }
    marks = "; ".join(f"{named[mark.name]} {amount(mark.amount)}" for mark in band.marks)
    return f"{ends} {marks[:1].upper()}{marks[1:]}." if marks else ends


def distribution_label(counts: Sequence[int], names: Sequence[str]) -> str:
    """A distribution in words: each level with its number of people."""
    each = ", ".join(f"{name} {count}" for name, count in zip(names, counts, strict=True))
    return _("People by level: %(each)s.") % {"each": each}


def trend_label(points: Sequence[TrendPoint], target: float | None, *, language: str) -> str:
    """A trend in words: where it starts and ends, and its target."""
    sentence = _("From %(first)s (%(start)s) to %(last)s (%(end)s).") % {
        "first": formats.decimal_text(points[0].value, language=language),
        "start": points[0].label,
        "last": formats.decimal_text(points[-1].value, language=language),
        "end": points[-1].label,
    }
    if target is None:
        return sentence
    return f"{sentence} " + _("Target: %(target)s.") % {"target": formats.short_decimal(target, language=language)}

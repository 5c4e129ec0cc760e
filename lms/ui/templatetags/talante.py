"""Template tags and filters of the whole site: `{% load talante %}`.

Numbers follow the active language. Figures are drawn by pure functions in `lms.ui.figures`; here they only meet the
template that writes the SVG.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core import clock
from lms.ui import formats, words
from lms.ui.figures.band import pay_band
from lms.ui.figures.bars import distribution
from lms.ui.figures.coordinates import percentage
from lms.ui.figures.effect import effect_bar
from lms.ui.figures.experts import expert_dots
from lms.ui.figures.heat import SMALLEST_GROUP, heat_cell
from lms.ui.figures.mood import EASED, MoodPoint
from lms.ui.figures.mood import mood_line as lay_out_mood_line
from lms.ui.figures.track import level_of
from lms.ui.figures.track import level_track as lay_out_track
from lms.ui.figures.trend import TrendEvent, TrendPoint
from lms.ui.figures.trend import trend as lay_out_trend

register = template.Library()
Amount = Decimal | float | int


def language() -> str:
    """The language of the page being written."""
    return get_language() or "es"


# --- Filters -----------------------------------------------------------------------------------------------------


@register.filter
def level(value: Amount | None) -> str:
    """A position on the scale: 2,84. Nothing becomes an em dash."""
    return "—" if value is None else formats.decimal_text(value, language=language())


@register.filter
def decimal(value: Amount | None, places: int = 2) -> str:
    """Any number at the given decimals: 1.234,50."""
    return "—" if value is None else formats.decimal_text(value, language=language(), places=places)


@register.filter
def signed(value: Amount | None, places: int = 2) -> str:
    """An effect with its sign: +0,21, −0,06."""
    return "—" if value is None else formats.signed(value, language=language(), places=places)


@register.filter
def pct(share: Amount | None, places: int = 0) -> str:
    """A share of one as a percentage: 75 %."""
    return "—" if share is None else formats.percent(share, language=language(), places=places)


@register.filter
def money(amount: Amount | None, currency: str = "COP") -> str:
    """An amount to the cent: $ 2.180.000,00."""
    return "—" if amount is None else formats.money(amount, language=language(), currency=currency)


@register.filter
def signed_money(amount: Amount | None, currency: str = "COP") -> str:
    """An amount that is added or taken away: + $ 81.344,57."""
    if amount is None:
        return "—"
    return formats.money(amount, language=language(), currency=currency, with_sign=True)


@register.filter
def day(when: date | None) -> str:
    """A date in words, in the reader's time zone: 22 de octubre; with the year when it is not this one."""
    if when is None:
        return "—"
    if isinstance(when, datetime):
        when = timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    return formats.day(when, language=language(), today=clock.today())


@register.filter
def short_date(when: date | None) -> str:
    """A date for a narrow column: 22 oct 2026."""
    if isinstance(when, datetime) and timezone.is_aware(when):
        when = timezone.localtime(when)
    return "—" if when is None else formats.short_date(when, language=language())


@register.filter
def level_name(position: Amount, names: Sequence[str] | None = None) -> str:
    """The name of the level a position belongs to, from the framework's names or the default ones."""
    scale = names or words.level_names()
    return str(scale[level_of(position, len(scale)) - 1])


@register.filter
def mood_word(mood: str) -> str:
    """The word for a mood key: furious → Furioso."""
    return words.mood_words()[mood]


@register.filter
def initials(person: Any) -> str:
    """The one or two letters of an avatar."""
    parts = person_name(person).split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


@register.filter
def person_name(person: Any) -> str:
    """The full name of a user, or the name they sign in with."""
    return str(person.get_full_name() or person.get_username())


@register.filter
def callout_kind(message: Message) -> str:
    """The kind of callout for a message of Django: error → bad, warning → warn, success → good."""
    return {"error": "bad", "warning": "warn", "success": "good"}.get(message.level_tag, "")


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a form field is drawn: hidden, choices (radios, checkboxes), single (one checkbox) or input."""
    if field.is_hidden:
        return "hidden"
    input_type = getattr(field.field.widget, "input_type", "")
    if input_type in {"radio", "checkbox"}:
        return "choices" if field.use_fieldset else "single"
    return "input"


# --- Tags that write one element ---------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """A symbol of the sprite. Decorative unless it has a label."""
    symbol = name if name == "brand" or name.startswith("m-") else f"i-{name}"
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg width="{}" height="{}" {}><use href="{}#{}"/></svg>', size, size, meaning, static("icons.svg"), symbol
    )


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input of a form field, in our look; Django adds the ids of its hint and its error."""
    attrs: dict[str, str | bool] = {} if widget_kind(field) in {"choices", "single"} else {"class": "input"}
    return field.as_widget(attrs=attrs)


@register.simple_tag
def effect(value: Amount | None, bar: bool = True, full: float = 0.25) -> SafeString:
    """A signed effect in level points, with a bar that half fills at `full`. None is an effect still pending."""
    drawn = effect_bar(value, full=full)
    text = _("pending") if value is None else formats.signed(value, language=language())
    svg = (
        format_html(
            '<svg class="effect__bar" aria-hidden="true"><rect x="{}" y="3" width="{}" height="8" rx="2"/>'
            '<line x1="50%" x2="50%" y1="0" y2="14"/></svg>',
            drawn.x,
            drawn.width,
        )
        if bar and value is not None
        else ""
    )
    return format_html('<span class="effect effect--{}">{}{}</span>', drawn.direction, svg, text)


@register.simple_tag
def level_now(
    position: Amount | None,
    probability: Amount | None = None,
    target: Amount | None = None,
    own: bool = True,
    names: Sequence[str] | None = None,
) -> str:
    """A level in words: "Básico, 75 % · te faltan 0,16". `own` addresses the person; otherwise it speaks of them."""
    if position is None:
        return _("Not known yet")
    text = level_name(position, names)
    if probability is not None:
        text = _("%(level)s, %(probability)s") % {"level": text, "probability": pct(probability)}
    verdict = words.verdict(position, target, own=own, language=language())
    return f"{text} · {verdict}" if verdict else text


@register.simple_tag
def heat(value: Amount | None, target: Amount, n: int, url: str = "", smallest: int = SMALLEST_GROUP) -> SafeString:
    """One cell (`<td>`) of a heat map. Fewer than `smallest` people: no number, no link."""
    cell = heat_cell(value, target, n, smallest=smallest)
    if cell.shown is None:
        sign, meaning = ("·", _("hidden")) if cell.hidden else ("–", _("no evidence"))
        return format_html(
            '<td class="heat" data-heat="0"><span><span aria-hidden="true">{}</span>'
            '<span class="visually-hidden">{}</span></span></td>',
            sign,
            meaning,
        )
    inner = format_html("{}{}", formats.decimal_text(cell.shown, language=language(), places=1), heat_mark(cell.heat))
    if url:
        return format_html('<td class="heat" data-heat="{}"><a href="{}">{}</a></td>', cell.heat, url, inner)
    return format_html('<td class="heat" data-heat="{}"><span>{}</span></td>', cell.heat, inner)


@register.simple_tag
def heat_mark(step: int) -> SafeString:
    """The mark of a step of the heat map, for those who do not see its colour: two arrows, one, or nothing."""
    paths = {1: "M0 0h10L5 5zM0 5h10L5 10z", 2: "M0 2h10L5 8z"}
    if step not in paths:
        return SafeString("")
    return format_html(
        '<svg viewBox="0 0 10 10" width="9" height="9" aria-hidden="true"><path d="{}"/></svg>', paths[step]
    )


# --- Tags that write a figure ------------------------------------------------------------------------------------


@register.inclusion_tag("components/level/track.html")
def level_track(
    position: Amount | None,
    low: Amount | None,
    high: Amount | None,
    target: Amount | None = None,
    names: Sequence[str] | None = None,
) -> dict[str, Any]:
    """One competency on its scale. No position: the evidence is insufficient, and no dot is drawn."""
    scale = names or words.level_names()
    track = lay_out_track(position, low, high, target, levels=len(scale))
    return {
        "track": track,
        "zones": [(zone, str(name)) for zone, name in zip(track.zones, scale, strict=True)],
        "label": words.track_label(position, low, high, target, language=language()),
    }


@register.inclusion_tag("components/mood/mood.html")
def mood(word: str, why: str = "", large: bool = False) -> dict[str, Any]:
    """How the customer feels: a face and its word, and why in small print."""
    return {"mood": word, "word": mood_word(word), "why": why, "large": large, "eased": word in EASED}


@register.inclusion_tag("components/mood/line.html")
def mood_line(points: Iterable[MoodPoint | Mapping[str, Any]], who: str = "") -> dict[str, Any]:
    """The customer's mood over the turns, with its table twin. `points` are MoodPoints or their values."""
    line = lay_out_mood_line([point if isinstance(point, MoodPoint) else MoodPoint(**point) for point in points])
    worded = words.mood_words()
    return {
        "line": line,
        "faces": [(face, worded[face.mood]) for face in line.faces],
        "rows": [
            (placed, worded[placed.mood], formats.decimal_text(placed.point.value, language=language(), places=1))
            for placed in line.points
        ],
        "label": words.mood_line_label(line, who),
        "with_replies": any(placed.point.said for placed in line.points),
    }


@register.inclusion_tag("components/experts/experts.html")
def experts(ratings: Sequence[int]) -> dict[str, Any]:
    """How each expert rated a reply, from −2 to +2."""
    dots = expert_dots(ratings)
    return {"experts": dots, "label": words.experts_label(dots, language=language())}


@register.inclusion_tag("components/band/band.html")
def band_svg(
    minimum: Decimal,
    midpoint: Decimal,
    maximum: Decimal,
    before: Decimal | None = None,
    now: Decimal | None = None,
    target: Decimal | None = None,
) -> dict[str, Any]:
    """Where a salary was, is and is heading within the band of its grade. Amounts in one currency, units not cents."""
    band = pay_band(minimum, midpoint, maximum, before=before, now=now, target=target)
    named = words.band_words()

    def amount(value: Decimal) -> str:
        return formats.decimal_text(value, language=language(), places=0)

    return {
        "band": band,
        "label": words.band_label(band, language=language()),
        "marks": [(mark, named[mark.name]) for mark in band.marks],
        "ticks": [(tick, amount(tick.amount), named[tick.name]) for tick in band.ticks],
    }


@register.inclusion_tag("components/rail/railbar.html")
def railbar(done: int, total: int) -> dict[str, Any]:
    """How far one is in a lesson, for phones: `done` of `total` parts."""
    share = done / total if total else 0.0
    label = _("%(done)s of %(total)s parts read") % {"done": done, "total": total}
    return {"width": percentage(100 * share), "label": label}


@register.inclusion_tag("components/chart/bars.html")
def bars(
    counts: Sequence[int], target: int | None = None, caption: str = "", names: Sequence[str] | None = None
) -> dict[str, Any]:
    """How many people stand at each level. `counts` start at level 1; those below `target` are drawn in clay."""
    scale = [str(name) for name in names or words.level_names()]
    drawn = distribution(counts, target=target)
    return {
        "rows": [(bar, index + 1, name) for index, (bar, name) in enumerate(zip(drawn.bars, scale, strict=True))],
        "flag": drawn.flag,
        "target": target,
        "caption": caption,
        "label": words.distribution_label(counts, scale),
    }


@register.inclusion_tag("components/chart/trend.html")
def trend(
    points: Sequence[TrendPoint],
    target: Amount | None = None,
    events: Sequence[TrendEvent] = (),
    caption: str = "",
) -> dict[str, Any]:
    """A mean level over time, with its interval, its target and what happened meanwhile. At least one point."""
    goal = None if target is None else float(target)
    return {
        "trend": lay_out_trend(points, target=goal, events=events),
        "caption": caption,
        "label": words.trend_label(points, goal, language=language()),
    }

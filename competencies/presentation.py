"""Profiles as the components of the site want them: dictionaries of text, numbers and addresses, decided here."""

from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, resolve, reverse
from django.utils.translation import gettext as _

from competencies import wording
from competencies.models import Competency
from competencies.profile import Line, Profile, Standing
from lms.people.models import Employee
from lms.plugins import switchboard
from lms.plugins.middleware import plugin_of_view
from lms.ui.templatetags import talante

# Where each kind of activity shows a finished attempt to the person who made it.
ATTEMPT_PAGES = {"quiz": ("assessment:result", "courses:result"), "scenario": ("scenarios:debrief",)}


def profile_url(employee: Employee, *, own: bool) -> str:
    """The address of a profile: one's own has no identifier in it."""
    return reverse("competencies:me") if own else reverse("competencies:person", args=[employee.uuid])


def competency_url(employee: Employee, key: str, *, own: bool) -> str:
    """The address of one competency of a profile."""
    if own:
        return reverse("competencies:my_competency", args=[key])
    return reverse("competencies:person_competency", args=[employee.uuid, key])


def attempt_url(instrument: str, attempt: Any) -> str:
    """Where the person who made an attempt can read it again; empty when no page shows it, or the plugin whose page it
    is does not take part."""
    for name in ATTEMPT_PAGES.get(instrument, ()):
        try:
            url = reverse(name, args=[attempt])
        except NoReverseMatch:
            continue
        return url if _answers(url) else ""
    return ""


def _answers(url: str) -> bool:
    """Whether the page at an address of this site is there for whoever follows a link to it."""
    slug = plugin_of_view(resolve("/" + url.removeprefix(get_script_prefix())).func)
    return slug is None or switchboard.is_enabled(slug)


def level(standing: Standing, employee: Employee, *, own: bool, heading: bool = False) -> dict[str, Any]:
    """A standing for `components/level`. `heading`: as the focus of a page, which names the target."""
    shown: dict[str, Any] = {
        "name": standing.competency.name,
        "url": competency_url(employee, standing.competency.key, own=own),
        "position": standing.position if standing.sufficient else None,
        "low": standing.low,
        "high": standing.high,
        "target": standing.target,
        "probability": standing.probability,
        "names": standing.level_names,
        "trend": standing.trend,
        "trend_text": wording.trend_text(standing),
        "foot": wording.evidence_text(standing),
    }
    if heading:
        shown["now"] = _now_with_target(standing)
    return shown


def _now_with_target(standing: Standing) -> str:
    """ "Guided, 75 % · target Autonomous"."""
    text = talante.level_now(
        standing.position if standing.sufficient else None, standing.probability, names=standing.level_names
    )
    if standing.target is None:
        return text
    target = _("target %(level)s") % {"level": standing.target_name}
    return f"{text} · {target}"


def account(standing: Standing, employee: Employee, *, own: bool, newest: int | None = None) -> dict[str, Any]:
    """The table "where the 2.84 comes from": its rows add up, as printed, from the start to the position.

    `newest` limits it to that many lines; those before them are one row, which leads to the whole list.
    """
    # One line more than the limit is shown rather than hidden behind a row of its own.
    shown = standing.lines if newest is None or len(standing.lines) <= newest + 1 else standing.lines[:newest]
    earlier = standing.lines[len(shown) :]
    return {
        "name": standing.competency.name,
        "start": standing.start,
        "position": standing.position,
        "sufficient": standing.sufficient,
        "rows": [_row(line, own=own) for line in shown],
        "earlier": len(earlier),
        "earlier_today": sum(line.today for line in earlier),
        "url": competency_url(employee, standing.competency.key, own=own),
        "full": max([0.25, *(abs(float(line.today)) for line in standing.lines)]),
    }


def _row(line: Line, *, own: bool) -> dict[str, Any]:
    return {
        "what": wording.sitting_name(line.instrument, line.source),
        "url": attempt_url(line.instrument, line.attempt) if own else "",
        "at": line.at,
        "ordinal": wording.ordinal_text(line),
        "today": line.today,
        "on_arrival": line.on_arrival,
        "ended": wording.ended_text(line),
        "reason": line.reason if line.ended else "",
        "pieces": line.pieces,
    }


def sections(profile: Profile, *, own: bool, without: Standing | None = None) -> list[dict[str, Any]]:
    """The competencies by kind, without the kinds that have none and without the one already shown."""
    titles = {Competency.Kind.BEHAVIOURAL: _("Conduct"), Competency.Kind.TECHNICAL: _("Technical")}
    found = []
    for kind, title in titles.items():
        standings = [one for one in profile.standings if one.competency.kind == kind and one is not without]
        levels = [level(one, profile.employee, own=own) for one in standings]
        if levels:
            found.append({"id": str(kind), "title": title, "levels": levels})
    return found


def three_levels(profile: Profile, *, own: bool) -> list[dict[str, Any]]:
    """Three tracks for a card: what is furthest away, then what moved last, those that are known before the others."""
    focus = profile.focus
    others = [one for one in profile.standings if one is not focus and one.n]
    others.sort(key=lambda one: (one.sufficient, str(one.last_at)), reverse=True)
    chosen = [*([focus] if focus is not None else []), *others][:3]
    shown = [level(one, profile.employee, own=own) for one in chosen]
    for one in shown:
        if one["position"] is not None:
            one["trend_text"] = one["foot"] = ""
    return shown

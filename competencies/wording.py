"""The sentences of a profile: to the person themselves, or about them to whoever may read it."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.profile import Line, Profile, Standing
from lms.core import clock

DAYS_IN_WORDS, WEEKS_IN_WORDS, MONTHS_IN_WORDS = 14, 60, 730


def lower_first(name: Any) -> str:
    """A name inside a sentence: the first letter small, unless it begins an acronym."""
    text = str(name)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def ago(when: Any) -> str:
    """How long ago a moment was, counted in days of the calendar: "today", "12 days ago", "7 months ago"."""
    day: date = timezone.localtime(when).date()
    days = max((clock.today() - day).days, 0)
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < DAYS_IN_WORDS:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < WEEKS_IN_WORDS:
        return ngettext("%(n)s week ago", "%(n)s weeks ago", days // 7) % {"n": days // 7}
    if days < MONTHS_IN_WORDS:
        months = round(days / 30.44)
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    return ngettext("%(n)s year ago", "%(n)s years ago", days // 365) % {"n": days // 365}


def opening(profile: Profile, *, own: bool) -> SafeString:
    """The sentence a profile opens with."""
    first = verdict(profile, own=own)
    second = what_next(profile, own=own)
    return format_html("{} {}", first, second) if second else first


def verdict(profile: Profile, *, own: bool) -> SafeString:
    """How many of the required competencies are met."""
    total, met = len(profile.required), len(profile.met)
    name = profile.employee.first_name
    count = format_html("<b>{}</b>", _("%(met)s of the %(total)s") % {"met": met, "total": total})
    if not total:
        text = (
            _("Your position does not ask for any competency yet. This is what your work shows.")
            if own
            else _("This position does not ask for any competency yet. This is what the work shows.")
        )
        return format_html("{}", text)
    if len(profile.unknown) == total:
        about = ngettext("the competency", "the %(n)s competencies", total) % {"n": total}
        if own:
            return format_html(_("We do not know enough yet about {} your position asks for."), about)
        return format_html(_("Not enough is known yet about {} this position asks for."), about)
    if met == total:
        every = ngettext("the one competency", "all <b>%(n)s</b> competencies", total) % {"n": total}
        every_safe = SafeString(every)
        if own:
            return format_html(_("You meet {} your position asks for."), every_safe)
        return format_html(_("{} meets {} the position asks for."), name, every_safe)
    if own:
        return format_html(_("You meet {} competencies your position asks for."), count)
    return format_html(_("{} meets {} competencies the position asks for."), name, count)


def what_next(profile: Profile, *, own: bool) -> str:
    """What stands furthest from what is asked, or what is least known; empty when everything is met."""
    if profile.short:
        named = {"name": lower_first(profile.short[0].competency.name)}
        if len(profile.short) == 1:
            return _("What is missing is %(name)s.") % named
        if own:
            return _("What sets you furthest apart is %(name)s.") % named
        return _("Furthest away is %(name)s.") % named
    if profile.unknown and len(profile.unknown) < len(profile.required):
        named = {"name": lower_first(profile.unknown[0].competency.name)}
        if len(profile.unknown) == 1:
            return _("About %(name)s we still know very little.") % named
        return _("About %(n)s we still know very little, among them %(name)s.") % {"n": len(profile.unknown), **named}
    return ""


def summary(profile: Profile, *, own: bool) -> SafeString:
    """The short form on the home page: how many are met, how many are missing, how many are not known."""
    first = verdict(profile, own=own)
    short, unknown = len(profile.short), len(profile.unknown)
    rest = []
    if short:
        rest.append(ngettext("%(n)s is not there yet.", "%(n)s are not there yet.", short) % {"n": short})
    if unknown and unknown < len(profile.required):
        rest.append(
            ngettext("About %(n)s we still know very little.", "About %(n)s we still know very little.", unknown)
            % {"n": unknown}
        )
    return format_html("{} {}", first, " ".join(rest)) if rest else first


def trend_text(standing: Standing) -> str:
    """Where a level has been going over the last 90 days; nothing when there was nothing to compare with."""
    if standing.trend is None or not standing.sufficient:
        return ""
    if standing.trend == "steady":
        return _("Steady")
    if standing.only_ageing:
        if standing.trend == "up":
            return _("Rising a little: what pulled it down is ageing")
        return _("Falling a little: the evidence is ageing")
    return _("Rising over 90 days") if standing.trend == "up" else _("Falling over 90 days")


def evidence_text(standing: Standing) -> str:
    """How much evidence there is and how old the newest piece is."""
    if standing.last_at is None:
        return _("No evidence yet.")
    values = {"n": standing.n, "ago": ago(standing.last_at)}
    if standing.sufficient:
        return (
            ngettext("%(n)s piece of evidence, %(ago)s", "%(n)s pieces of evidence; the latest, %(ago)s", standing.n)
            % values
        )
    return (
        ngettext(
            "There is only one piece of evidence, %(ago)s. That is too little to name a level.",
            "%(n)s pieces of evidence, the latest %(ago)s, are still too little to name a level.",
            standing.n,
        )
        % values
    )


def sitting_name(instrument: str, source: str) -> str:
    """A sitting by its kind and title: "Role-play “The overbooked night”"."""
    names = {
        "quiz": _("Quiz “%(title)s”"),
        "scenario": _("Role-play “%(title)s”"),
        "observation": _("Observation “%(title)s”"),
        "survey": _("Survey “%(title)s”"),
    }
    return names.get(instrument, "%(title)s") % {"title": source}


def ordinal_text(line: Line) -> str:
    """Which attempt it was."""
    words = {1: _("first attempt"), 2: _("second attempt"), 3: _("third attempt")}
    return words.get(line.ordinal) or _("attempt %(n)s") % {"n": line.ordinal}


def ended_text(line: Line) -> str:
    """Why a line no longer counts; empty while it does."""
    return {"revoked": _("Withdrawn"), "expired": _("Expired"), "superseded": _("Replaced")}.get(line.ended, "")

"""Sentences and small values that the play pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.records.models import Build
from lms.ui import formats
from lms.ui.words import mood_words
from scenarios.engine.texts import in_locale
from scenarios.play.builds import compiled
from scenarios.play.debrief import Debrief
from scenarios.play.selectors import Listed, OwnRecord
from scenarios.play.stage import Rule


@dataclass(frozen=True, slots=True)
class Score:
    """One headline result."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """A role-play in the list, with one's own record."""

    scenario: Listed
    own: OwnRecord
    icon: str
    channel: str
    difficulty: str
    last_kind: str
    last_at: datetime | None


CHANNEL_ICONS = {"counter": "people", "phone": "phone", "chat": "play"}


def channel_word(channel: str) -> str:
    """Where the conversation happens."""
    return {"counter": _("At the desk"), "phone": _("By phone"), "chat": _("By chat")}.get(channel, channel)


def whereabouts(channel: str) -> str:
    """Where you are during the conversation."""
    words = {"counter": _("You are at the desk"), "phone": _("You are on the phone"), "chat": _("You are in a chat")}
    return words.get(channel, "")


def difficulty_word(difficulty: int | None) -> str:
    """How hard it is, in words; nothing if its author did not say."""
    words = (_("easy"), _("fairly easy"), _("medium"), _("hard"), _("very hard"))
    return words[min(difficulty, len(words)) - 1] if difficulty else ""


def standing(occasion: int | None) -> str:
    """What this try counts. None is a rehearsal."""
    if occasion is None:
        return _("rehearsal, does not count")
    if occasion == 1:
        return _("first attempt, counts in full")
    if occasion == 2:
        return _("second attempt, counts half")
    return _("attempt %(number)s, counts a quarter") % {"number": occasion}


def kind_word(kind: str) -> str:
    """How an ending went."""
    return {"good": _("A good ending"), "middling": _("A middling ending"), "bad": _("A bad ending")}.get(kind, "")


def cards_of(scenarios: Sequence[Listed], own: Mapping[str, OwnRecord]) -> list[PracticeCard]:
    """The list of role-plays with one's own record in each."""
    cards = []
    for scenario in scenarios:
        mine = own.get(scenario.key, OwnRecord())
        cards.append(
            PracticeCard(
                scenario=scenario,
                own=mine,
                icon=CHANNEL_ICONS.get(scenario.channel, "play"),
                channel=channel_word(scenario.channel),
                difficulty=difficulty_word(scenario.difficulty),
                last_kind=kind_word(mine.last.summary.get("kind", "")) if mine.last is not None else "",
                last_at=mine.last.at if mine.last is not None else None,
            )
        )
    return cards


def person_facts(stored: Build, language: str) -> tuple[Rule, ...]:
    """What is known of the customer beforehand, and of those around."""
    definition = compiled(stored).definition

    def told(text: Any) -> str:
        return in_locale(text, language, definition.locales)

    rows = []
    for member in definition.cast:
        if member.role == "customer":
            rows += [
                Rule(_("Who it is"), told(member.who)),
                Rule(_("What you have been through together"), told(member.history)),
                Rule(_("What they expect"), told(member.expectations)),
            ]
    return tuple(row for row in rows if row.value)


def debrief_scores(page: Debrief, language: str) -> tuple[Score, ...]:
    """Outcome, decisions and mood, apart from one another."""
    endings = ngettext("of %(number)s possible one", "of %(number)s possible ones", page.endings)
    scores = [Score(_("Outcome"), page.outcome, f"{kind_word(page.kind)}, {endings % {'number': page.endings}}")]
    if page.got is not None and page.most is not None:
        points = {
            "got": formats.decimal_text(float(page.got), language=language, places=page.places),
            "most": formats.decimal_text(float(page.most), language=language, places=page.places),
        }
        scores.append(Score(_("Your decisions"), _("%(got)s of %(most)s points") % points, _decisions_note(page)))
    scores.append(Score(_("Their mood"), _mood_change(page), _mood_note(page, language)))
    return tuple(scores)


def _decisions_note(page: Debrief) -> str:
    if not page.lost:
        return _("You lost none: nothing better could be said.")
    turns = len(page.moments) + len(page.smaller)
    return ngettext("Lost in %(turns)s turn", "Lost in %(turns)s turns", turns) % {"turns": turns}


def _mood_change(page: Debrief) -> str:
    words = mood_words()
    before, after = words[page.mood_from].lower(), words[page.mood_to].lower()
    if before == after:
        return _("%(mood)s from start to end") % {"mood": words[page.mood_from]}
    return _("From %(before)s to %(after)s") % {"before": before, "after": after}


def _mood_note(page: Debrief, language: str) -> str:
    ended = formats.decimal_text(page.felt_at_end, language=language, places=1)
    if page.prediction is not None:
        values = {"prediction": page.prediction, "ended": ended}
        return _("Before starting you predicted %(prediction)s of 10; it ended at %(ended)s") % values
    if page.lowest_turn == 0:
        return _("It never fell below where it started")
    return _("Its lowest point was turn %(turn)s") % {"turn": page.lowest_turn}


def losses_told(page: Debrief, language: str) -> str:
    """Where every lost point went: the parts add up to the whole."""
    if not page.lost:
        return _("You lost no points: at no moment was there anything better to say.")
    parts = [
        formats.decimal_text(float(moment.lost), language=language, places=page.places)
        for moment in (*page.moments, *page.smaller)
    ]
    total = formats.decimal_text(float(page.lost), language=language, places=page.places)
    if len(parts) == 1:
        return _("You lost %(total)s points, all in one place.") % {"total": total}
    return _("You lost %(total)s points. These are the exact places: %(parts)s.") % {
        "total": total,
        "parts": " + ".join(parts),
    }


def rest_told(page: Debrief) -> str:
    """What the fold below the main moments holds."""
    smaller = ngettext("%(number)s smaller moment", "%(number)s smaller moments", len(page.smaller))
    disputed = ngettext("%(number)s that experts dispute", "%(number)s that experts dispute", len(page.disputed))
    found = []
    if page.smaller:
        found.append(smaller % {"number": len(page.smaller)})
    if page.disputed:
        found.append(disputed % {"number": len(page.disputed)})
    return _(" and ").join(found)

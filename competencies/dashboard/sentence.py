"""The sentence the board opens with: what is true of these people, in words, with links to what it stands on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from competencies.dashboard.board import Board, Focus
from competencies.dashboard.trend import Course
from lms.ui import formats

# In a message, [words] lead to where they are shown and *words* are set strong. They are cut out before values are
# filled in, so a name may hold any character.
PART = re.compile(r"(\[[^\]]+\]|\*[^*]+\*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence."""

    text: str
    url: str = ""
    strong: bool = False


def opening(board: Board, course: Course | None = None) -> list[Part]:
    """What the board says, from the strongest finding to the plain absence of evidence, and how it has moved."""
    if not board.people:
        return _parts(_("Nobody is in post with these filters."))
    if not board.asked:
        return _parts(_("No position here asks for these competencies yet, so there is nothing to compare with."))
    if not board.known:
        return _parts(_("There is not enough evidence yet to say how anybody stands against their position."))
    if board.focus is None:
        return _parts(_("There are too few people here to show averages. Choose a wider filter."))
    return [*_about(board.focus), *_moved(course)]


def _about(focus: Focus) -> list[Part]:
    values = {"competency": in_a_sentence(str(focus.competency)), "shown": len(focus.shown), "below": len(focus.below)}
    if focus.below:
        return _parts(_positions_below(focus), values)
    if focus.levels is None:
        return _parts(_("There are too few people with evidence in *%(competency)s* to show averages."), values)
    values |= {"people": focus.levels.below, "all": focus.levels.n}
    if focus.levels.below:
        return _parts(_people_below(focus, focus.levels.below), values)
    return _parts(_("Everybody with enough evidence reaches their target in *%(competency)s*."), values)


def _positions_below(focus: Focus) -> str:
    if len(focus.shown) == 1:
        return _("[The only position] with enough evidence is clearly below its target in *%(competency)s*.")
    return ngettext(
        "[%(below)s of the %(shown)s positions] with enough evidence is clearly below its target in *%(competency)s*.",
        "[%(below)s of the %(shown)s positions] with enough evidence are clearly below their target in "
        "*%(competency)s*.",
        len(focus.below),
    )


def _people_below(focus: Focus, people: int) -> str:
    """Nothing is said of positions on average unless every one of them is shown."""
    if len(focus.shown) < len(focus.positions):
        return ngettext(
            "[%(people)s of the %(all)s people] with enough evidence is below their target in *%(competency)s*.",
            "[%(people)s of the %(all)s people] with enough evidence are below their target in *%(competency)s*.",
            people,
        )
    return ngettext(
        "On average no position is clearly below its target in *%(competency)s*; "
        "[%(people)s of %(all)s people] is below their own.",
        "On average no position is clearly below its target in *%(competency)s*; "
        "[%(people)s of %(all)s people] are below their own.",
        people,
    )


def _moved(course: Course | None) -> list[Part]:
    if course is None or course.is_steady:
        return []
    language = get_language() or "es"
    message = (
        _("Since %(month)s the mean level of the same people has risen by [%(levels)s levels].")
        if course.change > 0
        else _("Since %(month)s the mean level of the same people has fallen by [%(levels)s levels].")
    )
    month = formats.MONTHS[formats.family(language)][course.moments[0].on.month - 1]
    levels = formats.decimal_text(abs(course.change), language=language, places=1)
    return _parts(" " + message, {"month": month, "levels": levels}, link="#trend")


def in_a_sentence(name: str) -> str:
    """A name as it stands in the middle of a sentence: its first letter small, unless it begins with initials."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _parts(message: str, values: Mapping[str, Any] | None = None, link: str = "#gaps") -> list[Part]:
    parts = []
    for piece in PART.split(message):
        linked, strong = piece.startswith("["), piece.startswith("*")
        text = (piece[1:-1] if linked or strong else piece) % (values or {})
        if text:
            parts.append(Part(text, link if linked else "", strong))
    return parts

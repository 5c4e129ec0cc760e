"""The conversation as it reads: who said what, in one language."""

from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Literal

from django.utils.translation import gettext as _

from scenarios.engine.build import Build
from scenarios.engine.events import Event, Rating, Said, Words
from scenarios.engine.texts import in_locale, spoken
from scenarios.play.replay import Play, Step

LineKind = Literal["customer", "me", "other", "scene"]
_KINDS: dict[str, LineKind] = {"customer": "customer", "narrator": "scene"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chat.

    `turn` is the turn it belongs to (0: before the first reply). `new`: it has just come; `first`: the page opens
    there.
    """

    kind: LineKind
    who: str
    text: str
    cue: str
    turn: int
    new: bool = False
    first: bool = False


def transcript(play: Play, language: str) -> tuple[Line, ...]:
    """The whole conversation so far. What came after the last reply is marked new."""
    last = play.state.turn
    lines = list(_told(play.build, play.opening, language, 0, new=False))
    for step in play.turns:
        turn = step.after.turn
        lines.append(mine(play.build, step, language))
        told = _told(play.build, step.events, language, turn, new=turn == last)
        lines.extend(replace(line, first=turn == last and not at) for at, line in enumerate(told))
    return tuple(lines)


def _told(build: Build, events: tuple[Event, ...], language: str, turn: int, *, new: bool) -> list[Line]:
    return [said_line(build, event, language, turn, new=new) for event in events if isinstance(event, Said)]


def said_line(build: Build, said: Said, language: str, turn: int, *, new: bool = False) -> Line:
    """A line of the cast: the customer, somebody else, or what happens."""
    roles = {member.id: member.role for member in build.definition.cast}
    line = spoken(build, said, language)
    return Line(_KINDS.get(roles.get(said.by, ""), "other"), line.name, line.text, line.cue, turn, new)


def mine(build: Build, step: Step, language: str) -> Line:
    """What the person said in a turn, or that they let the time run out."""
    turn = step.after.turn
    scene = build.scenes[step.before.scene]
    marked = step.marked
    texts = {choice.id: in_locale(choice.text, language, build.definition.locales) for choice in scene.choices}
    if marked is not None and hasattr(marked, "choice"):
        return Line("me", _("You"), texts[marked.choice], "", turn)
    if isinstance(step.given, Words):
        return Line("me", _("You"), step.given.text, "", turn)
    if isinstance(step.given, Rating):
        best, _value = max(step.given.ratings.items(), key=itemgetter(1))
        return Line("me", _("You"), texts[best], "", turn)
    silence = scene.timer.on_timeout.line if scene.timer is not None else None
    told = in_locale(silence, language, build.definition.locales)
    return Line("scene", "", told or _("The time ran out and you said nothing."), "", turn)


def newest(lines: tuple[Line, ...]) -> Line | None:
    """The last line somebody else said: what a screen reader is told."""
    return next((line for line in reversed(lines) if line.kind != "me"), None)

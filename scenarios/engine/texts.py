"""What a person reads: the text of a line in one locale and on one channel."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.engine.build import Build
from scenarios.engine.definition import Text
from scenarios.engine.events import Said


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line as shown: who says it, under which name, the stage cue if there is one, and the words."""

    by: str
    name: str
    cue: str
    text: str


def in_locale(text: Text | None, locale: str, fallbacks: tuple[str, ...] = ()) -> str:
    """The sentence in `locale`, else in the first fallback that has it, else in any; empty if there is none."""
    if not text:
        return ""
    for candidate in (locale, *fallbacks):
        if text.get(candidate):
            return text[candidate]
    return next((sentence for sentence in text.values() if sentence), "")


def spoken(build: Build, said: Said, locale: str, channel: str | None = None) -> SpokenLine:
    """The line of a Said event.

    On a channel other than the base one, gestures cannot be seen: the base cue is left out unless that channel has one
    of its own.
    """
    definition = build.definition
    line = build.scenes[said.scene].lines[said.line]
    text, cue = line.text, line.cue
    if channel is not None and channel != definition.channel.base:
        override = line.channels.get(channel)
        text = override.text if override is not None and override.text is not None else line.text
        cue = override.cue if override is not None else None
    name = next((member.name for member in definition.cast if member.id == said.by), "")
    fallbacks = definition.locales
    return SpokenLine(said.by, name, in_locale(cue, locale, fallbacks), in_locale(text, locale, fallbacks))

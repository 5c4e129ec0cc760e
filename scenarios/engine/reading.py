"""How long a play takes: words shown at a reading pace plus a pause to decide."""

from __future__ import annotations

from scenarios.engine.build import Build
from scenarios.engine.definition import Text
from scenarios.engine.events import Said
from scenarios.engine.learners import Play
from scenarios.engine.state import initial_state
from scenarios.engine.step import available_choices, step

WORDS_PER_MINUTE = 180
"""Silent reading of dialogue by adults in a second reading of their own work's language: slow rather than fast."""

SECONDS_PER_TURN = 10
"""Deciding among a few choices after reading them."""


def words_in(text: Text | None) -> int:
    """Words of the longest locale."""
    return max((len(sentence.split()) for sentence in text.values()), default=0) if text else 0


def minutes_of(build: Build, play: Play) -> float:
    """Minutes to read the briefing, the lines said and the choices offered, and to decide each turn."""
    words = words_in(build.definition.briefing)
    for event in play.events:
        if isinstance(event, Said):
            line = build.scenes[event.scene].lines[event.line]
            words += words_in(line.text) + words_in(line.cue)
    state = initial_state(build, play.state.seed)
    for given in play.inputs:
        words += sum(words_in(choice.text) for choice in available_choices(build, state))
        state, _ = step(build, state, given)
    return words / WORDS_PER_MINUTE + len(play.inputs) * SECONDS_PER_TURN / 60

"""A definition → the values of the page that holds its texts in one language.

A page holds what one language needs: the structure, which is the same in every language, and the texts of its own.
Blocks get ids made from the scenario's key and their place, so that the pages of two languages share them and a second
import of the same file changes nothing. Pure: the streams are plain lists, as they are stored.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenarios.engine.definition import (
    CastMember,
    Channel,
    Choice,
    Condition,
    Debrief,
    Definition,
    Effect,
    Line,
    Response,
    Scene,
    Target,
    Text,
    Timer,
)

NAMESPACE = uuid.UUID("6f1c0a52-6f0e-5d0b-9a51-51d8a4f6a2c7")
"""Namespace of the block ids."""

Block = dict[str, Any]


def page_values(definition: Definition, locale: str) -> dict[str, Any]:
    """The values of the page of `definition` in `locale`, by field name; streams as they are stored."""
    return _Writer(definition.id, locale).page(definition)


def rows(items: Iterable[Condition | Effect]) -> list[list[Any]]:
    """Conditions or effects as stored: one list of three per row."""
    return [[item.variable, item.operator, item.value] for item in items]


class _Writer:
    def __init__(self, key: str, locale: str) -> None:
        self.key = key
        self.locale = locale

    def say(self, text: Text | None) -> str:
        return "" if text is None else text.get(self.locale, "")

    def block_id(self, place: str) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{self.key}/{place}"))

    def items(self, place: str, values: Sequence[Any]) -> list[Block]:
        """A ListBlock's list, named by position."""
        return self.stream("item", place, [(str(at + 1), value) for at, value in enumerate(values)])

    def stream(self, kind: str, place: str, values: Sequence[tuple[str, Any]]) -> list[Block]:
        """A list of blocks; `values` are (name within the place, value). A name used twice gets a number."""
        seen: dict[str, int] = {}
        blocks = []
        for name, value in values:
            seen[name] = seen.get(name, 0) + 1
            again = f"#{seen[name]}" if seen[name] > 1 else ""
            blocks.append({"type": kind, "value": value, "id": self.block_id(f"{place}/{name}{again}")})
        return blocks

    def page(self, definition: Definition) -> dict[str, Any]:
        first = definition.scenes[0].id if definition.scenes else ""
        mood = definition.mood
        return {
            "key": definition.id,
            "title": self.say(definition.title),
            "summary": self.say(definition.summary),
            "briefing": self.say(definition.briefing),
            "self_prediction": self.say(definition.self_prediction),
            "estimated_minutes": definition.estimated_minutes,
            "difficulty": definition.difficulty,
            "mode_default": definition.mode_default,
            "competencies": list(definition.competencies),
            "start": "" if definition.start == first else definition.start,
            "channel": definition.channel.base,
            "irritation_start": mood["irritation"].start if "irritation" in mood else None,
            "trust_start": mood["trust"].start if "trust" in mood else None,
            "patience_start": mood["patience"].start if "patience" in mood else None,
            "disputed_at": definition.scoring.disputed_when.gte,
            "centre": definition.scoring.centre,
            "outcome_reported_apart": definition.scoring.outcome_reported_apart,
            **self.streams(definition),
        }

    def streams(self, definition: Definition) -> dict[str, list[Block]]:
        return {
            "body": self.stream("scene", "scenes", [(scene.id, self.scene(scene)) for scene in definition.scenes]),
            "mood_axes": self.stream("axis", "mood", self.axes(definition)),
            "cast": self.stream("member", "cast", [(item.id, self.member(item)) for item in definition.cast]),
            "facts": self.stream(
                "fact",
                "facts",
                [
                    (item.id, {"fact_id": item.id, "title": self.say(item.title), "text": self.say(item.text)})
                    for item in definition.facts
                ],
            ),
            "experts": self.stream(
                "expert",
                "experts",
                [(item.id, {"expert_id": item.id, "trade": self.say(item.trade)}) for item in definition.experts],
            ),
            "variables": self.stream("variable", "variables", self.variables(definition)),
            "interrupts": self.stream("interrupt", "interrupts", self.interrupts(definition)),
            "other_channels": self.stream("channel", "channels", self.channels(definition.channel)),
            "content_notes": self.stream(
                "note",
                "content-notes",
                [(str(at + 1), self.say(note)) for at, note in enumerate(definition.content_notes)],
            ),
            "debrief": self.stream(
                "debrief", "debrief", [("1", self.debrief(definition.debrief))] if definition.debrief else []
            ),
        }

    def axes(self, definition: Definition) -> list[tuple[str, Any]]:
        """Only the axes that say more than where they start."""
        return [
            (name, {"axis": name, "label": self.say(axis.label), "least": axis.min, "most": axis.max})
            for name, axis in definition.mood.items()
            if axis.label is not None or (axis.min, axis.max) != (0, 10)
        ]

    def member(self, member: CastMember) -> Block:
        return {
            "member_id": member.id,
            "role": member.role,
            "name": member.name,
            "age": member.age,
            "segment": self.say(member.segment),
            "who": self.say(member.who),
            "history": self.say(member.history),
            "expectations": self.say(member.expectations),
            "tonight": self.say(member.tonight),
        }

    def variables(self, definition: Definition) -> list[tuple[str, Any]]:
        return [
            (
                name,
                {
                    "name": name,
                    "kind": item.type,
                    "start": item.start,
                    "values": list(item.values),
                    "least": item.min,
                    "most": item.max,
                    "note": self.say(item.note),
                },
            )
            for name, item in definition.variables.items()
        ]

    def interrupts(self, definition: Definition) -> list[tuple[str, Any]]:
        return [
            (
                item.id,
                {
                    "interrupt_id": item.id,
                    "when": rows(item.when),
                    "target": item.to,
                    "once": item.once,
                    "exempt": list(item.exempt),
                },
            )
            for item in definition.interrupts
        ]

    def channels(self, channel: Channel) -> list[tuple[str, Any]]:
        notes = {"counter": channel.counter_note, "phone": channel.phone_note, "chat": channel.chat_note}
        noted = [name for name, note in notes.items() if note is not None and name not in channel.overrides]
        return [
            (name, {"channel": name, "own_lines": name in channel.overrides, "note": self.say(notes[name])})
            for name in (*channel.overrides, *noted)
        ]

    def debrief(self, debrief: Debrief) -> Block:
        return {
            "opening": self.say(debrief.opening),
            "questions": self.items("debrief/questions", [self.say(item) for item in debrief.questions]),
            "on_disputed": self.say(debrief.on_disputed),
            "closing": self.say(debrief.closing),
        }

    def scene(self, scene: Scene) -> Block:
        place = f"scenes/{scene.id}"
        return {
            "scene_id": scene.id,
            "title": self.say(scene.title),
            "ending": scene.ending or "",
            "lines": self.items(
                f"{place}/lines",
                [self.line(line, f"{place}/lines/{at + 1}") for at, line in enumerate(scene.lines)],
            ),
            "choices": self.stream(
                "item", f"{place}/choices", [(item.id, self.choice(item, place)) for item in scene.choices]
            ),
            "timer": self.items(f"{place}/timer", [self.timer(scene.timer, place)] if scene.timer else []),
            "hint": self.say(scene.hint),
            "meaning": self.say(scene.meaning),
            "next_step": self.say(scene.next_step),
            "recoverable": scene.recoverable,
            "replay_from": list(scene.replay_from),
            "format": scene.format,
            "response": self.items(
                f"{place}/response", [self.response(scene.response, place)] if scene.response else []
            ),
        }

    def line(self, line: Line, place: str) -> Block:
        return {
            "by": line.by,
            "cue": self.say(line.cue),
            "text": self.say(line.text),
            "when": rows(line.when),
            "channels": self.items(
                f"{place}/channels",
                [
                    {"channel": name, "text": self.say(other.text), "cue": self.say(other.cue)}
                    for name, other in line.channels.items()
                ],
            ),
        }

    def target(self, to: Target, place: str) -> Block:
        """Where it leads always, and before that where it leads under conditions."""
        always = to[-1].scene if to and not to[-1].when else ""
        detours = to[:-1] if always else to
        return {
            "target": always,
            "detours": self.items(
                f"{place}/detours", [{"when": rows(branch.when), "scene": branch.scene} for branch in detours]
            ),
        }

    def choice(self, choice: Choice, scene: str) -> Block:
        return {
            "choice_id": choice.id,
            "text": self.say(choice.text),
            **self.target(choice.to, f"{scene}/choices/{choice.id}"),
            "effects": rows(choice.effects),
            "when": rows(choice.when),
            "shows": list(choice.shows),
            "value": choice.value,
            "ratings": list(choice.ratings),
            "rationale": self.say(choice.rationale),
            "basis": list(choice.basis),
            "disputed": choice.disputed,
        }

    def timer(self, timer: Timer, scene: str) -> Block:
        silence = timer.on_timeout
        return {
            "seconds": timer.seconds,
            "label": self.say(timer.label),
            "line": self.say(silence.line),
            **self.target(silence.to, f"{scene}/timer"),
            "effects": rows(silence.effects),
            "value": silence.value,
            "ratings": list(silence.ratings),
            "rationale": self.say(silence.rationale),
            "extendable": timer.extendable,
            "can_switch_off": timer.can_switch_off,
        }

    def response(self, response: Response, scene: str) -> Block:
        return {
            "prompt": self.say(response.prompt),
            **self.target(response.to, f"{scene}/response"),
            "effects": rows(response.effects),
            "shows": list(response.shows),
            "rubric": response.rubric or "",
        }


STREAMS = (
    "body",
    "mood_axes",
    "cast",
    "facts",
    "experts",
    "variables",
    "interrupts",
    "other_channels",
    "content_notes",
    "debrief",
)
"""The page's streams; every other value of `page_values` is a plain field."""

PLAIN = (
    "key",
    "title",
    "summary",
    "briefing",
    "self_prediction",
    "estimated_minutes",
    "difficulty",
    "mode_default",
    "competencies",
    "start",
    "channel",
    "irritation_start",
    "trust_start",
    "patience_start",
    "disputed_at",
    "centre",
    "outcome_reported_apart",
)


def same_values(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two pages hold the same."""
    return all(one[name] == other[name] for name in (*PLAIN, *STREAMS))

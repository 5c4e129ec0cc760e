"""The values of a page → its definition, in that page's language only.

A draft may hold anything half-written: what is missing becomes the most harmless value, and the checks say the rest.
An untouched row, a row without a variable, is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.engine.definition import (
    Branch,
    CastMember,
    Channel,
    Choice,
    Condition,
    Debrief,
    Definition,
    DisputedWhen,
    Effect,
    Expert,
    Fact,
    Interrupt,
    Line,
    LineOverride,
    MoodAxis,
    OnTimeout,
    Response,
    Scene,
    Scoring,
    Target,
    Text,
    Timer,
    Value,
    Variable,
)

Plain = Mapping[str, Any]

SOMEBODY = "customer"
"""Who speaks when nobody has been named: a scenario does not need a cast to begin with."""


def definition_of(values: Plain, locale: str, somebody: str = "") -> Definition:
    """The definition of a page whose stored values are `values`. `somebody` names the customer nobody has named."""
    return _Reader(locale, somebody).definition(values)


def blocks(stream: Any) -> list[Any]:
    """The values of a StreamField's or ListBlock's list."""
    return [item["value"] for item in stream or ()]


class _Reader:
    def __init__(self, locale: str, somebody: str) -> None:
        self.locale = locale
        self.somebody = somebody
        self.speaker = SOMEBODY

    def text(self, sentence: Any) -> Text:
        return {self.locale: str(sentence)} if sentence else {}

    def optional(self, sentence: Any) -> Text | None:
        return self.text(sentence) or None

    def definition(self, values: Plain) -> Definition:
        cast = self.cast(values)
        self.speaker = next((member.id for member in cast if member.role == "customer"), SOMEBODY)
        scenes = tuple(self.scene(block) for block in blocks(values.get("body")))
        if not cast and any(line.by == SOMEBODY for scene in scenes for line in scene.lines):
            cast = (CastMember(SOMEBODY, "customer", self.somebody),)
        return Definition(
            id=str(values.get("key") or ""),
            locales=(self.locale,),
            title=self.text(values.get("title")),
            mood=self.mood(values),
            start=str(values.get("start") or "") or (scenes[0].id if scenes else ""),
            scenes=scenes,
            summary=self.optional(values.get("summary")),
            estimated_minutes=values.get("estimated_minutes"),
            mode_default=values.get("mode_default") or "practice",
            difficulty=values.get("difficulty"),
            competencies=tuple(values.get("competencies") or ()),
            content_notes=tuple(self.text(note) for note in blocks(values.get("content_notes"))),
            channel=self.channel(values),
            briefing=self.optional(values.get("briefing")),
            self_prediction=self.optional(values.get("self_prediction")),
            facts=tuple(
                Fact(block["fact_id"], self.text(block["title"]), self.text(block["text"]))
                for block in blocks(values.get("facts"))
            ),
            experts=tuple(
                Expert(block["expert_id"], self.text(block["trade"])) for block in blocks(values.get("experts"))
            ),
            scoring=self.scoring(values),
            variables=self.variables(values),
            cast=cast,
            interrupts=tuple(self.interrupt(block) for block in blocks(values.get("interrupts"))),
            debrief=next((self.debrief(block) for block in blocks(values.get("debrief"))), None),
        )

    def mood(self, values: Plain) -> dict[str, MoodAxis]:
        more = {block["axis"]: block for block in blocks(values.get("mood_axes"))}
        mood = {}
        for name in ("irritation", "trust", "patience"):
            start = values.get(f"{name}_start")
            if start is None:
                continue
            block = more.get(name, {})
            mood[name] = MoodAxis(
                start, self.optional(block.get("label")), _or(block.get("least"), 0), _or(block.get("most"), 10)
            )
        return mood

    def scoring(self, values: Plain) -> Scoring:
        at = values.get("disputed_at")
        return Scoring(
            disputed_when=DisputedWhen() if at is None else DisputedWhen(gte=at),
            centre=values.get("centre") or "best_available_in_scene",
            outcome_reported_apart=bool(values.get("outcome_reported_apart", True)),
        )

    def channel(self, values: Plain) -> Channel:
        others = blocks(values.get("other_channels"))
        notes = {f"{block['channel']}_note": self.optional(block["note"]) for block in others}
        return Channel(
            base=values.get("channel") or "counter",
            overrides=tuple(block["channel"] for block in others if block["own_lines"]),
            **notes,
        )

    def cast(self, values: Plain) -> tuple[CastMember, ...]:
        return tuple(
            CastMember(
                id=block["member_id"],
                role=block["role"] or "customer",
                name=block["name"],
                age=block["age"],
                segment=self.optional(block["segment"]),
                who=self.optional(block["who"]),
                history=self.optional(block["history"]),
                expectations=self.optional(block["expectations"]),
                tonight=self.optional(block["tonight"]),
            )
            for block in blocks(values.get("cast"))
        )

    def variables(self, values: Plain) -> dict[str, Variable]:
        return {
            block["name"]: Variable(
                type=block["kind"] or "boolean",
                start=_start(block),
                values=tuple(block["values"]),
                min=block["least"],
                max=block["most"],
                note=self.optional(block["note"]),
            )
            for block in blocks(values.get("variables"))
        }

    def interrupt(self, block: Plain) -> Interrupt:
        return Interrupt(
            id=block["interrupt_id"],
            to=block["target"],
            when=conditions(block["when"]),
            once=block["once"],
            exempt=tuple(block["exempt"]),
        )

    def debrief(self, block: Plain) -> Debrief:
        return Debrief(
            opening=self.optional(block["opening"]),
            questions=tuple(self.text(question) for question in blocks(block["questions"])),
            on_disputed=self.optional(block["on_disputed"]),
            closing=self.optional(block["closing"]),
        )

    def scene(self, block: Plain) -> Scene:
        return Scene(
            id=block["scene_id"],
            title=self.text(block["title"]),
            ending=block["ending"] or None,
            recoverable=block["recoverable"],
            format=block["format"] or "choose",
            timer=next((self.timer(item) for item in blocks(block["timer"])), None),
            lines=tuple(self.line(item) for item in blocks(block["lines"])),
            choices=tuple(self.choice(item) for item in blocks(block["choices"])),
            response=next((self.response(item) for item in blocks(block["response"])), None),
            hint=self.optional(block["hint"]),
            meaning=self.optional(block["meaning"]),
            next_step=self.optional(block["next_step"]),
            replay_from=tuple(block["replay_from"]),
        )

    def line(self, block: Plain) -> Line:
        return Line(
            by=block["by"] or self.speaker,
            text=self.text(block["text"]),
            cue=self.optional(block["cue"]),
            when=conditions(block["when"]),
            channels={
                item["channel"]: LineOverride(self.optional(item["text"]), self.optional(item["cue"]))
                for item in blocks(block["channels"])
            },
        )

    def choice(self, block: Plain) -> Choice:
        return Choice(
            id=block["choice_id"],
            text=self.text(block["text"]),
            when=conditions(block["when"]),
            shows=tuple(block["shows"]),
            ratings=tuple(block["ratings"]),
            value=block["value"],
            disputed=block["disputed"],
            effects=effects(block["effects"]),
            to=target(block),
            rationale=self.optional(block["rationale"]),
            basis=tuple(block["basis"]),
        )

    def timer(self, block: Plain) -> Timer:
        silence = OnTimeout(
            to=target(block),
            effects=effects(block["effects"]),
            line=self.optional(block["line"]),
            ratings=tuple(block["ratings"]),
            value=block["value"],
            rationale=self.optional(block["rationale"]),
        )
        return Timer(
            seconds=_or(block["seconds"], 30),
            on_timeout=silence,
            label=self.optional(block["label"]),
            extendable=block["extendable"],
            can_switch_off=block["can_switch_off"],
        )

    def response(self, block: Plain) -> Response:
        return Response(
            to=target(block),
            effects=effects(block["effects"]),
            prompt=self.optional(block["prompt"]),
            rubric=block["rubric"] or None,
            shows=tuple(block["shows"]),
        )


def target(block: Plain) -> Target:
    """The conditional targets in their order, then the one that always holds."""
    detours = [Branch(item["scene"], conditions(item["when"])) for item in blocks(block["detours"])]
    always = [Branch(block["target"])] if block["target"] else []
    return (*detours, *always)


def conditions(written: Iterable[Any]) -> tuple[Condition, ...]:
    """Stored rows as conditions."""
    return tuple(Condition(name, operator, value) for name, operator, value in written if name)


def effects(written: Iterable[Any]) -> tuple[Effect, ...]:
    """Stored rows as effects."""
    return tuple(Effect(name, operator, value) for name, operator, value in written if name)


def _or(value: Any, otherwise: int) -> int:
    return otherwise if value is None else int(value)


def _start(block: Plain) -> Value:
    """Where a variable starts; a draft may not have said it."""
    start: Value | None = block["start"]
    if start is not None and start != "":
        return start
    empty: dict[str, Value] = {"integer": _or(block["least"], 0), "enum": next(iter(block["values"]), "")}
    return empty.get(block["kind"], False)

"""The authored scenario as immutable values: what a person writes, before anything runs.

A definition may be broken on purpose (a draft, a preview): targets may dangle, ids may repeat, scenes may be empty.
Only its *types* are guaranteed; `scenarios.engine.checks` says what is wrong with the rest.

The native file format follows these classes field by field. Three shapes are shorter in a file than here, and
`scenarios.engine.codec` is the only place that knows: rows (`[trust, add, 1]`), a target given as a plain scene id, and
a text written beside the other keys of its record (`inline`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SCHEMA_NAME = "talante/scenario"
SCHEMA_VERSION = 1

Text = Mapping[str, str]
"""Locale code → the sentence in that locale."""

Value = bool | int | str
"""What a condition compares with and an effect writes. Booleans are never integers here."""

MOOD_AXES = ("irritation", "patience", "trust")
"""The customer's mood: three integers. These names are reserved, no variable may use them."""

Comparison = Literal["eq", "ne", "gte", "lte"]
Operation = Literal["add", "set"]
SceneFormat = Literal["choose", "best_worst", "rate_all", "text", "audio"]
EndingKind = Literal["good", "mixed", "bad"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of a `when`: (variable, operator, value). Every row of a `when` must hold."""

    variable: str
    operator: Comparison
    value: Value


@dataclass(frozen=True, slots=True)
class Effect:
    """One row of `effects`: (variable, operator, value), applied in the order written."""

    variable: str
    operator: Operation
    value: Value


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of a target: go to `scene` if every condition holds. The first row that holds wins."""

    scene: str
    when: tuple[Condition, ...] = ()


Target = tuple[Branch, ...]
"""Where a choice leads. A file may write a plain scene id for a single unconditional branch."""


@dataclass(frozen=True, slots=True)
class LineOverride:
    """What a line says and shows on one channel instead of the base text."""

    text: Text | None = None
    cue: Text | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of a cast member, with an optional stage cue, shown only if `when` holds on entering the scene."""

    by: str
    text: Text
    cue: Text | None = None
    when: tuple[Condition, ...] = ()
    channels: Mapping[str, LineOverride] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the member of staff may say.

    `ratings` are the experts' judgements (−2…+2) in the order of `Definition.experts`; `value` is a trainer's own
    single key, used only when there are no ratings. `shows` names the competency or indicator keys it is evidence
    about, for or against.
    """

    id: str
    text: Text
    when: tuple[Condition, ...] = ()
    shows: tuple[str, ...] = ()
    ratings: tuple[int, ...] = ()
    value: int | None = None
    disputed: bool = False
    effects: tuple[Effect, ...] = ()
    to: Target = ()
    rationale: Text | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnTimeout:
    """What silence does. Rated like a choice; without ratings it is worth 0 on the experts' scale."""

    to: Target = ()
    effects: tuple[Effect, ...] = ()
    line: Text | None = None
    ratings: tuple[int, ...] = ()
    value: int | None = None
    rationale: Text | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A limit to answer, in seconds. Each person may extend it or switch it off where the author allows."""

    seconds: int
    on_timeout: OnTimeout
    label: Text | None = None
    extendable: bool = True
    can_switch_off: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """The turn of a scene whose format is not picking one choice: what is asked, who rates it, where it leads."""

    to: Target = ()
    effects: tuple[Effect, ...] = ()
    prompt: Text | None = None
    rubric: str | None = None
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the conversation, or an ending when `ending` is set."""

    id: str
    title: Text
    ending: EndingKind | None = None
    recoverable: bool = False
    format: SceneFormat = "choose"
    timer: Timer | None = None
    lines: tuple[Line, ...] = ()
    choices: tuple[Choice, ...] = ()
    response: Response | None = None
    hint: Text | None = None
    meaning: Text | None = None
    next_step: Text | None = None
    replay_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interrupt:
    """A scene that cuts in when `when` holds after a turn, unless the turn was taken in a scene of `except`."""

    id: str
    to: str
    when: tuple[Condition, ...] = ()
    once: bool = True
    exempt: tuple[str, ...] = field(default=(), metadata={"key": "except"})


@dataclass(frozen=True, slots=True)
class MoodAxis:
    """Start and bounds of one of the customer's three mood numbers."""

    start: int
    label: Text | None = None
    min: int = 0
    max: int = 10


@dataclass(frozen=True, slots=True)
class Variable:
    """Something the scenario remembers. An integer without bounds is held within 0–10."""

    type: Literal["boolean", "enum", "integer"]
    start: Value
    values: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class CastMember:
    """Someone in the conversation: the customer, another customer, a colleague or the narrator."""

    id: str
    role: Literal["customer", "other_customer", "colleague", "narrator"]
    name: str
    age: int | None = None
    segment: Text | None = None
    who: Text | None = None
    history: Text | None = None
    expectations: Text | None = None
    tonight: Text | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule or circumstance the learner can consult; choices cite it by id in `basis`."""

    id: str
    title: Text
    text: Text = field(metadata={"inline": True})


@dataclass(frozen=True, slots=True)
class Expert:
    """One of the people who rated the choices, named by trade and never by name."""

    id: str
    trade: Text = field(metadata={"inline": True})


@dataclass(frozen=True, slots=True)
class DisputedWhen:
    """A choice is disputed when the spread of its ratings reaches `gte`."""

    gte: int | float = 1.25
    spread: Literal["population_sd"] = "population_sd"


@dataclass(frozen=True, slots=True)
class Scoring:
    """How ratings become points. `centre: none` adds raw means, which pays for detours: only for study."""

    key: Literal["mean"] = "mean"
    disputed_when: DisputedWhen = DisputedWhen()
    centre: Literal["best_available_in_scene", "none"] = "best_available_in_scene"
    outcome_reported_apart: bool = True


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the conversation happens, and which other channels have lines of their own."""

    base: Literal["counter", "phone", "chat"] = "counter"
    overrides: tuple[Literal["counter", "phone", "chat"], ...] = ()
    counter_note: Text | None = None
    phone_note: Text | None = None
    chat_note: Text | None = None


@dataclass(frozen=True, slots=True)
class Debrief:
    """What is said after the ending: an opening, questions for reflection, on disputed choices, a closing."""

    opening: Text | None = None
    questions: tuple[Text, ...] = ()
    on_disputed: Text | None = None
    closing: Text | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole authored scenario."""

    id: str
    locales: tuple[str, ...]
    title: Text
    mood: Mapping[str, MoodAxis]
    start: str
    scenes: tuple[Scene, ...]
    summary: Text | None = None
    estimated_minutes: int | None = None
    mode_default: Literal["practice", "assessment"] = "practice"
    difficulty: int | None = None
    competencies: tuple[str, ...] = ()
    content_notes: tuple[Text, ...] = ()
    channel: Channel = Channel()
    briefing: Text | None = None
    self_prediction: Text | None = None
    facts: tuple[Fact, ...] = ()
    experts: tuple[Expert, ...] = ()
    scoring: Scoring = Scoring()
    variables: Mapping[str, Variable] = field(default_factory=dict)
    cast: tuple[CastMember, ...] = ()
    interrupts: tuple[Interrupt, ...] = ()
    debrief: Debrief | None = None

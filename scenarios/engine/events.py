"""What a turn takes and what it tells: inputs and events, frozen, with a plain form for storage.

Events carry ids and numbers, never sentences: the same play reads in any language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from scenarios.engine.definition import EndingKind
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.keying import KeySource
from scenarios.engine.mood import Mood, MoodWord

# ---------------------------------------------------------------- inputs


@dataclass(frozen=True, slots=True)
class Choose:
    """Say one of the choices. `dwell_ms` is the time taken, reported by whoever measures it."""

    choice: str
    dwell_ms: int = 0


@dataclass(frozen=True, slots=True)
class Timeout:
    """The scene's timer ran out. A person who switched timers off never sends it."""

    dwell_ms: int = 0


@dataclass(frozen=True, slots=True)
class Hint:
    """Ask for the scene's hint. Takes no turn and moves nothing, but is told."""


@dataclass(frozen=True, slots=True)
class Abandon:
    """Leave. Nothing said is lost and nothing is scored."""


@dataclass(frozen=True, slots=True)
class Words:
    """Free text, or the transcript or storage key of a recording, for scenes of format text or audio."""

    text: str
    dwell_ms: int = 0


@dataclass(frozen=True, slots=True)
class Rating:
    """The learner's own judgement of choices (−2…+2): all of them, or +2 for the best and −2 for the worst."""

    ratings: Mapping[str, int]
    dwell_ms: int = 0


Input = Choose | Timeout | Hint | Abandon | Words | Rating

# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class SceneEntered:
    """The play is now in `scene`, for the `visit`-th time."""

    scene: str
    visit: int


@dataclass(frozen=True, slots=True)
class Said:
    """Line number `line` of `scene` (from 0, as authored) was said by cast member `by`."""

    scene: str
    line: int
    by: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice was said. `value` and `best` are means on −2…+2, None when unrated; `centred` is what adds to the score.

    `spread` is the population standard deviation of the ratings and `source` says whose key it is. `opportunity`: the
    options discriminated (best and worst scored ones at least one point apart).
    """

    scene: str
    visit: int
    choice: str
    value: float | None
    best: float | None
    centred: float
    spread: float
    source: KeySource
    disputed: bool
    opportunity: bool
    shows: tuple[str, ...]
    hinted: bool
    dwell_ms: int


@dataclass(frozen=True, slots=True)
class TimedOut:
    """Nothing was said in time. Scored like a choice, worth 0 on the experts' scale unless rated."""

    scene: str
    visit: int
    value: float | None
    best: float | None
    centred: float
    disputed: bool
    opportunity: bool
    hinted: bool
    dwell_ms: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn that a person or the scene's format rates later: free words, or ratings of the choices."""

    scene: str
    visit: int
    format: Literal["best_worst", "rate_all", "text", "audio"]
    text: str
    ratings: Mapping[str, int]
    shows: tuple[str, ...]
    hinted: bool
    dwell_ms: int


@dataclass(frozen=True, slots=True)
class HintShown:
    """A hint was asked for. `facts` are the ones the available choices rest on, in the order of the scenario."""

    scene: str
    visit: int
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoodChanged:
    """The customer's mood moved."""

    before: Mood
    after: Mood
    word_before: MoodWord
    word_after: MoodWord


@dataclass(frozen=True, slots=True)
class Interrupted:
    """`interrupt` cut in after a turn in `scene`: the play goes to `to` instead of `instead_of`."""

    interrupt: str
    scene: str
    to: str
    instead_of: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The play is over at `outcome`: the id of an ending, or `abandoned`."""

    outcome: str
    ending: EndingKind | Literal["abandoned"]


Event = SceneEntered | Said | Chosen | TimedOut | Answered | HintShown | MoodChanged | Interrupted | Ended

_EVENT_TYPES: dict[str, type] = {
    "scene_entered": SceneEntered,
    "said": Said,
    "chosen": Chosen,
    "timed_out": TimedOut,
    "answered": Answered,
    "hint_shown": HintShown,
    "mood_changed": MoodChanged,
    "interrupted": Interrupted,
    "ended": Ended,
}
_EVENT_NAMES = {cls: name for name, cls in _EVENT_TYPES.items()}
_INPUT_TYPES: dict[str, type] = {
    "choose": Choose,
    "timeout": Timeout,
    "hint": Hint,
    "abandon": Abandon,
    "text": Words,
    "rating": Rating,
}
_INPUT_NAMES = {cls: name for name, cls in _INPUT_TYPES.items()}


def event_to_plain(event: Event) -> dict[str, Any]:
    """`{"type": "chosen", …}` with plain values only."""
    return {"type": _EVENT_NAMES[type(event)], **_plain(asdict(event))}


def event_from_plain(plain: Mapping[str, Any]) -> Event:
    """The inverse of `event_to_plain`."""
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items() if key != "type"}
    if plain.get("type") == "mood_changed":
        fields |= {"before": Mood(**plain["before"]), "after": Mood(**plain["after"])}
    event: Event = _made(_EVENT_TYPES, plain.get("type"), fields)
    return event


def input_to_plain(given: Input) -> dict[str, Any]:
    """`{"type": "choose", "choice": …}` with plain values only."""
    return {"type": _INPUT_NAMES[type(given)], **_plain(asdict(given))}


def input_from_plain(plain: Mapping[str, Any]) -> Input:
    """The inverse of `input_to_plain`."""
    given: Input = _made(_INPUT_TYPES, plain.get("type"), {key: plain[key] for key in plain if key != "type"})
    return given


def _made(kinds: Mapping[str, type], kind: object, fields: Mapping[str, Any]) -> Any:
    try:
        return kinds[str(kind)](**fields)
    except (KeyError, TypeError) as error:
        raise ScenarioRuleError("unreadable", f"“{kind}” with these fields is not an input or event.") from error


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}


def inputs_of(events: tuple[Event, ...] | list[Event]) -> tuple[Input, ...]:
    """The inputs that produced these events: stepping through them again gives the same states."""
    given: list[Input] = []
    for event in events:
        match event:
            case Chosen():
                given.append(Choose(event.choice, event.dwell_ms))
            case TimedOut():
                given.append(Timeout(event.dwell_ms))
            case Answered() if event.format in ("text", "audio"):
                given.append(Words(event.text, event.dwell_ms))
            case Answered():
                given.append(Rating(event.ratings, event.dwell_ms))
            case HintShown():
                given.append(Hint())
            case Ended(ending="abandoned"):
                given.append(Abandon())
            case _:
                pass
    return tuple(given)

"""What the play page shows at one moment."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.records.models import Attempt
from lms.ui.words import mood_words
from scenarios.engine.definition import CastMember, Fact, Text
from scenarios.engine.mood import MoodWord, mood_word
from scenarios.engine.step import available_choices, scene_of, shuffled
from scenarios.engine.texts import in_locale
from scenarios.play.builds import usual_turns
from scenarios.play.mood_scale import mood_value
from scenarios.play.replay import Play
from scenarios.play.transcript import Line, newest, transcript

EASED = frozenset({"calm", "grateful"})


@dataclass(frozen=True, slots=True)
class Option:
    """A reply that can be given now."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long the moment asks for an answer; without script there is no limit."""

    seconds: int
    label: str
    extendable: bool
    can_switch_off: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Something the person can look up in the case."""

    term: str
    value: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything visible at one moment of a play, in one language, with nothing that gives a reply away."""

    title: str
    scene_title: str
    channel: str
    customer: str
    turn: int
    usual_turns: int
    lines: tuple[Line, ...]
    announcement: str
    mood: MoodWord
    mood_why: str
    format: str
    prompt: str
    options: tuple[Option, ...]
    timer: TimeLimit | None
    hint: str
    hint_facts: tuple[Rule, ...]
    can_hint: bool
    person: tuple[Rule, ...]
    facts: tuple[Rule, ...]
    notes: tuple[str, ...]
    ended: bool
    sequence: int
    token: str


def stage_of(play: Play, language: str) -> Stage:
    """The present moment of a play."""
    build, state = play.build, play.state
    definition, scene = build.definition, scene_of(build, state)
    lines = transcript(play, language)
    choices = shuffled(available_choices(build, state), state.seed, scene.id, state.visits.get(scene.id, 1))
    customer = next((member for member in definition.cast if member.role == "customer"), None)
    cited = {fact for choice in choices for fact in choice.basis}
    hinted_facts = tuple(_rule(fact, play, language) for fact in definition.facts if fact.id in cited)
    return Stage(
        title=_text(definition.title, play, language),
        scene_title=_text(scene.title, play, language),
        channel=definition.channel.base,
        customer=customer.name if customer is not None else "",
        turn=state.turn + 1,
        usual_turns=max(usual_turns(build), state.turn + 1),
        lines=lines,
        announcement=_announcement(play, lines),
        mood=mood_word(state.mood),
        mood_why=_mood_why(play),
        format=scene.format,
        prompt=_text(scene.response.prompt, play, language) if scene.response is not None else "",
        options=tuple(Option(choice.id, _text(choice.text, play, language)) for choice in choices),
        timer=_time_limit(play, language),
        hint=_text(scene.hint, play, language) if state.hinted else "",
        hint_facts=hinted_facts if state.hinted else (),
        can_hint=not state.hinted and state.outcome is None and bool(cited or scene.hint),
        person=_person(customer, play, language) if customer is not None else (),
        facts=tuple(_rule(fact, play, language) for fact in definition.facts),
        notes=tuple(_text(note, play, language) for note in definition.content_notes),
        ended=state.outcome is not None or play.attempt.is_finished,
        sequence=play.sequence,
        token=uuid.uuid4().hex,
    )


def _text(text: Text | None, play: Play, language: str) -> str:
    return in_locale(text, language, play.build.definition.locales)


def _rule(fact: Fact, play: Play, language: str) -> Rule:
    return Rule(_text(fact.title, play, language), _text(fact.text, play, language))


def _person(customer: CastMember, play: Play, language: str) -> tuple[Rule, ...]:
    """What staff would know before the conversation; what only today holds is for the debrief."""
    who = _text(customer.who, play, language)
    if customer.age is not None:
        named = _("%(name)s, aged %(age)s.") % {"name": customer.name, "age": customer.age}
    else:
        named = f"{customer.name}."
    rows = (
        Rule(_("Who it is"), f"{named} {who}".strip()),
        Rule(_("What you have been through together"), _text(customer.history, play, language)),
        Rule(_("What they expect"), _text(customer.expectations, play, language)),
    )
    return tuple(row for row in rows if row.value)


def _time_limit(play: Play, language: str) -> TimeLimit | None:
    timer = scene_of(play.build, play.state).timer
    if timer is None or play.state.outcome is not None:
        return None
    return TimeLimit(timer.seconds, _text(timer.label, play, language), timer.extendable, timer.can_switch_off)


def _mood_why(play: Play) -> str:
    """How the mood compares with a turn ago, in the direction of its own word."""
    if not play.turns:
        return ""
    before, now = play.turns[-1].before.mood, play.state.mood
    if mood_word(before) != mood_word(now):
        return _("A turn ago: %(mood)s") % {"mood": mood_words()[mood_word(before)].lower()}
    change = mood_value(now) - mood_value(before)
    if change == 0:
        return _("The same as a turn ago")
    more = (change > 0) == (mood_word(now) in EASED)
    return _("More than a turn ago") if more else _("Less than a turn ago")


def _announcement(play: Play, lines: tuple[Line, ...]) -> str:
    """The newest line as it is read aloud: who, how they feel, what they say."""
    line = newest(lines)
    if line is None:
        return ""
    if line.kind != "customer":
        return f"{line.who}: {line.text}" if line.who else line.text
    mood = mood_words()[mood_word(play.state.mood)].lower()
    return _("%(who)s, %(mood)s: %(text)s") % {"who": line.who, "mood": mood, "text": line.text}


def is_rehearsal(attempt: Attempt) -> bool:
    """Whether nothing of this attempt counts."""
    return str(attempt.mode) == Attempt.Mode.PRACTICE

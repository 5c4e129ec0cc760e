"""Reads: which role-plays there are, and how a person did in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lms.core.errors import NotHere
from lms.people.models import Employee
from lms.records.models import Attempt, Build, Result
from scenarios.engine.build import Build as Compiled
from scenarios.engine.events import Said
from scenarios.engine.mood import MoodWord, mood_word
from scenarios.engine.state import initial_state
from scenarios.engine.step import opening_events
from scenarios.engine.texts import in_locale, spoken
from scenarios.play.builds import KIND, compiled
from scenarios.selectors import current_build, publications


@dataclass(frozen=True, slots=True)
class Listed:
    """A role-play one can play, as told before playing it: nothing here gives a reply away."""

    key: str
    title: str
    summary: str
    briefing: str
    minutes: int | None
    difficulty: int | None
    channel: str
    notes: tuple[str, ...]
    prediction: str
    customer: str
    voice: str
    mood: MoodWord


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """How one person has done in one role-play: attempts still open, and the finished ones that count."""

    open_assessed: Attempt | None = None
    open_practice: Attempt | None = None
    finished: int = 0
    rehearsed: int = 0
    best: float | None = None
    last: Result | None = None


def running_build(key: str, language: str) -> Build:
    """The build a new attempt at `key` is pinned to; `NotHere` while the scenario is not published."""
    build = current_build(key, language)
    if build is None:
        raise NotHere
    return build


def listed(stored: Build, language: str) -> Listed:
    """What is told about a role-play before it is played."""
    build = compiled(stored)
    definition = build.definition

    def told(text: Any) -> str:
        return in_locale(text, language, definition.locales)

    who, voice = _first_words(build, language)
    return Listed(
        key=stored.activity_key,
        title=told(definition.title),
        summary=told(definition.summary),
        briefing=told(definition.briefing),
        minutes=definition.estimated_minutes,
        difficulty=definition.difficulty,
        channel=definition.channel.base,
        notes=tuple(told(note) for note in definition.content_notes),
        prediction=told(definition.self_prediction),
        customer=who,
        voice=voice,
        mood=mood_word(initial_state(build, 0).mood),
    )


def _first_words(build: Compiled, language: str) -> tuple[str, str]:
    """The customer's name and the first thing they say."""
    customers = {member.id: member.name for member in build.definition.cast if member.role == "customer"}
    for event in opening_events(build, initial_state(build, 0)):
        if isinstance(event, Said) and event.by in customers:
            return customers[event.by], spoken(build, event, language).text
    return next(iter(customers.values()), ""), ""


def available(language: str) -> list[Listed]:
    """Every role-play there is, the shorter and easier first."""
    found = [listed(one.build, language) for one in publications(language)]
    return sorted(found, key=lambda item: (item.difficulty or 0, item.minutes or 0, item.title))


def one_available(key: str, language: str) -> Listed:
    """One role-play; `NotHere` if it does not exist."""
    return listed(running_build(key, language), language)


def own_records(employee: Employee | None, keys: Sequence[str] | None = None) -> dict[str, OwnRecord]:
    """How this person has done, by scenario key (one query). Without an employee: nothing."""
    if employee is None:
        return {}
    attempts = Attempt.objects.filter(employee=employee, kind=KIND).select_related("result").order_by("started_at")
    if keys is not None:
        attempts = attempts.filter(activity_key__in=keys)
    by_key: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        by_key.setdefault(attempt.activity_key, []).append(attempt)
    return {key: _record(mine) for key, mine in by_key.items()}


def _record(attempts: Sequence[Attempt]) -> OwnRecord:
    still_open = {str(one.mode): one for one in attempts if not one.is_finished}
    ended = [one for one in attempts if one.is_finished and one.result.ending == Result.Ending.FINISHED]
    counted = [one.result for one in ended if one.mode == Attempt.Mode.ASSESSED]
    return OwnRecord(
        open_assessed=still_open.get(Attempt.Mode.ASSESSED),
        open_practice=still_open.get(Attempt.Mode.PRACTICE),
        finished=len(counted),
        rehearsed=len(ended) - len(counted),
        best=max((result.score for result in counted if result.score is not None), default=None),
        last=max(counted, key=lambda result: result.at, default=None),
    )


def earlier_attempts(attempt: Attempt) -> Any:
    """This person's attempts at the same scenario that started before, of any mode."""
    return Attempt.objects.filter(
        employee=attempt.employee_id, kind=KIND, activity_key=attempt.activity_key, pk__lt=attempt.pk
    )


def occasion_of(attempt: Attempt) -> int:
    """Which counting try this is: 1 plus the assessed ones finished before. One that was left does not use one up."""
    earlier = earlier_attempts(attempt).filter(mode=Attempt.Mode.ASSESSED, result__ending=Result.Ending.FINISHED)
    return 1 + int(earlier.count())

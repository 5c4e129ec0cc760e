"""A year of learning: what each simulated person did, and when, told through the services they would have used."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from demo.behaviour import answer_question, choose_reply, mean_theta
from demo.temperament import Temperament, draw_temperament
from lms.assessment.definition import read_quiz
from lms.assessment.services import answer, start_quiz
from lms.core import clock
from lms.courses.models import CoursePage, LessonPage
from lms.courses.services import complete_lesson, enrol
from lms.people.models import Employee, User
from lms.people.selectors import post_of
from scenarios.engine.events import Choose
from scenarios.engine.step import available_choices
from scenarios.play.replay import play_of
from scenarios.play.services import begin, take_turn

DAYS = 365
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Programme:
    """What there is to do: lessons by course in their order, and scenarios by key."""

    courses: tuple[tuple[CoursePage, tuple[LessonPage, ...]], ...]
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person does at a moment."""

    at: datetime
    act: Callable[["Person", float], None]


@dataclass(slots=True)
class Person:
    """A simulated employee: login, temperament, and a source of chance of their own."""

    employee: Employee
    user: User
    temperament: Temperament
    rng: random.Random
    deeds: list[Deed] = field(default_factory=list)


def live(
    people: Sequence[Employee], programme: Programme, *, now: datetime, rng: random.Random, half_way: set[str], say: Say
) -> None:
    """Let everybody live the year up to `now`. Logins named in `half_way` are in the middle of things at the end."""
    begun = now - timedelta(days=DAYS)
    for number, employee in enumerate(people, start=1):
        person = _person(employee, now, random.Random(rng.random()))
        _plan(
            person, programme, begun, now, unfinished=employee.user is not None and employee.user.username in half_way
        )
        with transaction.atomic():
            for deed in sorted(person.deeds, key=lambda one: one.at):
                with clock.at(deed.at):
                    deed.act(person, (deed.at - begun) / timedelta(days=DAYS))
        if number % 40 == 0:
            say(f"  {number} of {len(people)} people have lived their year")


def _person(employee: Employee, now: datetime, rng: random.Random) -> Person:
    post = post_of(employee, now.date())
    tenure = (now.date() - employee.hired_on).days / 365
    leads = post.position is not None and post.position.key in {"unit-head", "shift-lead", "contact-supervisor"}
    unit = post.unit.key if post.unit is not None else ""
    if employee.user is None:
        raise ValueError(f"{employee} has no login and cannot take part.")
    return Person(employee, employee.user, draw_temperament(unit, tenure_years=tenure, leads=leads, rng=rng), rng)


def _plan(person: Person, programme: Programme, begun: datetime, now: datetime, *, unfinished: bool) -> None:
    """Courses one after the other, each lesson some days after the last; role-plays in between, some of them twice."""
    rng, diligence = person.rng, 1.0 if unfinished else person.temperament.diligence
    first_day = max(begun, _at_work(_on(person.employee.hired_on), rng) + timedelta(days=3))
    moment = first_day + timedelta(days=rng.uniform(0, 200))
    for number, (course, lessons) in enumerate(programme.courses):
        if rng.random() > diligence + 0.2 and not unfinished:
            continue
        last = number == len(programme.courses) - 1
        done = (
            lessons[:2]
            if unfinished and last
            else lessons
            if rng.random() < diligence + 0.15
            else lessons[: rng.randint(1, 4)]
        )
        _add(person, moment, now, _enrolling(course))
        for lesson in done:
            moment = _at_work(moment + timedelta(days=rng.expovariate(1 / 6)), rng)
            _add(person, moment, now, _studying(lesson))
            if rng.random() < 0.25:
                _add(person, moment + timedelta(days=rng.uniform(20, 60)), now, _studying(lesson))
        moment += timedelta(days=rng.uniform(10, 60))
    left_out = programme.scenarios[-1] if unfinished else None
    for key in programme.scenarios:
        if key == left_out or (rng.random() > diligence and not unfinished):
            continue
        moment = _at_work(first_day + (now - first_day) * rng.betavariate(2.8, 1.2), rng)
        _add(person, moment, now, _playing(key))
        for chance in (0.9, 0.4) if unfinished else (0.6, 0.25):
            if rng.random() < chance:
                moment += timedelta(days=rng.uniform(5, 40))
                _add(person, moment, now, _playing(key))


def _on(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))


def _at_work(moment: datetime, rng: random.Random) -> datetime:
    """The same day at some time between six in the morning and ten at night."""
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date(), time(rng.randint(6, 21), rng.randint(0, 59))))


def _add(person: Person, moment: datetime, now: datetime, act: Callable[[Person, float], None]) -> None:
    if moment < now - timedelta(hours=3):
        person.deeds.append(Deed(moment, act))


def _enrolling(course: CoursePage) -> Callable[[Person, float], None]:
    def act(person: Person, _years: float) -> None:
        enrol(actor=person.user, employee=person.employee, course_key=course.translation_key)

    return act


def _studying(lesson: LessonPage) -> Callable[[Person, float], None]:
    def act(person: Person, years: float) -> None:
        for quiz in lesson.quizzes.all():
            take_quiz(person, quiz.activity_key, years)
        complete_lesson(actor=person.user, employee=person.employee, lesson=lesson)

    return act


def take_quiz(person: Person, activity_key: str, years: float) -> None:
    """Answer every question of a quiz the way this person would."""
    attempt = start_quiz(actor=person.user, activity_key=activity_key)
    definition = attempt.build.definition
    for number, question in enumerate(read_quiz(definition).questions):
        written = definition["questions"][number]
        theta = person.temperament.at(question.competency, years)
        given = answer_question(written, written["options"], theta, person.rng)
        token = f"{person.rng.getrandbits(64):016x}"
        answer(actor=person.user, attempt=attempt, question_id=question.id, given=given, token=token)


def _playing(key: str) -> Callable[[Person, float], None]:
    def act(person: Person, years: float) -> None:
        play_scenario(person, key, years)

    return act


def play_scenario(person: Person, key: str, years: float) -> None:
    """Play a role-play to its end the way this person would."""
    attempt = begin(actor=person.user, key=key, seed=person.rng.getrandbits(31), language="es")
    play = play_of(attempt)
    while play.state.outcome is None:
        choices = available_choices(play.build, play.state)
        keys = play.build.keys[play.state.scene]
        values = {choice.id: float(keys[choice.id].value or 0) for choice in choices}
        worth = {choice: value - max(values.values()) for choice, value in values.items()}
        shown = [competency for choice in choices for competency in choice.shows]
        reply = choose_reply(worth, mean_theta(person.temperament, shown, years), person.rng)
        token = f"{person.rng.getrandbits(64):016x}"
        play = take_turn(
            actor=person.user, attempt=attempt, sequence=play.sequence, token=token, given=Choose(reply)
        ).play

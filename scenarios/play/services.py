"""Playing: begin, take turns, leave, look again. Nothing said is lost, nothing counts twice."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.core.errors import Refused
from lms.people.models import User
from lms.people.selectors import own_employee
from lms.records import services as records
from lms.records.models import Attempt, Build, Result
from scenarios.engine.errors import ScenarioRuleError
from scenarios.engine.events import Event, Input, input_to_plain
from scenarios.engine.step import step
from scenarios.play import tasks
from scenarios.play.builds import KIND, compiled
from scenarios.play.observing import observe
from scenarios.play.replay import Play, Step, play_of
from scenarios.play.selectors import earlier_attempts, occasion_of, running_build
from scenarios.play.solving import solution_of
from scenarios.play.summary import score_of, summary_of

SEEDS = 2**31


class TurnRefused(Refused):
    """The rules of the scenario do not allow what was sent. Nothing was recorded."""

    code = "turn-refused"
    sentence = _("This answer does not fit this moment of the role-play. Nothing was recorded. Choose again.")


class BadPrediction(Refused):
    """A prediction outside its scale."""

    code = "bad-prediction"
    sentence = _(
        "The prediction is a whole number from 0 to 10. The role-play did not start. Correct it or leave it out."
    )


class NothingToReplay(Refused):
    """The moment asked for is not in the earlier play."""

    code = "nothing-to-replay"
    sentence = _("That moment is not in this play. Your plays are kept as they were. Choose one of the moments shown.")


_REFUSALS = {
    "not_available": _(
        "That reply is not available at this moment. Nothing was recorded. Choose one of the replies shown."
    ),
    "bad_text": _("Write your answer before sending it, up to 20,000 characters. Nothing was recorded yet."),
    "incomplete_rating": _("Rate every reply before going on. Nothing was recorded yet."),
    "bad_rating": _("Mark one reply as the best and another as the worst. Nothing was recorded yet."),
    "no_hint": _("There is no hint for this moment. Nothing was recorded. Answer as you think best."),
    "no_timer": _("This moment has no time limit. Nothing was recorded. Answer when you are ready."),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A play after a turn. `events` is what the turn told; `new` is False when the same turn had already been taken."""

    play: Play
    events: tuple[Event, ...]
    new: bool


def begin(
    *,
    actor: User,
    key: str,
    mode: str = Attempt.Mode.ASSESSED,
    prediction: int | None = None,
    seed: int | None = None,
    language: str | None = None,
) -> Attempt:
    """Start the scenario `key` for the actor, or go on with the attempt of that mode still open.

    `prediction` (0 to 10) is how the person thinks it will end for the customer. `seed` orders the replies; without one
    it is drawn. `language` is that of the labels of observations; the active one without it.
    """
    employee = own_employee(actor)
    if mode not in Attempt.Mode.values:
        raise Refused
    if prediction is not None and (type(prediction) is not int or not 0 <= prediction <= 10):
        raise BadPrediction
    locale = language or get_language() or "es"
    build = running_build(key, locale)
    context: dict[str, Any] = {"seed": secrets.randbelow(SEEDS) if seed is None else seed, "locale": locale}
    if prediction is not None:
        context["prediction"] = prediction
    with transaction.atomic():
        attempt = records.start_attempt(actor=actor, employee=employee, build=build, mode=mode, context=context)
        # Ready long before the last turn needs it, and not in anybody's way.
        tasks.solve_soon(attempt.build)
    return attempt


def take_turn(*, actor: User, attempt: Attempt, sequence: int, token: str, given: Input) -> Turn:
    """Answer number `sequence` of the attempt. The turn that ends the play records its result and what it showed.

    The same `token` again changes nothing. Raises `TurnRefused` for what the rules do not allow, `OutOfTurn` for a page
    that is no longer current, `AlreadyFinished` after the end; in every case nothing is written.
    """
    play = play_of(attempt)
    if token in play.tokens:
        return Turn(play, (), new=False)
    if attempt.is_finished:
        raise records.AlreadyFinished
    if sequence != play.sequence:
        raise records.OutOfTurn
    try:
        after, events = step(play.build, play.state, given)
    except ScenarioRuleError as error:
        raise TurnRefused(_REFUSALS.get(error.code), details={"rule": error.code}) from error
    if after.outcome is not None:
        # Outside the transaction: a scenario that was never solved takes a second, and nobody should wait for a lock.
        solution_of(play.build)
    with transaction.atomic():
        _, new = records.record_response(
            actor=actor, attempt=attempt, sequence=sequence, token=token, given=input_to_plain(given)
        )
        if not new:
            return Turn(play_of(attempt), (), new=False)
        taken = Step(given, play.state, after, events)
        play = replace(play, steps=(*play.steps, taken), state=after, tokens=(*play.tokens, token))
        if after.outcome is not None:
            _finish(actor, play)
    return Turn(play, events, new=True)


def _finish(actor: User, play: Play) -> Result:
    attempt = play.attempt
    solution = solution_of(play.build)
    assessed = attempt.mode == Attempt.Mode.ASSESSED
    observed = (
        observe(
            play,
            occasion=occasion_of(attempt),
            seen_before=earlier_attempts(attempt).exists(),
            language=attempt.context.get("locale", "es"),
        )
        if assessed
        else []
    )
    return records.finish_attempt(
        actor=actor,
        attempt=attempt,
        score=score_of(play, solution),
        observed=observed,
        summary=summary_of(play, solution),
    )


def leave(*, actor: User, attempt: Attempt) -> Result:
    """The safe exit: the attempt ends as left, unscored, with everything said kept. Leaving again changes nothing."""
    play = play_of(attempt)
    return records.finish_attempt(
        actor=actor,
        attempt=attempt,
        score=None,
        observed=[],
        ending=Result.Ending.LEFT,
        summary={"outcome": None, "kind": "left", "scene": play.state.scene, "turn": play.state.turn},
    )


@transaction.atomic
def play_from(*, actor: User, attempt: Attempt, upto: int) -> Attempt:
    """A rehearsal that goes on from the middle of an ended attempt: its first `upto` inputs, same seed, same build.

    It records no evidence. A rehearsal of the same scenario still open is left first: two would be confused.
    """
    if not attempt.is_finished:
        raise NothingToReplay
    earlier = play_of(attempt)
    if not 0 <= upto < max(1, len(earlier.inputs) + (attempt.result.ending == Result.Ending.LEFT)):
        raise NothingToReplay
    rehearsals = Attempt.objects.filter(
        employee=attempt.employee, kind=KIND, activity_key=attempt.activity_key, mode=Attempt.Mode.PRACTICE, result=None
    )
    for open_one in rehearsals.select_related("build", "employee"):
        leave(actor=actor, attempt=open_one)
    context = {
        "seed": attempt.context.get("seed", 0),
        "locale": get_language() or attempt.context.get("locale", "es"),
        "from": str(attempt.uuid),
        "upto": upto,
        "before": [input_to_plain(given) for given in earlier.inputs[:upto]],
    }
    return records.start_attempt(
        actor=actor, employee=attempt.employee, build=attempt.build, mode=Attempt.Mode.PRACTICE, context=context
    )


def solve(*, build_id: int) -> None:
    """Solve a stored scenario and keep its solution, unless its bytes have one."""
    solution_of(compiled(Build.objects.get(pk=build_id)))

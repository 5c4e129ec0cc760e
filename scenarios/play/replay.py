"""A play as it stands: the state is never stored, it is what its answers add up to."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.records.models import Attempt
from scenarios.engine.build import Build
from scenarios.engine.events import Chosen, Event, Input, TimedOut, input_from_plain
from scenarios.engine.state import State, initial_state
from scenarios.engine.step import opening_events, step
from scenarios.play.builds import compiled


@dataclass(frozen=True, slots=True)
class Step:
    """One input, the state it met, the state it left and what it told."""

    given: Input
    before: State
    after: State
    events: tuple[Event, ...]

    @property
    def is_turn(self) -> bool:
        """A hint is an input but not a turn."""
        return self.after.turn > self.before.turn

    @property
    def marked(self) -> Chosen | TimedOut | None:
        """The event that counts, if this step was a reply (or a silence) with a key."""
        return next((event for event in self.events if isinstance(event, Chosen | TimedOut)), None)


@dataclass(frozen=True, slots=True)
class Play:
    """An attempt folded into its present state.

    `tokens` are those of the stored answers; `borrowed` counts the inputs that a play started from the middle took over
    from an earlier one: they are in `steps`, but not among this attempt's own answers.
    """

    attempt: Attempt
    build: Build
    opening: tuple[Event, ...]
    steps: tuple[Step, ...]
    state: State
    tokens: tuple[str, ...]
    borrowed: int

    @property
    def sequence(self) -> int:
        """The number of the next answer, from 0."""
        return len(self.tokens)

    @property
    def turns(self) -> tuple[Step, ...]:
        return tuple(item for item in self.steps if item.is_turn)

    @property
    def events(self) -> tuple[Event, ...]:
        return (*self.opening, *(event for item in self.steps for event in item.events))

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(item.given for item in self.steps)


def fold(build: Build, seed: int, inputs: Iterable[Input]) -> tuple[tuple[Event, ...], tuple[Step, ...], State]:
    """The opening, every step and the state after the last one."""
    state = initial_state(build, seed)
    opening, steps = opening_events(build, state), []
    for given in inputs:
        after, events = step(build, state, given)
        steps.append(Step(given, state, after, events))
        state = after
    return opening, tuple(steps), state


def play_of(attempt: Attempt) -> Play:
    """Fold the stored answers of an attempt (one query; the attempt's build must be loaded)."""
    build = compiled(attempt.build)
    stored = list(attempt.responses.order_by("sequence").values_list("token", "given"))
    before = attempt.context.get("before", [])
    inputs = [input_from_plain(plain) for plain in (*before, *(given for _, given in stored))]
    opening, steps, state = fold(build, int(attempt.context.get("seed", 0)), inputs)
    return Play(attempt, build, opening, steps, state, tuple(token for token, _ in stored), len(before))

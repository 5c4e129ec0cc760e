"""Points of a play: what was got, what was lost where, and what could have been had."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scenarios.engine.analysis import Range, points_of, regrets
from scenarios.engine.build import Build
from scenarios.engine.keying import best_of
from scenarios.engine.step import available_choices
from scenarios.play.builds import analysed
from scenarios.play.models import Solution
from scenarios.play.replay import Play, Step


@dataclass(frozen=True, slots=True)
class TurnLoss:
    """What one turn lost against the best play from there, and the choices that would have lost nothing."""

    turn: int
    lost: Fraction
    best: tuple[str, ...]


def range_of(solution: Solution) -> Range | None:
    """The attainable points, exact; None when no ending can be reached."""
    if not solution.low or not solution.high:
        return None
    return Range(Fraction(solution.low), Fraction(solution.high))


def got(play: Play) -> Fraction:
    """The points of the play so far: the sum of its centred values, exact."""
    return sum((points_of(event) for event in play.events), Fraction(0))


def losses(play: Play, solution: Solution) -> tuple[TurnLoss, ...]:
    """What each turn lost, in order.

    Where the best play never loses anything (`solution.level`), V* is 0 everywhere and the regret of a turn is the
    points it lost. Otherwise the scenario has to be solved again.
    """
    if solution.level:
        return tuple(_loss_of(play.build, step) for step in play.turns)
    found = regrets(play.build, analysed(play.build), play.state.seed, play.inputs)
    turns = zip(play.turns, found, strict=True)
    return tuple(TurnLoss(step.after.turn, item.regret, item.best) for step, item in turns)


def _loss_of(build: Build, step: Step) -> TurnLoss:
    marked = step.marked
    keys = build.keys[step.before.scene]
    available = available_choices(build, step.before)
    best = best_of(keys[choice.id] for choice in available)
    free = tuple(
        choice.id for choice in available if not keys[choice.id].scored or best is None or keys[choice.id].value == best
    )
    return TurnLoss(step.after.turn, -points_of(marked) if marked is not None else Fraction(0), free)


def printed(parts: Sequence[Fraction], places: int) -> tuple[Fraction, ...]:
    """`parts` (none negative) rounded so that they add up to their rounded sum: largest remainders get the units."""
    unit = Fraction(1, 10**places)
    floors = [part // unit for part in parts]
    total = (sum(parts, Fraction(0)) / unit + Fraction(1, 2)) // 1
    short = int(total - sum(floors))
    by_remainder = sorted(range(len(parts)), key=lambda at: (-(parts[at] / unit - floors[at]), at))
    raised = set(by_remainder[:short])
    return tuple((floor + (at in raised)) * unit for at, floor in enumerate(floors))


def places_of(parts: Sequence[Fraction]) -> int:
    """One decimal where it is exact (five experts), else two."""
    return 1 if all((part * 10).denominator == 1 for part in parts) else 2

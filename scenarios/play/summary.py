"""What is kept with the result of a play: numbers and ids, so that any language can tell it."""

from fractions import Fraction
from typing import Any

from scenarios.engine.analysis import recoveries
from scenarios.engine.mood import mood_word
from scenarios.engine.state import State
from scenarios.play.models import Solution
from scenarios.play.mood_scale import mood_value
from scenarios.play.points import got, losses, range_of
from scenarios.play.replay import Play

KINDS = {"good": "good", "mixed": "middling", "bad": "bad"}
"""How an ending is filed, by the engine's word for it."""


def score_of(play: Play, solution: Solution) -> float | None:
    """Where the points stand between the worst and the best finished play, 0 to 1; None if they cannot differ."""
    span = range_of(solution)
    return None if span is None else span.score(got(play))


def summary_of(play: Play, solution: Solution) -> dict[str, Any]:
    """Outcome, decisions and mood, apart from one another.

    Points are on the experts' scale, at most 0 for a turn; `lost` of a turn is its regret, and they sum to max − got.
    """
    outcome = play.state.outcome or ""
    scene = play.build.scenes[outcome]
    span = range_of(solution)
    summary: dict[str, Any] = {
        "outcome": outcome,
        "kind": KINDS.get(scene.ending or "", "middling"),
        "points": {
            "got": _plain(got(play)),
            "min": None if span is None else _plain(span.low),
            "max": None if span is None else _plain(span.high),
            "bounded": solution.bounded,
        },
        "mood": mood_curve(play),
        "turns": _turns(play, solution),
        "recoveries": len(recoveries(play.events)),
    }
    if "prediction" in play.attempt.context:
        summary["prediction"] = play.attempt.context["prediction"]
    return summary


def mood_curve(play: Play) -> list[dict[str, Any]]:
    """How the customer felt at the start (turn 0) and after every turn."""
    start = play.steps[0].before if play.steps else play.state
    return [_felt(start), *(_felt(step.after) for step in play.turns)]


def _felt(state: State) -> dict[str, Any]:
    return {"turn": state.turn, "value": mood_value(state.mood), "word": mood_word(state.mood)}


def _turns(play: Play, solution: Solution) -> list[dict[str, Any]]:
    found = []
    for step, loss in zip(play.turns, losses(play, solution), strict=True):
        marked = step.marked
        found.append(
            {
                "turn": loss.turn,
                "scene": step.before.scene,
                "visit": step.before.visits.get(step.before.scene, 1),
                "choice": getattr(marked, "choice", None),
                "lost": _plain(loss.lost),
                "best": list(loss.best),
                "disputed": marked is not None and marked.disputed,
                "hinted": step.before.hinted,
            }
        )
    return found


def _plain(points: Fraction) -> float:
    return float(points)

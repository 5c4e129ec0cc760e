"""The stored solution of a scenario, made when it is first needed."""

from scenarios.engine.analysis import Analysis, analyse
from scenarios.engine.build import Build
from scenarios.play.models import Solution


def solution_of(build: Build) -> Solution:
    """The solution for these bytes. The first call for a build takes 0.5 to 1.5 s; a background task makes it first."""
    known = Solution.objects.filter(sha256=build.sha256).first()
    if known is not None:
        return known
    solution, _created = Solution.objects.get_or_create(sha256=build.sha256, defaults=_columns(analyse(build)))
    return solution


def _columns(analysis: Analysis) -> dict[str, object]:
    span = analysis.range
    return {
        "low": "" if span is None else str(span.low),
        "high": "" if span is None else str(span.high),
        "level": all(value == 0 for value in analysis.values),
        "bounded": analysis.bounded,
        "positions": len(analysis.reach.positions),
    }

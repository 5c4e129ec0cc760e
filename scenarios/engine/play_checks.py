"""Checks that need every play: E02, E03, E05–E07 under conditions, and the warnings W01, W05–W07, W11, W15."""

from __future__ import annotations

from collections.abc import Iterator, Set
from fractions import Fraction

from scenarios.engine.analysis import Analysis, points_of, score_pumps, successors
from scenarios.engine.build import Build
from scenarios.engine.definition import MOOD_AXES, Condition
from scenarios.engine.findings import Finding, Where
from scenarios.engine.graph_checks import turns_of
from scenarios.engine.graphs import reaching
from scenarios.engine.learners import Play, always_slot, at_random, expert, simulate
from scenarios.engine.mood import Mood
from scenarios.engine.reading import minutes_of
from scenarios.engine.state import holds

SAMPLE = 200
"""Simulated plays behind W07 and W11."""

TRIVIAL_SHARE = Fraction(1, 4)
"""If a quarter of the people answering at random get the maximum, the maximum says nothing."""

LENGTH_MARGIN = Fraction(5, 4)
"""How far beyond the announced minutes a play may go before it is told."""


def play_findings(build: Build, analysis: Analysis, reported: Set[tuple[str, str | None]]) -> Iterator[Finding]:
    """Everything that walking every position shows, without repeating what reading showed (`reported`)."""
    if analysis.reach.bounded:
        yield Finding("W15", params={"most": len(analysis.reach.positions)})
    else:
        yield from _unreached(build, analysis, reported)
        yield from _thresholds(build, analysis)
    yield from _stops(build, analysis, reported)
    yield from _traps(build, analysis, reported)
    yield from _pumps(build, analysis)
    if not any(build.scenes[position.scene].ending == "good" for position in analysis.reach.positions):
        yield Finding("W01")
    yield from _slots(build)
    if analysis.range is None:
        return
    sample = [simulate(build, at_random, seed) for seed in range(SAMPLE)]
    yield from _trivial(analysis, sample)
    yield from _length(build, [simulate(build, expert, 0), *sample])


def _unreached(build: Build, analysis: Analysis, reported: Set[tuple[str, str | None]]) -> Iterator[Finding]:
    reached = {position.scene for position in analysis.reach.positions}
    for scene in build.scenes:
        if scene not in reached and ("E02", scene) not in reported:
            yield Finding("E02/conditions", Where(scene), {"scene": scene})


def _stops(build: Build, analysis: Analysis, reported: Set[tuple[str, str | None]]) -> Iterator[Finding]:
    """Turns none of whose targets holds, and positions where nothing can be said."""
    silent: set[str] = set()
    broken: set[Where] = set()
    for position, moves in zip(analysis.reach.positions, analysis.reach.moves, strict=True):
        scene = build.scenes[position.scene]
        if not scene.ending and all(move.kind == "timeout" for move in moves):
            silent.add(scene.id)
        for move in moves:
            if move.failure == "no_target" and ("E03", scene.id) not in reported:
                broken.add(Where(scene.id, move.choice))
    for where in sorted(broken, key=lambda item: (item.scene or "", item.choice or "")):
        yield Finding("E03/branch", where)
    for name in sorted(silent):
        if ("E03", name) not in reported:
            yield Finding("E05", Where(name), {"scene": name})


def _traps(build: Build, analysis: Analysis, reported: Set[tuple[str, str | None]]) -> Iterator[Finding]:
    """Positions from which conditions never let anyone reach an ending. Stops, told elsewhere, count as goals."""
    reach = analysis.reach
    goals = [
        at
        for at, (position, moves) in enumerate(zip(reach.positions, reach.moves, strict=True))
        if build.scenes[position.scene].ending or not moves or any(move.to is None for move in moves)
    ]
    saved = reaching(successors(reach), goals)
    scenes = sorted({position.scene for at, position in enumerate(reach.positions) if at not in saved})
    if any(code in ("E04", "E06") for code, _ in reported):
        return
    for scene in scenes:
        yield Finding("E06/conditions", Where(scene), {"scene": scene})


def _pumps(build: Build, analysis: Analysis) -> Iterator[Finding]:
    centred = build.definition.scoring.centre == "best_available_in_scene"
    pumps = score_pumps(build, analysis, centred=centred)
    for scene, worse, better in sorted({(pump.position.scene, pump.worse, pump.better) for pump in pumps}):
        yield Finding("E07", Where(scene, worse), {"worse": worse, "better": better})


def _thresholds(build: Build, analysis: Analysis) -> Iterator[Finding]:
    """Mood rows that hold in no reachable moment where they are looked at."""
    waiting = set(_mood_rows(build))
    reach = analysis.reach
    for position, moves in zip(reach.positions, reach.moves, strict=True):
        if not waiting:
            return
        waiting -= _held(waiting, Where(position.scene), position.mood, entering=True)
        for move in moves:
            if move.to is not None:
                after = reach.positions[move.to].mood
                waiting -= _held(waiting, Where(position.scene, move.choice), after, entering=False)
    for row, where, _ in sorted(waiting, key=lambda item: (item[1].scene or "", item[1].choice or "", str(item[0]))):
        yield Finding("W05", where, {"condition": f"{row.variable} {row.operator} {row.value}"})


Looked = tuple[Condition, Where, bool]
"""A mood row, its place, and whether it is looked at on entering the scene (else after the turn)."""


def _mood_rows(build: Build) -> Iterator[Looked]:
    for interrupt in build.definition.interrupts:
        yield from ((row, Where(), False) for row in interrupt.when if row.variable in MOOD_AXES)
    for scene in build.scenes.values():
        for line in scene.lines:
            yield from ((row, Where(scene.id), True) for row in line.when if row.variable in MOOD_AXES)
        for choice in scene.choices:
            yield from ((row, Where(scene.id, choice.id), True) for row in choice.when if row.variable in MOOD_AXES)
        for name, to, _ in turns_of(scene):
            rows = (row for branch in to for row in branch.when)
            yield from ((row, Where(scene.id, name), False) for row in rows if row.variable in MOOD_AXES)


def _held(waiting: set[Looked], here: Where, mood: Mood, *, entering: bool) -> set[Looked]:
    def looked_at(where: Where) -> bool:
        # On entering, a scene looks at its lines and at all its choices; after a turn, at that turn and at interrupts.
        return where.scene == here.scene if entering else where in (here, Where())

    return {item for item in waiting if item[2] is entering and looked_at(item[1]) and holds((item[0],), mood, {})}


def _slots(build: Build) -> Iterator[Finding]:
    most = max((len(scene.choices) for scene in build.scenes.values()), default=0)
    if most < 2:
        return
    for slot in range(1, most + 1):
        if simulate(build, always_slot(slot), 0).ending == "good":
            yield Finding("W06", params={"slot": slot})


def _trivial(analysis: Analysis, sample: list[Play]) -> Iterator[Finding]:
    if analysis.range is None:
        return
    if analysis.range.low == analysis.range.high:
        yield Finding("W07/flat")
        return
    tops = sum(
        play.ending is not None and sum(map(points_of, play.events), Fraction(0)) == analysis.range.high
        for play in sample
    )
    if Fraction(tops, len(sample)) >= TRIVIAL_SHARE:
        yield Finding("W07", params={"percent": round(100 * tops / len(sample))})


def _length(build: Build, sample: list[Play]) -> Iterator[Finding]:
    stated = build.definition.estimated_minutes
    if stated is None:
        return
    longest = max(minutes_of(build, play) for play in sample)
    if longest > LENGTH_MARGIN * stated:
        yield Finding("W11", params={"minutes": round(longest), "stated": stated})

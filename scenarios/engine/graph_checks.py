"""Checks that need only the written graph: targets, dead ends, loops, names and ids (E01–E04, E06, E08, E09, W14)."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.engine.codec import repeated_ids
from scenarios.engine.definition import MOOD_AXES, Choice, Condition, Definition, Effect, Scene, Target, Variable
from scenarios.engine.findings import Finding, Where
from scenarios.engine.graphs import components, reaching
from scenarios.engine.state import bounds_of


def graph_findings(definition: Definition) -> Iterator[Finding]:
    """Everything that is wrong with the definition as written."""
    yield from _targets(definition)
    yield from _dead_ends(definition)
    yield from _paths(definition)
    yield from _names(definition)
    yield from _repeated(definition)
    yield from _references(definition)


def turns_of(scene: Scene) -> Iterator[tuple[str | None, Target, tuple[Effect, ...]]]:
    """Every turn a scene offers: choice id (None for silence or a free answer), target, effects."""
    for choice in scene.choices if scene.format == "choose" else ():
        yield choice.id, choice.to, choice.effects
    if scene.timer is not None:
        yield None, scene.timer.on_timeout.to, scene.timer.on_timeout.effects
    if scene.format != "choose" and scene.response is not None:
        yield None, scene.response.to, scene.response.effects


def _targets(definition: Definition) -> Iterator[Finding]:
    known = {scene.id for scene in definition.scenes}
    if definition.start not in known:
        yield Finding("E01/start", params={"target": definition.start})
    for scene in definition.scenes:
        for choice, to, _ in turns_of(scene):
            for branch in to:
                if branch.scene not in known:
                    yield Finding("E01", Where(scene.id, choice), {"target": branch.scene})
        for target in scene.replay_from:
            if target not in known:
                yield Finding("E01/replay", Where(scene.id), {"target": target})
    for interrupt in definition.interrupts:
        for target in (interrupt.to, *interrupt.exempt):
            if target not in known:
                yield Finding("E01/interrupt", params={"interrupt": interrupt.id, "target": target})


def _dead_ends(definition: Definition) -> Iterator[Finding]:
    for scene in definition.scenes:
        if scene.ending:
            continue
        turns = list(turns_of(scene))
        if not turns:
            yield Finding("E03", Where(scene.id), {"scene": scene.id})
        for choice, to, _ in turns:
            if not to:
                yield Finding("E03/target", Where(scene.id, choice))


def _paths(definition: Definition) -> Iterator[Finding]:
    """Unreachable scenes, loops nobody leaves, scenes with no way to an ending."""
    scenes = list({scene.id: scene for scene in reversed(definition.scenes)}.values())[::-1]
    place = {scene.id: at for at, scene in enumerate(scenes)}
    graph = [_onward(definition, scene, place) for scene in scenes]
    if definition.start not in place:
        return
    reached = _from(graph, place[definition.start])
    for at, scene in enumerate(scenes):
        if at not in reached:
            yield Finding("E02", Where(scene.id), {"scene": scene.id})
    endings = [at for at, scene in enumerate(scenes) if scene.ending]
    if not reached.intersection(endings):
        yield Finding("E06/none")
        return
    # A dead end is reported as such; what only leads to dead ends is told nothing new by a second error.
    closed = [at for at, scene in enumerate(scenes) if not graph[at]]
    saved = reaching(graph, endings + closed)
    looped: set[int] = set()
    for group in components(graph):
        inside = set(group)
        leaves = any(onward not in inside for at in group for onward in graph[at])
        loops = len(group) > 1 or group[0] in graph[group[0]]
        if loops and not leaves and inside.isdisjoint(endings) and inside <= reached:
            looped |= inside
            names = sorted(scenes[at].id for at in group)
            yield Finding("E04", Where(names[0]), {"scenes": ", ".join(names)})
    for at in sorted(reached - saved - looped):
        yield Finding("E06", Where(scenes[at].id), {"scene": scenes[at].id})


def _onward(definition: Definition, scene: Scene, place: dict[str, int]) -> list[int]:
    if scene.ending:
        return []
    named = [branch.scene for _, to, _ in turns_of(scene) for branch in to]
    if named:
        named += [interrupt.to for interrupt in definition.interrupts if scene.id not in interrupt.exempt]
    return [place[name] for name in dict.fromkeys(named) if name in place]


def _from(graph: list[list[int]], start: int) -> set[int]:
    found, queue = {start}, [start]
    while queue:
        for onward in graph[queue.pop()]:
            if onward not in found:
                found.add(onward)
                queue.append(onward)
    return found


def _names(definition: Definition) -> Iterator[Finding]:
    for name in definition.variables:
        if name in MOOD_AXES:
            yield Finding("E09/reserved", params={"id": name})
    for name, variable in definition.variables.items():
        if not _possible(variable, variable.start):
            yield Finding("E08/value", params={"variable": name, "value": str(variable.start)})
    for row, where in _rows(definition):
        found = _row_finding(definition, row, where)
        if found is not None:
            yield found


def _rows(definition: Definition) -> Iterator[tuple[Condition | Effect, Where]]:
    for interrupt in definition.interrupts:
        for row in interrupt.when:
            yield row, Where()
    for scene in definition.scenes:
        for line in scene.lines:
            for row in line.when:
                yield row, Where(scene.id)
        for choice in scene.choices:
            for row in choice.when:
                yield row, Where(scene.id, choice.id)
        for choice_id, to, effects in turns_of(scene):
            for effect in effects:
                yield effect, Where(scene.id, choice_id)
            for branch in to:
                for row in branch.when:
                    yield row, Where(scene.id, choice_id)


def _row_finding(definition: Definition, row: Condition | Effect, where: Where) -> Finding | None:
    variable = definition.variables.get(row.variable)
    if row.variable in MOOD_AXES:
        variable = Variable("integer", 0)
    if variable is None:
        return Finding("E08", where, {"variable": row.variable})
    if row.operator in ("gte", "lte", "add"):
        if variable.type != "integer" or not isinstance(row.value, int) or isinstance(row.value, bool):
            return Finding("E08/operator", where, {"variable": row.variable, "operator": row.operator})
    elif not _possible(variable, row.value):
        return Finding("E08/value", where, {"variable": row.variable, "value": str(row.value)})
    return None


def _possible(variable: Variable, value: object) -> bool:
    match variable.type:
        case "boolean":
            return isinstance(value, bool)
        case "enum":
            return isinstance(value, str) and value in variable.values
        case "integer":
            low, high = bounds_of(variable)
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _repeated(definition: Definition) -> Iterator[Finding]:
    for problem in repeated_ids(definition):
        scene, choice, found = None, None, ""
        match problem.path:
            case ("scenes", int(at), "choices", int(nth), "id"):
                scene, choice = definition.scenes[at].id, definition.scenes[at].choices[nth].id
                found = choice
            case ("scenes", int(at), "id"):
                scene = found = definition.scenes[at].id
            case (str(group), int(at), "id"):
                found = getattr(definition, group)[at].id
        yield Finding("E09", Where(scene, choice), {"id": found})


def _references(definition: Definition) -> Iterator[Finding]:
    """People, facts and competencies named but not declared."""
    cast = {member.id for member in definition.cast}
    for scene in definition.scenes:
        for by in dict.fromkeys(line.by for line in scene.lines if line.by not in cast):
            yield Finding("W14", Where(scene.id), {"name": by, "place": "by"})
        for choice in scene.choices:
            yield from _choice_references(definition, scene, choice)


def _choice_references(definition: Definition, scene: Scene, choice: Choice) -> Iterator[Finding]:
    where = Where(scene.id, choice.id)
    facts = {fact.id for fact in definition.facts}
    for name in choice.basis:
        if name not in facts:
            yield Finding("W14", where, {"name": name, "place": "basis"})
    for name in choice.shows:
        if name not in definition.competencies:
            yield Finding("W14", where, {"name": name, "place": "shows"})
    if choice.ratings and len(choice.ratings) != len(definition.experts):
        params = {"count": len(choice.ratings), "experts": len(definition.experts)}
        yield Finding("W14/ratings", where, params)

"""Checks on texts and keys: giveaways, opportunities, translations, disputed or missing keys (W02–W04, W08–W13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from scenarios.engine.build import Build
from scenarios.engine.definition import Choice, Definition, Scene, Text
from scenarios.engine.findings import Finding, Where
from scenarios.engine.keying import OPPORTUNITY_GAP, Key, gap_of

GIVEAWAY_SHARE = Fraction(3, 4)
"""The best choice stands first, or is the longest, in at least this share of scenes: learners notice."""

GIVEAWAY_SCENES = 4
"""Fewer scenes than this say nothing about a pattern."""

FEWEST_OPPORTUNITIES = 2


def content_findings(definition: Definition, build: Build) -> Iterator[Finding]:
    """Everything that reading the texts and keys shows."""
    yield from _equal_choices(build)
    yield from _giveaways(definition, build)
    yield from _opportunities(definition, build)
    yield from _untranslated(definition)
    yield from _keys(build)


def _decisions(build: Build) -> Iterator[tuple[Scene, Mapping[str, Key]]]:
    for scene in build.scenes.values():
        if len(scene.choices) > 1 and not scene.ending:
            yield scene, build.keys[scene.id]


def _equal_choices(build: Build) -> Iterator[Finding]:
    for scene, keys in _decisions(build):
        values = [key.value for key in keys.values()]
        if all(value is not None for value in values) and len(set(values)) == 1:
            yield Finding("W02", Where(scene.id), {"scene": scene.id})


def _giveaways(definition: Definition, build: Build) -> Iterator[Finding]:
    decisions = [(scene, best) for scene, keys in _decisions(build) if (best := _best_choices(scene, keys))]
    total = len(decisions)
    if total < GIVEAWAY_SCENES:
        return
    first = sum(scene.choices[0].id in best for scene, best in decisions)
    if Fraction(first, total) >= GIVEAWAY_SHARE:
        yield Finding("W03/first", params={"count": first, "total": total})
    for locale in definition.locales:
        longest = sum(_longest(scene, locale) in best for scene, best in decisions)
        if Fraction(longest, total) >= GIVEAWAY_SHARE:
            yield Finding("W03/longest", params={"count": longest, "total": total, "locale": locale})


def _best_choices(scene: Scene, keys: Mapping[str, Key]) -> frozenset[str]:
    """The best scored choices of a scene that discriminates; none if it does not."""
    if gap_of(keys.values()) == 0:
        return frozenset()
    scored = {choice.id: keys[choice.id].value for choice in scene.choices if keys[choice.id].scored}
    top = max(value for value in scored.values() if value is not None)
    return frozenset(name for name, value in scored.items() if value == top)


def _longest(scene: Scene, locale: str) -> str:
    return max(scene.choices, key=lambda choice: len(choice.text.get(locale, ""))).id


def _opportunities(definition: Definition, build: Build) -> Iterator[Finding]:
    for competency in definition.competencies:
        count = len(opportunities(build, competency))
        if count < FEWEST_OPPORTUNITIES:
            yield Finding("W04", params={"competency": competency, "count": count})


def opportunities(build: Build, competency: str) -> tuple[str, ...]:
    """The scenes where something is learned about `competency`: a choice shows it and the choices discriminate."""
    found = []
    for scene in build.scenes.values():
        shown = any(competency in choice.shows for choice in scene.choices)
        told_apart = scene.format == "choose" and gap_of(build.keys[scene.id].values()) >= OPPORTUNITY_GAP
        answered = scene.response is not None and competency in scene.response.shows
        if (shown and told_apart) or answered:
            found.append(scene.id)
    return tuple(found)


def _untranslated(definition: Definition) -> Iterator[Finding]:
    for text, place, where in texts_of(definition):
        missing = [locale for locale in definition.locales if not text.get(locale, "").strip()]
        if missing:
            yield Finding("W08", where, {"place": place, "locales": ", ".join(missing)})


def texts_of(definition: Definition) -> Iterator[tuple[Text, str, Where]]:
    """Every text of the scenario, with a readable path and its place."""
    for item in fields(definition):
        if item.name != "scenes":
            yield from _texts_in(getattr(definition, item.name), item.name, Where())
    for scene in definition.scenes:
        for item in fields(scene):
            if item.name != "choices":
                yield from _texts_in(getattr(scene, item.name), item.name, Where(scene.id))
        for choice in scene.choices:
            yield from _texts_in(choice, "", Where(scene.id, choice.id))


def _texts_in(value: Any, place: str, where: Where) -> Iterator[tuple[Text, str, Where]]:
    if is_dataclass(value):
        for item in fields(value):
            yield from _texts_in(getattr(value, item.name), f"{place}.{item.name}".strip("."), where)
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _texts_in(item, f"{place}.{at + 1}", where)
    elif isinstance(value, Mapping):
        if all(isinstance(item, str) for item in value.values()):
            if value or place.rpartition(".")[2] in ("text", "title"):
                yield value, place, where
        else:
            for key, item in value.items():
                yield from _texts_in(item, f"{place}.{key}", where)


def _keys(build: Build) -> Iterator[Finding]:
    for scene in build.scenes.values():
        for choice in scene.choices if scene.format == "choose" and not scene.ending else ():
            found = _key_finding(choice, build.keys[scene.id][choice.id], Where(scene.id, choice.id))
            if found is not None:
                yield found


def _key_finding(choice: Choice, key: Key, where: Where) -> Finding | None:
    if key.value is None:
        return Finding("W13", where)
    if not key.disputed:
        return None
    if choice.ratings:
        return Finding("W10", where, {"spread": f"{key.spread:.2f}"})
    return Finding("W10/marked", where)

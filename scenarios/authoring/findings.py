"""What the checks find in a scenario, in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.translation import gettext

from scenarios.authoring.options import indicator_names
from scenarios.engine.build import compile_build
from scenarios.engine.checks import check_with
from scenarios.engine.content_checks import opportunities
from scenarios.engine.definition import Definition
from scenarios.engine.findings import MESSAGES, Finding

CHECKS_VERSION = 1
"""Raised when a check changes, so that remembered findings are forgotten."""

REMEMBERED_FOR = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: where it is, what is wrong and what to do about it."""

    code: str
    severity: str
    place: str
    message: str
    fix: str
    scene: str

    def __str__(self) -> str:
        parts = (f"{self.code}.", self.place and f"{self.place}:", self.message, self.fix)
        return " ".join(part for part in parts if part)


def findings_of(definition: Definition) -> list[Finding]:
    """Everything the checks find. Walking every situation takes seconds, so it is remembered by content."""
    if not definition.scenes:
        return [Finding("E01/empty")]
    build = compile_build(definition)
    remembered = f"scenario-findings:{CHECKS_VERSION}:{build.sha256}"
    found: list[Finding] | None = cache.get(remembered)
    if found is None:
        found = check_with(definition, build)
        cache.set(remembered, found, REMEMBERED_FOR)
    return found


def errors_of(definition: Definition) -> list[Finding]:
    """What keeps the scenario from being published."""
    return [finding for finding in findings_of(definition) if finding.severity == "error"]


def told(finding: Finding, definition: Definition) -> Told:
    """The finding in the active language, naming scenes by their titles."""
    message, fix = words_of(finding)
    return Told(
        code=finding.code,
        severity=finding.severity,
        place=place_of(finding, definition),
        message=message,
        fix=fix,
        scene=finding.where.scene or "",
    )


def words_of(finding: Finding) -> tuple[str, str]:
    """What is wrong and what to do, in the active language."""
    if finding.message_key == "E01/empty":
        return gettext("There is no scene yet."), gettext("Write the first scene, and an ending.")
    message, fix = MESSAGES[finding.message_key]
    return gettext(message) % _readable(finding.params), gettext(fix)


def _readable(params: Mapping[str, str | int]) -> dict[str, str | int]:
    """Parameters as a person reads them: names of competencies, decimals of the active language."""
    shown = dict(params)
    if "competency" in shown:
        shown["competency"] = indicator_names().get(str(shown["competency"]), shown["competency"])
    if "spread" in shown:
        shown["spread"] = number_format(float(shown["spread"]), decimal_pos=2)
    return shown


def place_of(finding: Finding, definition: Definition) -> str:
    """“Arrival › choice 2”: the scene by its title, the choice by its number."""
    scene = next((item for item in definition.scenes if item.id == finding.where.scene), None)
    if scene is None:
        return finding.where.scene or ""
    name = next(iter(scene.title.values()), "") or scene.id
    at = next((at for at, choice in enumerate(scene.choices, 1) if choice.id == finding.where.choice), None)
    return name if at is None else gettext("%(scene)s, choice %(number)s") % {"scene": name, "number": at}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many scenes give the chance to show a competency."""

    key: str
    name: str
    scenes: int


def coverage_of(definition: Definition) -> list[Coverage]:
    """Competencies × opportunities, most opportunities first."""
    build = compile_build(definition)
    names = indicator_names()
    rows = [Coverage(key, names.get(key, key), len(opportunities(build, key))) for key in definition.competencies]
    return sorted(rows, key=lambda row: -row.scenes)

"""All the checks of a scenario, in order of code. They accept any definition, however broken."""

from __future__ import annotations

from scenarios.engine.analysis import Analysis, analyse
from scenarios.engine.build import Build, compile_build
from scenarios.engine.content_checks import content_findings
from scenarios.engine.definition import Definition
from scenarios.engine.exploration import MOST_POSITIONS
from scenarios.engine.findings import Finding
from scenarios.engine.graph_checks import graph_findings
from scenarios.engine.play_checks import play_findings


def check(definition: Definition, most: int = MOST_POSITIONS) -> list[Finding]:
    """Everything found in the definition: first what reading it shows, then what playing it everywhere shows."""
    return check_with(definition, compile_build(definition), most=most)


def check_with(
    definition: Definition, build: Build, analysis: Analysis | None = None, most: int = MOST_POSITIONS
) -> list[Finding]:
    """`check` for whoever already has the build or its analysis at hand."""
    found = [*graph_findings(definition), *content_findings(definition, build)]
    if definition.start in build.scenes:
        reported = {(item.code, item.where.scene) for item in found}
        found.extend(play_findings(build, analysis or analyse(build, most), reported))
    return sorted(found, key=lambda item: item.code)


def publishable(findings: list[Finding]) -> bool:
    """Whether nothing found is an error."""
    return all(item.severity != "error" for item in findings)

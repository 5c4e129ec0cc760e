"""`python -m scenarios.formats.check FILE…`: what an author needs to know about a scenario file, in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from scenarios.engine.analysis import analyse
from scenarios.engine.build import compile_build
from scenarios.engine.checks import check_with, publishable
from scenarios.engine.content_checks import opportunities
from scenarios.engine.definition import Definition
from scenarios.engine.learners import HABITS, always_slot, simulate, success_rate
from scenarios.formats.native import NativeFormatError, load

PLAYS = 1000


def main(arguments: Sequence[str], out: TextIO) -> int:
    """0 if every file loads without errors, 1 otherwise, 2 if no file was named."""
    if not arguments:
        print("usage: python -m scenarios.formats.check FILE…", file=out)
        return 2
    return max(check_file(Path(name), out) for name in arguments)


def check_file(path: Path, out: TextIO) -> int:
    """Print errors of form, or else findings, range and simulated learners."""
    print(f"== {path}", file=out)
    try:
        definition = load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        print(f"cannot be read: {error}", file=out)
        return 1
    except NativeFormatError as error:
        for item in error.errors:
            print(item, file=out)
        return 1
    return report(definition, out)


def report(definition: Definition, out: TextIO) -> int:
    build = compile_build(definition)
    choices = sum(len(scene.choices) for scene in definition.scenes)
    print(f"{definition.id}: {len(definition.scenes)} scenes, {choices} choices, sha256 {build.sha256[:12]}", file=out)
    if definition.start not in build.scenes:
        findings = check_with(definition, build)
    else:
        analysis = analyse(build)
        findings = check_with(definition, build, analysis)
        bound = " (exploring was cut short or loops were cut)" if analysis.bounded else ""
        print(f"{len(analysis.reach.positions)} reachable states{bound}", file=out)
        if analysis.range is not None:
            print(f"range {float(analysis.range.low):.1f} to {float(analysis.range.high):.1f}", file=out)
        for name, habit in HABITS.items():
            print(f"good ending, {name}: {100 * success_rate(build, habit, range(PLAYS)):.1f} %", file=out)
        for slot in range(1, max((len(scene.choices) for scene in definition.scenes), default=0) + 1):
            print(f"always choice {slot}: {simulate(build, always_slot(slot), 0).state.outcome}", file=out)
    for competency in definition.competencies:
        print(f"opportunities, {competency}: {len(opportunities(build, competency))}", file=out)
    for finding in findings:
        print(finding, file=out)
    print("no errors" if publishable(findings) else "has errors: cannot be published", file=out)
    return 0 if publishable(findings) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout))

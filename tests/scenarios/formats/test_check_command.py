"""The command an author runs on a file, and the scenarios the product ships."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import scenarios
from scenarios.engine.build import compile_build, load_build
from scenarios.engine.checks import check, publishable
from scenarios.formats.check import main
from scenarios.formats.native import dump_yaml, load, load_yaml
from tests.scenarios.samples import EXEMPLAR

SHIPPED = sorted((Path(scenarios.__file__).parent / "content").glob("*.yaml"))


def run(*names: str) -> tuple[int, list[str]]:
    out = io.StringIO()
    return main(names, out), out.getvalue().splitlines()


def test_a_sound_file_is_reported_in_full() -> None:
    code, lines = run(str(EXEMPLAR))
    assert code == 0
    assert lines[1].startswith("reserva-que-no-existe: 18 scenes, 41 choices")
    assert lines[2:4] == ["15777 reachable states", "range -27.0 to 0.0"]
    assert lines[-1] == "no errors"


def test_a_file_with_mistakes_is_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(EXEMPLAR.read_text(encoding="utf-8").replace("difficulty: 3", "difficulty: hard"), encoding="utf-8")
    code, lines = run(str(path))
    assert code == 1
    assert lines[1] == "line 22: wrong_type: difficulty: Expected a whole number, found “hard”."


def test_a_broken_graph_is_reported_and_not_published(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(EXEMPLAR.read_text(encoding="utf-8").replace("start: llegada", "start: nowhere"), encoding="utf-8")
    code, lines = run(str(path))
    assert code == 1
    assert lines[-1] == "has errors: cannot be published"


def test_no_file_and_a_missing_file() -> None:
    assert run()[0] == 2
    assert run("/nonexistent.yaml")[0] == 1


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_loads_survives_and_can_be_published(path: Path) -> None:
    definition = load(path.read_text(encoding="utf-8"))
    assert load_yaml(dump_yaml(definition)) == definition
    assert load_build(compile_build(definition).json).definition == definition
    assert publishable(check(definition))

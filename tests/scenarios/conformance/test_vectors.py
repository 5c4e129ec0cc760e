"""The committed vectors are what the engine does: states, events, order shown and refusals, to the last byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.engine.build import canonical_json, load_build
from tests.scenarios.conformance.vectors import FOLDER, all_vectors, inputs_in, trace, written_as

VECTORS = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_is_reproduced_from_its_build(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    build = load_build(canonical_json(vector["build"]), vector["sha256"])
    again = trace(vector["name"], build, vector["seed"], inputs_in(vector))
    assert json.loads(json.dumps(again)) == vector


def test_every_vector_is_committed() -> None:
    assert {path.stem: path.read_text(encoding="utf-8") for path in VECTORS} == {
        name: written_as(vector) for name, vector in all_vectors().items()
    }

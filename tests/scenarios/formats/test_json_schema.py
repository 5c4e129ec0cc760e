"""The JSON Schema says what the reader accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

import scenarios.formats
from scenarios.engine.codec import encode
from scenarios.engine.definition import Definition
from scenarios.formats.json_schema import schema_text
from scenarios.formats.native import load_yaml
from tests.scenarios.samples import EXEMPLAR, choice, ending, scene, written
from tests.scenarios.strategies import scenarios as any_scenario

COMMITTED = Path(scenarios.formats.__file__).parent / "scenario.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(COMMITTED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_committed_schema_follows_the_classes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text()


def test_exemplar_is_valid(validator: jsonschema.Draft202012Validator) -> None:
    plain = json.loads(json.dumps(encode(load_yaml(EXEMPLAR.read_text(encoding="utf-8")))))
    assert [error.message for error in validator.iter_errors(plain)] == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_scenario())
def test_what_is_written_is_valid(definition: Definition) -> None:
    schema = json.loads(COMMITTED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(encode(definition))))


@pytest.mark.parametrize(
    "wrong",
    [
        {"extra": 1},
        {"title": {"Spanish": "x"}},
        {"start": None},
        {"difficulty": "3"},
        {"facts": [{"id": "F1", "title": {"es": "x"}}]},
        {"interrupts": [{"id": "i", "to": "a", "when": [["trust", "lte"]]}]},
        {"interrupts": [{"id": "i", "to": "a", "exempt": []}]},
        {"schema_version": 2},
    ],
)
def test_mistakes_are_invalid(validator: jsonschema.Draft202012Validator, wrong: dict[str, Any]) -> None:
    plain = written(scene("a", choice("a-1", "b")), ending("b"))
    assert validator.is_valid(plain)
    assert not validator.is_valid(plain | wrong)

"""The native format: exact round trip, and every mistake told with its line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scenarios.engine.definition import Definition
from scenarios.formats.native import NativeFormatError, dump_json, dump_yaml, load, load_json, load_yaml
from tests.scenarios.samples import EXEMPLAR, choice, ending, scene, written
from tests.scenarios.strategies import scenarios

relaxed = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

SMALL = """\
schema: talante/scenario
schema_version: 1
id: small
locales: [es]
title: {es: Pequeño}
mood:
  trust: {start: 5}
start: a
scenes:
  - id: a
    title: {es: A}
    choices:
      - id: a-1
        text: {es: No}
        to: b
  - id: b
    title: {es: 22:40}
    ending: good
"""


def errors(text: str) -> list[tuple[str, int]]:
    with pytest.raises(NativeFormatError) as caught:
        load(text)
    return [(error.code, error.line) for error in caught.value.errors]


@relaxed
@given(scenarios(loops=True))
def test_what_is_written_reads_back_equal(definition: Definition) -> None:
    assert load_yaml(dump_yaml(definition)) == definition
    assert load_json(dump_json(definition)) == definition


PLAIN_LOOKING = ["", " ", "No", "~", "22:40", "0x1", "1e3", "- a", "a: b # c", "'", '"']
AWKWARD = [*PLAIN_LOOKING, "\x00", "\x85", "a\u2028 b\n", "\ufeff", "\r\n"]


@pytest.mark.parametrize("sentence", AWKWARD, ids=ascii)
def test_awkward_sentences_survive(sentence: str) -> None:
    definition = replace(load_yaml(SMALL), title={"es": sentence}, summary={"es": f"x {sentence} x {'word ' * 40}"})
    assert load_yaml(dump_yaml(definition)) == definition
    assert load_json(dump_json(definition)) == definition


def test_exemplar_survives_both_languages() -> None:
    definition = load_yaml(EXEMPLAR.read_text(encoding="utf-8"))
    assert load_yaml(dump_yaml(definition)) == definition
    assert load_json(dump_json(definition)) == definition
    assert load(dump_json(definition)) == definition
    assert dump_yaml(load_yaml(dump_yaml(definition))) == dump_yaml(definition)


def test_exemplar_has_the_published_counts() -> None:
    definition = load_yaml(EXEMPLAR.read_text(encoding="utf-8"))
    assert len(definition.scenes) == 18
    assert sum(len(item.choices) for item in definition.scenes) == 41


def test_plain_words_and_clock_times_stay_text() -> None:
    definition = load_yaml(SMALL)
    assert definition.scenes[0].choices[0].text == {"es": "No"}
    assert definition.scenes[1].title == {"es": "22:40"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("start: a\n", "start: a\nextra: 1\n", [("unknown_key", 9)]),
        ("{es: No}", "{es: No, señor}", [("null_key", 14)]),
        ("{es: No}", "{es: 7}", [("wrong_type", 14)]),
        ("{es: No}", "{es: }", [("null_key", 14)]),
        ("{es: No}", "{}", [("missing_text", 14)]),
        ("{es: No}", "{es: No, fr: Non}", [("unknown_locale", 14)]),
        ("start: a\n", "start:\n", [("null_value", 8)]),
        ("start: a\n", "start: a\nstart: b\n", [("repeated_key", 9)]),
        ("        to: b\n", "        effects: [[trust, add]]\n        to: b\n", [("wrong_row", 15)]),
        ("        to: b\n", "        effects: [[trust, multiply, 2]]\n", [("not_allowed", 15)]),
        ("        to: b\n", "        ratings: [1, true]\n", [("wrong_type", 15)]),
        ("        to: b\n", "        to: {scene: b}\n", [("wrong_type", 15)]),
        ("ending: good", "ending: happy", [("not_allowed", 18)]),
        ("  - id: b\n", "  - id: a\n", [("duplicate_id", 16)]),
        ("  - id: b\n", "  - \n", [("missing_key", 17)]),
        ("    ending: good", "    choices: [{id: a-1, text: {es: x}}]", [("duplicate_id", 18)]),
        ("schema_version: 1", "schema_version: 2", [("wrong_schema_version", 2)]),
        ("schema: talante/scenario", "schema: other", [("wrong_schema", 1)]),
        ("id: small\n", "", [("missing_key", 1)]),
        ("title: {es: Pequeño}", "title: Pequeño", [("wrong_type", 5)]),
        ("{start: 5}", "&five {start: 5}\n  patience: *five", [("alias", 7)]),
        ("{start: 5}", "!!python/object:os.system {start: 5}", [("bad_tag", 7)]),
        ("{start: 5}", "!!omap [start: 5]", [("bad_tag", 7)]),
        ("{es: No}", "{es: !!binary Tm8=}", [("bad_tag", 14)]),
        ("{start: 5}", "{start: '5'}", [("wrong_type", 7)]),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, expected: list[tuple[str, int]]) -> None:
    assert old in SMALL
    assert errors(SMALL.replace(old, new, 1)) == expected


def test_every_mistake_is_told_at_once() -> None:
    text = SMALL.replace("start: a\n", "start: 3\nextra: 1\n").replace("ending: good", "ending: happy")
    assert errors(text) == [("wrong_type", 8), ("unknown_key", 9), ("not_allowed", 19)]


def test_a_comma_in_an_unquoted_text_is_explained() -> None:
    with pytest.raises(NativeFormatError, match="put the whole sentence in quotes"):
        load(SMALL.replace("{es: No}", "{es: No, señor}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty", 1)]),
        ("- a\n", [("wrong_type", 1)]),
        ("a: [1\n", [("not_yaml", 2)]),
        ("{", [("not_json", 1)]),
        ('{"a": 1,\n "a": 2}', [("repeated_key", 2)]),
        ('{"a": "x\ny"}', [("not_json", 1)]),
        ('{"a": 1}\n2', [("not_json", 2)]),
        ("[" * 100_000, [("too_deep", 1)]),
        ('{"a":' * 100_000, [("too_deep", 1)]),
        ("a: " + "x" * 2_000_001, [("too_long", 1)]),
    ],
)
def test_what_is_not_a_scenario_at_all_is_refused(text: str, expected: list[tuple[str, int]]) -> None:
    assert errors(text) == expected


def test_json_mistakes_have_lines_too() -> None:
    plain = written(scene("a", choice("a-1", "b")), ending("b"))
    plain["scenes"][1]["colour"] = "red"
    text = json.dumps(plain, indent=1, ensure_ascii=False)
    line = next(at for at, row in enumerate(text.splitlines(), 1) if "colour" in row)
    assert errors(text) == [("unknown_key", line)]


def test_a_byte_order_mark_is_ignored() -> None:
    assert load("\ufeff" + SMALL) == load(SMALL)

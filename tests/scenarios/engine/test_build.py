"""Same content, same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from typing import Any

import pytest

from scenarios.engine.build import Build, canonical_json, compile_build, load_build
from scenarios.engine.codec import decode
from scenarios.engine.errors import BuildError
from scenarios.engine.events import Choose
from scenarios.engine.step import play
from tests.scenarios.samples import build, choice, definition, ending, scene, written


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(list(value))}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


def test_order_of_keys_and_form_of_unicode_do_not_change_the_bytes() -> None:
    plain = written(scene("a", choice("c", "b"), title={"es": "Señora, ¿está?"}), ending("b"))
    decomposed = json.loads(unicodedata.normalize("NFD", json.dumps(reversed_keys(plain), ensure_ascii=False)))
    first, second = decode(plain)[0], decode(decomposed)[0]
    assert first is not None
    assert second is not None
    assert compile_build(first).json == compile_build(second).json


def test_bytes_are_canonical() -> None:
    value = {"b": [1.0, 1.5, "n\u0303"], "a": {"z": True, "é": 1}}
    assert canonical_json(value) == '{"a":{"z":true,"é":1},"b":[1,1.5,"ñ"]}'


def test_a_build_reads_back_equal(exemplar_build: Build) -> None:
    again = load_build(exemplar_build.json, exemplar_build.sha256)
    assert again == exemplar_build
    assert again.definition == exemplar_build.definition
    assert compile_build(again.definition) == exemplar_build


def test_published_bytes_of_the_exemplar_stay(exemplar_build: Build) -> None:
    assert exemplar_build.sha256 == "4e651473227c726f0af6bf87bef3f20e165dfdf31bff4a8eaec8941a3949211b"


@pytest.mark.parametrize(
    ("text", "sha256", "code"),
    [
        ("{}", "0" * 64, "checksum"),
        ("{", None, "not_json"),
        ("{}", None, "wrong_version"),
        ('{"build":1,"locale":null,"scenario":{}}', None, "not_a_scenario"),
    ],
)
def test_a_build_that_cannot_be_trusted_is_refused(text: str, sha256: str | None, code: str) -> None:
    with pytest.raises(BuildError) as caught:
        load_build(text, sha256)
    assert caught.value.code == code


def test_one_locale_travels_alone_and_plays_the_same(exemplar_build: Build) -> None:
    english = compile_build(exemplar_build.definition, "en")
    assert english.locale == "en"
    assert english.definition.locales == ("en",)
    assert english.definition.title == {"en": "The booking that does not exist"}
    assert "La reserva que no existe" not in english.json
    inputs = [Choose("llegada-minuto"), Choose("verdad-completa")]
    assert play(english, 3, inputs) == play(exemplar_build, 3, inputs)


def test_texts_are_not_needed_to_play() -> None:
    compiled = build(scene("a", choice("c", "b")), ending("b"))
    content = json.loads(compiled.json)
    del content["scenario"]["title"]
    for item in content["scenario"]["scenes"]:
        del item["title"]
        for option in item.get("choices", ()):
            del option["text"]
    stripped = load_build(canonical_json(content))
    assert play(stripped, 1, [Choose("c")]) == play(compiled, 1, [Choose("c")])


def test_a_broken_definition_compiles() -> None:
    made = definition(scene("a", choice("c", "nowhere")), scene("b"), start="z")
    assert load_build(compile_build(made).json).definition == made


def test_the_engine_and_formats_never_import_django() -> None:
    modules = "scenarios.engine.checks, scenarios.engine.texts, scenarios.formats.check, scenarios.formats.json_schema"
    code = f"import sys, {modules}; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

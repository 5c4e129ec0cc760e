"""A definition survives becoming pages and coming back, exactly."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from scenarios.authoring.merging import differing_scenes, merged
from scenarios.authoring.naming import give_ids, short_name
from scenarios.authoring.scalars import typed_names, typed_numbers, typed_value, written_names, written_value
from scenarios.authoring.to_definition import definition_of
from scenarios.authoring.to_page import page_values
from scenarios.engine.definition import Choice, Definition
from scenarios.formats.native import dump_yaml, load
from scenarios.importing import shipped_files
from tests.scenarios.samples import definition, ending, scene
from tests.scenarios.strategies import scenarios

EXEMPLAR = Path(__file__).resolve().parent.parent / "exemplar" / "escenario-sobreventa.yaml"


@pytest.mark.parametrize("path", [EXEMPLAR, *shipped_files()], ids=lambda path: path.stem)
def test_scenario_in_two_languages_comes_back_exactly(path: Path) -> None:
    written = load(path.read_text(encoding="utf-8"))
    pages = [definition_of(page_values(written, locale), locale) for locale in written.locales]
    assert merged(pages) == written
    assert dump_yaml(merged(pages)) == dump_yaml(written)


@settings(max_examples=60, deadline=None)
@given(scenarios(loops=True))
def test_any_scenario_comes_back_but_for_blank_texts(written: Definition) -> None:
    back = definition_of(page_values(written, "es"), "es")
    assert page_values(back, "es") == page_values(written, "es")
    assert _choices(back) == _choices(written)
    assert (back.interrupts, back.variables, back.mood, back.start) == (
        written.interrupts,
        written.variables,
        written.mood,
        written.start,
    )


def _choices(item: Definition) -> list[Choice]:
    return [replace(choice, text={}) for scene in item.scenes for choice in scene.choices]


def test_pages_of_two_languages_share_every_block_id() -> None:
    written = load(EXEMPLAR.read_text(encoding="utf-8"))
    one, other = (_ids(page_values(written, locale)) for locale in ("es", "en"))
    assert one == other
    assert len(one) == len(set(one))


def _ids(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["id"]] if "type" in value and "value" in value else []
        return own + [found for item in value.values() for found in _ids(item)]
    return [found for item in value for found in _ids(item)] if isinstance(value, list) else []


def test_scene_changed_in_one_language_only_is_named() -> None:
    one = definition(scene("a", {"id": "x", "text": {"es": "Sí"}, "to": "b", "value": 1}), ending("b"))
    other = definition(scene("a", {"id": "x", "text": {"es": "Yes"}, "to": "b", "value": 2}), ending("b"))
    assert differing_scenes(one, other) == ("a",)
    assert differing_scenes(one, one) == ()


@pytest.mark.parametrize("value", [True, False, 0, -3, 12, "none", "true", "5", "a, b", "", " x "])
def test_value_typed_as_written_is_the_same_value(value: bool | int | str) -> None:
    assert typed_value(written_value(value)) == value
    assert type(typed_value(written_value(value))) is type(value)


@pytest.mark.parametrize("names", [[], ["F01"], ["F01", "F02"], ["a, b", "c"], ['say "x"', "y"]])
def test_names_typed_as_written_are_the_same(names: list[str]) -> None:
    assert typed_names(written_names(names)) == names


@pytest.mark.parametrize(("text", "numbers"), [("", []), ("2, −1 0", [2, -1, 0]), ("2; x", None)])
def test_ratings_are_read_from_one_line(text: str, numbers: list[int] | None) -> None:
    assert typed_numbers(text) == numbers


def test_blank_ids_come_from_titles_and_never_repeat() -> None:
    titles = ["¿Qué pasó, Inés?", "Qué pasó Inés", ""]
    choice = {"choice_id": "", "shows": []}
    scenes: list[Any] = [
        {"value": {"scene_id": "", "title": title, "choices": [{"value": dict(choice)}], "response": []}}
        for title in titles
    ]
    give_ids({"body": scenes, "facts": [], "experts": [], "interrupts": [], "cast": []})
    assert [item["value"]["scene_id"] for item in scenes] == ["que-paso-ines", "que-paso-ines-2", "scene-3"]
    assert [item["value"]["choices"][0]["value"]["choice_id"] for item in scenes] == [
        "que-paso-ines-1",
        "que-paso-ines-2-1",
        "scene-3-1",
    ]
    assert short_name("Ñoño — 3") == "nono-3"

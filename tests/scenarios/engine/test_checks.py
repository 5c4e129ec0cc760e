"""Each check finds its mistake, says where, and stays quiet otherwise."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scenarios.engine.checks import check, publishable
from scenarios.engine.definition import Definition
from scenarios.engine.findings import MESSAGES, Finding, Where
from tests.scenarios.samples import choice, definition, draft, ending, scene, text


def keys(made: Definition, prefix: str = "E") -> list[tuple[str, str | None, str | None]]:
    """(message key, scene, choice) of the findings whose code starts with `prefix`."""
    found = [item for item in check(made) if item.code.startswith(prefix)]
    return [(item.message_key, item.where.scene, item.where.choice) for item in found]


def sound(*extra: dict[str, Any], **more: Any) -> Definition:
    return definition(scene("a", choice("a-1", "end", value=2), choice("a-2", "end")), ending("end"), *extra, **more)


def test_exemplar_has_no_errors_and_tells_its_two_disputed_choices(exemplar: Definition) -> None:
    found = check(exemplar)
    assert publishable(found)
    assert [(item.code, item.where.choice) for item in found] == [("W10", "nina-permiso"), ("W10", "propuesta-la-418")]


def test_a_sound_scenario_has_no_errors() -> None:
    assert keys(sound()) == []
    assert publishable(check(sound()))


def test_e01_dangling_targets() -> None:
    made = definition(
        scene("a", choice("a-1", "gone"), choice("a-2", "end")),
        {**ending("end"), "replay_from": ["lost"]},
        interrupts=[{"id": "cut", "when": [["trust", "lte", 0]], "to": "missing"}],
    )
    assert keys(made) == [("E01", "a", "a-1"), ("E01/replay", "end", None), ("E01/interrupt", None, None)]
    assert not publishable(check(made))
    made = definition(scene("a", choice("a-1", "end")), ending("end"), start="z")
    assert keys(made) == [("E01/start", None, None)]


def test_e02_unreachable_scene() -> None:
    assert keys(sound(scene("island", choice("i-1", "end")))) == [("E02", "island", None)]
    to = [{"when": [["told", "eq", True]], "scene": "island"}, {"scene": "end"}]
    made = definition(scene("a", choice("a-1", to)), scene("island", choice("i-1", "end")), ending("end"))
    assert keys(made) == [("E02/conditions", "island", None)]


def test_e03_dead_ends() -> None:
    made = definition(scene("a", choice("a-1", "stop"), choice("a-2", "end")), scene("stop"), ending("end"))
    assert keys(made) == [("E03", "stop", None)]
    assert keys(definition(scene("a", choice("a-1", []), choice("a-2", "end")), ending("end"))) == [
        ("E03/target", "a", "a-1")
    ]
    sometimes = [{"when": [["trust", "gte", 6]], "scene": "end"}]
    made = definition(
        scene("a", choice("up", "b", effects=[["trust", "add", 1]]), choice("flat", "b")),
        scene("b", choice("b-1", sometimes)),
        ending("end"),
    )
    assert keys(made) == [("E03/branch", "b", "b-1")]


def test_e04_loop_without_exit() -> None:
    made = definition(
        scene("a", choice("a-1", "b"), choice("a-2", "end")),
        scene("b", choice("b-1", "c")),
        scene("c", choice("c-1", "b")),
        ending("end"),
    )
    assert keys(made) == [("E04", "b", None)]
    assert [item.params["scenes"] for item in check(made) if item.code == "E04"] == ["b, c"]


def test_e05_no_choice_available() -> None:
    made = definition(
        scene("a", choice("a-1", "b"), choice("a-2", "b", effects=[["told", "set", True]])),
        scene("b", choice("b-1", "end", when=[["told", "eq", True]])),
        ending("end"),
    )
    assert keys(made) == [("E05", "b", None)]


def test_e05_a_timer_is_no_way_out_for_who_switched_it_off() -> None:
    timer = {"seconds": 5, "on_timeout": {"to": "end"}}
    made = definition(scene("a", choice("a-1", "end", when=[["told", "eq", True]]), timer=timer), ending("end"))
    assert keys(made) == [("E05", "a", None)]


def test_e06_no_way_to_an_ending() -> None:
    assert keys(definition(scene("a", choice("a-1", "a"))), "E06") == [("E06/none", None, None)]
    made = definition(
        scene("a", choice("a-1", "b"), choice("a-2", "end")),
        scene("b", choice("b-1", [{"when": [["told", "eq", True]], "scene": "end"}, {"scene": "b"}])),
        ending("end"),
    )
    assert keys(made) == [("E06/conditions", "b", None)]


def test_e07_score_pump_only_without_centring() -> None:
    scenes = (
        scene("a", choice("good", "end", value=1), choice("poor", "b", value=0)),
        scene("b", choice("extra", "end", value=2), choice("worse", "end", value=-2)),
        ending("end"),
    )
    assert keys(definition(*scenes, scoring={"centre": "none"})) == [("E07", "a", "poor")]
    assert keys(definition(*scenes)) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["ghost", "set", True], "E08"),
        (["offer", "set", "half"], "E08/value"),
        (["told", "set", 1], "E08/value"),
        (["told", "add", 1], "E08/operator"),
        (["trust", "add", "1"], "E08/operator"),
        (["trust", "set", 11], "E08/value"),
        (["tries", "set", 4], "E08/value"),
    ],
)
def test_e08_undefined_variables_values_and_operators(row: list[Any], expected: str) -> None:
    made = definition(scene("a", choice("a-1", "end", effects=[row])), ending("end"))
    assert keys(made) == [(expected, "a", "a-1")]


def test_e08_conditions_are_looked_at_everywhere() -> None:
    ghost = [["ghost", "eq", True]]
    made = definition(
        scene(
            "a",
            choice("a-1", [{"when": ghost, "scene": "end"}, {"scene": "end"}]),
            choice("a-2", "end", when=ghost),
            lines=[{"by": "guest", "text": text("…"), "when": ghost}],
            timer={"seconds": 5, "on_timeout": {"to": "end", "effects": [["ghost", "set", True]]}},
        ),
        ending("end"),
        interrupts=[{"id": "cut", "when": ghost, "to": "end"}],
    )
    assert sorted(keys(made, "E08"), key=str) == sorted(
        [("E08", None, None), ("E08", "a", None), ("E08", "a", "a-2"), ("E08", "a", "a-1"), ("E08", "a", None)], key=str
    )


def test_e09_repeated_ids() -> None:
    made = draft(
        scene("a", choice("same", "end"), choice("same", "end")),
        ending("end"),
        ending("end", "bad"),
        variables={"trust": {"type": "integer", "start": 3}},
    )
    assert sorted(keys(made, "E09"), key=str) == sorted(
        [("E09/reserved", None, None), ("E09", "end", None), ("E09", "a", "same")], key=str
    )


def test_w01_no_good_ending() -> None:
    assert ("W01", None, None) in keys(definition(scene("a", choice("a-1", "end")), ending("end", "mixed")), "W")


def test_w02_equal_choices_and_w13_unrated_ones() -> None:
    made = definition(
        scene("a", choice("a-1", "b", value=1), choice("a-2", "b", value=1)),
        scene("b", {"id": "b-1", "text": text("x"), "to": "end"}, choice("b-2", "end")),
        ending("end"),
    )
    assert keys(made, "W02") == [("W02", "a", None)]
    assert keys(made, "W13") == [("W13", "b", "b-1")]


def chain(*pairs: tuple[dict[str, Any], dict[str, Any]]) -> Definition:
    """Scenes s0, s1… one after the other, each with its two choices."""
    scenes = []
    for at, pair in enumerate(pairs):
        to = f"s{at + 1}" if at + 1 < len(pairs) else "end"
        scenes.append(scene(f"s{at}", *({**item, "id": f"s{at}-{nth}", "to": to} for nth, item in enumerate(pair))))
    return definition(*scenes, ending("end"))


def option(value: int, sentence: str) -> dict[str, Any]:
    return choice("", "", value=value) | {"text": text(sentence)}


def test_w03_the_best_is_always_first_or_longest() -> None:
    first = chain(*[(option(2, "x"), option(0, "longer"))] * 4)
    assert keys(first, "W03") == [("W03/first", None, None)]
    longest = chain(*[(option(0, "x"), option(2, "longer"))] * 4)
    assert keys(longest, "W03") == [("W03/longest", None, None)]
    mixed = chain(*[(option(0, "x"), option(2, "longer")), (option(2, "x"), option(0, "longer"))] * 2)
    assert keys(mixed, "W03") == []


def test_w04_too_few_opportunities() -> None:
    made = sound(competencies=["empathy"])
    assert [item.params for item in check(made) if item.code == "W04"] == [{"competency": "empathy", "count": 0}]


def test_w05_threshold_never_reached() -> None:
    to = [
        {"when": [["trust", "gte", 9]], "scene": "end"},
        {"when": [["trust", "gte", 6]], "scene": "end"},
        {"scene": "end"},
    ]
    made = definition(scene("a", choice("a-1", to, effects=[["trust", "add", 1]])), ending("end"))
    found = [item for item in check(made) if item.code == "W05"]
    assert [(item.where, item.params) for item in found] == [(Where("a", "a-1"), {"condition": "trust gte 9"})]


def test_w06_the_same_slot_always_wins() -> None:
    assert [item.params for item in check(sound()) if item.code == "W06"] == [{"slot": 1}, {"slot": 2}]


def test_w07_trivial_maximum() -> None:
    assert ("W07", None, None) in keys(sound(), "W07")
    flat = definition(scene("a", choice("a-1", "end"), choice("a-2", "end")), ending("end"))
    assert keys(flat, "W07") == [("W07/flat", None, None)]


def test_w08_missing_translation() -> None:
    made = sound(locales=["es", "en"], title={"es": "x", "en": "x"}, summary={"es": "x", "en": " "})
    found = [item for item in check(made) if item.code == "W08"]
    assert (found[0].params, found[0].where) == ({"place": "summary", "locales": "en"}, Where())
    assert Finding("W08", Where("a", "a-1"), {"place": "text", "locales": "en"}) in found


def test_w10_disputed_key_by_spread_or_by_mark() -> None:
    experts = [{"id": f"e{at}", "es": "x"} for at in range(4)]
    made = definition(
        scene("a", choice("a-1", "end", ratings=[2, 2, -2, -2]), choice("a-2", "end", disputed=True)),
        ending("end"),
        experts=experts,
    )
    assert keys(made, "W10") == [("W10", "a", "a-1"), ("W10/marked", "a", "a-2")]


def test_w11_longer_than_announced() -> None:
    lines = [{"by": "guest", "text": text("palabra " * 900)}]
    made = definition(scene("a", choice("a-1", "end"), lines=lines), ending("end"), estimated_minutes=2)
    assert [item.params for item in check(made) if item.code == "W11"] == [{"minutes": 5, "stated": 2}]


def test_w14_names_that_are_not_declared() -> None:
    made = definition(
        scene(
            "a",
            choice("a-1", "end", basis=["F9"], shows=["empathy"], ratings=[1, 2]),
            lines=[{"by": "stranger", "text": text("…")}],
        ),
        ending("end"),
    )
    assert keys(made, "W14") == [
        ("W14", "a", None),
        ("W14", "a", "a-1"),
        ("W14", "a", "a-1"),
        ("W14/ratings", "a", "a-1"),
    ]


def test_w15_too_many_situations(exemplar: Definition) -> None:
    found = [item for item in check(exemplar, most=300) if item.code == "W15"]
    assert [item.params for item in found] == [{"most": 300}]


def test_every_sentence_has_a_fix_and_only_named_parameters() -> None:
    for key, (message, fix) in MESSAGES.items():
        assert re.fullmatch(r"[EW]\d\d(/[a-z]+)?", key)
        assert message.endswith(".")
        assert fix.endswith((".", ")."))
        assert "%" not in re.sub(r"%\([a-z]+\)s", "", message)
        assert "%" not in fix

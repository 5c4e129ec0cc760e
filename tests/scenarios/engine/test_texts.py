"""What a person reads."""

from __future__ import annotations

from scenarios.engine.build import Build
from scenarios.engine.events import Said
from scenarios.engine.texts import SpokenLine, in_locale, spoken

FIRST = Said("llegada", 0, "gustavo")
SECOND = Said("llegada", 1, "gustavo")


def test_a_line_on_the_base_channel_has_its_cue(exemplar_build: Build) -> None:
    assert spoken(exemplar_build, FIRST, "en") == SpokenLine(
        "gustavo",
        "Gustavo Peñaranda Rueda",
        "He pulls his case up to the desk. His jacket is dripping.",
        "Evening. Peñaranda, with an ñ. Two nights.",
    )


def test_on_the_phone_gestures_are_left_out_unless_it_has_its_own(exemplar_build: Build) -> None:
    phone = spoken(exemplar_build, FIRST, "es", "phone")
    assert phone.cue == "Se oye un limpiabrisas."
    assert phone.text.startswith("Aló, ¿recepción?")
    assert spoken(exemplar_build, SECOND, "es", "phone").text == spoken(exemplar_build, SECOND, "es").text
    assert spoken(exemplar_build, Said("nina", 0, "lina"), "es", "phone").cue == ""


def test_a_missing_translation_falls_back() -> None:
    assert in_locale({"es": "Hola", "en": ""}, "en") == "Hola"
    assert in_locale({"es": "Hola", "fr": "Salut"}, "en", ("fr",)) == "Salut"
    assert in_locale(None, "en") == ""

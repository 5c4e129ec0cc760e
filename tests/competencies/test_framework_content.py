"""The shipped framework and the demo positions, read as plain YAML."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).resolve().parents[2] / "competencies" / "content"
FRAMEWORK_PATH = CONTENT / "framework.yaml"
POSITIONS_PATH = CONTENT / "positions.yaml"
FRAMEWORK: dict[str, Any] = yaml.safe_load(FRAMEWORK_PATH.read_text(encoding="utf-8"))
POSITIONS: list[dict[str, Any]] = yaml.safe_load(POSITIONS_PATH.read_text(encoding="utf-8"))["positions"]
COMPETENCIES: list[dict[str, Any]] = FRAMEWORK["competencies"]
ANCHORS: list[dict[str, Any]] = [anchor for competency in COMPETENCIES for anchor in competency["anchors"]]
LANGUAGES = ("es", "en")

BEHAVIOURAL = {
    "active-listening", "customer-understanding", "cultural-respect", "stewardship", "empathy",
    "composure", "humility", "difficult-customers", "transparency", "consistency",
}  # fmt: skip
TECHNICAL = {"product-knowledge", "procedures-and-slas", "systems-and-records", "channel-skills", "risk-privacy-law"}
POSITION_KEYS = {
    "receptionist", "shift-lead", "contact-agent", "contact-supervisor", "reservations-agent", "travel-adviser",
    "billing-analyst", "guest-relations-officer", "support-analyst", "trainer", "talent-analyst", "unit-head",
}  # fmt: skip
# What nobody can see in three minutes: states of mind, traits and abilities.
UNSEEN = {
    "es": {"sabe", "entiende", "comprende", "conoce", "es", "está", "tiene", "siente", "valora", "piensa", "cree",
           "puede", "demuestra", "evita", "no"},
    "en": {"knows", "understands", "is", "has", "feels", "values", "thinks", "believes", "can", "demonstrates",
           "avoids", "not"},
}  # fmt: skip


def _texts(node: Any) -> list[str]:
    """Every string value under a YAML node."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in _texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in _texts(value)]
    return [node] if isinstance(node, str) else []


def _reports_chain(key: str) -> list[str]:
    """Positions from this one up to the root, stopping at the first repeat."""
    above = {position["key"]: position["reports_to"] for position in POSITIONS}
    chain = [key]
    while (upper := above[chain[-1]]) is not None:
        chain.append(upper)
        if upper in chain[:-1]:
            break
    return chain


def test_framework_holds_exactly_the_fifteen_competencies() -> None:
    kinds = [(competency["key"], competency["kind"]) for competency in COMPETENCIES]
    expected = {(key, "behavioural") for key in BEHAVIOURAL} | {(key, "technical") for key in TECHNICAL}
    assert len(kinds) == 15
    assert set(kinds) == expected


def test_framework_scale_has_five_ordered_levels() -> None:
    levels = [(level["number"], level["key"]) for level in FRAMEWORK["levels"]]
    assert levels == [(1, "novice"), (2, "guided"), (3, "autonomous"), (4, "role-model"), (5, "developer")]
    assert [level["name"]["es"] for level in FRAMEWORK["levels"]] == [
        "Inicial", "Básico", "Competente", "Avanzado", "Experto",
    ]  # fmt: skip


@pytest.mark.parametrize("competency", COMPETENCIES, ids=lambda competency: competency["key"])
def test_competency_has_two_to_four_anchors_at_each_level(competency: dict[str, Any]) -> None:
    counts = Counter(anchor["level"] for anchor in competency["anchors"])
    assert set(counts) == {1, 2, 3, 4, 5}
    assert all(2 <= count <= 4 for count in counts.values())


@pytest.mark.parametrize("competency", COMPETENCIES, ids=lambda competency: competency["key"])
def test_competency_anchor_keys_say_prefix_and_level_in_order(competency: dict[str, Any]) -> None:
    prefixes = {anchor["key"].split("-")[0] for anchor in competency["anchors"]}
    tails = [anchor["key"].split("-")[1] for anchor in competency["anchors"]]
    assert len(prefixes) == 1
    assert tails == sorted(tails)
    assert [int(tail[0]) for tail in tails] == [anchor["level"] for anchor in competency["anchors"]]


def test_anchor_keys_never_repeat() -> None:
    keys = Counter(anchor["key"] for anchor in ANCHORS)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_anchor_texts_never_repeat(language: str) -> None:
    texts = Counter(anchor[language].casefold() for anchor in ANCHORS)
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_anchor_starts_with_a_visible_verb_and_ends_as_a_sentence(language: str) -> None:
    for anchor in ANCHORS:
        text = anchor[language]
        assert text[0].isupper(), text
        assert text.split()[0].casefold() not in UNSEEN[language], text
        assert text[-1] == "." or text.endswith("?”"), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_anchor_lengths_fit_one_glance(language: str) -> None:
    assert [anchor["key"] for anchor in ANCHORS if not 25 <= len(anchor[language]) <= 130] == []


def test_anchor_translations_have_comparable_lengths() -> None:
    assert [anchor["key"] for anchor in ANCHORS if not 0.6 <= len(anchor["en"]) / len(anchor["es"]) <= 1.7] == []


def test_every_text_pair_has_both_languages() -> None:
    pairs = [FRAMEWORK["name"], *ANCHORS]
    pairs += [level[field] for level in FRAMEWORK["levels"] for field in ("name", "meaning")]
    pairs += [competency[field] for competency in COMPETENCIES for field in ("name", "definition", "why")]
    pairs += [position[field] for position in POSITIONS for field in ("title", "purpose")]
    assert all(pair[language].strip() for pair in pairs for language in LANGUAGES)


@pytest.mark.parametrize("field", ["definition", "why"])
def test_competency_sentences_are_one_sentence_each(field: str) -> None:
    for competency in COMPETENCIES:
        for language in LANGUAGES:
            text = competency[field][language]
            assert 30 <= len(text) <= 130, text
            assert text.count(".") == 1, text
            assert text.endswith("."), text


def test_half_life_stays_within_bounds_and_procedures_age_fastest() -> None:
    half_lives = {competency["key"]: competency["half_life_days"] for competency in COMPETENCIES}
    assert all(180 <= days <= 540 for days in half_lives.values())
    assert min(half_lives, key=lambda key: half_lives[key]) == "procedures-and-slas"
    assert max(half_lives[key] for key in TECHNICAL) < half_lives["empathy"]


@pytest.mark.parametrize("path", [FRAMEWORK_PATH, POSITIONS_PATH], ids=lambda path: path.name)
def test_file_has_no_stray_spaces_and_quotes_every_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert [line for line in source.splitlines() if line != line.rstrip() or "\t" in line] == []
    assert re.findall(r'\b(?:es|en): (?!")[^\n]{0,40}', source) == []
    for text in _texts(yaml.safe_load(source)):
        assert text == text.strip()
        assert "  " not in text


def test_spanish_uses_angle_quotes_and_english_curly_ones() -> None:
    for anchor in ANCHORS:
        assert not set(anchor["es"]) & set("\"'“”’"), anchor["key"]
        assert not set(anchor["en"]) & set("\"'«»"), anchor["key"]


def test_positions_are_exactly_the_twelve() -> None:
    assert len(POSITIONS) == 12
    assert {position["key"] for position in POSITIONS} == POSITION_KEYS


@pytest.mark.parametrize("position", POSITIONS, ids=lambda position: position["key"])
def test_position_weights_sum_to_one(position: dict[str, Any]) -> None:
    weights = [Decimal(str(requirement["weight"])) for requirement in position["requires"]]
    assert all(weight > 0 for weight in weights)
    assert sum(weights) == Decimal(1)


@pytest.mark.parametrize("position", POSITIONS, ids=lambda position: position["key"])
def test_position_requires_five_to_nine_known_competencies(position: dict[str, Any]) -> None:
    required = [requirement["competency"] for requirement in position["requires"]]
    assert 5 <= len(required) <= 9
    assert len(set(required)) == len(required)
    assert set(required) <= BEHAVIOURAL | TECHNICAL
    assert {requirement["level"] for requirement in position["requires"]} <= {1, 2, 3, 4, 5}


def test_every_competency_is_required_by_some_position() -> None:
    required = {requirement["competency"] for position in POSITIONS for requirement in position["requires"]}
    assert required == BEHAVIOURAL | TECHNICAL


def test_back_office_positions_require_behavioural_competencies() -> None:
    back = [position for position in POSITIONS if position["family"] == "back"]
    assert {position["family"] for position in POSITIONS} == {"front", "back"}
    assert len(back) == 4
    for position in back:
        assert BEHAVIOURAL & {requirement["competency"] for requirement in position["requires"]}, position["key"]


@pytest.mark.parametrize("position", POSITIONS, ids=lambda position: position["key"])
def test_position_reports_up_to_the_unit_head_without_cycles(position: dict[str, Any]) -> None:
    chain = _reports_chain(position["key"])
    assert len(set(chain)) == len(chain)
    assert chain[-1] == "unit-head"


def test_position_grades_rise_along_the_reporting_line() -> None:
    grades = {position["key"]: position["grade"] for position in POSITIONS}
    assert grades["receptionist"] == 3
    assert all(1 <= grade <= 7 for grade in grades.values())
    for position in POSITIONS:
        if position["reports_to"] is not None:
            assert grades[position["reports_to"]] > position["grade"]

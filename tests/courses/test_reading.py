"""Minutes and sections of a lesson. Pure."""

from types import SimpleNamespace as Sample
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lms.courses.reading import Part, Section, minutes_of, parts_of

TITLES = {"compare": "Tres respuestas", "steps": "Paso a paso", "activity": "Tu turno"}


def block(identifier: str, kind: str, value: Any) -> Sample:
    return Sample(id=identifier, block_type=kind, value=value)


def test_minutes_count_words_without_tags_and_half_a_minute_per_question() -> None:
    text = {"type": "text", "value": "<p>" + "palabra " * 400 + "</p>"}
    quiz = {"type": "quiz", "value": {"title": "x " * 900, "questions": [{}, {}, {}, {}]}}
    assert minutes_of("", [text, quiz]) == 4


def test_settings_are_not_read() -> None:
    callout = {"type": "callout", "value": {"tone": "warn " * 2000, "title": "", "text": "corto"}}
    assert minutes_of("", [callout]) == 1


@given(st.text(), st.lists(st.text()))
def test_minutes_are_at_least_one(lead: str, texts: list[str]) -> None:
    assert minutes_of(lead, [{"type": "heading", "value": text} for text in texts]) >= 1


def test_headings_quizzes_and_checklists_open_sections() -> None:
    heading = block("1", "heading", "Primero el hecho")
    text = block("2", "text", "")
    quiz = block("3", "quiz", {"title": "Para comprobar"})
    assert list(parts_of([heading, text, quiz], default_titles=TITLES)) == [
        Part(None, Section("s-1", "Primero el hecho")),
        Part(text, None),
        Part(quiz, Section("s-3", "Para comprobar")),
    ]


def test_comparison_takes_a_default_title_unless_a_heading_stands_before_it() -> None:
    alone = block("1", "compare", {})
    heading = block("2", "heading", "Cómo decirlo")
    headed = block("3", "compare", {})
    sections = [part.section for part in parts_of([alone, heading, headed], default_titles=TITLES)]
    assert sections == [Section("s-1", "Tres respuestas"), Section("s-2", "Cómo decirlo"), None]


def test_own_title_of_an_activity_wins() -> None:
    (part,) = parts_of([block("1", "activity", {"title": "Con Ernesto"})], default_titles=TITLES)
    assert part.section == Section("s-1", "Con Ernesto")

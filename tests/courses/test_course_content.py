"""The shipped courses are complete, bilingual and answerable.

Reads the YAML alone: a course can be written and checked without a site or a database.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).resolve().parents[2] / "lms" / "courses" / "content"
COURSE_FILES = sorted(CONTENT.glob("a*.yaml"))
LOCALES = {"es", "en"}
COMPETENCIES = {
    "active-listening",
    "customer-understanding",
    "cultural-respect",
    "stewardship",
    "empathy",
    "composure",
    "humility",
    "difficult-customers",
    "transparency",
    "consistency",
    "product-knowledge",
    "procedures-and-slas",
    "systems-and-records",
    "channel-skills",
    "risk-privacy-law",
}
SCENARIOS = {"cobro-repetido", "la-maleta-y-la-cena", "el-chat-de-medianoche"}
TAGS = {"p", "b", "i", "ul", "ol", "li"}
# Keys of each block type, besides `id` and `type`.
BLOCK_KEYS = {
    "heading": {"text"},
    "text": {"html"},
    "voice": {"quote", "who"},
    "compare": {"situation", "poor", "better", "best"},
    "steps": {"items"},
    "callout": {"tone", "title", "text"},
    "checklist": {"title", "items"},
    "reflection": {"prompt"},
    "quiz": {"title", "questions"},
    "activity": {"plugin", "key", "title"},
}
COURSE_KEYS = {"key", "slug", "source", "title", "summary", "audience", "competencies", "modules"}
LESSON_KEYS = {"key", "slug", "title", "lead", "competencies", "body"}
# The whole of what a learner reads, quiz and its feedback included, at about 200 words a minute on a phone.
LESSON_WORDS = (600, 1500)

Node = Mapping[str, Any]


def read_course(path: Path) -> Node:
    """One course as written."""
    course: Node = yaml.safe_load(path.read_text(encoding="utf-8"))
    return course


def lessons_of(course: Node) -> list[Node]:
    return [lesson for module in course["modules"] for lesson in module["lessons"]]


def blocks_of(lesson: Node, kind: str) -> list[Node]:
    return [block for block in lesson["body"] if block["type"] == kind]


def questions_of(lesson: Node) -> list[Node]:
    return [question for quiz in blocks_of(lesson, "quiz") for question in quiz["questions"]]


COURSES = [read_course(path) for path in COURSE_FILES]
LESSONS = [lesson for course in COURSES for lesson in lessons_of(course)]
QUESTIONS = [question for lesson in LESSONS for question in questions_of(lesson)]
SINGLES = [question for question in QUESTIONS if question["kind"] == "single"]

each_course = pytest.mark.parametrize("course", COURSES, ids=lambda course: course["key"])
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson["key"])
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])


def walk(node: object, trail: str = "") -> Iterator[tuple[str, object]]:
    """Every node of a course with the path that leads to it."""
    yield trail, node
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from walk(child, f"{trail}.{name}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from walk(child, f"{trail}[{index}]")


def translations(node: object) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every translated text: a mapping with at least one language in it."""
    for trail, child in walk(node):
        if isinstance(child, Mapping) and LOCALES & set(child):
            yield trail, child


class TagReader(HTMLParser):
    """Collects the tags used and whether each is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[str] = []
        self.open: list[str] = []
        self.balanced = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [name for name, _ in attrs]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag


def share_of_extreme(locale: str, *, longest: bool) -> float:
    """Share of single-answer questions whose right option is the longest (or the shortest); ties count."""
    pick = max if longest else min
    hits = 0
    for question in SINGLES:
        extreme = pick(len(option["text"][locale]) for option in question["options"])
        hits += any(option["correct"] and len(option["text"][locale]) == extreme for option in question["options"])
    return hits / len(SINGLES)


def test_course_files_are_found() -> None:
    assert {course["source"] for course in COURSES} >= {"A1", "A4"}


def test_keys_and_ids_are_unique_across_courses() -> None:
    names = [course["key"] for course in COURSES]
    names += [module["key"] for course in COURSES for module in course["modules"]]
    names += [lesson["key"] for lesson in LESSONS]
    names += [block["id"] for lesson in LESSONS for block in lesson["body"]]
    names += [question["id"] for question in QUESTIONS]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_slugs_are_unique_and_plain() -> None:
    slugs = [node["slug"] for node in [*COURSES, *LESSONS]]
    assert [slug for slug, count in Counter(slugs).items() if count > 1] == []
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


@each_course
def test_course_has_the_expected_shape(course: Node) -> None:
    assert set(course) == COURSE_KEYS
    assert len(course["modules"]) == 2
    assert [len(module["lessons"]) in (2, 3) for module in course["modules"]] == [True, True]
    assert all(set(module) == {"key", "title", "lessons"} for module in course["modules"])
    assert len(lessons_of(course)) == 5


@each_course
def test_every_text_of_a_course_is_in_both_languages(course: Node) -> None:
    for trail, text in translations(course):
        assert set(text) == LOCALES, trail
        assert all(isinstance(words, str) and words.strip() == words and words for words in text.values()), trail
        assert text["es"] != text["en"], trail


@each_course
def test_every_free_text_of_a_course_is_translated(course: Node) -> None:
    """A sentence outside a language pair would reach one reader only."""
    for trail, node in walk(course):
        if isinstance(node, str) and " " in node:
            assert trail.endswith((".es", ".en")), trail


@each_course
def test_quotation_marks_match_their_language(course: Node) -> None:
    for trail, text in translations(course):
        assert not set('"“”') & set(text["es"]), trail
        assert not set('"«»') & set(text["en"]), trail
        assert text["es"].count("«") == text["es"].count("»"), trail
        assert text["en"].count("“") == text["en"].count("”"), trail


@each_course
def test_spanish_questions_and_exclamations_open_and_close(course: Node) -> None:
    for trail, text in translations(course):
        assert text["es"].count("¿") == text["es"].count("?"), trail
        assert text["es"].count("¡") == text["es"].count("!"), trail


@each_course
def test_course_competencies_are_those_of_its_lessons(course: Node) -> None:
    taught = {key for lesson in lessons_of(course) for key in lesson["competencies"]}
    assert set(course["competencies"]) == taught
    assert taught <= COMPETENCIES


@each_lesson
def test_lesson_blocks_have_known_types_and_keys(lesson: Node) -> None:
    assert set(lesson) == LESSON_KEYS
    for block in lesson["body"]:
        assert set(block) == {"id", "type"} | BLOCK_KEYS[block["type"]], block["id"]
        assert block["id"].startswith(f"{lesson['key']}-")


@each_lesson
def test_lesson_has_every_part(lesson: Node) -> None:
    kinds = [block["type"] for block in lesson["body"]]
    assert kinds[:3] == ["heading", "text", "voice"]
    assert kinds.count("compare") == 1
    assert kinds.count("quiz") == 1
    assert kinds[-1] == "checklist"
    assert any(block["id"].endswith("-practica") for block in lesson["body"])
    assert len(questions_of(lesson)) in (3, 4)


@each_lesson
def test_lesson_is_short_enough_for_a_pause(lesson: Node) -> None:
    low, high = LESSON_WORDS
    for locale in LOCALES:
        words = sum(len(re.sub(r"<[^>]+>", " ", text[locale]).split()) for _, text in translations(lesson["body"]))
        assert low <= words <= high, locale


@each_lesson
def test_lesson_asks_only_about_the_competencies_it_names(lesson: Node) -> None:
    assert {question["competency"] for question in questions_of(lesson)} == set(lesson["competencies"])


@each_lesson
def test_html_uses_allowed_tags_without_attributes(lesson: Node) -> None:
    for block in lesson["body"]:
        for trail, text in translations(block):
            for words in text.values():
                reader = TagReader()
                reader.feed(words)
                allowed = TAGS if block["type"] == "text" else set()
                assert reader.names <= allowed, (block["id"], trail)
                assert reader.attributes == [], block["id"]
                assert reader.balanced, block["id"]
                assert reader.open == [], block["id"]


@each_lesson
def test_compare_gives_three_replies_with_a_reason_each(lesson: Node) -> None:
    for block in blocks_of(lesson, "compare"):
        for rank in ("poor", "better", "best"):
            assert set(block[rank]) == {"said", "why"}, block["id"]


@each_lesson
def test_callout_tones_are_known(lesson: Node) -> None:
    assert {block["tone"] for block in blocks_of(lesson, "callout")} <= {"good", "warn", "plain"}


def test_activities_open_each_scenario_once() -> None:
    activities = [block for lesson in LESSONS for block in blocks_of(lesson, "activity")]
    assert {block["plugin"] for block in activities} == {"scenarios"}
    assert Counter(block["key"] for block in activities) == Counter(SCENARIOS)


def test_every_competency_is_asked_at_least_twice() -> None:
    asked = Counter(question["competency"] for question in QUESTIONS)
    assert set(asked) == COMPETENCIES
    assert {key: count for key, count in asked.items() if count < 2} == {}


@each_question
def test_question_is_well_formed(question: Node) -> None:
    assert set(question) == {"id", "kind", "competency", "difficulty", "prompt", "options"}
    assert question["kind"] in {"single", "multiple", "true_false"}
    assert isinstance(question["difficulty"], float)
    assert -2.0 <= question["difficulty"] <= 2.0
    assert [option["id"] for option in question["options"]] == list("abcdef")[: len(question["options"])]
    for option in question["options"]:
        assert set(option) == {"id", "correct", "text", "feedback"}


@each_question
def test_question_has_the_right_number_of_right_options(question: Node) -> None:
    right = sum(option["correct"] for option in question["options"])
    if question["kind"] == "multiple":
        assert 1 <= right < len(question["options"])
    else:
        assert right == 1
    assert len(question["options"]) >= (2 if question["kind"] == "true_false" else 3)


@pytest.mark.parametrize("locale", sorted(LOCALES))
def test_length_does_not_give_the_right_option_away(locale: str) -> None:
    assert share_of_extreme(locale, longest=True) <= 0.4
    assert share_of_extreme(locale, longest=False) <= 0.4


def test_right_options_are_spread_over_the_positions() -> None:
    positions = Counter(option["id"] for question in SINGLES for option in question["options"] if option["correct"])
    assert set(positions) == set("abcd")
    assert max(positions.values()) / len(SINGLES) <= 0.4

"""How a lesson reads: how long it takes, and the sections it falls into. Pure functions over the stored blocks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WORDS_PER_MINUTE = 200
MINUTES_PER_QUESTION = 0.5
# Values that are settings rather than text to read.
SETTINGS = {"id", "type", "kind", "competency", "tone", "plugin", "key", "difficulty"}
TAG = re.compile(r"<[^>]+>")


def minutes_of(lead: str, body: Iterable[Mapping[str, Any]]) -> int:
    """Whole minutes, at least one: words ÷ 200 per minute, plus half a minute for each question.

    A quiz's own words are inside its half minutes.
    """
    blocks = list(body)
    quizzes = [block for block in blocks if block["type"] == "quiz"]
    words = _words(lead) + sum(_words(block["value"]) for block in blocks if block["type"] != "quiz")
    questions = sum(len(quiz["value"]["questions"]) for quiz in quizzes)
    return max(1, round(words / WORDS_PER_MINUTE + questions * MINUTES_PER_QUESTION))


def _words(node: Any) -> int:
    if isinstance(node, str):
        return len(TAG.sub(" ", node).split())
    if isinstance(node, Mapping):
        return sum(_words(child) for name, child in node.items() if name not in SETTINGS)
    if isinstance(node, list | tuple):
        return sum(_words(child) for child in node)
    return 0


@dataclass(frozen=True, slots=True)
class Section:
    """A stop of the lesson's rail: the anchor and its words."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the lesson and, where a section begins, the section. A heading is a section without a block."""

    block: Any | None
    section: Section | None


def parts_of(blocks: Iterable[Any], *, default_titles: Mapping[str, str]) -> Iterator[Part]:
    """The lesson's blocks in order, each with the section it opens.

    Headings, quizzes and checklists open one with their own words. A comparison, steps or an activity do so too,
    unless a heading stands right before them; those without a title take the one in `default_titles` (by block type).
    """
    after_heading = False
    for block in blocks:
        anchor = f"s-{block.id}"
        if block.block_type == "heading":
            yield Part(None, Section(anchor, str(block.value)))
            after_heading = True
            continue
        title = ""
        if block.block_type in {"quiz", "checklist"}:
            title = block.value["title"]
        elif block.block_type in default_titles and not after_heading:
            title = block.value.get("title") or default_titles[block.block_type]
        yield Part(block, Section(anchor, title) if title else None)
        after_heading = False

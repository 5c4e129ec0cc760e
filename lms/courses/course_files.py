"""Reading course files (YAML): one file is one course in every language. Pure: values in, values out.

Ids and keys in a file are for people; what is stored are UUIDs made of them, so that the same file always gives the
same blocks, and an edited file keeps the ones it did not touch.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml

NAMESPACE = UUID("6f1f3a6e-5d0b-5c0e-9a3f-2b7d1f4c8e90")
Node = Mapping[str, Any]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson in one language."""

    key: UUID
    slug: str
    title: str
    lead: str
    competencies: list[str]
    body: list[Block]


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A module in one language. `slug_source` is its title in the first language: addresses do not change with it."""

    key: UUID
    slug_source: str
    title: str
    lessons: Sequence[LessonFile]


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A course in one language."""

    key: UUID
    slug: str
    source: str
    title: str
    summary: str
    audience: str
    competencies: list[str]
    modules: Sequence[ModuleFile]


def stable_id(name: str) -> UUID:
    """The UUID of a key or id as written in a file."""
    return uuid5(NAMESPACE, name)


def load(path: Path) -> Node:
    """The file as written."""
    node: Node = yaml.safe_load(path.read_text(encoding="utf-8"))
    return node


def in_language(node: Node, language: str, *, first: str) -> CourseFile:
    """The course in one of its languages; `first` is the one addresses are made from."""
    return CourseFile(
        key=stable_id(node["key"]),
        slug=node["slug"],
        source=node["source"],
        title=node["title"][language],
        summary=node["summary"][language],
        audience=node["audience"][language],
        competencies=list(node["competencies"]),
        modules=[_module(module, language, first) for module in node["modules"]],
    )


def _module(node: Node, language: str, first: str) -> ModuleFile:
    return ModuleFile(
        key=stable_id(node["key"]),
        slug_source=node["title"][first],
        title=node["title"][language],
        lessons=[_lesson(lesson, language) for lesson in node["lessons"]],
    )


def _lesson(node: Node, language: str) -> LessonFile:
    return LessonFile(
        key=stable_id(node["key"]),
        slug=node["slug"],
        title=node["title"][language],
        lead=node["lead"][language],
        competencies=list(node["competencies"]),
        body=[_block(block, language) for block in node["body"]],
    )


def _block(node: Node, language: str) -> Block:
    value = BLOCKS[node["type"]](node, language)
    return {"type": node["type"], "value": value, "id": str(stable_id(node["id"]))}


def _items(identifier: str, values: Sequence[Any]) -> list[Block]:
    """A list's items by their place: they have no ids in the file."""
    return [
        {"type": "item", "value": value, "id": str(stable_id(f"{identifier}/{place}"))}
        for place, value in enumerate(values, start=1)
    ]


def _reply(node: Node, language: str) -> dict[str, str]:
    return {"said": node["said"][language], "why": node["why"][language]}


def _compare(node: Node, language: str) -> dict[str, Any]:
    replies = {grade: _reply(node[grade], language) for grade in ("poor", "better", "best")}
    return {"situation": node["situation"][language], **replies}


def _steps(node: Node, language: str) -> dict[str, Any]:
    steps = [{"title": step["title"][language], "text": step["text"][language]} for step in node["items"]]
    title = node["title"][language] if "title" in node else ""
    return {"title": title, "items": _items(node["id"], steps)}


def _checklist(node: Node, language: str) -> dict[str, Any]:
    items = [item[language] for item in node["items"]]
    return {"title": node["title"][language], "items": _items(node["id"], items)}


def _callout(node: Node, language: str) -> dict[str, Any]:
    return {"tone": node["tone"], "title": node["title"][language], "text": node["text"][language]}


def _activity(node: Node, language: str) -> dict[str, Any]:
    return {"activity": {"plugin": node["plugin"], "key": node["key"]}, "title": node["title"][language]}


def _quiz(node: Node, language: str) -> dict[str, Any]:
    return {"title": node["title"][language], "questions": list(_questions(node["questions"], language))}


def _questions(nodes: Sequence[Node], language: str) -> Iterator[Block]:
    for node in nodes:
        options = [
            {
                "type": "item",
                "value": {
                    "text": option["text"][language],
                    "correct": option["correct"],
                    "feedback": option["feedback"][language],
                },
                "id": str(stable_id(f"{node['id']}/{option['id']}")),
            }
            for option in node["options"]
        ]
        value = {
            "kind": node["kind"],
            "prompt": node["prompt"][language],
            "competency": node["competency"],
            "difficulty": float(node["difficulty"]),
            "options": options,
        }
        yield {"type": "item", "value": value, "id": str(stable_id(node["id"]))}


# From a block of the file to the value of the lesson's block of the same type.
BLOCKS: dict[str, Callable[[Node, str], Any]] = {
    "heading": lambda node, language: node["text"][language],
    "text": lambda node, language: node["html"][language],
    "voice": lambda node, language: {"quote": node["quote"][language], "who": node["who"][language]},
    "compare": _compare,
    "steps": _steps,
    "callout": _callout,
    "checklist": _checklist,
    "reflection": lambda node, language: {"prompt": node["prompt"][language]},
    "quiz": _quiz,
    "activity": _activity,
}

"""Ids that the author left blank. Works on stored streams; a given id is never changed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from scenarios.authoring.to_definition import blocks

LONGEST = 40


def short_name(text: str) -> str:
    """A short word for an id: lower case, no accents, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")


def free(wanted: str, taken: set[str]) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`… that nobody has. Takes it."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    taken.add(candidate)
    return candidate


def give_ids(streams: dict[str, Any]) -> None:
    """Fill in every blank id of a page's streams, in place."""
    scenes = blocks(streams["body"])
    _fill(scenes, "scene_id", lambda scene, at: short_name(scene["title"]) or f"scene-{at}")
    _fill_choices(scenes)
    _fill(blocks(streams["facts"]), "fact_id", lambda _, at: f"F{at:02}")
    _fill(blocks(streams["experts"]), "expert_id", lambda _, at: f"e{at}")
    _fill(blocks(streams["interrupts"]), "interrupt_id", lambda item, at: short_name(item["target"]) or f"cut-{at}")
    _fill(blocks(streams["cast"]), "member_id", lambda item, at: short_name(item["name"]) or f"person-{at}")


def _fill(items: list[Any], field: str, wanted: Any) -> None:
    taken = {item[field] for item in items if item[field]}
    for at, item in enumerate(items, 1):
        if not item[field]:
            item[field] = free(wanted(item, at), taken)


def _fill_choices(scenes: list[Any]) -> None:
    taken = {choice["choice_id"] for scene in scenes for choice in blocks(scene["choices"]) if choice["choice_id"]}
    for scene in scenes:
        for at, choice in enumerate(blocks(scene["choices"]), 1):
            if not choice["choice_id"]:
                choice["choice_id"] = free(f"{scene['scene_id']}-{at}", taken)


def shown_keys(streams: dict[str, Any], declared: list[str]) -> list[str]:
    """The declared competencies and whatever the choices show besides, in order of appearance."""
    keys = list(declared)
    for scene in blocks(streams["body"]):
        for turn in (*blocks(scene["choices"]), *blocks(scene["response"])):
            keys.extend(turn["shows"])
    return list(dict.fromkeys(keys))

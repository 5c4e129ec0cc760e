"""The preview of a draft: the whole role-play to read through, scene by scene. Nothing is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from scenarios.authoring.problems import OutlinedScene, outline_of
from scenarios.engine.definition import Definition, Line, Scene, Text
from scenarios.engine.mood import mood_word, starting_mood

if TYPE_CHECKING:
    from scenarios.models import ScenarioPage


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as read: who says it, on which side, the gesture, and whether it is only sometimes said."""

    name: str
    role: str
    cue: str
    text: str
    conditional: bool


@dataclass(frozen=True, slots=True)
class ShownScene:
    """A scene with its lines, and its turns and targets from the outline."""

    outlined: OutlinedScene
    lines: tuple[ShownLine, ...]
    meaning: str
    next_step: str


def render_preview(request: HttpRequest, page: ScenarioPage) -> HttpResponse:
    """The page as a read-through: the briefing, the first scene as it would be played, then the others."""
    definition = page.definition()
    context = {
        "page": page,
        "scenes": shown_scenes(definition),
        "mood": mood_word(starting_mood(definition.mood)),
    }
    return render(request, "scenarios/authoring/preview.html", context)


def shown_scenes(definition: Definition) -> list[ShownScene]:
    """Every scene, the first one to be played in front."""
    outlines = outline_of(definition)
    pairs = list(zip(definition.scenes, outlines, strict=True))
    pairs.sort(key=lambda pair: pair[0].id != definition.start)
    return [_shown(scene, outline, definition) for scene, outline in pairs]


def _shown(scene: Scene, outline: OutlinedScene, definition: Definition) -> ShownScene:
    lines = tuple(_line(line, definition) for line in scene.lines)
    return ShownScene(outline, lines, _said(scene.meaning), _said(scene.next_step))


def _line(line: Line, definition: Definition) -> ShownLine:
    person = next((member for member in definition.cast if member.id == line.by), None)
    role = person.role if person is not None else "customer"
    name = person.name if person is not None else line.by
    if not name and role == "customer":
        name = gettext("Customer")
    return ShownLine(name, role, _said(line.cue), _said(line.text), bool(line.when))


def _said(text: Text | None) -> str:
    return next(iter(text.values()), "") if text else ""

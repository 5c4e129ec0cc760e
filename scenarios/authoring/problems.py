"""The Problems panel: findings in words, coverage, and the outline scenes → choices → targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from scenarios.authoring.findings import Coverage, Told, coverage_of, findings_of, told
from scenarios.authoring.merging import differing_scenes
from scenarios.engine.definition import Definition, Scene, Target
from scenarios.engine.graph_checks import turns_of

if TYPE_CHECKING:
    from scenarios.models import ScenarioPage


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a turn may lead: a scene's id and title, whether it exists, and whether only under conditions."""

    id: str
    title: str
    exists: bool
    conditional: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A choice, silence or free answer, and where it leads."""

    text: str
    destinations: tuple[Destination, ...]


@dataclass(frozen=True, slots=True)
class OutlinedScene:
    """A scene of the outline."""

    id: str
    title: str
    ending: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Problems:
    """All that the panel shows of one page."""

    errors: list[Told]
    warnings: list[Told]
    coverage: list[Coverage]
    outline: list[OutlinedScene]


def problems_of(page: ScenarioPage) -> Problems:
    """The panel of a page as it was last saved."""
    definition = page.definition()
    found = [told(finding, definition) for finding in findings_of(definition)]
    return Problems(
        errors=[item for item in found if item.severity == "error"],
        warnings=[item for item in found if item.severity == "warning"] + stale_translations(page, definition),
        coverage=coverage_of(definition),
        outline=outline_of(definition),
    )


def outline_of(definition: Definition) -> list[OutlinedScene]:
    """Every scene in order, with its turns and where they lead."""
    titles = {scene.id: _said(scene.title) or scene.id for scene in definition.scenes}
    return [
        OutlinedScene(
            scene.id,
            titles[scene.id],
            scene.ending or "",
            tuple(Turn(_turn_text(scene, choice), _destinations(to, titles)) for choice, to, _ in turns_of(scene)),
        )
        for scene in definition.scenes
    ]


def _destinations(to: Target, titles: dict[str, str]) -> tuple[Destination, ...]:
    return tuple(
        Destination(branch.scene, titles.get(branch.scene, branch.scene), branch.scene in titles, bool(branch.when))
        for branch in to
    )


def _turn_text(scene: Scene, choice: str | None) -> str:
    found = next((item for item in scene.choices if item.id == choice), None)
    if found is not None:
        return _said(found.text) or found.id
    return gettext("Silence") if scene.timer is not None and scene.format == "choose" else gettext("The answer")


def _said(text: object) -> str:
    return next(iter(text.values()), "") if isinstance(text, dict) else ""


def stale_translations(page: ScenarioPage, definition: Definition) -> list[Told]:
    """W09: scenes that are not built alike in a translation of this page."""
    found = []
    for other in page.get_translations().filter(alias_of__isnull=True).select_related("locale"):
        scenes = differing_scenes(definition, other.get_latest_revision_as_object().definition())
        if scenes:
            place = other.locale.get_display_name()
            message = gettext("Scenes that are not the same in this translation: %(scenes)s.")
            fix = gettext("Make the same change there, so that both languages play alike.")
            found.append(Told("W09", "warning", place, message % {"scenes": ", ".join(scenes)}, fix, ""))
    return found

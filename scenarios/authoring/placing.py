"""Where in the form a finding is shown: beside its block when it has one."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from scenarios.authoring.findings import words_of
from scenarios.engine.definition import Choice, Definition, Scene
from scenarios.engine.findings import Finding

CHOICE_FIELDS = {"E01": "target", "E03/target": "target", "E03/branch": "target", "E07": "value", "E09": "choice_id"}
SCENE_FIELDS = {"E09": "scene_id", "E03": "choices", "E05": "choices"}
PAGE_FIELDS = {"E01/start": "start"}


def field_of(finding: Finding) -> str | None:
    """The page's field beside which the finding is shown, if it is about none of the scenes."""
    return PAGE_FIELDS.get(finding.message_key)


def sentence_of(finding: Finding) -> ValidationError:
    """The finding in one sentence and its fix."""
    return ValidationError(" ".join((f"{finding.code}.", *words_of(finding))))


def body_errors(findings: Sequence[Finding], definition: Definition) -> StreamBlockValidationError | None:
    """The findings about scenes and choices, nested as the blocks are."""
    nested = {}
    for at, scene in enumerate(definition.scenes):
        about = [finding for finding in findings if finding.where.scene == scene.id]
        if about:
            nested[at] = _scene_error(about, scene)
    if not nested:
        return None
    error = StreamBlockValidationError(block_errors=nested)
    error.message = gettext("Each one is marked beside its scene below.")
    return error


def _scene_error(findings: Sequence[Finding], scene: Scene) -> StructBlockValidationError:
    choices = {}
    for at, choice in enumerate(scene.choices):
        about = [finding for finding in findings if finding.where.choice == choice.id]
        if about:
            choices[at] = _choice_error(about, choice)
    fields: dict[str, ValidationError] = {}
    for finding in findings:
        if finding.where.choice is None:
            name = "timer" if _about_silence(finding, scene) else SCENE_FIELDS.get(finding.message_key, "title")
            if name in ("choices", "timer"):
                name = "title" if name == "timer" or choices else name
            # One sentence per field is shown; the list above the form has them all.
            fields.setdefault(name, _plain(finding, name))
    if choices:
        fields["choices"] = ListBlockValidationError(block_errors=choices)
    return StructBlockValidationError(block_errors=fields)


def _plain(finding: Finding, name: str) -> ValidationError:
    error = sentence_of(finding)
    return ListBlockValidationError(non_block_errors=[error]) if name == "choices" else error


def _about_silence(finding: Finding, scene: Scene) -> bool:
    return scene.timer is not None and finding.message_key in ("E01", "E03/target")


def _choice_error(findings: Sequence[Finding], choice: Choice) -> StructBlockValidationError:
    fields: dict[str, ValidationError] = {}
    for finding in findings:
        name = CHOICE_FIELDS.get(finding.message_key) or _row_field(finding, choice)
        fields.setdefault(name, sentence_of(finding))
    return StructBlockValidationError(block_errors=fields)


def _row_field(finding: Finding, choice: Choice) -> str:
    """Which rows name the variable the finding is about."""
    named = finding.params.get("variable")
    if any(row.variable == named for row in choice.effects):
        return "effects"
    if any(row.variable == named for row in choice.when):
        return "when"
    return "target"

"""Loading a framework, the requirements of positions and the starting calibration from the shipped documents.

Loading the same documents again changes nothing. Positions are the organisation's own: requirements are written for
those that exist, and the others are named in the result.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.engine.calibration import Calibration
from competencies.models import (
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    Anchor,
    CalibrationVersion,
    Competency,
    Framework,
    Requirement,
)
from lms.core import audit, clock
from lms.core.errors import NotAllowed, Refused
from lms.core.localized import Localized
from lms.people.models import Position, User

CONTENT = Path(__file__).resolve().parent / "content"
FIRST_DAY = date(2000, 1, 1)


class BrokenFramework(Refused):
    """The documents contradict themselves or the database."""

    code = "framework-broken"
    sentence = _("The framework has mistakes, so none of it was loaded. Correct what is listed and load it again.")


@dataclass(frozen=True, slots=True)
class Documents:
    """The three documents as plain values, as YAML reads them."""

    framework: Mapping[str, Any]
    positions: Mapping[str, Any]
    calibration: Mapping[str, Any]

    @classmethod
    def shipped(cls) -> "Documents":
        """Those that come with the product."""
        return cls(
            **{
                name: yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))
                for name in ("framework", "positions", "calibration")
            }
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did. `changed` counts rows written; `absent` are keys of positions the organisation lacks."""

    framework: Framework
    calibration: CalibrationVersion
    changed: int
    absent: tuple[str, ...] = field(default=())


@transaction.atomic
def load_framework(*, actor: User | None, documents: Documents | None = None, valid_from: date | None = None) -> Loaded:
    """Bring the framework, its competencies, anchors and requirements to what the documents say; all or nothing.

    `valid_from` is the date new requirements begin (the first time: always, so that earlier dates can be read too);
    requirements that differ from those in force are ended that day. The calibration is only written when there is
    none: how people are scored changes by approval, never by loading content.
    """
    if actor is not None and not actor.has_perm("competencies.change_framework"):
        raise NotAllowed
    given = documents or Documents.shipped()
    problems = _problems(given)
    if problems:
        raise BrokenFramework(details={"problems": problems})
    framework, changed = _load_competencies(given.framework)
    absent, required = _load_requirements(given.positions, valid_from)
    calibration = CalibrationVersion.objects.filter(status=CalibrationVersion.Status.ACTIVE).first()
    if calibration is None:
        calibration = _start_calibration(given)
        changed += 1
    if changed or required:
        audit.record(actor=actor, action="framework.loaded", subject=framework, version=framework.version)
    return Loaded(framework, calibration, changed + required, absent)


def _problems(given: Documents) -> list[str]:
    """What is wrong with the documents, in sentences."""
    competencies = given.framework["competencies"]
    keys = [one["key"] for one in competencies]
    anchors = [anchor for one in competencies for anchor in one["anchors"]]
    found = [
        f"The key {key} is used {times} times: every competency and indicator needs its own."
        for key, times in Counter([*keys, *(anchor["key"] for anchor in anchors)]).items()
        if times > 1
    ]
    found += [
        f"The indicator {anchor['key']} is at level {anchor['level']}: the scale goes from 1 to 5."
        for anchor in anchors
        if not LOWEST_LEVEL <= anchor["level"] <= HIGHEST_LEVEL
    ]
    if [level["number"] for level in given.framework["levels"]] != list(range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)):
        found.append("The levels must be numbered 1 to 5, in this order.")
    for position in given.positions["positions"]:
        asked = [one["competency"] for one in position["requires"]]
        found += [f"{position['key']} requires {key}, which the framework lacks." for key in {*asked} - {*keys}]
        if len(set(asked)) != len(asked):
            found.append(f"{position['key']} requires the same competency twice.")
        if sum(Decimal(str(one["weight"])) for one in position["requires"]) != 1:
            found.append(f"The weights of {position['key']} do not sum to 1.")
    stored = Framework.objects.filter(key=given.framework["key"]).first()
    if stored is not None and stored.version > given.framework["version"]:
        found.append(f"Version {stored.version} is loaded, and this is the older {given.framework['version']}.")
    foreign = Competency.objects.filter(key__in=keys).exclude(framework__key=given.framework["key"])
    found += [f"{one.key} already belongs to the framework {one.framework.key}." for one in foreign]
    return found


def _load_competencies(document: Mapping[str, Any]) -> tuple[Framework, int]:
    framework, changed = _bring(
        Framework,
        {"key": document["key"]},
        {"version": document["version"], "name": Localized(document["name"]), "levels": list(document["levels"])},
    )
    for order, one in enumerate(document["competencies"]):
        competency, written = _bring(
            Competency,
            {"key": one["key"]},
            {
                "framework": framework,
                "kind": one["kind"],
                "name": Localized(one["name"]),
                "definition": Localized(one["definition"]),
                "why": Localized(one["why"]),
                "half_life_days": one["half_life_days"],
                "order": order,
                "in_use": True,
            },
        )
        changed += written + _load_anchors(competency, one["anchors"])
    left_out = framework.competencies.exclude(key__in=[one["key"] for one in document["competencies"]])
    return framework, changed + left_out.filter(in_use=True).update(in_use=False)


def _load_anchors(competency: Competency, documents: list[Mapping[str, Any]]) -> int:
    stored = {anchor.key: anchor for anchor in competency.anchors.all()}
    wanted = [
        Anchor(
            competency=competency,
            key=one["key"],
            level=one["level"],
            text=Localized(es=one["es"], en=one["en"]),
            order=order,
        )
        for order, one in enumerate(documents)
    ]
    new = [
        anchor
        for anchor in wanted
        if anchor.key not in stored
        or any(getattr(anchor, name) != getattr(stored[anchor.key], name) for name in ("level", "text", "order"))
    ]
    Anchor.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["competency", "level", "text", "order"],
    )
    gone, _by_model = competency.anchors.exclude(key__in=[anchor.key for anchor in wanted]).delete()
    return len(new) + gone


def _load_requirements(document: Mapping[str, Any], valid_from: date | None) -> tuple[tuple[str, ...], int]:
    positions = {position.key: position for position in Position.objects.all()}
    competencies = {competency.key: competency for competency in Competency.objects.all()}
    changed = 0
    absent = []
    for one in document["positions"]:
        position = positions.get(one["key"])
        if position is None:
            absent.append(one["key"])
            continue
        changed += require(
            position=position,
            levels={
                competencies[asked["competency"]]: (asked["level"], Decimal(str(asked["weight"])))
                for asked in one["requires"]
            },
            valid_from=valid_from,
        )
    return tuple(absent), changed


@transaction.atomic
def require(
    *, position: Position, levels: Mapping[Competency, tuple[int, Decimal]], valid_from: date | None = None
) -> int:
    """Make a position require exactly `levels` (level and weight by competency) from a date on.

    What is already in force as wanted stays; what differs is ended that day. Returns how many rows were written.
    """
    opened = {row.competency_id: row for row in Requirement.objects.filter(position=position, valid_until=None)}
    begins = valid_from or (clock.today() if opened else FIRST_DAY)
    written = 0
    wanted = {competency.pk: terms for competency, terms in levels.items()}
    for competency_id, row in opened.items():
        if wanted.get(competency_id) == (row.level, row.weight):
            del wanted[competency_id]
        elif row.valid_from >= begins:
            row.delete()
            written += 1
        else:
            row.valid_until = begins
            row.save(update_fields=["valid_until"])
            written += 1
    rows = [
        Requirement(position=position, competency_id=pk, level=level, weight=weight, valid_from=begins)
        for pk, (level, weight) in wanted.items()
    ]
    Requirement.objects.bulk_create(rows)
    return written + len(rows)


def _start_calibration(given: Documents) -> CalibrationVersion:
    """The shipped starting point, with the half-lives the framework proposes. Nobody approved it: it ships so."""
    calibration = Calibration.from_document(
        {
            **given.calibration,
            "half_life_days": {one["key"]: one["half_life_days"] for one in given.framework["competencies"]},
        }
    )
    return CalibrationVersion.objects.create(
        version=calibration.version,
        document=calibration.to_document(),
        digest=calibration.digest,
        status=CalibrationVersion.Status.ACTIVE,
        proposed_at=clock.now(),
        activated_at=clock.now(),
    )


def _bring(model: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Any, int]:
    """The row with this key and these values, and whether anything had to be written."""
    row = model.objects.filter(**key).first()
    if row is None:
        return model.objects.create(**key, **values), 1
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if different:
        for name in different:
            setattr(row, name, values[name])
        row.save(update_fields=different)
    return row, int(bool(different))

"""Loading the shipped documents, and requirements that change with time."""

import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from competencies.framework_loading import BrokenFramework, Documents, load_framework, require
from competencies.ledger import require_calibration
from competencies.models import Anchor, CalibrationVersion, Competency, Requirement
from competencies.reckoning import shown
from lms.core.append_only import AppendOnlyError
from lms.core.errors import NotAllowed
from lms.core.models import AuditEntry
from tests.factories.competencies import CompetencyFactory
from tests.factories.people import PositionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_shipped_framework_loads_whole() -> None:
    receptionist = PositionFactory.create(key="receptionist")
    loaded = load_framework(actor=None)
    assert Competency.objects.filter(in_use=True).count() == 15
    assert Requirement.objects.in_force(date(2024, 1, 1)).filter(position=receptionist).count() == 9
    assert "receptionist" not in loaded.absent
    assert len(loaded.absent) == 11


def test_loading_again_changes_nothing() -> None:
    PositionFactory.create(key="receptionist")
    load_framework(actor=None)
    assert load_framework(actor=None).changed == 0
    assert AuditEntry.objects.filter(action="framework.loaded").count() == 1


def test_everybody_starts_at_two_and_a_half() -> None:
    load_framework(actor=None)
    calibration = require_calibration().parameters
    assert shown(calibration, calibration.prior.mu) == Decimal("2.50")
    assert calibration.half_life("cultural-respect") == 420
    assert require_calibration().row.approved_by is None


def test_loading_needs_the_permission() -> None:
    with pytest.raises(NotAllowed):
        load_framework(actor=UserFactory.create(roles=("trainer",)))
    assert load_framework(actor=UserFactory.create(roles=("administrator",))).framework.key == "contact-staff"


def test_a_newer_edition_renames_adds_and_takes_out_of_use() -> None:
    load_framework(actor=None)
    shipped = Documents.shipped()
    framework = copy.deepcopy(dict(shipped.framework))
    framework["version"] = 2
    framework["competencies"][0]["name"] = {"es": "Oír", "en": "Hearing"}
    framework["competencies"][0]["anchors"].pop()
    humility = next(one for one in framework["competencies"] if one["key"] == "humility")
    framework["competencies"].remove(humility)
    positions: dict[str, list[str]] = {"positions": []}
    before = Anchor.objects.count()
    load_framework(actor=None, documents=replace(shipped, framework=framework, positions=positions))
    assert str(Competency.objects.get(key="active-listening").name) == "Oír"
    assert not Competency.objects.get(key="humility").in_use
    assert Anchor.objects.count() == before - 1
    with pytest.raises(BrokenFramework) as broken:
        load_framework(actor=None)
    assert broken.value.details == {"problems": ["Version 2 is loaded, and this is the older 1."]}


def test_a_broken_framework_loads_nothing() -> None:
    shipped = Documents.shipped()
    framework = copy.deepcopy(dict(shipped.framework))
    framework["competencies"][1]["anchors"][0]["key"] = "al-1a"
    with pytest.raises(BrokenFramework) as broken:
        load_framework(actor=None, documents=replace(shipped, framework=framework))
    assert broken.value.details == {
        "problems": ["The key al-1a is used 2 times: every competency and indicator needs its own."]
    }
    assert not Competency.objects.exists()


def test_requirements_change_on_their_date() -> None:
    position = PositionFactory.create()
    listening, composure = CompetencyFactory.create(), CompetencyFactory.create()
    half = Decimal("0.5")
    day = date(2026, 3, 1)
    require(position=position, levels={listening: (3, half), composure: (3, half)})
    require(position=position, levels={listening: (3, half), composure: (4, half)}, valid_from=day)

    def levels(on: date) -> list[tuple[int, int]]:
        rows = Requirement.objects.in_force(on).filter(position=position).order_by("competency")
        return list(rows.values_list("competency", "level"))

    assert levels(day - timedelta(days=1)) == [(listening.pk, 3), (composure.pk, 3)]
    assert levels(day) == [(listening.pk, 3), (composure.pk, 4)]
    assert require(position=position, levels={listening: (3, half), composure: (4, half)}, valid_from=day) == 0


def test_the_parameters_of_a_calibration_cannot_be_changed() -> None:
    load_framework(actor=None)
    version = CalibrationVersion.objects.get()
    version.document = {}
    with pytest.raises(AppendOnlyError):
        version.save()
    version.status = CalibrationVersion.Status.RETIRED
    version.save(update_fields=["status"])


def test_the_command_says_what_it_did() -> None:
    PositionFactory.create(key="receptionist")
    out = StringIO()
    call_command("framework_load", stdout=out)
    assert out.getvalue().startswith("contact-staff 1: 15 competencies.")

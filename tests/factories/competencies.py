"""Frameworks small enough to reason about, and evidence made by people finishing attempts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import factory

from competencies.engine.calibration import Calibration
from competencies.engine.parameters import Item
from competencies.models import Anchor, CalibrationVersion, Competency, CompetencyState, Framework, Requirement
from lms.core import clock
from lms.core.localized import Localized
from lms.people.models import Employee
from lms.records import services as records
from lms.records.models import Attempt
from tests.factories.people import PositionFactory
from tests.factories.records import BuildFactory

LEVELS = [
    {"number": number, "key": f"level-{number}", "name": {"es": es, "en": en}, "meaning": {"es": es, "en": en}}
    for number, (es, en) in enumerate(
        [
            ("Inicial", "Novice"),
            ("Básico", "Guided"),
            ("Competente", "Autonomous"),
            ("Avanzado", "Role model"),
            ("Experto", "Developer of others"),
        ],
        start=1,
    )
]


class FrameworkFactory(factory.django.DjangoModelFactory[Framework]):
    """The one framework of a test."""

    class Meta:
        model = Framework
        django_get_or_create = ("key",)

    key = "contact-staff"
    name = factory.LazyFunction(lambda: Localized(es="Personal de contacto", en="Contact staff"))
    levels = LEVELS


class CompetencyFactory(factory.django.DjangoModelFactory[Competency]):
    """A behavioural competency, with one anchor at every level (`anchors=False`: none)."""

    class Meta:
        model = Competency
        django_get_or_create = ("key",)
        skip_postgeneration_save = True

    framework = factory.SubFactory(FrameworkFactory)
    key = factory.Sequence(lambda n: f"competency-{n}")
    kind = Competency.Kind.BEHAVIOURAL
    name = factory.LazyAttribute(lambda one: Localized(es=f"Competencia {one.key}", en=f"Competency {one.key}"))
    definition = factory.LazyFunction(lambda: Localized(es="Definición.", en="Definition."))
    why = factory.LazyFunction(lambda: Localized(es="Porque sí.", en="Because."))
    order = factory.Sequence(lambda n: n)

    @factory.post_generation
    def anchors(self: Any, create: bool, wanted: bool | None, **_: Any) -> None:
        if create and wanted is not False and not self.anchors.exists():
            for level in range(1, 6):
                text = Localized(es=f"Hace {self.key} {level}.", en=f"Does {self.key} {level}.")
                Anchor.objects.create(competency=self, key=f"{self.key}-{level}", level=level, text=text)


class RequirementFactory(factory.django.DjangoModelFactory[Requirement]):
    """Level 3 of a competency, since always."""

    class Meta:
        model = Requirement

    position = factory.SubFactory(PositionFactory)
    competency = factory.SubFactory(CompetencyFactory)
    level = 3
    weight = Decimal("0.1")
    valid_from = date(2000, 1, 1)


class CalibrationFactory(factory.django.DjangoModelFactory[CalibrationVersion]):
    """The active calibration: right or wrong a = 1, graded a = 0.6, half-life of a year."""

    class Meta:
        model = CalibrationVersion
        django_get_or_create = ("version",)

    version = "1"
    document = factory.LazyAttribute(
        lambda one: Calibration(
            version=one.version,
            default_items={"binary": Item(1.0, 0.0), "graded": Item(0.6, 0.0, (0.0, 0.0))},
        ).to_document()
    )
    digest = factory.LazyAttribute(lambda one: Calibration.from_document(one.document).digest)
    status = CalibrationVersion.Status.ACTIVE
    proposed_at = factory.LazyFunction(clock.now)
    activated_at = factory.LazyFunction(clock.now)


def finish(
    employee: Employee,
    observed: list[Any],
    *,
    at: datetime | None = None,
    title: str = "Cuestionario",
    kind: str = "quiz",
    mode: str = Attempt.Mode.ASSESSED,
) -> Attempt:
    """An attempt that `employee` finished at a moment, through the real services; its event waits for delivery."""
    with clock.at(at or clock.now()):
        assert employee.user is not None
        build = BuildFactory.create(title=title, kind=kind)
        attempt = records.start_attempt(actor=employee.user, employee=employee, build=build, mode=mode)
        records.finish_attempt(actor=employee.user, attempt=attempt, score=None, observed=observed)
    return attempt


def state_values(employee: Employee) -> list[tuple[Any, ...]]:
    """What the states of a person say, in an order that can be compared."""
    return sorted(
        CompetencyState.objects.filter(employee=employee).values_list(
            "competency__key", "as_of", "theta", "s", "position", "level", "probability", "n", "low", "high"
        )
    )

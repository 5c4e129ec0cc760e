"""Builds and attempts."""

from typing import Any

import factory

from lms.core import clock
from lms.records.canonical import sha256_of
from lms.records.models import Attempt, Build
from tests.factories.people import EmployeeFactory


class BuildFactory(factory.django.DjangoModelFactory[Build]):
    """A quiz build with an empty definition."""

    class Meta:
        model = Build

    kind = "quiz"
    activity_key = factory.Sequence(lambda n: f"activity-{n}")
    locale = "es"
    title = "Cuestionario"
    definition = factory.LazyAttribute(lambda build: {"key": build.activity_key})
    sha256 = factory.LazyAttribute(lambda build: sha256_of(build.definition))
    built_at = factory.LazyFunction(clock.now)


class AttemptFactory(factory.django.DjangoModelFactory[Attempt]):
    """A first, assessed, unfinished attempt."""

    class Meta:
        model = Attempt
        # A factory already has a method `build`.
        rename = {"against": "build"}

    employee = factory.SubFactory(EmployeeFactory)
    against = factory.SubFactory(BuildFactory)
    kind = factory.LazyAttribute(lambda attempt: attempt.against.kind)
    activity_key = factory.LazyAttribute(lambda attempt: attempt.against.activity_key)
    ordinal = 1
    started_at = factory.LazyFunction(clock.now)


def observed(indicator: str = "active-listening", outcome: int = 1, **values: Any) -> Any:
    """An observation to record, right by default."""
    from lms.records.services import Observed

    return Observed(indicator=indicator, item=values.pop("item", f"item-{indicator}"), outcome=outcome, **values)

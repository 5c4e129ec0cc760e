"""Logins, units, positions, employees."""

from datetime import date
from typing import Any

import factory
from django.contrib.auth.models import Group

from lms.core.localized import Localized
from lms.people.models import Assignment, Employee, Position, Unit, User


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A login. `roles=("hr",)` puts it into those groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("talante-demo")

    @factory.post_generation
    def roles(self: Any, create: bool, keys: tuple[str, ...] | None, **_: Any) -> None:
        if create and keys:
            self.groups.add(*Group.objects.filter(name__in=keys))


class UnitFactory(factory.django.DjangoModelFactory[Unit]):
    """A unit at the top of the tree, or below `parent`."""

    class Meta:
        model = Unit

    key = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.LazyAttribute(lambda unit: Localized(es=f"Unidad {unit.key}", en=f"Unit {unit.key}"))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, parent: Unit | None = None, **kwargs: Any) -> Unit:
        unit: Unit = parent.add_child(**kwargs) if parent is not None else model_class.add_root(**kwargs)
        return unit


class PositionFactory(factory.django.DjangoModelFactory[Position]):
    """A position of grade 3."""

    class Meta:
        model = Position

    key = factory.Sequence(lambda n: f"position-{n}")
    title = factory.LazyAttribute(lambda position: Localized(es=f"Cargo {position.key}", en=f"Position {position.key}"))
    purpose = factory.LazyFunction(lambda: Localized(es="Atender.", en="Serve."))
    grade = 3


class EmployeeFactory(factory.django.DjangoModelFactory[Employee]):
    """An employee with a login and an open assignment; `assignment={}` makes none."""

    class Meta:
        model = Employee
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"E{n:05d}")
    user = factory.SubFactory(UserFactory)
    first_name = factory.Sequence(lambda n: f"Nombre{n}")
    last_name = factory.Sequence(lambda n: f"Apellido{n:04d}")
    hired_on = date(2025, 1, 15)

    @factory.post_generation
    def assignment(self: Any, create: bool, given: dict[str, Any] | None, **_: Any) -> None:
        if create and given != {}:
            AssignmentFactory.create(employee=self, **(given or {}))


class AssignmentFactory(factory.django.DjangoModelFactory[Assignment]):
    """An open assignment since the hiring date."""

    class Meta:
        model = Assignment

    employee = factory.SubFactory(EmployeeFactory, assignment={})
    unit = factory.SubFactory(UnitFactory)
    position = factory.SubFactory(PositionFactory)
    starts_on = factory.LazyAttribute(lambda assignment: assignment.employee.hired_on)

"""The organisation: who works where, in which position, since when."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from treebeard.mp_tree import MP_Node

from lms.core.localized import LocalizedField


class User(AbstractUser):
    """A login. Most people also are an `Employee`; an administrator or an auditor need not be."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """As in Django, except that a sensitive permission (pay) is never implied by being a superuser."""
        if self.is_active and self.is_superuser and perm in _sensitive_permissions():
            return perm in self._granted_by_name
        return bool(super().has_perm(perm, obj))

    @cached_property
    def _granted_by_name(self) -> set[str]:
        from django.contrib.auth.models import Permission

        rows = Permission.objects.filter(Q(user=self) | Q(group__user=self)).select_related("content_type")
        return {f"{row.content_type.app_label}.{row.codename}" for row in rows}

    @cached_property
    def leads_people(self) -> bool:
        """Whether this person is the manager of at least one unit."""
        return bool(Unit.objects.filter(head__user=self).exists())


def _sensitive_permissions() -> frozenset[str]:
    from lms.people.roles import sensitive_permissions

    return sensitive_permissions()


class Unit(MP_Node):
    """A node of the organisation tree. `head` is the employee who manages it and, by default, its people."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    name = LocalizedField(_("name"))
    city = models.CharField(_("city"), max_length=80, blank=True)
    head = models.ForeignKey(
        "Employee", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("head")
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return str(self.name)


class Position(models.Model):
    """A job in the structure: why it exists, to whom it reports, and its grade (pay bands hang on the grade)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    title = LocalizedField(pgettext_lazy("job", "title"))
    purpose = LocalizedField(_("purpose"))
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    grade = models.PositiveSmallIntegerField(_("grade"))
    faces_customers = models.BooleanField(_("faces customers"), default=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")

    def __str__(self) -> str:
        return str(self.title)


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Questions about employees."""

    def employed(self, on: date) -> "EmployeeQuerySet":
        """Hired by `on` and not gone yet."""
        return self.filter(hired_on__lte=on).filter(Q(left_on=None) | Q(left_on__gt=on))

    def assigned_under(self, units: Any, on: date) -> "EmployeeQuerySet":
        """Assigned on `on` to one of `units` (a queryset or list of Unit)."""
        return self.filter(
            Q(assignments__ends_on=None) | Q(assignments__ends_on__gt=on),
            assignments__starts_on__lte=on,
            assignments__unit__in=units,
        ).distinct()


class Employee(models.Model):
    """A person of the organisation (*colaborador*), with dated assignments to positions in units.

    `sex` is optional, used only in pay-equity analysis, and never enters a person's score.
    """

    class Sex(models.TextChoices):
        FEMALE = "f", _("woman")
        MALE = "m", _("man")
        OTHER = "x", _("other or not said")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("employee number"), max_length=30, unique=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="employee")
    first_name = models.CharField(pgettext_lazy("person", "first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.OTHER)
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects: ClassVar[Any] = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["last_name", "first_name", "pk"]
        permissions = [("view_all_people", _("Can see everybody in the organisation"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("hired_on")),
                name="employee_leaves_after_hire",
                violation_error_message=_("The leaving date is before the hiring date. Correct one of the two."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def initials(self) -> str:
        """First letters of both names, for the avatar."""
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments."""

    def in_force(self, on: date) -> "AssignmentQuerySet":
        """Begun by `on` and not ended by it."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))


class Assignment(models.Model):
    """An employee holds a position in a unit from `starts_on` until before `ends_on` (None: still)."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="assignments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[Any] = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(ends_on=None),
                name="assignment_one_open",
                violation_error_message=_("This person already has an open assignment. End it first."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="assignment_ends_after_start",
                violation_error_message=_("The assignment ends before it begins. Correct one of the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.position} · {self.unit}"

    def clean(self) -> None:
        """Two assignments of one person never overlap."""
        others = Assignment.objects.filter(employee=self.employee).exclude(pk=self.pk)
        if self.ends_on is not None:
            others = others.filter(starts_on__lt=self.ends_on)
        if others.filter(Q(ends_on=None) | Q(ends_on__gt=self.starts_on)).exists():
            raise ValidationError(_("These dates overlap another assignment of the same person. Correct the dates."))

"""What a grade pays, what a person is paid, and who has read it."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compensation.allocation.band import Band
from compensation.allocation.money import minor_unit, to_step
from lms.core.append_only import AppendOnly, AppendOnlyQuerySet
from lms.people.models import Employee, User

AMOUNT: dict[str, Any] = {"max_digits": 15, "decimal_places": 3}
"""Fifteen significant digits, the most that every supported database keeps exactly; three decimals, the most that a
currency has."""


class PayBandQuerySet(models.QuerySet["PayBand"]):
    """Questions about bands."""

    def in_force(self, on: date) -> "PayBandQuerySet":
        """Begun by `on` and not ended by it."""
        return self.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gt=on))


class PayBand(models.Model):
    """What one grade pays a month from `valid_from` until before `valid_until` (None: still), in one currency.

    A grade has one band on any date. A band is replaced, never rewritten: only its end is set, once.
    """

    grade = models.PositiveSmallIntegerField(_("grade"))
    currency = models.CharField(_("currency"), max_length=3)
    minimum = models.DecimalField(_("minimum"), **AMOUNT)
    midpoint = models.DecimalField(_("midpoint"), **AMOUNT)
    maximum = models.DecimalField(_("maximum"), **AMOUNT)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[Any] = PayBandQuerySet.as_manager()

    class Meta:
        verbose_name = _("pay band")
        verbose_name_plural = _("pay bands")
        default_permissions = ()
        ordering = ["grade", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["grade"], condition=Q(valid_until=None), name="pay_band_one_open"),
            models.UniqueConstraint(fields=["grade", "valid_from"], name="pay_band_one_start"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="pay_band_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(minimum__gt=0, midpoint__gte=F("minimum"), maximum__gte=F("midpoint"))
                & Q(maximum__gt=F("minimum")),
                name="pay_band_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} · {self.valid_from:%Y-%m-%d}"

    def value(self) -> Band:
        """The band as the allocation reads it, in whole units of its currency."""
        step = minor_unit(self.currency)
        return Band(
            self.currency, to_step(self.minimum, step), to_step(self.midpoint, step), to_step(self.maximum, step)
        )


class PayRecord(AppendOnly):
    """What one employee is paid from `effective_on`: one component, one amount per period. A fact.

    A later row takes over from its date on; of two rows of one date the one recorded last counts. `source` is the
    review cycle that decided it, or None when it came from outside (hiring, payroll).
    """

    class Component(models.TextChoices):
        BASE = "base", _("base salary")

    class Period(models.TextChoices):
        MONTH = "month", _("month")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    component = models.CharField(max_length=20, choices=Component.choices, default=Component.BASE)
    amount = models.DecimalField(**AMOUNT)
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=10, choices=Period.choices, default=Period.MONTH)
    effective_on = models.DateField()
    source = models.ForeignKey("ReviewCycle", null=True, on_delete=models.PROTECT, related_name="pay_records")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("view_pay", _("Can read everybody's pay; each reading is logged"))]
        indexes = [models.Index(fields=["employee", "component", "effective_on"], name="pay_of_employee")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pay_above_zero"),
            models.UniqueConstraint(
                fields=["source", "employee", "component"],
                condition=Q(source__isnull=False),
                name="pay_once_per_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} · {self.effective_on:%Y-%m-%d}"


class PayRead(AppendOnly):
    """Somebody read pay: one employee's (`employee`), or that of everybody in a cycle (`employee` is None).

    The reading is logged whoever it is, the owner included. `path` is the address that was opened.
    """

    class Purpose(models.TextChoices):
        OWN = "own", _("own pay")
        REVIEW = "review", _("review cycle")
        EXPORT = "export", _("export of a review cycle")
        API = "api", _("another system, through the API")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey("ReviewCycle", null=True, on_delete=models.PROTECT, related_name="reads")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    at = models.DateTimeField()
    path = models.CharField(max_length=300)

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["employee", "cycle"], name="pay_read_of_employee"),
            models.Index(fields=["cycle", "at"], name="pay_read_of_cycle"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(employee__isnull=False) | Q(cycle__isnull=False), name="pay_read_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} · {self.purpose} · {self.at:%Y-%m-%d %H:%M}"

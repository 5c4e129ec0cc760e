"""Policies, review cycles, and what was computed and decided in them."""

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compensation.allocation.policy import Policy as Rules
from compensation.allocation.policy_json import policy_from_json
from compensation.allocation.receipt import Receipt
from compensation.models.pay import AMOUNT
from lms.core.append_only import AppendOnly, AppendOnlyQuerySet
from lms.core.localized import LocalizedField
from lms.people.models import Employee, Unit, User


class Policy(AppendOnly):
    """One version of the rules a cycle divides its budget by. A new idea is a new version.

    `document` is the canonical text of the rules as JSON and `digest` the SHA-256 of that text.
    """

    version = models.PositiveIntegerField(_("version"), unique=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        default_permissions = ()
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)

    def rules(self) -> Rules:
        """The rules as the allocation reads them; ValueError when the text is no longer the one that was written."""
        rules = policy_from_json(json.dumps(self.document))
        if rules.digest != self.digest:
            raise ValueError(f"Policy {self.version} does not match its digest: restore it from a backup.")
        return rules


class ReviewCycle(models.Model):
    """A dated pay review of the people of one unit and everything below it.

    The population and its role fit are those of `cut_off`; what is approved is paid from `effective_on`. `computation`
    is the one that counts; the earlier ones stay.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("pay cycle", "draft")
        PROPOSED = "proposed", _("waiting for approval")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LocalizedField(_("name"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    cut_off = models.DateField(_("evidence counts until"))
    effective_on = models.DateField(_("paid from"))
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="cycles", verbose_name=_("policy"))
    budget = models.DecimalField(_("budget a month"), **AMOUNT)
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    computation = models.ForeignKey("Computation", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("review cycle")
        verbose_name_plural = _("review cycles")
        default_permissions = ()
        ordering = ["-opened_at", "-pk"]
        permissions = [
            ("open_cycle", _("Can open review cycles, compute, submit and publish them")),
            ("approve_cycle", _("Can approve or return review cycles that others opened")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(effective_on__gt=models.F("cut_off")), name="cycle_pays_after_cut_off"),
            models.CheckConstraint(condition=Q(budget__gt=0), name="cycle_budget_above_zero"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Computation(AppendOnly):
    """One run of the allocation for a cycle: what went in, by digest, and what came out.

    `inputs_digest` is over everything that went in (pay, bands, role fit, evidence, policy, budget), `figures_digest`
    over everything that came out. `calibration` is {version, digest}. `totals` are decimals as text, plus
    `reasons`: [[code, people], …]. `excluded` is [{employee: id, reason: code}, …].
    """

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="computations")
    number = models.PositiveIntegerField()
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    inputs_digest = models.CharField(max_length=64)
    figures_digest = models.CharField(max_length=64)
    calibration = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    excluded = models.JSONField(default=list)

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="computation_numbered")]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.number}"


class Proposal(AppendOnly):
    """One employee's proposed pay in one computation, with everything it follows from. A fact: computing again writes
    new rows. `receipt` is `Receipt.to_plain()`; `inputs` is what was known of the person (see `frozen.py`)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="proposals")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    receipt = models.JSONField()
    inputs = models.JSONField()
    evidence_count = models.PositiveIntegerField()
    evidence_digest = models.CharField(max_length=64)

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["computation", "employee"], name="proposal_one_per_person")]

    def __str__(self) -> str:
        return str(self.uuid)

    def amounts(self) -> Receipt:
        """The receipt, checked again to sum."""
        return Receipt.from_plain(self.receipt)


class Decision(AppendOnly):
    """A step that a named person took in a cycle, over the figures whose digest is `figures_digest`."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("sent for approval")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    figures_digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle"], condition=Q(kind="published"), name="cycle_published_once")
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.kind} · {self.at:%Y-%m-%d}"

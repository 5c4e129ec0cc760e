"""Frameworks, requirements, the ledger of evidence, and the states derived from it.

The ledger is the truth and only grows. A `CompetencyState` is a cache of what the engine computes from it.
"""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competencies.engine.calibration import Calibration
from lms.core.append_only import AppendOnly, AppendOnlyError, AppendOnlyQuerySet
from lms.core.localized import LocalizedField
from lms.people.models import Employee, Position, User
from lms.records.models import Observation

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5


class Framework(models.Model):
    """A set of competencies on one proficiency scale. `version` is the edition whose words are shown.

    `levels` is a list of {number, key, name, meaning}, name and meaning by language, from level 1 to 5.
    """

    key = models.SlugField(max_length=60, unique=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = LocalizedField(_("name"))
    levels = models.JSONField(_("levels"), default=list)

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")

    def __str__(self) -> str:
        return str(self.name)


class Competency(models.Model):
    """Something a person can be seen doing, better or worse.

    `key` is what content, API and events call it. `half_life_days` is what the framework proposes for the age of its
    evidence; what is computed with is in the calibration. `in_use` is false once a newer edition leaves it out.
    """

    class Kind(models.TextChoices):
        BEHAVIOURAL = "behavioural", _("behavioural")
        TECHNICAL = "technical", _("technical")

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="competencies")
    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = LocalizedField(_("name"))
    definition = LocalizedField(_("definition"))
    why = LocalizedField(_("why it matters"))
    half_life_days = models.PositiveIntegerField(_("half-life in days"), default=365)
    order = models.PositiveIntegerField(_("order"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        ordering = ["framework_id", "order", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class Anchor(models.Model):
    """A behaviour that can be seen or heard when a competency is there, at one level."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="anchors")
    key = models.SlugField(max_length=60, unique=True)
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(LOWEST_LEVEL), MaxValueValidator(HIGHEST_LEVEL)]
    )
    text = LocalizedField(_("text"))
    order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("behavioural indicator")
        verbose_name_plural = _("behavioural indicators")
        ordering = ["competency_id", "level", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=LOWEST_LEVEL, level__lte=HIGHEST_LEVEL), name="anchor_level_on_scale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Questions about requirements."""

    def in_force(self, on: date) -> "RequirementQuerySet":
        """Begun by `on` and not ended by it."""
        return self.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gt=on))


class Requirement(models.Model):
    """A position asks for a level of a competency from `valid_from` until before `valid_until` (None: still).

    `weight` is the requirement's share of the position's role fit; the weights of a position sum to 1.
    """

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="requirements")
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(LOWEST_LEVEL), MaxValueValidator(HIGHEST_LEVEL)]
    )
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=4)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[Any] = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(
                fields=["position", "competency"],
                condition=Q(valid_until=None),
                name="requirement_one_open",
                violation_error_message=_(
                    "This position already requires this competency. End that requirement first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=LOWEST_LEVEL, level__lte=HIGHEST_LEVEL), name="requirement_level_on_scale"
            ),
            models.CheckConstraint(condition=Q(weight__gte=0, weight__lte=1), name="requirement_weight_in_unit"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=models.F("valid_from")),
                name="requirement_ends_after_start",
                violation_error_message=_("The requirement ends before it begins. Correct one of the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} · {self.competency_id} · {self.level}"


class CalibrationVersion(models.Model):
    """One immutable set of the engine's parameters. Only its life changes: proposed, active, retired.

    `document` is what `Calibration.to_document` wrote and `digest` its hash. `approved_by` is nobody for the starting
    calibration that ships with the product.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACTIVE = "active", pgettext_lazy("calibration", "active")
        RETIRED = "retired", _("retired")

    version = models.CharField(_("version"), max_length=60, unique=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PROPOSED)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)

    LIFE: ClassVar[frozenset[str]] = frozenset({"status", "approved_by", "activated_at"})

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        constraints = [
            models.UniqueConstraint(fields=["status"], condition=Q(status="active"), name="calibration_one_active")
        ]

    def __str__(self) -> str:
        return self.version

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not set(kwargs.get("update_fields") or {"document"}) <= self.LIFE:
            raise AppendOnlyError("The parameters of a calibration cannot be changed: propose a new version.")
        super().save(*args, **kwargs)

    def parameters(self) -> Calibration:
        """The engine's calibration; ValueError when the stored document is no longer the one that was approved."""
        calibration = Calibration.from_document(self.document)
        if calibration.digest != self.digest:
            raise ValueError(f"Calibration {self.version} does not match its digest: restore it from a backup.")
        return calibration


class EvidenceQuerySet(AppendOnlyQuerySet["Evidence"]):
    """Questions about the ledger."""

    def in_force(self, on: datetime) -> "EvidenceQuerySet":
        """Observed by the moment `on`, and not expired, revoked or superseded by then."""
        ended = EvidenceEnd.objects.filter(evidence=models.OuterRef("pk"), effective_at__lte=on)
        return self.filter(~models.Exists(ended), observed_at__lte=on)

    def with_end(self) -> "EvidenceQuerySet":
        """Each with `ended_at`, the moment it stops counting, or None."""
        return self.annotate(ended_at=Min("ends__effective_at"))


class Evidence(AppendOnly):
    """One immutable, dated observation about one employee and one competency, from one instrument.

    `outcome` is a category 0..`top`; `item` names the question or scene across versions, `session` the sitting it
    belongs to (the attempt), whose items are discounted together. `weight` in (0, 1] and `difficulty` (logits) are
    what was known when it happened. It is never changed: how it ends is an `EvidenceEnd`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="evidence")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="evidence")
    instrument = models.CharField(max_length=40)
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=200)
    session = models.UUIDField()
    outcome = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    weight = models.FloatField()
    difficulty = models.FloatField()
    observed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=255)
    label = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        permissions = [("revoke_evidence", _("Can revoke a piece of evidence, with a reason"))]
        constraints = [
            models.UniqueConstraint(fields=["observation", "competency"], name="evidence_once_per_observation"),
            models.CheckConstraint(
                condition=Q(outcome__lte=models.F("top"), top__gte=1), name="evidence_outcome_in_range"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="evidence_weight_in_unit"),
        ]
        indexes = [
            models.Index(fields=["employee", "competency", "observed_at"], name="evidence_of_pair"),
            models.Index(fields=["session"], name="evidence_of_session"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.outcome}/{self.top}"


class EvidenceEnd(AppendOnly):
    """A piece of evidence stops counting at `effective_at`: a fact of its own, with its reason and its actor."""

    class Kind(models.TextChoices):
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", pgettext_lazy("evidence", "expired")
        SUPERSEDED = "superseded", _("superseded")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="ends")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    effective_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="replaces")

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "kind"], name="evidence_ends_once_each_way"),
            models.CheckConstraint(
                condition=Q(kind="superseded", replaced_by__isnull=False)
                | (~Q(kind="superseded") & Q(replaced_by=None)),
                name="evidence_end_names_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.kind}"


class CompetencyState(models.Model):
    """What the engine believed of one employee in one competency at `as_of`. A cache: it can be rebuilt at any time.

    No row means no evidence in force, and so the prior. `theta` and `s` are logits; `position`, `low` and `high`
    (90 %) are level numbers with decimals, `level` the whole part of `position` and `probability` that of being at
    exactly that level. `n` counts the pieces of evidence and `last_observed_at` dates the newest of them.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="competency_states")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="states")
    calibration = models.ForeignKey(CalibrationVersion, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateTimeField()
    theta = models.FloatField()
    s = models.FloatField()
    position = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    level = models.PositiveSmallIntegerField()
    probability = models.FloatField()
    sufficient = models.BooleanField()
    n = models.PositiveIntegerField()
    last_observed_at = models.DateTimeField()

    class Meta:
        permissions = [
            ("view_any_profile", _("Can see the competency profile of everybody")),
            ("view_dashboard", _("Can see the dashboard of competencies and export it")),
        ]
        constraints = [models.UniqueConstraint(fields=["employee", "competency"], name="state_one_per_pair")]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.competency_id}: {self.position:.2f}"

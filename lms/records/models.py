"""The ledger of what people did. Rows are facts; a later fact may answer an earlier one, never change it."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.append_only import AppendOnly, AppendOnlyQuerySet
from lms.people.models import Employee


class Build(AppendOnly):
    """The immutable content an attempt was made against: a quiz or a scenario, compiled when it was published.

    Same bytes, same build: `sha256` is the hash of `definition` in canonical JSON. `activity_key` is stable across
    versions and languages of the same activity.
    """

    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    activity_key = models.CharField(max_length=120, db_index=True)
    schema_version = models.PositiveSmallIntegerField(default=1)
    locale = models.CharField(max_length=10)
    title = models.CharField(max_length=255)
    definition = models.JSONField()
    built_at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "activity_key", "sha256"], name="build_same_bytes_same_build")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.kind} {self.sha256[:12]})"


class Attempt(AppendOnly):
    """One employee's one try at an activity, pinned to a build.

    `ordinal` counts this person's assessed attempts at the activity from 1; rehearsals (`mode` practice) have their
    own count and never become evidence. `context` holds what the activity needs to replay (seed, language…).
    """

    class Mode(models.TextChoices):
        ASSESSED = "assessed", _("counts")
        PRACTICE = "practice", _("rehearsal")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="attempts")
    build = models.ForeignKey(Build, on_delete=models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=40)
    activity_key = models.CharField(max_length=120, db_index=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ASSESSED)
    ordinal = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    context = models.JSONField(default=dict)

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "kind", "activity_key", "mode", "ordinal"], name="attempt_counted_once"
            )
        ]
        indexes = [models.Index(fields=["employee", "-started_at"], name="attempt_of_employee")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.build.title} · {self.ordinal}"

    @property
    def is_finished(self) -> bool:
        """Whether a result has been recorded."""
        return hasattr(self, "result")


class Response(AppendOnly):
    """One answer or turn inside an attempt, in order. `token` is the form's idempotency key: the same one is
    accepted once, so a double click or a second tab cannot answer twice."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    sequence = models.PositiveIntegerField()
    token = models.CharField(max_length=64)
    given = models.JSONField()
    at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "sequence"], name="response_in_order"),
            models.UniqueConstraint(fields=["attempt", "token"], name="response_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}#{self.sequence}"


class Result(AppendOnly):
    """An attempt ended: when, how, and with what score. `score` is in 0..1 or None when nothing was scored."""

    class Ending(models.TextChoices):
        FINISHED = "finished", _("finished")
        LEFT = "left", _("left before the end")

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="result")
    ending = models.CharField(max_length=10, choices=Ending.choices, default=Ending.FINISHED)
    score = models.FloatField(null=True)
    passed = models.BooleanField(null=True)
    summary = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | (Q(score__gte=0) & Q(score__lte=1)), name="result_score_in_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.ending}"


class Observation(AppendOnly):
    """What one moment of an attempt showed about one competency.

    `outcome` is a category in 0..K with K = `top`: 1 for right or wrong, more for graded answers.
    `indicator` is a competency or indicator key; `item` identifies the question or scene across versions; `session`
    groups moments of one sitting. `weight` in 0..1 carries what is known when it happens (first attempt 1, second ½,
    third ¼; no occasion 0). `difficulty` is the author's, on the logit scale. `context` carries spread of the key,
    hint used, seen before, the choice made.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="observations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="observations")
    indicator = models.CharField(max_length=80, db_index=True)
    item = models.CharField(max_length=200)
    outcome = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField(default=1)
    weight = models.FloatField(default=1.0)
    difficulty = models.FloatField(default=0.0)
    label = models.CharField(max_length=300, blank=True)
    observed_at = models.DateTimeField()
    context = models.JSONField(default=dict)

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "item", "indicator"], name="observation_once_per_item"),
            models.CheckConstraint(condition=Q(outcome__lte=models.F("top")), name="observation_outcome_in_range"),
            models.CheckConstraint(condition=Q(weight__gte=0) & Q(weight__lte=1), name="observation_weight_in_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.outcome}/{self.top}"

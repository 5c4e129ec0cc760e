"""The outbox and the audit trail."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from lms.core.append_only import AppendOnly, AppendOnlyQuerySet


class OutboxEvent(models.Model):
    """Something happened, written in the same transaction as the happening itself.

    The payload carries identifiers only: no pay, no personal text. `settled_at` is set once every consumer has it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100, db_index=True)
    version = models.PositiveSmallIntegerField(default=1)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    written_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["written_at"], condition=models.Q(settled_at=None), name="outbox_unsettled"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.uuid}"


class OutboxDelivery(models.Model):
    """One consumer's copy of one event: at least once in transport, once in effect."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=120)
    attempts = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "consumer"], name="outbox_one_delivery_per_consumer")]

    def __str__(self) -> str:
        return f"{self.consumer} ← {self.event_id}"


class AuditEntry(AppendOnly):
    """Who did what to which thing, when. Never holds pay or the text a person wrote."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80, db_index=True)
    subject_type = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    detail = models.JSONField(default=dict)

    objects: ClassVar = AppendOnlyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject}"

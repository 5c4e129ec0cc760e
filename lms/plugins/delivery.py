"""Delivering events: at least once in transport, once in effect.

A consumer's work and the note that it was done are one transaction. A failing consumer is tried again with growing
pauses; a switched-off plugin's deliveries wait until it is on again. The queue may lose a hint, the table does not.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from lms.core import clock
from lms.core.models import OutboxDelivery, OutboxEvent
from lms.plugins import health, registry, switchboard
from lms.plugins.contributions import Consumer

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)
SWEEP_LIMIT = 500


def deliver(event_id: int) -> bool:
    """Give an event to every consumer that does not have it yet. True when all have it."""
    event = OutboxEvent.objects.get(pk=event_id)
    if event.settled_at is not None:
        return True
    outcomes = [_deliver_to(event, slug, consumer) for slug, consumer in registry.consumers_of(event.name)]
    settled = all(outcomes)
    if settled:
        OutboxEvent.objects.filter(pk=event.pk).update(settled_at=clock.now())
    return settled


def _deliver_to(event: OutboxEvent, slug: str, consumer: Consumer) -> bool:
    delivery, _ = OutboxDelivery.objects.get_or_create(event=event, consumer=consumer.key)
    if delivery.delivered_at is not None:
        return True
    if not switchboard.is_enabled(slug):
        return False
    try:
        with transaction.atomic():
            locked = OutboxDelivery.objects.select_for_update().get(pk=delivery.pk)
            if locked.delivered_at is None:
                with clock.at(event.occurred_at):
                    consumer.consume(event.payload)
                locked.delivered_at = clock.now()
                locked.attempts += 1
                locked.save(update_fields=["delivered_at", "attempts"])
    except Exception as error:
        log.exception("The consumer %s failed on event %s.", consumer.key, event.uuid)
        _postpone(delivery, slug, error)
        return False
    return True


def _postpone(delivery: OutboxDelivery, slug: str, error: Exception) -> None:
    attempts = delivery.attempts + 1
    pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(attempts, 12)))
    OutboxDelivery.objects.filter(pk=delivery.pk).update(
        attempts=attempts, next_attempt_at=clock.now() + pause, last_error=f"{type(error).__name__}: {error}"[:2000]
    )
    health.note_fault(slug, delivery.consumer, error)


def due_events() -> list[int]:
    """Events that have waited too long for a delivery that may be tried now, oldest first."""
    moment = clock.now()
    waiting = OutboxEvent.objects.filter(settled_at=None, written_at__lt=moment - STALE_AFTER)
    resting = OutboxDelivery.objects.filter(delivered_at=None, next_attempt_at__gt=moment).values("event_id")
    return list(waiting.exclude(Q(pk__in=resting)).order_by("pk").values_list("pk", flat=True)[:SWEEP_LIMIT])

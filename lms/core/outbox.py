"""Publishing events: the row is the truth, the queue only carries a hint that there is one."""

import logging

from celery import current_app
from django.db import transaction

from lms.core import clock
from lms.core.events import Event
from lms.core.models import OutboxEvent

log = logging.getLogger(__name__)

DELIVER_TASK = "lms.outbox.deliver"


def publish(event: Event) -> OutboxEvent:
    """Write `event` in the current transaction and ask for its delivery once that commits.

    If the queue cannot be reached the row stays, and the periodic sweep delivers it: nothing is lost.
    """
    row = OutboxEvent.objects.create(
        name=event.name, version=event.version, payload=event.payload(), occurred_at=clock.now()
    )
    transaction.on_commit(lambda: _enqueue(row.pk))
    return row


def _enqueue(event_id: int) -> None:
    try:
        current_app.tasks[DELIVER_TASK].delay(event_id)
    except Exception:
        # Whatever the transport's complaint, the person's work is already saved and the sweep will pick it up.
        if current_app.conf.task_always_eager:
            raise
        log.exception("Event %s was saved but could not be queued; the sweep will deliver it.", event_id)

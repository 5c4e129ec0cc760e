"""Celery tasks of the outbox."""

from celery import shared_task

from lms.core.outbox import DELIVER_TASK
from lms.plugins import delivery


@shared_task(name=DELIVER_TASK)
def deliver(event_id: int) -> None:
    """Deliver one event to its consumers."""
    delivery.deliver(event_id)


@shared_task(name="lms.outbox.sweep")
def sweep() -> None:
    """Deliver what a lost hint, a crash or a pause left behind."""
    for event_id in delivery.due_events():
        delivery.deliver(event_id)

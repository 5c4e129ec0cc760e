"""Celery tasks of the outbox, and the plugins' own periodic ones."""

from celery import current_app, shared_task

from lms.core.outbox import DELIVER_TASK
from lms.plugins import delivery, switchboard
from lms.plugins.periodic import RUN_TASK


@shared_task(name=DELIVER_TASK)
def deliver(event_id: int) -> None:
    """Deliver one event to its consumers."""
    delivery.deliver(event_id)


@shared_task(name="lms.outbox.sweep")
def sweep() -> None:
    """Deliver what a lost hint, a crash or a pause left behind."""
    for event_id in delivery.due_events():
        delivery.deliver(event_id)


@shared_task(name=RUN_TASK)
def run_periodic(slug: str, task: str) -> None:
    """Run a plugin's periodic task, unless the plugin pauses."""
    if switchboard.is_enabled(slug):
        current_app.tasks[task]()

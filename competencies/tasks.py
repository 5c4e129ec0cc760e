"""Celery tasks of the plugin: they call one service and may run twice."""

from contextlib import suppress

from celery import shared_task

from competencies import services
from competencies.ledger import NotCalibrated


@shared_task(name="competencies.recompute-all")
def recompute_all() -> None:
    """Bring every state to today: evidence weighs less every day."""
    # Before the first framework is loaded there is nothing to bring anywhere.
    with suppress(NotCalibrated):
        services.recompute_all()

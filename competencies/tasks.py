"""Celery tasks of the plugin: they call one service and may run twice."""

from celery import shared_task

from competencies import services


@shared_task(name="competencies.recompute-all")
def recompute_all() -> None:
    """Bring every state to today: evidence weighs less every day."""
    services.recompute_all()

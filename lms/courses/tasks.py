"""Celery tasks of courses."""

from celery import shared_task

from lms.courses import publishing


@shared_task(name="lms.publish-scheduled")
def publish_scheduled() -> None:
    """Take the pages down whose time is over, and put those up whose moment has come."""
    publishing.publish_due()

"""The host: people, courses, records, reports, API and the plugin contract."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
__version__ = "0.1.0"

"""The Celery application. Tasks are thin: they take ids, fetch, and call one service."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")

app = Celery("talante")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def add_periodic_tasks_of_plugins(sender: Any, **_: object) -> None:
    """Once Django and its apps stand, the plugins' periodic tasks join those of the settings."""
    from lms.plugins.periodic import beat_entries

    sender.conf.beat_schedule = {**sender.conf.beat_schedule, **beat_entries()}


@worker_process_init.connect
def close_inherited_connections(**_: object) -> None:
    """A forked worker must not share its parent's database sockets."""
    from django.db import connections

    connections.close_all()

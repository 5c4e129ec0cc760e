"""How the plugins are doing: faults kept for a day in the database, time spent kept per process."""

import logging
import threading
from collections import defaultdict
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Count

from lms.core import clock
from lms.plugins.models import PluginFault

log = logging.getLogger(__name__)
_lock = threading.Lock()
_seconds: dict[str, float] = defaultdict(float)


def note_fault(slug: str, point: str, error: Exception) -> None:
    """Remember that a plugin failed at a point. Never raises: noting a fault must not cause another."""
    try:
        with transaction.atomic():
            PluginFault.objects.create(
                slug=slug, point=point, at=clock.now(), error=f"{type(error).__name__}: {error}"[:500]
            )
    except DatabaseError:
        log.warning("A fault of the plugin %s at %s could not be noted.", slug, point)


def note_time(slug: str, seconds: float) -> None:
    """Add to the time this process has spent inside a plugin."""
    with _lock:
        _seconds[slug] += seconds


def seconds_spent(slug: str) -> float:
    """Time this process has spent inside a plugin's hooks since it started, in seconds."""
    return _seconds.get(slug, 0.0)


def faults_in_the_last_day() -> dict[str, int]:
    """Number of faults by slug since yesterday at this hour."""
    since = clock.now() - timedelta(days=1)
    rows = PluginFault.objects.filter(at__gte=since).values("slug").annotate(n=Count("pk")).order_by("slug")
    return {row["slug"]: row["n"] for row in rows}


def last_fault(slug: str) -> PluginFault | None:
    """The most recent fault of a plugin, if any."""
    return PluginFault.objects.filter(slug=slug).order_by("-at").first()

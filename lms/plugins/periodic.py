"""What plugins want done from time to time."""

from typing import Any

from lms.plugins import registry

RUN_TASK = "lms.plugins.run-periodic"


def beat_entries() -> dict[str, dict[str, Any]]:
    """Entries of Celery's schedule for the periodic tasks of every loaded plugin.

    Each runs through the host's own task, which asks the switchboard at that moment: the schedule is read once when
    the clock starts, and a switch may turn at any time.
    """
    return {
        one.task: {"task": RUN_TASK, "schedule": float(one.seconds), "args": (slug, one.task)}
        for slug, config in registry.configs().items()
        for one in config.manifest.periodic
        # A manifest with faults is reported by the checks; it must not keep the clock from starting.
        if one.seconds >= 1
    }

"""The one place that knows what time it is.

Services ask `clock.now()`, so that a test, a replay or the simulated year of the demo organisation can live at
another moment without touching the machine's time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("talante_clock", default=None)


def now() -> datetime:
    """The current moment, aware, or the one set with `at`."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The current date in the active time zone."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live at `moment` (an aware datetime) inside the block."""
    if timezone.is_naive(moment):
        raise ValueError("The clock takes aware datetimes only.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)

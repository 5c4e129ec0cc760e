"""Filling an empty site: organisation, content, a year of work, a pay review."""

import random
from collections.abc import Callable
from datetime import date

from demo import organisation
from lms.core import clock
from lms.people.models import Employee

SEED = 20261122
Say = Callable[[str], object]


def is_needed() -> bool:
    """Whether nobody lives here yet."""
    return not Employee.objects.exists()


def fill(*, number: int = SEED, people: int | None = None, say: Say = print) -> None:
    """Build everything. The same `number` on the same day gives the same organisation and the same year."""
    today: date = clock.today()
    rng = random.Random(number)
    say("Hiring 240 people…")
    organisation.build(today=today, rng=rng)

"""How the mean of the competency in detail has moved: the ledger replayed at past month ends, for the same people.

Taking whoever is known at each date would mix two things, people changing and the group changing. So the line follows
those with enough evidence at every date it shows, and begins as early as half of today's known people allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt

import numpy as np
from django.utils import timezone

from competencies import ledger
from competencies.dashboard.figures import enough
from competencies.dashboard.filters import Filters
from competencies.dashboard.selectors import Roll, posts_of
from competencies.engine.batch import BatchEstimate
from competencies.engine.calibration import Calibration
from competencies.engine.columns import Floats
from competencies.engine.levels import level_position, position_interval
from competencies.models import Competency, Evidence
from competencies.reckoning import estimate_many
from lms.core import clock

MONTHS_BACK = 6
FEWEST_DATES = 3
# Replaying this many pieces at seven dates takes about half a second; beyond it the page asks for a narrower filter.
MOST_PIECES = 8_000
STEADY_WITHIN = 0.05


@dataclass(frozen=True, slots=True)
class Moment:
    """The mean level of the same people on a day, with the ends of its 90 % interval (measurement error only)."""

    on: date
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Course:
    """The moments, oldest first, of the same `people`, and the mean of what their positions ask for."""

    moments: tuple[Moment, ...]
    people: int
    target: float

    @property
    def change(self) -> float:
        """Level points from the first moment to the last."""
        return self.moments[-1].mean - self.moments[0].mean

    @property
    def is_steady(self) -> bool:
        """Whether the change would hardly show."""
        return abs(self.change) < STEADY_WITHIN


def month_ends(now: datetime, months: int = MONTHS_BACK) -> list[datetime]:
    """The last moment of each of the past `months` months, oldest first, and then `now`."""
    ends = [now]
    first = timezone.localtime(now).date().replace(day=1)
    for _ in range(months):
        ends.append(timezone.make_aware(datetime.combine(first, time())) - timedelta(microseconds=1))
        first = (first - timedelta(days=1)).replace(day=1)
    return ends[::-1]


def course_of(roll: Roll, competency: Competency, filters: Filters, on: date) -> Course | None:
    """The course of a competency among the people of a board who are asked for it, or None when there is too little
    to say or too much to replay. Three queries."""
    active = ledger.active_calibration()
    column = roll.competencies.index(competency)
    targets = {
        int(pk): float(target)
        for pk, target in zip(roll.employees, roll.sample.target[:, column], strict=True)
        if np.isfinite(target)
    }
    posts = posts_of(on, unit=filters.unit, position=filters.position)
    evidence = Evidence.objects.filter(competency=competency, employee__in=posts.values("employee_id"))
    if active is None or evidence.count() > MOST_PIECES:
        return None
    ledgers = ledger.by_pair(piece for piece in ledger.pieces_of(evidence) if piece.employee_id in targets)
    if not enough(len(ledgers)):
        return None
    dates = month_ends(clock.now())
    pieces = [(competency.key, found) for found in ledgers.values()]
    states = [estimate_many(active.parameters, pieces, day) for day in dates]
    return follow(active.parameters, dates, states, [targets[pair[0]] for pair in ledgers])


def follow(
    calibration: Calibration, dates: Sequence[datetime], states: Sequence[BatchEstimate], targets: Sequence[float]
) -> Course | None:
    """The longest course, up to the last date, whose people are at least half of those known then.

    Nobody left out may be told from the difference to the mean of all: those left out are none, or five or more.
    """
    known = np.array([(state.n > 0) & (state.s <= calibration.sufficient_s) for state in states])
    now = int(known[-1].sum())
    for first in range(len(dates) - FEWEST_DATES + 1):
        same = known[first:].all(axis=0)
        people = int(same.sum())
        if enough(people) and 2 * people >= now and (people == now or enough(now - people)):
            moments = [
                _moment(calibration, day, state.theta[same], state.s[same])
                for day, state in zip(dates[first:], states[first:], strict=True)
            ]
            return Course(tuple(moments), people, float(np.asarray(targets)[same].mean()))
    return None


def _moment(calibration: Calibration, day: datetime, theta: Floats, s: Floats) -> Moment:
    """Mean position, and ± sqrt(Σ h²)/n with h half the interval of each: people's errors are independent."""
    positions = [level_position(float(one), calibration.scale) for one in theta]
    ends = [position_interval(float(one), float(error), calibration.scale) for one, error in zip(theta, s, strict=True)]
    mean = sum(positions) / len(positions)
    half = sqrt(sum(((high - low) / 2) ** 2 for low, high in ends)) / len(ends)
    return Moment(timezone.localtime(day).date(), mean, mean - half, mean + half)

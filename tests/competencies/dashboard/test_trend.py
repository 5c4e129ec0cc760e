"""The mean over time: the same people at every date, and nobody to be told from the rest."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from competencies.dashboard import report
from competencies.dashboard.trend import Course, course_of, follow, month_ends
from competencies.engine.batch import BatchEstimate
from competencies.engine.calibration import Calibration
from competencies.models import CompetencyState
from competencies.services import recompute_all, record_evidence_of_attempt
from lms.core import clock
from lms.people.models import Employee
from lms.records.models import Attempt
from tests.competencies.dashboard.organisation import BOARD, competency, sign_in
from tests.factories.competencies import CalibrationFactory, RequirementFactory, finish
from tests.factories.people import EmployeeFactory, PositionFactory, UnitFactory
from tests.factories.records import observed

NOW = datetime(2026, 11, 4, 17, tzinfo=UTC)
DATES = month_ends(NOW, 3)


def states(*rows: list[float]) -> list[BatchEstimate]:
    """One estimate per date: θ of each person, NaN for somebody of whom too little is known then."""
    return [
        BatchEstimate(
            theta=np.nan_to_num(np.array(row)),
            s=np.where(np.isnan(row), 1.0, 0.4),
            n=np.where(np.isnan(row), 1, 5),
        )
        for row in rows
    ]


def followed(*rows: list[float]) -> Course | None:
    return follow(Calibration(version="1"), DATES, states(*rows), [3.0] * len(rows[0]))


UNKNOWN = float("nan")


def test_month_ends_are_the_last_days_of_past_months_in_the_sites_time() -> None:
    assert [f"{moment.astimezone(timezone.get_current_timezone()):%m-%d %H:%M}" for moment in DATES] == [
        "08-31 23:59", "09-30 23:59", "10-31 23:59", "11-04 12:00",
    ]  # fmt: skip


def test_course_follows_the_same_people_and_its_mean() -> None:
    course = followed([0.0] * 5, [0.0] * 5, [0.4] * 5, [0.8] * 5)
    assert course is not None
    assert [moment.mean for moment in course.moments] == pytest.approx([2.5, 2.5, 3.0, 3.5])
    assert (course.people, course.target, course.is_steady) == (5, 3.0, False)
    assert course.change == pytest.approx(1.0)
    half = 1.6448536 * 0.4 / 0.8 / 5**0.5
    assert course.moments[0].high == pytest.approx(2.5 + half)


def test_course_begins_when_half_of_the_people_are_known() -> None:
    late = [[0.0] * 4 + [UNKNOWN] * 6, [0.0] * 10, [0.0] * 10, [0.0] * 10]
    course = followed(*late)
    assert course is not None
    assert (len(course.moments), course.people, course.is_steady) == (3, 10, True)


def test_course_leaves_out_nobody_or_at_least_five() -> None:
    one_missing = [[0.0] * 10 + [UNKNOWN], [0.0] * 11, [0.0] * 11, [0.0] * 11]
    course = followed(*one_missing)
    assert course is not None
    assert course.people == 11
    five_missing = [[0.0] * 6 + [UNKNOWN] * 5, [0.0] * 11, [0.0] * 11, [0.0] * 11]
    course = followed(*five_missing)
    assert course is not None
    assert (len(course.moments), course.people) == (4, 6)


def test_no_course_for_four_people_or_two_dates() -> None:
    assert followed(*[[0.0] * 4] * 4) is None
    assert followed([UNKNOWN] * 6, [UNKNOWN] * 6, [0.0] * 6, [0.0] * 6) is None


@pytest.mark.django_db
def test_last_moment_is_the_mean_of_the_states(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    CalibrationFactory.create()
    listening = competency("listening", "Escucha activa", "Active listening")
    position = PositionFactory.create()
    RequirementFactory.create(position=position, competency=listening, level=4)
    unit = UnitFactory.create()
    now = clock.now()
    for number in range(6):
        person = EmployeeFactory.create(assignment={"unit": unit, "position": position})
        for ago in (250, 200, 5):
            better = number + (1 if ago == 5 else 0)
            right = [observed("listening", int(item % 8 <= better), item=f"{ago}-{item}") for item in range(24)]
            _learn(person, right, now - timedelta(days=ago))
    recompute_all()
    board, form = report.board_for({})
    assert board.focus is not None
    course = course_of(board.roll, listening, form.filters(), board.on)
    assert course is not None
    levels = list(CompetencyState.objects.values_list("position", flat=True))
    assert course.moments[-1].mean == pytest.approx(sum(levels) / 6, abs=1e-3)
    assert (course.people, len(course.moments), course.change > 0) == (6, 7, True)
    sign_in(client, "hr")
    assert 'id="trend"' in client.get(BOARD).content.decode()
    monkeypatch.setattr("competencies.dashboard.trend.MOST_PIECES", 1)
    assert 'id="trend"' not in client.get(BOARD).content.decode()


def _learn(person: Employee, seen: list[object], at: datetime) -> Attempt:
    attempt = finish(person, seen, at=at)
    with clock.at(at):
        record_evidence_of_attempt(attempt.pk)
    return attempt

"""The profile as values: sums that can be checked, honest words for little evidence, role fit and gaps."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from competencies import selectors, services, wording
from competencies.models import Competency, Evidence
from lms.core import clock
from lms.people.models import Employee
from tests.factories.competencies import CalibrationFactory, CompetencyFactory, RequirementFactory, finish
from tests.factories.people import EmployeeFactory
from tests.factories.records import observed

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _calibrated() -> None:
    CalibrationFactory.create()
    for key in ("active-listening", "composure", "empathy"):
        CompetencyFactory.create(key=key, name={"es": key.title(), "en": key.title()})


def _requires(employee: Employee, **levels: int) -> None:
    for key, level in levels.items():
        RequirementFactory.create(
            position=employee.assignments.get().position,
            competency=Competency.objects.get(key=key.replace("_", "-")),
            level=level,
        )


def _answers(employee: Employee, key: str, outcomes: list[int], at: datetime) -> None:
    rows = [observed(key, outcome, item=f"{key}-{number}") for number, outcome in enumerate(outcomes)]
    with clock.at(at):
        services.record_evidence_of_attempt(finish(employee, rows, at=at).pk)


def test_the_printed_column_adds_up() -> None:
    employee = EmployeeFactory.create()
    for month in range(7):
        _answers(employee, "composure", [(month + n) % 3 != 0 for n in range(3)], MOMENT + timedelta(days=30 * month))
    with clock.at(MOMENT + timedelta(days=300)):
        standing = selectors.profile_of(employee).standings[0]
    assert standing.start == Decimal("2.50")
    assert len(standing.lines) == 7
    assert standing.start + sum(line.today for line in standing.lines) == standing.position
    for line in standing.lines:
        assert sum(piece.today for piece in line.pieces) == line.today


def test_lines_come_newest_first_with_both_effects() -> None:
    employee = EmployeeFactory.create()
    _answers(employee, "composure", [1], MOMENT)
    _answers(employee, "composure", [0], MOMENT + timedelta(days=365))
    with clock.at(MOMENT + timedelta(days=365)):
        newest, oldest = selectors.profile_of(employee).standings[0].lines
    assert (newest.at, oldest.at) == (MOMENT + timedelta(days=365), MOMENT)
    assert newest.today < 0 < oldest.today < oldest.on_arrival
    assert (newest.source, newest.instrument, newest.ordinal) == ("Cuestionario", "quiz", 1)


def test_one_answer_is_not_enough_to_name_a_level() -> None:
    employee = EmployeeFactory.create()
    _requires(employee, composure=2)
    _answers(employee, "composure", [1], MOMENT)
    with clock.at(MOMENT):
        profile = selectors.profile_of(employee)
    assert [(one.sufficient, one.met) for one in profile.standings] == [(False, False)]
    assert (profile.met, len(profile.unknown), profile.short) == ((), 1, ())


def test_met_short_and_unknown_are_told_apart() -> None:
    employee = EmployeeFactory.create()
    _requires(employee, composure=3, active_listening=3, empathy=3)
    for day in range(12):
        _answers(employee, "composure", [1], MOMENT + timedelta(days=day))
        _answers(employee, "active-listening", [day % 2], MOMENT + timedelta(days=day))
    with clock.at(MOMENT + timedelta(days=12)):
        profile = selectors.profile_of(employee)
        gaps = selectors.gaps(employee)
    assert [one.competency.key for one in profile.met] == ["composure"]
    assert [one.competency.key for one in profile.short] == ["active-listening"]
    assert [one.competency.key for one in profile.unknown] == ["empathy"]
    assert [one.competency.key for one in gaps] == ["active-listening", "empathy"]
    assert profile.focus == profile.short[0]
    with translation.override("en"):
        assert wording.opening(profile, own=True) == (
            "You meet <b>1 of the 3</b> competencies your position asks for. What is missing is active-Listening."
        )


def test_requirements_follow_their_dates() -> None:
    employee = EmployeeFactory.create()
    position = employee.assignments.get().position
    competency = Competency.objects.get(key="composure")
    RequirementFactory.create(position=position, competency=competency, level=2, valid_until=date(2026, 3, 1))
    RequirementFactory.create(position=position, competency=competency, level=4, valid_from=date(2026, 3, 1))
    with clock.at(MOMENT):
        targets = [
            selectors.profile_of(employee, on).standings[0].target for on in (date(2026, 2, 28), date(2026, 3, 1), None)
        ]
    assert targets == [2, 4, 4]


def test_trend_compares_with_ninety_days_ago() -> None:
    rising, new = EmployeeFactory.create(), EmployeeFactory.create()
    for day in range(6):
        _answers(rising, "composure", [0], MOMENT + timedelta(days=day))
        _answers(rising, "composure", [1, 1], MOMENT + timedelta(days=110 + day))
        _answers(new, "composure", [1], MOMENT + timedelta(days=110 + day))
    with clock.at(MOMENT + timedelta(days=120)):
        assert selectors.profile_of(rising).standings[0].trend == "up"
        assert selectors.profile_of(new).standings[0].trend is None


def test_a_revoked_line_stays_readable_with_its_reason_and_no_effect() -> None:
    employee = EmployeeFactory.create()
    _answers(employee, "composure", [1], MOMENT)
    _answers(employee, "composure", [0], MOMENT + timedelta(days=1))
    with clock.at(MOMENT + timedelta(days=2)):
        services.revoke(None, Evidence.objects.get(outcome=0), "Se cayó el sistema.")
        standing = selectors.profile_of(employee).standings[0]
    assert [(line.in_force, line.ended, line.reason) for line in standing.lines] == [
        (False, "revoked", "Se cayó el sistema."),
        (True, "", ""),
    ]
    assert standing.lines[0].today == 0
    assert standing.start + sum(line.today for line in standing.lines) == standing.position
    assert standing.n == 1


def test_role_fit_names_the_weakest_gate() -> None:
    employee = EmployeeFactory.create()
    _requires(employee, composure=2, active_listening=3)
    for day in range(8):
        _answers(employee, "composure", [1], MOMENT + timedelta(days=day))
        _answers(employee, "active-listening", [0], MOMENT + timedelta(days=day))
    with clock.at(MOMENT + timedelta(days=8)):
        fit = selectors.role_fit_of(employee)
    assert fit is not None
    assert (fit.weakest.competency, fit.met, len(fit.gates)) == ("active-listening", 1, 2)


def test_role_fit_of_a_position_without_requirements_is_none() -> None:
    assert selectors.role_fit_of(EmployeeFactory.create()) is None


def test_effects_of_an_attempt_before_and_after_it_is_read() -> None:
    employee = EmployeeFactory.create()
    attempt = finish(employee, [observed("composure", label="Bajó la voz"), observed("juggling")], at=MOMENT)
    assert selectors.effects_of_attempt(attempt) == selectors.AttemptEffects((), pending=True)
    services.record_evidence_of_attempt(attempt.pk)
    effects = selectors.effects_of_attempt(attempt)
    assert [(one.competency.key, one.effect > 0, one.label) for one in effects.moved] == [
        ("composure", True, "Bajó la voz")
    ]
    assert not effects.pending


def test_an_attempt_that_observed_nothing_known_is_not_pending() -> None:
    attempt = finish(EmployeeFactory.create(), [observed("juggling")])
    assert selectors.effects_of_attempt(attempt) == selectors.AttemptEffects((), pending=False)


@pytest.mark.parametrize("competencies", [1, 3])
def test_a_profile_takes_the_same_queries_for_one_competency_as_for_three(
    competencies: int, django_assert_num_queries: Any
) -> None:
    employee = EmployeeFactory.create()
    for key in ("composure", "empathy", "active-listening")[:competencies]:
        _requires(employee, **{key.replace("-", "_"): 3})
        _answers(employee, key, [1, 0], MOMENT)
    with django_assert_num_queries(7):
        selectors.profile_of(employee)


@pytest.mark.parametrize("people", [1, 3])
def test_role_fits_take_the_same_queries_for_one_person_as_for_three(
    people: int, django_assert_num_queries: Any
) -> None:
    employees = [EmployeeFactory.create() for _ in range(people)]
    for employee in employees:
        _requires(employee, composure=3)
        _answers(employee, "composure", [1], MOMENT)
    with django_assert_num_queries(5):
        assert len(selectors.role_fits_of([one.pk for one in employees])) == people

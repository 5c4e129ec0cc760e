"""From a finished attempt to evidence, and from evidence to states."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from competencies import ledger, services
from competencies.engine.evidence import Observed
from competencies.engine.parameters import Item
from competencies.engine.scoring import estimate
from competencies.models import CompetencyState, Evidence, EvidenceEnd
from lms.core import clock
from lms.core.append_only import AppendOnlyError
from lms.core.errors import NotAllowed
from lms.core.models import AuditEntry
from lms.records.models import Attempt
from tests.factories.competencies import CalibrationFactory, CompetencyFactory, finish, state_values
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.records import observed

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _calibrated() -> None:
    CalibrationFactory.create()
    CompetencyFactory.create(key="active-listening")
    CompetencyFactory.create(key="composure")


def test_record_evidence_twice_adds_nothing() -> None:
    employee = EmployeeFactory.create()
    attempt = finish(employee, [observed(), observed("composure", 2, top=3)], at=MOMENT)
    with clock.at(MOMENT):
        assert services.record_evidence_of_attempt(attempt.pk) == 2
        first = state_values(employee)
        assert services.record_evidence_of_attempt(attempt.pk) == 0
    assert state_values(employee) == first
    assert Evidence.objects.count() == 2


def test_evidence_carries_what_the_observation_knew() -> None:
    employee = EmployeeFactory.create()
    attempt = finish(
        employee,
        [observed("composure", 2, top=3, weight=0.5, difficulty=0.7, item="scene-4", label="Bajó la voz")],
        at=MOMENT,
        kind="scenario",
        title="Sobreventa",
    )
    services.record_evidence_of_attempt(attempt.pk)
    row = Evidence.objects.get()
    assert (row.instrument, row.item, row.session, row.outcome, row.top, row.weight, row.difficulty) == (
        "scenario", "scene-4", attempt.uuid, 2, 3, 0.5, 0.7,
    )  # fmt: skip
    assert (row.source, row.label, row.observed_at, row.competency.key) == (
        "Sobreventa", "Bajó la voz", MOMENT, "composure",
    )  # fmt: skip


def test_an_indicator_counts_for_its_competency() -> None:
    attempt = finish(EmployeeFactory.create(), [observed("composure-3"), observed("composure", item="b")])
    services.record_evidence_of_attempt(attempt.pk)
    assert list(Evidence.objects.values_list("competency__key", flat=True)) == ["composure", "composure"]


def test_practice_never_counts() -> None:
    attempt = finish(EmployeeFactory.create(), [observed()], mode=Attempt.Mode.PRACTICE)
    assert services.record_evidence_of_attempt(attempt.pk) == 0
    assert not Evidence.objects.exists()


def test_an_unknown_indicator_is_left_out_and_said(caplog: pytest.LogCaptureFixture) -> None:
    attempt = finish(EmployeeFactory.create(), [observed("juggling"), observed()])
    assert services.record_evidence_of_attempt(attempt.pk) == 1
    assert "'juggling'" in caplog.text


def test_an_observation_without_weight_is_no_evidence() -> None:
    attempt = finish(EmployeeFactory.create(), [observed(weight=0.0)])
    assert services.record_evidence_of_attempt(attempt.pk) == 0
    assert not CompetencyState.objects.exists()


def test_state_equals_the_engine_estimate() -> None:
    employee = EmployeeFactory.create()
    attempt = finish(
        employee, [observed(item="a", difficulty=0.5), observed(item="b", outcome=2, top=3, weight=0.5)], at=MOMENT
    )
    with clock.at(MOMENT + timedelta(days=30)):
        services.record_evidence_of_attempt(attempt.pk)
    expected = estimate(
        [
            Observed("a", 1, Item(1.0, 0.5), MOMENT, session="s"),
            Observed("b", 2, Item(0.6, 0.0, (0.0, 0.0, 0.0)), MOMENT, weight=0.5, session="s"),
        ],
        prior=ledger.require_calibration().parameters.prior,
        half_life_days=365.0,
        session_correlation=0.2,
        as_of=MOMENT + timedelta(days=30),
    )
    state = CompetencyState.objects.get()
    assert state.theta == pytest.approx(expected.theta, abs=1e-12)
    assert (state.s, state.n) == (expected.s, 2)
    assert (state.as_of, state.last_observed_at) == (MOMENT + timedelta(days=30), MOMENT)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_order_of_arrival_is_irrelevant(order: tuple[int, ...]) -> None:
    employee = EmployeeFactory.create()
    attempts = [
        finish(employee, [observed(outcome=1)], at=MOMENT),
        finish(employee, [observed(outcome=0), observed("composure")], at=MOMENT + timedelta(days=40)),
        finish(employee, [observed(outcome=2, top=2)], at=MOMENT + timedelta(days=90)),
    ]
    moments = [MOMENT, MOMENT + timedelta(days=40), MOMENT + timedelta(days=90)]
    for number in order:
        with clock.at(moments[number]):
            services.record_evidence_of_attempt(attempts[number].pk)
    states = [(key, as_of, n) for key, as_of, *_, n, _low, _high in state_values(employee)]
    assert states == [("active-listening", moments[2], 3), ("composure", moments[1], 1)]
    with clock.at(moments[2]):
        services.recompute_all(moments[2])
    theta = CompetencyState.objects.get(competency__key="active-listening").theta
    assert theta == pytest.approx(_theta_of_three(moments), abs=1e-8)


def _theta_of_three(moments: list[datetime]) -> float:
    return estimate(
        [
            Observed("a", 1, Item(1.0, 0.0), moments[0]),
            Observed("b", 0, Item(1.0, 0.0), moments[1]),
            Observed("c", 2, Item(0.6, 0.0, (0.0, 0.0)), moments[2]),
        ],
        prior=ledger.require_calibration().parameters.prior,
        half_life_days=365.0,
        session_correlation=0.2,
        as_of=moments[2],
    ).theta


def test_revoking_leaves_the_state_as_if_it_had_never_been() -> None:
    with_it, without_it = EmployeeFactory.create(), EmployeeFactory.create()
    for employee in (with_it, without_it):
        services.record_evidence_of_attempt(finish(employee, [observed(item="kept")], at=MOMENT).pk)
    wrong = finish(with_it, [observed(item="wrong", outcome=0), observed("composure")], at=MOMENT)
    services.record_evidence_of_attempt(wrong.pk)
    with clock.at(MOMENT + timedelta(days=1)):
        for evidence in Evidence.objects.filter(session=wrong.uuid):
            services.revoke(None, evidence, "Se registró a la persona equivocada.")
        services.recompute_all(MOMENT + timedelta(days=2))
    assert [row[2:] for row in state_values(with_it)] == [row[2:] for row in state_values(without_it)]
    assert Evidence.objects.count() == 4
    assert AuditEntry.objects.filter(action="evidence.revoked").count() == 2


def test_revoking_needs_the_permission_a_reason_and_evidence_that_counts() -> None:
    services.record_evidence_of_attempt(finish(EmployeeFactory.create(), [observed()], at=MOMENT).pk)
    evidence = Evidence.objects.get()
    with pytest.raises(NotAllowed):
        services.revoke(UserFactory.create(roles=("trainer",)), evidence, "No.")
    hr = UserFactory.create(roles=("hr",))
    with pytest.raises(services.ReasonMissing):
        services.revoke(hr, evidence, "  ")
    services.revoke(hr, evidence, "Otra persona usó su sesión.")
    with pytest.raises(services.AlreadyEnded):
        services.revoke(hr, evidence, "Otra vez.")
    assert EvidenceEnd.objects.count() == 1


def test_in_force_follows_the_dates() -> None:
    services.record_evidence_of_attempt(finish(EmployeeFactory.create(), [observed()], at=MOMENT).pk)
    with clock.at(MOMENT + timedelta(days=10)):
        services.revoke(None, Evidence.objects.get(), "Error.")
    counts = [Evidence.objects.in_force(on=MOMENT + timedelta(days=days)).count() for days in (-1, 0, 9, 10, 11)]
    assert counts == [0, 1, 1, 0, 0]


def test_the_ledger_cannot_be_changed() -> None:
    services.record_evidence_of_attempt(finish(EmployeeFactory.create(), [observed()]).pk)
    with pytest.raises(AppendOnlyError):
        Evidence.objects.update(outcome=0)
    with pytest.raises(AppendOnlyError):
        Evidence.objects.get().delete()


def test_recompute_all_agrees_with_recompute() -> None:
    people = [EmployeeFactory.create() for _ in range(3)]
    for number, employee in enumerate(people):
        for at in range(3):
            attempt = finish(
                employee,
                [observed(item="a", outcome=(number + at) % 2), observed("composure", 1, top=2 + at, weight=0.5)],
                at=MOMENT + timedelta(days=30 * at),
            )
            services.record_evidence_of_attempt(attempt.pk)
    moment = MOMENT + timedelta(days=100)
    for employee in people:
        services.recompute(employee, Evidence.objects.values_list("competency_id", flat=True), moment)
    one_by_one = [row for employee in people for row in state_values(employee)]
    assert services.recompute_all(moment) == 6
    batch = [row for employee in people for row in state_values(employee)]
    assert [row[:2] for row in batch] == [row[:2] for row in one_by_one]
    assert [row[2:] for row in batch] == [pytest.approx(row[2:], abs=1e-8) for row in one_by_one]


@pytest.mark.parametrize("employees", [1, 3])
def test_recompute_all_takes_the_same_queries_for_one_as_for_three(
    employees: int, django_assert_num_queries: Any
) -> None:
    for _ in range(employees):
        services.record_evidence_of_attempt(finish(EmployeeFactory.create(), [observed()], at=MOMENT).pk)
    with django_assert_num_queries(9):
        services.recompute_all(MOMENT)

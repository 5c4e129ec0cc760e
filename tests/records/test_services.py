import pytest

from lms.core.append_only import AppendOnlyError
from lms.core.errors import NotAllowed
from lms.core.models import OutboxEvent
from lms.records import services
from lms.records.models import Attempt, Observation, Response, Result
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.records import AttemptFactory, BuildFactory, observed

pytestmark = pytest.mark.django_db


def test_store_build_with_same_bytes_returns_the_same_build() -> None:
    first = services.store_build(kind="quiz", activity_key="k", locale="es", title="Uno", definition={"b": 1, "a": "é"})
    second = services.store_build(
        kind="quiz", activity_key="k", locale="es", title="Uno", definition={"a": "é", "b": 1}
    )
    assert first.pk == second.pk


def test_start_attempt_twice_returns_the_open_one() -> None:
    employee, build = EmployeeFactory.create(), BuildFactory.create()
    assert employee.user is not None
    first = services.start_attempt(actor=employee.user, employee=employee, build=build)
    second = services.start_attempt(actor=employee.user, employee=employee, build=build)
    assert first == second
    assert Attempt.objects.count() == 1


def test_start_attempt_after_a_finished_one_counts_on() -> None:
    employee, build = EmployeeFactory.create(), BuildFactory.create()
    assert employee.user is not None
    first = services.start_attempt(actor=employee.user, employee=employee, build=build)
    services.finish_attempt(actor=employee.user, attempt=first, score=1.0, observed=[])
    assert services.start_attempt(actor=employee.user, employee=employee, build=build).ordinal == 2


def test_start_attempt_for_somebody_else_is_refused() -> None:
    with pytest.raises(NotAllowed):
        services.start_attempt(
            actor=UserFactory.create(), employee=EmployeeFactory.create(), build=BuildFactory.create()
        )


def test_record_response_with_the_same_token_is_stored_once() -> None:
    attempt = AttemptFactory.create()
    actor = attempt.employee.user
    assert actor is not None
    first, new = services.record_response(actor=actor, attempt=attempt, sequence=0, token="t", given={"a": 1})
    again, new_again = services.record_response(actor=actor, attempt=attempt, sequence=0, token="t", given={"a": 2})
    assert (first, new, new_again) == (again, True, False)
    assert list(Response.objects.values_list("given", flat=True)) == [{"a": 1}]


@pytest.mark.parametrize("sequence", [0, 2])
def test_record_response_out_of_turn_keeps_the_first(sequence: int) -> None:
    attempt = AttemptFactory.create()
    actor = attempt.employee.user
    assert actor is not None
    services.record_response(actor=actor, attempt=attempt, sequence=0, token="t", given={})
    with pytest.raises(services.OutOfTurn):
        services.record_response(actor=actor, attempt=attempt, sequence=sequence, token="other", given={})
    assert Response.objects.count() == 1


def test_record_response_after_the_end_is_refused() -> None:
    attempt = AttemptFactory.create()
    actor = attempt.employee.user
    assert actor is not None
    services.finish_attempt(actor=actor, attempt=attempt, score=None, observed=[])
    with pytest.raises(services.AlreadyFinished):
        services.record_response(actor=actor, attempt=attempt, sequence=0, token="t", given={})


def test_finish_attempt_twice_records_once() -> None:
    attempt = AttemptFactory.create()
    actor = attempt.employee.user
    assert actor is not None
    first = services.finish_attempt(actor=actor, attempt=attempt, score=0.5, observed=[observed()])
    second = services.finish_attempt(actor=actor, attempt=attempt, score=0.9, observed=[observed(item="b")])
    assert (first, first.score) == (second, 0.5)
    assert Observation.objects.count() == 1
    assert OutboxEvent.objects.filter(name="records.attempt-finished").count() == 1


def test_finish_attempt_with_a_bad_observation_leaves_nothing() -> None:
    attempt = AttemptFactory.create()
    actor = attempt.employee.user
    assert actor is not None
    with pytest.raises(Exception, match="observation_outcome_in_range"):
        services.finish_attempt(actor=actor, attempt=attempt, score=1.0, observed=[observed(outcome=3)])


@pytest.mark.django_db(transaction=True)
def test_finish_attempt_with_a_bad_observation_writes_no_result_and_no_event() -> None:
    attempt = AttemptFactory.create()
    actor = attempt.employee.user
    assert actor is not None
    with pytest.raises(Exception, match="observation_outcome_in_range"):
        services.finish_attempt(actor=actor, attempt=attempt, score=1.0, observed=[observed(outcome=3)])
    assert not Result.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_facts_cannot_be_changed_or_deleted() -> None:
    attempt = AttemptFactory.create()
    with pytest.raises(AppendOnlyError):
        attempt.save()
    with pytest.raises(AppendOnlyError):
        attempt.delete()
    with pytest.raises(AppendOnlyError):
        Attempt.objects.update(ordinal=9)
    with pytest.raises(AppendOnlyError):
        Attempt.objects.all().delete()

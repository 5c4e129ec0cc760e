"""Plugins' periodic tasks: in the schedule whatever their switch says, done only while it says on."""

from collections.abc import Iterator

import pytest
from celery import current_app

from lms.plugins import PeriodicTask, switchboard
from lms.plugins.periodic import RUN_TASK, beat_entries
from lms.plugins.tasks import run_periodic
from tests.factories.people import UserFactory
from tests.plugins.fakes import hooks, loaded, manifest

pytestmark = pytest.mark.django_db
TASK = "saludo.greet"
GREETS = manifest("saludo", periodic=(PeriodicTask(TASK, seconds=3600),))


@pytest.fixture
def greeted() -> Iterator[list[str]]:
    """What the plugin's task has done so far."""
    done: list[str] = []

    @current_app.task(name=TASK)
    def greet() -> None:
        done.append("hola")

    yield done
    current_app.tasks.unregister(TASK)


def test_task_stands_in_the_schedule_under_the_hosts_care(monkeypatch: pytest.MonkeyPatch) -> None:
    with loaded(monkeypatch, (GREETS, hooks())):
        assert beat_entries()[TASK] == {"task": RUN_TASK, "schedule": 3600.0, "args": ("saludo", TASK)}


def test_task_runs_while_the_plugin_is_on_and_not_while_it_is_off(
    monkeypatch: pytest.MonkeyPatch, greeted: list[str]
) -> None:
    actor = UserFactory.create(roles=("administrator",))
    with loaded(monkeypatch, (GREETS, hooks())):
        run_periodic("saludo", TASK)
        switchboard.switch(actor=actor, slug="saludo", enabled=False)
        run_periodic("saludo", TASK)
        assert greeted == ["hola"]
        switchboard.switch(actor=actor, slug="saludo", enabled=True)
        run_periodic("saludo", TASK)
    assert greeted == ["hola", "hola"]


def test_every_scheduled_task_exists() -> None:
    current_app.loader.import_default_modules()
    schedule = current_app.conf.beat_schedule
    assert {entry["task"] for entry in schedule.values()} <= set(current_app.tasks)
    assert {entry["args"][1] for entry in schedule.values() if "args" in entry} <= set(current_app.tasks)
    assert {"sweep-outbox", "publish-scheduled", "competencies.recompute-all"} <= set(schedule)

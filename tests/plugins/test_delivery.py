"""Events: at least once in transport, once in effect."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, connections, transaction

from lms.core import clock, outbox
from lms.core.events import Event
from lms.core.models import OutboxDelivery, OutboxEvent
from lms.plugins import delivery, switchboard, tasks
from lms.plugins.contributions import Consumer
from lms.plugins.models import PluginFault
from tests.factories.people import UserFactory
from tests.plugins.fakes import hooks, loaded, manifest


@dataclass(frozen=True, slots=True)
class Greeted(Event):
    """Somebody was greeted."""

    name: ClassVar[str] = "saludo.greeted"
    version: ClassVar[int] = 1

    who: int


class Listener:
    """A plugin that consumes greetings and may fail the first times."""

    def __init__(self, slug: str = "saludo", failures: int = 0) -> None:
        self.slug = slug
        self.failures = failures
        self.heard: list[tuple[int, datetime]] = []

    def consume(self, payload: dict[str, Any]) -> None:
        """Fail as often as told, then remember."""
        if self.failures:
            self.failures -= 1
            raise RuntimeError("todavía no")
        self.heard.append((payload["who"], clock.now()))

    @property
    def plugin(self) -> Any:
        """Manifest and hooks."""
        consumer = Consumer(Greeted.name, f"{self.slug}.listen", self.consume)
        return manifest(self.slug), hooks(event_consumers=lambda: [consumer])


def later(**delta: int) -> Any:
    """The clock, set forward from the machine's."""
    return clock.at(datetime.now().astimezone() + timedelta(**delta))


@pytest.mark.django_db
def test_event_has_its_effect_once_however_often_it_is_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    with loaded(monkeypatch, listener.plugin):
        event = outbox.publish(Greeted(who=7))
        assert [delivery.deliver(event.pk) for _time in range(3)] == [True, True, True]
    assert listener.heard == [(7, event.occurred_at)]


@pytest.mark.django_db
def test_event_is_delivered_when_its_transaction_commits(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    listener = Listener()
    with loaded(monkeypatch, listener.plugin):
        with django_capture_on_commit_callbacks(execute=True):
            outbox.publish(Greeted(who=7))
            assert listener.heard == []
        assert [who for who, _at in listener.heard] == [7]


@pytest.mark.django_db
def test_failing_consumer_is_tried_again_after_growing_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    listener, other = Listener(failures=2), Listener("adios")
    with loaded(monkeypatch, listener.plugin, other.plugin):
        event = outbox.publish(Greeted(who=7))
        assert not delivery.deliver(event.pk)
        waiting = OutboxDelivery.objects.get(consumer="saludo.listen")
        assert (waiting.attempts, waiting.last_error) == (1, "RuntimeError: todavía no")
        assert delivery.due_events() == []
        with later(seconds=30):
            assert delivery.due_events() == [event.pk]
            assert not delivery.deliver(event.pk)
            again = OutboxDelivery.objects.get(pk=waiting.pk).next_attempt_at
            assert again is not None
            assert again - clock.now() > timedelta(seconds=3)
            assert delivery.due_events() == []
        with later(minutes=2):
            tasks.sweep()
    assert [who for who, _at in listener.heard] == [7]
    assert [who for who, _at in other.heard] == [7]
    assert PluginFault.objects.filter(slug="saludo").count() == 2
    assert OutboxEvent.objects.get(pk=event.pk).settled_at is not None


@pytest.mark.django_db
def test_what_a_failing_consumer_wrote_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    def half_done(_payload: dict[str, Any]) -> None:
        UserFactory.create(username="a-medias")
        raise RuntimeError("a medias")

    consumer = Consumer(Greeted.name, "saludo.listen", half_done)
    with loaded(monkeypatch, (manifest(), hooks(event_consumers=lambda: [consumer]))):
        delivery.deliver(outbox.publish(Greeted(who=7)).pk)
    from lms.people.models import User

    assert not User.objects.filter(username="a-medias").exists()


@pytest.mark.django_db
def test_switched_off_plugin_gets_its_events_when_it_is_on_again(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    actor = UserFactory.create(roles=("administrator",))
    with loaded(monkeypatch, listener.plugin):
        switchboard.switch(actor=actor, slug="saludo", enabled=False)
        event = outbox.publish(Greeted(who=7))
        assert not delivery.deliver(event.pk)
        assert listener.heard == []
        switchboard.switch(actor=actor, slug="saludo", enabled=True)
        with later(minutes=1):
            tasks.sweep()
    assert listener.heard == [(7, event.occurred_at)]


@pytest.mark.django_db
def test_event_whose_hint_was_lost_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    monkeypatch.setattr(outbox, "_enqueue", lambda _event: None)
    with loaded(monkeypatch, listener.plugin):
        outbox.publish(Greeted(who=7))
        tasks.sweep()
        assert listener.heard == []
        with later(minutes=1):
            tasks.sweep()
            tasks.sweep()
    assert [who for who, _at in listener.heard] == [7]


@pytest.mark.django_db
def test_event_of_an_undone_transaction_never_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    with loaded(monkeypatch, listener.plugin):
        with transaction.atomic():
            outbox.publish(Greeted(who=7))
            transaction.set_rollback(True)
        with later(minutes=1):
            tasks.sweep()
    assert listener.heard == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_deliveries_at_once_do_not_double(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    listener = Listener()
    together = threading.Barrier(4)

    with loaded(monkeypatch, listener.plugin):
        monkeypatch.setattr(outbox, "_enqueue", lambda _event: None)
        event = outbox.publish(Greeted(who=7))

        def run() -> None:
            together.wait()
            try:
                delivery.deliver(event.pk)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [who for who, _at in listener.heard] == [7]
    assert OutboxDelivery.objects.filter(event=event).count() == 1

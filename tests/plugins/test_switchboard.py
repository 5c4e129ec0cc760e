"""Who takes part, who may change it, and what follows."""

from typing import Any

import pytest
from django.http import HttpRequest

from lms.core.errors import NotAllowed, NotHere
from lms.core.models import AuditEntry
from lms.plugins import health, registry, selectors, switchboard
from lms.plugins.contributions import Change
from lms.plugins.models import PluginFault, PluginSwitch
from tests.factories.people import UserFactory
from tests.plugins.fakes import hooks, loaded, manifest

pytestmark = pytest.mark.django_db


def administrator() -> Any:
    """Somebody who may switch."""
    return UserFactory.create(roles=("administrator",))


def changes(name: str) -> Any:
    """A hooks module that answers one change called `name`."""
    return hooks(home_changes=lambda: [Change(at=None, what=name, url="/", meta="")])


def told() -> list[tuple[str, str]]:
    """What the fakes answer now."""
    answers = registry.ask("home_changes", request=HttpRequest(), employee=None)
    return sorted((answer.plugin, str(answer.value.what)) for answer in answers)


def test_plugin_nobody_switched_is_on() -> None:
    assert switchboard.is_enabled("scenarios")
    assert not switchboard.is_enabled("service")


def test_switch_takes_effect_at_once_and_keeps_a_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = administrator()
    with loaded(monkeypatch, (manifest("saludo"), changes("hola")), (manifest("adios"), changes("adiós"))):
        assert told() == [("adios", "adiós"), ("saludo", "hola")]
        switchboard.switch(actor=actor, slug="saludo", enabled=False)
        assert told() == [("adios", "adiós")]
        switchboard.switch(actor=actor, slug="saludo", enabled=True)
        assert told() == [("adios", "adiós"), ("saludo", "hola")]
    trail = AuditEntry.objects.order_by("pk").values_list("action", "actor_id", "detail")
    assert list(trail) == [
        ("plugin.switched-off", actor.pk, {"plugin": "saludo"}),
        ("plugin.switched-on", actor.pk, {"plugin": "saludo"}),
    ]


def test_switch_in_another_process_is_seen_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr(switchboard, "SECONDS_REMEMBERED", 1.0)
    monkeypatch.setattr("lms.plugins.switchboard.time.monotonic", lambda: moment)
    assert switchboard.is_enabled("scenarios")
    PluginSwitch.objects.create(slug="scenarios", enabled=False, changed_at="2026-01-01T00:00:00Z")
    assert switchboard.is_enabled("scenarios")
    moment += 1.01
    assert not switchboard.is_enabled("scenarios")


@pytest.mark.parametrize("roles", [(), ("trainer",), ("hr",), ("approver",)])
def test_only_administrators_switch(roles: tuple[str, ...]) -> None:
    with pytest.raises(NotAllowed):
        switchboard.switch(actor=UserFactory.create(roles=roles), slug="scenarios", enabled=False)
    assert PluginSwitch.objects.count() == 0


def test_unknown_plugin_cannot_be_switched() -> None:
    with pytest.raises(NotHere):
        switchboard.switch(actor=administrator(), slug="service", enabled=False)


def test_plugin_pauses_with_what_it_depends_on() -> None:
    actor = administrator()
    switchboard.switch(actor=actor, slug="competencies", enabled=False)
    assert not switchboard.is_enabled("compensation")
    assert switchboard.is_enabled("scenarios")
    waiting = selectors.plugin_state("compensation")
    assert (waiting.standing, waiting.switched_on, len(waiting.missing)) == (selectors.Standing.WAITING, True, 1)
    switchboard.switch(actor=actor, slug="competencies", enabled=True)
    assert switchboard.is_enabled("compensation")


def test_plugin_without_its_dependency_loaded_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with loaded(monkeypatch, (manifest("saludo", depends_on=("otro",)), changes("hola"))):
        assert told() == []


def test_plugins_that_depend_on_each_other_are_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = (
        (manifest("saludo", depends_on=("adios",)), changes("hola")),
        (manifest("adios", depends_on=("saludo",)), changes("adiós")),
    )
    with loaded(monkeypatch, *pair):
        assert told() == [("adios", "adiós"), ("saludo", "hola")]
        switchboard.switch(actor=administrator(), slug="adios", enabled=False)
        assert told() == []


def test_plugin_for_another_host_is_off_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with loaded(monkeypatch, (manifest("saludo", requires_core=">=99"), changes("hola"))):
        assert told() == []
        state = selectors.plugin_state("saludo")
    assert state.standing == selectors.Standing.INCOMPATIBLE
    assert len(state.problems) == 1


def test_failing_plugin_is_left_out_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise RuntimeError("se cayó")

    with loaded(monkeypatch, (manifest("saludo"), hooks(home_changes=fail)), (manifest("adios"), changes("adiós"))):
        assert told() == [("adios", "adiós")]
        state = selectors.plugin_state("saludo")
    assert (state.faults_in_a_day, state.last_fault) == (1, "home_changes: RuntimeError: se cayó")
    assert health.seconds_spent("saludo") > 0


def test_old_faults_are_not_counted() -> None:
    PluginFault.objects.create(slug="scenarios", point="load", at="2020-01-01T00:00:00Z", error="antes")
    assert health.faults_in_the_last_day() == {}
    assert selectors.plugin_state("scenarios").last_fault == ""


def test_states_ask_no_more_queries_with_more_plugins(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    switchboard.is_enabled("scenarios")
    with django_assert_num_queries(2):
        selectors.plugin_states()
    more = [(manifest(f"saludo{number}"), hooks()) for number in range(3)]
    with loaded(monkeypatch, *more):
        switchboard.is_enabled("scenarios")
        with django_assert_num_queries(2):
            assert len(selectors.plugin_states()) == 6

"""The contract with plugins: documented, used, and survived when a plugin is absent, off or broken."""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lms.plugins import registry, switchboard
from lms.plugins.hookspecs import HostHooks
from lms.plugins.models import PluginFault, PluginSwitch
from tests.contracts.scene import SCENARIO, Scene, scene
from tests.databases import ROOT
from tests.factories.people import UserFactory
from tests.plugins.fakes import hooks, loaded, manifest

HOOKS = {name: function for name, function in vars(HostHooks).items() if not name.startswith("_")}
CONTAINED = re.compile(r"Fails (open|closed)\b")
USED_BY = re.compile(r"Used by ([a-z, ]+)\.")


def implementers(hook: str) -> dict[str, Any]:
    """Plugins that answer a hook, with the function."""
    return {one.plugin_name: one for one in getattr(registry._plugin_registry().hook, hook).get_hookimpls()}


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_says_what_it_means_how_it_fails_and_who_uses_it(hook: str) -> None:
    text = " ".join((inspect.getdoc(HOOKS[hook]) or "").split())
    assert CONTAINED.search(text), text
    named = USED_BY.search(text)
    assert named is not None, text
    assert set(named.group(1).split(", ")) == set(implementers(hook))


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_is_answered_with_arguments_it_has(hook: str) -> None:
    offered = set(inspect.signature(HOOKS[hook]).parameters) - {"self"}
    answered = implementers(hook)
    assert answered
    for slug, implementation in answered.items():
        assert set(implementation.argnames) <= offered, slug


def test_plugins_answer_no_hook_that_does_not_exist() -> None:
    registry._plugin_registry().check_pending()


# --- Absent ------------------------------------------------------------------------------------------------------

VISIT = """
from django.test import Client
from lms.people.models import User
from lms.courses.models import HomePage
client = Client()
assert client.get("/account/login/").status_code == 200
client.force_login(User.objects.create_user("ana", is_superuser=True, is_staff=True))
for path in ("/", "/learn/", "/people/", "/reports/", "/cms/", "/cms/plugins/", "/api/v1/", "/api/v1/schema/"):
    assert client.get(path).status_code == 200, path
for path in ("/practice/", "/competencies/me/", "/pay/"):
    assert client.get(path).status_code == 404, path
print("answered")
"""


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command in a process of its own."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("allowed", ["", "competencies", "scenarios"])
def test_host_starts_migrates_and_answers_without_plugins(tmp_path: Path, allowed: str) -> None:
    environment = {
        **os.environ,
        "TALANTE_PLUGINS": allowed,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'alone.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "lms.settings.test",
    }
    manage(environment, "check", "--fail-level", "WARNING")
    manage(environment, "makemigrations", "--check", "--dry-run")
    if not allowed:
        manage(environment, "migrate", "--verbosity", "0")
        assert manage(environment, "shell", "--verbosity", "0", "-c", VISIT).strip().endswith("answered")


# --- Off ---------------------------------------------------------------------------------------------------------


def own_pages(slug: str, there: Scene) -> list[tuple[str, str]]:
    """A role and a page of the plugin that answers it while the plugin is on."""
    return {
        "competencies": [
            ("staff", "/competencies/me/"),
            ("hr", "/competencies/dashboard/"),
            ("staff", "/api/v1/states/"),
        ],
        "scenarios": [
            ("staff", "/practice/"),
            ("staff", f"/practice/{SCENARIO}/"),
            ("trainer", "/cms/scenarios/"),
            ("staff", "/api/v1/scenarios/"),
        ],
        "compensation": [
            ("staff", "/pay/me/"),
            ("hr", f"/pay/cycles/{there.draft.uuid}/"),
            ("staff", "/api/v1/receipts/"),
        ],
    }[slug]


def host_pages(there: Scene) -> list[tuple[str, str]]:
    """Pages that stand whatever plugins there are."""
    return [
        ("anonymous", "/account/login/"),
        ("staff", "/"),
        ("staff", "/learn/"),
        ("staff", there.course.get_url()),
        ("staff", there.lesson.get_url()),
        ("staff", f"/learn/quiz/result/{there.quiz_result.uuid}/"),
        ("staff", f"/people/{there.staff.uuid}/"),
        ("manager", "/people/"),
        ("manager", "/"),
        ("hr", "/"),
        ("hr", "/reports/"),
        ("trainer", "/cms/"),
        ("trainer", f"/cms/pages/{there.lesson.pk}/edit/"),
        ("administrator", "/cms/plugins/"),
        ("administrator", "/api/v1/"),
        ("administrator", "/api/v1/schema/"),
    ]


def visit(there: Scene, role: str, path: str) -> Any:
    """One page as one person sees it."""
    client = Client()
    user = there.users[role]
    if user is not None:
        client.force_login(user)
    return client.get(path, headers={"accept-language": "en"})


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["competencies", "scenarios", "compensation"])
def test_site_stands_while_a_plugin_is_off(slug: str) -> None:
    there = scene()
    assert [visit(there, *page).status_code for page in own_pages(slug, there)] == [200] * len(own_pages(slug, there))
    administrator = there.users["administrator"]
    assert administrator is not None
    switchboard.switch(actor=administrator, slug=slug, enabled=False)
    for role, path in host_pages(there):
        assert (path, visit(there, role, path).status_code) == (path, 200)
    for role, path in own_pages(slug, there):
        response = visit(there, role, path)
        assert (path, response.status_code) == (path, 404)
        assert "This part of the site is switched off at the moment" in response.content.decode()
    assert PluginFault.objects.count() == 0


# --- Broken ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_pages_stand_while_every_hook_of_a_plugin_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    there = scene()

    def failing(hook: str) -> Any:
        names = list(inspect.signature(HOOKS[hook]).parameters)[1:]
        source = f"def {hook}({', '.join(names)}):\n    raise RuntimeError('roto')\n"
        space: dict[str, Any] = {}
        exec(source, space)
        return space[hook]

    everything = hooks(**{hook: failing(hook) for hook in HOOKS})
    with loaded(monkeypatch, (manifest("roto"), everything)):
        for role, path in host_pages(there):
            assert (path, visit(there, role, path).status_code) == (path, 200)
    points = set(PluginFault.objects.filter(slug="roto").values_list("point", flat=True))
    assert {"navigation", "home_suggestions", "home_changes", "home_cards", "person_cards", "attempt_cards"} <= points
    assert {"reports", "activity_types", "indicators"} <= points


@pytest.mark.django_db
def test_administrator_switches_a_plugin_in_the_cms(client: Client) -> None:
    client.force_login(UserFactory.create(roles=("administrator",)))
    headers = {"accept-language": "en"}
    asked = client.get("/cms/plugins/competencies/switch/", headers=headers).content.decode()
    assert "Everything recorded in it is kept" in asked
    assert "These need it and pause with it" in asked
    client.post("/cms/plugins/competencies/switch/", {"enabled": "0"})
    assert not PluginSwitch.objects.get(slug="competencies").enabled
    listed = client.get("/cms/plugins/", headers=headers).content.decode()
    assert "switched off" in listed
    assert "waits for another plugin" in listed
    client.post("/cms/plugins/competencies/switch/", {"enabled": "1"})
    assert switchboard.is_enabled("compensation")


@pytest.mark.django_db
def test_screen_names_a_plugin_that_is_allowed_but_not_installed(client: Client, settings: Any) -> None:
    settings.PLUGINS = [*settings.PLUGINS, "service"]
    client.force_login(UserFactory.create(roles=("administrator",)))
    page = client.get("/cms/plugins/", headers={"accept-language": "en"}).content.decode()
    assert "not installed" in page
    assert client.get("/cms/plugins/service/switch/").status_code == 404


@pytest.mark.django_db
def test_screen_is_not_for_trainers(client: Client) -> None:
    client.force_login(UserFactory.create(roles=("trainer",)))
    assert client.get("/cms/plugins/").status_code == 302
    client.post("/cms/plugins/scenarios/switch/", {"enabled": "0"})
    assert PluginSwitch.objects.count() == 0

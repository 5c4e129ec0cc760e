"""The API describes itself completely, and only what is on."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from lms.plugins import registry, switchboard
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_schema_has_no_warnings(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))
    paths = yaml.safe_load((tmp_path / "schema.yml").read_text())["paths"]
    host = {"me", "people", "units", "courses", "enrolments", "attempts", "plugins"}
    plugins = {route.prefix.split("/")[0] for _slug, route in registry.api_routes()}
    assert {path.removeprefix("/api/v1/").split("/")[0] for path in paths} == host | plugins


def test_schema_of_nobody_is_refused(client: Client) -> None:
    assert client.get("/api/v1/schema/").status_code == 401


def test_every_operation_may_answer_with_a_problem(client: Client) -> None:
    client.force_login(UserFactory.create())
    schema = yaml.safe_load(client.get("/api/v1/schema/").content)
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_schema_leaves_out_a_plugin_that_is_off(client: Client) -> None:
    routes = registry.api_routes()
    if not routes:
        pytest.skip("no plugin offers a resource")
    slug = routes[0][0]
    prefixes = {f"/api/v1/{route.prefix}/" for owner, route in routes if owner == slug}
    client.force_login(UserFactory.create())
    switchboard.switch(actor=UserFactory.create(roles=("administrator",)), slug=slug, enabled=False)
    paths = yaml.safe_load(client.get("/api/v1/schema/").content)["paths"]
    assert [path for path in paths if path.startswith(tuple(prefixes))] == []

"""Fixtures of the whole suite."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from tests import databases

# How long one example takes says something about the machine and what else it does, not about the law.
hypothesis_settings.register_profile("talante", deadline=None)
hypothesis_settings.load_profile("talante")


@pytest.fixture(scope="session")
def monkeypatch_session() -> Iterator[pytest.MonkeyPatch]:
    """A monkeypatch that lasts the session."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, monkeypatch_session: pytest.MonkeyPatch) -> Iterator[None]:
    """Give this worker its own copy of the migrated template database."""
    folder = Path(settings.VAR)
    name = f"talante_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}_{uuid.uuid4().hex[:8]}"
    url = os.environ.get("DATABASE_URL", "")
    postgresql = url.startswith("postgres")
    with django_db_blocker.unblock():
        copy = databases.postgresql_copy(folder, url, name) if postgresql else databases.sqlite_copy(folder, name)
        _point_at(copy)
        monkeypatch_session.setattr(TransactionTestCase, "_fixture_teardown", _restore(folder, url, name))
        yield
        for connection in connections.all():
            connection.close()
        if postgresql:
            databases.postgresql_drop(url, name)
        else:
            for path in folder.glob(f"{name}.sqlite3*"):
                path.unlink()


def _restore(folder: Path, url: str, name: str) -> Callable[[Any], None]:
    """What a test with real transactions leaves behind is thrown away with its database.

    Django would empty every table instead, and with them the roles, the locales and the root of the page tree that
    the migrations made.
    """

    def restore(_case: Any) -> None:
        for connection in connections.all():
            connection.close()
        if url.startswith("postgres"):
            databases.postgresql_copy(folder, url, name)
        else:
            databases.sqlite_copy(folder, name)

    return restore


def _point_at(database: str) -> None:
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = database
    settings.DATABASES["default"]["NAME"] = database


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Process-wide memories of the switchboard must not outlive the database they were read from.

    Inside a test they last: whether a second has passed must not change how many queries a page asks.
    """
    from lms.plugins import switchboard

    monkeypatch.setattr(switchboard, "SECONDS_REMEMBERED", 3600.0)
    switchboard.forget()


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    """Tests start in the site's language whatever the machine's is."""
    from django.utils import translation

    with translation.override("es"):
        yield

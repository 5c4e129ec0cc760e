"""Every address of the site answers every role as agreed; a new address without a row fails.

The CMS's own screens are its own matter: a sample of them is checked for who may enter at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client

from lms.plugins import switchboard
from tests.contracts.addresses import every_address, is_the_cms_own
from tests.contracts.permission_rows import ROWS, Row
from tests.contracts.scene import ROLES, Scene, scene

CMS_OWN = ("/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/reports/site-history/", "/cms/groups/")


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is thrown away."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    switchboard.forget()


def clients(there: Scene) -> dict[str, Client]:
    """A signed-in client for each role. An exception in a view is a 500, as in production."""
    found = {}
    for role in ROLES:
        found[role] = Client(raise_request_exception=False)
        user = there.users[role]
        if user is not None:
            found[role].force_login(user)
    return found


def answer(client: Client, row: Row, path: str) -> int:
    """The status of one request, its effects undone."""
    kind = {"content_type": "application/json"} if path.startswith("/api/") else {}
    cookies = deepcopy(client.cookies)
    with undone():
        status: int = getattr(client, row.method)(path, row.data, **({} if row.method == "get" else kind)).status_code
    client.cookies = cookies
    return status


def test_every_address_has_a_row() -> None:
    ours = {address.name for address in every_address() if not is_the_cms_own(address)}
    assert sorted(ours - ROWS.keys()) == []
    assert sorted(ROWS.keys() - ours) == []


@pytest.mark.django_db
def test_every_address_answers_every_role_as_agreed() -> None:
    there = scene()
    by_role = clients(there)
    differences = []
    for name, rows in ROWS.items():
        for row in rows:
            path = row.path(there)
            found = [answer(by_role[role], row, path) for role in ROLES]
            expected = [int(status) for status in row.expected.split()]
            if found != expected:
                differences.append(f"{name} {row.method} {path}: {' '.join(map(str, found))} not {row.expected}")
    assert differences == [], "\n" + "\n".join(differences)


@pytest.mark.django_db
@pytest.mark.parametrize("path", CMS_OWN)
def test_cms_lets_nobody_in_without_the_permission(path: str) -> None:
    there = scene()
    for role, client in clients(there).items():
        response = client.get(path)
        if role in {"anonymous", "staff", "manager", "hr", "approver"}:
            assert response.status_code in {302, 403}, (role, path)
            assert response.headers.get("Location", "/account/login/").startswith("/account/login/")

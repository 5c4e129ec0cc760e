"""Logins in the CMS: an administrator cannot hand out, take over or reach what only a role may read."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from lms.core.models import AuditEntry
from lms.people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> User:
    """An administrator, signed in."""
    admin: User = UserFactory.create(roles=("administrator",))
    client.force_login(admin)
    return admin


def group(key: str) -> Group:
    """A role's group."""
    return Group.objects.get(name=key)


def sent(user: User, *roles: str, **changes: Any) -> dict[str, Any]:
    """The form of a login as a browser sends it."""
    values = {
        "username": user.username,
        "email": user.email,
        "first_name": "Ana",
        "last_name": "Ríos",
        "password1": "",
        "password2": "",
        "is_active": "on",
        "groups": [group(role).pk for role in roles],
    }
    return {**values, **changes}


def edit(client: Client, user: User, form: dict[str, Any]) -> Any:
    """Send the form of a login."""
    return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), form)


def roles(user: User) -> set[str]:
    """Keys of a login's roles."""
    return set(user.groups.values_list("name", flat=True))


def test_administrator_sees_the_logins_but_not_the_groups(client: Client, admin: User) -> None:
    assert client.get(reverse("wagtailusers_users:index")).status_code == 200
    assert client.get(reverse("wagtailusers_groups:index")).status_code == 302
    assert client.get(reverse("wagtailusers_groups:edit", args=[group("hr").pk])).status_code == 302


def test_administrator_gives_an_ordinary_role_and_it_is_audited(client: Client, admin: User) -> None:
    user = UserFactory.create()
    assert edit(client, user, sent(user, "trainer")).status_code == 302
    assert roles(user) == {"trainer"}
    assert AuditEntry.objects.get(action="account.changed").detail == {"roles": ["trainer"], "active": True}


@pytest.mark.parametrize("role", ["hr", "approver"])
def test_administrator_cannot_give_a_role_that_opens_pay(client: Client, admin: User, role: str) -> None:
    user = UserFactory.create()
    assert edit(client, user, sent(user, role)).status_code == 200
    assert roles(user) == set()
    assert edit(client, admin, sent(admin, "administrator", role)).status_code == 200
    assert roles(admin) == {"administrator"}


def test_administrator_cannot_take_a_role_that_opens_pay(client: Client, admin: User) -> None:
    user = UserFactory.create(roles=("hr",))
    assert edit(client, user, sent(user)).status_code == 200
    assert roles(user) == {"hr"}


def test_administrator_cannot_create_a_login_with_such_a_role(client: Client, admin: User) -> None:
    form = {**sent(UserFactory.build(), "hr"), "username": "nueva", "password1": "una-clave-larga", "password2": ""}
    form["password2"] = form["password1"]
    assert client.post(reverse("wagtailusers_users:add"), form).status_code == 200
    assert not User.objects.filter(username="nueva").exists()
    assert client.post(reverse("wagtailusers_users:add"), {**form, "groups": []}).status_code == 302
    assert User.objects.get(username="nueva").check_password("una-clave-larga")


def test_administrator_cannot_take_over_a_login_that_opens_pay(client: Client, admin: User) -> None:
    user = UserFactory.create(roles=("hr",))
    changes = {"email": "otra@example.org", "password1": "una-clave-larga", "password2": "una-clave-larga"}
    edit(client, user, sent(user, "hr", username="otro", **changes))
    same = User.objects.get(pk=user.pk)
    assert (same.username, same.email, same.check_password("talante-demo")) == (user.username, user.email, True)


def test_administrator_can_close_a_login_that_opens_pay(client: Client, admin: User) -> None:
    user = UserFactory.create(roles=("hr",))
    form = sent(user, "hr")
    del form["is_active"]
    assert edit(client, user, form).status_code == 302
    assert not User.objects.get(pk=user.pk).is_active


def test_administrator_cannot_make_anybody_a_superuser(client: Client, admin: User) -> None:
    user = UserFactory.create()
    edit(client, user, sent(user, is_superuser="on"))
    assert not User.objects.get(pk=user.pk).is_superuser


def test_administrator_cannot_change_the_password_of_a_superuser(client: Client, admin: User) -> None:
    root = UserFactory.create(is_superuser=True)
    edit(client, root, sent(root, password1="una-clave-larga", password2="una-clave-larga"))
    assert User.objects.get(pk=root.pk).check_password("talante-demo")


def test_administrator_cannot_give_such_a_role_to_many_at_once(client: Client, admin: User) -> None:
    user = UserFactory.create()
    address = reverse("wagtail_bulk_action", args=["people", "user", "assign_role"]) + f"?id={user.pk}&next=/cms/"
    response = client.post(address, {"role": group("hr").pk})
    assert response.status_code in {302, 403}
    assert roles(user) == set()
    client.post(address, {"role": group("trainer").pk})
    assert roles(user) == {"trainer"}


def test_superuser_without_the_permission_cannot_give_it_either(client: Client) -> None:
    root = UserFactory.create(is_superuser=True)
    client.force_login(root)
    edit(client, root, sent(root, "hr"))
    assert roles(root) == set()


def test_whoever_has_the_permission_may_give_the_role(client: Client) -> None:
    actor = UserFactory.create(roles=("hr",))
    actor.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_user"]))
    client.force_login(actor)
    user = UserFactory.create()
    assert edit(client, user, sent(user, "hr")).status_code == 302
    assert roles(user) == {"hr"}


def test_whoever_runs_the_server_gives_and_takes_roles() -> None:
    user = UserFactory.create(username="ana")
    call_command("give_role", "ana", "hr")
    assert roles(user) == {"hr"}
    call_command("give_role", "ana", "hr", "--take")
    assert roles(user) == set()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["role.given", "role.taken"]
    with pytest.raises(CommandError):
        call_command("give_role", "nadie", "hr")

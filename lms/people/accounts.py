"""Logins inside the CMS: an administrator manages them without ever reaching what only a role may read.

A sensitive permission (pay, competency profiles) is given by name. Whoever could hand out the roles that carry one, or
take over the login of somebody who has one, would have given it to themselves. So in the CMS a sensitive role can only
be given or taken by a person who holds everything sensitive in it, and the name, the password and the address of such
a person's login are closed to others. `manage.py give_role` is the way in for whoever runs the server.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from lms.core import audit
from lms.people.models import User
from lms.people.roles import sensitive_permissions

IDENTITY = ("username", "email", "password1", "password2")


def _sensitive(rows: Any) -> set[str]:
    names = {f"{row.content_type.app_label}.{row.codename}" for row in rows.select_related("content_type")}
    return names & sensitive_permissions()


def sensitive_of_group(group: Group) -> set[str]:
    """The sensitive permissions that a role carries."""
    return _sensitive(Permission.objects.filter(group=group))


def sensitive_of_user(user: User) -> set[str]:
    """The sensitive permissions that a login has been given, by name or by its roles."""
    if user._state.adding:
        return set()
    return _sensitive(Permission.objects.filter(Q(user=user) | Q(group__user=user)))


def out_of_reach(actor: User) -> set[int]:
    """Keys of the groups that `actor` may neither give nor take."""
    held = sensitive_of_user(actor)
    return {group.pk for group in Group.objects.all() if not sensitive_of_group(group) <= held}


class _Guarded:
    """What both forms have in common."""

    actor: User
    fields: dict[str, Any]
    instance: User
    guarded_identity = False

    def guard(self, actor: User) -> None:
        """Close what `actor` may not change. A closed field keeps its value, whatever is sent."""
        self.actor = actor
        if not actor.is_superuser:
            self.fields.pop("is_superuser", None)
        self.guarded_identity = not sensitive_of_user(self.instance) <= sensitive_of_user(actor) or (
            self.instance.is_superuser and not actor.is_superuser
        )
        if self.guarded_identity:
            for name in IDENTITY:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Closed: this login has a role that you do not have.")

    def clean_groups(self) -> Any:
        """Roles with sensitive permissions that the actor lacks stay as they are."""
        chosen: Any = self.cleaned_data["groups"]  # type: ignore[attr-defined]  # set by the form this is mixed into
        closed = out_of_reach(self.actor)
        before = set(self.instance.groups.values_list("pk", flat=True)) if self.instance.pk else set()
        changed = before ^ {group.pk for group in chosen}
        if changed & closed:
            names = ", ".join(Group.objects.filter(pk__in=changed & closed).values_list("name", flat=True))
            self.add_error(  # type: ignore[attr-defined]  # a method of the form this is mixed into
                "groups",
                _(
                    "You cannot give or take these roles, because they open what your own do not: %(names)s. "
                    "Ask somebody who has them, or whoever runs the server."
                )
                % {"names": names},
            )
        return chosen


class AccountCreationForm(_Guarded, UserCreationForm):
    """A new login."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard(actor)


class AccountEditForm(_Guarded, UserEditForm):
    """A login there is."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard(actor)


class _Audited:
    """Tells the form who is acting, and leaves a line in the audit trail."""

    request: HttpRequest
    audited: ClassVar[str]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those of the CMS, and the actor."""
        return {**super().get_form_kwargs(), "actor": self.request.user}  # type: ignore[misc]  # mixed into a view

    def save_instance(self) -> Any:
        """Save, and note it."""
        saved = super().save_instance()  # type: ignore[misc]  # mixed into a view
        roles = sorted(saved.groups.values_list("name", flat=True))
        assert isinstance(self.request.user, User)
        audit.record(actor=self.request.user, action=self.audited, subject=saved, roles=roles, active=saved.is_active)
        return saved


class AccountCreateView(_Audited, CreateView):
    """Adding a login."""

    audited = "account.created"


class AccountEditView(_Audited, EditView):
    """Changing a login."""

    audited = "account.changed"


class AccountViewSet(UserViewSet):
    """The CMS's screens of logins with our forms."""

    add_view_class = AccountCreateView
    edit_view_class = AccountEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        """Ours."""
        return AccountEditForm if for_update else AccountCreationForm


@hooks.register("before_bulk_action")
def refuse_bulk_roles(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """A role out of one's reach cannot be given to many at once either."""
    if action_type == "assign_role":
        role = action.cleaned_form.cleaned_data["role"]
        assert isinstance(request.user, User)
        if role.pk in out_of_reach(request.user):
            raise PermissionDenied
    return None

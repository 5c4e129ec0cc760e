"""The profile: one's own, and that of a person one may see."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from competencies import presentation, selectors, wording
from competencies.access import visible_profile_owner
from competencies.engine.parameters import LEVELS
from competencies.models import Anchor
from competencies.profile import Standing
from lms.core.errors import NotHere
from lms.people.models import Employee, User
from lms.people.selectors import leader_of, own_employee, post_of

# On the profile itself; the page of the competency shows all of them.
NEWEST_LINES = 8


@login_required
@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """One's own profile."""
    return _profile(request, own_employee(request.user), own=True)


@login_required
@never_cache
@require_safe
def person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The profile of somebody one may see; for anybody else there is nothing here."""
    employee, own = _owner(request, uuid)
    return _profile(request, employee, own=own)


@login_required
@never_cache
@require_safe
def my_competency(request: HttpRequest, key: str) -> HttpResponse:
    """One competency of one's own, with all its evidence."""
    return _competency(request, own_employee(request.user), key, own=True)


@login_required
@never_cache
@require_safe
def person_competency(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """One competency of somebody one may see."""
    employee, own = _owner(request, uuid)
    return _competency(request, employee, key, own=own)


def _owner(request: HttpRequest, uuid: UUID) -> tuple[Employee, bool]:
    user = cast(User, request.user)
    employee = visible_profile_owner(user, uuid)
    return employee, employee.user_id == user.pk


def _profile(request: HttpRequest, employee: Employee, *, own: bool) -> HttpResponse:
    profile = selectors.profile_of(employee, explained=False)
    focus = profile.focus if profile.has_evidence else None
    explained = selectors.profile_of(employee, only=focus.competency.key).standings[0] if focus else None
    context = {
        **_who(employee, own=own),
        "profile": profile,
        "sentence": wording.opening(profile, own=own),
        "focus": focus,
        "focus_level": presentation.level(focus, employee, own=own, heading=True) if focus else None,
        "account": presentation.account(explained, employee, own=own, newest=NEWEST_LINES) if explained else None,
        "sections": presentation.sections(profile, own=own, without=focus),
    }
    return render(request, "competencies/profile.html", context)


def _competency(request: HttpRequest, employee: Employee, key: str, *, own: bool) -> HttpResponse:
    profile = selectors.profile_of(employee, only=key)
    standing = profile.of(key)
    if standing is None:
        raise NotHere
    context = {
        **_who(employee, own=own),
        "profile": profile,
        "profile_url": presentation.profile_url(employee, own=own),
        "standing": standing,
        "level": presentation.level(standing, employee, own=own, heading=True) | {"url": ""},
        "account": presentation.account(standing, employee, own=own),
        "steps": _steps(standing),
    }
    return render(request, "competencies/profile_competency.html", context)


def _who(employee: Employee, *, own: bool) -> dict[str, Any]:
    """Whose profile it is, and who else reads it."""
    return {"employee": employee, "own": own, "post": post_of(employee), "leader": leader_of(employee)}


def _steps(standing: Standing) -> list[dict[str, Any]]:
    """What is seen at the current level and at the next one; without a known level, at the one that is asked."""
    anchors = Anchor.objects.filter(competency=standing.competency)
    by_level: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        by_level.setdefault(anchor.level, []).append(anchor)
    if standing.sufficient:
        chosen = [(standing.level, "here"), (standing.level + 1, "next")]
    else:
        chosen = [(standing.target or LEVELS[1], "asked" if standing.target else "first")]
    return [
        {"level": number, "name": standing.level_names[number - 1], "step": step, "anchors": by_level[number]}
        for number, step in chosen
        if number in by_level
    ]

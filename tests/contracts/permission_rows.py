"""Who gets what at every address: the agreement that the permission matrix checks.

One row is one request; `expected` are the statuses for anonymous, staff, trainer, manager, hr, approver and
administrator, in this order. HR, the approver and the administrator of the scene are logins without an employee: pages
about oneself are not there for them. What somebody may not know about is 404, not 403.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import reverse

from tests.contracts.scene import SCENARIO, WRONG_WAY, Scene


@dataclass(frozen=True, slots=True)
class Row:
    """One request to one address."""

    path: Callable[[Scene], str]
    expected: str
    method: str = "get"
    data: Any = None


def rows(name: str, *arguments: Any, get: str = "", post: str = "", data: Any = None) -> list[Row]:
    """The rows of one address: reading it, sending to it, or both. Arguments may be taken from the scene."""

    def path(there: Scene) -> str:
        return reverse(name, args=[one(there) if callable(one) else one for one in arguments])

    found = [Row(path, get)] if get else []
    return found + ([Row(path, post, "post", data)] if post else [])


def staff(there: Scene) -> Any:
    """The staff of the scene."""
    return there.staff.uuid


def cycle(there: Scene) -> Any:
    """The computed cycle that waits to be sent for approval."""
    return there.draft.uuid


# Answers that many addresses give.
SIGNED_IN = "302 200 200 200 200 200 200"
EMPLOYEES = "302 200 200 200 404 404 404"
STAFF_ONLY = "302 200 404 404 404 404 404"
OPEN = "200 200 200 200 200 200 200"
CALLERS = "401 200 200 200 200 200 200"
NOWHERE = "404 404 404 404 404 404 404"
SENT_ONLY = "302 405 405 405 405 405 405"
NOT_READ = "405 405 405 405 405 405 405"
WITH_PAY = "302 404 404 404 200 200 404"
TO_HR = "302 404 404 404 302 404 404"

ACCOUNT = {
    "healthz": rows("healthz", get=OPEN),
    "login": rows("login", get="200 302 302 302 302 302 302"),
    "logout": rows("logout", get=NOT_READ, post="302 302 302 302 302 302 302"),
    "password_change": rows("password_change", get=SIGNED_IN),
    "password_change_done": rows("password_change_done", get=SIGNED_IN),
    "password_reset": rows("password_reset", get=OPEN),
    "password_reset_done": rows("password_reset_done", get=OPEN),
    "password_reset_confirm": [
        Row(lambda there: reverse("password_reset_confirm", args=there.reset), "302 302 302 302 302 302 302"),
        *rows("password_reset_confirm", "MQ", "set-password", get=OPEN),
    ],
    "password_reset_complete": rows("password_reset_complete", get=OPEN),
    "set_language": rows("set_language", get="302 302 302 302 302 302 302", post="302 302 302 302 302 302 302"),
    "wagtailcore_login": rows("wagtailcore_login", get=OPEN),
}

HOST = {
    "home": rows("home", get=SIGNED_IN),
    "picture": rows("picture", "images", "nothing.png", get="302 404 404 404 404 404 404"),
    # Whoever sees nobody else is sent to their own page.
    "people:directory": rows("people:directory", get="302 302 302 200 200 200 200"),
    "people:person": rows("people:person", staff, get="302 200 404 200 200 200 200"),
    "reports:list": rows("reports:list", get=SIGNED_IN),
    "reports:report": rows("reports:report", "competencies", "by-unit", get="302 404 404 404 200 404 404"),
    "courses:catalogue": rows("courses:catalogue", get=SIGNED_IN),
    "courses:enrol": rows(
        "courses:enrol", lambda there: there.course.translation_key, get=SENT_ONLY, post="302 302 302 302 404 404 404"
    ),
    "courses:complete": rows(
        "courses:complete",
        lambda there: there.lesson.translation_key,
        get=SENT_ONLY,
        post="302 302 302 302 404 404 404",
    ),
    "assessment:quiz": rows("assessment:quiz", lambda there: there.quiz_key, get="302 302 200 200 403 403 403"),
    "assessment:question": rows("assessment:question", lambda there: there.quiz_attempt.uuid, 1, get=STAFF_ONLY),
    "assessment:result": rows("assessment:result", lambda there: there.quiz_result.uuid, get=STAFF_ONLY),
    "wagtail_serve": [
        Row(lambda there: there.course.get_url(), SIGNED_IN),
        Row(lambda there: there.lesson.get_url(), SIGNED_IN),
        Row(lambda _there: "/no-such-page/", NOWHERE),
    ],
    "wagtaildocs_serve": rows("wagtaildocs_serve", 1, "nothing.pdf", get=NOWHERE),
    "wagtaildocs_authenticate_with_password": rows("wagtaildocs_authenticate_with_password", 1, get=NOWHERE),
    "wagtailcore_authenticate_with_password": rows("wagtailcore_authenticate_with_password", 1, 1, get=NOWHERE),
}

CMS = {
    "talante_plugins": rows("talante_plugins", get="302 302 302 302 302 302 200"),
    "talante_plugin_switch": rows(
        "talante_plugin_switch",
        "scenarios",
        get="302 302 302 302 302 302 200",
        post="302 302 302 302 302 302 302",
        data={"enabled": "0"},
    ),
    "scenarios_cms:index": rows("scenarios_cms:index", get="302 302 200 302 302 302 302"),
    "scenarios_cms:index_results": rows("scenarios_cms:index_results", get="302 302 200 302 302 302 302"),
    # A trainer goes on to the form, since there is one place to write in; an administrator is told there is none.
    "scenarios_cms:choose_parent": rows("scenarios_cms:choose_parent", get="302 302 302 302 302 302 200"),
    "wagtailusers_users:add": rows("wagtailusers_users:add", get="302 302 302 302 302 302 200"),
    "wagtailusers_users:edit": rows(
        "wagtailusers_users:edit", lambda there: there.staff.user_id, get="302 302 302 302 302 302 200"
    ),
}

API = {
    "api:root": rows("api:root", get=CALLERS),
    "api:schema": rows("api:schema", get=CALLERS),
    "api:docs": rows("api:docs", get=CALLERS),
    "api:me-list": rows("api:me-list", get=CALLERS),
    "api:people-list": rows("api:people-list", get=CALLERS),
    "api:people-detail": rows("api:people-detail", staff, get="401 200 404 200 200 200 200"),
    "api:units-list": rows("api:units-list", get=CALLERS),
    "api:units-detail": rows("api:units-detail", lambda there: there.published.unit.uuid, get=CALLERS),
    "api:courses-list": rows("api:courses-list", get=CALLERS),
    "api:courses-detail": rows("api:courses-detail", lambda there: there.course.translation_key, get=CALLERS),
    "api:enrolments-list": [
        *rows("api:enrolments-list", get=CALLERS, post="401 400 400 400 400 400 400", data={}),
        *rows("api:enrolments-list", post="401 404 404 404 404 404 404", data={"course": str(uuid4())}),
    ],
    "api:attempts-list": rows("api:attempts-list", get=CALLERS),
    "api:attempts-detail": rows(
        "api:attempts-detail", lambda there: there.quiz_result.uuid, get="401 200 404 200 404 404 404"
    ),
    "api:plugins-list": rows("api:plugins-list", get="401 403 403 403 403 403 200"),
    "api:plugins-detail": [
        *rows("api:plugins-detail", "scenarios", get="401 403 403 403 403 403 200"),
        Row(
            lambda _there: reverse("api:plugins-detail", args=["scenarios"]),
            "401 403 403 403 403 403 200",
            "patch",
            {"enabled": False},
        ),
    ],
    "api:nothing": [Row(lambda _there: "/api/v1/nothing/", NOWHERE)],
}

COMPETENCIES = {
    "competencies:me": rows("competencies:me", get=EMPLOYEES),
    "competencies:my_competency": rows("competencies:my_competency", "composure", get=EMPLOYEES),
    "competencies:person": rows("competencies:person", staff, get="302 200 404 200 200 404 404"),
    "competencies:person_competency": rows(
        "competencies:person_competency", staff, "composure", get="302 200 404 200 200 404 404"
    ),
    "competencies:dashboard": rows("competencies:dashboard", get="302 404 404 404 200 404 404"),
    "competencies:dashboard-people": [
        Row(
            lambda _there: reverse("competencies:dashboard-people") + "?competency=composure",
            "302 404 404 404 200 404 404",
        )
    ],
    "api:competency-list": rows("api:competency-list", get=CALLERS),
    "api:competency-detail": rows("api:competency-detail", "composure", get=CALLERS),
    "api:state-list": rows("api:state-list", get=CALLERS),
    "api:state-detail": rows("api:state-detail", lambda there: there.state.pk, get="401 200 404 200 200 404 404"),
    "api:evidence-list": rows("api:evidence-list", get=CALLERS),
    "api:evidence-detail": rows(
        "api:evidence-detail", lambda there: there.evidence.uuid, get="401 200 404 200 200 404 404"
    ),
}

SCENARIOS = {
    "scenarios:practice": rows("scenarios:practice", get=SIGNED_IN),
    "scenarios:intro": rows("scenarios:intro", SCENARIO, get=SIGNED_IN),
    "scenarios:play": rows("scenarios:play", lambda there: there.play.uuid, get=STAFF_ONLY),
    "scenarios:leave": rows(
        "scenarios:leave",
        lambda there: there.play.uuid,
        get=SENT_ONLY,
        post="302 302 404 404 404 404 404",
    ),
    "scenarios:play-from": rows(
        "scenarios:play-from",
        lambda there: there.finished_play.uuid,
        get=SENT_ONLY,
        post="302 302 404 404 404 404 404",
        data={"upto": "1"},
    ),
    "scenarios:debrief": rows("scenarios:debrief", lambda there: there.finished_play.uuid, get=STAFF_ONLY),
    "api:scenarios-list": rows("api:scenarios-list", get=CALLERS),
    "api:scenarios-detail": rows("api:scenarios-detail", SCENARIO, get=CALLERS),
    "api:plays-list": rows(
        "api:plays-list",
        get="401 405 405 405 405 405 405",
        post="401 201 201 201 404 404 404",
        data={"scenario": SCENARIO},
    ),
    "api:plays-detail": rows("api:plays-detail", lambda there: there.play.uuid, get="401 200 404 404 404 404 404"),
    "api:plays-turn": rows(
        "api:plays-turn",
        lambda there: there.play.uuid,
        post="401 200 404 404 404 404 404",
        data={"sequence": 0, "token": "one", "kind": "choose", "choice": WRONG_WAY[0]},
    ),
    "api:plays-leave": rows("api:plays-leave", lambda there: there.play.uuid, post="401 200 404 404 404 404 404"),
}

COMPENSATION = {
    "compensation:home": rows("compensation:home", get="302 302 302 302 302 302 302"),
    "compensation:mine": rows("compensation:mine", get=EMPLOYEES),
    "compensation:receipt": rows(
        "compensation:receipt", lambda there: there.receipt.uuid, get="302 200 404 404 200 200 404"
    ),
    "compensation:cycles": rows("compensation:cycles", get=WITH_PAY),
    "compensation:cycle-new": rows(
        "compensation:cycle-new", get="302 404 404 404 200 404 404", post="302 404 404 404 422 404 404", data={}
    ),
    "compensation:cycle": rows("compensation:cycle", cycle, get=WITH_PAY),
    "compensation:cycle-compute": rows("compensation:cycle-compute", cycle, get=TO_HR, post=TO_HR),
    "compensation:cycle-submit": rows("compensation:cycle-submit", cycle, get=TO_HR, post=TO_HR),
    "compensation:cycle-approve": rows(
        "compensation:cycle-approve", cycle, get="302 404 404 404 404 302 404", post="302 404 404 404 404 409 404"
    ),
    "compensation:cycle-return": rows(
        "compensation:cycle-return", cycle, get="302 404 404 404 404 302 404", post="302 404 404 404 404 422 404"
    ),
    "compensation:cycle-publish": rows(
        "compensation:cycle-publish", cycle, get=TO_HR, post="302 404 404 404 409 404 404"
    ),
    "compensation:cycle-cancel": rows("compensation:cycle-cancel", cycle, get=TO_HR, post=TO_HR),
    "compensation:cycle-csv": rows("compensation:cycle-csv", cycle, get=WITH_PAY),
    "compensation:cycle-xlsx": rows("compensation:cycle-xlsx", cycle, get=WITH_PAY),
    "compensation:rules": rows("compensation:rules", get=WITH_PAY),
    "compensation:policy": rows("compensation:policy", lambda there: there.policy, get="302 200 404 404 200 200 404"),
    "api:review-cycle-list": rows("api:review-cycle-list", get="401 404 404 404 200 200 404"),
    "api:review-cycle-detail": rows("api:review-cycle-detail", cycle, get="401 404 404 404 200 200 404"),
    "api:receipt-list": rows("api:receipt-list", get=CALLERS),
    "api:receipt-detail": rows(
        "api:receipt-detail", lambda there: there.receipt.uuid, get="401 200 404 404 200 200 404"
    ),
}

ROWS: dict[str, list[Row]] = {**ACCOUNT, **HOST, **CMS, **API, **COMPETENCIES, **SCENARIOS, **COMPENSATION}

"""Which reports there are for somebody, and computing one of them."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.core.errors import LmsError, NotHere
from lms.people.models import User
from lms.plugins import health, registry
from lms.plugins.contributions import Report, ReportTable

log = logging.getLogger(__name__)


class ReportFailed(LmsError):
    """A plugin could not compute its report."""

    code = "report-failed"
    status = 503
    sentence = _(
        "This report could not be computed. Nothing was changed, and the failure was noted for your administrator. "
        "Try again later."
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """A report that somebody may open, and the plugin it comes from."""

    plugin: str
    report: Report

    @property
    def key(self) -> str:
        """How the report is called across plugins."""
        return f"{self.plugin}/{self.report.key}"


def offered_to(user: User) -> list[Offered]:
    """The reports this user has the permission for, by name."""
    answers = registry.ask("reports")
    allowed = [Offered(a.plugin, a.value) for a in answers if user.has_perm(a.value.permission)]
    return sorted(allowed, key=lambda offered: str(offered.report.name).casefold())


def offered_report(user: User, plugin: str, key: str) -> Offered:
    """One report; `NotHere` when there is none, or this user may not know of it."""
    for offered in offered_to(user):
        if (offered.plugin, offered.report.key) == (plugin, key):
            return offered
    raise NotHere


def computed(offered: Offered, user: User, parameters: dict[str, str]) -> ReportTable:
    """The report's table. What it refuses is passed on; what breaks in it is noted in the plugin's health."""
    try:
        with transaction.atomic():
            table = offered.report.compute(user, parameters)
    except LmsError:
        raise
    except Exception as error:
        log.exception("The report %s failed.", offered.key)
        health.note_fault(offered.plugin, "reports", error)
        raise ReportFailed from error
    return table


def parameters_of(query: Any) -> dict[str, str]:
    """The parameters of a request that a report is computed from: all but the ones that only show it differently."""
    return {key: value for key, value in query.items() if key not in {"format", "page"}}

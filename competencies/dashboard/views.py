"""The board, the people under one of its figures, and its files."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from competencies.dashboard import report, selectors
from competencies.dashboard.board import Board, Focus
from competencies.dashboard.filters import Filters
from competencies.dashboard.sentence import opening
from competencies.dashboard.trend import Course, course_of
from competencies.models import Competency
from competencies.selectors import level_names
from lms.core import clock
from lms.core.errors import NotHere
from lms.people.models import Position, Unit, User
from lms.people.selectors import signed_in
from lms.reports.registry import parameters_of
from lms.reports.views import export_urls, exported
from lms.ui import formats
from lms.ui.figures.trend import TrendPoint

PROFILES = "competencies.view_any_profile"
PEOPLE_ON_A_PAGE = 50


@login_required
@never_cache
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where people stand against their positions, or with `?format=` the file of it."""
    user = _reader(request)
    parameters = parameters_of(request.GET)
    board, form = report.board_for(parameters)
    applied = form.applied()
    course = _course(board)
    if "format" in request.GET:
        tables = report.tables(board, [chip["label"] for chip in applied], course)
        return exported(request, report="competencies/dashboard", tables=tables, filters=parameters)
    addresses = Addresses(board.filters, may_open=user.has_perm(PROFILES))
    context = {
        "board": board,
        "form": form,
        "applied": applied,
        "sentence": opening(board, course),
        "map": _map(board, addresses),
        "ranking": [(one, addresses.board(focus=one.competency.key)) for one in board.ranking],
        "focus": _detail(board.focus, addresses) if board.focus else None,
        "trend": _trend(board.focus, course) if board.focus and course else None,
        "notes": report.by_unit_notes(board, [])[1:],
        "weighted_note": report.weighted_note(),
        "exports": export_urls(parameters),
    }
    return render(request, "competencies/dashboard.html", context)


@login_required
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people under one figure of the board, each with a link to what the figure rests on.

    A list of names is not a mean: it is open, however short, to whoever may see each of these profiles, and to nobody
    else. See `suppression` for what is protected where.
    """
    user = _reader(request)
    if not user.has_perm(PROFILES):
        raise NotHere
    chosen = _chosen(request)
    found = selectors.standings(
        clock.today(),
        chosen["competency"],
        unit=chosen["unit"],
        only_here=chosen["only_here"],
        position=chosen["position"],
    )
    known = [one for one in found if one.state is not None]
    below = [one for one in known if one.is_below]
    only_below = request.GET.get("below") == "1"
    page = Paginator(below if only_below else found, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    back = Filters(unit=chosen["unit"], position=chosen["position"], focus=chosen["competency"])
    return render(
        request,
        "competencies/dashboard_people.html",
        {
            **chosen,
            "page": page,
            "asked": len(found),
            "known": len(known),
            "below": len(below),
            "only_below": only_below,
            "names": level_names(chosen["competency"].framework),
            "board_url": f"{reverse('competencies:dashboard')}?{back.query()}",
        },
    )


def _reader(request: HttpRequest) -> User:
    """Who reads; for whoever may not, there is nothing here."""
    user = signed_in(request)
    if not user.has_perm(report.PERMISSION):
        raise NotHere
    return user


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """The unit, position and competency an address of people names; `NotHere` for one that does not exist."""
    given = request.GET
    competencies = Competency.objects.select_related("framework").filter(in_use=True)
    competency = competencies.filter(key=given.get("competency", "")).first()
    unit = Unit.objects.filter(key=given["unit"]).first() if given.get("unit") else None
    position = Position.objects.filter(key=given["position"]).first() if given.get("position") else None
    if competency is None or (given.get("unit") and unit is None) or (given.get("position") and position is None):
        raise NotHere
    only_here = given.get("here") == "1" and unit is not None
    return {"competency": competency, "unit": unit, "position": position, "only_here": only_here}


class Addresses:
    """Where the figures of a board lead: to its people for whoever may open profiles, nowhere for others."""

    def __init__(self, filters: Filters, *, may_open: bool) -> None:
        self.filters = filters
        self.may_open = may_open

    def board(self, **changed: str) -> str:
        """The board with some filters changed."""
        return f"?{self.filters.query(**changed)}"

    def people(self, competency: Competency, **narrower: str) -> str:
        """The people of the board in one competency, or fewer of them."""
        if not self.may_open:
            return ""
        given = {
            "unit": self.filters.unit.key if self.filters.unit else "",
            "position": self.filters.position.key if self.filters.position else "",
            "competency": competency.key,
        } | narrower
        address = reverse("competencies:dashboard-people")
        return f"{address}?{urlencode({key: value for key, value in given.items() if value})}"


def _map(board: Board, addresses: Addresses) -> dict[str, Any]:
    """The heat map with the address under every cell."""
    return {
        "rows": [
            (
                row,
                [
                    (cell, addresses.people(competency, unit=row.unit.key, here="1"))
                    for cell, competency in zip(row.cells, board.columns, strict=True)
                ],
            )
            for row in board.rows
        ],
        "totals": [
            (cell, addresses.people(competency)) for cell, competency in zip(board.totals, board.columns, strict=True)
        ],
        "heads": [
            (competency, report.target(cell)) for competency, cell in zip(board.columns, board.totals, strict=True)
        ],
    }


def _course(board: Board) -> Course | None:
    """How the competency in detail has moved, where its mean may be shown at all."""
    if board.focus is None or board.focus.levels is None:
        return None
    return course_of(board.roll, board.focus.competency, board.filters, board.on)


def _trend(focus: Focus, course: Course) -> dict[str, Any]:
    """The points of the line over time, named by their months."""
    language = get_language() or "es"
    return {
        "points": [
            TrendPoint(
                formats.month_abbreviation(moment.on.month, language=language), moment.mean, moment.low, moment.high
            )
            for moment in course.moments
        ],
        "target": course.target,
        "caption": report.course_caption(focus, course),
        "note": report.course_note(),
    }


def _detail(focus: Focus, addresses: Addresses) -> dict[str, Any]:
    """The competency in detail with the address under every figure."""
    return {
        "of": focus,
        "names": level_names(focus.competency.framework),
        "caption": _("People by level: %(competency)s") % {"competency": focus.competency},
        "below_url": addresses.people(focus.competency, below="1"),
        "rows": [
            (row, addresses.people(focus.competency, position=row.position.key, below="1")) for row in focus.positions
        ],
    }

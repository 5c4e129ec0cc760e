"""The list of reports, and one report as a page or a file."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lms.people.selectors import signed_in
from lms.plugins.contributions import ReportTable
from lms.reports import registry, services
from lms.reports.cell_text import NUMERIC, cell_text

ROWS_ON_A_PAGE = 100


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports this person may open."""
    return render(request, "reports/list.html", {"offered": registry.offered_to(signed_in(request))})


@login_required
@require_safe
def report(request: HttpRequest, plugin: str, key: str) -> HttpResponse:
    """One report, or with `?format=` the file of it."""
    offered = registry.offered_report(signed_in(request), plugin, key)
    parameters = registry.parameters_of(request.GET)
    table = registry.computed(offered, signed_in(request), parameters)
    if "format" in request.GET:
        return exported(request, report=offered.key, tables=[table], filters=parameters)
    page = Paginator(table.rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/report.html",
        {
            "offered": offered,
            "table": table,
            "headers": [(column.label, column.kind in NUMERIC) for column in table.columns],
            "rows": _shown_rows(table, list(page.object_list)),
            "page": page,
            "exports": export_urls(parameters),
        },
    )


def _shown_rows(table: ReportTable, rows: Sequence[dict[str, Any]]) -> list[list[tuple[str, bool]]]:
    language = get_language() or "es"
    return [
        [
            (cell_text(row.get(column.key), column.kind, language=language), column.kind in NUMERIC)
            for column in table.columns
        ]
        for row in rows
    ]


def export_urls(parameters: Mapping[str, str]) -> dict[str, str]:
    """The addresses of a page's files, by format, relative to the page."""
    return {name: f"?{urlencode({**parameters, 'format': name})}" for name in (services.XLSX, services.CSV)}


def exported(
    request: HttpRequest, *, report: str, tables: Sequence[ReportTable], filters: Mapping[str, str]
) -> HttpResponse:
    """The response that carries the file named by `?format=`; for every page that shows exportable tables."""
    file = services.export(
        actor=signed_in(request),
        report=report,
        tables=tables,
        file_format=request.GET.get("format", ""),
        filters=filters,
    )
    response = HttpResponse(file.content, content_type=file.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response

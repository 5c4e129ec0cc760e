"""Review cycles: opening, computing, deciding, publishing, exporting."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compensation import access, errors, exports, selectors, services
from compensation.forms import CycleForm, ReturnForm, first_of_next_month
from compensation.models import Computation, Decision, PayRead, ReviewCycle
from compensation.wording import EXCLUSIONS, REASONS, STATE_KINDS
from lms.core import clock
from lms.core.errors import NotHere
from lms.reports.exporters import csv_file, xlsx_file

PER_PAGE = 50
State = ReviewCycle.State
Step = Callable[[HttpRequest, ReviewCycle], HttpResponse]


@login_required
@never_cache
@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """Every review cycle, newest first."""
    access.require(access.may_view_pay(request.user))
    found: QuerySet[ReviewCycle] = access.visible_cycles(request.user).select_related("unit")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, STATE_KINDS[one.state]) for one in page],
        "waiting": access.visible_cycles(request.user).filter(state=State.PROPOSED).count(),
        "total": page.paginator.count,
        "may_open": access.may_open(request.user),
    }
    return render(request, "compensation/cycles.html", context)


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Open a review cycle."""
    access.require(access.may_open(request.user))
    if request.method != "POST":
        form = CycleForm()
        form.fields["cut_off"].initial = clock.today()
        form.fields["effective_on"].initial = first_of_next_month(clock.today())
        return render(request, "compensation/cycle_form.html", _form_context(form))
    form = CycleForm(request.POST)
    if form.is_valid():
        try:
            cycle = services.open_cycle(actor=access.signed_in(request), **form.values())
        except errors.RulesRefused as error:
            form.take_problems(error.details.get("fields") or {"": str(error)})
        else:
            return redirect("compensation:cycle", uuid=cycle.uuid)
    return render(request, "compensation/cycle_form.html", _form_context(form), status=422)


def _form_context(form: CycleForm) -> dict[str, Any]:
    return {"form": form, "has_policy": selectors.latest_policy() is not None}


@login_required
@never_cache
@require_safe
def cycle(request: HttpRequest, uuid: str) -> HttpResponse:
    """One cycle: the result in a sentence, totals, every proposal, who was left out, and the next step."""
    found = access.visible_cycle(request.user, uuid)
    return render(request, "compensation/cycle.html", _cycle_context(request, found, ReturnForm()))


def _cycle_context(request: HttpRequest, found: ReviewCycle, returning: ReturnForm) -> dict[str, Any]:
    decisions = selectors.decisions_of(found)
    context: dict[str, Any] = {
        "cycle": found,
        "state_kind": STATE_KINDS[found.state],
        "decisions": decisions,
        "returned": decisions[-1] if decisions and decisions[-1].kind == Decision.Kind.RETURNED else None,
        "may_open": access.may_open(request.user),
        "objection": _objection(request, found),
        "may_decide": access.may_approve(request.user),
        "returning": returning,
    }
    if found.computation is None:
        return context
    services.log_reading(
        actor=access.signed_in(request), purpose=PayRead.Purpose.REVIEW, path=request.path, cycle=found
    )
    page = Paginator(selectors.proposals_of(found.computation), PER_PAGE).get_page(request.GET.get("page"))
    totals = selectors.totals_of(found.computation)
    return context | {
        "computation": found.computation,
        "totals": totals,
        "pool": _pool(found, totals),
        "payroll": _payroll(found, totals),
        "reasons": [(REASONS[reason], count) for reason, count in totals.reasons],
        "page": page,
        "lines": [(line, REASONS[line.receipt.reasons[0]]) for line in selectors.lines_of(page)],
        "excluded": [(one.employee, EXCLUSIONS[one.reason]) for one in selectors.excluded_of(found.computation)],
    }


def _pool(found: ReviewCycle, totals: selectors.Totals) -> dict[str, Any]:
    return {
        "caption": _("The pool, a month"),
        "lines": [
            {"label": _("Shared out"), "amount": totals.spent},
            {"label": _("Left in the pool"), "amount": totals.unspent},
        ],
        "total_label": _("Budget"),
        "total": totals.budget,
        "currency": found.currency,
    }


def _payroll(found: ReviewCycle, totals: selectors.Totals) -> dict[str, Any]:
    return {
        "caption": _("The salaries of these people, a month"),
        "lines": [
            {"label": _("Salaries today"), "amount": totals.before},
            {"label": _("Increases"), "amount": totals.increases},
        ],
        "total_label": _("Salaries after"),
        "total": totals.after,
        "currency": found.currency,
    }


def _objection(request: HttpRequest, found: ReviewCycle) -> str:
    """Why this approver may not decide about this cycle; empty when they may, or when they approve nothing."""
    if not access.may_approve(request.user):
        return ""
    if access.took_part(access.signed_in(request), found):
        return str(errors.OwnCycle.sentence)
    return str(errors.OwnPay.sentence) if access.is_in_population(request.user, found) else ""


def _step(allowed: Callable[[Any], bool]) -> Callable[[Step], Callable[..., HttpResponse]]:
    """A step of a cycle: not there without the permission, back to the cycle for whoever only follows its address."""

    def decorate(step: Step) -> Callable[..., HttpResponse]:
        @login_required
        @never_cache
        @wraps(step)
        def view(request: HttpRequest, uuid: str) -> HttpResponse:
            access.require(allowed(request.user))
            found = access.visible_cycle(request.user, uuid)
            if request.method != "POST":
                return redirect("compensation:cycle", uuid=found.uuid)
            return step(request, found)

        return view

    return decorate


def _back(request: HttpRequest, found: ReviewCycle, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("compensation:cycle", uuid=found.uuid)


@_step(access.may_open)
def compute(request: HttpRequest, found: ReviewCycle) -> HttpResponse:
    """Work out the proposals."""
    services.compute_proposals(actor=access.signed_in(request), cycle=found)
    return _back(request, found, _("Computed. Read the proposals before you send them."))


@_step(access.may_open)
def submit(request: HttpRequest, found: ReviewCycle) -> HttpResponse:
    """Send the cycle to whoever approves."""
    services.submit_for_approval(actor=access.signed_in(request), cycle=found)
    return _back(request, found, _("Sent. Somebody else approves or returns it."))


@_step(access.may_approve)
def approve(request: HttpRequest, found: ReviewCycle) -> HttpResponse:
    """Approve the figures that were on the page."""
    services.approve(actor=access.signed_in(request), cycle=found, figures=request.POST.get("figures", ""))
    return _back(request, found, _("Approved. Nothing is paid or shown until talent (HR) publishes it."))


@_step(access.may_approve)
def return_(request: HttpRequest, found: ReviewCycle) -> HttpResponse:
    """Send the cycle back with a reason."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return render(request, "compensation/cycle.html", _cycle_context(request, found, form), status=422)
    services.return_with_reason(actor=access.signed_in(request), cycle=found, reason=form.cleaned_data["reason"])
    return _back(request, found, _("Returned. Whoever opened it reads your reason."))


@_step(access.may_open)
def publish(request: HttpRequest, found: ReviewCycle) -> HttpResponse:
    """Record the new pay and open the receipts to their owners."""
    services.publish(actor=access.signed_in(request), cycle=found)
    return _back(request, found, _("Published. Everybody can read their own receipt now."))


@_step(access.may_open)
def cancel(request: HttpRequest, found: ReviewCycle) -> HttpResponse:
    """Close the cycle without publishing it."""
    services.cancel_cycle(actor=access.signed_in(request), cycle=found)
    return _back(request, found, _("Cancelled. What was computed is kept."))


@login_required
@never_cache
@require_safe
def export_csv(request: HttpRequest, uuid: str) -> HttpResponse:
    """The proposals as CSV."""
    computation = _exported(request, uuid)
    content = csv_file.csv_bytes(exports.proposals_table(computation))
    return _file(content, csv_file.CONTENT_TYPE, computation.cycle, "csv")


@login_required
@never_cache
@require_safe
def export_xlsx(request: HttpRequest, uuid: str) -> HttpResponse:
    """The proposals, their totals and who was left out, as a workbook."""
    computation = _exported(request, uuid)
    tables = [exports.proposals_table(computation), exports.totals_table(computation)]
    content = xlsx_file.xlsx_bytes([*tables, exports.excluded_table(computation)], created=clock.now())
    return _file(content, xlsx_file.CONTENT_TYPE, computation.cycle, "xlsx")


def _exported(request: HttpRequest, uuid: str) -> Computation:
    found = access.visible_cycle(request.user, uuid)
    if found.computation is None:
        raise NotHere
    reader = access.signed_in(request)
    services.log_reading(actor=reader, purpose=PayRead.Purpose.EXPORT, path=request.path, cycle=found)
    # The same row the page shows, with the cycle already read.
    found.computation.cycle = found
    return found.computation


def _file(content: bytes, content_type: str, found: ReviewCycle, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"{slugify(str(found.name)) or found.uuid}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

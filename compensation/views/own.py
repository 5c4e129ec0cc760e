"""What anybody sees about their own pay, and the receipt that owner and reviewer read alike."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compensation import access, links, selectors, services
from compensation.models import PayRead
from compensation.statement import statement_of
from lms.core import clock
from lms.people.selectors import own_employee, post_of


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where this login's work with pay begins."""
    return redirect("compensation:cycles" if access.may_view_pay(request.user) else "compensation:mine")


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My pay: what it is today, where it stands in its band, and every published receipt."""
    employee = own_employee(request.user)
    record = selectors.pay_of(employee)
    position = post_of(employee).position
    band = selectors.bands_by_grade(clock.today()).get(position.grade) if position and record else None
    if band is not None and record is not None and band.currency != record.currency:
        band = None
    receipts = list(selectors.own_receipts(employee))
    published = selectors.published_at(receipts)
    if record is not None:
        services.log_reading(
            actor=access.signed_in(request), purpose=PayRead.Purpose.OWN, path=request.path, employee=employee
        )
    context = {
        "record": record,
        "band": band.value() if band else None,
        "grade": position.grade if position else None,
        "position": position,
        "stands_at": band.value().position_in_range(record.amount) if band and record else None,
        "compa": band.value().compa_ratio(record.amount) if band and record else None,
        "receipts": [(one, published.get(one.computation.cycle_id)) for one in receipts],
    }
    return render(request, "compensation/mine.html", context)


@login_required
@never_cache
@require_safe
def receipt(request: HttpRequest, uuid: str) -> HttpResponse:
    """One receipt, from evidence to amount."""
    proposal = access.visible_proposal(request.user, uuid)
    cycle = proposal.computation.cycle
    own = proposal.employee.user_id == request.user.pk
    reader = access.signed_in(request)
    services.log_reading(
        actor=reader,
        purpose=PayRead.Purpose.OWN if own else PayRead.Purpose.REVIEW,
        path=request.path,
        employee=proposal.employee,
        cycle=cycle,
    )
    statement = statement_of(proposal)
    context = {
        "statement": statement,
        "own": own,
        "profile_url": links.profile_of(reader, statement),
        "competency_url": links.next_competency_of(reader, statement),
    }
    return render(request, "compensation/receipt.html", context)

"""The directory and a person's page."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lms.people import directory, selectors
from lms.people.directory_form import DirectoryForm
from lms.plugins.cards import rendered_cards

PEOPLE_ON_A_PAGE = 50


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people this person may know about. Whoever knows only themselves goes straight to their own page."""
    user = selectors.signed_in(request)
    if not (user.has_perm("people.view_all_people") or user.leads_people):
        return redirect("people:person", uuid=selectors.own_employee(user).uuid)
    form = DirectoryForm(request.GET, units=directory.units_of(user), positions=directory.positions_of(user))
    page = Paginator(directory.found(user, form.search()), PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/directory.html",
        {"form": form, "applied": form.applied(), "page": page, "posts": directory.listed(list(page.object_list))},
    )


@login_required
@require_safe
def person(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """Who somebody is and where they work, with the sections that plugins add."""
    user = selectors.signed_in(request)
    employee = selectors.visible_employee(user, uuid)
    post = selectors.post_of(employee)
    leader = selectors.leader_of(employee)
    known = leader is not None and selectors.visible_employees(user).filter(pk=leader.pk).exists()
    return render(
        request,
        "people/person.html",
        {
            "employee": employee,
            "post": post,
            "since": directory.in_post_since(employee),
            "leader": leader,
            "leader_known": known,
            "own": employee == selectors.employee_of(user),
            "cards": rendered_cards("person_cards", request, employee=employee),
        },
    )

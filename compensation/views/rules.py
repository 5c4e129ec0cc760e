"""The rules in words: bands and policies."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compensation import access, selectors
from compensation.models import Policy
from lms.core import clock
from lms.core.errors import NotHere


@login_required
@never_cache
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The bands in force and every policy."""
    access.require(access.may_view_pay(request.user))
    context = {
        "bands": list(selectors.bands_in_force(clock.today())),
        "policies": list(Policy.objects.select_related("created_by")),
        "today": clock.today(),
    }
    return render(request, "compensation/rules.html", context)


@login_required
@never_cache
@require_safe
def policy(request: HttpRequest, version: int) -> HttpResponse:
    """One policy, sentence by sentence."""
    found = access.visible_policies(request.user).filter(version=version).first()
    if found is None:
        raise NotHere
    rules_ = found.rules()
    pools = [pool.share for pool in (rules_.pools.competency, rules_.pools.merit) if pool.share is not None]
    by_share = len(pools) == 2
    context = {
        "policy": found,
        "rules": rules_,
        "reserve": 1 - sum(pools) if by_share else None,
        "document": json.dumps(found.document, indent=2, sort_keys=True, ensure_ascii=False),
    }
    return render(request, "compensation/policy.html", context)

"""Bands, pay and policies. The audit trail says who did what, never how much."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compensation import access, errors
from compensation.allocation.band import Band
from compensation.allocation.money import is_currency_code, is_on_step, minor_unit
from compensation.allocation.policy_json import policy_from_json
from compensation.allocation.wording import AllocationError
from compensation.models import PayBand, PayRecord, Policy
from lms.core import audit, clock
from lms.people.models import Employee, User


@transaction.atomic
def set_band(
    *,
    actor: User | None,
    grade: int,
    currency: str,
    minimum: Decimal,
    midpoint: Decimal,
    maximum: Decimal,
    valid_from: date,
) -> PayBand:
    """Give a grade a band from a date on; the band in force until then ends that day. `actor` None: an import."""
    _require_keeper(actor)
    try:
        Band(currency, minimum, midpoint, maximum)
    except AllocationError as error:
        raise errors.refused(error) from error
    latest = PayBand.objects.select_for_update().filter(grade=grade).order_by("-valid_from").first()
    if latest is not None and latest.valid_from >= valid_from:
        raise errors.RulesRefused(
            _(
                "This grade already has a band that begins on that date or later, so nothing was saved. "
                "Choose a later date."
            )
        )
    if latest is not None and (latest.valid_until is None or latest.valid_until > valid_from):
        latest.valid_until = valid_from
        latest.save(update_fields=["valid_until"])
    band = PayBand.objects.create(
        grade=grade, currency=currency, minimum=minimum, midpoint=midpoint, maximum=maximum, valid_from=valid_from
    )
    audit.record(actor=actor, action="pay-band.set", subject=band, grade=grade)
    return band


@transaction.atomic
def record_pay(
    *, actor: User | None, employee: Employee, amount: Decimal, currency: str, effective_on: date
) -> PayRecord:
    """Note what an employee is paid from a date on, as decided outside a review cycle. `actor` None: an import."""
    _require_keeper(actor)
    if not is_currency_code(currency) or not amount.is_finite() or amount <= 0:
        raise errors.RulesRefused(_("Pay needs an amount above zero and a currency such as COP. Nothing was saved."))
    if not is_on_step(amount, minor_unit(currency)):
        raise errors.RulesRefused(
            _("The amount has more decimals than its currency, so nothing was saved. Write it in whole units.")
        )
    record: PayRecord = PayRecord.objects.create(
        employee=employee,
        amount=amount,
        currency=currency,
        effective_on=effective_on,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    audit.record(actor=actor, action="pay.recorded", subject=record, employee=str(employee.uuid))
    return record


@transaction.atomic
def write_policy(*, actor: User | None, document: str | Mapping[str, Any]) -> Policy:
    """Keep the next version of the rules. With anything wrong nothing is stored and every problem is named."""
    _require_keeper(actor)
    text = document if isinstance(document, str) else json.dumps(document, default=str)
    try:
        rules = policy_from_json(text)
    except AllocationError as error:
        raise errors.refused(error) from error
    latest = Policy.objects.order_by("-version").first()
    if latest is not None and latest.digest == rules.digest:
        return latest
    expected = 1 if latest is None else latest.version + 1
    if rules.version != expected:
        problem = _("The next version of the policy is %(version)s. Number it so and send it again.") % {
            "version": expected
        }
        raise errors.RulesRefused(problem, details={"problems": [problem]})
    policy: Policy = Policy.objects.create(
        version=rules.version,
        document=json.loads(rules.to_json()),
        digest=rules.digest,
        created_by=actor,
        created_at=clock.now(),
    )
    audit.record(actor=actor, action="pay-policy.written", subject=policy, version=policy.version)
    return policy


def _require_keeper(actor: User | None) -> None:
    """Bands, pay and policies are kept by whoever opens cycles; None is an import or the demo, run by an operator."""
    if actor is not None:
        access.require(access.may_open(actor))

"""Bands, salaries and one finished pay review of the hotels, made by the same people who would make it."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from compensation.models import ReviewCycle
from compensation.services import cycles, rules
from compensation.services.computing import compute_proposals
from demo.organisation import Organisation
from lms.core import clock
from lms.people.models import Employee
from lms.people.selectors import post_of

CURRENCY = "COP"
STEP = 1_000
# Monthly pesos: minimum, midpoint, maximum by grade.
BANDS = {
    1: (1_450_000, 1_600_000, 1_750_000),
    2: (1_600_000, 1_950_000, 2_300_000),
    3: (1_900_000, 2_350_000, 2_800_000),
    4: (2_300_000, 2_900_000, 3_500_000),
    5: (2_900_000, 3_700_000, 4_500_000),
    6: (3_700_000, 4_850_000, 6_000_000),
    7: (5_200_000, 7_100_000, 9_000_000),
}
POLICY: dict[str, Any] = {
    "format": "talante.policy/1",
    "version": 1,
    "pools": {"competency": {"share": "1"}, "merit": {"share": "0"}},
    "phi": [["0", "0"], ["0.5", "0.45"], ["0.8", "0.8"], ["1", "1"]],
    "gate": {"minimum_evidence": 8, "maximum_uncertainty": "1.0"},
    "cap": "0.12",
    "rounding_step": "100",
    "no_decrease": True,
}
RECEPTIONIST = Decimal(2_060_000)
REVIEW_DAYS_AGO = 45
BUDGET = Decimal(3_400_000)
WAITING_BUDGET = Decimal(1_300_000)


def pay_everybody(organisation: Organisation, *, today: date, rng: random.Random) -> None:
    """A band for every grade and a salary for everybody since January of last year or the day they were hired."""
    begun = today.replace(year=today.year - 1, month=1, day=1)
    for grade, (minimum, midpoint, maximum) in BANDS.items():
        rules.set_band(
            actor=None,
            grade=grade,
            currency=CURRENCY,
            minimum=Decimal(minimum),
            midpoint=Decimal(midpoint),
            maximum=Decimal(maximum),
            valid_from=begun,
        )
    for employee in organisation.employees:
        rules.record_pay(
            actor=None,
            employee=employee,
            amount=_salary(employee, today, rng),
            currency=CURRENCY,
            effective_on=max(begun, employee.hired_on),
        )


def _salary(employee: Employee, today: date, rng: random.Random) -> Decimal:
    """Low in the band for the newly hired, higher with the years, with the scatter that hiring leaves behind.

    The receptionist one signs in as was hired low, so that her receipt has something to tell.
    """
    if employee.user is not None and employee.user.username == "staff":
        return RECEPTIONIST
    position = post_of(employee, today).position
    minimum, _midpoint, maximum = BANDS[position.grade if position is not None else 1]
    years = (today - employee.hired_on).days / 365
    place = min(0.95, max(0.0, 0.08 + 0.05 * min(years, 8) + rng.gauss(0, 0.12)))
    return Decimal(round((minimum + place * (maximum - minimum)) / STEP) * STEP)


def review_hotels(organisation: Organisation, *, now: datetime) -> None:
    """The pay review of the hotels: opened and computed by HR, approved by a second person, published."""
    approver = organisation.logins["approver"]
    opened = now - timedelta(days=REVIEW_DAYS_AGO)
    cycle = _propose(organisation, "hoteles", opened=opened, budget=BUDGET)
    with clock.at(opened + timedelta(days=6)):
        cycle.refresh_from_db()
        figures = cycle.computation.figures_digest if cycle.computation is not None else ""
        cycles.approve(actor=approver, cycle=cycle, figures=figures)
    with clock.at(opened + timedelta(days=8)):
        cycle.refresh_from_db()
        cycles.publish(actor=organisation.logins["hr"], cycle=cycle)


def propose_contact_centre(organisation: Organisation, *, now: datetime) -> None:
    """The pay review of a contact centre, computed by HR and waiting for the second person."""
    _propose(organisation, "contacto-bogota", opened=now - timedelta(days=2), budget=WAITING_BUDGET)


def _propose(organisation: Organisation, unit: str, *, opened: datetime, budget: Decimal) -> ReviewCycle:
    hr, reviewed = organisation.logins["hr"], organisation.units[unit]
    with clock.at(opened):
        cycle = cycles.open_cycle(
            actor=hr,
            name={
                "es": f"Revisión salarial {opened.year} · {reviewed.name['es']}",
                "en": f"Pay review {opened.year} · {reviewed.name['en']}",
            },
            unit=reviewed,
            cut_off=opened.date() - timedelta(days=5),
            policy=rules.write_policy(actor=hr, document=POLICY),
            budget=budget,
            effective_on=(opened + timedelta(days=35)).date().replace(day=1),
        )
        compute_proposals(actor=hr, cycle=cycle)
        return cycles.submit_for_approval(actor=hr, cycle=cycle)

"""Bands, pay, policies, and the life of a review cycle."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from compensation import errors, selectors, services
from compensation.allocation.receipt import LineCode, Reason
from compensation.models import Decision, PayBand, PayRecord, Policy, Proposal, ReviewCycle
from competencies.selectors import profile_of
from lms.core.append_only import AppendOnlyError
from lms.core.errors import NotHere
from lms.core.models import AuditEntry
from tests.factories.compensation import (
    CUT_OFF,
    EFFECTIVE,
    SEEN,
    computation_of,
    employee_with_pay,
    organisation,
    policy_document,
    proposal_of,
    show,
)
from tests.factories.people import EmployeeFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
BAND: dict[str, Any] = {
    "actor": None,
    "grade": 2,
    "currency": "COP",
    "minimum": Decimal(100),
    "midpoint": Decimal(150),
    "maximum": Decimal(200),
}


def test_band_set_again_ends_the_one_before() -> None:
    services.set_band(**BAND, valid_from=date(2026, 1, 1))
    services.set_band(**{**BAND, "maximum": Decimal(300)}, valid_from=date(2026, 7, 1))
    assert list(PayBand.objects.order_by("valid_from").values_list("valid_from", "valid_until", "maximum")) == [
        (date(2026, 1, 1), date(2026, 7, 1), Decimal(200)),
        (date(2026, 7, 1), None, Decimal(300)),
    ]
    assert selectors.bands_by_grade(date(2026, 6, 30))[2].maximum == Decimal(200)
    assert selectors.bands_by_grade(date(2026, 7, 1))[2].maximum == Decimal(300)


def test_band_over_an_earlier_start_is_refused() -> None:
    services.set_band(**BAND, valid_from=date(2026, 7, 1))
    with pytest.raises(errors.RulesRefused):
        services.set_band(**BAND, valid_from=date(2026, 7, 1))
    assert PayBand.objects.count() == 1


def test_band_out_of_order_is_refused_without_repeating_amounts() -> None:
    with pytest.raises(errors.RulesRefused) as caught:
        services.set_band(**{**BAND, "minimum": Decimal(987_654)}, valid_from=date(2026, 1, 1))
    assert "987" not in str(caught.value)
    assert not PayBand.objects.exists()


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-5), Decimal("NaN"), Decimal("10.001")])
def test_pay_that_is_no_amount_of_its_currency_is_refused(amount: Decimal) -> None:
    employee = EmployeeFactory.create()
    with pytest.raises(errors.RulesRefused):
        services.record_pay(actor=None, employee=employee, amount=amount, currency="COP", effective_on=date(2026, 1, 1))
    assert not PayRecord.objects.exists()


def test_pay_record_is_a_fact() -> None:
    employee = EmployeeFactory.create()
    record = services.record_pay(
        actor=None, employee=employee, amount=Decimal(10), currency="COP", effective_on=date(2026, 1, 1)
    )
    record.amount = Decimal(11)
    with pytest.raises(AppendOnlyError):
        record.save()
    with pytest.raises(AppendOnlyError):
        record.delete()
    with pytest.raises(AppendOnlyError):
        PayRecord.objects.update(amount=Decimal(11))


def test_policy_with_problems_names_all_of_them_and_stores_nothing() -> None:
    with pytest.raises(errors.RulesRefused) as caught:
        services.write_policy(actor=None, document=policy_document(cap="2", rounding_step="0", no_decrease=False))
    assert len(caught.value.details["problems"]) == 3
    assert not Policy.objects.exists()


def test_policy_versions_follow_one_another() -> None:
    first = services.write_policy(actor=None, document=policy_document())
    assert services.write_policy(actor=None, document=policy_document()) == first
    with pytest.raises(errors.RulesRefused):
        services.write_policy(actor=None, document=policy_document(version=3))
    second = services.write_policy(actor=None, document=policy_document(version=2))
    assert (first.version, second.version) == (1, 2)
    assert second.rules().digest == second.digest


def test_policy_changed_behind_our_back_is_not_used() -> None:
    policy = services.write_policy(actor=None, document=policy_document())
    policy.document = {**policy.document, "cap": "0.9"}
    with pytest.raises(ValueError, match="digest"):
        policy.rules()


def test_cycle_with_everything_wrong_names_each_field() -> None:
    org = organisation(staff=1)
    with pytest.raises(errors.RulesRefused) as caught:
        org.open(cut_off=date(2999, 1, 1), effective_on=date(2020, 1, 1), budget=Decimal(0))
    assert set(caught.value.details["fields"]) == {"cut_off", "effective_on", "budget"}
    assert not ReviewCycle.objects.exists()


def test_cycle_on_an_empty_unit_says_so() -> None:
    org = organisation(staff=1)
    with pytest.raises(errors.RulesRefused) as caught:
        org.open(unit=UnitFactory.create())
    assert set(caught.value.details["fields"]) == {"unit"}


def test_cycle_whose_pools_exceed_its_budget_is_refused_without_amounts() -> None:
    org = organisation(staff=1)
    document = policy_document(version=2, pools={"competency": {"amount": "777777"}})
    policy = services.write_policy(actor=None, document=document)
    with pytest.raises(errors.RulesRefused) as caught:
        org.open(policy=policy, budget=Decimal(1000))
    assert "777" not in str(caught.value)


def test_cycle_opened_twice_with_one_token_is_one() -> None:
    org = organisation(staff=1)
    token = uuid4()
    assert org.open(token=token) == org.open(token=token)
    assert ReviewCycle.objects.count() == 1


def test_computing_gives_everybody_a_receipt_that_sums_and_totals_that_match() -> None:
    org = organisation(staff=4)
    cycle = org.computed()
    lines = selectors.lines_of(selectors.proposals_of(computation_of(cycle)))
    totals = selectors.totals_of(computation_of(cycle))
    assert len(lines) == totals.people == 4
    for line in lines:
        assert sum(part.amount for part in line.receipt.lines) == line.receipt.pay_after
        assert line.receipt.amount_of(LineCode.CURRENT_PAY) == line.receipt.pay_before
        assert line.receipt.increase >= 0
        assert line.receipt.policy_digest == org.policy.digest
    assert totals.spent == totals.increases == sum(line.receipt.increase for line in lines)
    assert totals.before == sum(line.receipt.pay_before for line in lines)
    assert totals.after == totals.before + totals.increases == sum(line.receipt.pay_after for line in lines)
    assert totals.spent + totals.unspent == totals.budget == Decimal("300000.00")
    assert totals.raised == sum(line.receipt.increase > 0 for line in lines)


def test_computing_reads_fit_from_the_evidence_until_the_cut_off() -> None:
    org = organisation(staff=2)
    for day in range(1, 4):
        show(org.staff[0], right=6, of=6, at=SEEN + timedelta(days=day))
    cycle = org.computed()
    best, worse = (selectors.line_of(proposal_of(cycle, one)) for one in org.staff)
    assert best.inputs.fit.evidence_count == 108
    assert best.inputs.fit.required == best.inputs.fit.known == best.inputs.fit.met == 3
    assert best.inputs.fit.next_level is None
    assert best.receipt.fit > worse.receipt.fit
    assert worse.inputs.fit.next_level is None or worse.inputs.fit.next_level.fit_then >= worse.receipt.fit


def test_proposals_are_in_the_order_of_names_whatever_their_accents() -> None:
    org = organisation(staff=3)
    for employee, last_name in zip(org.staff, ("Cruz", "Cárdenas", "Álvarez"), strict=True):
        employee.last_name = last_name
        employee.save()
    names = [one.employee.last_name for one in selectors.proposals_of(computation_of(org.computed()))]
    assert names == ["Álvarez", "Cárdenas", "Cruz"]


def test_receipt_and_profile_say_the_same_is_met() -> None:
    org = organisation(staff=4, rounds=1)
    cycle = org.computed()
    for employee in org.staff:
        fit = selectors.line_of(proposal_of(cycle, employee)).inputs.fit
        profile = profile_of(employee, cycle.cut_off)
        met = {one.competency.key for one in profile.met}
        assert fit.met == len(met) < fit.required
        assert fit.weakest not in met
        assert fit.next_level is not None
        assert fit.next_level.competency == fit.weakest


def test_computing_leaves_out_with_a_reason_whoever_lacks_band_pay_or_requirements() -> None:
    org = organisation(staff=1)
    from tests.factories.people import AssignmentFactory, PositionFactory

    unpaid = EmployeeFactory.create(assignment={})
    AssignmentFactory.create(employee=unpaid, unit=org.unit, position=org.position)
    no_requirements = employee_with_pay(org.unit, PositionFactory.create(grade=4), Decimal(2_000_000))
    leaving = employee_with_pay(org.unit, org.position, Decimal(2_000_000))
    leaving.left_on = date(2026, 12, 1)
    leaving.save()
    later = employee_with_pay(org.unit, org.position, Decimal(2_000_000))
    services.record_pay(
        actor=None, employee=later, amount=Decimal(2_100_000), currency="COP", effective_on=date(2027, 2, 1)
    )
    cycle = org.computed()
    assert {(one.employee, one.reason) for one in selectors.excluded_of(computation_of(cycle))} == {
        (unpaid, "no-pay"),
        (no_requirements, "no-requirements"),
        (leaving, "left"),
        (later, "later-pay"),
    }
    assert computation_of(cycle).proposals.count() == 1


def test_computing_where_nobody_can_be_reviewed_says_who_lacks_what_and_cannot_be_sent() -> None:
    org = organisation(staff=1)
    PayBand.objects.all().delete()
    cycle = org.computed()
    assert [one.reason for one in selectors.excluded_of(computation_of(cycle))] == ["no-band"]
    with pytest.raises(errors.NothingToReview):
        services.submit_for_approval(actor=org.hr, cycle=cycle)


def test_person_without_enough_evidence_is_pending_and_keeps_the_pay() -> None:
    org = organisation(staff=1)
    newcomer = employee_with_pay(org.unit, org.position, Decimal(1_950_000))
    receipt = selectors.line_of(proposal_of(org.computed(), newcomer)).receipt
    assert receipt.reasons == (Reason.NOT_VERIFIED,)
    assert receipt.pay_after == receipt.target == Decimal(1_950_000)


def test_equal_people_get_equal_amounts() -> None:
    org = organisation(staff=0)
    twins = [employee_with_pay(org.unit, org.position, Decimal(2_000_000)) for _ in range(2)]
    for twin in twins:
        show(twin, right=5, of=6, rounds=3)
    cycle = org.computed(budget=Decimal("12345.67"))
    first, second = (proposal_of(cycle, twin).amounts() for twin in twins)
    assert (first.lines, first.target, first.fit) == (second.lines, second.target, second.fit)


def test_evidence_that_arrives_after_computing_changes_nothing() -> None:
    org = organisation(staff=2)
    cycle = org.proposed()
    before = list(Proposal.objects.order_by("pk").values_list("receipt", "inputs", "evidence_digest"))
    show(org.staff[1], right=6, of=6, rounds=4)
    cycle = services.approve(actor=org.approver, cycle=cycle, figures=computation_of(cycle).figures_digest)
    services.publish(actor=org.hr, cycle=cycle)
    assert list(Proposal.objects.order_by("pk").values_list("receipt", "inputs", "evidence_digest")) == before


def test_evidence_after_the_cut_off_does_not_count() -> None:
    from datetime import UTC, datetime

    org = organisation(staff=2)
    first = org.computed().computation
    show(org.staff[1], right=6, of=6, rounds=4, at=datetime(2026, 10, 2, tzinfo=UTC))
    cycle = ReviewCycle.objects.get()
    assert services.compute_proposals(actor=org.hr, cycle=cycle) == first


def test_computing_again_numbers_a_new_computation_and_keeps_the_old_one() -> None:
    org = organisation(staff=2)
    cycle = org.computed()
    show(org.staff[1], right=6, of=6)
    second = services.compute_proposals(actor=org.hr, cycle=cycle)
    assert second.number == 2
    assert Proposal.objects.count() == 4
    cycle.refresh_from_db()
    assert cycle.computation == second


def test_proposal_is_a_fact() -> None:
    org = organisation(staff=1)
    proposal = proposal_of(org.computed(), org.staff[0])
    proposal.evidence_count = 0
    with pytest.raises(AppendOnlyError):
        proposal.save()


def test_cycle_sent_cannot_be_computed_until_it_is_returned() -> None:
    org = organisation(staff=1)
    cycle = org.proposed()
    with pytest.raises(errors.WrongState):
        services.compute_proposals(actor=org.hr, cycle=cycle)
    services.return_with_reason(actor=org.approver, cycle=cycle, reason="Falta una banda.")
    services.compute_proposals(actor=org.hr, cycle=cycle)
    assert Decision.objects.get(kind=Decision.Kind.RETURNED).reason == "Falta una banda."


def test_steps_out_of_order_are_refused() -> None:
    org = organisation(staff=1)
    cycle = org.open()
    with pytest.raises(errors.WrongState):
        services.submit_for_approval(actor=org.hr, cycle=cycle)
    with pytest.raises(errors.WrongState):
        services.approve(actor=org.approver, cycle=cycle, figures="")
    with pytest.raises(errors.WrongState):
        services.publish(actor=org.hr, cycle=cycle)
    cancelled = services.cancel_cycle(actor=org.hr, cycle=cycle)
    with pytest.raises(errors.WrongState):
        services.compute_proposals(actor=org.hr, cycle=cancelled)


def test_published_cycle_cannot_be_cancelled_or_returned() -> None:
    org = organisation(staff=1)
    cycle = org.published()
    with pytest.raises(errors.WrongState):
        services.cancel_cycle(actor=org.hr, cycle=cycle)
    with pytest.raises(errors.WrongState):
        services.return_with_reason(actor=org.approver, cycle=cycle, reason="Tarde.")


def test_opener_with_both_permissions_cannot_approve_the_own_cycle() -> None:
    org = organisation(staff=1)
    both = UserFactory.create(roles=("hr", "approver"))
    cycle = org.proposed(actor=both)
    with pytest.raises(errors.OwnCycle):
        services.approve(actor=both, cycle=cycle, figures=computation_of(cycle).figures_digest)
    cycle.refresh_from_db()
    assert cycle.state == ReviewCycle.State.PROPOSED


def test_whoever_computed_or_sent_cannot_approve() -> None:
    org = organisation(staff=1)
    computed_by, sent_by = (UserFactory.create(roles=("hr", "approver")) for _ in range(2))
    cycle = org.open()
    services.compute_proposals(actor=computed_by, cycle=cycle)
    cycle = services.submit_for_approval(actor=sent_by, cycle=cycle)
    for actor in (computed_by, sent_by):
        with pytest.raises(errors.OwnCycle):
            services.approve(actor=actor, cycle=cycle, figures=computation_of(cycle).figures_digest)
        with pytest.raises(errors.OwnCycle):
            services.return_with_reason(actor=actor, cycle=cycle, reason="No.")


def test_approver_whose_pay_is_in_the_cycle_cannot_decide() -> None:
    from django.contrib.auth.models import Group

    org = organisation(staff=2)
    inside = org.staff[0].user
    assert inside is not None
    inside.groups.add(Group.objects.get(name="approver"))
    cycle = org.proposed()
    with pytest.raises(errors.OwnPay):
        services.approve(actor=inside, cycle=cycle, figures=computation_of(cycle).figures_digest)
    with pytest.raises(errors.OwnPay):
        services.return_with_reason(actor=inside, cycle=cycle, reason="No.")


@pytest.mark.parametrize("roles", [(), ("trainer",), ("administrator",), ("approver",)])
def test_steps_of_hr_do_not_exist_for_anybody_else(roles: tuple[str, ...]) -> None:
    org = organisation(staff=1)
    cycle = org.approved()
    stranger = UserFactory.create(roles=roles, is_superuser=roles == ("administrator",))
    for step in (services.compute_proposals, services.submit_for_approval, services.publish, services.cancel_cycle):
        with pytest.raises(NotHere):
            step(actor=stranger, cycle=cycle)
    with pytest.raises(NotHere):
        services.write_policy(actor=stranger, document=policy_document(version=2))


def test_approving_other_figures_than_those_shown_is_refused() -> None:
    org = organisation(staff=1)
    cycle = org.proposed()
    with pytest.raises(errors.FiguresChanged):
        services.approve(actor=org.approver, cycle=cycle, figures="0" * 64)
    assert not Decision.objects.filter(kind=Decision.Kind.APPROVED).exists()


def test_every_step_twice_is_once() -> None:
    org = organisation(staff=2)
    cycle = org.computed()
    for _ in range(2):
        cycle = services.submit_for_approval(actor=org.hr, cycle=cycle)
    for _ in range(2):
        cycle = services.approve(actor=org.approver, cycle=cycle, figures=computation_of(cycle).figures_digest)
    for _ in range(2):
        cycle = services.publish(actor=org.hr, cycle=cycle)
    assert list(Decision.objects.values_list("kind", flat=True)) == ["submitted", "approved", "published"]
    raised = [one for one in Proposal.objects.all() if one.amounts().increase > 0]
    assert PayRecord.objects.filter(source=cycle).count() == len(raised) > 0


def test_publishing_records_the_new_pay_from_the_effective_date() -> None:
    org = organisation(staff=2)
    cycle = org.published()
    for employee in org.staff:
        receipt = proposal_of(cycle, employee).amounts()
        before, after = selectors.pay_of(employee, CUT_OFF), selectors.pay_of(employee, EFFECTIVE)
        assert before is not None
        assert after is not None
        assert (before.amount, after.amount) == (receipt.pay_before, receipt.pay_after)


def test_publishing_after_somebody_was_paid_otherwise_is_refused() -> None:
    org = organisation(staff=2)
    cycle = org.approved()
    services.record_pay(
        actor=None,
        employee=org.staff[0],
        amount=Decimal(2_500_000),
        currency="COP",
        effective_on=date(2026, 11, 1),
    )
    with pytest.raises(errors.PayChanged), transaction.atomic():
        services.publish(actor=org.hr, cycle=cycle)
    assert not PayRecord.objects.filter(source=cycle).exists()
    returned = services.return_with_reason(actor=org.approver, cycle=cycle, reason="Cambió un salario.")
    assert returned.state == ReviewCycle.State.DRAFT


def test_audit_trail_names_every_step_and_no_amount() -> None:
    org = organisation(staff=2)
    org.published()
    entries = AuditEntry.objects.filter(action__startswith="review-cycle").order_by("pk")
    assert [entry.action for entry in entries] == [
        "review-cycle.opened",
        "review-cycle.computed",
        "review-cycle.submitted",
        "review-cycle.approved",
        "review-cycle.published",
    ]
    written = " ".join(str(entry.detail) for entry in AuditEntry.objects.all())
    amounts = {str(int(record.amount)) for record in PayRecord.objects.all()} | {"300000", "1900000", "2800000"}
    assert not [amount for amount in amounts if amount in written]


def test_rows_say_no_amount_of_themselves() -> None:
    org = organisation(staff=1)
    cycle = org.published()
    rows = [PayBand.objects.get(), PayRecord.objects.first(), cycle, cycle.computation, Proposal.objects.first()]
    amounts = ("2000000", "1900000", "2800000", "300000")
    assert not [row for row in rows for amount in amounts if amount in repr(row) + str(row)]


def test_error_sentences_hold_no_digits_of_pay() -> None:
    classes = (
        errors.RulesRefused, errors.NothingToReview, errors.WrongState, errors.FiguresChanged, errors.PayChanged,
        errors.OwnCycle, errors.OwnPay,
    )  # fmt: skip
    for error in classes:
        assert not any(character.isdigit() for character in str(error.sentence))

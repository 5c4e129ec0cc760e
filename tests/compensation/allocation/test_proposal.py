import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compensation.allocation.band import Band
from compensation.allocation.policy import EvidenceGate, Policy, Pool, Pools
from compensation.allocation.proposal import CycleProposal, PersonInput, propose
from compensation.allocation.receipt import Line, LineCode, Reason, Receipt
from compensation.allocation.wording import AllocationError
from tests.compensation.allocation.cases import AMPLE, GRADE_4, GRADE_5, POLICY, person


def only(people: Sequence[PersonInput], policy: Policy = POLICY, budget: Decimal = AMPLE) -> Receipt:
    (receipt,) = propose(people, policy, budget).receipts
    return receipt


def lines_of(receipt: Receipt) -> list[tuple[str, Decimal]]:
    return [(line.code.value, line.amount) for line in receipt.lines]


people_lists = st.lists(
    st.builds(
        lambda pay, fit, band, verified, cost: replace(
            person(pay=pay, fit=fit, band=band), verified=verified, cost_factor=cost
        ),
        st.integers(18_000, 38_000).map(lambda hundreds: hundreds * 100),
        st.sampled_from([0.0, 0.2, 0.58, 0.581234, 1.0]) | st.floats(0, 1),
        st.sampled_from([GRADE_4, GRADE_5]),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([Decimal(1), Decimal("1.52")]),
    ),
    max_size=12,
).map(lambda people: [replace(each, ref=f"p{index:02}") for index, each in enumerate(people)])
budgets = st.integers(0, 3_000_000).map(Decimal)


def test_receipt_of_the_worked_example() -> None:
    receipt = only([person()])
    assert (receipt.target, receipt.need) == (Decimal(2_422_000), Decimal(242_000))
    assert (round(receipt.position_before, 3), round(receipt.compa_before, 3)) == (Decimal("0.311"), Decimal("0.928"))
    assert receipt.pay_after == Decimal(2_422_000)
    assert receipt.position_after == Decimal("0.58")
    assert receipt.reasons == (Reason.REACHED_TARGET,)
    assert receipt.policy_digest == POLICY.digest


def test_receipt_lines_sum_exactly_with_a_merit_amount_and_rounding() -> None:
    policy = replace(
        POLICY, pools=Pools(competency=Pool(amount=Decimal("81344.57")), merit=Pool(amount=Decimal(30_000)))
    )
    receipt = only([replace(person(), merit=Decimal("27250.20"))], policy, Decimal(200_000))
    assert lines_of(receipt) == [
        ("current_pay", Decimal(2_180_000)),
        ("competency", Decimal("81344.57")),
        ("merit", Decimal("27250.20")),
        ("rounding", Decimal("-94.77")),
    ]
    assert receipt.pay_after == Decimal(2_288_500)
    assert receipt.reasons == (Reason.BUDGET_SHORT,)
    assert receipt.waterline == Decimal("0.933668")


def test_three_people_short_pool_equals_stay_equal_and_budget_holds() -> None:
    band = Band("COP", Decimal(2_000_000), Decimal(2_500_000), Decimal(3_000_000))
    people = [person(ref, 2_000_000, fit, band) for ref, fit in (("a", 0.2), ("b", 0.2), ("c", 0.4))]
    proposal = propose(people, POLICY, Decimal(300_000))
    competency = [receipt.amount_of(LineCode.COMPETENCY) for receipt in proposal.receipts]
    assert competency == [Decimal("38235.29"), Decimal("38235.29"), Decimal("223529.41")]
    assert [receipt.waterline for receipt in proposal.receipts] == [Decimal("0.926471")] * 3
    assert [receipt.increase for receipt in proposal.receipts] == [38_200, 38_200, 223_500]
    assert (proposal.spent, proposal.unspent) == (Decimal(299_900), Decimal(100))


def test_person_above_range_keeps_pay_and_is_flagged() -> None:
    receipt = only([person(pay=2_900_050)])
    assert (receipt.pay_after, receipt.need) == (Decimal(2_900_050), Decimal(0))
    assert receipt.reasons == (Reason.ABOVE_RANGE,)


def test_person_at_or_above_target_keeps_pay() -> None:
    receipt = only([person(pay=2_500_000)])
    assert (receipt.pay_after, receipt.target) == (Decimal(2_500_000), Decimal(2_422_000))
    assert receipt.reasons == (Reason.AT_OR_ABOVE_TARGET,)


def test_person_pending_verification_has_current_pay_as_target() -> None:
    pending = [replace(person(), evidence_count=4), replace(person(), verified=False)]
    for each in pending:
        receipt = only([each])
        assert (receipt.target, receipt.need, receipt.pay_after) == (Decimal(2_180_000), Decimal(0), Decimal(2_180_000))
        assert receipt.blind_target == Decimal(2_422_000)
        assert receipt.reasons == (Reason.NOT_VERIFIED,)


def test_uncertainty_above_the_gate_makes_a_person_pending() -> None:
    policy = replace(POLICY, gate=EvidenceGate(5, Decimal("0.25")))
    assert only([replace(person(), uncertainty=0.25)], policy).reasons == (Reason.REACHED_TARGET,)
    assert only([replace(person(), uncertainty=0.26)], policy).reasons == (Reason.NOT_VERIFIED,)


def test_cap_limits_the_increase() -> None:
    receipt = only([person(pay=1_900_000, fit=1)])
    assert receipt.increase == Decimal(285_000)
    assert receipt.reasons == (Reason.CAPPED,)


def test_pay_below_the_band_is_raised_toward_it() -> None:
    receipt = only([person(pay=1_800_000, fit=0)])
    assert (receipt.need, receipt.pay_after) == (Decimal(100_000), Decimal(1_900_000))
    assert receipt.position_before == Decimal("-0.111111")


def test_merit_is_limited_by_the_cap_and_said_so() -> None:
    policy = replace(POLICY, pools=Pools(competency=Pool(share=Decimal("0.5")), merit=Pool(share=Decimal("0.5"))))
    receipt = only([replace(person(pay=2_000_000), merit=Decimal(400_000))], policy)
    assert receipt.amount_of(LineCode.MERIT) == Decimal(300_000)
    assert receipt.reasons == (Reason.CAPPED, Reason.MERIT_LIMITED)


def test_merit_beyond_its_pool_is_refused() -> None:
    with pytest.raises(AllocationError, match="The merit amounts cost more than the 0 in the merit pool"):
        propose([replace(person(), merit=Decimal(500))], POLICY, AMPLE)


def test_zero_budget_raises_nobody_and_says_why() -> None:
    proposal = propose([person("a"), person("b", 2_900_000)], POLICY, Decimal(0))
    assert [receipt.increase for receipt in proposal.receipts] == [0, 0]
    assert proposal.reason_counts == ((Reason.ABOVE_RANGE, 1), (Reason.BUDGET_SHORT, 1))
    assert [receipt.waterline for receipt in proposal.receipts] == [None, None]


def test_small_pool_tells_who_is_nearer_than_the_others() -> None:
    near, far = person("near", 2_400_000), person("far", 2_000_000)
    by_ref = {receipt.ref: receipt for receipt in propose([near, far], POLICY, Decimal(50_000)).receipts}
    assert by_ref["near"].reasons == (Reason.BUDGET_SHORT, Reason.OTHERS_FURTHER)
    assert by_ref["far"].increase == Decimal(50_000)
    assert by_ref["near"].waterline == by_ref["far"].waterline == Decimal("0.846408")


def test_empty_population_leaves_the_budget_whole() -> None:
    proposal = propose([], POLICY, Decimal(100))
    assert (len(proposal.receipts), proposal.spent, proposal.unspent) == (0, Decimal(0), Decimal(100))


def test_input_problems_are_all_listed() -> None:
    dollars = replace(GRADE_4, currency="USD")
    people = [person("a"), person("a"), replace(person("b"), pay=Decimal("0.001"), band=dollars, fit=float("nan"))]
    with pytest.raises(AllocationError) as caught:
        propose(people, replace(POLICY, rounding_step=Decimal("0.005")), Decimal("NaN"))
    assert [problem.code for problem in caught.value.problems] == [
        "budget",
        "step_too_fine",
        "person_twice",
        "person_pay",
        "person_currency",
        "person_fit",
    ]


def test_receipt_survives_json() -> None:
    proposal = propose([person("near", 2_400_000), person("far", 2_000_000)], POLICY, Decimal(50_000))
    for receipt in proposal.receipts:
        assert Receipt.from_plain(json.loads(json.dumps(receipt.to_plain()))) == receipt


def test_stored_receipt_that_does_not_sum_is_refused() -> None:
    content = only([person()]).to_plain()
    with pytest.raises(AllocationError, match="do not add up"):
        Receipt.from_plain({**content, "pay_after": "2422000.01"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fit", 0.58),
        ("need", "NaN"),
        ("ref", None),
        ("evidence_count", True),
        ("lines", [["bonus", "1"]]),
        ("reasons", ["luck"]),
        ("band", "grade 4"),
    ],
)
def test_stored_receipt_that_was_damaged_names_the_field(field: str, value: object) -> None:
    content = only([person()]).to_plain()
    with pytest.raises(AllocationError, match=f"“{field}” is missing or not what it should be"):
        Receipt.from_plain({**content, field: value})


def test_receipt_cannot_be_built_with_lower_pay() -> None:
    receipt = only([person()])
    with pytest.raises(AllocationError, match="do not add up"):
        replace(receipt, pay_after=Decimal(2_000_000), lines=(Line(LineCode.CURRENT_PAY, Decimal(2_000_000)),))


def laws(proposal: CycleProposal, people: Sequence[PersonInput], policy: Policy) -> None:
    by_ref = {each.ref: each for each in people}
    assert [receipt.ref for receipt in proposal.receipts] == sorted(by_ref)
    for receipt in proposal.receipts:
        each = by_ref[receipt.ref]
        assert sum(line.amount for line in receipt.lines) == receipt.pay_after
        assert receipt.pay_after >= each.pay
        assert receipt.increase <= max(Decimal(0), min(policy.cap * each.pay, each.band.maximum - each.pay))
        assert receipt.increase == 0 or receipt.pay_after % policy.rounding_step == 0
        assert abs(receipt.amount_of(LineCode.ROUNDING)) < policy.rounding_step + Decimal("0.01")
        assert receipt.amount_of(LineCode.COMPETENCY) <= receipt.need
        assert receipt.reasons
    assert proposal.spent <= proposal.budget
    assert (
        sum(r.cost_factor * r.amount_of(LineCode.COMPETENCY) for r in proposal.receipts) <= proposal.competency_budget
    )
    assert proposal.increases == sum(receipt.increase for receipt in proposal.receipts)


@settings(max_examples=150)
@given(people_lists, budgets, st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(100)]))
def test_every_proposal_keeps_the_laws(people: list[PersonInput], budget: Decimal, step: Decimal) -> None:
    policy = replace(POLICY, rounding_step=step)
    laws(propose(people, policy, budget), people, policy)


@given(people_lists, budgets, st.integers(2, 4))
def test_equals_get_equals_after_rounding(people: list[PersonInput], budget: Decimal, copies: int) -> None:
    crowd = [replace(each, ref=f"{each.ref}-{copy}") for each in people for copy in range(copies)]
    increases: dict[str, set[Decimal]] = {}
    for receipt in propose(crowd, POLICY, budget).receipts:
        increases.setdefault(receipt.ref.split("-")[0], set()).add(receipt.increase)
    assert all(len(found) == 1 for found in increases.values())


@given(people_lists, budgets, st.randoms())
def test_order_of_people_does_not_matter(people: list[PersonInput], budget: Decimal, random: Random) -> None:
    moved = list(people)
    random.shuffle(moved)
    assert propose(moved, POLICY, budget) == propose(people, POLICY, budget)


@given(people_lists, budgets, budgets)
def test_more_budget_lowers_nobody_by_more_than_the_rounding(
    people: list[PersonInput], one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    policy = replace(POLICY, rounding_step=Decimal("0.01"))
    pairs = zip(propose(people, policy, low).receipts, propose(people, policy, high).receipts, strict=True)
    assert all(less.pay_after <= more.pay_after + Decimal("0.02") for less, more in pairs)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(18_000, 30_000))
def test_larger_fit_never_gets_a_lower_target(one: float, other: float, hundreds: int) -> None:
    low, high = sorted((one, other))
    lower, higher = (only([person(pay=hundreds * 100, fit=fit)]) for fit in (low, high))
    assert lower.target <= higher.target
    assert lower.pay_after <= higher.pay_after

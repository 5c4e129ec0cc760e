import hashlib
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compensation.allocation.band import Band
from compensation.allocation.policy import EvidenceGate, Policy, PolicyError, Pool, Pools
from compensation.allocation.policy_json import policy_from_json
from compensation.allocation.wording import AllocationError

STEPPED = ((Decimal(0), Decimal(0)), (Decimal("0.3"), Decimal("0.1")), (Decimal(1), Decimal("0.9")))
POLICY = Policy(
    version=4,
    pools=Pools(competency=Pool(share=Decimal("0.70")), merit=Pool(amount=Decimal(1_000_000))),
    phi=STEPPED,
    gate=EvidenceGate(minimum_evidence=12, maximum_uncertainty=Decimal("0.40")),
    cap=Decimal("0.10"),
    rounding_step=Decimal(100),
)
CANONICAL = (
    '{"cap":"0.1","format":"talante.policy/1","gate":{"maximum_uncertainty":"0.4","minimum_evidence":12},'
    '"no_decrease":true,"phi":[["0","0"],["0.3","0.1"],["1","0.9"]],'
    '"pools":{"competency":{"share":"0.7"},"merit":{"amount":"1000000"}},"rounding_step":"100","version":4}'
)
fits = st.floats(min_value=0, max_value=1)


@st.composite
def lines(draw: st.DrawFn) -> tuple[tuple[Decimal, Decimal], ...]:
    inner = draw(st.lists(st.integers(1, 999), unique=True, max_size=6))
    xs = [0, *sorted(inner), 1000]
    ys = sorted(draw(st.lists(st.integers(0, 1000), min_size=len(xs), max_size=len(xs))))
    return tuple((Decimal(x) / 1000, Decimal(y) / 1000) for x, y in zip(xs, ys, strict=True))


def with_phi(phi: tuple[tuple[Decimal, Decimal], ...]) -> Policy:
    return Policy(1, Pools(Pool(share=Decimal(1))), phi, EvidenceGate(1), Decimal("0.1"), Decimal(100))


def test_to_json_is_canonical() -> None:
    assert POLICY.to_json() == CANONICAL
    assert POLICY.digest == hashlib.sha256(CANONICAL.encode()).hexdigest()


def test_from_json_reads_back_the_same_policy() -> None:
    assert policy_from_json(CANONICAL) == POLICY
    assert policy_from_json(CANONICAL).digest == POLICY.digest


def test_from_json_with_numbers_spaces_and_another_order_has_the_same_digest() -> None:
    content = json.loads(CANONICAL)
    content["cap"] = 0.10
    content["rounding_step"] = 100
    content["phi"][1] = [0.30, 0.1]
    assert policy_from_json(json.dumps(content, indent=2)).digest == POLICY.digest


def test_from_json_lists_every_problem_in_full_sentences() -> None:
    text = (
        '{"format":"talante.policy/1","version":0,"pools":{"competency":{"share":"0.8"},"merit":{"share":"0.4"}},'
        '"phi":[[0,0.5],[1,0.2]],"gate":{"minimum_evidence":1.5},"cap":"ten","bonus":1,"no_decrease":false}'
    )
    with pytest.raises(PolicyError) as caught:
        policy_from_json(text)
    assert [problem.code for problem in caught.value.problems] == [
        "policy_field_missing",
        "policy_field_unknown",
        "policy_version",
        "pool_share_sum",
        "phi_points",
        "policy_field_count",
        "policy_field_number",
        "no_decrease",
    ]
    assert "“rounding_step” is missing from the policy." in str(caught.value)
    assert "The pools' shares add up to 1.2; together they cannot be more than 1." in str(caught.value)
    assert "A review never lowers pay" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "policy_json"),
        ("[" * 100_000, "policy_json"),
        ("[]", "policy_object"),
        ('{"cap":1,"cap":2}', "policy_repeated"),
        (CANONICAL.replace("/1", "/2"), "policy_format"),
        (CANONICAL.replace('"0.1","f', '"1e999999999","f'), "policy_field_number"),
        (CANONICAL.replace('"0.1","f', '"0.1234567891","f'), "policy_field_number"),
        (CANONICAL.replace('"0.1","f', '"1e-999999999","f'), "policy_field_number"),
        (CANONICAL.replace('"0.1","f', '"0e999999999","f'), "cap"),
        (CANONICAL.replace('"0.1","f', 'NaN,"f'), "policy_field_number"),
        (CANONICAL.replace('"0.1","f', '"NaN","f'), "policy_field_number"),
        (CANONICAL.replace('"0.1","f', 'true,"f'), "policy_field_number"),
        (CANONICAL.replace('"0.1","f', '"1.5","f'), "cap"),
        (CANONICAL.replace('[["0","0"],', '["0",'), "phi_form"),
        (CANONICAL.replace('{"share":"0.7"}', '{"share":"0.7","amount":"5"}'), "pool_kind"),
        (CANONICAL.replace('{"share":"0.7"}', '"all"'), "pool_kind"),
        (CANONICAL.replace('"100"', '"0"'), "rounding_step"),
        (CANONICAL.replace(":12", ":0"), "gate_evidence"),
        (CANONICAL.replace('"0.4"', '"-1"'), "gate_uncertainty"),
        (CANONICAL.replace('{"maximum_uncertainty":"0.4","minimum_evidence":12}', "12"), "policy_field_object"),
    ],
)
def test_from_json_with_bad_input_names_the_problem(text: str, code: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policy_from_json(text)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_policy_that_may_lower_pay_cannot_be_built() -> None:
    with pytest.raises(PolicyError, match="A review never lowers pay"):
        Policy(1, POLICY.pools, STEPPED, POLICY.gate, POLICY.cap, POLICY.rounding_step, no_decrease=False)


def test_position_for_interpolates_between_points() -> None:
    positions = [POLICY.position_for(Decimal(fit)) for fit in ("0", "0.15", "0.3", "0.65", "1")]
    assert positions == [Decimal(value) for value in ("0", "0.05", "0.1", "0.5", "0.9")]


def test_position_for_a_fit_outside_its_range_is_refused() -> None:
    for fit in (-0.1, 1.1, float("nan")):
        with pytest.raises(AllocationError, match="Role fit is a number from 0 to 1"):
            POLICY.position_for(fit)


@given(lines(), fits, fits)
def test_larger_fit_never_gets_a_lower_position_or_target(
    phi: tuple[tuple[Decimal, Decimal], ...], one: float, other: float
) -> None:
    policy = with_phi(phi)
    band = Band("COP", Decimal(1_900_000), Decimal(2_350_000), Decimal(2_800_000))
    low, high = sorted((one, other))
    assert 0 <= policy.position_for(low) <= policy.position_for(high) <= 1
    assert policy.target_for(low, band) <= policy.target_for(high, band)


@given(lines())
def test_json_round_trip_keeps_policy_and_digest(phi: tuple[tuple[Decimal, Decimal], ...]) -> None:
    policy = with_phi(phi)
    assert policy_from_json(policy.to_json()) == policy
    assert policy_from_json(policy.to_json()).digest == policy.digest


def test_pools_split_leaves_a_reserve_and_sums_exactly() -> None:
    pools = Pools(competency=Pool(share=Decimal("0.333")), merit=Pool(share=Decimal("0.333")))
    assert pools.split(Decimal("100.01"), "COP") == (Decimal("33.30"), Decimal("33.30"))
    thirds = Pools(competency=Pool(share=Decimal("0.5")), merit=Pool(share=Decimal("0.5")))
    assert thirds.split(Decimal("100.01"), "COP") == (Decimal("50.01"), Decimal("50.00"))


def test_pools_larger_than_the_budget_are_refused() -> None:
    with pytest.raises(AllocationError, match="The pools add up to"):
        POLICY.pools.split(Decimal(1_500_000), "COP")


@pytest.mark.parametrize(
    ("verified", "count", "uncertainty", "is_open"),
    [
        (True, 12, "0.4", True),
        (False, 12, "0.4", False),
        (True, 11, "0.4", False),
        (True, 12, "0.41", False),
        (True, 12, None, False),
    ],
)
def test_gate_opens_only_with_enough_evidence(
    verified: bool, count: int, uncertainty: str | None, is_open: bool
) -> None:
    limit = None if uncertainty is None else Decimal(uncertainty)
    assert POLICY.gate.is_open(verified=verified, evidence_count=count, uncertainty=limit) is is_open

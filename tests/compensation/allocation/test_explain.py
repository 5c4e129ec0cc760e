from dataclasses import replace
from decimal import Decimal

import pytest

from compensation.allocation.explain import MONEY_PARAMS, SHARE_PARAMS, TEMPLATES, explain, what_would_raise
from compensation.allocation.proposal import PersonInput, propose
from compensation.allocation.receipt import Reason
from tests.compensation.allocation.cases import POLICY, person


def test_every_reason_has_a_template() -> None:
    assert set(TEMPLATES) == set(Reason)


@pytest.mark.parametrize(
    ("each", "budget", "sentence"),
    [
        (person(), 300_000, "The pool covered the whole distance to your target, 2422000.00."),
        (
            person(pay=2_500_000),
            300_000,
            "Your pay already reaches the target for your verified fit, 2422000.00, so there was no distance to cover.",
        ),
        (
            person(pay=2_900_000),
            300_000,
            "Your pay is above the maximum of your band, 2800000. It stays as it is; a review never lowers it.",
        ),
        (
            person(pay=2_000_000),
            300_000,
            "In one review pay can rise by at most 0.15. After this one, 122000.00 of the distance to your "
            "target remains.",
        ),
        (
            person(),
            100_000,
            "The pool ended before your target did: 142000.00 of the distance remains. Everyone it reached without "
            "another limit was brought to the same share of their target.",
        ),
        (
            replace(person(), evidence_count=3),
            100_000,
            "Your level is still pending verification: 3 observations count so far. Until there are enough, your "
            "target is your current pay, so this cannot lower it.",
        ),
    ],
)
def test_explain_says_why_in_one_sentence(each: PersonInput, budget: int, sentence: str) -> None:
    (receipt,) = propose([each], replace(POLICY, cap=Decimal("0.15")), Decimal(budget)).receipts
    assert [str(found) for found in explain(receipt)] == [sentence]


def test_explain_tells_the_nearer_person_where_the_pool_went() -> None:
    people = [person("near", 2_400_000), person("far", 2_000_000)]
    _, near = propose(people, POLICY, Decimal(50_000)).receipts
    last = explain(near)[-1]
    assert (last.code, last.params["waterline"]) == ("others_further", Decimal("0.846408"))
    assert MONEY_PARAMS.isdisjoint(SHARE_PARAMS)


def test_what_would_raise_gives_the_change_of_the_worked_example() -> None:
    change = what_would_raise(person(), POLICY, 0.64)
    assert (change.target_now, change.target_then, change.change) == (
        Decimal(2_422_000),
        Decimal(2_476_000),
        Decimal(54_000),
    )
    assert (change.position_now, change.position_then) == (Decimal("0.58"), Decimal("0.64"))
    assert change.need_then == 296_000
    assert str(change.sentence) == (
        "If your fit to the position goes from 0.58 to 0.64, your target rises by 54000.00. What you receive "
        "depends on the pool of each review."
    )


def test_what_would_raise_never_lowers_a_target() -> None:
    assert what_would_raise(person(), POLICY, 0.4).change == 0


def test_what_would_raise_for_a_person_pending_verification_starts_at_current_pay() -> None:
    change = what_would_raise(replace(person(), verified=False), POLICY, 0.58)
    assert (change.target_now, change.target_then) == (Decimal(2_180_000), Decimal(2_422_000))

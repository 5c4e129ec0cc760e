"""Parents from children, and states against what a position requires."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.engine.hierarchy import Child, State, parent_state, roll_up
from competencies.engine.levels import phi, sufficient
from competencies.engine.parameters import Prior, Scale
from competencies.engine.rolefit import Requirement, role_fit
from tests.competencies.engine.strategies import lawful

PRIOR = Prior(0.0, 1.0)
states = st.builds(State, st.floats(-4.0, 4.0), st.floats(0.1, 2.0))
weights = st.floats(0.05, 5.0)


def test_parent_by_hand() -> None:
    found = parent_state([Child("a", 3.0), Child("b", 1.0)], {"a": State(1.0, 0.4), "b": State(-1.0, 0.8)}, prior=PRIOR)
    assert found.theta == pytest.approx(0.5)
    assert found.s == pytest.approx(0.5)
    assert found.missing == ()


def test_missing_child_enters_as_the_prior() -> None:
    found = parent_state([Child("a"), Child("b")], {"a": State(1.0, 0.4)}, prior=Prior(0.2, 0.9))
    assert (found.theta, found.s) == pytest.approx((0.6, 0.65))
    assert found.missing == ("b",)


def test_parent_without_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="no child with a weight above zero"):
        parent_state([Child("a", 0.0)], {}, prior=PRIOR)
    with pytest.raises(ValueError, match="cannot be negative"):
        Child("a", -1.0)


@lawful
@given(st.lists(st.tuples(states, weights), min_size=1, max_size=6))
def test_parent_variance_is_conservative(children: list[tuple[State, float]]) -> None:
    known = {f"c{k}": state for k, (state, _) in enumerate(children)}
    found = parent_state([Child(f"c{k}", v) for k, (_, v) in enumerate(children)], known, prior=PRIOR)
    total = sum(v for _, v in children)
    independent = math.sqrt(sum((v / total * state.s) ** 2 for state, v in children))
    assert found.s >= independent - 1e-12
    assert min(s.s for s in known.values()) - 1e-12 <= found.s <= max(s.s for s in known.values()) + 1e-12
    assert min(s.theta for s in known.values()) - 1e-9 <= found.theta <= max(s.theta for s in known.values()) + 1e-9


def test_roll_up_computes_the_deepest_parents_first() -> None:
    tree = {"service": [Child("conduct"), Child("technique")], "conduct": [Child("empathy"), Child("humility")]}
    found = roll_up(tree, {"empathy": State(1.0, 0.4), "technique": State(-1.0, 0.6)}, prior=PRIOR)
    assert found["conduct"].theta == pytest.approx(0.5)
    assert found["conduct"].s == pytest.approx(0.7)
    assert found["service"].theta == pytest.approx(-0.25)
    assert found["service"].s == pytest.approx(0.65)
    assert found["service"].missing == ()


def test_roll_up_without_any_evidence_is_the_prior_and_says_what_is_missing() -> None:
    found = roll_up({"service": [Child("conduct")], "conduct": [Child("empathy")]}, {}, prior=PRIOR)
    assert (found["service"].theta, found["service"].s, found["service"].missing) == (0.0, 1.0, ("conduct",))


def test_roll_up_of_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="is above itself"):
        roll_up({"a": [Child("b")], "b": [Child("a")]}, {}, prior=PRIOR)


def test_role_fit_by_hand() -> None:
    found = role_fit(
        [Requirement("empathy", 3, 2.0), Requirement("composure", 2, 1.0)],
        {"empathy": State(0.8, 0.5), "composure": State(-0.6, 0.4)},
        scale=Scale(),
        prior=PRIOR,
    )
    empathy, composure = phi(0.4 / 0.5), phi(-0.2 / 0.4)
    assert found.compensatory == pytest.approx(phi((2 * 0.4 - 0.2) / (2 * 0.5 + 0.4)), abs=1e-12)
    assert found.conjunctive == pytest.approx(empathy * composure, abs=1e-12)
    assert found.met == 1
    assert found.weakest.competency == "composure"
    assert found.weakest.probability == pytest.approx(composure, abs=1e-12)
    assert [gate.gap for gate in found.gates] == [0.0, pytest.approx(0.25)]


def test_requirement_without_evidence_enters_as_the_prior_and_is_not_met() -> None:
    found = role_fit([Requirement("empathy", 2)], {}, scale=Scale(), prior=PRIOR)
    assert found.conjunctive == found.compensatory == pytest.approx(phi(0.4))
    assert (found.met, found.gates[0].missing) == (0, True)


def test_level_reached_without_sufficient_evidence_is_not_met_and_is_the_weakest() -> None:
    required = [Requirement("empathy", 2), Requirement("composure", 3)]
    states = {"empathy": State(0.9, 0.8), "composure": State(0.45, 0.4)}
    found = role_fit(required, states, scale=Scale(), prior=PRIOR)
    assert [(gate.met, gate.gap) for gate in found.gates] == [(False, 0.0), (True, 0.0)]
    assert found.gates[0].probability > found.gates[1].probability
    assert (found.met, found.weakest.competency) == (1, "empathy")
    stricter = role_fit(required, states, scale=Scale(), prior=PRIOR, threshold=0.3)
    looser = role_fit(required, states, scale=Scale(), prior=PRIOR, threshold=0.8)
    assert (stricter.met, looser.met, looser.weakest.competency) == (0, 2, "composure")
    assert stricter.compensatory == looser.compensatory == found.compensatory


def test_level_one_asks_for_nothing() -> None:
    found = role_fit([Requirement("a", 1), Requirement("b", 3)], {"b": State(-0.4, 0.8)}, scale=Scale(), prior=PRIOR)
    assert found.compensatory == found.conjunctive == pytest.approx(phi(-1.0))
    assert role_fit([Requirement("a", 1)], {}, scale=Scale(), prior=PRIOR).compensatory == 1.0


def test_position_without_requirements_is_refused() -> None:
    with pytest.raises(ValueError, match="requires no competency"):
        role_fit([], {}, scale=Scale(), prior=PRIOR)


@pytest.mark.parametrize(("level", "weight"), [(0, 1.0), (6, 1.0), (3, -1.0), (3, math.nan)])
def test_impossible_requirement_is_refused(level: int, weight: float) -> None:
    with pytest.raises(ValueError, match="of empathy is"):
        Requirement("empathy", level, weight)


def test_state_without_spread_is_refused() -> None:
    with pytest.raises(ValueError, match="standard error of empathy"):
        role_fit([Requirement("empathy", 2)], {"empathy": State(0.0, 0.0)}, scale=Scale(), prior=PRIOR)


@lawful
@given(st.lists(st.tuples(states, st.integers(1, 5), weights), min_size=1, max_size=6), st.floats(0.0, 3.0))
def test_role_fit_obeys_its_laws(required: list[tuple[State, int, float]], gain: float) -> None:
    requirements = [Requirement(f"c{k}", level, v) for k, (_, level, v) in enumerate(required)]
    known = {f"c{k}": state for k, (state, _, _) in enumerate(required)}
    found = role_fit(requirements, known, scale=Scale(), prior=PRIOR)
    assert all(found.conjunctive <= gate.probability for gate in found.gates)
    candidates = [gate for gate in found.gates if not gate.met] or found.gates
    assert found.weakest.probability == min(gate.probability for gate in candidates)
    assert all((gate.gap == 0.0 and sufficient(known[gate.competency].s)) == gate.met for gate in found.gates)
    better = role_fit(
        requirements, {**known, "c0": State(known["c0"].theta + gain, known["c0"].s)}, scale=Scale(), prior=PRIOR
    )
    assert better.conjunctive >= found.conjunctive
    assert better.compensatory >= found.compensatory - 1e-15
    double = [Requirement(r.competency, r.level, 2 * r.weight) for r in requirements]
    assert role_fit(double, known, scale=Scale(), prior=PRIOR).compensatory == pytest.approx(found.compensatory)

"""A person's states against what a position requires, in two ways.

Compensatory, Φ(Σ v_j(θ̂_j − κ_j)/S) with S = Σ v_j s_j: strength in one competency makes up for another.
Conjunctive, Π_j Φ((θ̂_j − κ_j)/s_j): every requirement is a gate, and the weakest gate is named.

A gate is met when its level is reached on sufficient evidence; both probabilities weigh whatever evidence there is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competencies.engine.hierarchy import Believed, State
from competencies.engine.levels import SUFFICIENT_S, level_position, phi, sufficient
from competencies.engine.parameters import LEVELS, Prior, Scale, require_finite, require_positive


@dataclass(frozen=True, slots=True)
class Requirement:
    """A level a position asks for in one competency, with its weight v_j in any unit."""

    competency: str
    level: int
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"The required level of {self.competency} is {self.level}: choose a level from 1 to 5.")
        require_finite(self.weight, f"weight of {self.competency}")
        if self.weight < 0:
            raise ValueError(f"The weight of {self.competency} is {self.weight}, and it cannot be negative.")


@dataclass(frozen=True, slots=True)
class Gate:
    """One requirement against one state.

    `probability` is P(level ≥ required); `gap` is the required level minus the position in level points, zero when
    reached; `missing` says there is no evidence and the state is the prior. `met` takes a level that is reached and
    evidence that suffices to say so.
    """

    competency: str
    level: int
    probability: float
    gap: float
    met: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class RoleFit:
    """Both probabilities of fit, the weakest gate, how many of the gates are met, and every gate as required.

    `weakest` is the least certain of the gates that are not met and, when all are, of all.
    """

    compensatory: float
    conjunctive: float
    weakest: Gate
    met: int
    gates: tuple[Gate, ...]


def role_fit(
    requirements: Sequence[Requirement],
    states: Mapping[str, Believed],
    *,
    scale: Scale,
    prior: Prior,
    threshold: float = SUFFICIENT_S,
) -> RoleFit:
    """The fit of `states` (by competency) to a position's requirements; a missing state enters as the prior.

    `threshold` is the largest standard error, in logits, of evidence that suffices to say that a level is reached.
    """
    if not requirements:
        raise ValueError("The position requires no competency, so there is nothing to fit: add its requirements first.")
    gates = tuple(_gate(requirement, states, scale, prior, threshold) for requirement in requirements)
    return RoleFit(
        compensatory=_compensatory(requirements, states, scale, prior),
        conjunctive=math.prod(gate.probability for gate in gates),
        weakest=min([gate for gate in gates if not gate.met] or gates, key=lambda gate: gate.probability),
        met=sum(gate.met for gate in gates),
        gates=gates,
    )


def _state(competency: str, states: Mapping[str, Believed], prior: Prior) -> Believed:
    state = states.get(competency)
    if state is None:
        return State(prior.mu, prior.sigma)
    require_finite(state.theta, f"estimate of {competency}")
    require_positive(state.s, f"standard error of {competency}")
    return state


def _gate(
    requirement: Requirement, states: Mapping[str, Believed], scale: Scale, prior: Prior, threshold: float
) -> Gate:
    state = _state(requirement.competency, states, prior)
    cut = scale.cut(requirement.level)
    missing = requirement.competency not in states
    return Gate(
        competency=requirement.competency,
        level=requirement.level,
        probability=phi((state.theta - cut) / state.s),
        gap=max(requirement.level - level_position(state.theta, scale), 0.0),
        met=not missing and state.theta >= cut and sufficient(state.s, threshold),
        missing=missing,
    )


def _compensatory(
    requirements: Sequence[Requirement], states: Mapping[str, Believed], scale: Scale, prior: Prior
) -> float:
    """Level 1 asks for nothing: its cut is −∞, so it stays out of the sum instead of making every fit certain."""
    margin = spread = 0.0
    for requirement in requirements:
        if requirement.level > 1:
            state = _state(requirement.competency, states, prior)
            margin += requirement.weight * (state.theta - scale.cut(requirement.level))
            spread += requirement.weight * state.s
    return phi(margin / spread) if spread > 0 else 1.0

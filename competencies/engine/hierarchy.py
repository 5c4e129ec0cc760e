"""A parent competency from its children: their weighted mean, with a variance that assumes the worst.

s_parent = Σ v_j s_j, the standard error if the children's errors moved together; it is never smaller than with any
other correlation between them. A child without evidence enters as the prior.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from competencies.engine.parameters import Prior, require_finite


class Believed(Protocol):
    """Anything with a mean and a standard error in logits: an `Estimate`, a `State`, a stored row."""

    @property
    def theta(self) -> float: ...

    @property
    def s(self) -> float: ...


@dataclass(frozen=True, slots=True)
class State:
    """A mean and a standard error, in logits."""

    theta: float
    s: float


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a parent competency, with its weight v_j in any unit."""

    competency: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        require_finite(self.weight, f"weight of {self.competency}")
        if self.weight < 0:
            raise ValueError(f"The weight of {self.competency} is {self.weight}, and it cannot be negative.")


@dataclass(frozen=True, slots=True)
class ParentState:
    """A parent's mean and standard error (logits), and which children entered as the prior."""

    theta: float
    s: float
    missing: tuple[str, ...]


def parent_state(children: Sequence[Child], states: Mapping[str, Believed], *, prior: Prior) -> ParentState:
    """Σ v_j θ̂_j and Σ v_j s_j with the weights brought to sum 1."""
    total = math.fsum(child.weight for child in children)
    if total <= 0:
        raise ValueError("The parent competency has no child with a weight above zero: give at least one a weight.")
    theta = s = 0.0
    for child in children:
        state = states.get(child.competency) or State(prior.mu, prior.sigma)
        theta += child.weight / total * state.theta
        s += child.weight / total * state.s
    return ParentState(theta, s, tuple(c.competency for c in children if c.competency not in states))


def roll_up(
    tree: Mapping[str, Sequence[Child]], leaves: Mapping[str, Believed], *, prior: Prior
) -> dict[str, ParentState]:
    """The state of every parent in `tree` (parent → children), deepest first.

    A parent none of whose leaves has evidence counts as missing to its own parent, and enters there as the prior.
    """
    done: dict[str, ParentState] = {}

    def visit(parent: str, path: tuple[str, ...]) -> None:
        if parent in path:
            raise ValueError(f"Competency {parent} is above itself in the framework: remove that link.")
        if parent in done:
            return
        children = tree[parent]
        known: dict[str, Believed] = {}
        for child in children:
            if child.competency in tree:
                visit(child.competency, (*path, parent))
                below = done[child.competency]
                if len(below.missing) < len(tree[child.competency]):
                    known[child.competency] = below
            elif child.competency in leaves:
                known[child.competency] = leaves[child.competency]
        done[parent] = parent_state(children, known, prior=prior)

    for parent in tree:
        visit(parent, ())
    return done

"""The rules of a review cycle, as one immutable, hashable value."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from typing import Final

from compensation.allocation.band import Band
from compensation.allocation.money import ZERO, is_on_step, largest_remainder, minor_unit, to_step
from compensation.allocation.wording import AllocationError, Sentence, gettext_noop

FORMAT: Final = "talante.policy/1"

FIT_STEP: Final = Decimal("0.0001")
"""Role fit counts to one hundredth of a percent: the figure on the receipt is the figure that was used."""

_POSITION_STEP: Final = Decimal("0.00000001")
_LARGEST: Final = 15
_FINEST: Final = -9
_FINEST_STEP: Final = Decimal("0.000000001")


class PolicyError(AllocationError):
    """A policy that cannot be used; nothing was kept of it."""

    code = "policy_invalid"


@dataclass(frozen=True, slots=True)
class Pool:
    """A part of the cycle's budget: either a share of it (0 to 1) or an amount of money."""

    share: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Pools:
    """What the budget is for. Whatever the two pools leave is the cycle's reserve."""

    competency: Pool
    merit: Pool = Pool(share=ZERO)

    def split(self, budget: Decimal, currency: str) -> tuple[Decimal, Decimal]:
        """(competency, merit) money out of ``budget``. With the reserve the parts sum to the budget exactly."""
        step = minor_unit(currency)
        total = to_step(budget, step, ROUND_DOWN)
        parts = [_part(self.competency, total), _part(self.merit, total)]
        reserve = total - sum(parts, ZERO)
        if reserve < 0:
            raise AllocationError(
                [
                    Sentence(
                        "pools_exceed_budget",
                        gettext_noop(
                            "The pools add up to %(pools)s but the budget is %(budget)s. "
                            "Lower the pools or raise the budget."
                        ),
                        {"pools": sum(parts, ZERO), "budget": total},
                    )
                ]
            )
        competency, merit, _ = largest_remainder([*parts, reserve], total, step)
        return competency, merit


@dataclass(frozen=True, slots=True)
class EvidenceGate:
    """How much evidence verified role fit needs before it counts.

    ``maximum_uncertainty`` is the largest standard error s of the fit's competencies, in level points; None: no limit.
    """

    minimum_evidence: int
    maximum_uncertainty: Decimal | None = None

    def is_open(self, *, verified: bool, evidence_count: int, uncertainty: Decimal | None) -> bool:
        """Whether the person's fit may set a target. With a limit on s, an unknown s does not pass."""
        if not verified or evidence_count < self.minimum_evidence:
            return False
        return self.maximum_uncertainty is None or (uncertainty is not None and uncertainty <= self.maximum_uncertainty)


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules of one review cycle.

    ``phi``: points (verified role fit, position in range), both in [0, 1], joined by straight lines; never falling.
    ``cap``: largest increase as a share of current pay. ``rounding_step``: new pay is a multiple of it, in money.
    ``no_decrease`` is part of every policy and cannot be switched off.
    """

    version: int
    pools: Pools
    phi: tuple[tuple[Decimal, Decimal], ...]
    gate: EvidenceGate
    cap: Decimal
    rounding_step: Decimal
    no_decrease: bool = True

    def __post_init__(self) -> None:
        problems = [
            *version_problems(self.version),
            *pool_problems("competency", self.pools.competency),
            *pool_problems("merit", self.pools.merit),
            *share_sum_problems(self.pools),
            *phi_problems(self.phi),
            *gate_problems(self.gate),
            *cap_problems(self.cap),
            *step_problems(self.rounding_step),
            *no_decrease_problems(self.no_decrease),
        ]
        if problems:
            raise PolicyError(problems)

    def position_for(self, fit: Decimal | float) -> Decimal:
        """φ(fit): position in range for a verified role fit in [0, 1]. A larger fit never gives a lower position."""
        at = counted_fit(fit)
        for (x0, y0), (x1, y1) in pairwise(self.phi):
            if at <= x1:
                # Rounded, so that the last digit of the division cannot break the order of two close fits.
                return to_step(y0 + (y1 - y0) * (at - x0) / (x1 - x0), _POSITION_STEP)
        return self.phi[-1][1]

    def target_for(self, fit: Decimal | float, band: Band) -> Decimal:
        """Blind target: minimum + φ(fit)·(maximum − minimum), to the currency's smallest unit."""
        return to_step(band.pay_at(self.position_for(fit)), minor_unit(band.currency))

    def to_json(self) -> str:
        """Canonical text: sorted keys, no spaces, decimals as plain strings without trailing zeros."""
        gate = self.gate
        content = {
            "format": FORMAT,
            "version": self.version,
            "pools": {"competency": _plain_pool(self.pools.competency), "merit": _plain_pool(self.pools.merit)},
            "phi": [[plain(x), plain(y)] for x, y in self.phi],
            "gate": {
                "minimum_evidence": gate.minimum_evidence,
                "maximum_uncertainty": None if gate.maximum_uncertainty is None else plain(gate.maximum_uncertainty),
            },
            "cap": plain(self.cap),
            "rounding_step": plain(self.rounding_step),
            "no_decrease": self.no_decrease,
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def counted_fit(fit: Decimal | float) -> Decimal:
    """The fit as it counts: in [0, 1], to ``FIT_STEP``."""
    exact = fit if isinstance(fit, Decimal) else Decimal(str(fit))
    if not exact.is_finite() or not 0 <= exact <= 1:
        raise AllocationError(
            [
                Sentence(
                    "fit_out_of_range",
                    gettext_noop("Role fit is a number from 0 to 1; %(fit)s is not."),
                    {"fit": str(fit)},
                )
            ]
        )
    return to_step(exact, FIT_STEP)


def plain(value: Decimal) -> str:
    """A decimal as text that depends on its value only: no exponent, no trailing zeros, no negative zero."""
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_plausible(value: Decimal) -> bool:
    """Finite, with at most nine decimals and below 10^15: what a rule about pay can need."""
    if not value.is_finite():
        return False
    return value == 0 or (_FINEST <= value.adjusted() < _LARGEST and is_on_step(value, _FINEST_STEP))


def _part(pool: Pool, budget: Decimal) -> Decimal:
    if pool.amount is not None:
        return pool.amount
    return (pool.share or ZERO) * budget


def _plain_pool(pool: Pool) -> dict[str, str]:
    if pool.amount is not None:
        return {"amount": plain(pool.amount)}
    return {"share": plain(pool.share or ZERO)}


def version_problems(version: int) -> list[Sentence]:
    if version >= 1:
        return []
    return [
        Sentence(
            "policy_version",
            gettext_noop("The policy's version is %(version)s; number versions 1, 2, 3 and so on."),
            {"version": version},
        )
    ]


def pool_problems(name: str, pool: Pool) -> list[Sentence]:
    share, amount = pool.share, pool.amount
    if (share is None) == (amount is None):
        template = gettext_noop("The %(pool)s pool needs either a share of the budget or an amount, and not both.")
        return [Sentence("pool_kind", template, {"pool": name})]
    if share is not None and not (is_plausible(share) and 0 <= share <= 1):
        template = gettext_noop("The %(pool)s pool's share is %(share)s; write a share of the budget from 0 to 1.")
        return [Sentence("pool_share", template, {"pool": name, "share": str(share)})]
    if amount is not None and not (is_plausible(amount) and amount >= 0):
        template = gettext_noop("The %(pool)s pool's amount is %(amount)s; write an amount of zero or more.")
        return [Sentence("pool_amount", template, {"pool": name, "amount": str(amount)})]
    return []


def share_sum_problems(pools: Pools) -> list[Sentence]:
    shares = [share for share in (pools.competency.share, pools.merit.share) if share is not None]
    if any(not is_plausible(share) for share in shares) or sum(shares, ZERO) <= 1:
        return []
    template = gettext_noop("The pools' shares add up to %(sum)s; together they cannot be more than 1.")
    return [Sentence("pool_share_sum", template, {"sum": plain(sum(shares, ZERO))})]


def phi_problems(points: tuple[tuple[Decimal, Decimal], ...]) -> list[Sentence]:
    template = gettext_noop(
        "The line from role fit to position in range needs at least two points, with fit rising from exactly 0 to "
        "exactly 1 and position between 0 and 1 and never falling."
    )
    numbers = [value for point in points for value in point]
    if len(points) >= 2 and all(is_plausible(value) for value in numbers):
        fits, positions = zip(*points, strict=True)
        rising = all(left < right for left, right in pairwise(fits))
        never_falling = all(left <= right for left, right in pairwise(positions))
        bounded = fits[0] == 0 and fits[-1] == 1 and positions[0] >= 0 and positions[-1] <= 1
        if rising and never_falling and bounded:
            return []
    return [Sentence("phi_points", template, {})]


def gate_problems(gate: EvidenceGate) -> list[Sentence]:
    problems = []
    if gate.minimum_evidence < 1:
        template = gettext_noop(
            "The policy asks for %(count)s observations; a verified fit needs at least one, so write 1 or more."
        )
        problems.append(Sentence("gate_evidence", template, {"count": gate.minimum_evidence}))
    limit = gate.maximum_uncertainty
    if limit is not None and not (is_plausible(limit) and limit > 0):
        template = gettext_noop("The largest uncertainty allowed is %(limit)s; write a number above zero, or none.")
        problems.append(Sentence("gate_uncertainty", template, {"limit": str(limit)}))
    return problems


def cap_problems(cap: Decimal) -> list[Sentence]:
    if is_plausible(cap) and 0 < cap <= 1:
        return []
    template = gettext_noop("The cap is %(cap)s; write a share of current pay above 0 and up to 1, such as 0.10.")
    return [Sentence("cap", template, {"cap": str(cap)})]


def step_problems(step: Decimal) -> list[Sentence]:
    if is_plausible(step) and step > 0:
        return []
    template = gettext_noop("The rounding step is %(step)s; write an amount above zero, such as 100.")
    return [Sentence("rounding_step", template, {"step": str(step)})]


def no_decrease_problems(no_decrease: bool) -> list[Sentence]:
    if no_decrease is True:
        return []
    template = gettext_noop("A review never lowers pay: “no_decrease” must be true.")
    return [Sentence("no_decrease", template, {})]

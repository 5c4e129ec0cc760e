"""What a computation knew of one person, as values that can be stored and read again unchanged. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

Texts = Mapping[str, str]
"""One text by language code."""


@dataclass(frozen=True, slots=True)
class NextLevel:
    """The shortest way to a larger fit: the least certain requirement not met, brought to its level.

    `fit_then` is the compensatory fit with that competency at the level, or where it is if that is higher, on
    sufficient evidence and with everything else as it is.
    """

    competency: str
    name: Texts
    level: int
    level_name: Texts
    fit_then: Decimal


@dataclass(frozen=True, slots=True)
class VerifiedFit:
    """A person's evidence against what the position required, at the cut-off.

    `compensatory` and `conjunctive` are role fit in [0, 1]. Of `required` competencies `met` reach their level on
    sufficient evidence and `known` have any; one without enters as the prior everybody starts from. `weakest` is the
    key of the least certain requirement not met (of all, when all are met) and `weakest_name` its name. `uncertainty`
    is the weighted mean standard error, in level points. `verified` says that there was something to go
    by; whether it is enough is the policy's to say. `evidence_digest` is over every piece that counted.
    """

    compensatory: Decimal
    conjunctive: Decimal
    weakest: str
    weakest_name: Texts
    required: int
    met: int
    known: int
    evidence_count: int
    evidence_digest: str
    uncertainty: Decimal
    verified: bool
    next_level: NextLevel | None


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything about one person that went into a computation. `pay_record` is the id of the pay in force, `band`
    the id of the band; `name`, `position` and `unit` are kept as they were read at the cut-off."""

    ref: str
    pay_record: int
    band: int
    grade: int
    position: Texts
    unit: Texts
    fit: VerifiedFit

    def to_plain(self) -> dict[str, Any]:
        """Plain JSON values; decimals as text."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def from_plain(cls, content: Mapping[str, Any]) -> Inputs:
        """What `to_plain` wrote."""
        fit = dict(content["fit"])
        following = fit.pop("next_level")
        if following is not None:
            following = NextLevel(**{**following, "fit_then": Decimal(following["fit_then"])})
        decimals = {key: Decimal(fit[key]) for key in ("compensatory", "conjunctive", "uncertainty")}
        return cls(**{**content, "fit": VerifiedFit(**{**fit, **decimals, "next_level": following})})


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value

"""Read a policy from JSON text, naming everything that is wrong with it at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from compensation.allocation import policy as rules
from compensation.allocation.money import ZERO
from compensation.allocation.policy import FORMAT, EvidenceGate, Policy, PolicyError, Pool, Pools
from compensation.allocation.wording import Sentence, gettext_noop

_FIELDS: Final = ("format", "version", "pools", "phi", "gate", "cap", "rounding_step", "no_decrease")
_T = TypeVar("_T")


def policy_from_json(text: str) -> Policy:
    """The policy a text describes. Numbers may be written as strings or as JSON numbers; both are read exactly.

    Raises ``PolicyError`` with one full sentence per problem found.
    """
    return _Reading(_parsed(text)).policy()


def _parsed(text: str) -> Mapping[str, object]:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                repeated.append(key)
            found[key] = value
        return found

    try:
        content = json.loads(text, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=unique)
    except (ValueError, RecursionError, InvalidOperation) as error:
        template = gettext_noop(
            "The policy is not valid JSON (%(reason)s). Nothing was kept; correct it and try again."
        )
        raise PolicyError([Sentence("policy_json", template, {"reason": str(error)})]) from error
    if repeated:
        template = gettext_noop("“%(field)s” is written more than once in the policy; keep one.")
        raise PolicyError([Sentence("policy_repeated", template, {"field": key}) for key in sorted(set(repeated))])
    if not isinstance(content, dict):
        template = gettext_noop("A policy is one JSON object with the fields %(fields)s.")
        raise PolicyError([Sentence("policy_object", template, {"fields": ", ".join(_FIELDS)})])
    return content


class _Reading:
    """One pass over a parsed policy. Every problem is noted and reading goes on."""

    def __init__(self, content: Mapping[str, object]) -> None:
        self.content = content
        self.problems: list[Sentence] = []

    def policy(self) -> Policy:
        self._keys("", self.content, _FIELDS, optional=())
        if self.content.get("format", FORMAT) != FORMAT:
            template = gettext_noop("The policy's format must be “%(format)s”.")
            self.problems.append(Sentence("policy_format", template, {"format": FORMAT}))
        version = self._checked(self._count(self.content, "version", "version"), rules.version_problems)
        pools = self._pools()
        phi = self._checked(self._phi(), rules.phi_problems)
        gate = self._checked(self._gate(), rules.gate_problems)
        cap = self._checked(self._number(self.content, "cap", "cap"), rules.cap_problems)
        step = self._checked(self._number(self.content, "rounding_step", "rounding_step"), rules.step_problems)
        if "no_decrease" in self.content:
            self.problems += rules.no_decrease_problems(self.content["no_decrease"] is True)
        if self.problems or version is None or pools is None or phi is None:
            raise PolicyError(self.problems)
        if gate is None or cap is None or step is None:
            raise PolicyError(self.problems)
        return Policy(version=version, pools=pools, phi=phi, gate=gate, cap=cap, rounding_step=step)

    def _pools(self) -> Pools | None:
        content = self._object("pools")
        if content is None:
            return None
        self._keys("pools.", content, ("competency", "merit"), optional=("merit",))
        competency = self._pool(content, "competency")
        merit = self._pool(content, "merit") if "merit" in content else Pool(share=ZERO)
        if competency is None or merit is None:
            return None
        pools = Pools(competency=competency, merit=merit)
        self.problems += rules.share_sum_problems(pools)
        return pools

    def _pool(self, pools: Mapping[str, object], name: str) -> Pool | None:
        content = pools.get(name)
        if not isinstance(content, dict):
            if name in pools:
                template = gettext_noop(
                    "The %(pool)s pool needs either a share of the budget or an amount, and not both."
                )
                self.problems.append(Sentence("pool_kind", template, {"pool": name}))
            return None
        path = f"pools.{name}."
        self._keys(path, content, ("share", "amount"), optional=("share", "amount"))
        before = len(self.problems)
        share = self._number(content, "share", path + "share") if "share" in content else None
        amount = self._number(content, "amount", path + "amount") if "amount" in content else None
        if len(self.problems) > before:
            return None
        return self._checked(Pool(share=share, amount=amount), lambda pool: rules.pool_problems(name, pool))

    def _phi(self) -> tuple[tuple[Decimal, Decimal], ...] | None:
        if "phi" not in self.content:
            return None
        written = self.content["phi"]
        points: list[tuple[Decimal, Decimal]] = []
        for point in written if isinstance(written, list) else [None]:
            values = [_decimal(value) for value in point] if isinstance(point, list) else []
            if len(values) != 2 or values[0] is None or values[1] is None:
                template = gettext_noop("“phi” is a list of points, each written as [fit, position] with two numbers.")
                self.problems.append(Sentence("phi_form", template, {}))
                return None
            points.append((values[0], values[1]))
        return tuple(points)

    def _gate(self) -> EvidenceGate | None:
        content = self._object("gate")
        if content is None:
            return None
        self._keys("gate.", content, ("minimum_evidence", "maximum_uncertainty"), optional=("maximum_uncertainty",))
        limited = content.get("maximum_uncertainty") is not None
        limit = self._number(content, "maximum_uncertainty", "gate.maximum_uncertainty") if limited else None
        count = self._count(content, "minimum_evidence", "gate.minimum_evidence")
        if count is None or (limited and limit is None):
            return None
        return EvidenceGate(minimum_evidence=count, maximum_uncertainty=limit)

    def _object(self, key: str) -> Mapping[str, object] | None:
        content = self.content.get(key)
        if isinstance(content, dict):
            return content
        if key in self.content:
            template = gettext_noop("“%(field)s” must be an object in braces.")
            self.problems.append(Sentence("policy_field_object", template, {"field": key}))
        return None

    def _number(self, content: Mapping[str, object], key: str, path: str) -> Decimal | None:
        if key not in content:
            return None
        value = _decimal(content[key])
        if value is None:
            template = gettext_noop('“%(field)s” must be a number with at most nine decimals, such as "0.10".')
            self.problems.append(Sentence("policy_field_number", template, {"field": path}))
        return value

    def _count(self, content: Mapping[str, object], key: str, path: str) -> int | None:
        if key not in content:
            return None
        value = _decimal(content[key])
        if value is None or value != value.to_integral_value():
            template = gettext_noop("“%(field)s” must be a whole number.")
            self.problems.append(Sentence("policy_field_count", template, {"field": path}))
            return None
        return int(value)

    def _keys(self, path: str, content: Mapping[str, object], known: Sequence[str], optional: Sequence[str]) -> None:
        missing = gettext_noop("“%(field)s” is missing from the policy.")
        unknown = gettext_noop("“%(field)s” is not a field of a policy; the fields here are %(fields)s.")
        for key in known:
            if key not in content and key not in optional:
                self.problems.append(Sentence("policy_field_missing", missing, {"field": path + key}))
        for key in sorted(set(content) - set(known)):
            params = {"field": path + key, "fields": ", ".join(known)}
            self.problems.append(Sentence("policy_field_unknown", unknown, params))

    def _checked(self, value: _T | None, problems_in: Callable[[_T], list[Sentence]]) -> _T | None:
        if value is not None:
            self.problems += problems_in(value)
        return value


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except InvalidOperation:
            return None
    if isinstance(value, Decimal) and rules.is_plausible(value):
        return value or ZERO
    return None

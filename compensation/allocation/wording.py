"""Sentences this package hands out: English templates with named parameters, translated by whoever shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Value = str | int | Decimal


def gettext_noop(message: str) -> str:
    """Mark a template for the translation catalogue and return it unchanged (this package does not import Django)."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement: a stable code, an English template (the msgid) and the values that fill it."""

    code: str
    template: str
    params: Mapping[str, Value]

    def __str__(self) -> str:
        return self.template % {
            name: format(value, "f") if isinstance(value, Decimal) else value for name, value in self.params.items()
        }


class AllocationError(ValueError):
    """Input that cannot be allocated. Nothing was computed; ``problems`` lists everything found, not only the first."""

    code = "allocation_input"

    def __init__(self, problems: Iterable[Sentence]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))

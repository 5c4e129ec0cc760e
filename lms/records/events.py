"""Events of this room."""

from dataclasses import dataclass
from typing import ClassVar

from lms.core.events import Event


@dataclass(frozen=True, slots=True)
class AttemptFinished(Event):
    """An attempt ended and its observations, if any, are recorded. Carries ids only."""

    name: ClassVar[str] = "records.attempt-finished"
    version: ClassVar[int] = 1

    attempt_id: int
    employee_id: int
    kind: str
    mode: str

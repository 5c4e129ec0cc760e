"""Events: what happened, frozen and versioned, carrying identifiers only.

They are the only coupling between packages that do not import one another. An event class is public: change it by
adding a new version, never by changing a field's meaning.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Base class. `name` is past tense, `area.thing-happened`; `version` rises when the payload changes."""

    name: ClassVar[str]
    version: ClassVar[int] = 1

    def payload(self) -> dict[str, Any]:
        """The event as JSON-ready values."""
        return asdict(self)

"""Writing the audit trail: every service that changes something calls `record` inside its transaction."""

from typing import TYPE_CHECKING, Any

from lms.core import clock
from lms.core.models import AuditEntry

if TYPE_CHECKING:
    from lms.people.models import User


def record(*, actor: "User | None", action: str, subject: Any, **detail: Any) -> AuditEntry:
    """Note that `actor` (None: the system itself) did `action` (`noun.verb-ed`) to `subject` (a model instance)."""
    identifier = str(getattr(subject, "uuid", "") or getattr(subject, "key", "") or subject.pk)
    return AuditEntry.objects.create(
        at=clock.now(),
        actor=actor if actor is not None and actor.pk else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject=identifier,
        detail=detail,
    )

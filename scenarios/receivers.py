"""What happens to a scenario when its page goes live or is taken down, whoever does it and however."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.models import ScenarioPage
from scenarios.publishing import publish_build, withdraw

if TYPE_CHECKING:
    from lms.people.models import User


def published(sender: Any, instance: Any, **details: Any) -> None:
    """After a page went live."""
    if isinstance(instance, ScenarioPage) and instance.alias_of_id is None:
        publish_build(page=instance, actor=_actor(instance, details))


def unpublished(sender: Any, instance: Any, **details: Any) -> None:
    """After a page was taken down."""
    if isinstance(instance, ScenarioPage):
        withdraw(page=instance)


def _actor(page: ScenarioPage, details: dict[str, Any]) -> User | None:
    revision = details.get("revision")
    user: User | None = revision.user if revision is not None else page.owner
    return user

"""Reads of scenarios: which ones can be played, and with which build."""

from __future__ import annotations

from typing import Any

from lms.records.models import Build
from scenarios.models import Publication


def current_build(key: str, language: str) -> Build | None:
    """The build that runs now: in `language`, else in another one, else None."""
    found = list(Publication.objects.filter(key=key).select_related("build"))
    found.sort(key=lambda item: (item.locale != language, item.locale))
    return found[0].build if found else None


def publications(language: str) -> list[Publication]:
    """Every scenario that can be played, once, in `language` where it exists; in the order of their titles."""
    chosen: dict[str, Publication] = {}
    rows: Any = Publication.objects.select_related("build", "page").order_by("locale")
    for row in rows:
        if row.key not in chosen or row.locale == language:
            chosen[row.key] = row
    return sorted(chosen.values(), key=lambda row: row.page.title.casefold())

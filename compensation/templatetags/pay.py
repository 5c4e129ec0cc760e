"""Filters of the pay pages: `{% load pay %}`."""

from collections.abc import Mapping

from django import template

from compensation.selectors import localized

register = template.Library()
GROUP = 4


@register.filter
def grouped(digest: str) -> str:
    """A fingerprint in groups of four characters, so that two can be compared by eye."""
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """A text kept in several languages, in the reader's."""
    return localized(texts)

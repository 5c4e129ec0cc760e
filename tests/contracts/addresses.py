"""Collecting every address of the site from its resolver."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from lms.plugins.middleware import plugin_of_view


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern: its name with namespaces, its route, and the module of its view."""

    name: str
    route: str
    module: str
    plugin: str | None


def every_address() -> list[Address]:
    """All of them, the CMS's own included."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: Sequence[Any], prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            owner = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
            name = ":".join((*spaces, pattern.name or ""))
            yield Address(name, route, str(owner.__module__), plugin_of_view(view))


def is_the_cms_own(address: Address) -> bool:
    """Whether it is a screen of the CMS's own package, without anything of ours."""
    foreign = address.module.startswith(("wagtail.", "django."))
    return address.route.startswith("cms/") and foreign and address.plugin is None

"""Where the CMS meets the role-plays: their list, and what publishing one tells its author."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages

from lms.plugins.cms import gated_hook
from scenarios.authoring.findings import findings_of, told
from scenarios.authoring.listing import ScenarioListing, ScenarioMenuItem, scenario_menu_item
from scenarios.models import ScenarioPage

LISTING = ScenarioListing()
MOST_TOLD = 8


@hooks.register("register_admin_viewset")
def role_play_listing() -> ScenarioListing:
    """The list; the gate refuses it while the plugin is off."""
    return LISTING


@gated_hook("scenarios", "register_admin_menu_item")
def role_play_entry() -> ScenarioMenuItem:
    """The list's entry in the sidebar."""
    return scenario_menu_item(LISTING)


@gated_hook("scenarios", "after_publish_page")
def tell_warnings(request: HttpRequest, page: Any) -> None:
    """What the checks advise, after publishing: warnings never keep a role-play back."""
    if isinstance(page, ScenarioPage):
        definition = page.definition()
        warnings = [str(told(item, definition)) for item in findings_of(definition) if item.severity == "warning"]
        if warnings:
            messages.warning(request, _sentence(warnings))


def _sentence(warnings: list[str]) -> SafeString:
    intro = ngettext(
        "The role-play is published. There is one thing worth a look:",
        "The role-play is published. There are %(count)s things worth a look:",
        len(warnings),
    ) % {"count": len(warnings)}
    items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in warnings[:MOST_TOLD]))
    return format_html("{}<ul>{}</ul>", intro, items)

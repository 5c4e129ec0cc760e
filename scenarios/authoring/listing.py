"""The list of role-plays in the CMS: every page of them, in every language."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import policy_registry

from scenarios.models import ScenarioPage


class ScenarioListing(PageListingViewSet):
    """Role-plays wherever they live in the page tree."""

    model = ScenarioPage
    name = "scenarios_cms"
    url_prefix = "scenarios"
    icon = "openquote"
    list_filter = ["locale", "live", "channel"]
    columns = [
        *PageListingViewSet.columns,
        Column("channel", label=_("Channel"), accessor="get_channel_display", width="10%"),
    ]


class ScenarioMenuItem(MenuItem):
    """The entry of the sidebar, for whoever may write somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(ScenarioPage)
        return bool(policy.user_has_any_permission(request.user, ["add", "change", "publish"]))


def scenario_menu_item(listing: ScenarioListing) -> ScenarioMenuItem:
    """The entry that leads to `listing`."""
    return ScenarioMenuItem(
        _("Scenarios"),
        reverse(listing.get_url_name("index")),
        name="scenarios",
        icon_name=listing.icon,
        order=150,
    )

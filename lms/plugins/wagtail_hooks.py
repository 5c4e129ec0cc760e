"""What the host adds to the CMS: the screen of plugins, and the gate for pages and their editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.plugins import admin_views, registry, switchboard
from lms.plugins.middleware import refuse


class PluginsMenuItem(MenuItem):
    """The entry under Settings, for whoever may see the plugins."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Follows the permission of the screen."""
        return request.user.has_perm(admin_views.VIEW)


@hooks.register("register_admin_urls")
def plugin_screen_urls() -> list[URLPattern]:
    """`/cms/plugins/`."""
    return [
        path("plugins/", admin_views.index, name="talante_plugins"),
        path("plugins/<slug:slug>/switch/", admin_views.switch, name="talante_plugin_switch"),
    ]


@hooks.register("register_settings_menu_item")
def plugins_menu_item() -> MenuItem:
    """Settings → Plugins."""
    return PluginsMenuItem(_("Plugins"), reverse("talante_plugins"), icon_name="cogs", order=50)


def _refused(request: HttpRequest, model: Any) -> HttpResponse | None:
    """The gate's answer for a page whose kind belongs to a plugin that is off. The page itself stays as it is."""
    slug = registry.plugin_of_module(getattr(model, "__module__", "") or "")
    return None if slug is None or switchboard.is_enabled(slug) else refuse(request)


@hooks.register("before_serve_page")
def gate_page(page: Any, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse | None:
    """A plugin's pages have no address of their own package: the CMS serves them."""
    return _refused(request, page.specific_class)


@hooks.register("before_create_page")
def gate_new_page(request: HttpRequest, _parent: Any, page_class: Any) -> HttpResponse | None:
    """No new page of a kind whose plugin is off."""
    return _refused(request, page_class)


@hooks.register("before_edit_page")
@hooks.register("before_publish_page")
def gate_edited_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    """No change to a page whose plugin is off: what belongs to it could not be checked."""
    return _refused(request, page.specific_class)

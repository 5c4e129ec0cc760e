"""The administrator's screen of plugins inside the CMS: how each one is doing, and its switch."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.plugins import selectors, switchboard
from lms.plugins.selectors import Standing

VIEW = "plugins.view_pluginswitch"
CHANGE = "plugins.change_pluginswitch"
# Modifiers of the tag that the CMS shows states with; the words beside it say the rest.
TAGS = {Standing.ENABLED: "w-status--primary", Standing.DISABLED: "w-status--disabled"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every allowed plugin: what it is for, where it stands, how it has been doing."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    rows = [
        {"plugin": state, "tag": TAGS.get(state.standing, "w-status--label")} for state in selectors.plugin_states()
    ]
    context = {
        "rows": rows,
        "may_switch": request.user.has_perm(CHANGE),
        "page_title": _("Plugins"),
        "header_icon": "cogs",
    }
    return render(request, "plugins/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks once more before a plugin is switched, saying what is kept, and switches it."""
    actor = request.user
    if not actor.is_authenticated or not actor.has_perm(CHANGE):
        raise PermissionDenied
    state = selectors.plugin_state(slug)
    if request.method != "POST":
        question = _("Switch %(plugin)s off?") if state.switched_on else _("Switch %(plugin)s on?")
        context = {"plugin": state, "page_title": question % {"plugin": state.name}, "header_icon": "cogs"}
        return render(request, "plugins/switch.html", context)
    # What the page asked is what happens, even if somebody else has switched the plugin meanwhile.
    enabled = request.POST.get("enabled") == "1"
    switchboard.switch(actor=actor, slug=slug, enabled=enabled)
    sentence = _("%(plugin)s is on again. What waited for it is being delivered.")
    if not enabled:
        sentence = _("%(plugin)s is switched off. Everything recorded in it is kept.")
    messages.success(request, sentence % {"plugin": state.name})
    return redirect("talante_plugins")

"""Plugins, for administrators."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from lms.api.serializers.plugins import PluginSerializer, SwitchSerializer
from lms.api.views.caller import caller
from lms.plugins import selectors, switchboard

SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH)


class MayViewPlugins(BasePermission):
    """Whoever may see the plugins in the CMS may see them here."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Follows the permission of the screen."""
        return request.user.has_perm("plugins.view_pluginswitch")


class PluginViewSet(viewsets.ViewSet):
    """The plugins the operator allows, how they are doing, and their switches."""

    permission_classes = [IsAuthenticated, MayViewPlugins]
    lookup_field = "slug"
    lookup_value_regex = "[a-z][a-z0-9_]*"

    @extend_schema(responses=PluginSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every allowed plugin."""
        return Response(PluginSerializer(selectors.plugin_states(), many=True).data)

    @extend_schema(responses=PluginSerializer, parameters=[SLUG])
    def retrieve(self, request: Request, slug: str) -> Response:
        """One plugin."""
        return Response(PluginSerializer(selectors.plugin_state(slug)).data)

    @extend_schema(request=SwitchSerializer, responses=PluginSerializer, parameters=[SLUG])
    def partial_update(self, request: Request, slug: str) -> Response:
        """Turn a plugin on or off. Nothing it recorded is touched."""
        asked = SwitchSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        switchboard.switch(actor=caller(request), slug=slug, enabled=asked.validated_data["enabled"])
        return Response(PluginSerializer(selectors.plugin_state(slug)).data)

"""What the API offers, and the answer where it offers nothing."""

from contextlib import suppress
from typing import Any

from django.urls import NoReverseMatch
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from lms.core.errors import NotHere
from lms.plugins import registry, switchboard


@extend_schema(exclude=True)
class RootView(APIView):
    """The addresses of the resources."""

    resources: tuple[tuple[str, str], ...] = ()

    def get(self, request: Request) -> Response:
        """Resources by name; those of switched-off plugins are left out."""
        off = {route.basename for slug, route in registry.api_routes() if not switchboard.is_enabled(slug)}
        listed = {"schema": reverse("api:schema", request=request)}
        for prefix, basename in self.resources:
            if basename not in off:
                with suppress(NoReverseMatch):  # a resource without a list
                    listed[prefix] = reverse(f"api:{basename}-list", request=request)
        return Response(listed)


@extend_schema(exclude=True)
class NothingView(APIView):
    """Any other address: a problem, not a page."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whatever the method."""
        raise NotHere

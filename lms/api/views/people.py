"""The caller, the directory and the organisation."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length, Substr
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from lms.api.serializers.people import MeSerializer, PersonSerializer, UnitSerializer
from lms.api.views.caller import caller
from lms.people.models import Employee, Unit
from lms.people.selectors import visible_employees, with_post


class MeViewSet(viewsets.ViewSet):
    """The caller."""

    @extend_schema(responses=MeSerializer, operation_id="me")
    def list(self, request: Request) -> Response:
        """Who the caller is to the site."""
        return Response(MeSerializer(caller(request)).data)


class PersonViewSet(viewsets.ReadOnlyModelViewSet[Employee]):
    """The people the caller may know about: oneself, one's team, or everybody with the permission."""

    serializer_class = PersonSerializer
    queryset = Employee.objects.none()
    lookup_field = "uuid"
    ordering = ("last_name", "first_name", "pk")

    def get_queryset(self) -> Any:
        """Visible people with where they stand."""
        return with_post(visible_employees(caller(self.request)))


class UnitViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Unit]):
    """The organisation's tree of units. Everybody who works here may see it."""

    serializer_class = UnitSerializer
    queryset = Unit.objects.none()
    lookup_field = "uuid"
    ordering = "path"

    def get_queryset(self) -> Any:
        """Units with the uuid of the one above, which the tree keeps in the path."""
        above = Unit.objects.filter(path=OuterRef("parent_path")).values("uuid")[:1]
        return Unit.objects.annotate(parent_path=Substr("path", 1, Length("path") - Unit.steplen)).annotate(
            parent_uuid=Subquery(above)
        )

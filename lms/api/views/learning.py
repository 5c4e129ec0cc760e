"""Courses, enrolments and attempts."""

from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from lms.api.serializers.learning import (
    AttemptSerializer,
    CourseSerializer,
    EnrolmentSerializer,
    EnrolSerializer,
)
from lms.api.views.caller import caller
from lms.courses import selectors, services
from lms.courses.models import CoursePage, Enrolment
from lms.people.selectors import employee_of, own_employee, team_of, visible_employees
from lms.records.models import Attempt


class CourseViewSet(viewsets.ReadOnlyModelViewSet[CoursePage]):
    """The courses one can take now, each once, in the caller's language where it exists."""

    serializer_class = CourseSerializer
    queryset = CoursePage.objects.none()
    lookup_field = "translation_key"
    lookup_url_kwarg = "key"
    ordering = "path"

    def get_queryset(self) -> Any:
        """Live courses, one page for each."""
        pages = [page.pk for page in selectors.courses()]
        return CoursePage.objects.filter(pk__in=pages).select_related("locale")


class EnrolmentViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Enrolment]):
    """Who takes what: oneself, one's team, or everybody with the permission."""

    serializer_class = EnrolmentSerializer
    queryset = Enrolment.objects.none()
    ordering = ("-enrolled_at", "-pk")

    def get_queryset(self) -> Any:
        """Enrolments of visible people."""
        visible = visible_employees(caller(self.request)).values("pk")
        return Enrolment.objects.filter(employee__in=visible).select_related("employee")

    @extend_schema(request=EnrolSerializer, responses={201: EnrolmentSerializer})
    def create(self, request: Request) -> Response:
        """Take a course oneself. Asking again changes nothing."""
        asked = EnrolSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        user = caller(request)
        enrolment = services.enrol(actor=user, employee=own_employee(user), course_key=asked.validated_data["course"])
        return Response(EnrolmentSerializer(enrolment).data, status=status.HTTP_201_CREATED)


class AttemptViewSet(viewsets.ReadOnlyModelViewSet[Attempt]):
    """One's own attempts at activities and, for who leads people, theirs that count.

    Seeing everybody in the directory is not reading how they did: that takes leading them. Nobody reads the rehearsals
    of others.
    """

    serializer_class = AttemptSerializer
    queryset = Attempt.objects.none()
    lookup_field = "uuid"
    ordering = ("-started_at", "-pk")

    def get_queryset(self) -> Any:
        """One's own attempts, and those that count of one's team."""
        own = employee_of(caller(self.request))
        if own is None:
            return Attempt.objects.none()
        counts = Q(mode=Attempt.Mode.ASSESSED, employee__in=team_of(own).values("pk"))
        return Attempt.objects.filter(counts | Q(employee=own)).select_related("build", "employee", "result")

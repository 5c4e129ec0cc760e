"""Competencies, states and evidence for other systems: read only, and no more than the same person sees on the site."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from competencies import selectors
from competencies.access import employees_with_visible_profile
from competencies.models import Anchor, Competency, CompetencyState, Evidence
from lms.core.errors import NotHere
from lms.people.models import User

EMPLOYEE = OpenApiParameter("employee", UUID, description="Only this employee, by uuid.")
COMPETENCY = OpenApiParameter("competency", str, description="Only this competency, by key.")


class TextByLanguage(serializers.DictField):
    """A text by language code."""

    child = serializers.CharField()


class AnchorSerializer(serializers.ModelSerializer[Anchor]):
    """A behaviour that is seen at a level."""

    text = TextByLanguage()

    class Meta:
        model = Anchor
        fields = ("key", "level", "text")


class CompetencySerializer(serializers.ModelSerializer[Competency]):
    """A competency with its anchors."""

    name = TextByLanguage()
    definition = TextByLanguage()
    why = TextByLanguage()
    framework = serializers.CharField(source="framework.key")
    anchors = AnchorSerializer(many=True)

    class Meta:
        model = Competency
        fields = ("key", "framework", "kind", "name", "definition", "why", "in_use", "anchors")


class StateSerializer(serializers.ModelSerializer[CompetencyState]):
    """What is believed of an employee in a competency, as of a moment; positions are level numbers."""

    employee = serializers.UUIDField(source="employee.uuid")
    competency = serializers.CharField(source="competency.key")
    calibration = serializers.CharField(source="calibration.version")

    class Meta:
        model = CompetencyState
        fields = (
            "employee", "competency", "calibration", "as_of", "position", "low", "high", "level", "probability",
            "sufficient", "n", "last_observed_at", "theta", "s",
        )  # fmt: skip


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A piece of evidence with its effects in level points, now and on the day it arrived; null when it had none."""

    employee = serializers.UUIDField(source="employee.uuid")
    competency = serializers.CharField(source="competency.key")
    attempt = serializers.UUIDField(source="session")
    in_force = serializers.SerializerMethodField()
    effect_today = serializers.SerializerMethodField()
    effect_on_arrival = serializers.SerializerMethodField()

    class Meta:
        model = Evidence
        fields = (
            "uuid", "employee", "competency", "instrument", "attempt", "item", "source", "label", "outcome", "top",
            "weight", "difficulty", "observed_at", "in_force", "effect_today", "effect_on_arrival",
        )  # fmt: skip

    def _effect(self, evidence: Evidence) -> selectors.PieceEffects:
        effects = cast("dict[int, selectors.PieceEffects]", self.context["effects"])
        return effects[evidence.pk]

    def get_in_force(self, evidence: Evidence) -> bool:
        return self._effect(evidence).in_force

    def get_effect_today(self, evidence: Evidence) -> float:
        return self._effect(evidence).today

    def get_effect_on_arrival(self, evidence: Evidence) -> float:
        return self._effect(evidence).on_arrival


class OfVisiblePeople:
    """Rows about employees whose profile the caller may see, filtered by `employee` and `competency`."""

    request: Any

    def about_visible_people(self, rows: Any) -> Any:
        """`rows` limited to what the caller may see and asked for; a malformed uuid is nobody's."""
        user = cast(User, self.request.user)
        rows = rows.filter(employee__in=employees_with_visible_profile(user).values("pk"))
        asked, key = self.request.query_params.get("employee"), self.request.query_params.get("competency")
        if asked:
            try:
                rows = rows.filter(employee__uuid=UUID(asked))
            except ValueError as malformed:
                raise NotHere from malformed
        return rows.filter(competency__key=key) if key else rows


class CompetencyViewSet(viewsets.ReadOnlyModelViewSet[Competency]):
    """The competencies of the framework, with their anchors by level."""

    serializer_class = CompetencySerializer
    lookup_field = "key"
    queryset = Competency.objects.select_related("framework").prefetch_related("anchors")


@extend_schema_view(list=extend_schema(parameters=[EMPLOYEE, COMPETENCY]))
class StateViewSet(OfVisiblePeople, viewsets.ReadOnlyModelViewSet[CompetencyState]):
    """States of the people whose profile the caller may see: own, team, or all with the permission."""

    serializer_class = StateSerializer
    queryset = CompetencyState.objects.none()

    def get_queryset(self) -> Any:
        return self.about_visible_people(
            CompetencyState.objects.select_related("employee", "competency", "calibration")
        )


@extend_schema_view(list=extend_schema(parameters=[EMPLOYEE, COMPETENCY]))
class EvidenceViewSet(OfVisiblePeople, viewsets.ReadOnlyModelViewSet[Evidence]):
    """The ledger of the people whose profile the caller may see, each piece with its effects."""

    serializer_class = EvidenceSerializer
    lookup_field = "uuid"
    queryset = Evidence.objects.none()

    def get_queryset(self) -> Any:
        return self.about_visible_people(Evidence.objects.select_related("employee", "competency"))

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """The serializer, with the effects of the rows it is about to write computed at once."""
        given = args[0] if args else ()
        shown: list[Evidence] = [given] if isinstance(given, Evidence) else list(given)
        kwargs["context"] = {**self.get_serializer_context(), "effects": selectors.effects_of(shown)}
        return super().get_serializer(*args, **kwargs)

"""Courses, enrolments, attempts."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lms.courses.models import CoursePage, Enrolment
from lms.records.models import Attempt, Result


class CourseSerializer(serializers.ModelSerializer[CoursePage]):
    """A course as one can take it now. `key` is the same in every language."""

    key = serializers.UUIDField(source="translation_key", read_only=True)
    language = serializers.CharField(source="locale.language_code", read_only=True)
    competencies = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = CoursePage
        fields = ["key", "language", "slug", "title", "summary", "audience", "competencies"]
        read_only_fields = fields


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    """Somebody takes a course."""

    employee = serializers.UUIDField(source="employee.uuid", read_only=True)
    course = serializers.UUIDField(source="course_key", read_only=True)

    class Meta:
        model = Enrolment
        fields = ["employee", "course", "enrolled_at", "due_on", "source"]
        read_only_fields = fields


class EnrolSerializer(serializers.Serializer[Any]):
    """Asking to take a course."""

    course = serializers.UUIDField(help_text="Key of a course.")


class ResultSerializer(serializers.ModelSerializer[Result]):
    """How an attempt ended. `score` is a share of one, or nothing where nothing was scored."""

    class Meta:
        model = Result
        fields = ["ending", "score", "passed", "at"]
        read_only_fields = fields


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One try at an activity, pinned to the exact content it was made against."""

    employee = serializers.UUIDField(source="employee.uuid", read_only=True)
    activity = serializers.CharField(source="activity_key", read_only=True)
    title = serializers.CharField(source="build.title", read_only=True)
    build = serializers.CharField(source="build.sha256", read_only=True, help_text="SHA-256 of the content.")
    result = serializers.SerializerMethodField()

    class Meta:
        model = Attempt
        fields = ["uuid", "employee", "kind", "activity", "title", "build", "mode", "ordinal", "started_at", "result"]
        read_only_fields = fields

    @extend_schema_field(ResultSerializer(allow_null=True))
    def get_result(self, attempt: Attempt) -> Any:
        """How it ended, or nothing while it goes on."""
        return ResultSerializer(attempt.result).data if attempt.is_finished else None

"""People and units."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lms.people import selectors
from lms.people.models import Employee, Unit, User


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit; `part_of` is the uuid of the one above it."""

    name = serializers.CharField(read_only=True, help_text="In the caller's language.")
    part_of = serializers.UUIDField(source="parent_uuid", read_only=True, allow_null=True)

    class Meta:
        model = Unit
        fields = ["uuid", "key", "name", "city", "part_of"]
        read_only_fields = fields


class PlaceSerializer(serializers.Serializer[Any]):
    """A unit or a position, named."""

    key = serializers.CharField()
    name = serializers.CharField(source="__str__", help_text="In the caller's language.")


class PersonSerializer(serializers.ModelSerializer[Employee]):
    """A person of the directory with where they stand today."""

    unit = serializers.SerializerMethodField()
    position = serializers.SerializerMethodField()

    class Meta:
        model = Employee
        fields = ["uuid", "first_name", "last_name", "hired_on", "unit", "position"]
        read_only_fields = fields

    @extend_schema_field(PlaceSerializer(allow_null=True))
    def get_unit(self, employee: Employee) -> Any:
        """The unit of the assignment in force, or nothing."""
        unit = selectors.post_of(employee).unit
        return PlaceSerializer(unit).data if unit is not None else None

    @extend_schema_field(PlaceSerializer(allow_null=True))
    def get_position(self, employee: Employee) -> Any:
        """The position of the assignment in force, or nothing."""
        position = selectors.post_of(employee).position
        return PlaceSerializer(position).data if position is not None else None


class MeSerializer(serializers.ModelSerializer[User]):
    """The caller: login, roles, language of the answers, and the employee behind the login if there is one."""

    roles = serializers.SerializerMethodField()
    language = serializers.SerializerMethodField()
    employee = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["uuid", "username", "roles", "language", "employee"]
        read_only_fields = fields

    def get_roles(self, user: User) -> list[str]:
        """Keys of the caller's roles."""
        return sorted(user.groups.values_list("name", flat=True))

    def get_language(self, user: User) -> str:
        """The language this answer is in."""
        return get_language() or ""

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_employee(self, user: User) -> Any:
        """The caller as a person of the directory."""
        employee = selectors.employee_of(user)
        return PersonSerializer(employee).data if employee is not None else None

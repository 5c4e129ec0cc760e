"""Plugins and their switches."""

from typing import Any

from rest_framework import serializers

from lms.plugins.selectors import Standing


class PluginSerializer(serializers.Serializer[Any]):
    """One plugin as the administrator sees it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    version = serializers.CharField()
    enabled = serializers.BooleanField(source="switched_on", help_text="The administrator's own switch.")
    standing = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in Standing],
        help_text="What comes of the switch together with the version and the dependencies.",
    )
    needs = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    faults_in_a_day = serializers.IntegerField()
    last_fault = serializers.CharField()
    switched_at = serializers.DateTimeField(allow_null=True)


class SwitchSerializer(serializers.Serializer[Any]):
    """Turning a plugin on or off."""

    enabled = serializers.BooleanField()

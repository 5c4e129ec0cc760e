"""The administrator's switches and the plugins' faults."""

from django.conf import settings
from django.db import models


class PluginSwitch(models.Model):
    """The administrator's word on one plugin. No row means: on."""

    slug = models.CharField(max_length=40, unique=True)
    enabled = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.slug}: {'on' if self.enabled else 'off'}"


class PluginFault(models.Model):
    """A plugin failed: where, when, and the error's own words."""

    slug = models.CharField(max_length=40)
    point = models.CharField(max_length=80)
    at = models.DateTimeField()
    error = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["slug", "-at"], name="plugin_fault_recent")]

    def __str__(self) -> str:
        return f"{self.slug} {self.point}"

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Template tags and assets. It keeps no rows."""

    name = "lms.ui"
    label = "ui"

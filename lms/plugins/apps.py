from django.apps import AppConfig


class PluginsConfig(AppConfig):
    name = "lms.plugins"
    label = "plugins"
    verbose_name = "Talante plugins"

    def ready(self) -> None:
        from lms.plugins import checks, tasks  # noqa: F401  (registers the system checks and the Celery tasks)

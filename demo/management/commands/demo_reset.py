from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from demo.management.commands import demo


class Command(demo.Command):
    help = "Throw the demo's data away, prepare it anew, and serve it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo runs on the demo settings only. Nothing was changed.")
        demo.empty()
        super().handle(*args, **options)

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from demo.management.commands import demo


class Command(demo.Command):
    help = "Throw the demo's data away, prepare it anew, and serve it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo runs on the demo settings only. Nothing was changed.")
        if connection.vendor == "sqlite":
            connection.close()
            database = Path(str(connection.settings_dict["NAME"]))
            for path in [*database.parent.glob(f"{database.name}*"), *database.parent.glob("queue.sqlite3*")]:
                path.unlink()
        else:
            call_command("flush", interactive=False, verbosity=0)
        super().handle(*args, **options)

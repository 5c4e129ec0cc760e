import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from demo import seed
from demo.structure import ADMINISTRATOR, LOGINS, PASSWORD
from lms.core import serving


class Command(BaseCommand):
    help = "Prepare the demo organisation if it is not there yet, and serve it on 127.0.0.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="Prepare the data and stop.")
        parser.add_argument("--seed", type=int, default=seed.SEED, help="Number the simulated year is drawn from.")
        parser.add_argument("--people", type=int, default=None, help="How many people live the year (default: all).")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo runs on the demo settings only. Nothing was changed.")
        if not options["prepare_only"]:
            self._refuse_taken_port(options["port"])
        prepare(self, number=options["seed"], people=options["people"])
        if options["prepare_only"]:
            return
        crew = serving.start(host="127.0.0.1", port=options["port"])
        self._greet(options["port"])
        raise SystemExit(crew.wait())

    def _refuse_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} of 127.0.0.1 is taken. Stop what uses it, or choose another: make demo PORT=8001"
                ) from error

    def _greet(self, port: int) -> None:
        people = ", ".join([*(login.username for login in LOGINS), ADMINISTRATOR])
        self.stdout.write(
            f"\nTalante is at http://127.0.0.1:{port}/  (editor: http://127.0.0.1:{port}/cms/)\n"
            f"Sign in as: {people}\nPassword for all: {PASSWORD}\nCtrl-C stops it; what people did is kept.\n"
        )


def empty() -> None:
    """Throw the demo's database and its queue away."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return
    connection.close()
    database = Path(str(connection.settings_dict["NAME"]))
    for path in [*database.parent.glob(f"{database.name}*"), *database.parent.glob("queue.sqlite3*")]:
        path.unlink()


def prepare(command: BaseCommand, *, number: int, people: int | None) -> None:
    """Bring the database up to date and fill it if nobody lives in it yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        command.stdout.write("Preparing the database…")
        call_command("migrate", verbosity=0)
    if seed.was_interrupted():
        command.stdout.write("The demo was interrupted while it was being filled: starting over.")
        empty()
        call_command("migrate", verbosity=0)
    if seed.is_needed():
        seed.fill(number=number, people=people, say=command.stdout.write)

"""`manage.py courses_import [FILES]`: bring course files into the CMS; without files, those that ship."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.core.errors import LmsError
from lms.courses.importing import import_course, shipped_courses
from lms.people.models import User


class Command(BaseCommand):
    """Import courses. Running it again changes nothing while the files are the same."""

    help = "Imports course files (YAML) as pages and publishes them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="Course files; none means those that ship.")
        parser.add_argument("--as", dest="username", help="The author to name in the pages' history.")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = None
        if options["username"]:
            actor = User.objects.filter(username=options["username"]).first()
            if actor is None:
                raise CommandError(f"There is no user {options['username']!r}. Nothing was imported.")
        for path in options["files"] or shipped_courses():
            try:
                done = import_course(actor, path)
            except LmsError as error:
                details = "; ".join(f"{where}: {what}" for where, what in error.details.items())
                raise CommandError(f"{path}: {error} {details}") from error
            self.stdout.write(
                f"{path.name}: {done.created} created, {done.changed} changed, {done.unchanged} unchanged"
            )

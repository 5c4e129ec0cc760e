"""`manage.py scenarios_import FILE… | --shipped`: scenario files become published pages in every language they have."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.core.errors import LmsError
from lms.people.models import User
from scenarios.importing import import_files, shipped_files


class Command(BaseCommand):
    help = "Import scenarios in the native format. All the files, or none. Importing one again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--shipped", action="store_true", help="the role-plays that come with the product")
        parser.add_argument("--actor", default="", help="user name the pages are published by")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [*options["files"], *(shipped_files() if options["shipped"] else [])]
        if not paths:
            raise CommandError("Name a file, or use --shipped.")
        missing = [str(path) for path in paths if not path.is_file()]
        if missing:
            raise CommandError(f"There is no such file: {', '.join(missing)}.")
        actor = User.objects.filter(username=options["actor"]).first() if options["actor"] else None
        if options["actor"] and actor is None:
            raise CommandError(f"There is no user called {options['actor']}.")
        try:
            pages = import_files(paths=paths, actor=actor)
        except LmsError as error:
            lines = [str(error), *(f"{at}: {said}" for at, said in error.details.items())]
            raise CommandError("\n".join(lines)) from error
        for page in pages:
            self.stdout.write(f"{page.key} ({page.locale.language_code}): {page.title}")

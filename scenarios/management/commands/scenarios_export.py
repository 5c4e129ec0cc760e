"""`manage.py scenarios_export KEY`: writes a scenario in the native format, with the texts of all its languages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.core.errors import NotHere
from scenarios.importing import export_scenario


class Command(BaseCommand):
    help = "Write a scenario in the native format to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = export_scenario(options["key"])
        except NotHere as error:
            raise CommandError(f"There is no scenario with the key {options['key']}.") from error
        self.stdout.write(text, ending="")

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lms.core import serving


class Command(BaseCommand):
    help = "Serve the site on this machine: a web process and one worker beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        raise SystemExit(serving.start(host=options["host"], port=options["port"]).wait())

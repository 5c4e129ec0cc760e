"""`manage.py framework_load`: the shipped framework, requirements and starting calibration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from competencies.framework_loading import BrokenFramework, load_framework


class Command(BaseCommand):
    help = "Load the shipped competency framework, the requirements of existing positions and the first calibration."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_framework(actor=None)
        except BrokenFramework as broken:
            raise CommandError("\n".join([str(broken), *broken.details["problems"]])) from broken
        count = loaded.framework.competencies.filter(in_use=True).count()
        self.stdout.write(f"{loaded.framework.key} {loaded.framework.version}: {count} competencies.")
        self.stdout.write(f"Rows written: {loaded.changed}. Calibration: {loaded.calibration.version}.")
        if loaded.absent:
            self.stdout.write(f"Positions the organisation does not have: {', '.join(loaded.absent)}.")

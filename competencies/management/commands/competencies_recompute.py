"""`manage.py competencies_recompute`: every state anew from the ledger, as of now."""

from typing import Any

from django.core.management.base import BaseCommand

from competencies import services


class Command(BaseCommand):
    help = "Compute every competency state anew from the evidence."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"States computed: {services.recompute_all()}.")

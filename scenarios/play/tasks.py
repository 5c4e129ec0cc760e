"""Background work of playing."""

from celery import shared_task
from django.db import transaction

from lms.records.models import Build
from scenarios.play.models import Solution

SOLVE_TASK = "scenarios.solve"


@shared_task(name=SOLVE_TASK)
def solve(build_id: int) -> None:
    """Solve one stored scenario."""
    from scenarios.play import services

    services.solve(build_id=build_id)


def solve_soon(build: Build) -> None:
    """Have the scenario solved in the background after this transaction, unless it is."""
    if not Solution.objects.filter(sha256=build.sha256).exists():
        # Robust: without a queue nobody may be kept from playing; the last turn then solves it itself.
        transaction.on_commit(lambda: solve.delay(build.pk), robust=True)

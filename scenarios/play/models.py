"""What playing needs to remember besides the records."""

from django.db import models


class Solution(models.Model):
    """What a published scenario allows, solved once for the bytes of its build.

    `low` and `high` are the points of the worst and the best finished play as exact fractions ("-111/5"), empty when
    no ending can be reached. `level` tells that from every reachable moment a play exists that loses nothing more: then
    the regret of a turn is simply what it lost, and nothing else about the scenario needs to be kept. `bounded` marks
    numbers that are bounds and not exact, because the scenario is too large or has loops.

    A row is a cache: deleting it only costs the time to solve the scenario again.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    low = models.CharField(max_length=40, blank=True)
    high = models.CharField(max_length=40, blank=True)
    level = models.BooleanField()
    bounded = models.BooleanField()
    positions = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.low}…{self.high}"

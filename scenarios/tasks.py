"""Background work of this plugin, where workers look for it."""

from scenarios.play.tasks import solve as solve

"""Running the site on one machine: a web process and one worker beside it, ended together.

Both are forked from a process that has already loaded the site, so that loading it is paid for once: the first page is
there in seconds on a small machine.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver

SECONDS_TO_STOP = 10.0
SECONDS_BEFORE_THE_WORKER = 2.0
"""The worker waits this long, so that the first page does not share the processor with its start."""


@dataclass(slots=True)
class Crew:
    """The processes that make the site. When one ends, the others are ended; a signal ends them all."""

    processes: Sequence[ForkProcess]

    def wait(self) -> int:
        """Wait until a process ends or a signal comes, then end the rest. Returns the exit code to give."""
        asked: list[int] = []

        def stop(number: int, _frame: FrameType | None) -> None:
            asked.append(number)

        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, stop)
        while not asked and all(process.is_alive() for process in self.processes):
            time.sleep(0.2)
        code = 0 if asked else max(abs(process.exitcode or 0) for process in self.processes)
        self.end()
        return code

    def end(self) -> None:
        """Ask every process to end, and end those that do not within ten seconds."""
        for process in self.processes:
            if process.is_alive():
                process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in self.processes:
            process.join(timeout=max(0.1, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()


def start(*, host: str, port: int) -> Crew:
    """Start gunicorn on `host:port` and a Celery worker with its clock."""
    len(get_resolver().url_patterns)  # loads every view before the fork instead of at the first request
    connections.close_all()
    return Crew([_forked(_web, host, port), _forked(_worker)])


def _forked(run: Callable[..., None], *arguments: Any) -> ForkProcess:
    process = multiprocessing.get_context("fork").Process(target=_alone, args=(run, *arguments))
    process.start()
    return process


def _alone(run: Callable[..., None], *arguments: Any) -> None:
    # A session of its own: Ctrl-C reaches the crew's leader only, which ends everybody in order.
    os.setsid()
    run(*arguments)


def _web(host: str, port: int) -> None:
    from gunicorn.app.base import BaseApplication

    from lms.wsgi import application

    class Web(BaseApplication):
        """The site's WSGI application, loaded before the workers are forked."""

        def load_config(self) -> None:
            options = {"bind": f"{host}:{port}", "workers": 2, "threads": 2, "timeout": 60, "loglevel": "warning"}
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Web().run()


def _worker() -> None:
    from celery import current_app

    time.sleep(SECONDS_BEFORE_THE_WORKER)
    clock_file = str(settings.VAR / "beat-schedule")
    quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    current_app.start(["--quiet", "worker", "--pool", "solo", "-B", "-s", clock_file, *quiet])

"""Running the site on one machine: a web process and one worker beside it, ended together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

SECONDS_TO_STOP = 10.0


@dataclass(slots=True)
class Crew:
    """The processes that make the site. When one ends, the others are ended; a signal ends them all."""

    processes: list[subprocess.Popen[bytes]]

    def wait(self) -> int:
        """Wait until a process ends or a signal comes, then end the rest. Returns the exit code to give."""
        asked: list[int] = []

        def stop(number: int, _frame: FrameType | None) -> None:
            asked.append(number)

        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, stop)
        while not asked and all(process.poll() is None for process in self.processes):
            time.sleep(0.2)
        code = 0 if asked else max(process.poll() or 0 for process in self.processes)
        self.end()
        return code

    def end(self) -> None:
        """Ask every process to end, and end those that do not within ten seconds."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in self.processes:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def start(*, host: str, port: int, settings_module: str) -> Crew:
    """Start gunicorn on `host:port` and a Celery worker with its clock."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module}
    return Crew([_spawn(command, environment) for command in (_web(host, port), _worker())])


def _spawn(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches the crew's leader only, which ends everybody in order.
    return subprocess.Popen(command, env=environment, start_new_session=True)


def _web(host: str, port: int) -> list[str]:
    options = ["--workers", "2", "--threads", "2", "--timeout", "60", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", f"{host}:{port}", *options]


def _worker() -> list[str]:
    from django.conf import settings

    clock_file = str(settings.VAR / "beat-schedule")
    quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return [sys.executable, "-m", "celery", "-A", "lms", "worker", "--pool", "solo", "-B", "-s", clock_file, *quiet]

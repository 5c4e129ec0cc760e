"""A real site for the browser tests: its own database, a web process and a worker, as an operator runs them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests import databases
from tests.e2e.browser import launch

SECONDS_TO_START = 90
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True, slots=True)
class Site:
    """A running site. `environment` lets a test run management commands against it."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it printed."""
        command = [sys.executable, str(databases.ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo organisation with a few people's year, served on a free port of 127.0.0.1.

    TALANTE_E2E_URL names a site that runs already, to write a journey against it.
    """
    if running_already := os.environ.get("TALANTE_E2E_URL"):
        yield Site(running_already, dict(os.environ))
        return
    folder = tmp_path_factory.mktemp("site")
    given = os.environ.get("DATABASE_URL", "")
    name = f"talante_e2e_{uuid.uuid4().hex[:8]}"
    url = (
        databases.with_database(given, name) if given.startswith("postgres") else f"sqlite:///{folder / 'site.sqlite3'}"
    )
    _make_database(folder, given, name)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "TALANTE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "lms.settings.demo",
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("CELERY_BROKER_URL", None)
    port = _free_port()
    running = Site(f"http://127.0.0.1:{port}", environment)
    running.manage("demo", "--prepare-only", "--people", "8")
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, str(databases.ROOT / "manage.py"), "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_it_answers(running, process, folder / "server.log")
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            if given.startswith("postgres"):
                databases.postgresql_drop(given, name)


def _make_database(folder: Path, url: str, name: str) -> None:
    from django.conf import settings

    shared = Path(settings.VAR)
    if url.startswith("postgres"):
        databases.postgresql_copy(shared, url, name)
    else:
        Path(databases.sqlite_copy(shared, name)).rename(folder / "site.sqlite3")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(site: Site, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own; fails the test when a page logged an error (a blocked inline script, a
    missing file, an exception)."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(*, viewport: ViewportSize | None = None, locale: str = "es-CO", **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.url, viewport=viewport or DESKTOP, locale=locale, timezone_id="America/Bogota", **options
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, username: str, password: str = "talante-demo") -> None:
    """Sign in through the login page, with the keyboard."""
    page.goto("/account/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious or critical on the page as it is now."""
    found = Axe().run(page).response["violations"]
    serious = [
        f"{violation['id']}: {violation['help']} — {[node['target'] for node in violation['nodes']][:3]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]
    assert serious == [], f"{page.url}\n" + "\n".join(serious)

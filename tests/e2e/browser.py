"""Finding and starting a Chromium: the system's first, then Playwright's own."""

import shutil
from contextlib import suppress

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium."""
    for path in filter(None, map(shutil.which, NAMES)):
        with suppress(Error):
            return playwright.chromium.launch(executable_path=path, args=OPTIONS)
    return playwright.chromium.launch(args=OPTIONS)


if __name__ == "__main__":
    with sync_playwright() as running:
        launch(running).close()

"""The CMS as a trainer uses it: pages, blocks, publishing."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True, slots=True)
class Editor:
    """A signed-in trainer's browser (in English)."""

    page: Page

    def explore(self, title: str) -> None:
        """List the pages below the page called `title`."""
        self.page.get_by_role("link", name=f"Explore child pages of '{title}'").first.click()
        expect(self.page.locator(".w-slim-header, header").first).to_contain_text(title)

    def new(self, kind: str, below: str) -> None:
        """Begin a page of a kind below the page called `below`, which the explorer is showing."""
        self.page.get_by_role("link", name=f"Add a child page to '{below}'").first.click()
        self._choose(kind)

    def new_here(self, kind: str) -> None:
        """Begin a page of a kind below the page whose children the explorer is showing."""
        self.page.locator("header a[href$='/add_subpage/'], .w-slim-header a[href$='/add_subpage/']").first.click()
        self._choose(kind)

    def _choose(self, kind: str) -> None:
        self.page.wait_for_load_state()
        if "/add_subpage/" in self.page.url:
            self.page.get_by_role("link", name=kind, exact=True).click()
        expect(self.page.locator("#id_title")).to_be_visible()
        self.page.wait_for_load_state("networkidle")

    def title(self, text: str) -> None:
        """Write the title; the address follows it once the cursor leaves the field."""
        self.page.locator("#id_title").fill(text)
        self.page.keyboard.press("Tab")
        expect(self.page.locator("#id_slug")).not_to_have_value("")

    def publish(self) -> None:
        """Publish with the button under "More actions"."""
        self.page.get_by_role("button", name="More actions").click()
        self.page.locator("[name=action-publish]").click()
        expect(self.page.locator(".messages")).to_contain_text(re.compile(r"(created and|has been) published"))

    def save_draft(self) -> None:
        """Save without publishing."""
        self.page.get_by_role("button", name="Save draft").click()
        expect(self.page.locator(".messages")).to_contain_text(re.compile("saved|created"))

    def add_block(self, stream: str, kind: str | None = None) -> None:
        """Add a block at the end of a stream; `kind` is chosen when the stream has several."""
        field = self.page.locator(f"[data-contentpath='{stream}']").first
        before = int(self.page.locator(f"input[name='{stream}-count']").input_value())
        field.get_by_title("Insert a block").last.click()
        if kind is not None:
            self.page.get_by_role("option", name=kind, exact=True).click()
        expect(self.page.locator(f"input[name='{stream}-count']")).to_have_value(str(before + 1))

    def field(self, name: str) -> Locator:
        """A control by the name it is sent under."""
        return self.page.locator(f"[name='{name}']:visible").first

    def add_item(self, prefix: str) -> int:
        """Add an item to the list sent under `prefix`; returns its number."""
        count = self.page.locator(f"input[name='{prefix}-count']")
        number = int(count.input_value())
        count.locator("xpath=..").locator("[data-streamfield-list-add]").last.click()
        expect(count).to_have_value(str(number + 1))
        return number

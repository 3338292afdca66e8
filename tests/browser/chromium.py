"""Chromium for the tests, and an eye on everything that a page complains of."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field

import pytest

# axe's binding ships no types.
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import ConsoleMessage, Error, Page, Response

# Nothing but the pages themselves is to be loaded; root has no sandbox.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """Return the program that CHROMIUM names, or the first one that is installed."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("The browser tests need Chromium: './bayyina test' gets it, or set CHROMIUM.")
    return found


def flags() -> list[str]:
    """Return the command line flags for this account."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@dataclass
class Watch:
    """What a page said on its console, and what it loaded, since `begin`."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._hear_error)
        self.page.on("response", lambda response: self.responses.append(response))

    def begin(self) -> None:
        """Forget what was before."""
        self.complaints.clear()
        self.responses.clear()

    def _hear(self, message: ConsoleMessage) -> None:
        # That the page itself was answered with 404 or 403 is what some tests are about.
        if message.type in {"error", "warning"} and message.location["url"] != self.page.url:
            self.complaints.append(f"{message.type}: {message.text}")
        elif "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _hear_error(self, error: Error) -> None:
        self.complaints.append(str(error))


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line for each rule with the places where it is broken."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": RULES},
        # Style sheets need not be fetched once more.
        "preload": False,
    }
    answer = page.evaluate("options => axe.run(options)", options)
    return [
        f"{rule['id']} ({rule['impact']}): "
        + "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"])
        for rule in answer["violations"]
    ]


# Everything that sticks out of the window to the side, by its path.
WIDER_THAN_THE_WINDOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(one => { const box = one.getBoundingClientRect();
                     return box.width > 0 && (box.right > width + 1 || box.left < -1); })
    .slice(0, 5)
    .map(one => one.tagName + '.' + one.className + ' ' + one.textContent.trim().slice(0, 40))
    .concat(['page: ' + document.documentElement.scrollWidth + ' > ' + width]);
}"""

"""Pages drawn as they look, where a browser is set."""

from __future__ import annotations

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from media_provenance.adapters import screenshots
from media_provenance.models import KeptRole
from media_provenance.pipeline.verifying import verify_kept
from tests.factories.captures import captured_page, path_of, run_keeping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Give each test an empty folder: what others kept is no break of its chain."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def browser(settings: Settings) -> str:
    named = os.environ.get("CHROMIUM") or "chromium"
    try:
        settings.SCREENSHOT_BROWSER = screenshots.find_browser(named)
    # `./bayyina test` installs one or fails before it comes here.
    except screenshots.BrowserMissing:
        pytest.skip("no Chromium here")
    return str(settings.SCREENSHOT_BROWSER)


@pytest.mark.browser
def test_a_page_is_drawn_where_a_browser_is_set(browser: str, settings: Settings) -> None:
    capture = captured_page()

    run_keeping()

    drawn = path_of(capture.bundle.path_of(KeptRole.SCREENSHOT), settings).read_bytes()
    assert drawn.startswith(b"\x89PNG")
    assert capture.bundle.no_screenshot == ""
    assert verify_kept().holds


@pytest.mark.browser
def test_the_browser_reaches_nothing_even_if_a_page_were_not_inert(browser: str) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_address[1]}"
        drawn = screenshots.draw_screenshot(
            f"<img src='http://{host}/a'><script src='http://{host}/b'></script>"
            f"<iframe src='http://{host}/c'></iframe><p>لقاء".encode(),
            browser,
        )
        server.shutdown()

    assert drawn.startswith(b"\x89PNG")
    assert asked == []


@pytest.mark.browser
def test_a_browser_that_takes_too_long_is_ended(browser: str) -> None:
    limits = screenshots.ScreenshotLimits(wall_seconds=0.05)

    with pytest.raises(screenshots.ScreenshotNotDrawn, match="too long"):
        screenshots.draw_screenshot(b"<p>x", browser, limits)


def test_a_browser_that_is_not_there_is_said_so(settings: Settings) -> None:
    settings.SCREENSHOT_BROWSER = "/nowhere/chromium"
    capture = captured_page()

    run_keeping()

    assert capture.bundle.no_screenshot == "no_browser"


@pytest.mark.parametrize("browser", ["/bin/true", "/bin/false"])
def test_a_browser_that_draws_nothing_harms_nothing(browser: str, settings: Settings) -> None:
    settings.SCREENSHOT_BROWSER = browser
    capture = captured_page()

    run_keeping()

    assert capture.bundle.no_screenshot == "failed"
    assert verify_kept().holds

"""A picture of how a stored page looks, drawn by a browser that can reach nothing.

The browser is optional, a separate process, and gets a page that was made inert
(``page_text.inert_markup``): no scripts, no addresses. It has no network namespace of ours where
the system allows that, a proxy that does not exist and names that do not resolve in any case, a
profile of its own, and limits of time and size. What it draws is kept as it is and never opened
here.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "BrowserMissing",
    "ScreenshotLimits",
    "ScreenshotNotDrawn",
    "draw_screenshot",
    "find_browser",
]

_ROOT = Path(__file__).resolve().parents[2]
_SHIM = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from media_provenance.adapters.screenshot_walls import main; main()"
)
_PNG = b"\x89PNG\r\n\x1a\n"


class BrowserMissing(Exception):
    """There is no browser where the setting says."""


class ScreenshotNotDrawn(Exception):
    """The browser drew nothing, or not within its limits."""


@dataclass(frozen=True, slots=True)
class ScreenshotLimits:
    """What drawing one page may take.

    Attributes:
        width, height: of the window in CSS pixels; what lies below is in the page's own copy.
        wall_seconds: of real time. A job has 90.
        most_bytes: the largest file it may write.
    """

    width: int = 1280
    height: int = 2400
    wall_seconds: float = 30.0
    most_bytes: int = 20 << 20


def find_browser(named: str) -> str:
    """Return the path of the browser.

    Args:
        named: a path, or a name to look for on PATH.

    Raises:
        BrowserMissing: if there is none that may be run.
    """
    path = shutil.which(named)
    if path is None:
        raise BrowserMissing(named)
    return str(Path(path).resolve())


def draw_screenshot(markup: bytes, browser: str, limits: ScreenshotLimits | None = None) -> bytes:
    """Return a PNG file of a page.

    Args:
        markup: inert; nothing here makes it so.
        browser: what ``find_browser`` returned; a Chromium of any name.

    Raises:
        ScreenshotNotDrawn: for whatever reason; its message says which.
        OSError: no process or folder to be had; worth another try.
    """
    limits = limits or ScreenshotLimits()
    with tempfile.TemporaryDirectory(prefix="screenshot-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, target = folder / "page.html", folder / "page.png"
        page.write_bytes(markup)
        _run([browser, *_arguments(folder, limits), page.as_uri()], folder, limits)
        if not target.is_file():
            raise ScreenshotNotDrawn("The browser wrote no file.")
        drawn = target.read_bytes()
    if not drawn.startswith(_PNG):
        raise ScreenshotNotDrawn("The browser wrote something else.")
    return drawn


def _arguments(folder: Path, limits: ScreenshotLimits) -> list[str]:
    arguments = [
        "--headless=new",
        f"--screenshot={folder / 'page.png'}",
        f"--window-size={limits.width},{limits.height}",
        f"--user-data-dir={folder / 'profile'}",
        f"--disk-cache-dir={folder / 'cache'}",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--disable-sync",
        "--disable-breakpad",
        "--metrics-recording-only",
        "--no-pings",
        # Nobody listens there, and no name has an address: a request ends before it begins.
        "--proxy-server=http://127.0.0.1:9",
        "--proxy-bypass-list=<-loopback>",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]
    if os.geteuid() == 0:
        # Chromium does not run for root otherwise.
        arguments.append("--no-sandbox")
    return arguments


def _run(command: list[str], folder: Path, limits: ScreenshotLimits) -> None:
    walls = [str(os.getpid()), str(limits.most_bytes)]
    process = subprocess.Popen(  # noqa: S603 - our own program, which runs the configured browser
        [sys.executable, "-I", "-c", _SHIM, *walls, *command],
        env={"LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired as late:
        raise ScreenshotNotDrawn("The browser took too long.") from late
    finally:
        # The browser's own children are in the group too.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode != 0:
        raise ScreenshotNotDrawn(f"The browser ended with {process.returncode}.")

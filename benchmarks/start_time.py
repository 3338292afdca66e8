"""How long a newcomer waits: a fresh clone, an empty HOME, ``./bayyina up`` to the first page.

Cold is with downloads, warm is the same clone made anew with the downloads kept; a second start
of the same clone is printed too. What is not committed is not measured. Needs git, and for the
cold figure whatever the package index and the network give.

    ./bayyina bench start_time [--skip-cold]
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LONGEST = 600.0  # seconds
# Of the environment only what finds programs and package indexes is passed on, and no cache.
KEPT = ("PATH", "LANG", "TERM", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
KEPT_PREFIXES = ("UV_", "PIP_")
PROXIES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy")


class NoPage(Exception):
    """`up` ended or took too long before it showed a page."""


def environment(home: Path) -> dict[str, str]:
    """Return what a newcomer's shell has, with HOME at an empty folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or name.startswith(KEPT_PREFIXES) or name.lower() in PROXIES
    }
    caches = {"UV_CACHE_DIR": home / ".cache" / "uv", "PIP_CACHE_DIR": home / ".cache" / "pip"}
    return kept | {"HOME": str(home)} | {name: str(path) for name, path in caches.items()}


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_page(clone: Path, home: Path, title: str) -> float:
    """Run `up` until the first page is there; print its steps and return the seconds it took."""
    print(f"\n{title}", flush=True)
    port = free_port()
    log = home / "up.log"
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(clone / "bayyina"), "up", "--port", str(port)],
            env=environment(home),
            cwd=home,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        while not answers(port):
            if process.poll() is not None or time.monotonic() - began > LONGEST:
                raise NoPage(log.read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.1)
        return time.monotonic() - began
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=120)
        print("\n".join(line for line in log.read_text().splitlines() if " s  " in line))


def answers(port: int) -> bool:
    """Whether the home page comes, and is a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return b"<h1" in answer.read()
    except (OSError, urllib.error.HTTPError):
        return False


def clone_into(folder: Path) -> Path:
    """Clone the repository into a folder with a space and Arabic letters in its name."""
    target = folder / "غرفة الأخبار clone"
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(target)], check=True)
    return target


def main() -> int:
    """Measure and print; the last line is the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip-cold", action="store_true", help="do not measure with downloads")
    asked = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bayyina start ") as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        try:
            # The first run fills the caches for the second, whether it counts or not.
            first = first_page(clone_into(folder), home, "Cold: nothing there, with downloads")
            if not asked.skip_cold:
                figures["cold_s"] = first
            clone = clone_into(folder)
            figures["warm_s"] = first_page(clone, home, "Warm: a new clone, downloads kept")
            figures["again_s"] = first_page(clone, home, "Again: the same clone, started twice")
        except NoPage as reason:
            print(f"No page came:\n{reason}", file=sys.stderr)
            return 1
    for figure, seconds in figures.items():
        print(f"{figure:10} {seconds:6.1f} s")
    print("SCORE " + " ".join(f"{figure}={seconds:.1f}" for figure, seconds in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

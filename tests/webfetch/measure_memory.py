"""Fetch once from a loopback port; print the refusal and by how much memory grew, in bytes.

A program of its own, so that only the fetcher is measured:
``python -m tests.webfetch.measure_memory PORT``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

from tests.webfetch.servers import PUBLIC, Claiming
from webfetch import Refused
from webfetch.client import fetch


def most_memory() -> int:
    """Return the most memory that this program has held, in bytes.

    Not ``getrusage``: that begins with what the process held before it became this program.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) * 1024


def main(port: int) -> None:
    def connect(address: str, asked_for: int, seconds: float) -> socket:
        connection = Claiming(AF_INET, SOCK_STREAM)
        connection.connect(("127.0.0.1", port))
        return connection

    before = most_memory()
    try:
        fetch("http://site.example/", resolve=lambda *_: [PUBLIC], connect=connect)
        outcome = "fetched"
    except Refused as refused:
        outcome = refused.reason
    sys.stdout.write(f"{outcome} {most_memory() - before}")


main(int(sys.argv[1]))

"""The settings refuse to start with what must not be on a public machine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def start_with(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import factcheck.settings"],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_debug_is_refused_where_readers_can_reach_it() -> None:
    started = start_with(DEBUG="1", PUBLIC_URL="https://bayyina.example")

    assert started.returncode != 0
    assert "Set DEBUG to 0" in started.stderr


@pytest.mark.parametrize(
    ("debug", "address"),
    [("1", "http://localhost:8000"), ("0", "https://bayyina.example")],
    ids=["on this machine", "in public without it"],
)
def test_other_starts_are_not_hindered(debug: str, address: str) -> None:
    assert start_with(DEBUG=debug, PUBLIC_URL=address).returncode == 0

"""Killing the product while it takes pictures in, and counting afterwards what is there.

For ``picture_ingest.py``. Nothing of the product is asked to be careful for this: the processes get
signal 9 together, and then the same command is run again.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

__all__ = ["Held", "add_and_kill", "held"]

_ROOT = Path(__file__).resolve().parents[2]
_COUNTED = """
    SELECT
        (SELECT count(*) FROM media_provenance_mediaasset),
        (SELECT count(*) FROM media_provenance_mediaasset WHERE state = 'read'),
        (SELECT count(*) FROM media_provenance_mediaasset WHERE searched_at IS NOT NULL),
        (SELECT count(*) FROM media_provenance_picturefeatures),
        (SELECT count(DISTINCT asset_id) FROM media_provenance_picturefeatures),
        (SELECT count(*) FROM media_provenance_match),
        (SELECT count(DISTINCT (least(first_id, second_id), greatest(first_id, second_id)))
         FROM media_provenance_match)
"""
_IN_THE_INDEX = """
from media_provenance.index.chosen import picture_index
print(picture_index().stats().pictures)
"""
_STARTING_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Held:
    """What a database, its index and its folder hold of pictures.

    Attributes:
        assets, read, searched: pictures; of these, read; of these, searched for copies.
        features, described: descriptions; pictures that have one.
        matches, pairs: matches; pairs of pictures that have one.
        found: pictures that the index can find.
    """

    assets: int
    read: int
    searched: int
    features: int
    described: int
    matches: int
    pairs: int
    found: int

    def complaints(self, count: int) -> list[str]:
        """Say what is lost or doubled, if there are to be so many pictures, all searched for."""
        wrong = []
        for what, number in (
            ("pictures", self.assets),
            ("pictures that were read", self.read),
            ("pictures that were searched for copies", self.searched),
            ("descriptions", self.features),
            ("pictures with a description", self.described),
            ("pictures in the index", self.found),
        ):
            if number != count:
                wrong.append(f"{number} {what}, not {count}")
        if self.matches != self.pairs:
            wrong.append(f"{self.matches} matches of {self.pairs} pairs")
        return wrong


def add_and_kill(
    environment: Mapping[str, str], folder: Path, options: list[str], *, at: int
) -> int:
    """Take a folder in until so many pictures are stored, then kill every process of it with 9.

    Returns:
        How many pictures were stored when they were killed.

    Raises:
        RuntimeError: if so many never were stored.
    """
    command = [sys.executable, str(_ROOT / "manage.py"), "add_pictures", str(folder), *options]
    adding = subprocess.Popen(command, env=dict(environment), cwd=_ROOT, start_new_session=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        began = time.monotonic()
        while _stored(environment) < at:
            if adding.poll() is not None or time.monotonic() - began > _STARTING_SECONDS:
                raise RuntimeError(f"There never were {at} pictures to kill it at.")
            time.sleep(0.05)
    finally:
        # The session is the command's and its workers' only.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(adding.pid, signal.SIGKILL)
        adding.wait()
    return _stored(environment)


def held(environment: Mapping[str, str]) -> Held:
    """Count what is there, in the tables and in the index."""
    with psycopg.connect(environment["DATABASE_URL"]) as database:
        row = database.execute(_COUNTED).fetchone()
    if row is None:
        raise RuntimeError("A SELECT of counts has one row.")
    told = subprocess.run(
        [sys.executable, str(_ROOT / "manage.py"), "shell", "--no-imports", "-c", _IN_THE_INDEX],
        env=dict(environment), cwd=_ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assets, read, searched, features, described, matches, pairs = (int(number) for number in row)
    return Held(assets, read, searched, features, described, matches, pairs, found=int(told.stdout))


def _stored(environment: Mapping[str, str]) -> int:
    with psycopg.connect(environment["DATABASE_URL"]) as database:
        row = database.execute("SELECT count(*) FROM media_provenance_mediaasset").fetchone()
    return 0 if row is None else int(row[0])

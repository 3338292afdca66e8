"""Files that are on disk for good, and are told from damaged ones by their size and CRC-32.

Not for what is in them (``manifest.py``, ``segment_files.py``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from media_provenance.index import IndexDamaged

__all__ = ["check_checksum", "check_size", "sealed_file", "sync_folder"]


def check_size(path: Path, size: int) -> None:
    """Check that a file has so many bytes, without reading it.

    Raises:
        IndexDamaged: it has not, or is gone.
    """
    try:
        found = path.stat().st_size
    except FileNotFoundError as error:
        raise IndexDamaged(f"{path.name} of the picture index is gone.") from error
    if found != size:
        raise IndexDamaged(f"{path.name} of the picture index has {found} bytes, not {size}.")


def check_checksum(path: Path, sealed: tuple[int, int]) -> None:
    """Read a file and compare it with its size and CRC-32.

    Raises:
        IndexDamaged: it differs, or is gone.
    """
    check_size(path, sealed[0])
    try:
        found = _checksum(path)
    except OSError as error:
        raise IndexDamaged(f"{path.name} of the picture index cannot be read: {error}") from error
    if found != sealed[1]:
        raise IndexDamaged(f"{path.name} of the picture index is not as it was written.")


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            checksum = crc32(chunk, checksum)
    return checksum


def sealed_file(path: Path) -> tuple[int, int]:
    """Put a file on disk for good; return its size and CRC-32."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return path.stat().st_size, _checksum(path)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk for good."""
    with _opened(folder) as number:
        os.fsync(number)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    number = os.open(folder, os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)

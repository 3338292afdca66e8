"""Writing the one file of an evidence pack: a ZIP that comes out the same every time.

Knows nothing of verdicts. Everything in it is stored uncompressed, with one fixed time and one set
of rights, in the order it is given, so that two packs of the same things are the same bytes; the
last file lists the SHA-256 of all others in the form that ``sha256sum -c`` reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

__all__ = ["SUMS", "PackDamaged", "PackWriter", "pack_path", "remove_packs", "writing_pack"]

SUMS = "SHA256SUMS"
# The earliest time a ZIP can hold.
_TIME = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_CHUNK = 1 << 20


class PackDamaged(Exception):
    """A file that was to go into a pack is not what it was when it was kept; names it."""


class PackWriter:
    """Adds files to an open pack and remembers their digests."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._sums: dict[str, str] = {}

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add a file.

        Raises:
            ValueError: for a name that is there already, or that could climb or mislead.
        """
        self._check(name)
        with self._archive.open(_info(name), "w", force_zip64=True) as target:
            target.write(data)
        self._sums[name] = hashlib.sha256(data).hexdigest()

    def add_file(self, name: str, path: Path, sha256: str) -> None:
        """Add a copy of a file, read in pieces.

        Raises:
            PackDamaged: if it has another digest.
            FileNotFoundError: if it is not there.
            ValueError: as `add_bytes`.
        """
        self._check(name)
        digest = hashlib.sha256()
        with (
            path.open("rb") as source,
            self._archive.open(_info(name), "w", force_zip64=True) as target,
        ):
            while piece := source.read(_CHUNK):
                digest.update(piece)
                target.write(piece)
        if digest.hexdigest() != sha256:
            raise PackDamaged(name)
        self._sums[name] = sha256

    def finish(self) -> None:
        """Add the list of digests."""
        lines = (f"{sha256}  {name}\n" for name, sha256 in sorted(self._sums.items()))
        self.add_bytes(SUMS, "".join(lines).encode("ascii"))

    def _check(self, name: str) -> None:
        if name in self._sums or not _NAME.fullmatch(name):
            raise ValueError(name)


def pack_path(public_id: str) -> Path:
    """Return where the newest pack of a verdict lies, whether there is one or not.

    Raises:
        ValueError: for what is no public id.
    """
    if not re.fullmatch(r"[A-Za-z0-9]{1,40}", public_id):
        raise ValueError(public_id)
    return Path(settings.MEDIA_ROOT) / "packs" / f"{public_id}.zip"


def remove_packs() -> int:
    """Remove every pack that was made, and say how many; each can be made anew.

    Raises:
        OSError: one cannot be removed.
    """
    removed = 0
    for path in (Path(settings.MEDIA_ROOT) / "packs").glob("*.zip"):
        path.unlink(missing_ok=True)
        removed += 1
    return removed


@contextmanager
def writing_pack(target: Path) -> Iterator[PackWriter]:
    """Write a pack beside its place and move it there when whole; nothing is left of half a one.

    Raises:
        OSError: no room, or no such folder.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        # For this user alone: it holds originals.
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with (
            os.fdopen(descriptor, "r+b") as opened,
            zipfile.ZipFile(opened, "w", zipfile.ZIP_STORED) as archive,
        ):
            writer = PackWriter(archive)
            yield writer
            writer.finish()
        unfinished.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            unfinished.unlink()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.create_system = 3  # Unix, wherever it is written
    info.external_attr = 0o644 << 16
    return info

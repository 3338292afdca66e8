"""Do the rows and the files under MEDIA_ROOT agree, both ways?

Used by `manage check_media`, and by backup and restore. Not for reading pictures, and it deletes
nothing: a file that no row knows is moved aside for a person to look at.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from media_provenance.models import (
    RENDITION_SIDES,
    AssetState,
    Capture,
    CaptureBundle,
    MediaAsset,
)
from media_provenance.queries.redactions import redacted_paths

# Where --fix puts what no row knows, under MEDIA_ROOT and with the same path below.
UNCLAIMED = ".unclaimed"
# A file is written before its row, and the row may wait for a long transaction, in seconds.
ROW_MAY_FOLLOW = 3600

_CHUNK = 1 << 20


class FilesDisagree(Exception):
    """Rows and media files do not agree; the message says how many do not."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that a row refers to.

    Attributes:
        path: relative to MEDIA_ROOT.
        sha256: 64 hexadecimal digits; "" for a copy drawn from an original, which can be drawn
            again and of which no row keeps the digest.
        size: in bytes; None where no row says it.
    """

    path: str
    sha256: str
    size: int | None


@dataclass(slots=True)
class Agreement:
    """What was found; paths are relative to MEDIA_ROOT and sorted."""

    checked: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every row has its file, unharmed, and every file its row."""
        return not (self.missing or self.damaged or self.unclaimed)


def stored_files() -> Iterator[StoredFile]:
    """Give every file that rows refer to, each path once, but for what was redacted.

    Six queries, read in pieces. A redacted file that is there all the same is one without a row.
    """
    gone = redacted_paths()
    assets = MediaAsset.objects.order_by("pk").values_list("sha256", "byte_size", "state")
    for sha256, size, state in assets.iterator(chunk_size=2000):
        asset = MediaAsset(sha256=sha256)
        yield StoredFile(asset.original_path, sha256, size)
        if state == AssetState.READ:
            for longest in RENDITION_SIDES:
                yield StoredFile(asset.rendition_path(longest), "", None)
    # Captures of the same bytes share a file.
    captures = Capture.objects.order_by("sha256").values_list("sha256", "byte_size").distinct()
    for sha256, size in captures.iterator(chunk_size=2000):
        if (path := Capture(sha256=sha256).path) not in gone:
            yield StoredFile(path, sha256, size)
    # The same page fetched twice has the same text; its WARC and its manifest tell them apart.
    given = set(gone)
    for bundle in CaptureBundle.objects.order_by("number").iterator(chunk_size=2000):
        for role, (sha256, size) in bundle.files.items():
            path = bundle.path_of(role)
            if path not in given:
                given.add(path)
                yield StoredFile(path, sha256, size)


def check_stored_files(
    root: Path,
    *,
    digests: bool = True,
    newest: float = ROW_MAY_FOLLOW,
    on_file: Callable[[int], None] = lambda _size: None,
) -> Agreement:
    """Compare rows with files.

    Args:
        digests: read every file whose digest is known; otherwise only sizes are compared.
        newest: a file without a row is reported if it was last written at least so many seconds
            ago; 0 for all.
        on_file: told the size of each file after it was looked at.
    """
    found = Agreement()
    known: set[str] = set()
    for file in stored_files():
        known.add(file.path)
        found.checked += 1
        path = root / file.path
        try:
            size = path.stat().st_size
            sound = file.size in (None, size) and (
                not (digests and file.sha256) or digest_of(path) == file.sha256
            )
        except FileNotFoundError:
            found.missing.append(file.path)
            continue
        if not sound:
            found.damaged.append(file.path)
        on_file(size)
    found.unclaimed = sorted(_without_rows(root, known, newest))
    found.missing.sort()
    found.damaged.sort()
    return found


def disagreement_sentence(found: Agreement) -> str:
    """Say in numbers what does not agree."""
    message = _(
        "Rows and media files do not agree: %(missing)s missing, %(damaged)s damaged, "
        "%(unclaimed)s without a row."
    )
    return message % {
        "missing": len(found.missing),
        "damaged": len(found.damaged),
        "unclaimed": len(found.unclaimed),
    }


def set_aside(root: Path, paths: list[str]) -> Path:
    """Move files below `UNCLAIMED`, keeping their paths; return that folder. Deletes nothing."""
    aside = root / UNCLAIMED
    for path in paths:
        target = aside / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (root / path).replace(target)
    return aside


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits, reading it in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _without_rows(root: Path, known: set[str], newest: float) -> Iterator[str]:
    latest = time.time() - newest
    # Not the folders of searches and drawings: what lies there is erased, or drawn again, by
    # `media_provenance.pipeline.searches`.
    for folder in ("originals", "captures", "renditions", "bundles"):
        for path in (root / folder).rglob("*"):
            relative = str(path.relative_to(root))
            if relative in known or path.is_dir():
                continue
            if newest == 0 or path.lstat().st_mtime <= latest:
                yield relative

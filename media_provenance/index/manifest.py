"""The one list of the files of a picture index that count, and who may replace it.

``manifest.json`` says which segments count and is only ever replaced whole. So a reader sees the
old index or the new one, and a writer that dies at any moment leaves nothing but files that no
manifest names; the next writer removes them.

Not for what is in a segment (``segment_files.py``).
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from media_provenance.index import IndexDamaged
from media_provenance.index.lasting_files import check_checksum, sealed_file, sync_folder

__all__ = [
    "FORMAT",
    "Manifest",
    "SegmentName",
    "check_segment",
    "check_whole",
    "check_younger",
    "load_manifest",
    "manifest_stamp",
    "remove_strays",
    "sole_writer",
    "store_manifest",
]

# Goes up when the files' meaning changes; files of another format are built again.
FORMAT = 2
MANIFEST = "manifest.json"
# What the names of all other files begin with.
_OURS = ("segment-", "centroids-", "dead-", "spool-")


@dataclass(frozen=True, slots=True)
class SegmentName:
    """One segment, as the manifest names it.

    Attributes:
        folder: beside the manifest.
        pictures: in it, superseded ones included.
        dead: the file, beside the manifest, of the numbers of its pictures that are superseded or
            gone; empty where there are none.
        files: size in bytes and CRC-32 of each file, by name; ``dead`` included.
    """

    folder: str
    pictures: int
    dead: str
    files: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What counts in an index folder.

    Attributes:
        watermark: every change of the record up to this number is in the segments.
        centroids: file of the centres of the lists, shape (lists, 16), uint8; empty where the
            index is too small for any.
        trained_on: how many pictures there were when these were made.
        segments: oldest first.
        files: size and CRC-32 of the file of centres.
    """

    watermark: int = 0
    centroids: str = ""
    trained_on: int = 0
    segments: tuple[SegmentName, ...] = ()
    files: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def pictures(self) -> int:
        return sum(name.pictures for name in self.segments)


def manifest_stamp(root: Path) -> tuple[int, ...] | None:
    """Return what tells one manifest from the next without reading it."""
    try:
        found = (root / MANIFEST).stat()
    except FileNotFoundError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def load_manifest(root: Path) -> Manifest | None:
    """Return what counts, or ``None`` where nothing was ever written.

    Raises:
        IndexDamaged: the manifest cannot be read, or is of another format.
    """
    try:
        written = json.loads((root / MANIFEST).read_text("utf-8"))
        segments = tuple(SegmentName(**_with_tuples(name)) for name in written.pop("segments"))
        manifest = Manifest(segments=segments, **_with_tuples(written))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"The manifest of the picture index cannot be read: {error}") from error
    if manifest.format != FORMAT:
        raise IndexDamaged(f"The picture index has format {manifest.format}, not {FORMAT}.")
    return manifest


def store_manifest(root: Path, manifest: Manifest) -> None:
    """Let a manifest count from now on: it replaces the old one in one step."""
    draft = root / f"{MANIFEST}.draft"
    draft.write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    sealed_file(draft)
    draft.replace(root / MANIFEST)
    sync_folder(root)


def remove_strays(root: Path, manifest: Manifest) -> None:
    """Remove what the manifest does not name: drafts of writers that died, and what was replaced.

    Only for the one writer. A reader that has such a file open keeps it. What no writer here would
    have called so stays where it is.
    """
    kept = {MANIFEST, "lock", manifest.centroids}
    kept |= {name.folder for name in manifest.segments} | {name.dead for name in manifest.segments}
    for path in root.iterdir():
        if path.name not in kept and path.name.startswith(_OURS):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def check_whole(root: Path, manifest: Manifest) -> None:
    """Read every file and compare it with its checksum. Slow: for a writer, not for a query.

    Raises:
        IndexDamaged: a file is missing or has other contents than were written.
    """
    for file, sealed in manifest.files.items():
        check_checksum(root / file, sealed)
    for name in manifest.segments:
        check_segment(root, name)


def check_segment(root: Path, name: SegmentName) -> None:
    """Read every file of a segment and compare it with its checksum. Slow, likewise.

    Raises:
        IndexDamaged: a file is missing or has other contents than were written.
    """
    for file, sealed in name.files.items():
        check_checksum(root / file if file == name.dead else root / name.folder / file, sealed)


def check_younger(manifest: Manifest, newest_change: int) -> None:
    """Check that the record has not been set back since the files were written.

    Raises:
        IndexDamaged: the files know of changes that the record does not.
    """
    if manifest.watermark > newest_change:
        raise IndexDamaged(
            f"The picture index knows change {manifest.watermark}, the record only {newest_change}."
        )


@contextmanager
def sole_writer(root: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the one right to write, or say that another has it.

    The system gives it back when the process ends, however it ends.
    """
    with (root / "lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _with_tuples(written: Mapping[str, Any]) -> dict[str, Any]:
    files = {name: (int(size), int(crc)) for name, (size, crc) in written["files"].items()}
    return {**written, "files": files}

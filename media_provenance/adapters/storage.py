"""Files under MEDIA_ROOT, by paths that name their content.

For originals, captures and renditions: written once, whole or not at all, and never changed; what
was only searched for is removed again. It knows nothing of rows, decides no names (the models do)
and serves nothing to anybody.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
import uuid
from pathlib import Path

from django.conf import settings


class DiskRefuses(OSError):
    """The disk under MEDIA_ROOT is full or read-only; whoever runs it can put that right."""


# No room, no room for this user, mounted read-only.
_DISK_REFUSES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class OutsideMediaRoot(ValueError):
    """A path that would leave MEDIA_ROOT. Paths come from digests, so this is a fault of ours."""


def store(relative_path: str, data: bytes, *, same_as: str = "") -> bool:
    """Write a file whole, or leave the one that is there.

    The bytes are on the disk when this returns, so that a row may be written that speaks of
    them; a crash in between leaves a file without a row, which the next attempt finds.

    Args:
        relative_path: below MEDIA_ROOT; must name the content, since an existing file is taken
            to hold these very bytes.
        same_as: another path of ours that holds these very bytes, if it is there: the disk then
            keeps them once, under both names.

    Returns:
        Whether the file was written by this call.

    Raises:
        OutsideMediaRoot: for a path that is absolute or climbs.
        DiskRefuses: no room, or read-only. Worth another try.
        OSError: any other fault of the disk.
    """
    path = _below_root(relative_path)
    if path.exists():
        return False
    if same_as and _link(_below_root(same_as), path):
        return True
    try:
        _write(path, data)
    except OSError as error:
        if error.errno in _DISK_REFUSES:
            raise DiskRefuses(error.errno, error.strerror, error.filename) from error
        raise
    return True


def _link(known: Path, path: Path) -> bool:
    """Give a file a second name; False where it is not there, or the file system has no links."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.hardlink_to(known)
    except OSError:
        return False
    _sync_folder(path.parent)
    return True


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # In the same folder, since a rename is atomic only within one file system.
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        # For this user alone: an original may hold what its sender did not mean to show.
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(path)
    # Whatever ends the writing, a signal included, no half-written file stays behind.
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def read(relative_path: str) -> bytes:
    """Return a file's bytes.

    Raises:
        OutsideMediaRoot: as in `store`.
        FileNotFoundError: if there is no such file.
    """
    return _below_root(relative_path).read_bytes()


def exists(relative_path: str) -> bool:
    """Answer whether the file is there.

    Raises:
        OutsideMediaRoot: as in `store`.
    """
    return _below_root(relative_path).is_file()


def remove_file(relative_path: str) -> bool:
    """Take a file away by this name; one that is not there is no error.

    Only for what was redacted. Another name for the same bytes keeps them on the disk.

    Returns:
        Whether there was one.

    Raises:
        OutsideMediaRoot: as in `store`.
        DiskRefuses: the disk is read-only.
        OSError: if it cannot be removed.
    """
    path = _below_root(relative_path)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno in _DISK_REFUSES:
            raise DiskRefuses(error.errno, error.strerror, error.filename) from error
        raise
    _sync_folder(path.parent)
    return True


def remove_folder(relative_path: str) -> bool:
    """Remove a folder with all files in it; one that is not there is no error.

    Only for folders that belong to one row which is being erased, or hold what can be drawn again.

    Returns:
        Whether there was one.

    Raises:
        OutsideMediaRoot: as in `store`.
        OSError: if a file cannot be removed.
    """
    folder = _below_root(relative_path)
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        # Somebody else erased it, or some of it, at the same moment: once more settles it.
        if folder.exists():
            shutil.rmtree(folder)
            return True
        return False
    _sync_folder(folder.parent)
    return True


def folders_in(relative_path: str, *, unchanged_for: float = 0.0) -> list[str]:
    """Return the names of the folders in a folder, sorted; none where there is no such folder.

    Args:
        unchanged_for: only those that nothing was put into or taken out of for so many seconds.
    """
    latest = time.time() - unchanged_for
    folder = _below_root(relative_path)
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(
            entry.name
            for entry in entries
            if entry.is_dir(follow_symlinks=False)
            and (unchanged_for == 0 or entry.stat(follow_symlinks=False).st_mtime <= latest)
        )


def files_in(relative_path: str, *, suffix: str) -> list[str]:
    """Return the paths, below MEDIA_ROOT, of the files in a folder whose names end so, sorted."""
    folder = _below_root(relative_path)
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(
            f"{relative_path}/{entry.name}"
            for entry in entries
            if entry.name.endswith(suffix) and entry.is_file(follow_symlinks=False)
        )


def _below_root(relative_path: str) -> Path:
    path = Path(relative_path)
    if path.is_absolute() or ".." in path.parts or not path.name:
        raise OutsideMediaRoot(relative_path)
    return Path(settings.MEDIA_ROOT) / path


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too; without it a power cut may lose a synced file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Two kinds of media folder that can be filled up and made read-only.

A small file system of memory where one may be mounted, which takes root; else injection, by
`tests.chaos.workload.disk`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

# Room for a few small pictures with their copies.
SIZE = "8m"


class Disk(Protocol):
    """A media folder that refuses on demand."""

    folder: Path

    def variables(self) -> Mapping[str, str]:
        """Return the variables for the processes that use it."""

    def fill(self) -> None:
        """Leave no room."""

    def make_read_only(self) -> None:
        """Let nothing be written."""

    def recover(self) -> None:
        """Take everything again."""

    def close(self) -> None:
        """Leave nothing behind."""


class MountedDisk:
    """A tmpfs of SIZE.

    Raises:
        PermissionError: if nothing may be mounted here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()
        self.filler = folder / "filler"
        self._mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs")

    def variables(self) -> Mapping[str, str]:
        return {"MEDIA_ROOT": str(self.folder)}

    def fill(self) -> None:
        with self.filler.open("wb", buffering=0) as filler:
            while True:
                try:
                    filler.write(bytes(4096))
                except OSError:
                    return

    def make_read_only(self) -> None:
        self._mount("-o", "remount,ro")

    def recover(self) -> None:
        self._mount("-o", "remount,rw")
        self.filler.unlink(missing_ok=True)

    def close(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)

    def _mount(self, *options: str) -> None:
        mount = shutil.which("mount")
        if os.geteuid() != 0 or mount is None:
            raise PermissionError("only root may mount")
        done = subprocess.run(
            [mount, *options, str(self.folder)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise PermissionError(done.stderr)


class InjectedDisk:
    """An ordinary folder; the processes that use it are told when to refuse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.control = folder.with_name(f"{folder.name}.refuses")

    def variables(self) -> Mapping[str, str]:
        return {"MEDIA_ROOT": str(self.folder), "CHAOS_DISK": str(self.control)}

    def fill(self) -> None:
        self.control.write_text("ENOSPC", encoding="ascii")

    def make_read_only(self) -> None:
        self.control.write_text("EROFS", encoding="ascii")

    def recover(self) -> None:
        self.control.unlink(missing_ok=True)

    def close(self) -> None:
        self.recover()


def make_disk(folder: Path) -> Disk:
    """Mount one if that may be done, and inject the errors if not."""
    if os.environ.get("CHAOS_DISK_BY_INJECTION"):
        return InjectedDisk(folder)
    try:
        return MountedDisk(folder)
    except PermissionError:
        return InjectedDisk(folder)

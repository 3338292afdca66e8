"""The memory that a benchmark and all the processes it started take together."""

from __future__ import annotations

import os
import threading
from pathlib import Path

__all__ = ["Weight", "proportional_bytes"]

_SECONDS = 1.0


class Weight:
    """The most memory that this process and all that come from it take at once, while it lasts.

    Proportional shares (PSS): what two processes share counts once.

    Attributes:
        most: bytes; looked at every second.
    """

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._weigh, daemon=True)

    def __enter__(self) -> Weight:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._over.wait(_SECONDS):
            self.most = max(self.most, sum(proportional_bytes(pid) for pid in _family()))


def proportional_bytes(pid: int) -> int:
    """Return the proportional share of a process in bytes; 0 when it has ended or is another's."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _family() -> list[int]:
    """Return the ids of this process and its descendants."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status = (folder / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(folder.name)] = int(status.rsplit(")")[-1].split()[1])
    family, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        family, grown = family | more, bool(more)
    return sorted(family)

"""Work shared out to processes with a line of progress, for the picture benchmarks.

Workers are forked, so that what the parent has built before is theirs without copying.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

__all__ = ["Progress", "files_in", "shared_out"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def files_in(folder: Path) -> list[Path]:
    """Return every file under a folder, by name, but hidden ones and tables."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix not in {".tsv", ".md"}
    )


class Progress:
    """One line on stderr where somebody is watching, else a line every half minute."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0
        self._began = self._told = time.monotonic()
        self._over = False

    def __call__(self, done: int | None = None) -> None:
        self._done = self._done + 1 if done is None else done
        now = time.monotonic()
        watched = sys.stderr.isatty()
        last = self._done >= self._total
        if self._over or (not last and now - self._told < (0.2 if watched else 30)):
            return
        self._told, self._over = now, last
        left = (now - self._began) / max(1, self._done) * (self._total - self._done)
        bar = "#" * round(20 * self._done / max(1, self._total))
        line = f"{self._what} [{bar:20}] {self._done}/{self._total}, {left:.0f} s left"
        end = "\n" if last or not watched else ""
        print(f"\r{line} " if watched else line, end=end, file=sys.stderr, flush=True)


@contextmanager
def shared_out(
    do: Callable[[_Task], _Result], tasks: Sequence[_Task], *, jobs: int
) -> Iterator[Iterator[_Result]]:
    """Give the results of tasks in their order, done in ``jobs`` processes (here, if it is one).

    ``do`` must be a function of a module; what it needs besides its task it finds in that module's
    variables, set before.
    """
    if jobs <= 1:
        yield map(do, tasks)
        return
    # Ctrl-C is for the one who gives out the work.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    with multiprocessing.get_context("fork").Pool(jobs, signal.signal, ignore) as pool:
        yield pool.imap(do, tasks, chunksize=1)

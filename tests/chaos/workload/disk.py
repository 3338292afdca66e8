"""A disk that refuses, where no file system may be mounted.

The interpreter tells an audit hook of every file it opens and every folder it makes before it
does so; raising there is what the operating system does when the disk is full or read-only.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def refuse_below(folder: Path, control: str) -> None:
    """Refuse to write below ``folder`` as long as the file ``control`` names an error."""
    below = os.path.join(os.fspath(folder), "")  # noqa: PTH118 - compared with text, very often

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = arguments
            writes = bool(flags & WRITING)
        elif event in {"os.mkdir", "os.rename"}:
            path, writes = arguments[0], True
        else:
            return
        if not writes or not isinstance(path, str | Path) or not os.fspath(path).startswith(below):
            return
        try:
            name = Path(control).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return
        number = getattr(errno, name)
        raise OSError(number, os.strerror(number), os.fspath(path))

    sys.addaudithook(hook)

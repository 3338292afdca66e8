"""All dated fields of a file, by exiftool as a separate process that is kept open behind limits.

Exiftool is optional and never linked: where there is none, ``ExiftoolMissing`` says so, and the
picture gate's own fields are what there is. A fresh process costs 180 ms for each file, one that
is kept open about 6; hence a few of them for each process of ours, started when first asked,
replaced after 500 files, at any time-out and at any answer that is none. What it answers is
as hostile as the file: names and values are checked and cut. Positions on Earth are not asked for.

May be called from any thread; after a fork the child starts its own. What a field means is
``domain/metadata_fields.py``'s to say.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from media_provenance.adapters.exiftool_answers import AllFields, ExiftoolFailed, all_fields

__all__ = [
    "EXIFTOOL_OFF",
    "AllFields",
    "Exiftool",
    "ExiftoolFailed",
    "ExiftoolLimits",
    "ExiftoolMissing",
    "exiftool_at",
    "find_exiftool",
    "suffix_for",
]

EXIFTOOL_OFF = "off"
# More at once only make each other late; each holds about 40 MB.
_MOST_AT_ONCE = 2
_MOST_ANSWER = 8 << 20

_ROOT = Path(__file__).resolve().parents[2]
_SHIM = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from media_provenance.adapters.exiftool_walls import main; main()"
)
# Every date there is, and what tells how they came about; not the dates of our own copy of the
# file, nor those that exiftool puts together itself.
_COMMON = (
    *("-common_args", "-j", "-G1", "-a", "-charset", "filename=UTF8", "-time:all"),
    *("-IFD0:Make", "-IFD0:Model", "-IFD0:Software", "-XMP-xmp:CreatorTool"),
    # Texts that programs write into PNG files: dates that exiftool does not count among them.
    *("-PNG:Datecreate", "-PNG:Datemodify", "-PNG:Datetimestamp", "-PNG:CreationTime"),
    *("-IPTC:SpecialInstructions", "-ExifTool:Warning", "-ExifTool:Error"),
    *("--System:all", "--File:all", "--Composite:all"),
)
# Without `-config ""` a file in the home folder would be run as a program.
_ARGUMENTS = ("-config", "", "-stay_open", "True", "-@", "-", *_COMMON)


# What it may be given, by the first bytes alone: (where, bytes, our name's ending). Pictures, raw
# files of cameras, colour profiles and drawings; nothing that holds other files or programs.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"\x89PNG\r\n\x1a\n", ".png"),
    (0, b"GIF87a", ".gif"),
    (0, b"GIF89a", ".gif"),
    (8, b"WEBP", ".webp"),
    (4, b"ftypavif", ".avif"),
    (4, b"ftypavis", ".avif"),
    (4, b"ftypcrx ", ".cr3"),
    (4, b"ftyphe", ".heic"),
    (4, b"ftypmif1", ".heic"),
    (4, b"ftypmsf1", ".heic"),
    (0, b"II*\x00", ".tif"),
    (0, b"MM\x00*", ".tif"),
    (0, b"II+\x00", ".tif"),
    (0, b"MM\x00+", ".tif"),
    (0, b"IIRO", ".orf"),
    (0, b"IIU\x00", ".rw2"),
    (6, b"HEAPCCDR", ".crw"),
    (0, b"\x00MRM", ".mrw"),
    (0, b"FUJIFILMCCD-RAW", ".raf"),
    (0, b"FOVb", ".x3f"),
    (0, b"8BPS", ".psd"),
    (0, b"\xff\x0a", ".jxl"),
    (4, b"JXL ", ".jxl"),
    (4, b"jP  ", ".jp2"),
    (0, b"BM", ".bmp"),
    (36, b"acsp", ".icc"),
)


class ExiftoolMissing(Exception):
    """There is no exiftool on this machine, it is switched off, or not where the setting says."""


@dataclass(frozen=True, slots=True)
class ExiftoolLimits:
    """What exiftool may use.

    Attributes:
        wall_seconds: of real time for one file.
        files: after which a process is replaced.
        cpu_seconds: of processor time for all files of one process.
        memory: bytes of address space.
    """

    wall_seconds: float = 10.0
    files: int = 500
    cpu_seconds: int = 300
    memory: int = 512 << 20


def find_exiftool(named: str = "") -> str:
    """Return the path of exiftool.

    Args:
        named: a path, "" to look on PATH, "off" for none.

    Raises:
        ExiftoolMissing: if there is none that may be run.
    """
    path = None if named == EXIFTOOL_OFF else shutil.which(named or "exiftool")
    if path is None:
        raise ExiftoolMissing(named or "exiftool")
    return str(Path(path).resolve())


def suffix_for(data: bytes) -> str | None:
    """Return the ending under which a file is given to exiftool; ``None`` if it is not."""
    for at, signature, suffix in _SIGNATURES:
        if data[at : at + len(signature)] == signature:
            return suffix
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".svg" if start.startswith((b"<svg", b"<?xml")) and b"<svg" in start else None


class _Broken(Exception):
    """The process is gone, late, or answers nonsense."""


class _Line:
    """A running exiftool."""

    def __init__(self, path: str, limits: ExiftoolLimits) -> None:
        walls = [str(os.getpid()), str(limits.cpu_seconds), str(limits.memory)]
        self._limits = limits
        self._asked = 0
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, which runs it
                [sys.executable, "-I", "-c", _SHIM, *walls, path, *_ARGUMENTS],
                env={"LANG": "C.UTF-8"},
                cwd="/",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise ExiftoolFailed(f"Exiftool cannot be started: {error}") from error

    @property
    def is_used_up(self) -> bool:
        return self._asked >= self._limits.files or self._process.poll() is not None

    def ask(self, path: str) -> bytes:
        """Return the answer about a file.

        Raises:
            _Broken: if there is none in time.
        """
        self._asked += 1
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ValueError("Both streams are pipes.")
        end = b"{ready%d}\n" % self._asked
        try:
            stdin.write(f"{path}\n-execute{self._asked}\n".encode())
            stdin.flush()
        except OSError as error:
            raise _Broken from error
        return self._read_to(stdout.fileno(), end)

    def _read_to(self, descriptor: int, end: bytes) -> bytes:
        until = time.monotonic() + self._limits.wall_seconds
        answer = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(descriptor, selectors.EVENT_READ)
            # JSON has no bare line ends within a value, so no file can write this line.
            while not answer.endswith(end):
                if not waiting.select(max(0.0, until - time.monotonic())):
                    raise _Broken("late")
                piece = os.read(descriptor, 1 << 16)
                answer += piece
                if not piece or len(answer) > _MOST_ANSWER:
                    raise _Broken
        return bytes(answer[: -len(end)])

    def close(self) -> None:
        """End the process and collect it."""
        # One that was collected already has given its number back, to whom we cannot know.
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._close_pipes()

    def leave_to_parent(self) -> None:
        """Let go of it in a forked process, whose parent goes on using it."""
        self._close_pipes()
        # It is no child of this process, which must neither wait for it nor warn of it.
        self._process.returncode = 0

    def _close_pipes(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class Exiftool:
    """A few processes of exiftool that are started when asked and kept open. For all threads.

    Args:
        path: what ``find_exiftool`` returned.
        limits: of each.
    """

    def __init__(self, path: str, limits: ExiftoolLimits | None = None) -> None:
        self._path = path
        self._limits = limits or ExiftoolLimits()
        self._renew()

    def _renew(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_MOST_AT_ONCE)
        self._idle: list[_Line] = []

    def read(self, data: bytes) -> AllFields:
        """Read every dated field of a file.

        Args:
            data: the whole file. It is given under a name of ours, never its own.

        Raises:
            ExiftoolFailed: if it is of no type that is given to exiftool, or there is no answer
                about it, at a second try either.
        """
        suffix = suffix_for(data)
        if suffix is None:
            raise ExiftoolFailed("Not a type that exiftool is asked about.")
        with self._places, _named_file(data, suffix) as path:
            return all_fields(self._answer(path))

    def _answer(self, path: str) -> bytes:
        """Return its answer. A process that had grown old may end over any file: one more try."""
        began = time.monotonic()
        for _attempt in range(2):
            line = self._take()
            try:
                answer = line.ask(path)
            except _Broken:
                line.close()
                if time.monotonic() - began >= self._limits.wall_seconds:
                    break
                continue
            self._give_back(line)
            return answer
        raise ExiftoolFailed("Exiftool gave no answer about the file.")

    def _take(self) -> _Line:
        with self._lock:
            while self._idle:
                line = self._idle.pop()
                if not line.is_used_up:
                    return line
                line.close()
        return _Line(self._path, self._limits)

    def _give_back(self, line: _Line) -> None:
        with self._lock:
            self._idle.append(line)

    def close(self) -> None:
        """End those that wait; the next question starts one anew."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.close()

    def leave_to_parent(self) -> None:
        """Forget the parent's processes in a process that was forked from it."""
        idle = self._idle
        # The parent's lock may be held by a thread that does not exist here.
        self._renew()
        for line in idle:
            line.leave_to_parent()


@contextlib.contextmanager
def _named_file(data: bytes, suffix: str) -> Iterator[str]:
    """Give the path of a file with these bytes, which nobody else may read, for a while."""
    try:
        with tempfile.NamedTemporaryFile(prefix="bayyina-", suffix=suffix) as file:
            file.write(data)
            file.flush()
            yield file.name
    except OSError as error:
        raise ExiftoolFailed(f"No room for the file: {error}") from error


_OPEN: dict[str, Exiftool] = {}


def exiftool_at(path: str) -> Exiftool:
    """Return this process's exiftool at a path; the same one each time."""
    # Two threads may each make one at the first question: neither has a process yet.
    return _OPEN.setdefault(path, Exiftool(path))


def _leave_all_to_parent() -> None:
    for one in _OPEN.values():
        one.leave_to_parent()


def _close_all() -> None:
    for one in _OPEN.values():
        one.close()


os.register_at_fork(after_in_child=_leave_all_to_parent)
atexit.register(_close_all)

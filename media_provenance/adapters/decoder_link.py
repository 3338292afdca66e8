"""The caller's end of the decoder: start one, ask it, replace it when it is gone.

Each process has its own decoder, started at the first question and shared by its threads. After a
fork the child starts one of its own, so a web server's workers and a task queue's never meet in
one. It knows no pictures: requests and answers are a head of plain values and bytes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import mmap
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_provenance.adapters.child_walls import ChildLimits, Wall

__all__ = ["Answer", "Cost", "Decoder", "DecoderGone", "Part", "decoder"]

# Longer than a warm-up takes on a machine that is very busy.
_START_SECONDS = 60.0
# How long after a child's own time the decoder may take to report its end.
_REPORT_SECONDS = 5.0
# More children at once than this only make each other late.
_MOST_AT_ONCE = 4
# An answer: pixels of the longest side squared in RGB, and two heads.
_MOST_ANSWER_BYTES = 3 * 2048 * 2048 + 4_000_000

_ROOT = Path(__file__).resolve().parents[2]
_SOURCE = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from media_provenance.adapters.decoder import main; main()"
)
# -I: neither the environment nor the current folder decides what is imported.
_PROGRAM = (sys.executable, "-I", "-c", _SOURCE)
# Nothing of ours: no secret, no address.
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    # Threads of numpy's, beside which forking would not be safe.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Memory in pages of 2 MB where glibc (2.35) and the kernel have them: in a process that is new
    # for each picture, touching fresh pages of 4 kB was a third of the work (docs/adr/0011).
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


class DecoderGone(Exception):
    """The decoder ended twice over one file, or cannot be started; worth another try later."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer took.

    Attributes:
        seconds: of real time, from the fork to the end of the child.
        child_cpu_seconds, decoder_cpu_seconds: processor time of the child, and of the decoder
            for it (forking, waiting).
        base_bytes, peak_bytes: memory held by the decoder before the fork (0 where the system
            does not say) and at most by the child.
    """

    seconds: float
    child_cpu_seconds: float
    decoder_cpu_seconds: float
    base_bytes: int
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer: plain values, and the bytes that follow them."""

    head: dict[str, Any]
    body: memoryview


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child told before it ended.

    Attributes:
        parts: those that came whole.
        late: whether it was killed because its time was up.
        signal: that ended it, 0 for none.
        cost: of it.
    """

    parts: tuple[Part, ...]
    late: bool
    signal: int
    cost: Cost


class _LineBroken(Exception):
    """The decoder is gone, or did not report in time."""


class _Line:
    """A running decoder."""

    def __init__(self, program: Sequence[str]) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            try:
                self.process = subprocess.Popen(  # noqa: S603 - our own program
                    [*program, str(theirs.fileno())],
                    env=_ENVIRONMENT,
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            # No process, memory or descriptor to be had: nothing that a picture did.
            except OSError as error:
                self.control.close()
                raise DecoderGone(f"The picture decoder cannot be started: {error}") from error
        try:
            hello = json.loads(self._read_hello())
        except ValueError as error:
            self.close()
            raise DecoderGone("The picture decoder does not start; its output says why.") from error
        self.walls = frozenset(Wall(wall) for wall in hello["walls"])
        self.limits = ChildLimits(**hello["limits"])

    def _read_hello(self) -> bytes:
        """Return the first line, or what there is of it when the decoder ends or takes too long."""
        self.control.settimeout(_START_SECONDS)
        line = b""
        with contextlib.suppress(TimeoutError):
            while not line.endswith(b"\n") and (more := self.control.recv(4096)):
                line += more
        self.control.settimeout(None)
        return line

    def ask(self, head: dict[str, Any], data: bytes) -> Answer:
        """Have a child answer.

        Raises:
            _LineBroken: if there is no report on how it ended.
        """
        with _anonymous_file() as inbox, _anonymous_file() as outbox:
            packed = json.dumps(head).encode()
            for piece in (struct.pack(">I", len(packed)) + packed, data):
                view = memoryview(piece)
                while view:
                    view = view[os.write(inbox, view) :]
            report = self._report(inbox, outbox)
            return Answer(
                parts=tuple(_parts(_read_answer(outbox))),
                late=report["late"],
                signal=report["signal"],
                cost=Cost(
                    seconds=report["seconds"],
                    child_cpu_seconds=report["child_cpu_seconds"],
                    decoder_cpu_seconds=report["own_cpu_seconds"],
                    base_bytes=report["base_bytes"],
                    peak_bytes=report["peak_bytes"],
                ),
            )

    def _report(self, inbox: int, outbox: int) -> dict[str, Any]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with ours:
            with theirs:
                try:
                    # One byte, so that it is sent whole and several threads may send at once.
                    socket.send_fds(self.control, [b"."], [inbox, outbox, theirs.fileno()])
                except OSError as error:
                    raise _LineBroken from error
            ours.settimeout(self.limits.wall_seconds + _REPORT_SECONDS)
            report = b""
            try:
                while more := ours.recv(4096):
                    report += more
                found: dict[str, Any] = json.loads(report)
            except (OSError, ValueError) as error:
                raise _LineBroken from error
            return found

    def close(self) -> None:
        """End the decoder and its children, and collect it."""
        self.control.close()
        # It ends by itself; one that hangs must not hold us up.
        self.process.kill()
        self.process.wait()

    def leave_to_parent(self) -> None:
        """Let go of it in a forked process, whose parent goes on using it."""
        self.control.close()
        # It is no child of this process, which must neither wait for it nor warn of it.
        self.process.returncode = 0


class Decoder:
    """A decoder that is started when it is asked, and replaced when it is gone. For all threads.

    Args:
        program: what to run; the number of a descriptor is added to it (``decoder.main``).
    """

    def __init__(self, program: Sequence[str] = _PROGRAM) -> None:
        self._program = program
        self._renew()
        _DECODERS.add(self)

    def _renew(self) -> None:
        self._line: _Line | None = None
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_MOST_AT_ONCE)

    def ask(self, head: dict[str, Any], data: bytes) -> Answer:
        """Have a child of its own answer, and wait for it.

        Args:
            head: plain values, fit for JSON, as ``decoder.Request`` wants them.
            data: the file.

        Raises:
            DecoderGone: if the decoder ended twice, or does not start.
        """
        with self._places:
            for _attempt in range(2):
                line = self._running()
                try:
                    return line.ask(head, data)
                except _LineBroken:
                    self._drop(line)
        raise DecoderGone("The picture decoder ended twice over one file.")

    def walls(self) -> frozenset[Wall]:
        """Return the walls that stand around its children on this system; starts it if need be.

        Raises:
            DecoderGone: if it does not start.
        """
        return self._running().walls

    def process_id(self) -> int:
        """Return the decoder's process, for watching it; starts it if need be.

        Raises:
            DecoderGone: if it does not start.
        """
        return self._running().process.pid

    def close(self) -> None:
        """End it; the next question starts it anew."""
        with self._lock:
            line, self._line = self._line, None
        if line is not None:
            line.close()

    def _running(self) -> _Line:
        with self._lock:
            if self._line is not None and self._line.process.poll() is not None:
                self._line.close()
                self._line = None
            if self._line is None:
                self._line = _Line(self._program)
            return self._line

    def _drop(self, line: _Line) -> None:
        """End a decoder that broke, unless another thread has replaced it already."""
        with self._lock:
            if self._line is line:
                self._line = None
                line.close()

    def _after_fork(self) -> None:
        line = self._line
        # The parent's lock may be held by a thread that does not exist here.
        self._renew()
        if line is not None:
            line.leave_to_parent()


_DECODERS: weakref.WeakSet[Decoder] = weakref.WeakSet()


def _leave_all_to_parent() -> None:
    for one in list(_DECODERS):
        one._after_fork()


os.register_at_fork(after_in_child=_leave_all_to_parent)

_decoder = Decoder()
atexit.register(_decoder.close)


def decoder() -> Decoder:
    """Return the decoder of this process."""
    return _decoder


# Files without a name


@contextlib.contextmanager
def _anonymous_file() -> Iterator[int]:
    """Give the descriptor of an empty file that nobody else can open; in memory where possible."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("picture")
        try:
            yield descriptor
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryFile() as file:
            yield file.fileno()


def _read_answer(outbox: int) -> memoryview:
    """Return what the child has written; nothing if it wrote more than any answer has."""
    size = os.fstat(outbox).st_size
    if size > _MOST_ANSWER_BYTES:
        return memoryview(b"")
    if not size:
        return memoryview(b"")
    # Not a copy: the child is dead, and nobody else has the file, so it stays as it is.
    return memoryview(mmap.mmap(outbox, size, access=mmap.ACCESS_READ))


def _parts(answer: memoryview) -> Iterator[Part]:
    """Take an answer apart; stops where it was cut short or is none."""
    while len(answer) >= 4:
        (length,) = struct.unpack_from(">I", answer)
        try:
            head = json.loads(bytes(answer[4 : 4 + length]))
        except (ValueError, RecursionError):
            return
        size = head.get("body") if isinstance(head, dict) else None
        end = 4 + length + size if isinstance(size, int) and size >= 0 else len(answer) + 1
        if end > len(answer):
            return
        yield Part(head, answer[4 + length : end])
        answer = answer[end:]

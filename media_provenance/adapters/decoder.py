"""The decoder: a small process that forks one child for each file, behind walls.

Started by ``decoder_link`` with an empty environment, it has what decoding needs in memory and
nothing else: no settings, no secret, no connection. It never looks at a file itself. One thread,
so that forking is safe; each child reads one file, answers and ends, and is killed when its time is
up. It ends when its caller does.

How they talk: the caller sends one byte with three descriptors over a Unix socket: the file with
the request in it, an empty file for the answer, and a socket on which one line of JSON reports how
the child ended and what it cost.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from media_provenance.adapters.child_walls import (
    ChildLimits,
    die_with_parent,
    enter_walls,
    resident_bytes,
    standing_walls,
)
from media_provenance.adapters.decoding import (
    Tell,
    decode,
    read_file_credentials,
    read_file_metadata,
    warm_up,
)
from media_provenance.domain.picture_headers import PictureFormat
from media_provenance.domain.trust_lists import NO_LISTS, TrustSettings

__all__ = ["Request", "Work", "answer_request", "main", "serve"]

_DESCRIPTORS_PER_REQUEST = 3


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a child.

    Attributes:
        task: ``picture``, ``metadata`` or ``credentials``.
        format: of the file, by its signature; None for one that only carries credentials (SVG).
        trust: lists by which Content Credentials are judged.
    """

    task: str
    format: PictureFormat | None
    trust: TrustSettings = NO_LISTS

    @property
    def needs_threads(self) -> bool:
        """Whether the decoder of this format cannot do without threads (libde265)."""
        return self.format is PictureFormat.HEIC


Work = Callable[[Request, bytes, Tell], None]


def answer_request(request: Request, data: bytes, tell: Tell) -> None:
    """Do what is asked with a file, in this process."""
    if request.format is None or request.task == "credentials":
        read_file_credentials(data, request.format, tell, request.trust)
        return
    work = decode if request.task == "picture" else read_file_metadata
    work(data, request.format, tell, request.trust)


def main() -> None:
    """Warm up and serve until the caller is gone. The whole program of a decoder.

    Its one argument is the number of the descriptor on which requests come in.
    """
    warm_up()
    serve(int(sys.argv[1]), answer_request, ChildLimits())


def serve(requests: int, work: Work, limits: ChildLimits) -> None:
    """Say which walls stand, then answer requests until the other end of the socket is closed.

    Args:
        requests: descriptor of a connected Unix socket.
        work: run in a child for each request; it tells its answer in parts.
        limits: of each child.
    """
    _keep_only(requests, 2)
    os.chdir("/")
    # What was loaded is never collected, so children share it with us instead of copying it.
    gc.collect()
    gc.freeze()
    hello = {"walls": sorted(standing_walls(limits)), "limits": asdict(limits)}
    with socket.socket(fileno=requests) as control:
        control.sendall(json.dumps(hello).encode() + b"\n")
        _Children(control, work, limits).serve()


@dataclass(slots=True)
class _Child:
    """A child at work. ``life`` can be read from once it has ended; ``report`` tells the caller."""

    pid: int
    life: int
    report: int
    started: float
    base: int
    own_seconds: float
    killed: bool = False


class _Children:
    def __init__(self, control: socket.socket, work: Work, limits: ChildLimits) -> None:
        self._control = control
        self._work = work
        self._limits = limits
        self._at_work: dict[int, _Child] = {}
        self._poller = select.poll()

    def serve(self) -> None:
        self._poller.register(self._control.fileno(), select.POLLIN)
        while True:
            for descriptor, _event in self._poller.poll(self._patience()):
                if descriptor in self._at_work:
                    self._bury(self._at_work.pop(descriptor))
                elif not self._take_request():
                    # Children die with us.
                    return
            self._kill_the_late()

    def _patience(self) -> float | None:
        """Return the milliseconds until the next child is late; None if there is none."""
        times = [child.started for child in self._at_work.values() if not child.killed]
        if not times:
            return None
        left = min(times) + self._limits.wall_seconds - time.monotonic()
        return max(0.0, left) * 1000 + 1

    def _kill_the_late(self) -> None:
        latest = time.monotonic() - self._limits.wall_seconds
        for child in self._at_work.values():
            if child.started <= latest and not child.killed:
                child.killed = True
                os.kill(child.pid, signal.SIGKILL)

    def _take_request(self) -> bool:
        """Start a child; answer False if the caller is gone."""
        message, descriptors, _flags, _address = socket.recv_fds(
            self._control, 1, _DESCRIPTORS_PER_REQUEST
        )
        if not message:
            return False
        # Fewer where the table of descriptors is full: the caller sees its socket closed.
        if len(descriptors) == _DESCRIPTORS_PER_REQUEST:
            self._start(*descriptors)
        else:
            _close(*descriptors)
        return True

    def _start(self, inbox: int, outbox: int, report: int) -> None:
        spent = _own_seconds()
        life, life_of_child = os.pipe()
        base, started, ourselves = resident_bytes(), time.monotonic(), os.getpid()
        try:
            pid = os.fork()
        # No memory or no process to be had: the caller sees its socket closed and may ask again.
        except OSError:
            _close(life, life_of_child, inbox, outbox, report)
            return
        if pid == 0:
            self._be_child(ourselves, inbox, outbox, life_of_child)
        _close(life_of_child, inbox, outbox)
        self._at_work[life] = _Child(pid, life, report, started, base, _own_seconds() - spent)
        self._poller.register(life, 0)  # POLLHUP comes unasked

    def _be_child(self, parent: int, inbox: int, outbox: int, life: int) -> NoReturn:
        try:
            die_with_parent(parent)
            _keep_only(inbox, outbox, life)
            request, data = _read_request(inbox)
            enter_walls(self._limits, threads=request.needs_threads)
            self._work(request, data, lambda head, body: _write_part(outbox, head, body))
        finally:
            # Not sys.exit: nothing of the decoder's may be tidied up here.
            os._exit(0)

    def _bury(self, child: _Child) -> None:
        """Report how a child ended: its pipe is closed, so it is dead, dying or up to no good."""
        spent = _own_seconds()
        self._poller.unregister(child.life)
        os.kill(child.pid, signal.SIGKILL)
        _, status, usage = os.wait4(child.pid, 0)
        _close(child.life)
        report = {
            "late": child.killed,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "seconds": time.monotonic() - child.started,
            "child_cpu_seconds": usage.ru_utime + usage.ru_stime,
            "own_cpu_seconds": child.own_seconds + _own_seconds() - spent,
            "base_bytes": child.base,
            "peak_bytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        }
        with socket.socket(fileno=child.report) as caller, contextlib.suppress(OSError):
            # A caller that is gone wants no report.
            caller.sendall(json.dumps(report).encode())


def _own_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _keep_only(*descriptors: int) -> None:
    """Close every descriptor but these."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    # Without a limit there is no end to close up to; nobody has opened that many.
    end = 1 << 16 if most == resource.RLIM_INFINITY else most
    first = 0
    for descriptor in sorted(descriptors):
        # An empty range from 0 closes everything (CPython 3.11).
        if first < descriptor:
            os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, end)


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


# Requests and answers: a length in 4 bytes, big-endian, a head in JSON, and bytes


def _read_request(inbox: int) -> tuple[Request, bytes]:
    (head_length,) = struct.unpack(">I", os.pread(inbox, 4, 0))
    head: dict[str, Any] = json.loads(os.pread(inbox, head_length, 4))
    at = 4 + head_length
    size = os.fstat(inbox).st_size - at
    data = os.pread(inbox, size, at)
    if len(data) != size:
        raise OSError("A request was cut short.")
    format = PictureFormat(head["format"]) if head["format"] else None
    return Request(head["task"], format, TrustSettings.from_record(head.get("trust", {}))), data


def _write_part(outbox: int, head: dict[str, Any], body: bytes) -> None:
    packed = json.dumps({**head, "body": len(body)}).encode()
    for piece in (struct.pack(">I", len(packed)) + packed, body):
        view = memoryview(piece)
        while view:
            view = view[os.write(outbox, view) :]

"""A decoder whose children do what a file that has taken its decoder over would do.

    python -I -c "…; from tests.unit.media_provenance.odd_decoder import main; main()" NAME FD

The decoder and its walls are the product's own; only the work inside the child is another.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from media_provenance.adapters import decoder, decoding
from media_provenance.adapters.child_walls import ChildLimits
from media_provenance.adapters.decoder import Request
from media_provenance.adapters.decoding import Tell
from media_provenance.domain.picture_headers import PictureFormat

_ROOT = Path(__file__).resolve().parents[3]
_TIGHT = ChildLimits(extra_memory=64 << 20, cpu_seconds=1, wall_seconds=0.7)
_SLEEPY = ChildLimits(wall_seconds=0.5)


def program(name: str) -> Sequence[str]:
    """Return what to run for the odd decoder of that name."""
    source = (
        f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
        "from tests.unit.media_provenance.odd_decoder import main; main()"
    )
    return (sys.executable, "-I", "-c", source, name)


def _escape(request: Request, data: bytes, tell: Tell) -> None:
    """Try every way out, and tell which led outside."""
    outside = ctypes.CDLL(None, use_errno=True)
    attempts: dict[str, Callable[[], object]] = {
        "internet socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "unix socket": lambda: socket.socket(socket.AF_UNIX),
        "socket pair": socket.socketpair,
        "read a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
        "write a file": lambda: os.open("/tmp/outside", os.O_WRONLY | os.O_CREAT),  # noqa: S108
        "list a folder": lambda: os.scandir("/"),
        "touch a file": Path("/tmp/outside-that-is-not-there").touch,  # noqa: S108
        "memory file": lambda: os.memfd_create("outside"),
        "pipe": os.pipe,
        "duplicate": lambda: os.dup(1),
        "fork": os.fork,
        "exec": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
        "kill the decoder": lambda: os.kill(os.getppid(), signal.SIGTERM),
        "signal anybody": lambda: os.kill(1, 0),
        "ptrace": lambda: _checked(outside.ptrace(16, os.getppid(), 0, 0)),
        "read other memory": lambda: _checked(outside.process_vm_readv(1, 0, 0, 0, 0, 0)),
        "raise a limit": lambda: _checked(outside.prlimit(os.getppid(), 7, 0, 0)),
    }
    if not request.needs_threads:
        attempts["thread"] = _start_thread
    out = []
    for name, attempt in attempts.items():
        with contextlib.suppress(OSError, RuntimeError):
            attempt()
            out.append(name)
    tell({"outside": out, "tried": len(attempts)}, b"")


def _checked(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")


def _start_thread() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _spin(request: Request, data: bytes, tell: Tell) -> None:
    while True:
        pass


def _sleep(request: Request, data: bytes, tell: Tell) -> None:
    time.sleep(60)


def _linger(request: Request, data: bytes, tell: Tell) -> None:
    """Look finished and stay alive."""
    os.closerange(0, 100)
    time.sleep(60)


def _eat(request: Request, data: bytes, tell: Tell) -> None:
    hoard = [bytearray(16 << 20) for _ in range(20)]
    tell({"eaten": len(hoard)}, b"")


def _gorge(request: Request, data: bytes, tell: Tell) -> None:
    """Write more than any answer has."""
    for _ in range(30):
        tell({}, bytes(1 << 20))


def _abort(request: Request, data: bytes, tell: Tell) -> None:
    os.abort()


def _crash(request: Request, data: bytes, tell: Tell) -> None:
    ctypes.string_at(0)


def _die_after_the_picture(request: Request, data: bytes, tell: Tell) -> None:
    decoding.decode(data, PictureFormat.PNG, _first_only(tell))


def _first_only(tell: Tell) -> Tell:
    def tell_and_die(head: dict[str, object], body: bytes) -> None:
        tell(head, body)
        os._exit(1)

    return tell_and_die


def _lie(request: Request, data: bytes, tell: Tell) -> None:
    """Tell the shape that the file names, over pixels that are not there."""
    shape = {"rows": data.count(b"r"), "columns": "many"}
    tell({**shape, "metadata": {}, "notes": [], "pixel_sha256": ""}, b"123")


def _lie_about_size(request: Request, data: bytes, tell: Tell) -> None:
    """Tell one pixel, and a size that no number of pixels has."""
    shape = {"rows": 1, "columns": 1, "width": float("inf"), "height": 1}
    tell({**shape, "metadata": {}, "notes": [], "pixel_sha256": "0" * 64}, b"123")
    tell({"credentials": None, "notes": []}, b"")


def _lie_about_digest(request: Request, data: bytes, tell: Tell) -> None:
    """Tell one pixel, and something else as its digest."""
    shape = {"rows": 1, "columns": 1, "width": 1, "height": 1}
    tell({**shape, "metadata": {}, "notes": [], "pixel_sha256": "../../etc"}, b"123")
    tell({"credentials": None, "notes": []}, b"")


def _lie_of_refusal(request: Request, data: bytes, tell: Tell) -> None:
    tell({"refused": "because", "detail": None}, b"")


WORKS: dict[str, tuple[decoder.Work, ChildLimits]] = {
    "escape": (_escape, ChildLimits()),
    "spin": (_spin, ChildLimits(cpu_seconds=1)),
    "sleep": (_sleep, _SLEEPY),
    "linger": (_linger, _SLEEPY),
    "eat": (_eat, _TIGHT),
    "gorge": (_gorge, ChildLimits()),
    "abort": (_abort, ChildLimits()),
    "crash": (_crash, ChildLimits()),
    "die after the picture": (_die_after_the_picture, ChildLimits()),
    "lie": (_lie, ChildLimits()),
    "lie about size": (_lie_about_size, ChildLimits()),
    "lie about digest": (_lie_about_digest, ChildLimits()),
    "lie of refusal": (_lie_of_refusal, ChildLimits()),
}


def main() -> None:
    work, limits = WORKS[sys.argv[1]]
    decoding.warm_up()
    decoder.serve(int(sys.argv[2]), work, limits)

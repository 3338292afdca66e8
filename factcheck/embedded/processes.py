"""Start and stop child processes so that none outlives the one who started it.

Every child leads a process group of its own: Ctrl-C in the terminal then reaches only the
supervisor, which stops the parts in order, and a killed master can be cleared away together
with the workers it left behind. Not for deciding what to start: see `supervisor`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

# Loaded before any fork: between fork and exec it is too late to look up a symbol safely.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the operating system that a child runs as."""

    name: str
    uid: int
    gid: int


def current_account() -> Account:
    """Return the account this process runs as.

    Raises:
        KeyError: if the uid has no entry in the account database.
    """
    entry = pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    if _libc is None:
        return None
    prctl = _libc.prctl
    number = int(death_signal)

    def ask_the_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, number)

    return ask_the_kernel


def start_process(
    arguments: Sequence[str],
    *,
    folder: Path,
    log: IO[bytes] | int,
    environment: Mapping[str, str],
    death_signal: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child that leads its own process group and ends when this process does.

    Must be called from the main thread: the kernel's "parent death" is the death of the
    *thread* that started the child.

    Args:
        arguments: program and arguments; the program is an absolute path.
        folder: working directory, entered before the account is changed, so it may lie in a
            folder that the account itself cannot reach.
        log: open file (or subprocess.DEVNULL) for standard output and standard error.
        environment: the whole environment of the child.
        death_signal: what the kernel sends when this process dies (Linux only).
        account: run as this account; only root may ask for another one.
    """
    switch = account if account is not None and account.uid != os.geteuid() else None
    return subprocess.Popen(
        list(arguments),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_die_with_parent(death_signal),
        user=switch.uid if switch else None,
        group=switch.gid if switch else None,
        extra_groups=[] if switch else None,
    )


def is_running(pid: int) -> bool:
    """Answer whether a process with this id exists (a zombie counts)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def kill_group(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to everybody in the process group that ``pid`` led; no group is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def stop_process(
    process: subprocess.Popen[bytes], steps: Sequence[tuple[signal.Signals, float]]
) -> None:
    """Stop a child, politely first, and clear away whatever is left of its process group.

    Args:
        steps: signals in the order to try them, each with the seconds to wait after it.
    """
    for number, seconds in steps:
        if process.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
    # The leader may be gone while its children are not: a killed granian or Celery master
    # leaves workers that keep the port and answer with old code.
    kill_group(process.pid)
    process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Poll ``condition`` until it holds or the time is up; return whether it held."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(pause)
    return condition()


def tail_of(path: Path, *, lines: int = 12) -> str:
    """Return the last lines of a log, to put below an error message; empty if there is no log."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


class Guardian:
    """A tiny second process that clears up if this one is killed without warning.

    It holds the other end of a pipe. When the pipe closes without a farewell, it signals the
    processes it was told about, waits, kills what is left and deletes the folders it was
    given. The kernel's parent-death signal alone would not do: it reaches only the leader of
    each group, and does not exist on macOS.

    Args:
        keep_open: file descriptors the guardian holds until it is done, such as the lock on
            the data folder, so that the next stack waits until the last one is really gone.
    """

    def __init__(self, keep_open: Sequence[int] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("guardian.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=tuple(keep_open),
            cwd="/",
        )

    @property
    def pid(self) -> int:
        """The process id of the guardian."""
        return self._process.pid

    def watch(self, process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        """Tell the guardian which signal ends this process if we cannot send it ourselves."""
        self._tell(f"watch {process.pid} {int(number)}")

    def forget(self, process: subprocess.Popen[bytes]) -> None:
        """Tell the guardian that this process has been stopped."""
        self._tell(f"forget {process.pid}")

    def remove_at_the_end(self, folder: Path) -> None:
        """Have a temporary folder deleted if we are killed before we can do so."""
        self._tell(f"remove {folder}")

    def dismiss(self) -> None:
        """Say farewell: everything has been stopped in order."""
        self._tell("farewell")
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is None or self._process.stdin.closed:
            return
        # A guardian that was itself killed is no reason to stop: the stack still runs.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(os.fsencode(line) + b"\n")
            self._process.stdin.flush()

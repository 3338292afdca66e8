"""Runs beside the supervisor as a process of its own; see `processes.Guardian`.

Started by path, without site-packages, so it imports only a few modules of the standard
library: it must start in milliseconds and never fail for want of anything.
"""

import os
import shutil
import signal
import sys
import time

SECONDS_TO_STOP = 3.0


def is_group_alive(pgid: int) -> bool:
    """Answer whether anybody is left in the process group."""
    try:
        os.killpg(pgid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def stop_everything(watched: dict[int, int]) -> None:
    """Signal the leader of every group, wait, and kill the groups that are still there."""
    for pid, number in watched.items():
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + SECONDS_TO_STOP
    while time.monotonic() < deadline and any(is_group_alive(pid) for pid in watched):
        time.sleep(0.05)
    for pid in watched:
        if is_group_alive(pid):
            os.killpg(pid, signal.SIGKILL)


def main() -> None:
    """Read instructions until the pipe closes, then clear up unless told farewell."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watched: dict[int, int] = {}
    folders: list[bytes] = []
    for line in sys.stdin.buffer:
        word, _, rest = line.rstrip(b"\n").partition(b" ")
        if word == b"watch":
            pid, signal_number = rest.split()
            watched[int(pid)] = int(signal_number)
        elif word == b"forget":
            watched.pop(int(rest), None)
        elif word == b"remove":
            folders.append(rest)
        elif word == b"farewell":
            return
    stop_everything(watched)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

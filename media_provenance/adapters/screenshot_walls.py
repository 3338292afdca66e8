"""The little program that leaves the network and then becomes the browser of screenshots.

A browser needs files, processes and sockets within the machine, so the walls are fewer than
ffmpeg's: no network but its own empty one, where the system lets a process leave it; no large
files; an end with its caller.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys

from media_provenance.adapters.child_walls import die_with_parent, limit

__all__ = ["leave_the_network", "main"]

# linux/sched.h
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def leave_the_network() -> bool:
    """Move this process into a network namespace with nothing in it, and say whether it did.

    Linux only, and not where an administrator forbids it; the caller has other means beside it.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    alone = libc.unshare(_CLONE_NEWNET) == 0
    # Without the right to do it, as a user of a namespace of its own.
    return alone or bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def main() -> None:
    """Leave the network and become the program named.

    Arguments: the caller's process id, bytes of the largest file, then the program with its
    arguments.
    """
    parent, most_bytes = (int(argument) for argument in sys.argv[1:3])
    program = sys.argv[3:]
    die_with_parent(parent)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, most_bytes)
    leave_the_network()
    os.execve(program[0], program, dict(os.environ))  # noqa: S606 - that is the point

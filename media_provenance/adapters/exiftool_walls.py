"""The little program that goes behind limits and then becomes exiftool.

Exiftool is a program in Perl that loads its own parts when a file needs them, so files can be
read. It cannot write any, connect anywhere, start a process or look into others.
"""

from __future__ import annotations

import os
import resource
import sys

from media_provenance.adapters.child_walls import die_with_parent, limit, refuse_calls
from media_provenance.adapters.video_walls import REFUSED_TO_PROGRAMS

__all__ = ["main"]

# Of the kernel's tables, as in `child_walls`: clone fork vfork clone3. Perl needs no threads.
_FORKS = {"x86_64": (56, 57, 58, 435), "aarch64": (220, 435)}
_MOST_DESCRIPTORS = 32
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    # Some makers' dates are counted in seconds; they are printed in this zone.
    "TZ": "UTC",
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
}


def main() -> None:
    """Go behind the limits and become the program named.

    Arguments: the caller's process id, seconds of processor time in all, bytes of memory, then the
    program with its arguments.
    """
    parent, cpu_seconds, memory = (int(argument) for argument in sys.argv[1:4])
    program = sys.argv[4:]
    die_with_parent(parent)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_CPU, cpu_seconds)
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_NOFILE, _MOST_DESCRIPTORS)
    refuse_calls(
        {machine: (*calls, *_FORKS[machine]) for machine, calls in REFUSED_TO_PROGRAMS.items()}
    )
    os.execve(program[0], program, _ENVIRONMENT)  # noqa: S606 - that is the point

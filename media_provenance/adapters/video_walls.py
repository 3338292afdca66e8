"""The little program that goes behind limits and then becomes ffmpeg.

Unlike the picture decoder, ffmpeg has to open its own libraries, so files can be read; it cannot
write any, connect anywhere, look into other processes or change the folder it is in.
"""

from __future__ import annotations

import os
import resource
import sys

from media_provenance.adapters.child_walls import die_with_parent, limit, refuse_calls

__all__ = ["REFUSED_TO_PROGRAMS", "main"]

# Of the kernel's tables, as in `child_walls`: socket socketpair ptrace process_vm_readv
# process_vm_writev mount bpf io_uring_setup kill; unlink, rename, mkdir, link, symlink, chmod and
# their forms that take a folder.
REFUSED_TO_PROGRAMS = {
    "x86_64": (
        *(41, 53, 101, 310, 311, 165, 321, 425, 62),
        *(87, 263, 82, 264, 316, 83, 258, 86, 265, 88, 266, 90, 268),
    ),
    "aarch64": (198, 199, 117, 270, 271, 40, 280, 425, 129, 35, 38, 276, 34, 37, 36, 53),
}
_MOST_DESCRIPTORS = 32


def main() -> None:
    """Go behind the limits and become the program named.

    Arguments: the caller's process id, seconds of processor time, bytes of memory, then the
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
    refuse_calls(REFUSED_TO_PROGRAMS)
    os.execve(program[0], program, {"LANG": "C"})  # noqa: S606 - that is the point

"""The walls around a process that reads a hostile file: limits, and a list of system calls.

A process that has called ``enter_walls`` can use the memory and the descriptors it has, and not
much else: it opens no file and no connection, starts no process and signals nobody. Nothing here
knows what the process is for. Which walls stand depends on the system (``standing_walls`` tries
them): Linux has all of them, other systems the limits that POSIX gives.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "ChildLimits",
    "Wall",
    "die_with_parent",
    "enter_walls",
    "limit",
    "refuse_calls",
    "resident_bytes",
    "standing_walls",
]


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one child may use.

    Attributes:
        extra_memory: bytes of address space above what it has when it enters.
        cpu_seconds: of processor time, whole seconds, 1 or more.
        wall_seconds: of real time; whoever started the child keeps this one.
        file_bytes: the longest file it may write (its answer).
    """

    extra_memory: int = 1 << 30
    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    file_bytes: int = 64 << 20


class Wall(StrEnum):
    """A thing that a child cannot do."""

    MEMORY = "memory"
    NETWORK = "network"
    FILES = "files"
    PROCESSES = "processes"
    SYSTEM_CALLS = "system_calls"


def enter_walls(limits: ChildLimits, *, threads: bool = False) -> None:
    """Put the calling process behind all walls that this system has. There is no way back.

    Args:
        limits: what it may use.
        threads: whether it may start threads of its own. Only the HEIC decoder needs them; to a
            process limit a thread is a process, so that limit is not set then.

    Raises:
        OSError: if a wall that this system has cannot be put up.
    """
    # First, since reading it takes a descriptor.
    most_memory = _statm()[0] + limits.extra_memory if _HAS_STATM else resource.RLIM_INFINITY
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    limit(resource.RLIMIT_FSIZE, limits.file_bytes)
    limit(resource.RLIMIT_NOFILE, 0)
    if not threads:
        limit(resource.RLIMIT_NPROC, 0)
    if _HAS_STATM:
        limit(resource.RLIMIT_AS, most_memory)
    if system_calls_can_be_listed():
        _allow_only(_filter(threads=threads))


def limit(which: int, most: int) -> None:
    """Lower a limit; one that the system has set lower already stays."""
    _, hard = resource.getrlimit(which)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (limit, limit))


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; Linux only, elsewhere nothing.

    Right for a child of a process with one thread only: the kernel means the thread that forked.

    Args:
        parent: the parent's id; if it is gone already, this process ends here.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


# Memory

_STATM = "/proc/self/statm"
_HAS_STATM = os.path.exists(_STATM)  # noqa: PTH110 - a plain test of the platform, not of a path


def resident_bytes() -> int:
    """Return the bytes of memory this process holds; 0 where the system does not say."""
    return _statm()[1] if _HAS_STATM else 0


def _statm() -> tuple[int, int]:
    """Return the address space in use and the memory held, in bytes."""
    with open(_STATM) as statm:  # noqa: PTH123
        size, resident, *_rest = statm.read().split()
    return int(size) * resource.getpagesize(), int(resident) * resource.getpagesize()


# System calls (seccomp, Linux 3.5 and later)

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

# linux/prctl.h, linux/seccomp.h, linux/audit.h, linux/bpf_common.h
_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_GET_SECCOMP = 21
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_RET_KILL_PROCESS = 0x80000000
_RET_ERRNO = 0x00050000
_RET_ALLOW = 0x7FFF0000
_LOAD, _JUMP_EQUAL, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
# CLONE_VM and CLONE_THREAD: a thread of this process, not a new one.
_CLONE_AS_THREAD = 0x00010100


@dataclass(frozen=True, slots=True)
class _Architecture:
    audit: int
    allowed: tuple[int, ...]
    clone: int
    tgkill: int
    clone3: int = 435


# Numbers from the kernel's tables (arch/x86/entry/syscalls/syscall_64.tbl and
# include/uapi/asm-generic/unistd.h). What computing and answering needs, and no more: no call
# that takes a path, an address or another process.
_ARCHITECTURES = {
    "x86_64": _Architecture(
        audit=0xC000003E,
        # read write close fstat lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask
        # rt_sigreturn pread64 pwrite64 readv writev sched_yield mremap madvise nanosleep getpid
        # exit gettimeofday getrusage sigaltstack gettid time futex sched_getaffinity
        # restart_syscall clock_gettime clock_getres clock_nanosleep exit_group set_robust_list
        # getrandom membarrier rseq
        allowed=(
            *(0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 24, 25, 28, 35, 39, 60),
            *(96, 98, 131, 186, 201, 202, 204, 219, 228, 229, 230, 231, 273, 318, 324, 334),
        ),
        clone=56,
        tgkill=234,
    ),
    "aarch64": _Architecture(
        audit=0xC00000B7,
        # The same; aarch64 has no time().
        allowed=(
            *(63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 67, 68, 65, 66, 124, 216),
            *(233, 101, 172, 93, 169, 165, 132, 178, 98, 123, 128, 113, 114, 115, 94, 99, 278),
            *(283, 293),
        ),
        clone=220,
        tgkill=131,
    ),
}
_ARCHITECTURE = _ARCHITECTURES.get(platform.machine()) if struct.calcsize("P") == 8 else None


def system_calls_can_be_listed() -> bool:
    """Answer whether this kernel filters system calls, and we know its numbers."""
    return (
        _LIBC is not None
        and _ARCHITECTURE is not None
        # 0 or 2 where the kernel has it; -1 where it was built without.
        and _LIBC.prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) >= 0
    )


class _Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _filter(*, threads: bool) -> bytes:
    """Return the program for this process: listed calls pass, all others fail with EPERM.

    Another architecture's calls (32 bit on a 64-bit kernel) kill the process, since their numbers
    mean something else.
    """
    system = _ARCHITECTURE
    if system is None:
        raise OSError(errno.ENOSYS, "No list of system calls for this machine.")
    refuse, without = _RET_ERRNO | errno.EPERM, _RET_ERRNO | errno.ENOSYS
    steps = [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, system.audit),
        (_RETURN, 0, 0, _RET_KILL_PROCESS),
        (_LOAD, 0, 0, _AT_NUMBER),
    ]
    for number in system.allowed:
        steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _RET_ALLOW)]
    steps += [
        # To itself only: abort() is how native code ends that is given no memory.
        (_JUMP_EQUAL, 0, 4, system.tgkill),
        (_LOAD, 0, 0, _AT_FIRST_ARGUMENT),
        (_JUMP_EQUAL, 0, 1, os.getpid()),
        (_RETURN, 0, 0, _RET_ALLOW),
        (_RETURN, 0, 0, refuse),
    ]
    if threads:
        steps += [
            # clone3 has its flags in memory, where a filter cannot look. glibc falls back to
            # clone where there is no clone3.
            (_JUMP_EQUAL, 0, 1, system.clone3),
            (_RETURN, 0, 0, without),
            (_JUMP_EQUAL, 0, 4, system.clone),
            (_LOAD, 0, 0, _AT_FIRST_ARGUMENT),
            (_AND, 0, 0, _CLONE_AS_THREAD),
            (_JUMP_EQUAL, 0, 1, _CLONE_AS_THREAD),
            (_RETURN, 0, 0, _RET_ALLOW),
        ]
    steps.append((_RETURN, 0, 0, refuse))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def refuse_calls(refused: Mapping[str, tuple[int, ...]]) -> None:
    """Have the listed system calls fail with EPERM from here on; all others pass.

    For a process that is about to become a program of others', of which nobody knows all it needs.
    Does nothing where the kernel has no filter, or we have no numbers for the machine.

    Args:
        refused: numbers by machine, as ``platform.machine`` names it.

    Raises:
        OSError: if the kernel has filters and takes none.
    """
    system, numbers = _ARCHITECTURE, refused.get(platform.machine())
    if system is None or numbers is None or not system_calls_can_be_listed():
        return
    steps = [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, system.audit),
        (_RETURN, 0, 0, _RET_KILL_PROCESS),
        (_LOAD, 0, 0, _AT_NUMBER),
    ]
    for number in numbers:
        steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _RET_ERRNO | errno.EPERM)]
    steps.append((_RETURN, 0, 0, _RET_ALLOW))
    _allow_only(b"".join(struct.pack("=HBBI", *step) for step in steps))


def _allow_only(program: bytes) -> None:
    if _LIBC is None:
        raise OSError(errno.ENOSYS, "No list of system calls for this machine.")
    described = _Program(len(program) // 8, program)
    for call in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(described), 0, 0),
    ):
        if _LIBC.prctl(*call) != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"System calls cannot be limited: {os.strerror(number)}")


# Trying them


def standing_walls(limits: ChildLimits) -> frozenset[Wall]:
    """Send a child behind the walls, have it try to get out, and return what held.

    Forks, so it is for a process with one thread. The child reads one existing file, makes one
    unconnected socket and forks once, or fails to.

    Raises:
        OSError: if no child can be forked.
    """
    attempts: tuple[tuple[Wall, Callable[[], object]], ...] = (
        (Wall.NETWORK, socket.socket),
        (Wall.FILES, lambda: os.open(os.devnull, os.O_RDONLY)),
        (Wall.PROCESSES, _fork_and_end),
        (Wall.MEMORY, lambda: mmap.mmap(-1, 2 * limits.extra_memory)),
    )
    child = os.fork()
    if child == 0:
        _probe(limits, [attempt for _wall, attempt in attempts])
    _, status = os.waitpid(child, 0)
    if not os.WIFEXITED(status):
        raise OSError(errno.ENOSYS, "The walls of the picture decoder cannot be put up.")
    out = os.WEXITSTATUS(status)
    if out == _NO_WALLS:
        raise OSError(errno.ENOSYS, "The walls of the picture decoder cannot be put up.")
    held = {wall for place, (wall, _attempt) in enumerate(attempts) if not out & 1 << place}
    return frozenset(held | ({Wall.SYSTEM_CALLS} if system_calls_can_be_listed() else set()))


_NO_WALLS = 255


def _probe(limits: ChildLimits, attempts: list[Callable[[], object]]) -> None:
    status = _NO_WALLS
    try:
        enter_walls(limits)
        status = 0
        for place, attempt in enumerate(attempts):
            try:
                attempt()
            except (OSError, MemoryError):
                continue
            status |= 1 << place
    finally:
        os._exit(status)


def _fork_and_end() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)

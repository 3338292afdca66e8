"""What the command line of `up` asks for, and whether this machine can give it."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.embedded.errors import PortTaken, StackError
from factcheck.embedded.folders import DEFAULT_DATA, DataFolder

LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - said, not done
EVERYWHERE = frozenset(LOOPBACK)


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    port: int
    bind: str
    data: DataFolder
    demo: bool


def parse_options(arguments: Sequence[str]) -> Options:
    """Read the command line of `up`; exits with status 2 and a sentence when it is wrong."""
    parser = argparse.ArgumentParser(prog="./bayyina up", description="Start Bayyina here.")
    parser.add_argument("--port", type=int, default=8000, help="port of the pages (8000)")
    parser.add_argument(
        "--bind", default="127.0.0.1", metavar="ADDR", help="address to listen on (127.0.0.1)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("BAYYINA_DATA") or DEFAULT_DATA),
        metavar="DIR",
        help="the one folder that holds everything (var/ in the checkout)",
    )
    parser.add_argument("--no-demo", action="store_true", help="start without the demo newsroom")
    found = parser.parse_args(arguments)
    if not 0 < found.port < 65536:
        parser.error(f"{found.port} is no port: choose one from 1 to 65535.")
    data = DataFolder(found.data.expanduser().resolve())
    return Options(found.port, found.bind, data, not found.no_demo)


def check_port(bind: str, port: int) -> None:
    """Raise PortTaken, or StackError for an address that is not ours, before anything starts."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except PermissionError:
            message = f"Port {port} is reserved for root: choose one above 1023 with --port."
            raise PortTaken(message) from None
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno != errno.EADDRINUSE:
                message = f"This machine cannot listen on {bind}: give one of its own with --bind."
                raise StackError(message) from None
            message = f"Port {port} on {bind} is taken: choose another with --port."
            raise PortTaken(message) from None


def own_addresses() -> list[str]:
    """Return the names and addresses under which other machines may know this one."""
    found = [socket.gethostname()]
    # "Connecting" a datagram socket sends nothing; it only asks which address would be used.
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found.append(bracketed(probe.getsockname()[0]))
    return found


def bracketed(host: str) -> str:
    """Return a host as it is written in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host

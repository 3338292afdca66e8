"""Start `manage.py up` as a person would, and look at it from outside."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
# What the test run sets for itself and a person at a terminal has not set.
OURS = frozenset(
    {
        "DATABASE_URL",
        "OWNER_DATABASE_URL",
        "READER_DATABASE_URL",
        "BAYYINA_AS_OWNER",
        "HISTORY_KEY_FILE",
        "BROKER_URL",
        "CACHE_URL",
        "MEDIA_ROOT",
        "SECRET_KEY",
        "SECRET_KEY_FILE",
        "BAYYINA_DATA",
        "ALLOWED_HOSTS",
        "PUBLIC_URL",
    }
)


def clean_environment() -> dict[str, str]:
    """Return the environment without what this test run has set."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in OURS and not name.startswith(("COV_", "COVERAGE_", "PYTEST_"))
    }


def free_port() -> int:
    """Return a port on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def manage(*arguments: str, data: Path, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a management command to its end, with ``data`` as the data folder."""
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), *arguments],
        env=clean_environment() | {"BAYYINA_DATA": str(data)},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def processes_of(data: Path) -> set[int]:
    """Return every process whose environment names this data folder, zombies not counted.

    The two servers do not have it; they are recognised by the folder they work in.
    """
    wanted = f"BAYYINA_DATA={data}".encode()
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
            environment = (entry / "environ").read_bytes().split(b"\0")
            folder = str((entry / "cwd").readlink())
        except (OSError, IndexError):
            continue
        if state != "Z" and (wanted in environment or folder.startswith(str(data))):
            found.add(int(entry.name))
    return found - {os.getpid()}


def wait_for(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Poll until ``condition`` holds; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return condition()


class RunningStack:
    """One `manage.py up`, its output and its health.

    ``demo`` loads the demo newsroom; ``variables`` are set on top of a clean environment.
    """

    def __init__(
        self, data: Path, *, demo: bool = False, variables: Mapping[str, str] | None = None
    ) -> None:
        self.data = data
        self.port = free_port()
        self.output = data.with_name(f"{data.name}.output")
        command = [sys.executable, str(REPOSITORY / "manage.py"), "up"]
        command += ["--port", str(self.port), "--data", str(data)]
        command += [] if demo else ["--no-demo"]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=clean_environment() | dict(variables or {}),
                cwd="/",
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    @property
    def url(self) -> str:
        """The address of the pages, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def sign_ins(self) -> dict[str, str]:
        """Return user name -> password of the demo's people."""
        lines = (self.data / "demo-sign-ins.txt").read_text(encoding="utf-8").splitlines()
        return {name: password for _role, name, password in (line.split("\t") for line in lines)}

    def variable(self, name: str) -> str:
        """Return one of the addresses that the running stack has written down."""
        for line in (self.data / "stack.env").read_text(encoding="utf-8").splitlines():
            if line.startswith(f"{name}="):
                return line.removeprefix(f"{name}=")
        raise LookupError(name)

    def health(self) -> tuple[int, dict[str, str]]:
        """Return the status and the words of /healthz; status 0 when nobody answers in JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return 0, {}
        finally:
            connection.close()

    def is_healthy(self) -> bool:
        """Answer whether every part works."""
        return self.health()[0] == 200

    def wait_until_healthy(self, *, seconds: float = 120) -> None:
        """Wait for it, or fail with what `up` has printed."""
        assert wait_for(self.is_healthy, seconds=seconds), self.output.read_text(encoding="utf-8")

    def leader_of(self, part: str) -> int:
        """Return the process id of a part: the child of the supervisor that runs it."""
        words = {
            "web": b"granian",
            "worker": b"\0worker\0",  # granian has "--workers"
            "sweeper": b"sweep",
            "schedule": b"beat",
            "broker": b"valkey-server",
            "database": b"listen_addresses",
        }[part]
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                stat = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
                command = (entry / "cmdline").read_bytes()
            except (OSError, IndexError):
                continue
            if int(stat[1]) == self.process.pid and words in command and stat[0] != "Z":
                return int(entry.name)
        raise LookupError(part)

    def stop(self) -> int:
        """Press Ctrl-C; return the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=120)

    def kill(self) -> None:
        """Kill the supervisor without warning."""
        self.process.kill()
        self.process.wait()

"""A small installation to break: one PostgreSQL, one Valkey, and the product's own processes.

Lighter than `./bayyina up`: each scenario starts the processes that it needs, by the command
lines that the product itself uses, and may kill any of them, the servers included. Not a double
of anything: the commit is a commit on a disk, and the messages go through a real broker.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from factcheck.embedded.folders import REPOSITORY
from factcheck.embedded.postgres import EmbeddedPostgres
from factcheck.embedded.processes import (
    Guardian,
    kill_group,
    start_process,
    stop_process,
    tail_of,
)
from factcheck.embedded.programs import background_commands, web_command
from factcheck.embedded.valkey import EmbeddedValkey
from tests.platform.stack import clean_environment

# Leases and pauses are made short, so that what takes minutes in a newsroom is seen in seconds.
LEASE_SECONDS = 3
HURRIED = {
    "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
    "JOB_RESEND_SECONDS": "3",
    "JOB_WATCHDOG_SECONDS": "8",
    "JOB_SWEEP_SECONDS": "1",
}
# The steps by which the supervisor stops a worker: it may finish what it has in hand.
STOP_WORKER = [(signal.SIGTERM, 20.0), (signal.SIGQUIT, 5.0)]
STOP_AT_ONCE = [(signal.SIGKILL, 5.0)]

TABLE_OF_EFFECTS = """
CREATE TABLE chaos_effect (id bigserial PRIMARY KEY, key text NOT NULL, run text NOT NULL);
GRANT ALL ON chaos_effect, chaos_effect_id_seq TO PUBLIC
"""


@dataclass
class Part:
    """One process that is started again whenever it ends, unless it is held."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    restarts: int = 0
    held: bool = False

    @property
    def group(self) -> int:
        """The process group, which is the leader's id."""
        return self.process.pid


@dataclass
class Installation:
    """Servers that last for the whole lane, and the processes of the scenario under way.

    Args:
        folder: a short path, since the sockets lie below it; removed at the end.
    """

    folder: Path
    parts: dict[str, Part] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # The database account must be able to pass; what is inside is closed to it or its own.
        self.folder.chmod(0o711)
        run_folder = self.folder / "run"
        run_folder.mkdir()
        self.guardian = Guardian()
        self.guardian.remove_at_the_end(self.folder)
        # Not the throwaway kind: a commit must be on the disk for a killed server to keep it.
        self.database = EmbeddedPostgres(self.folder / "db", run_folder, self.log("postgres"))
        # Without a file: every restart is one from nothing.
        self.broker = EmbeddedValkey(
            self.folder / "broker", run_folder, self.log("valkey"), throwaway=True
        )
        self.runs = self.folder / "runs"
        self.media = self.folder / "media"
        self.media.mkdir()

    def log(self, part: str) -> Path:
        """Return the file in which a part says what it has to say."""
        return self.folder / f"{part}.log"

    # -- servers -------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start both servers and make the tables."""
        self.start_broker()
        self.database.prepare()
        self.start_database()
        self.manage("prepare", "--no-demo")
        with psycopg.connect(self.database.url) as connection:
            connection.execute(TABLE_OF_EFFECTS)

    def end(self) -> None:
        """Stop everything and leave nothing behind."""
        for name in reversed(self.parts):
            part = self.parts[name]
            kill_group(part.group, signal.SIGCONT)
            stop_process(part.process, STOP_AT_ONCE)
        self.parts.clear()
        self.guardian.dismiss()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_database(self) -> None:
        """Start PostgreSQL, after whatever is left of the last one, and wait for it."""
        self.database.wait_for_orphans()
        process = self._run("database", self.database.start)
        # The scenario decides when it comes back.
        self.parts["database"].held = True
        self.database.wait_until_ready(process)

    def start_broker(self) -> None:
        """Start Valkey with nothing in it and wait for it."""
        process = self._run("broker", self.broker.start)
        self.parts["broker"].held = True
        self.broker.wait_until_ready(process)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Signal a part with all its children, and wait until the leader has ended."""
        part = self.parts[name]
        if name == "database":
            # Its children leave on their own when they see that the postmaster is gone.
            os.kill(part.group, number)
        else:
            kill_group(part.group, number)
        part.process.wait(timeout=20)

    # -- our own processes ---------------------------------------------------------------------

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a process of this installation."""
        return {
            **clean_environment(),
            **HURRIED,
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "DATABASE_URL": self.database.url,
            "BROKER_URL": self.broker.broker_url,
            "CACHE_URL": self.broker.cache_url,
            "MEDIA_ROOT": str(self.media),
            "BAYYINA_DATA": str(self.folder),
            "SECRET_KEY": "only-for-chaos-and-therefore-no-secret-at-all-0123456789",
            "CHAOS_RUNS": str(self.runs),
            "PYTHONUNBUFFERED": "1",
            "C_FORCE_ROOT": "1",
            "TZ": "UTC",
            **(extra or {}),
        }

    def start_worker(self, name: str = "worker", extra: Mapping[str, str] | None = None) -> None:
        """Start a worker with its two processes; ``name`` tells several of them apart."""
        command = [*background_commands()["worker"], "--hostname", f"{name}@%h"]
        self._run(name, self._starter(name, command, extra))

    def start_sweeper(self, extra: Mapping[str, str] | None = None) -> None:
        """Start the sweeper."""
        command = background_commands()["sweeper"]
        self._run("sweeper", self._starter("sweeper", command, extra))

    def start_web(self, port: int, extra: Mapping[str, str] | None = None) -> None:
        """Start the web server, and do not wait for it."""
        self._run("web", self._starter("web", web_command("127.0.0.1", port), extra))

    def start_front(self, nginx: str, configuration: Path) -> None:
        """Start the front cache, and do not wait for it."""
        self._run("front", self._starter("front", [nginx, "-c", str(configuration)], None))

    def stop(self, name: str) -> None:
        """Stop one of our own processes in order, as a deploy does."""
        part = self.parts.pop(name)
        kill_group(part.group, signal.SIGCONT)
        stop_process(part.process, STOP_WORKER)
        self.guardian.forget(part.process)

    def manage(self, *arguments: str) -> str:
        """Run a management command to its end; return what it printed."""
        finished = subprocess.run(
            [sys.executable, str(REPOSITORY / "manage.py"), *arguments],
            env=self.environment(),
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    def look_after(self) -> None:
        """Start again what has ended, as the supervisor does. Called from every wait."""
        for part in self.parts.values():
            if part.held or part.process.poll() is None:
                continue
            # The master's death is not its children's death.
            kill_group(part.group)
            self.guardian.forget(part.process)
            part.process = part.start()
            self.guardian.watch(part.process, signal.SIGKILL)
            part.restarts += 1

    def wait_until(
        self, condition: Callable[[], bool], what: str, *, seconds: float, pause: float = 0.2
    ) -> None:
        """Look after everything until the condition holds, or fail saying what did not happen."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s\n{self.said()}"
            self.look_after()
            time.sleep(pause)

    def said(self) -> str:
        """Return the ends of all logs, to be read below a failure."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{tail_of(log, lines=30)}" for log in logs)

    # -- the record ----------------------------------------------------------------------------

    def rows(self, query: LiteralString, values: Sequence[object] = ()) -> list[Any]:
        """Ask the database over a new connection.

        Raises:
            psycopg.OperationalError: while it is away.
        """
        with psycopg.connect(self.database.url) as connection:
            return list(connection.execute(query, values))

    def clear(self) -> None:
        """Take everything away that an earlier scenario has left."""
        for name in [name for name in self.parts if name not in {"database", "broker"}]:
            part = self.parts.pop(name)
            kill_group(part.group, signal.SIGCONT)
            stop_process(part.process, STOP_AT_ONCE)
            self.guardian.forget(part.process)
        for name, start in (("broker", self.start_broker), ("database", self.start_database)):
            if self.parts[name].process.poll() is not None:
                start()
        for log in self.folder.glob("*.log"):
            log.unlink()
        self.flush_broker()
        with psycopg.connect(self.database.url) as connection:
            connection.execute("DELETE FROM chaos_effect")
            connection.execute("DELETE FROM jobs_job")
            connection.execute("DELETE FROM jobs_heartbeat")
        shutil.rmtree(self.runs, ignore_errors=True)
        self.runs.mkdir()

    def flush_broker(self) -> None:
        """Have Valkey forget everything it holds."""
        import redis

        with redis.Redis(unix_socket_path=str(self.broker.socket_path)) as client:
            client.flushall()

    def _run(
        self, name: str, start: Callable[[], subprocess.Popen[bytes]]
    ) -> subprocess.Popen[bytes]:
        process = start()
        if name in self.parts:
            self.guardian.forget(self.parts[name].process)
            self.parts[name].process = process
        else:
            self.parts[name] = Part(name, start, process)
        self.guardian.watch(process, signal.SIGKILL)
        return process

    def _starter(
        self, name: str, command: Sequence[str], extra: Mapping[str, str] | None
    ) -> Callable[[], subprocess.Popen[bytes]]:
        def start() -> subprocess.Popen[bytes]:
            with self.log(name).open("ab") as log:
                return start_process(
                    command,
                    folder=REPOSITORY,
                    log=log,
                    environment=self.environment(extra),
                    death_signal=signal.SIGKILL,
                )

        return start


@dataclass(frozen=True, slots=True)
class Ask:
    """Some jobs of one kind; ``due_in`` is in seconds, 0 for at once."""

    kind: str
    count: int
    payload: Mapping[str, object] = field(default_factory=dict)
    due_in: int = 0

    def job_keys(self) -> list[str]:
        """Return the keys of the jobs: no two kinds share one."""
        word = self.kind.rpartition(".")[2] + ("-later" if self.due_in else "")
        return [f"{word}-{number:03}" for number in range(self.count)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the jobs of one scenario.

    ``lost`` are jobs without an end or without their effect; ``doubled`` are effects beyond the
    first; ``reruns`` are runs beyond the first, which cost time and nothing else.
    """

    scenario: str
    jobs: int
    done: int
    set_aside: int
    lost: int
    doubled: int
    reruns: int
    fenced: int
    recovery_seconds: float


ENDED = ("done", "quarantined", "cancelled")


class Workload:
    """The jobs of one scenario: asked for, waited for, counted."""

    def __init__(self, installation: Installation, scenario: str) -> None:
        self.installation = installation
        self.scenario = scenario
        self.keys: list[str] = []
        self.struck_at: float | None = None

    def ask(self, *asks: Ask, times: int = 1) -> None:
        """Ask for jobs in a process of its own; with ``times``, send each message so often."""
        listed = [
            {"kind": ask.kind, "keys": ask.job_keys(), "payload": ask.payload, "due_in": ask.due_in}
            for ask in asks
        ]
        self.installation.manage("ask_for_work", json.dumps(listed), "--times", str(times))
        self.keys += [key for ask in asks if not ask.due_in for key in ask.job_keys()]

    def strike(self) -> None:
        """Note that the fault begins now. The time to recover counts from the first one."""
        self.struck_at = self.struck_at or time.monotonic()

    def wait_until_done(self, count: int) -> None:
        """Wait until so many jobs are done: the middle of the run."""
        self.installation.wait_until(
            lambda: self._states().get("done", 0) >= count, f"{count} jobs done", seconds=60
        )

    def outcome(self, *, seconds: float = 60) -> Outcome:
        """Wait until every job has ended, at most so many seconds after the fault; then count."""
        assert self.struck_at is not None, "a scenario strikes"
        left = self.struck_at + seconds - time.monotonic()
        with contextlib.suppress(AssertionError):  # what has not ended is counted as lost
            self.installation.wait_until(self._all_ended, "all jobs ended", seconds=left)
        recovery = time.monotonic() - self.struck_at
        # A late worker gets the time to do its harm.
        time.sleep(0.5)
        effects = dict(
            self.installation.rows("SELECT key, count(*) FROM chaos_effect GROUP BY key")
        )
        states = self._states()
        done = {
            key
            for (key,) in self.installation.rows("SELECT key FROM jobs_job WHERE state = 'done'")
        }
        return Outcome(
            scenario=self.scenario,
            jobs=len(self.keys),
            done=states.get("done", 0),
            set_aside=states.get("quarantined", 0),
            lost=len(self.keys) - len(done & effects.keys()) - states.get("quarantined", 0),
            doubled=sum(count - 1 for count in effects.values()),
            reruns=len(self.runs()) - len({run.partition(".")[0] for run in self.runs()}),
            fenced=self.lines_with("job fenced"),
            recovery_seconds=recovery,
        )

    def runs(self) -> list[str]:
        """Return the names of the files that runs have left."""
        return sorted(entry.name for entry in self.installation.runs.iterdir())

    def runs_of(self, key: str) -> int:
        """Return how often a job was begun."""
        return sum(run.startswith(f"{key}.") for run in self.runs())

    def lines_with(self, words: str) -> int:
        """Count the lines with these words in all logs."""
        return sum(
            line.count(words)
            for log in self.installation.folder.glob("*.log")
            for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
        )

    def in_hand(self, part: str) -> list[str]:
        """Return the keys of the running jobs whose newest run is in a process of that part."""
        group = self.installation.parts[part].group
        running = {
            key
            for (key,) in self.installation.rows("SELECT key FROM jobs_job WHERE state = 'running'")
        }
        return [
            key
            for key, pid, _ in (run.split(".") for run in self.runs())
            if key in running and _group_of(int(pid)) == group
        ]

    def _states(self) -> dict[str, int]:
        try:
            return dict(
                self.installation.rows(
                    "SELECT state, count(*) FROM jobs_job WHERE key = ANY(%s) GROUP BY state",
                    [self.keys],
                )
            )
        except psycopg.OperationalError:
            return {}

    def _all_ended(self) -> bool:
        states = self._states()
        return sum(states.get(state, 0) for state in ENDED) == len(self.keys)


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None

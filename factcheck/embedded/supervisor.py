"""`manage.py up`: start the whole stack on one machine, keep it running, stop it in order.

Not for a fleet, where an init system or a container engine does this; docker-compose.yml
names the same parts. Imports no Django, so that it stays small while the stack runs.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO
from urllib.parse import urlsplit

from factcheck.embedded.errors import PartDidNotStart, PortTaken, StackError
from factcheck.embedded.folders import (
    DEFAULT_DATA,
    REPOSITORY,
    FolderLock,
    child_environment,
    make_run_folder,
)
from factcheck.embedded.options import (
    EVERYWHERE,
    LOOPBACK,
    Options,
    bracketed,
    check_port,
    own_addresses,
    parse_options,
)
from factcheck.embedded.postgres import EmbeddedPostgres, check_data_folder
from factcheck.embedded.processes import (
    Guardian,
    start_process,
    stop_process,
    tail_of,
    wait_until,
)
from factcheck.embedded.programs import background_commands, web_command
from factcheck.embedded.valkey import EmbeddedValkey
from factcheck.safe_start import is_local

FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0  # seconds before a part that died is started again
STEADY_AFTER = 60.0  # seconds after which a part counts as healthy, and its delay starts anew
SECONDS_FOR_WEB = 90.0
LONGEST_START = 6 * 3600.0  # seconds; downloads over a bad line included

DATABASE_URLS = ("DATABASE_URL", "OWNER_DATABASE_URL", "READER_DATABASE_URL")
# What the demo newsroom is called, unless the person has named it.
DEMO_NAMES = {
    "ORGANIZATION_NAME_AR": "غرفة أخبار بيّنة التجريبية",
    "ORGANIZATION_NAME_EN": "Bayyina demo newsroom",
}

StopSteps = Sequence[tuple[signal.Signals, float]]


class StopRequested(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


@dataclass
class Part:
    """One process of the stack: how to start it, how to stop it, how it has fared."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[subprocess.Popen[bytes]], None]
    death_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    delay: float = FIRST_DELAY
    start_again_at: float | None = None


def stopper(steps: StopSteps) -> Callable[[subprocess.Popen[bytes]], None]:
    """Return a function that stops a process by these steps."""
    return lambda process: stop_process(process, steps)


@dataclass
class Stack:
    """The parts of one stack, in the order in which they start."""

    options: Options
    parts: list[Part] = field(default_factory=list)
    run_folder: Path | None = None
    guardian: Guardian | None = None
    began_at: float = field(default_factory=lambda: began_at(os.environ))
    is_at_work: bool = False

    def run(self) -> None:
        """Start everything, keep it running until StopRequested, and stop it in order."""
        self._check_port()
        if not os.environ.get("DATABASE_URL"):
            check_data_folder(self.options.data.database)
        self.options.data.prepare()
        lock = FolderLock(self.options.data)
        lock.take()
        try:
            self.run_folder = make_run_folder()
            self.guardian = Guardian(keep_open=[lock.descriptor])
            self.guardian.remove_at_the_end(self.run_folder)
            self._start_all(self.run_folder)
            self._keep_running()
        except StopRequested:
            say("\nStopping …")
        finally:
            # From here on a second Ctrl-C changes nothing: every step has its own deadline.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            self._stop_all()
            lock.release()

    def _check_port(self) -> None:
        """Check the port before anything is made or touched.

        If it is taken while somebody has our data folder, that is the better thing to say;
        and what is left of a stack that was killed on this folder soon gives the port back.
        """
        try:
            check_port(self.options.bind, self.options.port)
        except PortTaken:
            if not self.options.data.lock.exists():
                raise
            lock = FolderLock(self.options.data)
            try:
                lock.take()
            finally:
                lock.release()
            check_port(self.options.bind, self.options.port)

    # -- starting ------------------------------------------------------------------------------

    def _start_all(self, run_folder: Path) -> None:
        environment = self._start_servers(run_folder)
        self._prepare(environment)
        # What serves and works has no business with the tables' owner.
        environment.pop("OWNER_DATABASE_URL", None)
        self._start_web(environment)
        self._announce()
        for part in self._background_parts(environment):
            self._start(part)
        self._step("worker, sweeper and schedule started; background work begins in a moment")

    def _start_servers(self, run_folder: Path) -> dict[str, str]:
        data = self.options.data
        variables: dict[str, str] = {}
        if not (os.environ.get("BROKER_URL") and os.environ.get("CACHE_URL")):
            broker = EmbeddedValkey(data.broker, run_folder, data.log("valkey"))
            part = Part("broker", broker.start, broker.stop, broker.death_signal)
            broker.wait_until_ready(self._start(part))
            variables |= {"BROKER_URL": broker.broker_url, "CACHE_URL": broker.cache_url}
            self._step("broker (Valkey) answers")
        if not os.environ.get("DATABASE_URL"):
            database = EmbeddedPostgres(data.database, run_folder, data.log("postgres"))
            if not data.database.exists():
                self._step("making the database …")
            database.prepare()

            def start_database() -> subprocess.Popen[bytes]:
                database.wait_for_orphans()
                return database.start()

            part = Part("database", start_database, database.stop, database.death_signal)
            database.wait_until_ready(self._start(part))
            database.settle_roles()
            variables |= database.role_variables()
            self._step("database (PostgreSQL) answers")
        environment = child_environment(data, self._web_variables() | variables)
        data.write_addresses(
            {
                name: environment[name]
                for name in (
                    *DATABASE_URLS,
                    "BROKER_URL",
                    "CACHE_URL",
                    "PUBLIC_URL",
                    *DEMO_NAMES,
                )
                if name in environment
            }
        )
        return environment

    def _web_variables(self) -> dict[str, str]:
        hosts = ["localhost", "127.0.0.1", "[::1]", bracketed(self.options.bind)]
        if self.options.bind in EVERYWHERE:
            hosts += own_addresses()
        variables = {
            "ALLOWED_HOSTS": ",".join(dict.fromkeys(hosts)),
            "PUBLIC_URL": f"http://localhost:{self.options.port}",
        }
        # The demo can be tried without a phone; the desk says so on each page. Not where the
        # person has given it a public address, or lets other machines ask it.
        address = os.environ.get("PUBLIC_URL") or variables["PUBLIC_URL"]
        names = (os.environ.get("ALLOWED_HOSTS") or variables["ALLOWED_HOSTS"]).split(",")
        reached_by = [urlsplit(address).hostname or "", *names]
        if self.options.demo and all(is_local(name) for name in reached_by):
            variables["DEMO_WITHOUT_SECOND_FACTOR"] = "1"
        named = any(os.environ.get(name) for name in ("ORGANIZATION_NAME", *DEMO_NAMES))
        if self.options.demo and not named:
            variables |= DEMO_NAMES
        return variables

    def _prepare(self, environment: dict[str, str]) -> None:
        command = [sys.executable, str(REPOSITORY / "manage.py"), "prepare"]
        command += [] if self.options.demo else ["--no-demo"]
        # It writes to the terminal, where its own lines should not drown in the demo's log.
        quiet = {"LOG_LEVEL": "WARNING", "BAYYINA_AS_OWNER": "1"} | environment
        part = Part("prepare", self._starter(command, quiet, None), stopper(QUICKLY))
        process = self._start(part)
        status = process.wait()
        self._forget(part)
        if status != 0:
            raise PartDidNotStart("The database could not be prepared; the reason stands above.")
        self._step("database is up to date")

    def _start_web(self, environment: dict[str, str]) -> None:
        log = self.options.data.log("web")
        command = web_command(self.options.bind, self.options.port)
        part = Part("web", self._starter(command, environment, log), stopper(QUICKLY))
        process = self._start(part)

        def answers_or_dead() -> bool:
            return process.poll() is not None or self._health() != 0

        if (
            not wait_until(answers_or_dead, seconds=SECONDS_FOR_WEB, pause=0.1)
            or process.poll() is not None
        ):
            raise PartDidNotStart(f"The web server did not start. Its log ends:\n{tail_of(log)}")
        self._step("web answers")

    def _background_parts(self, environment: dict[str, str]) -> list[Part]:
        data = self.options.data
        # Celery warns about root on every start; the switch says that we know.
        environment = environment | {"C_FORCE_ROOT": "1"}
        return [
            Part(
                name,
                self._starter(command, environment, data.log(name)),
                stopper(WORKER if name == "worker" else QUICKLY),
            )
            for name, command in background_commands().items()
        ]

    def _starter(
        self, command: Sequence[str], environment: dict[str, str], log: Path | None
    ) -> Callable[[], subprocess.Popen[bytes]]:
        def start() -> subprocess.Popen[bytes]:
            with open_log(log) as output:
                return start_process(
                    command, folder=REPOSITORY, log=output, environment=environment
                )

        return start

    def _start(self, part: Part) -> subprocess.Popen[bytes]:
        process = part.start()
        part.process, part.started_at, part.start_again_at = process, time.monotonic(), None
        if part not in self.parts:
            self.parts.append(part)
        if self.guardian is not None:
            self.guardian.watch(process, part.death_signal)
        return process

    def _health(self, *, seconds: float = 30) -> int:
        """Return the status of /healthz: 200 if all parts work, 0 if nobody answers in time."""
        host = LOOPBACK.get(self.options.bind, self.options.bind)
        connection = http.client.HTTPConnection(host, self.options.port, timeout=seconds)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
        return response.status

    def _announce(self) -> None:
        bind, port = self.options.bind, self.options.port
        shown = "localhost" if bind in {"127.0.0.1", *EVERYWHERE} else bracketed(bind)
        say(f"\nBayyina is here:  http://{shown}:{port}/")
        say(f"The desk:         http://{shown}:{port}/desk/")
        if bind in EVERYWHERE:
            others = [f"http://{host}:{port}/" for host in own_addresses()]
            say("From elsewhere:   " + "  ".join(others))
        say(f"Everything is in: {self.options.data.path}")
        sign_ins = self.options.data.sign_ins
        if self.options.demo and sign_ins.exists():
            say("\nDemo sign-ins (role, name, password):")
            for line in sign_ins.read_text(encoding="utf-8").splitlines():
                say("  " + "  ".join(f"{word:<12}" for word in line.split("\t")).rstrip())
        if not self.options.demo:
            path = self.options.data.path
            where = "" if path == DEFAULT_DATA.resolve() else f"--data {shlex.quote(str(path))} "
            say(f"The first person: ./bayyina manage {where}make_person NAME --role admin")
        say("\nCtrl-C stops it.")

    def _step(self, text: str) -> None:
        say(f"  {time.monotonic() - self.began_at:5.1f} s  {text}")

    # -- keeping it running --------------------------------------------------------------------

    def _keep_running(self) -> None:
        touched_at = time.monotonic()
        while True:
            for part in self.parts:
                self._look_after(part)
            if not self.is_at_work and self._health(seconds=3) == 200:
                self.is_at_work = True
                self._step("everything is at work: /healthz answers 200")
            if self.run_folder is not None and time.monotonic() - touched_at > 3600:
                # Systems clear old files out of /tmp; ours are in use.
                for path in (self.run_folder, *self.run_folder.iterdir()):
                    os.utime(path)
                touched_at = time.monotonic()
            time.sleep(0.2)

    def _look_after(self, part: Part) -> None:
        now = time.monotonic()
        if part.start_again_at is not None:
            if now >= part.start_again_at:
                self._start(part)
            return
        if part.process is None or part.process.poll() is None:
            return
        lasted, status = now - part.started_at, part.process.returncode
        part.delay = FIRST_DELAY if lasted > STEADY_AFTER else part.delay
        part.start_again_at = now + part.delay
        say(f"{part.name} ended ({in_words(status)}); starting it again in {part.delay:.0f} s.")
        part.delay = min(part.delay * 2, LONGEST_DELAY)
        # The master's death is not its workers' death: clear the group before the next start.
        part.stop(part.process)
        if self.guardian is not None:
            self.guardian.forget(part.process)

    # -- stopping ------------------------------------------------------------------------------

    def _stop_all(self) -> None:
        by_name = {part.name: part for part in self.parts}
        for name in STOP_ORDER:
            if name in by_name:
                self._forget(by_name[name])
        with contextlib.suppress(FileNotFoundError):
            self.options.data.addresses.unlink()
        if self.guardian is not None:
            self.guardian.dismiss()
        if self.run_folder is not None:
            shutil.rmtree(self.run_folder, ignore_errors=True)

    def _forget(self, part: Part) -> None:
        self.parts.remove(part)
        if part.process is not None:
            part.stop(part.process)
            if self.guardian is not None:
                self.guardian.forget(part.process)


STOP_ORDER = ("prepare", "schedule", "web", "worker", "sweeper", "broker", "database")
QUICKLY: StopSteps = [(signal.SIGTERM, 10.0)]
# About one warm stop of Celery in ten hangs for half a minute. A job that is cut off here is
# taken up again when its lease ends, so waiting longer would buy nothing.
WORKER: StopSteps = [(signal.SIGTERM, 15.0), (signal.SIGQUIT, 3.0)]


def began_at(environment: Mapping[str, str]) -> float:
    """Return when the start began, on the clock of ``time.monotonic``.

    That is now, or when the script that started us began: it leaves the second of the epoch in
    BAYYINA_BEGAN, so that its steps and ours count from one moment.
    """
    began = environment.get("BAYYINA_BEGAN", "")
    elapsed = time.time() - int(began) if began.isdecimal() else 0.0
    # A clock that was set in between, or a variable somebody left: count from now.
    return time.monotonic() - (elapsed if 0 <= elapsed < LONGEST_START else 0.0)


@contextlib.contextmanager
def open_log(path: Path | None) -> Iterator[IO[bytes] | int]:
    """Open a log to append to; without a path, our own standard output."""
    if path is None:
        yield sys.stdout.fileno()
        return
    with path.open("ab") as output:
        yield output


def in_words(status: int | None) -> str:
    """Say how a process ended."""
    if status is not None and status < 0:
        return signal.Signals(-status).name
    return f"status {status}"


def say(text: str) -> None:
    """Print a line for the person at the terminal, who may have closed it."""
    with contextlib.suppress(BrokenPipeError):
        print(text, flush=True)


def _request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def main(arguments: Sequence[str]) -> int:
    """Run `up`. Returns 0 after Ctrl-C, 2 when the start was refused, 1 when it failed."""
    options = parse_options(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)
    try:
        Stack(options).run()
    except PartDidNotStart as error:
        print(error, file=sys.stderr)
        return 1
    except StackError as error:
        print(error, file=sys.stderr)
        return 2
    except StopRequested:
        return 0
    return 0

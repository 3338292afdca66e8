"""pg_dump, pg_restore and psql at work on our database, fed and read through pipes.

For `factcheck.backups`. Not for queries: those are Django's.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from factcheck.backup_files import CHUNK, BackupError
from factcheck.embedded.errors import PartMissing
from factcheck.embedded.postgres import find_binaries, server_environment

# The oldest that Bayyina works with.
OLDEST = 16


class ProgramFailed(BackupError):
    """One of the programs ended badly; ``reason`` is its own line."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(
            _("%(program)s failed: %(reason)s") % {"program": program, "reason": reason}
        )
        self.reason = reason


class Client:
    """One of PostgreSQL's programs at work. Its errors are kept for the sentence at the end."""

    def __init__(self, program: Path, arguments: tuple[str, ...], errors: IO[bytes]) -> None:
        self._program = program
        self._errors = errors
        self._feeder: threading.Thread | None = None
        self._faults: list[BackupError] = []
        password = str(connection.settings_dict["PASSWORD"] or "")
        # Not among the arguments, which every account of the machine can read.
        environment = {**server_environment(), **({"PGPASSWORD": password} if password else {})}
        self.process = subprocess.Popen(  # noqa: S603 - our own words and our own settings
            [str(program), *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("a process was started without pipes")
        self._stdin, self._stdout = self.process.stdin, self.process.stdout

    def output(self) -> Iterator[bytes]:
        """Give what it writes until it ends."""
        while chunk := self._stdout.read(CHUNK):
            yield chunk

    def write(self, chunk: bytes) -> None:
        """Hand it some of its input.

        Raises:
            BackupError: if it has ended already, with the reason.
        """
        try:
            self._stdin.write(chunk)
            self._stdin.flush()
        except BrokenPipeError as error:
            raise self._failure() from error

    def feed(self, chunks: Iterator[bytes]) -> None:
        """Hand it its input from a thread, while the caller reads what it writes."""

        # A thread begins in the language of the site, and not in that of the terminal.
        language = translation.get_language()

        def work() -> None:
            translation.activate(language)
            # Who reads only the beginning closes the pipe; what it makes of that, it says.
            with contextlib.suppress(BrokenPipeError):
                try:
                    for chunk in chunks:
                        self._stdin.write(chunk)
                except BackupError as error:
                    self._faults.append(error)
                    self.process.kill()
                self._stdin.close()

        self._feeder = threading.Thread(target=work, daemon=True)
        self._feeder.start()

    def end(self) -> None:
        """Close its input and wait.

        Raises:
            BackupError: if it failed, or what was fed to it did.
        """
        if self._feeder is not None:
            self._feeder.join()
        else:
            with contextlib.suppress(BrokenPipeError):
                self._stdin.close()
        status = self.process.wait()
        if self._faults:
            raise self._faults[0]
        if status != 0:
            raise self._failure()

    def stop(self) -> None:
        """See that it has ended, whatever went wrong. A psql before its COMMIT changes nothing."""
        self.process.kill()
        self.process.wait()
        if self._feeder is not None:
            self._feeder.join()
        for pipe in (self._stdout, self._stdin):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _failure(self) -> ProgramFailed:
        self.process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        reason = next((line for line in lines if "error" in line.lower()), " ".join(lines[-1:]))
        return ProgramFailed(self._program.name, reason)


@contextlib.contextmanager
def client(name: str, *arguments: str, asks_server: bool = True) -> Iterator[Client]:
    """Run a program; it has ended afterwards, and well unless this raises.

    Args:
        asks_server: False for what reads a file only: nothing is connected to then.

    Raises:
        BackupError: if there is none that suits the server, or it failed.
    """
    program = find_program(name, asks_server=asks_server)
    with tempfile.TemporaryFile() as errors:
        running = Client(program, arguments, errors)
        try:
            yield running
            running.end()
        finally:
            running.stop()


def target() -> str:
    """Return the option that names our database; the password goes by the environment."""
    ours = connection.settings_dict
    named = {
        "dbname": ours["NAME"],
        "user": ours["USER"],
        "host": ours["HOST"],
        "port": ours["PORT"],
        **{key: value for key, value in ours["OPTIONS"].items() if isinstance(value, str)},
    }
    given = {key: str(value) for key, value in named.items() if value}
    return f"--dbname={make_conninfo('', **given)}"


def find_program(name: str, *, asks_server: bool = True) -> Path:
    """Return one that is at least as new as the server, the wheel's before those on PATH.

    Where no server is asked, the newest, which reads whatever the others wrote.

    Raises:
        BackupError: if there is none.
    """
    found = [Path(path)] if (path := shutil.which(name)) else []
    with contextlib.suppress(PartMissing):
        found.insert(0, find_binaries() / "bin" / name)
    versions = {program: _major_version(program) for program in found}
    if not asks_server and versions:
        return max(versions, key=versions.__getitem__)
    # Django keeps it after the first time: in the middle of a restore no connection may be open.
    server = int(cast("Any", connection).pg_version) // 10000 if asks_server else 0
    for program, version in versions.items():
        if version >= server:
            return program
    message = _(
        "There is no %(program)s of PostgreSQL %(version)s or newer here: install PostgreSQL's "
        "client programs of the server's version."
    )
    raise BackupError(message % {"program": name, "version": server or OLDEST})


def _major_version(program: Path) -> int:
    said = subprocess.run(  # noqa: S603 - a program of PostgreSQL
        [program, "--version"], capture_output=True, check=False, text=True
    )
    major = re.search(r"(\d+)\.", said.stdout)
    return int(major[1]) if major else 0

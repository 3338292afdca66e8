"""Give a management command the database and broker it needs when nobody named them.

With DATABASE_URL set, nothing happens here. Otherwise a command uses the stack that runs on
the data folder, or, if none does, starts the embedded servers for as long as it takes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from factcheck.embedded.errors import BackupNotWhole, PartDidNotStart
from factcheck.embedded.folders import (
    DEFAULT_DATA,
    REPOSITORY,
    DataFolder,
    FolderLock,
    child_environment,
    make_run_folder,
)
from factcheck.embedded.postgres import EmbeddedPostgres
from factcheck.embedded.processes import Guardian, is_running
from factcheck.embedded.services import Services
from factcheck.embedded.valkey import EmbeddedValkey

# Commands that look at the code, or at what they are given, only. The addresses are well formed,
# and nobody lives there.
WITHOUT_SERVERS = frozenset(
    {
        "check",
        "collectstatic",
        "date_url",
        "help",
        "messages",
        "workflow_diagram",
        "headers_table",
        "--help",
        "-h",
        "--version",
    }
)
# Commands that work on tables, roles and keys, and not on what is in them. Where the owner has an
# address of its own (OWNER_DATABASE_URL), they use that one.
AS_OWNER = frozenset(
    {"backup", "database_roles", "flush", "history_key", "migrate", "prepare", "restore"}
)
NOWHERE = {
    "DATABASE_URL": "postgresql://nobody@/none?host=/nonexistent",
    "BROKER_URL": "redis+socket:///nonexistent/valkey.sock?virtual_host=0",
    "CACHE_URL": "unix:///nonexistent/valkey.sock?db=1",
    "SECRET_KEY": "for-commands-that-sign-nothing-and-read-no-session-0123456789",
}


@contextlib.contextmanager
def servers_for(arguments: Sequence[str]) -> Iterator[None]:
    """Set the variables that the settings read, and stop afterwards what was started.

    Args:
        arguments: the command line after ``manage.py``.

    Raises:
        StackError: if the servers cannot be started; the message says what to do.
    """
    command = next(iter(arguments), "help")
    if command in AS_OWNER:
        os.environ["BAYYINA_AS_OWNER"] = "1"
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        yield
    elif command in WITHOUT_SERVERS or _only_drifts(arguments) or _only_verifies(arguments):
        for name, value in NOWHERE.items():
            os.environ.setdefault(name, value)
        yield
    else:
        folder = DataFolder(Path(os.environ.get("BAYYINA_DATA") or DEFAULT_DATA).resolve())
        if command == "restore" and not folder.path.exists():
            _verify_backup(arguments)
        with _servers_on(folder) as variables:
            os.environ.update(child_environment(folder, variables))
            yield


def _only_drifts(arguments: Sequence[str]) -> bool:
    """Answer whether the command is `makemigrations --check`, which compares code with code."""
    return "makemigrations" in arguments[:1] and "--check" in arguments


def _only_verifies(arguments: Sequence[str]) -> bool:
    """Answer whether the command reads a backup's file and no database."""
    return arguments[0] in ("backup", "restore") and "--verify" in arguments


def _verify_backup(arguments: Sequence[str]) -> None:
    """See that a backup is whole before a folder is made to restore it into."""
    command = [sys.executable, str(REPOSITORY / "manage.py"), *arguments, "--verify"]
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    )
    if result.returncode != 0:
        raise BackupNotWhole("No data folder was made; the reason stands above.")


def _prepare_database(environment: Mapping[str, str]) -> None:
    """Make the tables of a database that has just been made, before the first command uses it."""
    command = [sys.executable, str(REPOSITORY / "manage.py"), "prepare", "--no-demo"]
    result = subprocess.run(
        command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    )
    if result.returncode != 0:
        raise PartDidNotStart("The database could not be prepared; the reason stands above.")


@contextlib.contextmanager
def _servers_on(folder: DataFolder) -> Iterator[dict[str, str]]:
    folder.prepare()
    lock = FolderLock(folder)
    said = False
    while not lock.try_to_take():
        addresses, holder = folder.read_addresses(), lock.holder()
        # A stack that was killed has left its addresses, while its guardian clears up.
        if addresses and holder and is_running(holder):
            yield addresses
            return
        if not said:
            print("Waiting for another command on this data folder …", file=sys.stderr)
            said = True
        time.sleep(0.1)
    run_folder = make_run_folder()
    guardian = Guardian(keep_open=[lock.descriptor])
    guardian.remove_at_the_end(run_folder)
    services = Services(
        EmbeddedPostgres(folder.database, run_folder, folder.log("postgres")),
        EmbeddedValkey(folder.broker, run_folder, folder.log("valkey")),
        guardian,
    )
    try:
        is_new = not folder.database.exists()
        print(
            f"No stack runs on {folder.path}: starting its servers for this command. "
            "Another folder: ./bayyina manage --data DIR COMMAND …",
            file=sys.stderr,
        )
        services.start()
        if is_new:
            _prepare_database(child_environment(folder, services.environment()))
        yield services.environment()
    finally:
        services.stop()
        guardian.dismiss()
        shutil.rmtree(run_folder, ignore_errors=True)
        lock.release()

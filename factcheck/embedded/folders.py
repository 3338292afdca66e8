"""Where an embedded stack keeps its things, and who may use them at a time.

One data folder holds everything that lasts, so that copying it copies the newsroom. The run
folder holds the sockets; it is short, temporary and belongs to one run.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from factcheck.embedded.errors import DataFolderInUse, StackError
from factcheck.embedded.processes import is_running

REPOSITORY = Path(__file__).resolve().parent.parent.parent
DEFAULT_DATA = REPOSITORY / "var"

# A stack that was killed takes this long at most to be cleared away by its guardian.
SECONDS_FOR_THE_GUARDIAN = 12.0


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths inside one data folder."""

    path: Path

    @property
    def database(self) -> Path:
        """PostgreSQL's cluster."""
        return self.path / "database"

    @property
    def broker(self) -> Path:
        """Valkey's append-only file."""
        return self.path / "broker"

    @property
    def media(self) -> Path:
        """Uploaded and fetched files."""
        return self.path / "media"

    @property
    def secret_key(self) -> Path:
        """The key that signs sessions; made at first start, readable by its owner only."""
        return self.path / "secret-key"

    @property
    def sign_ins(self) -> Path:
        """What `load_demo` leaves: one line per account, role, name and password, tabs between."""
        return self.path / "demo-sign-ins.txt"

    @property
    def addresses(self) -> Path:
        """The variables by which other commands find the running stack."""
        return self.path / "stack.env"

    @property
    def lock(self) -> Path:
        """Locked by whoever uses the folder."""
        return self.path / "stack.lock"

    def log(self, part: str) -> Path:
        """Return the log of a part; one that has grown large is put aside first."""
        folder = self.path / "logs"
        folder.mkdir(exist_ok=True)
        path = folder / f"{part}.log"
        if path.exists() and path.stat().st_size > 5_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path

    def prepare(self) -> None:
        """Make the folder, the media folder in it and the secret key, where they are missing.

        Raises:
            StackError: if the folder cannot be made or written to.
        """
        try:
            # Closed to others: it will hold what sources have sent.
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.media.mkdir(exist_ok=True)
            if not self.secret_key.exists():
                # Beside its place and then moved there: a start cut short leaves no empty key.
                new = self.secret_key.with_name("secret-key.new")
                new.touch(mode=0o600)
                new.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")
                new.replace(self.secret_key)
        except OSError as error:
            message = (
                f"The data folder {self.path} cannot be written to ({error.strerror}): "
                "choose another one with --data."
            )
            raise StackError(message) from error

    def write_addresses(self, variables: Mapping[str, str]) -> None:
        """Leave the addresses of a running stack for other commands."""
        text = "".join(f"{name}={value}\n" for name, value in variables.items())
        self.addresses.touch(mode=0o600)
        self.addresses.write_text(text, encoding="utf-8")

    def read_addresses(self) -> dict[str, str]:
        """Return what `write_addresses` left; empty when there is nothing."""
        if not self.addresses.exists():
            return {}
        lines = self.addresses.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)


class FolderLock:
    """The right to run servers on a data folder; one process has it at a time.

    The guardian of a stack keeps the same lock open, so it ends only when everything the
    stack started is gone, even if the stack itself was killed.
    """

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._descriptor = os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o600)

    @property
    def descriptor(self) -> int:
        """The open file that carries the lock."""
        return self._descriptor

    def try_to_take(self) -> bool:
        """Take the lock if nobody has it; return whether it is ours now."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, str(os.getpid()).encode(), 0)
        # Whoever left addresses here and no longer has the lock is gone, and so are they.
        self._folder.addresses.unlink(missing_ok=True)
        return True

    def take(self) -> None:
        """Take the lock, waiting only for the leftovers of a stack that was killed.

        Raises:
            DataFolderInUse: if a live process has it.
        """
        deadline = time.monotonic() + SECONDS_FOR_THE_GUARDIAN
        while not self.try_to_take():
            holder = self.holder()
            if (holder and is_running(holder)) or time.monotonic() > deadline:
                message = (
                    f"Another Bayyina (process {holder or 'unknown'}) uses the data folder "
                    f"{self._folder.path}: stop it first, or choose another folder with --data."
                )
                raise DataFolderInUse(message)
            time.sleep(0.1)

    def release(self) -> None:
        """Give the lock back."""
        with contextlib.suppress(OSError):
            os.close(self._descriptor)

    def holder(self) -> int | None:
        """Return the process that took the lock last; it may have been killed since."""
        text = os.pread(self._descriptor, 32, 0).decode("ascii", errors="replace")
        return int(text) if text.isdigit() else None


def make_run_folder() -> Path:
    """Make the temporary folder for sockets, in a short place whatever TMPDIR says.

    The name of a socket may have about 100 bytes, and checkouts lie deeper than that.
    """
    short = Path("/tmp")  # noqa: S108 - mkdtemp makes a folder that is ours alone
    parent = short if os.access(short, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    return Path(tempfile.mkdtemp(prefix="bayyina-", dir=parent))


def child_environment(folder: DataFolder, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which parts of a stack run.

    What the person set wins over what is derived from the data folder.
    """
    environment = {
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "MEDIA_ROOT": str(folder.media),
        "PYTHONUNBUFFERED": "1",
        "TZ": "UTC",
        **variables,
        **{name: value for name, value in os.environ.items() if value},
        "BAYYINA_DATA": str(folder.path),
    }
    if "SECRET_KEY" not in environment:
        environment.setdefault("SECRET_KEY_FILE", str(folder.secret_key))
    return environment

"""Start the embedded database and broker together, for as long as somebody needs them.

Used by the tests and by management commands that run while no stack is up. `supervisor` uses
the two parts one by one, since it also restarts them.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from factcheck.embedded.postgres import EmbeddedPostgres
from factcheck.embedded.processes import Guardian
from factcheck.embedded.valkey import EmbeddedValkey


@dataclass
class Services:
    """A database and a broker that live and end together."""

    database: EmbeddedPostgres
    broker: EmbeddedValkey
    guardian: Guardian
    _running: list[tuple[EmbeddedPostgres | EmbeddedValkey, subprocess.Popen[bytes]]] = field(
        default_factory=list
    )

    def start(self) -> None:
        """Start both and return when both answer; raises what their parts raise."""
        broker_process = self._start(self.broker)
        self.database.prepare()
        database_process = self._start(self.database)
        self.broker.wait_until_ready(broker_process)
        self.database.wait_until_ready(database_process)
        self.database.settle_roles()

    def stop(self) -> None:
        """Stop both, the last started first; a second call does nothing."""
        while self._running:
            part, process = self._running.pop()
            part.stop(process)
            self.guardian.forget(process)

    def environment(self) -> dict[str, str]:
        """Return the variables by which the settings find these servers.

        Those of a throw-away database name its superuser: tests make databases of their own.
        """
        database = self.database
        return {
            **({"DATABASE_URL": database.url} if database.throwaway else database.role_variables()),
            "BROKER_URL": self.broker.broker_url,
            "CACHE_URL": self.broker.cache_url,
        }

    def _start(self, part: EmbeddedPostgres | EmbeddedValkey) -> subprocess.Popen[bytes]:
        process = part.start()
        self._running.append((part, process))
        self.guardian.watch(process, part.death_signal)
        return process


def throwaway_services(folder: Path) -> Services:
    """Return services that keep everything in ``folder`` (a short path) and promise no safety."""
    run_folder = folder / "run"
    run_folder.mkdir()
    guardian = Guardian()
    guardian.remove_at_the_end(folder)
    return Services(
        EmbeddedPostgres(folder / "db", run_folder, folder / "postgres.log", throwaway=True),
        EmbeddedValkey(folder / "broker", run_folder, folder / "valkey.log", throwaway=True),
        guardian,
    )

"""At most two connections to one host and eight in all, over every process of the installation.

For: `claims.adapters.fetching`, which hands it to `webfetch` as its limiter. Not for how often one
address is fetched: that is a question to the stored captures, in `claims.reading`.

A slot is a session advisory lock of PostgreSQL, held on a connection of its own. When its process
dies the database ends the session and the slot is free again: there is no row to clean up and no
clock to trust. See docs/adr/0010-politeness-in-the-database.md.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from webfetch import Reason, Refused, Stage

# Two pages at once is what a person with a browser asks of a site; eight keep a small machine's
# line free for its readers.
PER_HOST = 2
IN_ALL = 8

# First halves of the two-part keys of the locks: any numbers that nothing else here uses. One per
# slot of a host, so that the second half can be the host.
_IN_ALL_SPACE = 0x42590000
_PER_HOST_SPACE = 0x42590001

# How long to wait between two looks, in seconds. Locks could be waited for in the database, but
# not for "any of eight" and not with a limit of our own.
_LOOK_AGAIN = (0.05, 0.2)

_Key = tuple[int, int]


class Politeness:
    """A `webfetch.client.Limiter` that all processes of the installation share.

    A context manager: leaving it closes its connection, and with it everything it still holds.
    Opens a connection to the database with the first slot, and holds one slot at a time.
    """

    def __init__(self, *, per_host: int = PER_HOST, in_all: int = IN_ALL) -> None:
        self._per_host = per_host
        self._in_all = in_all
        self._own: BaseDatabaseWrapper | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._own is not None:
            self._own.close()
            self._own = None

    @contextmanager
    def slot(self, host: str, seconds: float) -> Iterator[None]:
        """Hold one of the host's slots, and one of all, while entered.

        Raises:
            Refused: busy, when there was none for that many seconds.
            django.db.OperationalError: the database cannot be reached.
        """
        held = self._take(host, seconds)
        try:
            yield
        finally:
            self._release(held)

    def _take(self, host: str, seconds: float) -> Sequence[_Key]:
        until = time.monotonic() + seconds
        of_host = [(_PER_HOST_SPACE + n, _number_of(host)) for n in range(self._per_host)]
        of_all = [(_IN_ALL_SPACE, n) for n in range(self._in_all)]
        while True:
            if first := self._any_of(of_host):
                if second := self._any_of(of_all):
                    return first, second
                # Not kept while waiting: who waits for one of all must not block the host.
                self._release([first])
            left = until - time.monotonic()
            if left <= 0:
                raise Refused(Stage.TURN, Reason.BUSY, host)
            # No two processes look in step.
            time.sleep(min(random.uniform(*_LOOK_AGAIN), left))  # noqa: S311 - no secret

    def _any_of(self, keys: Sequence[_Key]) -> _Key | None:
        return next((key for key in keys if self._ask("pg_try_advisory_lock", key)), None)

    def _release(self, keys: Sequence[_Key]) -> None:
        for key in keys:
            self._ask("pg_advisory_unlock", key)

    def _ask(self, function: str, key: _Key) -> bool:
        with self._connection().cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", key)
            return bool(cursor.fetchone()[0])

    def _connection(self) -> BaseDatabaseWrapper:
        if self._own is None:
            # Not the thread's own: its transactions come and go, and a pooler may stand between.
            self._own = connections.create_connection(DEFAULT_DB_ALIAS)
            with self._own.cursor() as cursor:
                # A machine that vanishes without a word gives its slots back after half a minute
                # and not after the two hours that systems wait by default.
                cursor.execute("SET tcp_keepalives_idle = 15")
                cursor.execute("SET tcp_keepalives_interval = 5")
                cursor.execute("SET tcp_keepalives_count = 3")
        return self._own


def _number_of(host: str) -> int:
    """Return a number from -2**31 to 2**31 - 1. Hosts that share one share their slots."""
    return int.from_bytes(hashlib.sha256(host.encode()).digest()[:4], "big", signed=True)

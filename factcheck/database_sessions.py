"""What every session with the database is told when it begins.

For: every process that uses Django's connections. By a statement and not in the connection's
options, which poolers refuse.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper
from django.dispatch import receiver

# A process that was frozen within a transaction keeps its rows locked. Nothing here computes
# within one for anything like this long between two statements.
IDLE_IN_TRANSACTION_SECONDS = 60


@receiver(connection_created)
def end_what_stands_still(connection: Any, **_: object) -> None:
    """Have the server end this session if a transaction of it stands still."""
    cursor: CursorWrapper
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, false)",
            [f"{IDLE_IN_TRANSACTION_SECONDS}s"],
        )

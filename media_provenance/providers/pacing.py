"""When the next request may go to a service, for all processes of the installation together.

A row says when; taking a turn moves it on by one step, in one statement and by the database's
clock, so that nothing is held while somebody waits and a killed worker leaves nothing behind but
one turn that nobody used. See docs/adr/0010-politeness-in-the-database.md for connections.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection

__all__ = ["LONGEST_WAIT", "Sleep", "hold_off", "take_turn"]

Sleep = Callable[[float], None]

# A turn that is further off than this, in seconds, is not waited for within a job: the job ends
# and begins anew when it may.
LONGEST_WAIT = 6.0

_TAKE = """
INSERT INTO media_provenance_providerpace AS pace (name, next_at)
VALUES (%(name)s, clock_timestamp() + make_interval(secs => %(step)s))
ON CONFLICT (name) DO UPDATE
    SET next_at = greatest(pace.next_at, clock_timestamp()) + make_interval(secs => %(step)s)
    WHERE pace.next_at <= clock_timestamp() + make_interval(secs => %(longest)s)
RETURNING extract(epoch FROM next_at - clock_timestamp())::float8 - %(step)s
"""
_LEFT = """
SELECT extract(epoch FROM next_at - clock_timestamp())::float8
FROM media_provenance_providerpace WHERE name = %(name)s
"""
_HOLD = """
INSERT INTO media_provenance_providerpace AS pace (name, next_at)
VALUES (%(name)s, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (name) DO UPDATE SET next_at = greatest(pace.next_at, excluded.next_at)
"""


def take_turn(
    name: str, step: float, *, longest: float = LONGEST_WAIT, sleep: Sleep = time.sleep
) -> float | None:
    """Wait for one's turn and take it.

    Args:
        name: of the service, and of the sort of request.
        step: seconds from one request to the next.
        longest: seconds that may be waited for here.

    Returns:
        None when the turn was taken; otherwise the seconds to wait, and no turn was taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"name": name, "step": step, "longest": longest})
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_LEFT, {"name": name})
            left = cursor.fetchone()
            return max(float(left[0]), 0.0) if left else 0.0
    if row[0] > 0:
        sleep(float(row[0]))
    return None


def hold_off(name: str, seconds: float) -> None:
    """Let nobody ask for so many seconds, because the service said so."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"name": name, "seconds": seconds})

"""Signs of life, so that people, the health page and the sweeper see which processes work.

A process has one name for as long as it lives. It goes with every job that the process
claims, so that the work of one that fell silent can be given to another within seconds
instead of when its lease runs out.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import DateTimeField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from jobs.models import Heartbeat

# A process that has not shown itself for this long counts as gone.
STALE_AFTER = timedelta(seconds=30)
# How often a process shows itself.
EVERY = timedelta(seconds=5)
# Processes that show themselves; "pictures" is the command `add_pictures`. What others do (a
# test, another command) has only its lease.
SHOWN_ROLES = ("worker", "sweeper", "pictures")

# Process numbers come back, in containers at every start; with this, a name does not.
_birth = secrets.token_hex(4)
_holder: str | None = None
# When this process showed itself last in each role, by the clock that never goes back.
_shown_at: dict[str, float] = {}


def _called(role: str) -> str:
    return f"{role}@{socket.gethostname()[:80]}:{os.getpid()}:{_birth}"


def take_role(role: str) -> None:
    """Say what this process is. The children that it forks from now on work in its name.

    ``role`` is one of SHOWN_ROLES. To be called before the pool of a worker starts.
    """
    global _holder
    _holder = _called(role)


def holder() -> str:
    """Return the name under which this process claims jobs, at most 120 characters."""
    return _holder or _called("command")


def beat(role: str, details: dict[str, Any] | None = None) -> None:
    """Record that this process is alive now. ``role`` is one of SHOWN_ROLES."""
    Heartbeat.objects.update_or_create(
        name=_called(role),
        defaults={"role": role, "beat_at": Now(), "ended_at": None, "details": details or {}},
    )
    _shown_at[role] = time.monotonic()


def keep_up(role: str) -> None:
    """As `beat`, but nothing is written where this process has shown itself within EVERY."""
    if time.monotonic() - _shown_at.get(role, float("-inf")) >= EVERY.total_seconds():
        beat(role)


def end(role: str) -> None:
    """Record that this process was told to stop and has."""
    _shown_at.pop(role, None)
    Heartbeat.objects.filter(name=_called(role)).update(ended_at=Now())


def before(wait: timedelta) -> ExpressionWrapper[CombinedExpression]:
    """The instant so long before now, in database time."""
    return ExpressionWrapper(Now() - Value(wait), output_field=DateTimeField())


def living() -> QuerySet[Heartbeat]:
    """The processes that showed themselves lately and were not told to stop."""
    return Heartbeat.objects.filter(beat_at__gte=before(STALE_AFTER), ended_at__isnull=True)


def is_alive(role: str) -> bool:
    """Whether any process of the role showed itself lately."""
    return living().filter(role=role).exists()


def last_seen(role: str) -> datetime | None:
    """When a process of the role showed itself last; None if there never was one."""
    last = Heartbeat.objects.filter(role=role).order_by("-beat_at").first()
    return last.beat_at if last else None


def forget_the_gone() -> None:
    """Drop rows of processes that ended more than a day ago, but not the last of each role.

    The last one says since when nothing of the role runs.
    """
    last_of_each = (
        Heartbeat.objects.order_by("role", "-beat_at").distinct("role").values_list("pk", flat=True)
    )
    Heartbeat.objects.filter(~Q(pk__in=list(last_of_each))).filter(
        beat_at__lt=before(timedelta(days=1))
    ).delete()


@contextmanager
def in_role(role: str) -> Iterator[None]:
    """Show this process in a role for as long as the block lasts; whoever is in it calls `beat`.

    ``role`` is one of SHOWN_ROLES. At the end, however it comes, the process has ended in it.
    """
    global _holder
    before_it = _holder
    take_role(role)
    beat(role)
    try:
        yield
    finally:
        _holder = before_it
        end(role)


@contextmanager
def kept_up(role: str) -> Iterator[None]:
    """Show this process as alive, every few seconds, while it is busy inside the block."""
    stop = threading.Event()

    def show() -> None:
        while not stop.wait(EVERY.total_seconds()):
            try:
                beat(role)
            except (OperationalError, InterfaceError):
                # The database is away; the work itself will meet that and say so.
                connection.close()
        # A thread has a connection of its own, and nobody else would close it.
        connection.close()

    thread = threading.Thread(target=show, name=f"signs of life of the {role}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()

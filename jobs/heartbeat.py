"""Signs of life, so that people and the health page see which processes work."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, Value
from django.db.models.functions import Now

from jobs.models import Heartbeat

# A process that has not shown itself for this long counts as gone.
STALE_AFTER = timedelta(seconds=30)
# How often a process shows itself.
EVERY = timedelta(seconds=5)


def beat(role: str, details: dict[str, Any] | None = None) -> None:
    """Record that this process is alive now. ``role`` is worker or sweeper."""
    name = f"{role}@{socket.gethostname()}:{os.getpid()}"
    Heartbeat.objects.update_or_create(
        name=name, defaults={"role": role, "beat_at": Now(), "details": details or {}}
    )


def is_alive(role: str) -> bool:
    """Whether any process of the role showed itself lately."""
    since = ExpressionWrapper(Now() - Value(STALE_AFTER), output_field=DateTimeField())
    return Heartbeat.objects.filter(role=role, beat_at__gte=since).exists()


def forget_the_gone() -> None:
    """Drop rows of processes that ended more than a day ago."""
    long_ago = ExpressionWrapper(Now() - Value(timedelta(days=1)), output_field=DateTimeField())
    Heartbeat.objects.filter(beat_at__lt=long_ago).delete()

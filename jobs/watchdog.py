"""Signs of life of a worker, and its end when it has gone deaf.

After its broker was killed and came back, a Celery worker can stay alive and take no
task (celery issues 8030 and 9054; seen in 4 of 5 runs with Celery 5.7). Asking it
whether it lives does not help; only progress does. So each worker looks at the
table: when work has been due for a while and no worker has claimed anything, it
ends itself and whoever supervises it starts a fresh one.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from datetime import timedelta
from typing import Any

from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import DateTimeField, ExpressionWrapper, Value
from django.db.models.functions import Now

from jobs import heartbeat
from jobs.models import Job, JobState

log = logging.getLogger(__name__)

_stop = threading.Event()


def work_is_stuck() -> bool:
    """Whether work was due for JOB_WATCHDOG_SECONDS while nobody claimed or ran anything."""
    since = ExpressionWrapper(
        Now() - Value(timedelta(seconds=settings.JOB_WATCHDOG_SECONDS)),
        output_field=DateTimeField(),
    )
    overdue = Job.objects.claimable().filter(due_at__lt=since, hinted_at__isnull=False)
    if not overdue.exists():
        return False
    running = Job.objects.filter(state=JobState.RUNNING, lease_until__gte=Now())
    claimed_lately = Job.objects.filter(started_at__gte=since)
    return not running.exists() and not claimed_lately.exists()


def _watch() -> None:
    started = time.monotonic()
    while not _stop.wait(heartbeat.EVERY.total_seconds()):
        try:
            heartbeat.beat("worker")
            deaf = work_is_stuck()
        except (OperationalError, InterfaceError) as error:
            log.warning("watchdog waits for the database (%s)", error)
            connection.close()
            continue
        # A worker that just started has had no chance yet to claim what was waiting.
        if deaf and time.monotonic() - started > settings.JOB_WATCHDOG_SECONDS:
            log.error("work is due and this worker takes none; it ends, to be started afresh")
            os.kill(os.getpid(), signal.SIGTERM)
            return


@worker_ready.connect
def start_watching(**_: Any) -> None:
    """Start the thread in the worker's main process, which does no work itself."""
    _stop.clear()
    threading.Thread(target=_watch, name="watchdog", daemon=True).start()


@worker_shutting_down.connect
def stop_watching(**_: Any) -> None:
    _stop.set()

"""Signs of life of a worker, its dead pool processes, and its end when it has gone deaf.

Runs in a thread of the worker's main process, which does no work itself:

- It shows the worker as alive every few seconds until the process ends, also while the
  worker finishes what it has in hand after it was told to stop.
- When a process of the pool died in the middle of a job (out of memory, over the hard time
  limit), it ends the lease at once, so that the job is claimed again within seconds.
- After its broker was killed and came back, a Celery worker can stay alive and take no
  task (celery issues 8030 and 9054; seen in 4 of 5 runs with Celery 5.7). Asking it
  whether it lives does not help; only progress does. So it looks at the table: when work
  has been due for a while and no worker has claimed anything, the worker ends itself and
  whoever supervises it starts a fresh one.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
import time
from datetime import timedelta
from typing import Any

from celery.exceptions import TimeLimitExceeded, WorkerLostError
from celery.signals import task_failure, worker_init, worker_ready, worker_shutdown
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q

from jobs import heartbeat, runner
from jobs.hints import RUN
from jobs.models import CLAIMABLE, Job, JobState

log = logging.getLogger(__name__)

# A deaf worker that was told to stop and has not, with nothing in hand, is stopped the hard way.
SECONDS_TO_STOP = 30.0

_stop = threading.Event()
_thread: threading.Thread | None = None
# Jobs whose pool process died, with the reason, for the thread: the main process keeps no
# connection to the database, because every pool process that it forks would inherit it.
_lost: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
_wake = threading.Event()


def work_is_stuck() -> bool:
    """Whether work was due for JOB_WATCHDOG_SECONDS while nobody claimed or ran anything.

    Only work counts that a message was sent for since it became due, or since its lease ended:
    of the rest the workers cannot know.
    """
    since = heartbeat.before(timedelta(seconds=settings.JOB_WATCHDOG_SECONDS))
    told_of = Q(state__in=CLAIMABLE, due_at__lt=since, hinted_at__gte=F("due_at")) | Q(
        state=JobState.RUNNING, lease_until__lt=since, hinted_at__gte=F("lease_until")
    )
    if not Job.objects.filter(told_of).exists():
        return False
    claimed_lately = Job.objects.filter(started_at__gte=since)
    return not Job.objects.held().exists() and not claimed_lately.exists()


def release_the_lost() -> None:
    """End the leases of the jobs whose pool process died."""
    while True:
        try:
            job_id, reason = _lost.get_nowait()
        except queue.Empty:
            return
        try:
            released = runner.release_lost(job_id, heartbeat.holder(), reason)
        except (OperationalError, InterfaceError):
            _lost.put((job_id, reason))
            raise
        if released:
            log.warning("pool process died in the middle of job id=%s (%s)", job_id, reason)


class _DeafWorker:
    """Ends this worker when it has gone deaf: first politely, then the hard way."""

    def __init__(self) -> None:
        self.started_at = time.monotonic()
        self.told_at: float | None = None

    def look(self) -> None:
        """Costs three small queries at most."""
        if self.told_at is not None:
            waited = time.monotonic() - self.told_at
            if waited > SECONDS_TO_STOP and not _has_work_in_hand():
                os.kill(os.getpid(), signal.SIGQUIT)
            return
        # A worker that just started has had no chance yet to claim what was waiting.
        had_a_chance = time.monotonic() - self.started_at > settings.JOB_WATCHDOG_SECONDS
        if had_a_chance and work_is_stuck():
            log.error("work is due and this worker takes none; it ends, to be started afresh")
            self.told_at = time.monotonic()
            os.kill(os.getpid(), signal.SIGTERM)


def _has_work_in_hand() -> bool:
    return Job.objects.held().filter(holder=heartbeat.holder()).exists()


def _watch() -> None:
    deaf_worker = _DeafWorker()
    while not _stop.is_set():
        try:
            heartbeat.beat("worker")
            release_the_lost()
            deaf_worker.look()
        except (OperationalError, InterfaceError) as error:
            log.warning("watchdog waits for the database (%s)", error)
            connection.close()
        if _wake.wait(heartbeat.EVERY.total_seconds()):
            _wake.clear()
    try:
        cut_off = runner.release_all_of(heartbeat.holder())
        heartbeat.end("worker")
    except (OperationalError, InterfaceError) as error:
        # The leases end without us, half a minute later.
        log.warning("worker ends without a word to the database (%s)", error)
    else:
        log.info("worker ends cut_off=%s", cut_off)
    connection.close()


@worker_init.connect
def take_name(**_: Any) -> None:
    """Give this worker its name before the pool is forked, which works under it."""
    heartbeat.take_role("worker")


@worker_ready.connect
def start_watching(**_: Any) -> None:
    """Start the thread in the worker's main process."""
    global _thread
    _stop.clear()
    _thread = threading.Thread(target=_watch, name="watchdog", daemon=True)
    _thread.start()


@task_failure.connect
def note_lost_job(sender: Any = None, exception: object = None, args: Any = (), **_: Any) -> None:
    """Note a job whose pool process died: called in the worker's main process."""
    if getattr(sender, "name", "") != RUN or not args:
        return
    if isinstance(exception, (WorkerLostError, TimeLimitExceeded)):
        _lost.put((int(args[0]), f"{type(exception).__name__}: {exception}"))
        _wake.set()


@worker_shutdown.connect
def stop_watching(**_: Any) -> None:
    """Say goodbye once the pool has stopped: what it left behind may be claimed at once."""
    _stop.set()
    _wake.set()
    if _thread is not None:
        _thread.join(timeout=heartbeat.EVERY.total_seconds())

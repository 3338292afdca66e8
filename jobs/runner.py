"""Claim one job, do it, finish it.

For: the Celery task, the sweeper's own fallback and commands. The rules:
a claim is one compare-and-set; the effect and the mark "done" are one
transaction; a worker whose lease was taken over may not write. All times come
from the database, so that a worker with a wrong clock can neither expire nor
double anything.

A lease ends in one of four ways: the job ends; its time runs out; its pool process
is seen to have died (`release_lost`); its holder fell silent (`jobs.sweeper`). The
last two leave the token as it is. A holder that was only frozen may still finish as
long as nobody claimed the job after it; once somebody did, it writes nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from psycopg.errors import IdleInTransactionSessionTimeout

from jobs import heartbeat
from jobs.models import Job, JobState
from jobs.registry import Kind, Payload, Progress, UnknownKind, get_kind

log = logging.getLogger(__name__)

# Worth another try for every kind: the database went away, or the machine was too busy.
ALWAYS_PASSING = (OperationalError, InterfaceError, SoftTimeLimitExceeded)
# After this many claims a job waits for a person. Three: one accident, one retry, one proof.
MOST_ATTEMPTS = 3
# Wait before another try, by attempts made so far.
BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
# The reason of a job whose holder fell silent, and was released (see `jobs.sweeper`).
HOLDER_GONE = "WorkerLostError: The worker that had the job showed no more sign of life."
# The reason of a job whose process was gone each time before it could give one.
NO_REASON = "WorkerLostError: The work ended its process, or was cut off, three times."


class Ran(Enum):
    """What became of one call."""

    DONE = "done"
    NOT_OURS = "not ours"  # finished, running elsewhere, not due, or gone
    WILL_RETRY = "will retry"
    SET_ASIDE = "set aside"
    FENCED = "fenced"  # the lease was lost while working; nothing was written


class LeaseLost(Exception):
    """Another worker holds the job now; this one must write nothing."""


@dataclass(frozen=True, slots=True)
class Claimed:
    job_id: int
    kind: str
    payload: Payload
    token: int
    attempts: int


def _later(wait: timedelta) -> ExpressionWrapper[CombinedExpression]:
    return ExpressionWrapper(Now() + Value(wait), output_field=DateTimeField())


def claim(job_id: int) -> Claimed | None:
    """Take the job if it is there to be taken; None means someone else has it or it is over.

    A job that was already claimed MOST_ATTEMPTS times without an end is set aside
    instead: whatever it does, it takes its worker down with it.
    """
    with transaction.atomic():
        taken = (
            Job.objects.claimable().filter(pk=job_id).select_for_update(skip_locked=True).first()
        )
        if taken is None:
            return None
        if taken.attempts >= MOST_ATTEMPTS:
            Job.objects.filter(pk=job_id).update(
                state=JobState.QUARANTINED,
                lease_until=None,
                last_error=taken.last_error or NO_REASON,
            )
            return None
        Job.objects.filter(pk=job_id).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            token=F("token") + 1,
            holder=heartbeat.holder(),
            hints=0,
            progress_done=0,
            progress_total=None,
            started_at=Now(),
            lease_until=_later(timedelta(seconds=settings.JOB_LEASE_SECONDS)),
        )
    return Claimed(taken.pk, taken.kind, taken.payload, taken.token + 1, taken.attempts + 1)


def run(job_id: int) -> Ran:
    """Claim the job and carry it to an end state or to its next try.

    Never raises for what the step does: the reason goes into the row, where people look.
    """
    claimed = claim(job_id)
    if claimed is None:
        return Ran.NOT_OURS
    log.info("job claimed id=%s kind=%s attempt=%s", job_id, claimed.kind, claimed.attempts)
    try:
        kind = get_kind(claimed.kind)
    except UnknownKind:
        return _set_aside(claimed, f"UnknownKind: {claimed.kind}")
    try:
        result = kind.work(claimed.payload, _progress_of(claimed))
        _finish(claimed, kind, result)
    except LeaseLost:
        log.warning("job fenced id=%s token=%s", job_id, claimed.token)
        return Ran.FENCED
    # Any step may fail in ways it cannot name; the job must still get an end state and a
    # reason that people can see, and the worker must go on to the next one.
    except Exception as error:
        if not connection.in_atomic_block:
            # A connection that broke meanwhile would keep the reason from being written.
            connection.close_if_unusable_or_obsolete()
        if isinstance(error, (*ALWAYS_PASSING, *kind.passing_errors)) or _stood_still(error):
            return _try_again(claimed, _reason(error))
        log.exception("job failed id=%s kind=%s", job_id, claimed.kind)
        return _set_aside(claimed, _reason(error))
    return Ran.DONE


def _stood_still(error: Exception) -> bool:
    """Whether the server ended our session because we were frozen within a transaction."""
    return isinstance(error.__cause__, IdleInTransactionSessionTimeout)


def _finish(claimed: Claimed, kind: Kind[object], result: object) -> None:
    """Write the effect and the end state in one transaction, if the lease is still ours."""
    with transaction.atomic():
        ours = (
            Job.objects.select_for_update()
            .filter(pk=claimed.job_id, token=claimed.token, state=JobState.RUNNING)
            .exists()
        )
        if not ours:
            raise LeaseLost
        kind.record(claimed.payload, result)
        Job.objects.filter(pk=claimed.job_id).update(
            state=JobState.DONE, finished_at=Now(), lease_until=None, last_error=""
        )


def _progress_of(claimed: Claimed) -> Progress:
    def progress(done: int, total: int | None) -> None:
        """Show how far the work is, and hold the lease for as long as it moves."""
        held = Job.objects.filter(
            pk=claimed.job_id, token=claimed.token, state=JobState.RUNNING
        ).update(
            progress_done=done,
            progress_total=total,
            lease_until=_later(timedelta(seconds=settings.JOB_LEASE_SECONDS)),
        )
        if not held:
            raise LeaseLost

    return progress


def release_lost(job_id: int, holder: str, reason: str) -> bool:
    """End the lease of a job whose pool process died, so that it is claimed again in seconds.

    Called by the parent of that process. ``holder`` is the name of the parent: a job that is
    held by somebody else by now, or is over, is left alone, and False is returned. After
    MOST_ATTEMPTS claims the job is set aside at once. ``reason`` is kept in both cases.
    """
    held = Job.objects.filter(pk=job_id, holder=holder, state=JobState.RUNNING)
    if held.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.QUARANTINED, lease_until=None, last_error=reason
    ):
        return True
    return bool(held.update(lease_until=Now(), last_error=reason))


def release_all_of(holder: str) -> int:
    """End every lease of a process that stops with work in hand; returns how many."""
    return Job.objects.filter(holder=holder, state=JobState.RUNNING).update(lease_until=Now())


def _try_again(claimed: Claimed, reason: str) -> Ran:
    if claimed.attempts >= MOST_ATTEMPTS:
        return _set_aside(claimed, reason)
    wait = BACK_OFF[min(claimed.attempts, len(BACK_OFF)) - 1]
    _release(claimed, state=JobState.FAILED, due_at=_later(wait), last_error=reason)
    return Ran.WILL_RETRY


def _set_aside(claimed: Claimed, reason: str) -> Ran:
    _release(claimed, state=JobState.QUARANTINED, last_error=reason)
    return Ran.SET_ASIDE


def _release(claimed: Claimed, **changes: object) -> None:
    Job.objects.filter(pk=claimed.job_id, token=claimed.token, state=JobState.RUNNING).update(
        lease_until=None, **changes
    )


def _reason(error: Exception) -> str:
    # PostgreSQL keeps no NUL in text, and a message may quote anything that came in.
    return f"{type(error).__name__}: {error}".replace("\0", "\ufffd")[:2000]

"""Ask for work, and put right what needs a person.

For: actions and pipelines of the apps above. Writing the row is what counts; the
message to the broker is sent after commit and may be lost, because the sweeper
sends it again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from jobs import hints
from jobs.models import Job, JobState

log = logging.getLogger(__name__)

# One statement and no savepoint, since several jobs are asked for with every picture. What the
# model has as defaults stands here again: PostgreSQL refuses the row where one is forgotten.
_INSERT = """
    INSERT INTO jobs_job (kind, key, payload, due_at, state,
        attempts, token, holder, hints, last_error, progress_done)
    VALUES (%s, %s, %s::jsonb, coalesce(%s, statement_timestamp()), %s, 0, 0, '', 0, '', 0)
    ON CONFLICT (kind, key) DO NOTHING
    RETURNING *
"""


def enqueue(
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    *,
    due_at: datetime | None = None,
    hinted: bool = True,
) -> Job:
    """Write the job's row in the caller's transaction and hint at it after commit.

    ``key`` names the effect; asking again for the same effect returns the row that is
    there, whatever its state. ``payload`` is JSON: ids, never objects. Without the hint, for
    who runs the job next thing, no worker is called to it; if nobody does, the sweeper calls one.
    """
    row = [kind, key, json.dumps(dict(payload)), due_at, JobState.QUEUED.value]
    for job in Job.objects.raw(_INSERT, row):
        if due_at is None and hinted:
            transaction.on_commit(partial(hints.hint, job.pk), robust=True)
        return job
    return Job.objects.get(kind=kind, key=key)


def ask_again(kind: str, key: str, payload: Mapping[str, Any]) -> Job:
    """As `enqueue`, but a job that ended is made to run once more.

    For effects that depend on what has changed since (a finding after new evidence).
    A job that is waiting keeps its place. One that is running is begun anew, and what the run
    under way finds out is thrown away: it may have looked before the change.
    """
    job = enqueue(kind, key, payload)
    again = Job.objects.filter(pk=job.pk).exclude(state=JobState.QUEUED)
    if again.update(
        state=JobState.QUEUED,
        payload=dict(payload),
        attempts=0,
        hints=0,
        due_at=Now(),
        lease_until=None,
        finished_at=None,
        last_error="",
    ):
        transaction.on_commit(partial(hints.hint, job.pk), robust=True)
    return job


def try_again(job: Job) -> bool:
    """Put a job that was set aside or given up back in the queue, with its attempts forgiven.

    Returns False when it is neither any more: someone else was quicker.
    """
    stopped = Job.objects.filter(pk=job.pk, state__in=[JobState.QUARANTINED, JobState.CANCELLED])
    changed = stopped.update(
        state=JobState.QUEUED,
        attempts=0,
        hints=0,
        due_at=Now(),
        finished_at=None,
        last_error="",
    )
    if changed:
        transaction.on_commit(partial(hints.hint, job.pk), robust=True)
    return bool(changed)


def cancel(job: Job) -> bool:
    """Give up a job that is waiting or set aside. Returns False if it is running or over.

    `try_again` takes it up once more.
    """
    stoppable = [JobState.QUEUED, JobState.FAILED, JobState.QUARANTINED]
    return bool(
        Job.objects.filter(pk=job.pk, state__in=stoppable).update(
            state=JobState.CANCELLED, finished_at=Now()
        )
    )

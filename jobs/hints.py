"""Messages to the broker: "look at this job". Not the work, and not the truth about it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.db.models import F
from django.db.models.functions import Now
from kombu.exceptions import ChannelError, OperationalError

from jobs.models import Job

log = logging.getLogger(__name__)

# The name of the one task that does jobs; see `jobs.tasks`.
RUN = "jobs.run"
# After a broker did not answer, this process asks it nothing for so many seconds: somebody who
# uploads twenty pictures waits for it once, and the sweeper keeps its pace.
LEFT_ALONE_SECONDS = 5.0
_ask_again_at = 0.0
_left_to_sweeper: ContextVar[bool] = ContextVar("left_to_sweeper", default=False)


@contextmanager
def left_to_sweeper() -> Iterator[None]:
    """Send no hints inside the block: the sweeper hints at these jobs in its next rounds.

    For who writes thousands of jobs, a few with each step, and wants nobody to hurry.
    """
    before = _left_to_sweeper.set(True)
    try:
        yield
    finally:
        _left_to_sweeper.reset(before)


def send(job_id: int) -> bool:
    """Send the message, and note nothing. False when the broker cannot be reached.

    Never raises for a broker that is away, because the row is already safe.
    """
    global _ask_again_at
    if time.monotonic() < _ask_again_at:
        return False
    try:
        current_app.send_task(RUN, args=[job_id], retry=False)
    except (OperationalError, ConnectionError) as error:
        _ask_again_at = time.monotonic() + LEFT_ALONE_SECONDS
        log.warning("broker not reached, the sweeper will send job id=%s (%s)", job_id, error)
        return False
    return True


def hint(job_id: int) -> bool:
    """Send the message and note when.

    False when the broker cannot be reached, or inside `left_to_sweeper`: the sweeper will.
    """
    if _left_to_sweeper.get() or not send(job_id):
        return False
    Job.objects.filter(pk=job_id).update(hinted_at=Now(), hints=F("hints") + 1)
    return True


def queue_length() -> int:
    """Messages that wait in the broker; 0 when it cannot be reached or has no queue yet."""
    broker = current_app.connection_for_write()
    # What the client raises once the connection stands is not translated by kombu.
    errors = (*broker.connection_errors, *broker.channel_errors)
    away = (OperationalError, ConnectionError, ChannelError, *errors)
    try:
        with broker as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=3)
            name = current_app.conf.task_default_queue
            # Passive: the queue is looked at and never made, so that its type does not matter.
            declared = connection.default_channel.queue_declare(name, passive=True)
            return int(declared.message_count)
    except away:
        return 0

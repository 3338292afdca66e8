"""The one Celery task, and the hint that asks for it."""

from __future__ import annotations

import logging
import time

from celery import current_app, shared_task
from django.db.models.functions import Now
from kombu.exceptions import ChannelError, OperationalError

from jobs import runner
from jobs.models import Job

log = logging.getLogger(__name__)

# After a broker did not answer, this process asks it nothing for so many seconds: somebody who
# uploads twenty pictures waits for it once, and the sweeper keeps its pace.
LEFT_ALONE_SECONDS = 5.0
_ask_again_at = 0.0


@shared_task(name="jobs.run", ignore_result=True)
def run(job_id: int) -> str:
    """Do one job. Sending it twice does the work once: the row decides."""
    return runner.run(job_id).value


def hint(job_id: int) -> bool:
    """Tell the broker to look at the job. False when it cannot be reached: the sweeper will.

    Never raises for a broker that is away, because the row is already safe.
    """
    global _ask_again_at
    if time.monotonic() < _ask_again_at:
        return False
    try:
        run.apply_async(args=[job_id], retry=False)
    except (OperationalError, ConnectionError) as error:
        _ask_again_at = time.monotonic() + LEFT_ALONE_SECONDS
        log.warning("broker not reached, the sweeper will send job id=%s (%s)", job_id, error)
        return False
    Job.objects.filter(pk=job_id).update(hinted_at=Now())
    return True


def queue_length() -> int:
    """Messages that wait in the broker; 0 when it cannot be reached or has no queue yet."""
    broker = current_app.connection_for_write()
    # What the client raises once the connection stands is not translated by kombu.
    away = (OperationalError, ConnectionError, ChannelError, *broker.connection_errors)
    try:
        with broker as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=3)
            name = current_app.conf.task_default_queue
            declared = connection.default_channel.queue_declare(name, passive=True)
            return int(declared.message_count)
    except away:
        return 0

"""Find work that nobody was told of, and say so again.

For: the sweeper process (`manage.py sweep`), which does not depend on the broker to
know what is due. It also does a job itself when the broker cannot be reached and no
worker has shown a sign of life: slow, but not stuck.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from jobs import heartbeat, runner, tasks
from jobs.models import Job

# Hints per round: a flood helps nobody when workers are few.
MOST_HINTS = 200


def _before(wait: timedelta) -> ExpressionWrapper[CombinedExpression]:
    return ExpressionWrapper(Now() - Value(wait), output_field=DateTimeField())


def due_without_hint() -> list[int]:
    """Ids of jobs that may be claimed and were not hinted at lately.

    A job whose message was lost is told of again after JOB_RESEND_SECONDS, or at once when
    it became due after its last hint (a retry, a lease that ran out, a schedule).
    """
    quiet = _before(timedelta(seconds=settings.JOB_RESEND_SECONDS))
    waiting = (
        Job.objects.claimable()
        .filter(
            Q(hinted_at__isnull=True)
            | Q(hinted_at__lt=quiet)
            | Q(due_at__gt=F("hinted_at"))
            | Q(lease_until__gt=F("hinted_at"))
        )
        .order_by("due_at")
    )
    return list(waiting.values_list("pk", flat=True)[:MOST_HINTS])


def sweep() -> int:
    """Hint at every due job nobody was told of; returns how many were sent or done.

    When the broker cannot be reached and no worker lives, the jobs are done here.
    """
    waiting = due_without_hint()
    if waiting and tasks.queue_length() > Job.objects.unfinished().count():
        # Workers are busy or deaf, and the messages are there: more of them would not help.
        return 0
    sent = 0
    for job_id in waiting:
        if tasks.hint(job_id):
            sent += 1
        elif not heartbeat.is_alive("worker"):
            runner.run(job_id)
            # A job may take longer than a sign of life lasts.
            heartbeat.beat("sweeper")
            sent += 1
    return sent

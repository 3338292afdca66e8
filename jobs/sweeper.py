"""Find work that nobody does, and say so again.

For: the sweeper process (`manage.py sweep`), which does not depend on the broker to
know what is due, and the schedule, which has the same rounds done by a worker. Any
number of sweepers may run at once.

A round ends the leases of processes that fell silent, then sends messages for the
jobs that are due. When the broker cannot be reached and no worker has shown a sign of
life, the sweeper does the jobs itself: slow, but not stuck. With a broker and no
worker the work waits, because a worker is expected back and will do it faster.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Least, Now, Power

from jobs import heartbeat, hints, runner
from jobs.models import Job, JobState

log = logging.getLogger(__name__)

# Hints per round: a flood helps nobody when workers are few.
MOST_HINTS = 200
# A hint that led to nothing is sent again after JOB_RESEND_SECONDS, then after twice as long,
# and so on up to so many times as long: 20 s to 5 min by default.
LONGEST_WAIT = 15


def release_the_gone() -> int:
    """End the leases of workers and sweepers that fell silent; returns how many.

    A process counts as gone when it has not shown itself for `heartbeat.STALE_AFTER` (30 s),
    and never before that long after it claimed the job. Nobody counts as gone so soon after
    the database server was started: while it was away, nobody could show himself.
    """
    if not _database_is_up_long_enough():
        return 0
    of_shown_roles = Q()
    for role in heartbeat.SHOWN_ROLES:
        of_shown_roles |= Q(holder__startswith=f"{role}@")
    gone = Job.objects.filter(
        of_shown_roles,
        ~Exists(heartbeat.living().filter(name=OuterRef("holder"))),
        state=JobState.RUNNING,
        lease_until__gt=Now(),
        started_at__lt=heartbeat.before(heartbeat.STALE_AFTER),
    )
    # One that was frozen while it finished still locks its row, until the database ends its
    # session; nobody else's work waits for that.
    with transaction.atomic():
        ours = list(gone.select_for_update(skip_locked=True).values_list("pk", flat=True))
        released = Job.objects.filter(pk__in=ours).update(
            lease_until=Now(), last_error=runner.HOLDER_GONE
        )
    if released:
        log.warning("leases of silent workers ended jobs=%s", released)
    return released


def _database_is_up_long_enough() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock_timestamp() - pg_postmaster_start_time() > make_interval(secs => %s)",
            [heartbeat.STALE_AFTER.total_seconds()],
        )
        return bool(cursor.fetchone()[0])


def _wait_of_a_hint(queued: int) -> ExpressionWrapper[CombinedExpression]:
    """How long the last hint of a job counts, given how many messages wait in the broker.

    An empty queue cannot be flooded, and says that the messages were lost or dropped: then
    the shortest wait holds for all.
    """
    shortest = Value(timedelta(seconds=settings.JOB_RESEND_SECONDS), output_field=DurationField())
    if queued == 0:
        return ExpressionWrapper(Now() - shortest, output_field=DateTimeField())
    # Ten doublings are more than LONGEST_WAIT, and a power that the server can compute.
    doublings = Least(Cast(F("hints"), FloatField()) - 1.0, 10.0)
    times = Least(Power(2.0, doublings), Value(float(LONGEST_WAIT)))
    wait = ExpressionWrapper(shortest * times, output_field=DurationField())
    return ExpressionWrapper(Now() - wait, output_field=DateTimeField())


def due_without_hint(queued: int = 0) -> QuerySet[Job]:
    """The jobs that may be claimed and were not hinted at lately, longest due first.

    A job whose message led to nothing is told of again after a growing wait, or at once when
    it became due after its last hint (a retry, a lease that ended, a schedule).
    """
    return (
        Job.objects.claimable()
        .filter(
            Q(hinted_at__isnull=True)
            | Q(hinted_at__lt=_wait_of_a_hint(queued))
            | Q(due_at__gt=F("hinted_at"))
            | Q(lease_until__gt=F("hinted_at"))
        )
        .order_by("due_at", "pk")
    )


def _take_turns(queued: int) -> list[int]:
    """Choose whom to send for and note it as sent, so that no other sweeper sends for them.

    The rows are locked only for these two statements: a worker that wants to claim one at
    that moment passes it over, and comes back for the message that is sent right after.
    """
    with transaction.atomic():
        found = due_without_hint(queued).select_for_update(skip_locked=True)
        chosen = list(found.values_list("pk", flat=True)[:MOST_HINTS])
        Job.objects.filter(pk__in=chosen).update(hinted_at=Now(), hints=F("hints") + 1)
    return chosen


def sweep() -> int:
    """One round; returns how many messages were sent or jobs done here.

    At most MOST_HINTS messages, and none while more messages wait in the broker than there is
    work: workers are busy or deaf then, and more messages would not help.
    """
    release_the_gone()
    if not due_without_hint().exists():
        return 0
    queued = hints.queue_length()
    if queued > Job.objects.unfinished().count():
        return 0
    return sum(_send_or_do(job_id) for job_id in _take_turns(queued))


def _send_or_do(job_id: int) -> bool:
    if hints.send(job_id):
        return True
    # Nothing was sent after all: whoever reaches the broker first need not wait.
    Job.objects.filter(pk=job_id).update(hinted_at=None, hints=0)
    if heartbeat.is_alive("worker"):
        return False
    heartbeat.beat("sweeper")
    # A job may take longer than a sign of life lasts.
    with heartbeat.kept_up("sweeper"):
        runner.run(job_id)
    heartbeat.beat("sweeper")
    return True

"""What people who look after background work ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import (
    BooleanField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Now

from jobs import heartbeat
from jobs.models import Heartbeat, Job, JobQuerySet, JobState

# Newest jobs first where somebody looks back, longest waiting first where somebody waits.
ORDER = {
    JobState.QUARANTINED: ("-started_at", "-pk"),
    JobState.RUNNING: ("started_at", "pk"),
    JobState.FAILED: ("due_at", "pk"),
    JobState.QUEUED: ("due_at", "pk"),
    JobState.DONE: ("-finished_at", "-pk"),
    JobState.CANCELLED: ("-finished_at", "-pk"),
}
# Rounds of the sweeper after which a due job that nobody was told of means: the broker is away.
ROUNDS = 3


def _answer(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _untold() -> Q:
    late = heartbeat.before(timedelta(seconds=ROUNDS * settings.JOB_SWEEP_SECONDS))
    return Q(hinted_at__isnull=True, due_at__lt=late)


def jobs_in_state(state: JobState, kind: str = "") -> JobQuerySet:
    """The jobs in one state, of one kind or of all (""), in the order in which they are shown.

    Each has ``unheard_for``, how long its holder has not shown itself (None if it never did), and
    three answers in database time: ``is_due``; ``is_untold``, due for a while and no
    message could be sent; ``is_cut_off``, running by name under a lease that has ended.
    """
    found = Job.objects.filter(state=state, **({"kind": kind} if kind else {}))
    shown_at = Heartbeat.objects.filter(name=OuterRef("holder")).values("beat_at")
    return found.annotate(
        unheard_for=ExpressionWrapper(
            Now() - Subquery(shown_at, output_field=DateTimeField()),
            output_field=DurationField(),
        ),
        is_due=_answer(Q(due_at__lte=Now())),
        is_untold=_answer(_untold()),
        is_cut_off=_answer(Q(lease_until__isnull=False, lease_until__lt=Now())),
    ).order_by(*ORDER[state])


@dataclass(frozen=True, slots=True)
class Crew:
    """Who is there to do background work. Times are None for "never since it was set up"."""

    has_worker: bool
    worker_seen_at: datetime | None
    has_sweeper: bool
    sweeper_seen_at: datetime | None
    broker_is_away: bool


def look_at_crew() -> Crew:
    """Ask the signs of life; five small queries, and none to the broker.

    ``broker_is_away`` is concluded: a sweeper is at work and could not send for a due job.
    """
    has_sweeper = heartbeat.is_alive("sweeper")
    return Crew(
        has_worker=heartbeat.is_alive("worker"),
        worker_seen_at=heartbeat.last_seen("worker"),
        has_sweeper=has_sweeper,
        sweeper_seen_at=heartbeat.last_seen("sweeper"),
        broker_is_away=has_sweeper and Job.objects.claimable().filter(_untold()).exists(),
    )

"""What is stored about background work.

For: the state of record of every job, and the signs of life of the processes
that carry jobs out. Not for what a job does: kinds register their step in
`jobs.registry`, and this app knows nothing of pictures or claims.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs.constraints import both_or_neither


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    FAILED = "failed", _("failed, will be tried again")
    DONE = "done", _("done")
    QUARANTINED = "quarantined", _("set aside, needs a person")
    CANCELLED = "cancelled", _("cancelled")


# States from which a worker may take a job once it is due.
CLAIMABLE = (JobState.QUEUED, JobState.FAILED)


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self) -> JobQuerySet:
        """Jobs that a worker may take now: due, or running under a lease that is over."""
        return self.filter(
            Q(state__in=CLAIMABLE, due_at__lte=Now())
            | Q(state=JobState.RUNNING, lease_until__lt=Now())
        )

    def held(self) -> JobQuerySet:
        """Jobs that somebody runs under a lease that lasts."""
        return self.filter(state=JobState.RUNNING, lease_until__gte=Now())

    def unfinished(self) -> JobQuerySet:
        return self.filter(state__in=[*CLAIMABLE, JobState.RUNNING])


class Job(models.Model):
    """One piece of work, from asked to done.

    ``key`` names the effect (kind, content digest, parameter version), so that asking
    twice for the same effect finds the same row. ``attempts`` counts claims, not
    failures: a step that kills its worker is counted too. ``token`` grows with each
    claim, and only the holder of the newest one may finish the job. ``holder`` is the
    process that made the last claim, by the name under which it shows its signs of
    life (see `jobs.heartbeat`); empty before the first claim. ``hints`` counts the
    messages sent since the last claim.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, blank=True, default="")
    due_at = models.DateTimeField(db_default=Now())
    hinted_at = models.DateTimeField(null=True, blank=True)
    hints = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Job]] = JobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_kind_and_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="job_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=both_or_neither(
                    Q(finished_at__isnull=False),
                    Q(state__in=[JobState.DONE, JobState.CANCELLED]),
                ),
                name="job_finished_at_goes_with_state",
            ),
            models.CheckConstraint(
                condition=Q(progress_total__isnull=True)
                | Q(progress_done__lte=F("progress_total")),
                name="job_progress_within_total",
            ),
        ]
        indexes: ClassVar = [
            # What a job is about: the pages of a picture and of a search ask for theirs.
            GinIndex(fields=["payload"], name="job_by_payload", opclasses=["jsonb_path_ops"]),
            models.Index(
                fields=["due_at"],
                name="job_waiting_by_due",
                condition=Q(state__in=["queued", "failed", "running"]),
            ),
            models.Index(
                fields=["-started_at"],
                name="job_set_aside_by_start",
                condition=Q(state="quarantined"),
            ),
            models.Index(
                fields=["-finished_at"],
                name="job_over_by_end",
                condition=Q(state__in=["done", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Heartbeat(models.Model):
    """The last sign of life of a named process (a worker, the sweeper), in database time.

    ``ended_at`` is set by a process that was told to stop and did; one that was killed
    only falls silent.
    """

    name = models.CharField(max_length=120, primary_key=True)
    role = models.CharField(max_length=20)
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["role", "name"]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"

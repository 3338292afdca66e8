"""Background work that a page of the desk waits for, or that needs a person."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from jobs.models import Job, JobState


def reading_job(item_id: UUID) -> Job | None:
    """The newest job that reads this news item."""
    return Job.objects.filter(key__startswith=f"{item_id}:").order_by("-pk").first()


def picture_job(asset_id: UUID) -> Job | None:
    """The newest job that reads this picture."""
    return Job.objects.filter(payload__contains={"asset": str(asset_id)}).order_by("-pk").first()


def search_job(search_id: UUID) -> Job | None:
    """The newest job that looks for this picture in the archive."""
    return Job.objects.filter(payload__contains={"search": str(search_id)}).order_by("-pk").first()


def jobs_needing_a_person() -> QuerySet[Job]:
    """Jobs that were set aside, newest first."""
    return Job.objects.filter(state=JobState.QUARANTINED).order_by("-started_at")


def jobs_in_hand() -> QuerySet[Job]:
    """Jobs that wait or run."""
    return Job.objects.filter(
        state__in=[JobState.QUEUED, JobState.FAILED, JobState.RUNNING]
    ).order_by("state", "due_at")

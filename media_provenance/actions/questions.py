"""Asking whether a picture existed before an event, and no longer asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError

from media_provenance.actions.refusals import EventUnbounded
from media_provenance.domain.date_evidence import instants_of
from media_provenance.models import DatingQuestion, MediaAsset
from media_provenance.pipeline import lock_pictures, recompute_findings
from media_provenance.pipeline.captures import ask_to_keep_original
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def ask_when(
    asset: MediaAsset, *, asked_for: str, event: DateInterval, by: User | None = None
) -> DatingQuestion:
    """Ask whether a picture existed before an event, now and whenever something changes.

    Asking again for the same purpose with other days changes the question.

    Args:
        asked_for: the asker's own reference, as ``claim:…``; not looked into.
        event: the event's days, both ends known. Where it happened is not asked, so a day is
            every instant that it has anywhere on Earth.

    Raises:
        EventUnbounded: if an end is open.
    """
    instants = instants_of(event)
    if (
        event.earliest is None
        or event.latest is None
        or instants.earliest is None
        or instants.latest is None
    ):
        raise EventUnbounded
    lock_pictures()
    question, created = DatingQuestion.objects.get_or_create(
        asset=asset,
        asked_for=asked_for,
        defaults={
            "event_earliest": instants.earliest,
            "event_latest": instants.latest,
            "event_first_day": event.earliest,
            "event_last_day": event.latest,
            "asked_by": by,
        },
    )
    days = (question.event_first_day, question.event_last_day)
    if not created and days != (event.earliest, event.latest):
        question.event_first_day, question.event_last_day = event.earliest, event.latest
        question.event_earliest = instants.earliest
        question.event_latest = instants.latest
        question.save()
    ask_to_keep_original(asset)
    recompute_findings([asset.pk])
    return question


@transaction.atomic
def stop_asking(asset: MediaAsset, *, asked_for: str) -> bool:
    """Take back a question, because the asker no longer knows when the event was.

    Returns:
        False where something cites one of its findings: those must stay readable, so the
        question stays as well.
    """
    lock_pictures()
    try:
        with transaction.atomic():
            DatingQuestion.objects.filter(asset=asset, asked_for=asked_for).delete()
    except ProtectedError:
        return False
    return True

"""What people and the apps above may do to pictures, and what follows from it.

Each function is one transaction and leaves all findings as the evidence then stands. Who may do
it is asked by the caller, who knows the people: there are no permissions in this app.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.actions import enqueue
from media_provenance.adapters import storage
from media_provenance.adapters.images import DecoderGone, PictureRefused, check_header
from media_provenance.adapters.storage import DiskRefuses
from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceKind,
    instants_of,
)
from media_provenance.models import (
    Capture,
    CaptureKind,
    DatingQuestion,
    Decision,
    Evidence,
    Match,
    MatchDecision,
    MediaAsset,
    asset_id_for,
)
from media_provenance.pipeline import (
    EvidenceDraft,
    affected_by,
    draft_of_own_capture,
    lock_pictures,
    precision_of,
    recompute_findings,
    write_evidence,
)
from media_provenance.pipeline.drawing import (
    ComparisonKind,
    ComparisonMissing,
    comparison_file,
    searched_file,
)
from media_provenance.pipeline.videos import check_video, video_key
from media_provenance.queries import UNKNOWN_OPERATOR
from media_provenance.tasks import READ_PICTURE, READ_VIDEO, key_of
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = [
    "ComparisonKind",
    "ComparisonMissing",
    "DecoderGone",
    "DiskRefuses",
    "EventUnbounded",
    "EvidenceDraft",
    "PictureRefused",
    "ReasonNeeded",
    "ask_when",
    "comparison_file",
    "decide_match",
    "lock_pictures",
    "precision_of",
    "record_evidence",
    "record_page_sighting",
    "searched_file",
    "stop_asking",
    "store_capture",
    "store_picture",
    "withdraw_evidence",
    "withdraw_page_sightings",
]

# Why `withdraw_page_sightings` withdraws. Stored, and recognised when the old date comes back.
PAGE_DATE_PUT_RIGHT = "date of the page was put right"


class ReasonNeeded(ValueError):
    """Evidence is withdrawn with a reason, because a finding may rest on it."""

    def __init__(self) -> None:
        super().__init__(_("Please say why this evidence is withdrawn."))


class EventUnbounded(ValueError):
    """A picture can only be dated against an event with a first and a last day."""

    def __init__(self) -> None:
        super().__init__(_("Please give the first and the last day of the event."))


# Files


@transaction.atomic
def store_picture(
    data: bytes, *, original_name: str = "", by: User | None = None, read_here: bool = False
) -> MediaAsset:
    """Keep a picture's bytes, note that we had them at this moment, and have it read.

    A video is kept the same way; a worker takes frames from it, which become pictures.

    The same bytes again are the same asset, met on one more occasion: a new sighting by our own
    clock. Only the first bytes are looked at here; a worker decodes the rest, and may still refuse
    the picture (``asset.state`` says so).

    Args:
        read_here: the caller runs the job that reads it; no worker is called to it.

    Raises:
        PictureRefused: with its code; nothing was kept.
    """
    video = check_video(data)
    kind = check_header(data).format.value if video is None else video.value
    sha256 = hashlib.sha256(data).hexdigest()
    asset = MediaAsset(
        id=asset_id_for(sha256),
        sha256=sha256,
        byte_size=len(data),
        format=kind,
        original_name=original_name[:255],
        added_by=by,
    )
    # Before the lock: whoever else writes need not wait for the disk.
    storage.store(asset.original_path, data)
    lock_pictures()
    known = MediaAsset.objects.filter(pk=asset.pk).first()
    if known is None:
        asset.save(force_insert=True)
        asset.refresh_from_db(fields=["added_at"])
    else:
        asset = known
    moment = timezone.now() if known else asset.added_at
    write_evidence(
        asset,
        draft_of_own_capture(moment, key=f"own_capture:{moment.isoformat()}", by=by),
        new=known is None,
    )
    if video is None:
        enqueue(READ_PICTURE, key_of(sha256), {"asset": str(asset.pk)}, hinted=not read_here)
    else:
        enqueue(READ_VIDEO, video_key(sha256), {"asset": str(asset.pk)}, hinted=not read_here)
    if known is not None:
        recompute_findings([asset.pk])
    return asset


@transaction.atomic
def store_capture(
    data: bytes,
    *,
    kind: CaptureKind,
    url: str = "",
    final_url: str = "",
    status: int | None = None,
    headers: Iterable[Sequence[str]] = (),
    media_type: str = "",
    by: User | None = None,
) -> Capture:
    """Keep what was fetched, uploaded or pasted, byte for byte, with how we came by it.

    Every call is a capture of its own, even of the same bytes: each was made at its own time.

    Args:
        headers: name and value of each header of the answer, in order.
        status: of the answer; None where nothing was fetched.
    """
    capture = Capture(
        kind=kind,
        url=url,
        final_url=final_url,
        status=status,
        headers=[list(header) for header in headers],
        media_type=media_type[:100],
        sha256=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        captured_by=by,
    )
    storage.store(capture.path, data)
    capture.save(force_insert=True)
    capture.refresh_from_db()
    return capture


# Evidence


@transaction.atomic
def record_evidence(asset: MediaAsset, draft: EvidenceDraft) -> Evidence:
    """Record a dated fact about a picture. The same key again gives the row that is there.

    Raises:
        django.db.IntegrityError: if the draft breaks a rule of the table (a sighting without a
            latest instant, a manual entry without a person).
    """
    lock_pictures()
    evidence = write_evidence(asset, draft)
    recompute_findings([asset.pk])
    return evidence


@transaction.atomic
def record_page_sighting(
    asset: MediaAsset,
    *,
    page_key: str,
    url: str,
    title: str,
    language: str,
    published: DateInterval,
    origin: str,
    read_from: str,
    capture: Capture | None,
) -> Evidence | None:
    """Record that a picture stood on a page that was published on those days.

    Args:
        page_key: names the page and its date, so that reading it twice records it once.
        url: of the page, "" if nobody knows it; then it counts as nobody's independent word.
        published: the days as written, in the page's own zone.
        origin: where on the page the date stood, in the word of the one who read it.
        read_from: the words the date was read from.

    Returns:
        The evidence, or None where the page bounds nothing: its date has no last day.
    """
    if published.latest is None:
        return None
    lock_pictures()
    kind = EvidenceKind.PUBLISHER_DATE
    evidence = write_evidence(
        asset,
        EvidenceDraft(
            key=f"page:{page_key}",
            kind=kind,
            role=KIND_ROLE[kind],
            interval=instants_of(published),
            precision=precision_of(published),
            grade=KIND_GRADE[kind],
            operator=_operator_of(url) or f"{UNKNOWN_OPERATOR}{page_key}",
            read_from=read_from,
            source_url=url,
            source_title=title,
            source_language=language,
            capture=capture,
            note=origin,
        ),
    )
    _reinstate(evidence)
    recompute_findings([asset.pk])
    return evidence


def _operator_of(url: str) -> str:
    """Return the host that a page's clock belongs to, "" if there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _reinstate(evidence: Evidence) -> None:
    """Let a page's date stand again that was put right and is now put back.

    What a person withdrew stays withdrawn, however often the page is read.
    """
    if evidence.withdrawn_at is not None and evidence.withdrawn_reason == PAGE_DATE_PUT_RIGHT:
        evidence.withdrawn_at, evidence.withdrawn_by = None, None
        evidence.withdrawn_reason = ""
        evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: User, reason: str) -> Evidence:
    """Take a piece of evidence back. It stays on record and counts no more.

    Withdrawing twice keeps the first person and reason.

    Raises:
        ReasonNeeded: for an empty reason.
    """
    if not reason.strip():
        raise ReasonNeeded
    lock_pictures()
    changed = Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=Now(), withdrawn_by=by, withdrawn_reason=reason.strip()
    )
    if changed:
        recompute_findings([evidence.asset_id])
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def withdraw_page_sightings(asset: MediaAsset, *, page: str, but: str, by: User | None) -> int:
    """Withdraw what a page said before its date was put right.

    Args:
        page: what the page's keys begin with, before the first colon.
        but: the key that stands, as given to ``record_page_sighting``.
        by: who put it right, None for the system.

    Returns:
        How many sightings were withdrawn.
    """
    lock_pictures()
    withdrawn = (
        Evidence.objects.filter(
            asset=asset,
            kind=EvidenceKind.PUBLISHER_DATE.value,
            key__startswith=f"page:{page}:",
            withdrawn_at__isnull=True,
        )
        .exclude(key=f"page:{but}")
        .update(withdrawn_at=Now(), withdrawn_by=by, withdrawn_reason=PAGE_DATE_PUT_RIGHT)
    )
    if withdrawn:
        recompute_findings([asset.pk])
    return withdrawn


# Matches


@transaction.atomic
def decide_match(match: Match, decision: Decision, *, by: User, note: str = "") -> Match:
    """Say whether two pictures are the same one. Every finding that this touches is redone.

    A decision may be changed or, with ``Decision.UNDECIDED``, taken back. The same decision and
    note again change nothing: the first person and time stay. Every change is kept
    (`MatchDecision`).
    """
    lock_pictures()
    current = Match.objects.select_for_update().get(pk=match.pk)
    note = note.strip()
    if current.decision == decision and (not note or current.note == note):
        return current
    pair = (current.first_id, current.second_id)
    # Before and after: a rejected pair is linked no longer, and its findings must be redone too.
    touched: set[UUID] = affected_by(pair)
    decided = decision != Decision.UNDECIDED
    MatchDecision.objects.create(
        match=current, was=current.decision, decision=decision, note=note, decided_by=by
    )
    current.decision = decision
    current.decided_by = by if decided else None
    current.decided_at = timezone.now() if decided else None
    current.note = note
    current.represented_by = None
    current.save(update_fields=["decision", "decided_by", "decided_at", "note", "represented_by"])
    recompute_findings(touched | set(pair))
    return current


# Questions


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

"""What the desk says about pictures: whether two are the same, and what dates they have.

`media_provenance.actions` makes the change and works the findings out anew; here is who may
ask for it, and the entry in the history of every claim that was spread with the picture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from claims.actions.history import record_event
from claims.models import Claim
from claims.permissions import (
    check_can_check_evidence,
    check_can_decide_match,
    check_can_edit_claim,
)
from media_provenance import actions as provenance
from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    EvidenceKind,
    Role,
    instants_of,
)
from media_provenance.models import (
    Capture,
    CaptureKind,
    Decision,
    Evidence,
    EvidenceMethod,
    Match,
    MediaAsset,
)
from media_provenance.queries import UNKNOWN_OPERATOR
from multilingual.intervals import DateInterval, InstantInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Kinds that a person may enter. What is read out of files and pages is not among them: it is
# read there. Nor is a time stamp, which is checked and not typed.
ENTERED_KINDS = (
    EvidenceKind.PUBLISHER_DATE,
    EvidenceKind.WEB_ARCHIVE_IMAGE,
    EvidenceKind.WEB_ARCHIVE_PAGE,
    EvidenceKind.PLATFORM_TIME,
    EvidenceKind.CRAWLER_FIRST_SEEN,
    EvidenceKind.FACT_CHECK,
    EvidenceKind.CONTENT_CLUE,
    EvidenceKind.DEVICE_RELEASE,
    EvidenceKind.STATED_BY_PERSON,
)
# Kinds that only ever say that a picture cannot be older.
NOT_BEFORE_KINDS = frozenset({EvidenceKind.DEVICE_RELEASE})
ENTERED_ROLES = (Role.SEEN, Role.NOT_BEFORE)
_ARCHIVED_KINDS = frozenset({EvidenceKind.WEB_ARCHIVE_IMAGE, EvidenceKind.WEB_ARCHIVE_PAGE})


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """A dated fact about a picture as a person types it.

    Attributes:
        days: on which the picture was seen, or before which it cannot have been made. A
            sighting needs its last day, a "not before" its first.
        url, archived_url: where others can look it up; see ``missing_field``.
        instants: where a time of day was given; then these are weighed and not the days.
        zone_known: whether that time was given with its offset from UTC.
        read_from: the words the date was taken from, where the system offered it.
        screenshot: a picture of what the person saw, kept as it is; None for none.
    """

    kind: EvidenceKind
    role: Role
    days: DateInterval
    url: str = ""
    archived_url: str = ""
    title: str = ""
    language: str = ""
    note: str = ""
    instants: InstantInterval | None = None
    zone_known: bool = False
    read_from: str = ""
    screenshot: bytes | None = None
    screenshot_type: str = ""


class EvidenceIncomplete(ValueError):
    """The entry lacks something; ``field`` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(f"evidence needs {field}")
        self.field = field


def missing_field(entry: EvidenceEntry) -> str:
    """Name the field that the entry still lacks, "" if it is complete.

    What counts for more than somebody's word must be where others can look it up: a copy in an
    archive by the copy's address, what a publisher, platform or crawler says by its own. What
    only a person says, or sees in the picture, is told in the note.
    """
    if entry.role is Role.SEEN and entry.days.latest is None:
        return "last"
    if entry.role is Role.NOT_BEFORE and entry.days.earliest is None:
        return "first"
    if entry.kind in NOT_BEFORE_KINDS and entry.role is not Role.NOT_BEFORE:
        return "role"
    if entry.kind in _ARCHIVED_KINDS:
        return "" if entry.archived_url else "archived_url"
    if entry.kind in (EvidenceKind.CONTENT_CLUE, EvidenceKind.STATED_BY_PERSON):
        return "" if entry.note.strip() else "note"
    return "" if entry.url else "url"


@transaction.atomic
def decide_match(match_id: int, decision: Decision, *, by: User, note: str = "") -> Match:
    """Say whether two pictures are the same one, or with UNDECIDED take that back.

    Raises:
        Match.DoesNotExist, NotAllowed.
    """
    check_can_decide_match(by)
    match = Match.objects.get(pk=match_id)
    before = match.decision, match.note
    decided = provenance.decide_match(match, decision, by=by, note=note)
    if (decided.decision, decided.note) != before:
        _record(
            (decided.first_id, decided.second_id),
            "match.decided",
            by,
            match=decided.pk,
            decision=decided.decision,
            note=decided.note,
            before={"decision": before[0], "note": before[1]},
            after={"decision": decided.decision, "note": decided.note},
        )
    return decided


@transaction.atomic
def add_evidence(asset: MediaAsset, entry: EvidenceEntry, *, by: User) -> Evidence:
    """Record a dated fact that a person found. The same entry again gives the row that is there.

    Raises:
        NotAllowed; EvidenceIncomplete.
    """
    check_can_edit_claim(by)
    field = missing_field(entry)
    if field:
        raise EvidenceIncomplete(field)
    provenance.lock_pictures()
    key = _key(asset, entry)
    if known := Evidence.objects.filter(asset=asset, key=key).first():
        return known
    evidence = provenance.record_evidence(
        asset,
        provenance.EvidenceDraft(
            key=key,
            kind=entry.kind,
            role=entry.role,
            interval=entry.instants or instants_of(entry.days),
            precision="second" if entry.instants else provenance.precision_of(entry.days),
            zone_known=entry.instants is not None and entry.zone_known,
            read_from=entry.read_from,
            capture=_kept_screenshot(entry, by),
            # Who set the clock decides, and that is not who typed.
            grade=KIND_GRADE[entry.kind],
            operator=_operator(entry) or f"{UNKNOWN_OPERATOR}{key}",
            source_url=entry.url,
            source_title=entry.title.strip(),
            source_language=entry.language,
            archived_url=entry.archived_url,
            method=EvidenceMethod.MANUAL,
            entered_by=by,
            note=entry.note.strip(),
        ),
    )
    _record([asset.pk], "evidence.added", by, evidence=evidence.pk, kind=entry.kind.value)
    return evidence


@transaction.atomic
def withdraw_evidence(evidence_id: int, *, by: User, reason: str) -> Evidence:
    """Take a piece of evidence back; it stays on record and counts no more.

    Raises:
        Evidence.DoesNotExist, NotAllowed; media_provenance.actions.ReasonNeeded.
    """
    check_can_edit_claim(by)
    evidence = Evidence.objects.get(pk=evidence_id)
    stood = evidence.withdrawn_at is None
    evidence = provenance.withdraw_evidence(evidence, by=by, reason=reason)
    if stood:
        _record(
            [evidence.asset_id],
            "evidence.withdrawn",
            by,
            evidence=evidence.pk,
            kind=evidence.kind,
            reason=evidence.withdrawn_reason,
        )
    return evidence


def _kept_screenshot(entry: EvidenceEntry, by: User) -> Capture | None:
    if not entry.screenshot:
        return None
    return provenance.store_capture(
        entry.screenshot,
        kind=CaptureKind.UPLOADED,
        url=entry.url or entry.archived_url,
        media_type=entry.screenshot_type,
        by=by,
    )


@transaction.atomic
def put_back_evidence(evidence_id: int, *, by: User) -> Evidence:
    """Let withdrawn evidence stand again.

    Raises:
        Evidence.DoesNotExist, NotAllowed.
    """
    check_can_edit_claim(by)
    evidence = Evidence.objects.get(pk=evidence_id)
    was_withdrawn = evidence.withdrawn_at is not None
    evidence = provenance.put_back_evidence(evidence, by=by)
    if was_withdrawn:
        _record_of(evidence, "evidence.put_back", by)
    return evidence


@transaction.atomic
def check_evidence(evidence_id: int, *, by: User) -> Evidence:
    """Say as a second person that what one person entered holds.

    Raises:
        Evidence.DoesNotExist, NotAllowed; media_provenance.actions.OwnEntry, NothingToCheck.
    """
    check_can_check_evidence(by)
    evidence = Evidence.objects.get(pk=evidence_id)
    was_checked = evidence.checked_by_id is not None
    evidence = provenance.check_evidence(evidence, by=by)
    if not was_checked:
        _record_of(evidence, "evidence.checked", by)
    return evidence


@transaction.atomic
def uncheck_evidence(evidence_id: int, *, by: User) -> Evidence:
    """Take a second person's check back.

    Raises:
        Evidence.DoesNotExist, NotAllowed.
    """
    check_can_check_evidence(by)
    evidence = Evidence.objects.get(pk=evidence_id)
    was_checked = evidence.checked_by_id is not None
    evidence = provenance.uncheck_evidence(evidence, by=by)
    if was_checked:
        _record_of(evidence, "evidence.unchecked", by)
    return evidence


@transaction.atomic
def confirm_match_too(match_id: int, *, by: User, note: str = "") -> Match:
    """Say as a second person that two pictures are the same one.

    Raises:
        Match.DoesNotExist, NotAllowed; media_provenance.actions.OwnEntry, NothingToCheck.
    """
    check_can_decide_match(by)
    match = Match.objects.get(pk=match_id)
    had_second = match.second_decided_by_id is not None
    match = provenance.confirm_match_too(match, by=by, note=note)
    if not had_second:
        _record((match.first_id, match.second_id), "match.confirmed_too", by, match=match.pk)
    return match


@transaction.atomic
def take_back_second_word(match_id: int, *, by: User) -> Match:
    """Take back what a second person said of a pair.

    Raises:
        Match.DoesNotExist, NotAllowed.
    """
    check_can_decide_match(by)
    match = Match.objects.get(pk=match_id)
    had_second = match.second_decided_by_id is not None
    match = provenance.take_back_second_word(match, by=by)
    if had_second:
        _record((match.first_id, match.second_id), "match.second_taken_back", by, match=match.pk)
    return match


def _record_of(evidence: Evidence, name: str, by: User) -> None:
    _record([evidence.asset_id], name, by, evidence=evidence.pk, kind=evidence.kind)


def _operator(entry: EvidenceEntry) -> str:
    """Return the host that controls the clock: the archive's own for a copy in an archive."""
    address = entry.archived_url if entry.kind in _ARCHIVED_KINDS else entry.url
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _key(asset: MediaAsset, entry: EvidenceEntry) -> str:
    """Name the entry by what it says, so that sending a form twice records it once.

    What was withdrawn may be entered again, as a new row.
    """
    said = "\n".join(
        (
            entry.kind.value,
            entry.role.value,
            str(entry.days.earliest),
            str(entry.days.latest),
            *([str(entry.instants)] if entry.instants else []),
            entry.url,
            entry.archived_url,
            entry.note.strip(),
        )
    )
    base = f"manual:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
    withdrawn = Evidence.objects.filter(
        asset=asset, key__startswith=f"{base}:", withdrawn_at__isnull=False
    ).count()
    return f"{base}:{withdrawn}"


def _record(asset_ids: Iterable[UUID], name: str, by: User, **values: Any) -> None:
    """Write into the history of every claim that was spread with one of the pictures."""
    ids = list(asset_ids)
    assets = [str(asset_id) for asset_id in ids]
    for claim in Claim.objects.filter(pictures__asset__in=ids).distinct().order_by("pk"):
        record_event(claim, name, by=by, assets=assets, **values)

"""Evidence in people's hands: recorded, withdrawn, put back, and checked by a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from media_provenance.actions.refusals import NothingToCheck, OwnEntry, ReasonNeeded
from media_provenance.models import Evidence, EvidenceMove, EvidenceStep, MediaAsset
from media_provenance.pipeline import (
    EvidenceDraft,
    lock_pictures,
    recompute_findings,
    write_evidence,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


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
        EvidenceStep.objects.create(
            evidence=evidence, move=EvidenceMove.WITHDRAWN, reason=reason.strip(), made_by=by
        )
        recompute_findings([evidence.asset_id])
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def put_back_evidence(evidence: Evidence, *, by: User) -> Evidence:
    """Let withdrawn evidence stand again. Who withdrew it and why stays on record.

    Putting back what stands changes nothing.
    """
    lock_pictures()
    changed = Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=False).update(
        withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""
    )
    if changed:
        EvidenceStep.objects.create(evidence=evidence, move=EvidenceMove.PUT_BACK, made_by=by)
        recompute_findings([evidence.asset_id])
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def check_evidence(evidence: Evidence, *, by: User) -> Evidence:
    """Say as a second person that what one person entered holds.

    Checking what is checked changes nothing: the first second person stays.

    Raises:
        OwnEntry: the person entered it.
        NothingToCheck: nobody typed it, or it is withdrawn.
    """
    lock_pictures()
    current = Evidence.objects.get(pk=evidence.pk)
    if not current.is_by_hand or current.withdrawn_at is not None:
        raise NothingToCheck
    if current.entered_by_id == by.pk:
        raise OwnEntry
    if current.checked_by_id is None:
        current.checked_at, current.checked_by = timezone.now(), by
        current.save(update_fields=["checked_at", "checked_by"])
        EvidenceStep.objects.create(evidence=current, move=EvidenceMove.CHECKED, made_by=by)
        recompute_findings([current.asset_id])
    return current


@transaction.atomic
def uncheck_evidence(evidence: Evidence, *, by: User) -> Evidence:
    """Take a second person's check back. Taking back what is not there changes nothing."""
    lock_pictures()
    changed = Evidence.objects.filter(pk=evidence.pk, checked_by__isnull=False).update(
        checked_at=None, checked_by=None
    )
    if changed:
        EvidenceStep.objects.create(evidence=evidence, move=EvidenceMove.UNCHECKED, made_by=by)
        recompute_findings([evidence.asset_id])
    evidence.refresh_from_db()
    return evidence

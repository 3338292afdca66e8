"""What people say that a lead is worth: nothing, a date, or a copy to fetch and take in."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media_provenance.actions import record_evidence, store_picture
from media_provenance.domain.date_evidence import KIND_GRADE, EvidenceKind, Role
from media_provenance.look_ups.refusals import LeadNotUsable, ProviderOff
from media_provenance.models import (
    EvidenceMethod,
    LeadKind,
    LeadState,
    MediaAsset,
    ProviderCall,
    ProviderLead,
)
from media_provenance.pipeline import EvidenceDraft, lock_pictures
from media_provenance.pipeline.look_ups import begin_fetching, copy_evidence
from media_provenance.providers.registry import Operation
from media_provenance.providers.services import service_named
from media_provenance.queries import read_capture
from multilingual.intervals import InstantInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["dismiss_lead", "fetch_copy", "record_lead", "take_in_copy", "take_up_lead"]


def _held(lead: ProviderLead) -> ProviderLead:
    """Return the lead, held until the end of the transaction."""
    return (
        ProviderLead.objects.select_for_update(of=("self",))
        .select_related("call__asset", "call__answer")
        .get(pk=lead.pk)
    )


def _open(lead: ProviderLead) -> ProviderLead:
    """Return the lead, held until the end of the transaction.

    Raises:
        LeadNotUsable: somebody has said already what it is worth.
    """
    current = _held(lead)
    if current.state != LeadState.OPEN:
        raise LeadNotUsable(_("Somebody has decided on this result already."))
    return current


@transaction.atomic
def take_up_lead(lead: ProviderLead, *, by: User) -> ProviderLead:
    """Say that a lead is used for something else than a date, as for a source; once or again.

    It may still become evidence of a picture.

    Raises:
        LeadNotUsable: it was dismissed.
    """
    current = _held(lead)
    if current.state == LeadState.DISMISSED:
        raise LeadNotUsable(_("Somebody has decided on this result already."))
    if current.state == LeadState.OPEN:
        _decide(current, LeadState.RECORDED, by)
    return current


@transaction.atomic
def dismiss_lead(lead: ProviderLead, *, by: User) -> ProviderLead:
    """Say that a lead is worth nothing. It stays on record.

    Raises:
        LeadNotUsable: somebody has decided already.
    """
    current = _open(lead)
    _decide(current, LeadState.DISMISSED, by)
    return current


def _decide(lead: ProviderLead, state: LeadState, by: User) -> None:
    lead.state, lead.decided_by, lead.decided_at = state, by, timezone.now()
    lead.save()


@transaction.atomic
def fetch_copy(lead: ProviderLead, *, by: User) -> ProviderCall:
    """Have the archived copy of a picture's address fetched and compared; once per lead.

    Raises:
        LeadNotUsable: it is no such copy, or decided already.
        ProviderOff.
    """
    current = _open(lead)
    service = service_named(current.call.provider)
    if not service.is_on:
        raise ProviderOff(service.traits.title)
    can_fetch = Operation.FETCH_CAPTURE in service.traits.operations
    if current.kind != LeadKind.PICTURE_CAPTURE or not can_fetch:
        raise LeadNotUsable(_("Only a copy of the picture's own address can be compared."))
    return begin_fetching(current, by_id=by.pk)


@transaction.atomic
def take_in_copy(lead: ProviderLead, *, by: User) -> MediaAsset:
    """Take in a fetched copy that differs from our file as a picture of its own, with its date.

    The archive had those very bytes at its moment, so the date is that picture's. Whether the two
    show one picture is found out as for any other two: the same pixels count by themselves, and a
    likely copy once a person has confirmed it.

    Raises:
        LeadNotUsable: nothing was fetched, or it is decided already.
        PictureRefused: what was fetched is no picture.
        FileNotFoundError: the copy is gone from MEDIA_ROOT.
    """
    lock_pictures()
    current = _open(lead)
    fetched = ProviderCall.objects.filter(pk=current.details.get("fetched")).first()
    if fetched is None or fetched.answer is None:
        raise LeadNotUsable(_("The copy was not fetched yet."))
    data = read_capture(fetched.answer)
    if hashlib.sha256(data).hexdigest() != current.details.get("fetched_sha256"):
        raise LeadNotUsable(_("The copy was not fetched yet."))
    asset = store_picture(data, original_name=current.url.rpartition("/")[2][:255], by=by)
    current.evidence = record_evidence(asset, copy_evidence(current, fetched.answer))
    current.found_asset = asset
    _decide(current, LeadState.RECORDED, by)
    return asset


_LEAD_KINDS: dict[str, EvidenceKind] = {
    LeadKind.PAGE_CAPTURE: EvidenceKind.WEB_ARCHIVE_PAGE,
    LeadKind.SEEN_COPY: EvidenceKind.CRAWLER_FIRST_SEEN,
    LeadKind.REVIEW: EvidenceKind.FACT_CHECK,
    LeadKind.LISTED: EvidenceKind.FEED_DATE,
}


@transaction.atomic
def record_lead(lead: ProviderLead, *, by: User) -> ProviderLead:
    """Record a dated lead as evidence of its picture: the person says that the picture is there.

    Raises:
        LeadNotUsable: it has no date, is about no picture, is a copy whose bytes have to be
            compared instead, or is decided already.
    """
    lock_pictures()
    current = _held(lead)
    if not current.may_be_evidence:
        raise LeadNotUsable(_("Somebody has decided on this result already."))
    asset, kind = current.call.asset, _LEAD_KINDS.get(current.kind)
    if kind is None:
        raise LeadNotUsable(_("Fetch this copy and compare it; then it counts by itself."))
    if asset is None or current.latest is None:
        raise LeadNotUsable(
            _("This result gives no date. Open it, and add what it says as evidence by hand.")
        )
    current.evidence = record_evidence(asset, _evidence_of(current, kind, current.latest, by))
    _decide(current, LeadState.RECORDED, by)
    return current


def _evidence_of(
    lead: ProviderLead, kind: EvidenceKind, latest: datetime, by: User
) -> EvidenceDraft:
    traits = service_named(lead.call.provider).traits
    # A review's date is its publisher's word; the others are the service's own clock.
    is_publishers = kind in (EvidenceKind.FACT_CHECK, EvidenceKind.FEED_DATE)
    operator = (_host(lead.url) or lead.site) if is_publishers else traits.operator
    is_spread = lead.earliest is not None and latest - lead.earliest > timedelta(hours=1)
    precision = str(lead.details.get("precision") or ("day" if is_spread else "second"))
    zone_known = bool(lead.details.get("zone_known", not is_spread))
    named = hashlib.sha256(f"{lead.url}\n{lead.archived_url}\n{lead.image_url}".encode())
    return EvidenceDraft(
        key=f"lead:{traits.name}:{latest:%Y%m%d%H%M%S}:{named.hexdigest()[:24]}",
        kind=kind,
        role=Role.SEEN,
        interval=InstantInterval(lead.earliest, latest),
        precision=precision,
        zone_known=zone_known,
        grade=KIND_GRADE[kind],
        operator=operator,
        read_from=str(lead.details.get("written") or f"{traits.title}: {latest:%Y-%m-%d}"),
        source_url=lead.url or lead.image_url,
        source_title=lead.title,
        archived_url=lead.archived_url,
        capture=lead.call.answer,
        method=EvidenceMethod.MANUAL,
        entered_by=by,
    )


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].removeprefix("www.")

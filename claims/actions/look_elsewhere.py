"""What the desk asks services elsewhere about a picture, and what it makes of their answers.

`media_provenance.look_ups` does it; here is only who may ask, and the entry in the history of every
claim that was spread with the picture once a lead has become evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from claims.actions.history import record_event
from claims.models import Claim
from claims.permissions import check_can_edit_claim
from media_provenance import look_ups
from media_provenance.look_ups import (
    AddressNotPublic,
    LeadNotUsable,
    PictureRefused,
    PictureWouldLeave,
    ProviderOff,
    Question,
    UnknownProvider,
)
from media_provenance.models import MediaAsset, ProviderCall, ProviderLead

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = [
    "AddressNotPublic",
    "LeadNotUsable",
    "PictureRefused",
    "PictureWouldLeave",
    "ProviderOff",
    "Question",
    "UnknownProvider",
    "ask_again",
    "ask_elsewhere",
    "dismiss_lead",
    "fetch_copy",
    "record_lead",
    "take_in_copy",
]


def ask_elsewhere(
    asset: MediaAsset, provider: str, question: Question, *, by: User
) -> ProviderCall:
    """Ask a service about a picture, in the background.

    Raises:
        NotAllowed; and as ``look_ups.ask``.
    """
    check_can_edit_claim(by)
    return look_ups.ask(provider, question, by=by, asset=asset)


def ask_again(call: ProviderCall, *, by: User) -> ProviderCall:
    """Ask once more what was not answered.

    Raises:
        NotAllowed; ProviderOff, UnknownProvider.
    """
    check_can_edit_claim(by)
    return look_ups.ask_again(call, by=by)


def fetch_copy(lead: ProviderLead, *, by: User) -> ProviderCall:
    """Have an archived copy fetched and its bytes compared with our file's.

    Raises:
        NotAllowed; LeadNotUsable, ProviderOff.
    """
    check_can_edit_claim(by)
    return look_ups.fetch_copy(lead, by=by)


def dismiss_lead(lead: ProviderLead, *, by: User) -> ProviderLead:
    """Say that a lead is worth nothing.

    Raises:
        NotAllowed; LeadNotUsable.
    """
    check_can_edit_claim(by)
    return look_ups.dismiss_lead(lead, by=by)


@transaction.atomic
def record_lead(lead: ProviderLead, *, by: User) -> ProviderLead:
    """Record a lead as evidence: this person looked, and the picture is there.

    Raises:
        NotAllowed; LeadNotUsable.
    """
    check_can_edit_claim(by)
    recorded = look_ups.record_lead(lead, by=by)
    _tell_claims(recorded, recorded.call.asset, by)
    return recorded


@transaction.atomic
def take_in_copy(lead: ProviderLead, *, by: User) -> MediaAsset:
    """Take in a fetched copy that differs as a picture of its own, with the archive's date.

    Raises:
        NotAllowed; LeadNotUsable, PictureRefused; FileNotFoundError.
    """
    check_can_edit_claim(by)
    asset = look_ups.take_in_copy(lead, by=by)
    lead.refresh_from_db()
    _tell_claims(lead, lead.call.asset, by)
    return asset


def _tell_claims(lead: ProviderLead, asset: MediaAsset | None, by: User) -> None:
    if asset is None or lead.evidence is None:
        return
    for claim in Claim.objects.filter(pictures__asset=asset).distinct().order_by("pk"):
        record_event(
            claim,
            "evidence.added",
            by=by,
            assets=[str(lead.evidence.asset_id)],
            evidence=lead.evidence.pk,
            kind=lead.evidence.kind,
        )

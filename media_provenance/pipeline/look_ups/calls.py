"""Calls to services elsewhere: one is one row, one job and one request over the wire.

The row and its job are written before anything is sent, so that a killed worker loses nothing: the
job is taken up again and the question asked once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jobs.actions import enqueue
from media_provenance.models import CallState, LeadKind, ProviderCall, ProviderLead
from media_provenance.providers.registry import Operation

__all__ = ["LOOK_UP", "begin", "begin_after", "begin_fetching"]

LOOK_UP = "media_provenance.look_up"


def begin(call: ProviderCall) -> ProviderCall:
    """Write a call and its job, in the caller's transaction."""
    call.save(force_insert=True)
    call.refresh_from_db()
    enqueue(LOOK_UP, f"{call.pk}:1", {"call": str(call.pk), "turn": 1})
    return call


def begin_after(
    call: ProviderCall,
    operation: Operation,
    parameters: Mapping[str, Any],
    *,
    due_at: datetime | None = None,
) -> ProviderCall:
    """Ask the same service something else because of what a call gave; nobody has to agree anew."""
    following = ProviderCall(
        provider=call.provider,
        operation=operation.value,
        parameters=dict(parameters),
        sends_picture=call.sends_picture,
        asset_id=call.asset_id,
        about_url=call.about_url,
        asked_for=call.asked_for,
        asked_by_id=call.asked_by_id,
        follows=call,
    )
    following.save(force_insert=True)
    payload = {"call": str(following.pk), "turn": 1}
    enqueue(LOOK_UP, f"{following.pk}:1", payload, due_at=due_at)
    return following


def begin_fetching(lead: ProviderLead, *, by_id: int | None) -> ProviderCall:
    """Have the copy that a lead points at fetched, to compare its bytes; once per lead.

    Raises:
        ValueError: if the lead points at no copy of a picture's address.
    """
    if lead.kind != LeadKind.PICTURE_CAPTURE or lead.earliest is None:
        raise ValueError("Only a copy of a picture's own address can be compared.")
    known = ProviderCall.objects.filter(
        operation=Operation.FETCH_CAPTURE.value, parameters__lead=lead.pk
    ).exclude(state=CallState.FAILED)
    if (there := known.first()) is not None:
        return there
    return begin(
        ProviderCall(
            provider=lead.call.provider,
            operation=Operation.FETCH_CAPTURE.value,
            parameters={
                "url": lead.url,
                "timestamp": lead.earliest.isoformat(),
                "lead": lead.pk,
            },
            asset_id=lead.call.asset_id,
            about_url=lead.call.about_url,
            asked_for=lead.call.asked_for,
            asked_by_id=by_id,
            follows=lead.call,
        )
    )

"""Writing what asking gave: the call's end, its leads, and what has to be asked next."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import islice
from math import isfinite
from typing import Any

from django.utils import timezone

from jobs.actions import enqueue
from media_provenance.models import CallState, ProviderCall, ProviderLead
from media_provenance.pipeline.locks import lock_pictures
from media_provenance.pipeline.look_ups.answers import keep_answer
from media_provenance.pipeline.look_ups.asking import Looked
from media_provenance.pipeline.look_ups.calls import LOOK_UP, begin_after, begin_fetching
from media_provenance.pipeline.look_ups.copies import compare_copy
from media_provenance.pipeline.look_ups.lead_drafts import LeadDraft
from media_provenance.providers.registry import Operation
from media_provenance.providers.services import service_named

__all__ = ["MOST_PAGES", "record_look_up"]

log = logging.getLogger(__name__)

# Requests that one call may send: the first, and others after troubles that pass.
MOST_TRIES = 5
# Turns that were too far off send nothing, and are counted apart.
MOST_TURNS = 60
# Parts of one answer that are asked for by themselves.
MOST_PAGES = 5
# Leads that are written of one part; the answer itself is kept whole.
MOST_LEADS = 1000
# Seconds after which a page that is being saved is asked after again.
_SAVE_WAIT = 20.0


def record_look_up(payload: Mapping[str, Any], looked: Looked | None) -> None:
    """Write what asking gave, and what has to be asked next."""
    # Evidence may follow: before any row, as everywhere.
    lock_pictures()
    call = ProviderCall.objects.select_for_update().filter(pk=payload["call"]).first()
    if call is None or looked is None or not call.is_waiting:
        return
    call.tries += looked.was_sent
    call.started_at = call.started_at or looked.began
    call.request, call.detail = dict(looked.request) or call.request, looked.detail
    call.status = looked.answer.status if looked.answer else None
    if looked.answer is not None:
        call.answer = keep_answer(call, looked.answer)
    turn = int(payload["turn"])
    if looked.wait is not None and call.tries < MOST_TRIES and turn < MOST_TURNS:
        call.save()
        due_at = timezone.now() + timedelta(seconds=looked.wait)
        again = {"call": str(call.pk), "turn": turn + 1}
        enqueue(LOOK_UP, f"{call.pk}:{turn + 1}", again, due_at=due_at)
        return
    call.outcome = looked.outcome.value
    call.state = CallState.DONE if looked.outcome.is_answer else CallState.FAILED
    call.ended_at = timezone.now()
    call.save()
    leads = _write_leads(call, looked.leads)
    log.info("asked elsewhere call=%s outcome=%s leads=%s", call.pk, call.outcome, len(leads))
    _follow(call, looked, leads)


def _write_leads(call: ProviderCall, drafts: Iterable[LeadDraft]) -> list[ProviderLead]:
    return ProviderLead.objects.bulk_create(
        ProviderLead(
            call=call,
            place=place,
            kind=draft.kind,
            url=_storable(draft.url),
            image_url=_storable(draft.image_url),
            archived_url=_storable(draft.archived_url),
            title=_storable(draft.title),
            site=_storable(draft.site)[:255],
            earliest=draft.when.earliest,
            latest=draft.when.latest,
            details=_storable_details(draft.details),
            identical=draft.identical,
        )
        for place, draft in enumerate(islice(drafts, MOST_LEADS))
    )


def _storable(text: str) -> str:
    """Return a stranger's text as the database takes it: no NUL, no half of a surrogate pair."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _storable_details(details: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    """Return what else a service said; numbers that are none are left out."""
    return {
        name: _storable(value) if isinstance(value, str) else value
        for name, value in details.items()
        if not isinstance(value, float) or isfinite(value)
    }


def _follow(call: ProviderCall, looked: Looked, leads: list[ProviderLead]) -> None:
    """Ask for the next part, for the oldest copy that is ours by its digest, or after a saving."""
    if looked.cursor and int(call.parameters.get("page", 1)) < MOST_PAGES:
        page = int(call.parameters.get("page", 1)) + 1
        begin_after(
            call,
            Operation(call.operation),
            {**call.parameters, "cursor": _storable(looked.cursor), "page": page},
        )
    if looked.following is not None:
        operation, parameters = looked.following
        begin_after(
            call, operation, parameters, due_at=timezone.now() + timedelta(seconds=_SAVE_WAIT)
        )
    if looked.replay is not None:
        compare_copy(call, looked.replay)
    identical = next((lead for lead in leads if lead.identical), None)
    can_fetch = Operation.FETCH_CAPTURE in service_named(call.provider).traits.operations
    if identical is not None and can_fetch and not _was_fetched(call):
        begin_fetching(identical, by_id=call.asked_by_id)


def _was_fetched(call: ProviderCall) -> bool:
    """Whether the oldest copy was asked for already, after an earlier part of the same answer."""
    return ProviderCall.objects.filter(
        asset_id=call.asset_id,
        provider=call.provider,
        operation=Operation.FETCH_CAPTURE.value,
        about_url=call.about_url,
        asked_at__gte=call.asked_at - timedelta(hours=1),
    ).exists()

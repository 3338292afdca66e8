"""Putting a call's question to its service, and what came of it.

Writes no row: what came back is kept as a file, and `recording` writes the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.models import ProviderCall
from media_provenance.pipeline.look_ups.answers import capture_of
from media_provenance.pipeline.look_ups.lead_drafts import LeadDraft, lead_draft_of, our_digest
from media_provenance.providers.door import Answer, Door
from media_provenance.providers.leads import (
    ArchiveCapture,
    Candidate,
    Listed,
    Page,
    Replay,
    Review,
    Saved,
)
from media_provenance.providers.outcomes import Outcome, ProviderTrouble, TryLater
from media_provenance.providers.registry import (
    CaptureFiles,
    Captures,
    ClaimSearch,
    ImageSearch,
    Listings,
    Operation,
    Saver,
)
from media_provenance.providers.services import Service, service_named
from media_provenance.queries.redactions import is_redacted

__all__ = ["Looked", "look_up"]

# Where a service does not say how long to wait, by requests sent so far, in seconds.
_WAITS = (10.0, 60.0, 300.0, 900.0)

# A page that is being saved is asked after so often.
_SAVE_LOOKS = 12


@dataclass(frozen=True, slots=True)
class Looked:
    """What asking once gave.

    Attributes:
        wait: seconds after which to ask again; None where this is the end.
        was_sent: whether a request went out.
        answer: what came back, its body under MEDIA_ROOT already.
        cursor: of the next part, "" if there is none.
        following: parameters of another operation that has to come after, with its name.
        replay: the copy that an archive gave out.
    """

    outcome: Outcome
    began: datetime
    detail: str = ""
    wait: float | None = None
    was_sent: bool = True
    request: Mapping[str, Any] = field(default_factory=dict)
    answer: Answer | None = None
    leads: tuple[LeadDraft, ...] = ()
    cursor: str = ""
    following: tuple[Operation, Mapping[str, Any]] | None = None
    replay: Replay | None = None


def look_up(payload: Mapping[str, Any], progress: Progress) -> Looked | None:
    """Ask once, and keep what came back.

    Args:
        payload: ``call``, the id; ``turn``, how often its job was written.

    Returns:
        None where the call is over or gone.

    Raises:
        DiskRefuses: the answer could not be kept; worth another try.
    """
    call = ProviderCall.objects.select_related("asset").filter(pk=payload["call"]).first()
    if call is None or not call.is_waiting:
        return None
    began = timezone.now()
    service = service_named(call.provider)
    if not service.is_on:
        return Looked(Outcome.SWITCHED_OFF, began, was_sent=False)
    door = Door(service.traits)
    looked = _asked(call, service, door, began)
    if looked.answer is not None:
        answered = capture_of(call, looked.answer)
        # What was taken away on purpose does not come back.
        if not is_redacted(answered.sha256):
            storage.store(answered.path, looked.answer.body)
    return looked


def _asked(call: ProviderCall, service: Service, door: Door, began: datetime) -> Looked:
    try:
        found = _ask(call, service.open(door))
    except TryLater as trouble:
        wait = _WAITS[min(call.tries, len(_WAITS) - 1)]
        seconds = wait if trouble.seconds is None else trouble.seconds
        ended = Looked(
            trouble.outcome, began, trouble.detail, wait=seconds, was_sent=trouble.was_sent
        )
    except ProviderTrouble as trouble:
        ended = Looked(trouble.outcome, began, trouble.detail, was_sent=door.exchange is not None)
    else:
        ended = _answered(call, found, began)
    exchange = door.exchange
    if exchange is None:
        return ended
    return replace(ended, request=exchange.request, answer=exchange.answer)


Found = Page[ArchiveCapture] | Page[Candidate] | Page[Review] | Page[Listed] | Replay | Saved | None


def _ask(call: ProviderCall, provider: object) -> Found:
    """Put the call's question to its service.

    Raises:
        ProviderTrouble: rejected also where the service cannot be asked that.
    """
    said = call.parameters
    url, cursor = said.get("url", ""), said.get("cursor", "")
    match Operation(call.operation), provider:
        case Operation.CAPTURES, Captures():
            return provider.captures(url, cursor=cursor)
        case Operation.FETCH_CAPTURE, CaptureFiles():
            return provider.fetch_capture(url, datetime.fromisoformat(said["timestamp"]))
        case Operation.LISTINGS, Listings():
            return provider.listings(url, cursor=cursor)
        case Operation.SEARCH_IMAGE, ImageSearch():
            data = _file_of(call) if said.get("sends_file") else None
            return provider.search_image(data=data, url=url, cursor=cursor)
        case Operation.SEARCH_CLAIMS, ClaimSearch():
            language = said.get("language", "")
            return provider.search_claims(said["text"], language=language, cursor=cursor)
        case Operation.SEARCH_CLAIMS_BY_IMAGE, ClaimSearch():
            return provider.search_claims_by_image(url, cursor=cursor)
        case Operation.SAVE, Saver():
            return provider.save(url)
        case Operation.SAVE_STATUS, Saver():
            return provider.save_status(said["job"])
    raise ProviderTrouble(Outcome.REJECTED, f"{call.provider} cannot {call.operation}")


def _file_of(call: ProviderCall) -> bytes:
    if call.asset is None:
        raise ProviderTrouble(Outcome.REJECTED, "the picture is gone")
    return storage.read(call.asset.original_path)


def _answered(call: ProviderCall, found: Found, began: datetime) -> Looked:
    if found is None:
        return Looked(Outcome.NOTHING, began)
    if isinstance(found, Replay):
        return Looked(Outcome.FOUND, began, replay=found)
    if isinstance(found, Saved):
        return _saved(call, found, began)
    ours = our_digest(call)
    leads = tuple(lead_draft_of(call, one, ours) for one in found.leads)
    detail = f"{found.passed_over} entries could not be read" if found.passed_over else ""
    outcome = Outcome.FOUND if leads else Outcome.NOTHING
    return Looked(outcome, began, detail, leads=leads, cursor=found.cursor)


def _saved(call: ProviderCall, saved: Saved, began: datetime) -> Looked:
    if saved.capture is not None:
        return Looked(Outcome.FOUND, began, leads=(lead_draft_of(call, saved.capture, ""),))
    looks = int(call.parameters.get("look", 0)) + 1
    if looks > _SAVE_LOOKS:
        return Looked(Outcome.PENDING, began, f"after {_SAVE_LOOKS} looks")
    following = {"job": saved.job, "look": looks, "what": "page"}
    return Looked(Outcome.PENDING, began, following=(Operation.SAVE_STATUS, following))

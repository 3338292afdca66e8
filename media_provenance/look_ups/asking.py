"""Asking a service, asking again, and what was asked already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from jobs.actions import try_again
from jobs.models import Job, JobState
from media_provenance.look_ups.refusals import AddressNotPublic, PictureWouldLeave, ProviderOff
from media_provenance.models import CallState, MediaAsset, ProviderCall
from media_provenance.pipeline import lock_pictures
from media_provenance.pipeline.look_ups import LOOK_UP, begin
from media_provenance.providers.door import public_address
from media_provenance.providers.registry import Operation
from media_provenance.providers.services import service_named
from webfetch import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["Question", "ask", "ask_again", "calls_about", "calls_for", "jobs_of"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a service is to be asked.

    Attributes:
        operation: one that the service can do.
        url: the picture's or page's public address; "" where the file or words are sent.
        what: whether ``url`` is that of a "picture" or of a "page".
        text, language: the words to look for, and their language in BCP 47.
        sends_file: whether the file itself is sent.
        may_leave: somebody has agreed that the picture, or its address, is given away.
    """

    operation: Operation
    url: str = ""
    what: str = "picture"
    text: str = ""
    language: str = ""
    sends_file: bool = False
    may_leave: bool = False


@transaction.atomic
def ask(
    provider: str,
    question: Question,
    *,
    by: User,
    asset: MediaAsset | None = None,
    asked_for: str = "",
) -> ProviderCall:
    """Ask a service in the background. The same question while it waits is asked once.

    Args:
        asked_for: the asker's own reference, as ``claim:…``; not looked into.

    Raises:
        UnknownProvider, ProviderOff.
        AddressNotPublic: of ``question.url``.
        PictureWouldLeave: nobody has agreed yet.
        ValueError: the service cannot be asked that, or something to ask with is missing.
    """
    service = service_named(provider)
    traits = service.traits
    if not service.is_on:
        raise ProviderOff(traits.title)
    if question.operation not in traits.operations:
        raise ValueError(f"{provider} cannot be asked for {question.operation}.")
    parameters = _parameters(question)
    leaves = traits.sends_picture_outside and question.operation != Operation.SEARCH_CLAIMS
    if leaves and not question.may_leave:
        raise PictureWouldLeave
    # Two people who press at the same moment ask one after the other.
    lock_pictures()
    same = ProviderCall.objects.filter(
        provider=provider,
        operation=question.operation.value,
        parameters=parameters,
        asset=asset,
        asked_for=asked_for,
        state=CallState.WAITING,
    )
    if (there := same.first()) is not None:
        return there
    return begin(
        ProviderCall(
            provider=provider,
            operation=question.operation.value,
            parameters=parameters,
            sends_picture=leaves,
            asset=asset,
            about_url=parameters.get("url", ""),
            asked_for=asked_for,
            asked_by=by,
        )
    )


def _parameters(question: Question) -> dict[str, Any]:
    """Return what a call keeps of its question.

    Raises:
        AddressNotPublic; ValueError: there is nothing to ask with.
    """
    parameters: dict[str, Any] = {"what": question.what}
    if question.url:
        try:
            parameters["url"] = public_address(question.url)
        except Refused as refused:
            raise AddressNotPublic from refused
    if question.text.strip():
        parameters["text"] = question.text.strip()
    if question.language:
        parameters["language"] = question.language
    if question.sends_file:
        parameters["sends_file"] = True
    if not parameters.keys() & {"url", "text", "sends_file"}:
        raise ValueError("A question needs an address, words or a file.")
    return parameters


@transaction.atomic
def ask_again(call: ProviderCall, *, by: User) -> ProviderCall:
    """Ask once more what was not answered: as a new call, or the old one where its work stopped.

    Raises:
        ProviderOff.
    """
    service = service_named(call.provider)
    if not service.is_on:
        raise ProviderOff(service.traits.title)
    current = ProviderCall.objects.select_for_update().get(pk=call.pk)
    if current.is_waiting:
        for job in jobs_of([current]).filter(state__in=_STOPPED):
            try_again(job)
        return current
    return begin(
        ProviderCall(
            provider=current.provider,
            operation=current.operation,
            parameters=current.parameters,
            sends_picture=current.sends_picture,
            asset_id=current.asset_id,
            about_url=current.about_url,
            asked_for=current.asked_for,
            asked_by=by,
            follows=current,
        )
    )


_STOPPED = (JobState.QUARANTINED, JobState.CANCELLED)


def jobs_of(calls: Iterable[ProviderCall]) -> QuerySet[Job]:
    """Return the background work of those calls."""
    keys = [{"call": str(call.pk)} for call in calls]
    found = Job.objects.none()
    for key in keys:
        found = found | Job.objects.filter(kind=LOOK_UP, payload__contains=key)
    return found


def calls_about(asset: MediaAsset) -> Sequence[ProviderCall]:
    """Return what was asked about a picture, newest first, with leads. Three queries."""
    return list(
        ProviderCall.objects.filter(asset=asset)
        .select_related("asked_by", "answer")
        .prefetch_related("leads__evidence", "leads__found_asset")
        .order_by("-asked_at", "pk")
    )


def calls_for(asked_for: str) -> Sequence[ProviderCall]:
    """Return what was asked under an asker's own reference, newest first, with leads. Two queries.

    Args:
        asked_for: as it was given to ``ask``; not empty.
    """
    return list(
        ProviderCall.objects.filter(asked_for=asked_for)
        .select_related("asked_by")
        .prefetch_related("leads")
        .order_by("-asked_at", "pk")
    )

"""Which services there are, what each can do, and which are switched on.

Reads settings and opens nothing. The services stand in files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from django.conf import settings

from media_provenance.providers.leads import (
    ArchiveCapture,
    Candidate,
    Listed,
    Page,
    Replay,
    Review,
    Saved,
)

__all__ = [
    "CaptureFiles",
    "Captures",
    "ClaimSearch",
    "ImageSearch",
    "Listings",
    "Operation",
    "Saver",
    "Traits",
    "base_url_of",
    "is_on",
    "key_of",
]


class Operation(StrEnum):
    """What a service can be asked."""

    CAPTURES = "captures"  # the copies of an address
    FETCH_CAPTURE = "fetch_capture"  # the bytes of one copy
    SEARCH_IMAGE = "search_image"  # a picture, by its bytes or its address
    SEARCH_CLAIMS = "search_claims"  # fact-checks, by words
    SEARCH_CLAIMS_BY_IMAGE = "search_claims_by_image"  # fact-checks, by a picture's address
    SAVE = "save"  # keep a page now
    SAVE_STATUS = "save_status"
    LISTINGS = "listings"  # the publisher's own site map or feed


@dataclass(frozen=True, slots=True)
class Traits:
    """What a service is, for people to choose and for the door to be polite.

    Attributes:
        name: the word in PROVIDERS_ON, in settings and in rows.
        title: what people call it; a proper name, not translated.
        operations: what it can be asked.
        needs_key: whether it answers without a key.
        sends_picture_outside: whether asking it gives the picture, or an address of it, to
            somebody who did not have it.
        paid: whether each question may cost money.
        steps: seconds from one request to the next, by sort of request.
        operator: who sets its clock, as evidence names it.
        base_url: where it is asked unless the setting says otherwise; "" for a service that is
            asked at the publisher's own address.
    """

    name: str
    title: str
    operations: tuple[Operation, ...]
    needs_key: bool
    sends_picture_outside: bool
    paid: bool
    steps: Mapping[str, float]
    operator: str
    base_url: str = ""


@runtime_checkable
class Captures(Protocol):
    """An archive of the web."""

    def captures(self, url: str, *, cursor: str = "") -> Page[ArchiveCapture]:
        """Return copies of an address, oldest first. Raises ``ProviderTrouble``."""
        ...


@runtime_checkable
class CaptureFiles(Protocol):
    """An archive that gives out the very bytes it fetched."""

    def fetch_capture(self, original: str, timestamp: datetime) -> Replay | None:
        """Return the copy nearest to that instant, None where there is none.

        Raises:
            ProviderTrouble.
        """
        ...


@runtime_checkable
class Listings(Protocol):
    """A publisher that says itself when its pages came out."""

    def listings(self, url: str, *, cursor: str = "") -> Page[Listed]:
        """Return what one of its lists says of a page. Raises ``ProviderTrouble``."""
        ...


@runtime_checkable
class ImageSearch(Protocol):
    """A service that looks for a picture on the web."""

    def search_image(
        self, *, data: bytes | None = None, url: str = "", cursor: str = ""
    ) -> Page[Candidate]:
        """Return pictures like this one. One of ``data`` and ``url`` is given.

        Raises:
            ProviderTrouble.
        """
        ...


@runtime_checkable
class ClaimSearch(Protocol):
    """A service that knows fact-checks of others."""

    def search_claims(self, text: str, *, language: str = "", cursor: str = "") -> Page[Review]:
        """Return fact-checks about those words. Raises ``ProviderTrouble``."""
        ...

    def search_claims_by_image(
        self, url: str, *, language: str = "", cursor: str = ""
    ) -> Page[Review]:
        """Return fact-checks about a picture at a public address. Raises ``ProviderTrouble``."""
        ...


@runtime_checkable
class Saver(Protocol):
    """A service that archives a page when it is asked to."""

    def save(self, url: str) -> Saved:
        """Ask for a copy of a page; it is not archived yet. Raises ``ProviderTrouble``."""
        ...

    def save_status(self, job: str) -> Saved:
        """Return how far the saving has come. Raises ``ProviderTrouble``."""
        ...


def base_url_of(traits: Traits) -> str:
    """Return where a service is asked, without a slash at the end."""
    set_by_operator: Mapping[str, str] = settings.PROVIDER_URLS
    return (set_by_operator.get(traits.name) or traits.base_url).rstrip("/")


def key_of(traits: Traits) -> str:
    """Return the service's key, "" where none is set."""
    keys: Mapping[str, str] = settings.PROVIDER_KEYS
    return keys.get(traits.name, "")


def is_on(traits: Traits) -> bool:
    """Whether an operator has switched the service on and given the key that it needs."""
    return traits.name in settings.PROVIDERS_ON and bool(key_of(traits) or not traits.needs_key)

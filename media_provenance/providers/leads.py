"""What services answer, in words that are the same for all of them.

Times are UTC instants, inclusive. Nothing here is evidence yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from media_provenance.domain.dated_sources import DatedSource
from multilingual.intervals import DateInterval

__all__ = [
    "ArchiveCapture",
    "Candidate",
    "Listed",
    "Page",
    "Replay",
    "Review",
    "Saved",
]

Lead = TypeVar("Lead", covariant=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[Lead]):
    """A part of an answer.

    Attributes:
        leads: best first, or oldest first where the service sorts so.
        cursor: asks for the next part; "" after the last.
        passed_over: entries that could not be read, and were left out.
    """

    leads: tuple[Lead, ...]
    cursor: str = ""
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class ArchiveCapture:
    """One copy in a web archive, as its index lists it.

    Attributes:
        timestamp: when the archive fetched it, by its own clock, to the second.
        original: the address that was fetched.
        media_type: as the index has it, "" if it does not say.
        status: of the answer to the archive; None where the index does not say.
        digest: base32 of the SHA-1 of what was fetched, "" if the index does not say.
        archived_url: where people can look at the copy.
    """

    timestamp: datetime
    original: str
    media_type: str
    status: int | None
    digest: str
    archived_url: str


@dataclass(frozen=True, slots=True)
class Replay:
    """A copy as an archive gave it out.

    Attributes:
        moment: the Memento-Datetime of the answer: when the archive fetched these bytes. The
            stamp in the address that was asked for may be another copy's.
        archived_url: of the copy that was given, after redirects.
        original_status: of the answer that the archive once got.
    """

    moment: datetime
    archived_url: str
    body: bytes
    media_type: str
    original_status: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture on the web that a service takes for the one asked about, or for alike.

    Attributes:
        page_url: on which it stands, "" if the service does not say.
        image_url: of the picture itself, "" likewise.
        seen_on: the day on which the service's crawler met it; None where it gives no date.
        details: what else it says, as texts and numbers.
    """

    page_url: str
    image_url: str
    title: str = ""
    site: str = ""
    seen_on: DateInterval | None = None
    details: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A fact-check by others.

    Attributes:
        claim, claimant, rating: in their own words.
        reviewed_at: when it was published, as its publisher says; None where nothing is said.
        language: BCP 47, "" if not said.
    """

    url: str
    title: str
    publisher: str
    site: str
    claim: str
    claimant: str
    rating: str
    reviewed_at: datetime | None
    language: str


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a request to save a page stands. Asked for is not archived.

    Attributes:
        job: the service's own name for the work.
        capture: the copy, once there is one.
    """

    job: str
    capture: ArchiveCapture | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a publisher's own site map or feed says of a page.

    Attributes:
        url: of the page.
        source: one date, as ``domain.feed_dates`` reads it.
    """

    url: str
    source: DatedSource

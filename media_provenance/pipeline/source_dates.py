"""Dates from where a picture was met: its address, the page's, its name, the answer's headers.

Makes evidence of what the readers of ``domain`` find and call usable; leads are not recorded. Who
calls has opened the transaction and holds ``lock_pictures``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from django.db.models import F
from django.db.models.functions import Now

from media_provenance.domain.archived_addresses import archived_address
from media_provenance.domain.date_evidence import ObjectKind, Role
from media_provenance.domain.dated_sources import (
    DatedSource,
    SourceWhy,
    host_of,
    why_not_read,
)
from media_provenance.domain.file_name_dates import dates_in_file_name
from media_provenance.domain.http_dates import date_of_last_modified, date_of_memento
from media_provenance.domain.platform_ids import date_ids_in_url, is_profile_picture
from media_provenance.domain.url_dates import dates_in_url
from media_provenance.models import Capture, Evidence, EvidenceMethod, MediaAsset
from media_provenance.pipeline.evidence import EvidenceDraft, write_evidence
from media_provenance.wording.source_dates import ADDRESS_NO_LONGER_ITS_OWN
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = [
    "AddressOf",
    "drafts_of_address",
    "drafts_of_file_name",
    "drafts_of_headers",
    "is_dated_by_its_page",
    "keep_page_address_dates",
    "write_drafts",
]

AddressOf = Literal["picture", "page"]
# Sources that the publisher of the page answers for, wherever he keeps his pictures.
_PUBLISHERS_WORD = frozenset({SourceWhy.SITE_OWNER, SourceWhy.POST_MONTH})


def drafts_of_address(
    url: str,
    *,
    what: AddressOf,
    as_of: datetime,
    page_url: str = "",
    title: str = "",
    language: str = "",
    capture: Capture | None = None,
    stated_by: User | None = None,
) -> list[EvidenceDraft]:
    """Return the usable dates in an address as evidence.

    Args:
        url: of the picture itself or of a page that it stands on.
        page_url: of the page through which a picture's address was found. What the publisher may
            set of the picture's address counts as that page's word: its pictures may lie on a host
            of another name, and one clock must not count as two.
        title, language: of the page.
        stated_by: the person on whose word the picture is at that address, None where it was
            fetched from there or seen there by the system. Such evidence is a person's entry.
    """
    dates = [*date_ids_in_url(url, as_of=as_of), *dates_in_url(url, as_of=as_of)]
    return [
        _draft(
            _of_publisher(one, page_url) if what == "picture" else one,
            key=f"{what}_address",
            url=url,
            title=title,
            language=language,
            capture=capture,
            stated_by=stated_by,
        )
        for one in dates
        if one.usable
    ]


def is_dated_by_its_page(picture_url: str) -> bool:
    """Answer whether the number of a post may date a picture with this address.

    Not where the picture has a number of its own or is a profile's, which on the page of an old
    post may be of this week; nor where its address is one that is not read.
    """
    if why_not_read(picture_url) is not None or is_profile_picture(picture_url):
        return False
    later_than_any = datetime.max.replace(tzinfo=UTC)
    return not date_ids_in_url(picture_url, as_of=later_than_any)


def drafts_of_file_name(name: str, *, as_of: datetime) -> list[EvidenceDraft]:
    """Return the usable date in a file's name as evidence: grade D, none or one."""
    dates = dates_in_file_name(name, as_of=as_of)
    return [_draft(one, key="file_name", url="") for one in dates if one.usable]


def drafts_of_headers(
    headers: Iterable[Sequence[str]],
    *,
    url: str,
    fetched_at: datetime,
    page_url: str = "",
    capture: Capture | None = None,
) -> list[EvidenceDraft]:
    """Return what the answer's headers say of a picture whose bytes are the answer's.

    Args:
        url: where the answer came from after all redirects.
        page_url: as for ``drafts_of_address``.
    """
    given = [tuple(header) for header in headers]
    memento = date_of_memento(given, fetched_at=fetched_at, url=url, is_picture=True)
    if memento is not None:
        # An archive's own Last-Modified is that of its answer.
        draft = _draft(memento, key="headers", url=_original_of(url), capture=capture)
        return [replace(draft, archived_url=url)]
    changed = date_of_last_modified(given, fetched_at=fetched_at, url=url)
    if changed is None or not changed.usable:
        return []
    return [_draft(_of_publisher(changed, page_url), key="headers", url=url, capture=capture)]


def write_drafts(
    asset: MediaAsset, drafts: Iterable[EvidenceDraft], *, new: bool = False
) -> list[Evidence]:
    """Record each draft once, as ``write_evidence`` does, and return the rows."""
    return [write_evidence(asset, draft, new=new) for draft in drafts]


def keep_page_address_dates(
    asset: MediaAsset,
    drafts: Iterable[EvidenceDraft],
    *,
    page: str,
    published: DateInterval | None,
) -> bool:
    """Let exactly these dates of a page's address stand for a picture on it.

    A date of the address is left out where the page's own date, read or put right by an editor, is
    wholly later: a picture may have come with a new edition under an old address.

    Args:
        drafts: by ``drafts_of_address``; none if the picture is no longer on the page.
        page: names the page among all; without a colon.
        published: the days on which the page was published, None if nobody knows them.

    Returns:
        Whether anything changed, so that findings must be worked out anew.
    """
    prefix = f"at_page:{page}:"
    standing = {
        f"{prefix}{draft.key}"[:200]: draft
        for draft in drafts
        if not _is_outdated(draft, published)
    }
    rows = Evidence.objects.filter(asset=asset, key__startswith=prefix)
    withdrawn = (
        rows.filter(withdrawn_at__isnull=True)
        .exclude(key__in=list(standing))
        # What a person entered is taken back in that person's name; the table asks for one.
        .update(
            withdrawn_at=Now(),
            withdrawn_by=F("entered_by"),
            withdrawn_reason=ADDRESS_NO_LONGER_ITS_OWN,
        )
    )
    put_back = rows.filter(
        key__in=list(standing), withdrawn_reason=ADDRESS_NO_LONGER_ITS_OWN
    ).update(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
    known = set(rows.values_list("key", flat=True))
    added = [key for key in standing if key not in known]
    for key in added:
        write_evidence(asset, replace(standing[key], key=key))
    return bool(withdrawn or put_back or added)


def _is_outdated(draft: EvidenceDraft, published: DateInterval | None) -> bool:
    if published is None or published.earliest is None or draft.interval.latest is None:
        return False
    return draft.interval.latest.date() < published.earliest


def _of_publisher(one: DatedSource, page_url: str) -> DatedSource:
    operator = host_of(page_url)
    return replace(one, operator=operator) if operator and one.why in _PUBLISHERS_WORD else one


def _original_of(url: str) -> str:
    archived = archived_address(url)
    return url if archived is None else archived.original


def _draft(
    one: DatedSource,
    *,
    key: str,
    url: str,
    title: str = "",
    language: str = "",
    capture: Capture | None = None,
    stated_by: User | None = None,
) -> EvidenceDraft:
    place = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:16]
    return EvidenceDraft(
        key=f"{key}:{one.field}:{one.value}:{place}"[:200],
        kind=one.kind,
        role=one.role,
        # A file saved then is a statement about that file, as with what it says of itself.
        about=ObjectKind.BYTES if one.role is Role.SAVED else ObjectKind.PICTURE,
        interval=one.when,
        precision="instant" if one.precision in ("us", "ms") else one.precision,
        zone_known=one.zone_known,
        read_from=one.read_from,
        grade=one.grade,
        operator=one.operator,
        source_url=url,
        source_title=title,
        source_language=language,
        capture=capture,
        method=EvidenceMethod.AUTO if stated_by is None else EvidenceMethod.MANUAL,
        entered_by=stated_by,
    )

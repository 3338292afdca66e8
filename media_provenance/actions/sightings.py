"""What pages and addresses say of a picture: where it stood, and on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceKind,
    instants_of,
)
from media_provenance.models import Capture, Evidence, MediaAsset
from media_provenance.pipeline import (
    EvidenceDraft,
    lock_pictures,
    precision_of,
    recompute_findings,
    write_evidence,
)
from media_provenance.pipeline.source_dates import (
    drafts_of_address,
    drafts_of_headers,
    is_dated_by_its_page,
    keep_page_address_dates,
    write_drafts,
)
from media_provenance.queries import UNKNOWN_OPERATOR
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Why `withdraw_page_sightings` withdraws. Stored, and recognised when the old date comes back.
PAGE_DATE_PUT_RIGHT = "date of the page was put right"


@transaction.atomic
def record_page_sighting(
    asset: MediaAsset,
    *,
    page_key: str,
    url: str,
    title: str,
    language: str,
    published: DateInterval,
    origin: str,
    read_from: str,
    capture: Capture | None,
) -> Evidence | None:
    """Record that a picture stood on a page that was published on those days.

    Args:
        page_key: names the page and its date, so that reading it twice records it once.
        url: of the page, "" if nobody knows it; then it counts as nobody's independent word.
        published: the days as written, in the page's own zone.
        origin: where on the page the date stood, in the word of the one who read it.
        read_from: the words the date was read from.

    Returns:
        The evidence, or None where the page bounds nothing: its date has no last day.
    """
    if published.latest is None:
        return None
    lock_pictures()
    kind = EvidenceKind.PUBLISHER_DATE
    evidence = write_evidence(
        asset,
        EvidenceDraft(
            key=f"page:{page_key}",
            kind=kind,
            role=KIND_ROLE[kind],
            interval=instants_of(published),
            precision=precision_of(published),
            grade=KIND_GRADE[kind],
            operator=_operator_of(url) or f"{UNKNOWN_OPERATOR}{page_key}",
            read_from=read_from,
            source_url=url,
            source_title=title,
            source_language=language,
            capture=capture,
            note=origin,
        ),
    )
    _reinstate(evidence)
    recompute_findings([asset.pk])
    return evidence


@transaction.atomic
def record_page_address(
    asset: MediaAsset,
    *,
    page: str,
    url: str,
    title: str = "",
    language: str = "",
    published: DateInterval | None = None,
    capture: Capture | None = None,
    stated_by: User | None = None,
    picture_url: str = "",
    is_lead: bool = True,
) -> None:
    """Record what the address of a page says of a picture that stands on it.

    Args:
        page: names the page, without a colon.
        url: ``""`` where it has none, or the picture is no longer on it: then what its address
            said is withdrawn.
        published: the page's own days. Where they are wholly later than the address, the address
            says nothing of the picture.
        stated_by: who says that the picture is on that page, where we did not fetch it ourselves.
        picture_url: the picture's own address, where it is known.
        is_lead: the picture is the page's main one, as the page itself says. The number of a post
            dates no other: faces and advertisements beside a post change later.
    """
    lock_pictures()
    drafts = drafts_of_address(
        url,
        what="page",
        as_of=timezone.now(),
        title=title,
        language=language,
        capture=capture,
        stated_by=stated_by,
    )
    if stated_by is None and not (is_lead and is_dated_by_its_page(picture_url)):
        drafts = [draft for draft in drafts if draft.kind is not EvidenceKind.PLATFORM_ID]
    if keep_page_address_dates(asset, drafts, page=page, published=published):
        recompute_findings([asset.pk])


@transaction.atomic
def record_picture_address(
    asset: MediaAsset,
    *,
    url: str,
    page_url: str = "",
    title: str = "",
    language: str = "",
    answer: Capture | None = None,
) -> None:
    """Record what the address that a picture came from says of it, and the answer's headers.

    Args:
        url: of the picture itself.
        page_url, title, language: of the page on which the address stood.
        answer: our copy of what the address gave, where it was fetched just now.
    """
    lock_pictures()
    drafts = drafts_of_address(
        url,
        what="picture",
        as_of=timezone.now(),
        page_url=page_url,
        title=title,
        language=language,
        capture=answer,
    )
    if answer is not None:
        drafts += drafts_of_headers(
            answer.headers,
            url=answer.final_url or url,
            fetched_at=answer.captured_at,
            page_url=page_url,
            capture=answer,
        )
    if drafts:
        write_drafts(asset, drafts)
        recompute_findings([asset.pk])


@transaction.atomic
def withdraw_page_sightings(asset: MediaAsset, *, page: str, but: str, by: User | None) -> int:
    """Withdraw what a page said before its date was put right.

    Args:
        page: what the page's keys begin with, before the first colon.
        but: the key that stands, as given to ``record_page_sighting``.
        by: who put it right, None for the system.

    Returns:
        How many sightings were withdrawn.
    """
    lock_pictures()
    withdrawn = (
        Evidence.objects.filter(
            asset=asset,
            kind=EvidenceKind.PUBLISHER_DATE.value,
            key__startswith=f"page:{page}:",
            withdrawn_at__isnull=True,
        )
        .exclude(key=f"page:{but}")
        .update(withdrawn_at=Now(), withdrawn_by=by, withdrawn_reason=PAGE_DATE_PUT_RIGHT)
    )
    if withdrawn:
        recompute_findings([asset.pk])
    return withdrawn


def _operator_of(url: str) -> str:
    """Return the host that a page's clock belongs to, "" if there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _reinstate(evidence: Evidence) -> None:
    """Let a page's date stand again that was put right and is now put back.

    What a person withdrew stays withdrawn, however often the page is read.
    """
    if evidence.withdrawn_at is not None and evidence.withdrawn_reason == PAGE_DATE_PUT_RIGHT:
        evidence.withdrawn_at, evidence.withdrawn_by = None, None
        evidence.withdrawn_reason = ""
        evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])

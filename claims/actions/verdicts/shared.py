"""What all texts of a verdict have in common: its sources, and what its picture is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from claims.actions.history import changes, record_event
from claims.domain.media_categories import check_media_categories
from claims.models import Claim, SourceReference, Verdict
from claims.permissions import check_can_edit_claim
from claims.queries import check_nothing_is_approved

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class SourcesChanged(Exception):
    """Somebody saved the sources since this person opened them; the list there is now."""

    def __init__(self, current: list[SourceReference]) -> None:
        super().__init__("the sources were saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """One source of a verdict, as typed."""

    title: str
    kind: str = "primary"
    publisher: str = ""
    language: str = ""
    url: str = ""
    archived_url: str = ""
    quote: str = ""
    accessed_on: date | None = None


def get_verdict(claim: Claim, *, by: User) -> Verdict:
    """Return the verdict of a claim, made if there is none yet.

    Raises:
        NotAllowed.
    """
    check_can_edit_claim(by)
    verdict, _ = Verdict.objects.get_or_create(claim=claim)
    return verdict


def sources_digest(sources: Iterable[SourceReference]) -> str:
    """Return what names a list of sources as it stands; another after every change.

    Rows are replaced when a list is saved, so their keys say enough.
    """
    keys = ",".join(str(source.pk) for source in sources)
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


@transaction.atomic
def save_sources(
    verdict: Verdict, sources: Sequence[SourceDraft], *, by: User, seen: str | None = None
) -> None:
    """Replace the list of sources, numbered in the order given.

    Args:
        seen: ``sources_digest`` of the list that the person started from; None to replace
            whatever is there.

    Raises:
        NotAllowed.
        SourcesChanged: somebody else saved the list since; nothing is written.
    """
    check_can_edit_claim(by)
    Verdict.objects.select_for_update().get(pk=verdict.pk)
    check_nothing_is_approved(verdict.claim_id)
    current = list(verdict.sources.all())
    if seen is not None and seen != sources_digest(current):
        raise SourcesChanged(current)
    before = [_source_kept(source) for source in current]
    verdict.sources.all().delete()
    SourceReference.objects.bulk_create(
        SourceReference(
            verdict=verdict,
            position=position,
            kind=source.kind,
            title=source.title.strip(),
            publisher=source.publisher.strip(),
            language=source.language,
            url=source.url.strip(),
            archived_url=source.archived_url.strip(),
            quote=source.quote.strip(),
            accessed_on=source.accessed_on,
        )
        for position, source in enumerate(sources, start=1)
    )
    after = [_source_kept(source) for source in verdict.sources.all()]
    record_event(
        verdict.claim,
        "sources.saved",
        by=by,
        number=len(sources),
        **changes({"sources": before}, {"sources": after}),
    )


def _source_kept(source: SourceReference) -> dict[str, str]:
    """Return a source as the history keeps it: the fields that say something."""
    fields = {
        "kind": source.kind,
        "title": source.title,
        "publisher": source.publisher,
        "language": source.language,
        "url": source.url,
        "archived_url": source.archived_url,
        "quote": source.quote,
        "accessed_on": source.accessed_on.isoformat() if source.accessed_on else "",
    }
    return {name: value for name, value in fields.items() if value}


@transaction.atomic
def set_media_category(
    verdict: Verdict, category: str, *, also: Sequence[str] = (), by: User
) -> None:
    """Say what the verdict means for the picture, in schema.org's terms.

    ``also`` is what the picture is besides; what repeats the category is passed over, and without
    a category there is nothing to add to.

    Raises:
        ContradictingCategories: an original that is edited, staged or transformed.
    """
    check_can_edit_claim(by)
    more = sorted({one for one in also if one and one != category}) if category else []
    check_media_categories([category, *more])
    if verdict.media_category == category and verdict.media_also == more:
        return
    check_nothing_is_approved(verdict.claim_id)
    before = {"category": verdict.media_category, "also": verdict.media_also}
    verdict.media_category = category
    verdict.media_also = more
    verdict.save(update_fields=["media_category", "media_also"])
    record_event(
        verdict.claim,
        "verdict.media_category",
        by=by,
        category=category,
        before=before,
        after={"category": category, "also": more},
    )

"""What a service found, as leads before they are written. They prove nothing here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_provenance.adapters import storage
from media_provenance.domain.archive_rows import archive_digest
from media_provenance.domain.date_evidence import instants_of
from media_provenance.models import LeadKind, ProviderCall
from media_provenance.providers.leads import ArchiveCapture, Candidate, Listed, Review
from media_provenance.providers.registry import Operation
from multilingual.intervals import InstantInterval

__all__ = ["LeadDraft", "lead_draft_of", "our_digest"]


@dataclass(frozen=True, slots=True)
class LeadDraft:
    """A lead before it is written; fields as ``ProviderLead`` has them."""

    kind: LeadKind
    url: str = ""
    image_url: str = ""
    archived_url: str = ""
    title: str = ""
    site: str = ""
    when: InstantInterval = field(default_factory=lambda: InstantInterval(None, None))
    details: Mapping[str, str | int | float] = field(default_factory=dict)
    identical: bool = False


def our_digest(call: ProviderCall) -> str:
    """Return the archive's digest of our own file, where it can be compared; "" elsewhere."""
    if call.operation != Operation.CAPTURES or call.asset is None:
        return ""
    return archive_digest(storage.read(call.asset.original_path))


def lead_draft_of(
    call: ProviderCall, found: ArchiveCapture | Candidate | Review | Listed, ours: str
) -> LeadDraft:
    """Return what one entry of an answer is as a lead.

    Args:
        ours: of our own file, as ``our_digest`` gives it.
    """
    if isinstance(found, ArchiveCapture):
        is_picture = call.parameters.get("what") == "picture"
        details = {"media_type": found.media_type, "digest": found.digest}
        return LeadDraft(
            kind=LeadKind.PICTURE_CAPTURE if is_picture else LeadKind.PAGE_CAPTURE,
            url=found.original,
            archived_url=found.archived_url,
            when=InstantInterval.of_instant(found.timestamp),
            details={**details, **({"status": found.status} if found.status else {})},
            identical=is_picture and bool(ours) and found.digest == ours,
        )
    if isinstance(found, Candidate):
        nothing = InstantInterval(None, None)
        return LeadDraft(
            kind=LeadKind.SEEN_COPY,
            url=found.page_url,
            image_url=found.image_url,
            title=found.title,
            site=found.site,
            when=nothing if found.seen_on is None else instants_of(found.seen_on),
            details=dict(found.details),
        )
    if isinstance(found, Listed):
        source = found.source
        return LeadDraft(
            kind=LeadKind.LISTED,
            url=found.url,
            site=source.operator,
            when=source.when,
            details={
                "field": source.field,
                "written": source.read_from,
                "precision": source.precision,
                "zone_known": int(source.zone_known),
            },
        )
    return LeadDraft(
        kind=LeadKind.REVIEW,
        url=found.url,
        title=found.title,
        site=found.publisher or found.site,
        when=InstantInterval(found.reviewed_at, found.reviewed_at),
        details={
            name: value
            for name, value in (
                ("claim", found.claim),
                ("claimant", found.claimant),
                ("rating", found.rating),
                ("language", found.language),
            )
            if value
        },
    )

"""What a revision says, gathered from the rows and frozen when it is published."""

from __future__ import annotations

from datetime import datetime

from claims.domain.json_records import JsonObject
from claims.domain.published import (
    PublishedAppearance,
    PublishedClaim,
    PublishedClaimant,
    PublishedCorrection,
    PublishedPicture,
    PublishedRating,
    PublishedSource,
    PublishedVerdict,
    web_address,
)
from claims.domain.workflow import Missing, NotReady
from claims.models import (
    Appearance,
    Claim,
    Claimant,
    Correction,
    PictureRole,
    Revision,
    SourceReference,
)
from claims.publishing.findings import frozen_findings
from claims.publishing.organization import organization_name
from claims.publishing.ratings import label_of, labelled
from claims.queries import ONCE_PUBLIC, picture_places


class PictureNotReady(Exception):
    """A picture of the text has not been read yet, so readers could not be shown it."""


def snapshot_of(revision: Revision, *, published_at: datetime) -> JsonObject:
    """Freeze everything the public page of a revision shows. About ten queries.

    Raises:
        NotReady: no rating is set, or it has no label in the text's language.
        PictureNotReady: a picture of the text has not been read.
    """
    label = label_of(revision)
    if revision.rating is None or label is None:
        raise NotReady("publish", (Missing.RATING,))
    shown = list(revision.pictures.select_related("asset"))
    unread = [one for one in shown if one.asset.width is None]
    if unread:
        raise PictureNotReady(str(unread[0].asset_id))
    return _frozen(revision, labelled(revision.rating, label), published_at).to_json()


def preview_of(revision: Revision, *, at: datetime) -> PublishedVerdict:
    """Return what the page would show if the revision were published now, finished or not.

    Without a rating its label is empty; a picture that has not been read is left out.
    """
    label = label_of(revision)
    rating = PublishedRating("", "", "", "unproven", None)
    if revision.rating is not None and label is not None:
        rating = labelled(revision.rating, label)
    return _frozen(revision, rating, at)


def _frozen(
    revision: Revision, rating: PublishedRating, published_at: datetime
) -> PublishedVerdict:
    text = revision.text
    verdict = text.verdict
    claim = verdict.claim
    finding, statements = frozen_findings(revision)
    return PublishedVerdict(
        public_id=verdict.public_id,
        language=text.language,
        revision_number=revision.number,
        rating=rating,
        media_category=verdict.media_category,
        headline=revision.headline,
        summary=revision.summary,
        body=revision.body,
        claim=PublishedClaim(revision.claim_text, claim.text, claim.language),
        organization=organization_name(text.language),
        first_published_at=_first_published_at(revision, published_at),
        published_at=published_at,
        claimant=_claimant(claim.claimant) if claim.claimant else None,
        appearances=_appearances(claim),
        pictures=_pictures(revision),
        finding=finding,
        statements=statements,
        sources=tuple(_source(one) for one in verdict.sources.order_by("position")),
        corrections=_corrections(revision, published_at),
        media_also=tuple(verdict.media_also),
    )


def _first_published_at(revision: Revision, published_at: datetime) -> datetime:
    earlier = (
        Revision.objects.filter(text_id=revision.text_id, status__in=ONCE_PUBLIC)
        .exclude(pk=revision.pk)
        .order_by("published_at")
        .first()
    )
    if earlier is None or earlier.published_at is None:
        return published_at
    return earlier.published_at


def _claimant(claimant: Claimant) -> PublishedClaimant:
    return PublishedClaimant(
        kind=claimant.kind,
        name=claimant.name,
        language=claimant.language,
        job_title=claimant.job_title,
        same_as=web_address(claimant.same_as),
    )


def _appearances(claim: Claim) -> tuple[PublishedAppearance, ...]:
    rows = claim.appearances.select_related("news_item__outlet").order_by("first_day", "pk")
    return tuple(_appearance(row) for row in rows)


def _appearance(row: Appearance) -> PublishedAppearance:
    item = row.news_item
    outlet = item.outlet.name if item is not None and item.outlet is not None else ""
    return PublishedAppearance(
        url=web_address(row.url or (item.url if item is not None else "")),
        platform=row.platform or outlet,
        account=row.account,
        first_day=row.first_day,
        last_day=row.last_day,
        archived_url=web_address(row.archived_url),
    )


def _pictures(revision: Revision) -> tuple[PublishedPicture, ...]:
    shown = list(revision.pictures.select_related("asset__frame_of"))
    places = picture_places(
        revision.text.verdict.claim,
        [one.asset for one in shown if one.role == PictureRole.CIRCULATED],
    )
    return tuple(
        PublishedPicture(
            asset_id=str(one.asset.pk),
            role=one.role,
            alt=one.alt,
            caption=one.caption,
            width=one.asset.width,
            height=one.asset.height,
            sha256=one.asset.sha256,
            video_sha256=one.asset.frame_of.sha256 if one.asset.frame_of else "",
            places=places.get(one.asset.pk, ()),
        )
        for one in shown
        if one.asset.width is not None and one.asset.height is not None
    )


def _source(source: SourceReference) -> PublishedSource:
    return PublishedSource(
        position=source.position,
        kind=source.kind,
        title=source.title,
        publisher=source.publisher,
        language=source.language,
        url=web_address(source.url),
        archived_url=web_address(source.archived_url),
        quote=source.quote,
        accessed_on=source.accessed_on,
    )


def _corrections(revision: Revision, published_at: datetime) -> tuple[PublishedCorrection, ...]:
    """Return the corrections readers were told of, newest first, this revision's own included."""
    rows = (
        Correction.objects.filter(
            revision__text_id=revision.text_id,
            revision__number__lte=revision.number,
        )
        .select_related("revision")
        .order_by("-revision__number")
    )
    return tuple(
        PublishedCorrection(row.kind, row.public_note, row.revision.published_at or published_at)
        for row in rows
        if row.revision_id == revision.pk or row.revision.status in ONCE_PUBLIC
    )

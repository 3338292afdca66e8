"""Pictures as claims and news items have them: where each stands, and what is known of its date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from claims.domain.picture_origins import PictureOrigin
from claims.domain.workflow import TextStatus
from claims.models import (
    Claim,
    ClaimPicture,
    NewsItem,
    NewsItemPicture,
    Revision,
)
from claims.models.verdict import OPEN_STATUSES
from claims.queries.cases import reference_of
from media_provenance.models import AssetState, Finding, Match, MediaAsset
from media_provenance.queries import linked_pictures


@dataclass(frozen=True, slots=True)
class ClaimPictureState:
    """A picture of a claim, what was found out about its date, and how many likely copies
    wait for a person's decision."""

    picture: ClaimPicture
    finding: Finding | None
    waiting: int


def claim_picture_states(claim: Claim) -> list[ClaimPictureState]:
    """The claim's pictures with their current findings. Three queries."""
    pictures = list(claim.pictures.select_related("asset"))
    findings = {
        finding.question.asset_id: finding
        for finding in Finding.objects.filter(
            superseded_at__isnull=True, question__asked_for=reference_of(claim.pk)
        ).select_related("question")
    }
    assets = [picture.asset_id for picture in pictures]
    undecided = Match.objects.waiting().filter(Q(first_id__in=assets) | Q(second_id__in=assets))
    waiting = Counter(
        side for pair in undecided.values_list("first_id", "second_id") for side in pair
    )
    return [
        ClaimPictureState(picture, findings.get(picture.asset_id), waiting[picture.asset_id])
        for picture in pictures
    ]


@dataclass(frozen=True, slots=True)
class PictureUses:
    """Where the desk has met a picture."""

    claims: list[Claim]
    items: list[NewsItem]
    revisions: list[Revision]


def picture_uses(asset_id: UUID) -> PictureUses:
    """Where a picture stands: claims spread with it, news items, texts that show it."""
    return PictureUses(
        list(Claim.objects.filter(pictures__asset=asset_id)),
        list(NewsItem.objects.filter(pictures__asset=asset_id).select_related("outlet")),
        list(
            Revision.objects.filter(
                pictures__asset=asset_id, status__in=(*OPEN_STATUSES, TextStatus.PUBLISHED)
            ).select_related("text__verdict__claim")
        ),
    )


def uses_of_each(asset_ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, UUID, str, str]]]:
    """Where each picture stands: "claim" or "item", its id, its words and language. Two queries."""
    ids = list(asset_ids)
    found: dict[UUID, list[tuple[str, UUID, str, str]]] = {}
    for picture in ClaimPicture.objects.filter(asset__in=ids).select_related("claim"):
        claim = picture.claim
        use = ("claim", claim.pk, claim.text, claim.language)
        found.setdefault(picture.asset_id, []).append(use)
    for shown in NewsItemPicture.objects.filter(asset__in=ids).select_related("news_item"):
        item = shown.news_item
        if shown.asset_id is not None:
            words = item.title or item.note or item.url or str(item.pk)
            use = ("item", item.pk, words, item.language)
            found.setdefault(shown.asset_id, []).append(use)
    return found


def origins_of(assets: Iterable[MediaAsset]) -> dict[UUID, PictureOrigin]:
    """Return what people can know each picture by; a frame by its video's. One query."""
    wanted = {asset.pk: asset for asset in assets}
    sources = {pk: asset.frame_of_id or pk for pk, asset in wanted.items()}
    columns = ("url", "title", "note", "language", "outlet__name")
    came_with: dict[UUID, tuple[str, ...]] = {}
    for asset_id, address, *item in (
        NewsItemPicture.objects.filter(asset__in=set(sources.values()))
        .order_by("news_item__added_at", "pk")
        .values_list("asset_id", "url", *(f"news_item__{column}" for column in columns))
    ):
        came_with.setdefault(asset_id, (address, *item))
    return {pk: _origin(asset, came_with.get(sources[pk])) for pk, asset in wanted.items()}


def _origin(asset: MediaAsset, came_with: tuple[str, ...] | None) -> PictureOrigin:
    address, url, title, note, language, outlet = came_with or ("",) * 6
    return PictureOrigin(
        # The last part of an address is the site's word for a file and tells people nothing.
        file_name="" if address and title else asset.original_name,
        title=title or note or url,
        language=language if title else "",
        outlet=outlet or "",
        frame_at=asset.frame_at,
        added_at=asset.added_at,
    )


def pictures_to_show(claim: Claim) -> list[MediaAsset]:
    """The pictures a verdict on the claim may show: its own, then those known to be the same.

    Copies that nobody has confirmed are not among them, nor what could not be read.
    """
    own = [picture.asset for picture in claim.pictures.select_related("asset")]
    linked = [
        link.asset_id
        for asset in own
        for link in linked_pictures(asset.pk)
        if link.match_class.counts
    ]
    assets = MediaAsset.objects.in_bulk(dict.fromkeys([*(asset.pk for asset in own), *linked]))
    order = list(dict.fromkeys([*(asset.pk for asset in own), *linked]))
    return [assets[pk] for pk in order if assets[pk].state == AssetState.READ]


def findings_to_cite(claim: Claim, *, cited: UUID | None = None) -> list[Finding]:
    """What is known now of the dates of the claim's pictures, and what a text cites already."""
    current = Q(superseded_at__isnull=True, question__asked_for=reference_of(claim.pk))
    return list(
        Finding.objects.filter(current | Q(pk=cited))
        .select_related("question__asset")
        .order_by("question__asset_id", "superseded_at", "-recorded_at")
    )


def pictures_newest_first(*, only_waiting: bool = False) -> QuerySet[MediaAsset]:
    """All stored pictures, newest first.

    Each with ``waiting``: the class of the surest copy that waits for a decision, None without one.
    """
    undecided = Match.objects.waiting().filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    # A copy comes before a likely copy in the alphabet too.
    surest = Subquery(undecided.order_by("match_class").values("match_class")[:1])
    found = MediaAsset.objects.annotate(waiting=surest).order_by("-added_at", "id")
    return found.filter(waiting__isnull=False) if only_waiting else found

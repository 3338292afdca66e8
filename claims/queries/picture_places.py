"""Where the pictures of a claim circulated, as far as the claim's own appearances tell.

For the snapshot of a published verdict: only what its page says of appearances anyway, tied to the
picture that stood there. Not for sightings that prove a date (``media_provenance`` has those).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from claims.domain.published import PublishedPlace, web_address
from claims.models import Appearance, Claim, NewsItemPicture
from media_provenance.models import MediaAsset

__all__ = ["picture_places"]


def picture_places(
    claim: Claim, assets: Iterable[MediaAsset]
) -> Mapping[UUID, tuple[PublishedPlace, ...]]:
    """Return by asset id where each picture stood, earliest first; a frame stands with its video.

    A place without a public address is left out: what came in on paper or from a closed group is
    nowhere that others could look. Two queries.
    """
    sources = {asset.pk: asset.frame_of_id or asset.pk for asset in assets}
    appearances = {
        row.news_item_id: row
        for row in claim.appearances.filter(news_item__isnull=False).select_related("news_item")
    }
    shown = NewsItemPicture.objects.filter(
        asset__in=set(sources.values()), news_item__in=list(appearances)
    ).order_by("pk")
    found: defaultdict[UUID | None, list[PublishedPlace]] = defaultdict(list)
    for picture in shown:
        place = _place(appearances[picture.news_item_id], picture)
        if place.page_url:
            found[picture.asset_id].append(place)
    return {asset: tuple(sorted(found[source], key=_order)) for asset, source in sources.items()}


def _place(appearance: Appearance, picture: NewsItemPicture) -> PublishedPlace:
    item = appearance.news_item
    return PublishedPlace(
        page_url=web_address(appearance.url or (item.url if item is not None else "")),
        file_url=web_address(picture.url),
        archived_url=web_address(appearance.archived_url),
        first_day=appearance.first_day,
        last_day=appearance.last_day,
    )


def _order(place: PublishedPlace) -> tuple[date, str]:
    """The earliest first; where nobody knows when, last."""
    return (place.first_day or date.max, place.page_url)

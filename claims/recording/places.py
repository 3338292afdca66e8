"""Where a news item came from, and its pictures: outlet, address, host, sightings.

Not for its text (`claims.recording.items`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claims.models import NewsItem, NewsItemPicture, Outlet
from media_provenance.actions import (
    record_page_address,
    record_page_sighting,
    withdraw_page_sightings,
)
from media_provenance.models import CaptureKind
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The longest name that there is in the domain name system, in characters.
MOST_HOST = 253
# Hosts on which sites keep the same pages for telephones.
_TELEPHONE_HOSTS = ("m.", "mobile.", "amp.")


def published_days(item: NewsItem) -> DateInterval | None:
    """Return the days on which it can have been published; None if nothing is known."""
    if item.published_first is None and item.published_last is None:
        return None
    return DateInterval(item.published_first, item.published_last)


def site_of(item: NewsItem) -> str:
    """Return the site the item came from; "" if it is not known."""
    return site_at((item.capture.final_url if item.capture else "") or item.url)


def site_at(address: str) -> str:
    """Return the host of an address without www., m., mobile. or amp.; "" if it has none.

    The pages for telephones carry the same lines as the others.
    """
    host = host_of(address)
    for prefix in _TELEPHONE_HOSTS:
        if host.startswith(prefix) and "." in host.removeprefix(prefix):
            host = host.removeprefix(prefix)
    return host if len(host) <= MOST_HOST else ""


def set_outlet(item: NewsItem, name: str = "") -> None:
    """Tie the item to the outlet of its address, recorded when first met."""
    host = host_of(own_address(item))
    if not host or len(host) > MOST_HOST:
        return
    outlet, _ = Outlet.objects.get_or_create(
        domain=host, defaults={"name": name[:200] or host, "language": item.language}
    )
    if item.outlet_id != outlet.pk:
        item.outlet = outlet
        item.save(update_fields=["outlet"])


def own_address(item: NewsItem) -> str:
    """Return the item's canonical address if it is of the site it came from, else where it was.

    Any page may call another site its home; its date must not pass for that site's word.
    """
    met_at = (item.capture.final_url if item.capture else "") or item.url
    there, stated = host_of(met_at), host_of(item.canonical_url)
    same_site = there == stated or there.endswith(f".{stated}") or stated.endswith(f".{there}")
    return item.canonical_url if stated and (same_site or not there) else met_at


def host_of(address: str) -> str:
    """Return the host of an address, without www.; "" if it has none."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def record_sightings(item: NewsItem, *, by: User | None = None) -> None:
    """Record that each picture of the item was there when the item was published.

    A new date replaces the old sighting, which stays on record as withdrawn.
    """
    published = published_days(item)
    key = f"{item.pk}:{item.published_first}:{item.published_last}"
    for picture in item.pictures.filter(asset__isnull=False).select_related("asset"):
        if picture.asset is None:
            continue
        withdraw_page_sightings(picture.asset, page=str(item.pk), but=key, by=by or item.added_by)
        if published is not None:
            record_page_sighting(
                picture.asset,
                page_key=key,
                url=own_address(item),
                title=item.title,
                language=item.language,
                published=published,
                origin=item.published_origin,
                read_from=item.published_text,
                capture=item.capture,
            )
        was_fetched = item.capture is not None and item.capture.kind == CaptureKind.FETCHED
        page_url = own_address(item)
        record_page_address(
            picture.asset,
            page=str(item.pk),
            # Of a picture that is its own page, the picture's address is looked at.
            url="" if page_url == picture.url else page_url,
            title=item.title,
            language=item.language,
            published=published,
            capture=item.capture,
            stated_by=None if was_fetched else item.added_by,
            picture_url=picture.url,
            is_lead=picture.is_lead,
        )


def give_picture(picture: NewsItemPicture, to: NewsItem, *, by: User | None = None) -> None:
    """Move a picture to another part of the same page; its sighting follows.

    Left where it is if that part has the same picture already.
    """
    if picture.asset_id and to.pictures.filter(asset=picture.asset_id).exists():
        return
    former = picture.news_item
    picture.news_item = to
    picture.position = next_position(to)
    picture.is_lead = picture.is_lead and not to.pictures.filter(is_lead=True).exists()
    picture.save()
    if picture.asset is not None:
        withdraw_page_sightings(
            picture.asset, page=str(former.pk), but="", by=by or former.added_by
        )
        record_page_address(picture.asset, page=str(former.pk), url="")
    record_sightings(to, by=by)


def next_position(item: NewsItem) -> int:
    """Return the place after the item's last picture."""
    last = item.pictures.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1

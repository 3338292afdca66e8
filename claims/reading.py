"""Read a news item: what came in, turned into text, dates and pictures.

For: the job "claims.read_item" and the command `read_page`. Fetching and reading are the
slow half and change no row; recording writes everything at once.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils import timezone

from claims.adapters.article import PageUnreadable, read_html
from claims.adapters.fetching import fetch_for_desk
from claims.domain.pages import PagePicture, PageReading, read_pasted_text
from claims.models import IntakeKind, NewsItem, NewsItemPicture, Outlet
from claims.models.news_item import ReadingState
from jobs.registry import Kind, Progress, register
from media_provenance.actions import (
    DiskRefuses,
    PictureRefused,
    lock_pictures,
    record_page_sighting,
    store_capture,
    store_picture,
    withdraw_page_sightings,
)
from media_provenance.models import Capture, CaptureKind
from media_provenance.queries import original_file, read_capture
from multilingual.intervals import DateInterval
from webfetch import Reason, Refused
from webfetch.client import Fetched

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = logging.getLogger(__name__)

READ_ITEM = "claims.read_item"
# Pictures fetched of one page, lead picture first.
MOST_PAGE_PICTURES = 10
# No picture is begun later than so many seconds after the first. With the page before and the
# last one after it, each at most 20 s and 8 s of waiting for its turn, the job ends before its
# time limit of 90 s; a page whose pictures come slowly would otherwise never be read at all.
SECONDS_FOR_PICTURES = 30.0
# The longest name that there is in the domain name system, in characters.
MOST_HOST = 253


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture of the page: its bytes, or the reason why there are none."""

    picture: PagePicture
    data: bytes | None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What reading an item gave; ``failure`` says why there is no page.

    ``copy`` is the stored capture that was read instead of fetching the address once more.
    """

    page: PageReading | None
    fetched: Fetched | None = None
    copy: Capture | None = None
    pictures: tuple[ReadPicture, ...] = ()
    failure: str = ""


def read_item(payload: Mapping[str, Any], progress: Progress) -> ItemReading:
    """Fetch and read the item. Writes nothing; a refusal is a result, not an error.

    Raises:
        TimeoutError: others are at that site, or at too many; the job is tried again later.
    """
    item = NewsItem.objects.select_related("capture").get(pk=payload["item"])
    today = timezone.now().date()
    progress(0, None)
    if item.intake == IntakeKind.TEXT:
        reading = read_pasted_text(
            item.text_fetched, language=item.language or None, reference=today
        )
        return ItemReading(reading)
    fetched: Fetched | None = None
    copy = _recent_copy(item.url) if item.intake == IntakeKind.URL else None
    try:
        if copy is not None:
            charset = _charset_in(copy.headers)
            page = read_page(read_capture(copy), copy.final_url, charset, today)
        elif item.intake == IntakeKind.URL:
            fetched = fetch_for_desk(item.url)
            if fetched.status >= 400:
                return ItemReading(None, fetched, failure="page_answers_error")
            page = read_page(fetched.body, fetched.final_url, charset_of(fetched), today)
        else:
            data = read_capture(item.capture) if item.capture else b""
            page = read_page(data, item.url or None, None, today)
    except Refused as refusal:
        # The code and never the detail: an address holds what a stranger chose.
        log.info("item not fetched id=%s reason=%s", item.pk, refusal.reason)
        if refusal.reason is Reason.BUSY:
            raise TimeoutError(str(refusal.reason)) from refusal
        return ItemReading(None, failure="no_answer" if refusal.may_pass else "address_refused")
    except PageUnreadable:
        return ItemReading(None, fetched, copy, failure="page_unreadable")
    return ItemReading(page, fetched, copy, tuple(_fetch_pictures(page, progress)))


def _recent_copy(url: str) -> Capture | None:
    """Return the copy of that address that is young enough to be read in place of the page.

    One fetch of one address in that time, whoever asks. An answer that was an error is no copy:
    it is asked for again when a person says so.
    """
    return Capture.objects.filter(
        kind=CaptureKind.FETCHED, url=url, status__lt=400, captured_at__gt=_recently()
    ).first()


def _recently() -> CombinedExpression:
    return Now() - timedelta(seconds=settings.FETCH_AGAIN_SECONDS)


def read_page(data: bytes, url: str | None, charset: str | None, today: date) -> PageReading:
    """Read a page's bytes. See `claims.adapters.article.read_html`."""
    return read_html(data, url=url, declared_charset=charset, today=today)


def charset_of(fetched: Fetched) -> str | None:
    """The charset that the answer declares, lower case; None if it declares none."""
    return _charset_in(fetched.headers)


def _charset_in(headers: Iterable[Sequence[str]]) -> str | None:
    for name, value in headers:
        if name.lower() == "content-type" and "charset=" in value.lower():
            return value.lower().split("charset=", 1)[1].split(";")[0].strip("\"' ") or None
    return None


def _fetch_pictures(page: PageReading, progress: Progress) -> list[ReadPicture]:
    ordered = sorted(page.pictures, key=lambda picture: not picture.is_lead)
    if not settings.FETCH_PAGE_PICTURES:
        return [ReadPicture(picture, None, "not_asked_for") for picture in ordered]
    found = []
    began_at = monotonic()
    for done, picture in enumerate(ordered):
        is_late = monotonic() - began_at > SECONDS_FOR_PICTURES
        if done >= MOST_PAGE_PICTURES or is_late:
            found.append(ReadPicture(picture, None, "not_asked_for"))
            continue
        progress(done, min(len(ordered), MOST_PAGE_PICTURES))
        if picture.url.startswith("data:"):
            found.append(_inside_page(picture))
            continue
        if (stored := _recent_picture(picture.url)) is not None:
            found.append(ReadPicture(picture, stored))
            continue
        try:
            answer = fetch_for_desk(picture.url)
        except Refused as refusal:
            was_asked = refusal.reason is not Reason.BUSY
            failure = "address_refused" if was_asked else "not_asked_for"
            found.append(ReadPicture(picture, None, failure))
            continue
        if answer.status >= 400 or not answer.body:
            found.append(ReadPicture(picture, None, "picture_not_there"))
            continue
        found.append(ReadPicture(picture, answer.body))
    return found


def _recent_picture(url: str) -> bytes | None:
    """Return the picture of that address, if it was fetched a short while ago for another page."""
    known = (
        NewsItemPicture.objects.filter(
            url=url,
            asset__isnull=False,
            news_item__capture__kind=CaptureKind.FETCHED,
            news_item__capture__captured_at__gt=_recently(),
        )
        .select_related("asset")
        .first()
    )
    return original_file(known.asset).read_bytes() if known and known.asset else None


def _inside_page(picture: PagePicture) -> ReadPicture:
    """Take a picture out of a page that was saved into one file (a base64 ``data:`` URL).

    Nothing is fetched for it. Its address is only kept, without the bytes, where it cannot be
    read: a row needs a picture or an address.
    """
    head, _, encoded = picture.url.partition(",")
    try:
        data = base64.b64decode(unquote(encoded), validate=True)
    except ValueError:
        data = b""
    if not data:
        return ReadPicture(replace(picture, url=head), None, "picture_not_there")
    return ReadPicture(replace(picture, url=head), data)


@transaction.atomic
def record_reading(payload: Mapping[str, Any], reading: ItemReading) -> None:
    """Write the reading: the item, its outlet, its pictures and their sightings."""
    item = NewsItem.objects.select_for_update().get(pk=payload["item"])
    # Before the outlet is written: who stores pictures holds this lock and writes outlets too.
    lock_pictures()
    if reading.copy is not None:
        item.capture = reading.copy
    elif reading.fetched is not None:
        fetched = reading.fetched
        item.capture = store_capture(
            fetched.body,
            kind=CaptureKind.FETCHED,
            url=item.url,
            final_url=fetched.final_url,
            status=fetched.status,
            headers=[list(header) for header in fetched.headers],
            media_type=_media_type(fetched),
            by=item.added_by,
        )
    if reading.page is None:
        item.state, item.failure = ReadingState.FAILED, reading.failure
        item.save()
        return
    write_page(item, reading.page)
    for position, read in enumerate(reading.pictures, start=1):
        _record_picture(item, read, position)
    record_sightings(item)


def write_page(item: NewsItem, page: PageReading) -> None:
    """Copy a reading into the item and save it."""
    item.state, item.failure = ReadingState.READ, ""
    item.title = (page.title or "")[:500]
    item.author = (page.author or "")[:300]
    item.text = page.body
    item.language = page.language
    item.language_confidence = page.language_confidence
    item.canonical_url = page.canonical_url or ""
    # What an editor has said of the days is worth more than what the page says.
    if page.published is not None and item.published_origin != "editor":
        item.published_first = page.published.earliest
        item.published_last = page.published.latest
        item.published_origin = page.published_origin.value if page.published_origin else "unknown"
        item.published_text = page.published_text[:300]
    item.published_conflicts = list(page.published_conflicts)
    item.missing = list(page.missing)
    item.furniture = list(page.furniture_removed)
    item.save()
    set_outlet(item, name=page.outlet_name or "")


def set_outlet(item: NewsItem, name: str = "") -> None:
    """Tie the item to the outlet of its address, recorded when first met."""
    host = _host(own_address(item))
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
    there, stated = _host(met_at), _host(item.canonical_url)
    same_site = there == stated or there.endswith(f".{stated}") or stated.endswith(f".{there}")
    return item.canonical_url if stated and (same_site or not there) else met_at


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def record_sightings(item: NewsItem, *, by: User | None = None) -> None:
    """Record that each picture of the item was there when the item was published.

    A new date replaces the old sighting, which stays on record as withdrawn.
    """
    if item.published_first is None and item.published_last is None:
        published = None
    else:
        published = DateInterval(item.published_first, item.published_last)
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


def _record_picture(item: NewsItem, read: ReadPicture, position: int) -> None:
    asset, failure = None, read.failure
    if read.data is not None:
        address = urlsplit(read.picture.url)
        name = "" if address.scheme == "data" else address.path.rsplit("/", 1)[-1][:255]
        try:
            asset = store_picture(read.data, original_name=name, by=item.added_by)
        except PictureRefused as error:
            failure = str(error.code)
    if asset is not None and item.pictures.filter(asset=asset).exists():
        return
    NewsItemPicture.objects.update_or_create(
        news_item=item,
        position=position,
        defaults={
            "asset": asset,
            "url": read.picture.url,
            "caption": read.picture.caption,
            "alt": read.picture.alt,
            "is_lead": read.picture.is_lead,
            "failure": failure,
        },
    )


def _media_type(fetched: Fetched) -> str:
    values = [value for name, value in fetched.headers if name.lower() == "content-type"]
    return values[0].split(";")[0].strip()[:100] if values else ""


register(
    Kind(
        name=READ_ITEM,
        work=read_item,
        record=record_reading,
        passing_errors=(ConnectionError, TimeoutError, DiskRefuses),
    )
)

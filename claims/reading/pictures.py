"""The pictures and videos of a page: fetching them, and writing what came of it."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from claims.adapters import fetching
from claims.adapters.page_bytes import storable_text
from claims.domain.pages import PagePicture, PageReading
from claims.models import NewsItem, NewsItemPicture
from claims.recording.items import lock_item
from claims.recording.places import next_position, own_address, record_sightings
from jobs.registry import Kind, Progress, register
from media_provenance.actions import (
    DiskRefuses,
    PictureRefused,
    lock_pictures,
    record_picture_address,
    store_capture,
    store_picture,
)
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.domain.video_frames import is_video_name
from media_provenance.models import Capture, CaptureKind
from media_provenance.queries import original_file
from webfetch import Reason, Refused
from webfetch.client import Fetched

log = logging.getLogger(__name__)

FETCH_PICTURE = "claims.fetch_picture"
# Pictures fetched of one page, lead picture first.
MOST_PAGE_PICTURES = 10
# No picture is begun later than so many seconds after the first. With the page before and the
# last one after it, each at most 20 s and 8 s of waiting for its turn, the job ends before its
# time limit of 90 s; a page whose pictures come slowly would otherwise never be read at all.
SECONDS_FOR_PICTURES = 30.0
# What a picture of a page is said to lack: codes of `claims.wording.refusal_sentence`.
NOT_ASKED_FOR, VIDEO_NOT_TAKEN, BEING_FETCHED = "not_asked_for", "video_not_taken", "being_fetched"
# Nothing was asked of the address yet, or it may answer another time.
_MAY_COME = frozenset({NOT_ASKED_FOR, VIDEO_NOT_TAKEN, "picture_not_there", "no_answer"})


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture of the page: its bytes, or the reason why there are none.

    ``answer`` is what its own address gave, where it was fetched just now.
    """

    picture: PagePicture
    data: bytes | None
    failure: str = ""
    answer: Fetched | None = None


def recently() -> CombinedExpression:
    """Return the moment after which what was fetched is not fetched again."""
    return Now() - timedelta(seconds=settings.FETCH_AGAIN_SECONDS)


def fetch_pictures(page: PageReading, progress: Progress) -> list[ReadPicture]:
    """Fetch the pictures of a page, as far as a setting, their number and the time allow."""
    ordered = sorted(page.pictures, key=lambda picture: not picture.is_lead)
    if not settings.FETCH_PAGE_PICTURES:
        return [ReadPicture(picture, None, NOT_ASKED_FOR) for picture in ordered]
    found = []
    began_at = monotonic()
    for done, picture in enumerate(ordered):
        is_late = monotonic() - began_at > SECONDS_FOR_PICTURES
        if done >= MOST_PAGE_PICTURES or is_late:
            found.append(ReadPicture(picture, None, NOT_ASKED_FOR))
            continue
        progress(done, min(len(ordered), MOST_PAGE_PICTURES))
        if picture.url.startswith("data:"):
            found.append(inside_page(picture))
            continue
        if (stored := _recent_picture(picture.url)) is not None:
            found.append(ReadPicture(picture, stored))
            continue
        try:
            answer = fetching.fetch_for_desk(picture.url)
        except Refused as refusal:
            was_asked = refusal.reason is not Reason.BUSY
            failure = "address_refused" if was_asked else NOT_ASKED_FOR
            found.append(ReadPicture(picture, None, failure))
            continue
        if answer.status >= 400 or not answer.body:
            found.append(ReadPicture(picture, None, "picture_not_there"))
            continue
        found.append(ReadPicture(picture, answer.body, answer=answer))
    return found


def untaken_videos(page: PageReading) -> list[ReadPicture]:
    """Name the page's own videos, which are fetched when somebody asks for one and not before."""
    return [ReadPicture(video, None, VIDEO_NOT_TAKEN) for video in page.videos]


def _recent_picture(url: str) -> bytes | None:
    """Return the picture of that address, if it was fetched a short while ago for another page."""
    known = (
        NewsItemPicture.objects.filter(
            url=url,
            asset__isnull=False,
            news_item__capture__kind=CaptureKind.FETCHED,
            news_item__capture__captured_at__gt=recently(),
        )
        .select_related("asset")
        .first()
    )
    return original_file(known.asset).read_bytes() if known and known.asset else None


def inside_page(picture: PagePicture) -> ReadPicture:
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


def file_name(url: str) -> str:
    """Return the last part of an address's path as people read it, at most 255 characters."""
    return storable_text(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))[:255]


def record_picture(item: NewsItem, read: ReadPicture) -> None:
    """Add a picture of the page, or bring what is known of it up to this reading.

    What an earlier reading found and this one does not is kept: evidence may rest on it.
    """
    family = NewsItemPicture.objects.filter(Q(news_item=item) | Q(news_item__part_of=item))
    address = urlsplit(read.picture.url)
    is_inside = address.scheme == "data"
    known = None if is_inside else family.filter(url=read.picture.url).first()
    asset, failure = None, read.failure
    if read.data is not None:
        name = "" if is_inside else address.path.rsplit("/", 1)[-1][:255]
        try:
            asset = store_picture(read.data, original_name=name, by=item.added_by)
        except PictureRefused as error:
            failure = str(error.code)
    if asset is not None:
        if read.answer is not None:
            record_picture_address(
                asset,
                url=read.picture.url,
                page_url=own_address(item),
                answer=_keep_answer(read.picture.url, read.answer, item),
            )
        known = family.filter(asset=asset).first() or known
    if known is None:
        known = NewsItemPicture(
            news_item=item,
            position=next_position(item),
            url=read.picture.url,
            is_lead=read.picture.is_lead,
        )
    if known.asset is None:
        known.asset, known.failure = asset, failure
    known.caption = read.picture.caption or known.caption
    known.alt = read.picture.alt or known.alt
    known.save()


def _keep_answer(url: str, answer: Fetched, item: NewsItem) -> Capture:
    """Keep how the picture came, headers and all: its address is what archives are asked for."""
    return store_capture(
        answer.body,
        kind=CaptureKind.FETCHED,
        url=url,
        final_url=answer.final_url,
        status=answer.status,
        headers=answer.headers,
        media_type=answer.media_type,
        hops=answer.hops,
        by=item.added_by,
    )


# One picture or video of a page, when somebody asks for it


@dataclass(frozen=True, slots=True)
class FetchedPicture:
    """What an address gave: bytes, or the reason why there are none."""

    data: bytes | None
    failure: str = ""
    answer: Fetched | None = None


def may_be_fetched(picture: NewsItemPicture) -> bool:
    """Whether a picture of a page is not here and its address can be asked for it."""
    is_address = picture.url.startswith(("http://", "https://"))
    return picture.asset_id is None and is_address and picture.failure in _MAY_COME


def fetch_picture(payload: Mapping[str, Any], progress: Progress) -> FetchedPicture:
    """Fetch one picture or video of a page. Writes nothing; a refusal is a result, not an error.

    Raises:
        TimeoutError: others are at that site, or at too many; the job is tried again later.
        NewsItemPicture.DoesNotExist: the row is gone.
    """
    picture = NewsItemPicture.objects.get(pk=payload["picture"])
    progress(0, None)
    try:
        answer = fetching.fetch_for_desk(picture.url)
    except Refused as refusal:
        log.info("picture not fetched id=%s reason=%s", picture.pk, refusal.reason)
        if refusal.reason is Reason.BUSY:
            raise TimeoutError(str(refusal.reason)) from refusal
        return FetchedPicture(None, failure_of(refusal, picture.url))
    if answer.status >= 400 or not answer.body:
        return FetchedPicture(None, "picture_not_there")
    return FetchedPicture(answer.body, answer=answer)


def failure_of(refusal: Refused, url: str) -> str:
    """Return the code that says why an address gave nothing."""
    if refusal.reason is Reason.TOO_LARGE and is_video_name(urlsplit(url).path):
        return RefusalCode.VIDEO_TOO_LARGE.value
    return "no_answer" if refusal.may_pass else "address_refused"


@transaction.atomic
def record_fetched_picture(payload: Mapping[str, Any], fetched: FetchedPicture) -> None:
    """Write what an address gave; a page's date is then one of its picture too."""
    row = NewsItemPicture.objects.select_related("news_item").get(pk=payload["picture"])
    item = lock_item(row.news_item_id)
    lock_pictures()
    if row.asset_id is not None:
        return
    picture = PagePicture(row.url, row.caption, row.alt, is_lead=row.is_lead)
    record_picture(item, ReadPicture(picture, fetched.data, fetched.failure, fetched.answer))
    # The same file as another picture of the page, which keeps it: this row says nothing new.
    NewsItemPicture.objects.filter(pk=row.pk, asset=None, failure=BEING_FETCHED).delete()
    record_sightings(item)


register(
    Kind(
        name=FETCH_PICTURE,
        work=fetch_picture,
        record=record_fetched_picture,
        passing_errors=(ConnectionError, TimeoutError, DiskRefuses),
    )
)

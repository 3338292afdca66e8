"""Read a news item and write what was read.

Fetching and reading are the slow half and change no row; recording writes everything at once
(`claims.recording`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.adapters import fetching
from claims.adapters.article import PageUnreadable
from claims.domain.analysis import TextAnalysis
from claims.domain.pages import PagePicture, PageReadings
from claims.models import IntakeKind, NewsItem
from claims.models.news_item import ReadingState
from claims.reading.pictures import (
    ReadPicture,
    failure_of,
    fetch_pictures,
    file_name,
    inside_page,
    recently,
    record_picture,
    untaken_videos,
)
from claims.reading.stored import charset_in, charset_of, check_is_here, read_page, read_stored
from claims.recording.items import (
    Subject,
    analyses_of,
    analysis_ahead,
    lock_item,
    parts_of,
    settle,
    write_readings,
)
from claims.recording.places import host_of, record_sightings, set_outlet, site_at
from claims.recording.site_lines import learnt_lines
from jobs.registry import Kind, Progress, register
from media_provenance.actions import (
    DiskRefuses,
    PictureRefused,
    lock_pictures,
    record_picture_address,
    store_capture,
)
from media_provenance.domain.picture_headers import format_of
from media_provenance.domain.video_frames import video_format_of
from media_provenance.models import Capture, CaptureKind, Redaction
from media_provenance.queries import read_capture
from webfetch import Reason, Refused
from webfetch.client import Fetched

log = logging.getLogger(__name__)

READ_ITEM = "claims.read_item"
ANALYZE_ITEM = "claims.analyze_item"


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What reading an item gave; ``failure`` says why there is no page.

    ``copy`` is the stored capture that was read instead of fetching the address once more.
    ``is_file`` says that the address is of a picture or video itself, the one in ``pictures``.
    ``analyses`` were made ahead of the short time in which rows are written.
    """

    page: PageReadings | None
    fetched: Fetched | None = None
    copy: Capture | None = None
    pictures: tuple[ReadPicture, ...] = ()
    failure: str = ""
    is_file: bool = False
    analyses: Mapping[Subject, TextAnalysis] = field(default_factory=dict)


def read_item(payload: Mapping[str, Any], progress: Progress) -> ItemReading:
    """Fetch and read the item. Writes nothing; a refusal is a result, not an error.

    With ``anew`` in the payload the stored copy is read once more, and nothing is fetched.

    Raises:
        TimeoutError: others are at that site, or at too many; the job is tried again later.
    """
    item = NewsItem.objects.select_related("capture", "outlet", "reading").get(pk=payload["item"])
    progress(0, None)
    try:
        reading = _read_again(item) if payload.get("anew") else _read_first(item, progress)
    except PageUnreadable:
        return ItemReading(None, failure="page_unreadable")
    if reading.page is None:
        return reading
    return replace(reading, analyses=analyses_of(item, reading.page))


def _read_first(item: NewsItem, progress: Progress) -> ItemReading:
    if item.intake != IntakeKind.URL:
        page = read_stored(item)
        pictures = (*fetch_pictures(page.whole, progress), *untaken_videos(page.whole))
        return ItemReading(page, pictures=pictures)
    fetched: Fetched | None = None
    copy = _recent_copy(item.url)
    today = timezone.now().date()
    try:
        if copy is not None:
            charset = charset_in(copy.headers)
            data = read_capture(copy)
            if is_file(data):
                return _file_itself(data, copy.final_url, copy=copy)
            page = _read_address(data, copy.final_url, charset, today)
        else:
            fetched = fetching.fetch_for_desk(item.url)
            if fetched.status >= 400:
                return ItemReading(None, fetched, failure="page_answers_error")
            if is_file(fetched.body):
                return _file_itself(fetched.body, fetched.final_url, fetched=fetched)
            page = _read_address(fetched.body, fetched.final_url, charset_of(fetched), today)
    except Refused as refusal:
        # The code and never the detail: an address holds what a stranger chose.
        log.info("item not fetched id=%s reason=%s", item.pk, refusal.reason)
        if refusal.reason is Reason.BUSY:
            raise TimeoutError(str(refusal.reason)) from refusal
        return ItemReading(None, failure=failure_of(refusal, item.url))
    except PageUnreadable:
        return ItemReading(None, fetched, copy, failure="page_unreadable")
    pictures = (*fetch_pictures(page.whole, progress), *untaken_videos(page.whole))
    return ItemReading(page, fetched, copy, pictures)


def is_file(data: bytes) -> bool:
    """Whether bytes are a picture or a video, by their signature, and so no page."""
    if video_format_of(data) is not None:
        return True
    try:
        format_of(data)
    except PictureRefused:
        return False
    return True


def _file_itself(
    data: bytes | None, url: str, *, fetched: Fetched | None = None, copy: Capture | None = None
) -> ItemReading:
    """Take a picture or video that an address leads to, where a page was expected."""
    picture = PagePicture(url, "", "", is_lead=True)
    return ItemReading(None, fetched, copy, pictures=(ReadPicture(picture, data),), is_file=True)


def _read_again(item: NewsItem) -> ItemReading:
    """Read the stored copy; of its pictures only those inside the page are taken."""
    if item.intake == IntakeKind.URL and item.capture is not None:
        check_is_here(item.capture)
        data = read_capture(item.capture)
        if is_file(data):
            # What is stored already would be met once more, today, if it were stored again.
            is_stored = item.pictures.filter(asset__isnull=False).exists()
            url = item.capture.final_url
            return _file_itself(None if is_stored else data, url, copy=item.capture)
    page = read_stored(item)
    pictures = tuple(
        inside_page(picture)
        if picture.url.startswith("data:")
        else ReadPicture(picture, None, "not_asked_for")
        for picture in page.whole.pictures
    )
    return ItemReading(page, pictures=(*pictures, *untaken_videos(page.whole)))


def _read_address(data: bytes, url: str, charset: str | None, today: date) -> PageReadings:
    return read_page(data, url, charset, today, site_lines=learnt_lines(site_at(url)))


def _recent_copy(url: str) -> Capture | None:
    """Return the copy of that address that is young enough to be read in place of the page.

    One fetch of one address in that time, whoever asks. An answer that was an error is no copy:
    it is asked for again when a person says so.
    """
    return (
        Capture.objects.filter(
            kind=CaptureKind.FETCHED, url=url, status__lt=400, captured_at__gt=recently()
        )
        # There is nothing to be read of what was taken away.
        .exclude(sha256__in=Redaction.objects.values("sha256"))
        .first()
    )


@transaction.atomic
def record_reading(payload: Mapping[str, Any], reading: ItemReading) -> None:
    """Write the reading: the item, its parts, its outlet, its pictures and their sightings."""
    item = lock_item(payload["item"])
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
            hops=fetched.hops,
            by=item.added_by,
        )
    if reading.is_file:
        _record_file(item, reading.pictures[0])
        return
    if reading.page is None:
        # What an earlier reader could read stays as it read it.
        if item.reading_id is None:
            item.state, item.failure = ReadingState.FAILED, reading.failure
            item.save()
        return
    for read in reading.pictures:
        record_picture(item, read)
    write_readings(item, reading.page, analyses=reading.analyses)
    for one in (item, *parts_of(item)):
        record_sightings(one)


def _record_file(item: NewsItem, read: ReadPicture) -> None:
    """Make the item one of a single picture or video, or say why that was not taken."""
    record_picture(item, read)
    for picture in item.pictures.filter(asset__isnull=False, url=read.picture.url):
        if picture.asset is not None:
            record_picture_address(picture.asset, url=picture.url, answer=item.capture)
    refused = item.pictures.filter(asset__isnull=True).exclude(failure="").first()
    if refused is not None:
        item.state, item.failure = ReadingState.FAILED, refused.failure
    else:
        item.state, item.failure = ReadingState.READ, ""
        item.title = item.title or file_name(read.picture.url) or host_of(read.picture.url)
    item.save()
    set_outlet(item)
    record_sightings(item)


def _media_type(fetched: Fetched) -> str:
    values = [value for name, value in fetched.headers if name.lower() == "content-type"]
    return values[0].split(";")[0].strip()[:100] if values else ""


def _analyze(payload: Mapping[str, Any], progress: Progress) -> dict[Subject, TextAnalysis]:
    """Analyse the text as it stands corrected. Changes no row."""
    progress(0, None)
    item = NewsItem.objects.select_related("reading", "outlet").get(pk=payload["item"])
    return analysis_ahead(item)


def _record_analysis(payload: Mapping[str, Any], analyses: Mapping[Subject, TextAnalysis]) -> None:
    settle(lock_item(payload["item"]), analyses=analyses)


register(
    Kind(
        name=READ_ITEM,
        work=read_item,
        record=record_reading,
        passing_errors=(ConnectionError, TimeoutError, DiskRefuses),
    )
)
register(Kind(name=ANALYZE_ITEM, work=_analyze, record=_record_analysis))

"""Read a news item: what came in, turned into text, dates and pictures.

For: the job "claims.read_item" and the command `read_page`. Fetching and reading are the
slow half and change no row; recording writes everything at once (`claims.recording`).
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils import timezone

from claims.adapters.article import PageUnreadable, read_html
from claims.adapters.fetching import fetch_for_desk
from claims.adapters.page_bytes import storable_text
from claims.domain.analysis import TextAnalysis
from claims.domain.page_lines import line_key
from claims.domain.pages import PagePicture, PageReading, PageReadings, read_pasted_text
from claims.models import (
    IntakeKind,
    NewsItem,
    NewsItemPicture,
    ReadingCorrectionKind,
)
from claims.models.news_item import ReadingState
from claims.recording.items import (
    Subject,
    analyses_of,
    analysis_ahead,
    lock_item,
    parts_of,
    settle,
    write_readings,
)
from claims.recording.places import (
    host_of,
    next_position,
    record_sightings,
    set_outlet,
    site_at,
    site_of,
)
from claims.recording.site_lines import learnt_lines
from jobs.registry import Kind, Progress, register
from media_provenance.actions import (
    DiskRefuses,
    PictureRefused,
    lock_pictures,
    store_capture,
    store_picture,
)
from media_provenance.domain.picture_headers import RefusalCode, format_of
from media_provenance.domain.video_frames import is_video_name, video_format_of
from media_provenance.models import Capture, CaptureKind
from media_provenance.queries import original_file, read_capture
from webfetch import Reason, Refused
from webfetch.client import Fetched

log = logging.getLogger(__name__)

READ_ITEM = "claims.read_item"
ANALYZE_ITEM = "claims.analyze_item"
# Pictures fetched of one page, lead picture first.
MOST_PAGE_PICTURES = 10
# No picture is begun later than so many seconds after the first. With the page before and the
# last one after it, each at most 20 s and 8 s of waiting for its turn, the job ends before its
# time limit of 90 s; a page whose pictures come slowly would otherwise never be read at all.
SECONDS_FOR_PICTURES = 30.0


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
        return ItemReading(page, pictures=tuple(_fetch_pictures(page.whole, progress)))
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
            fetched = fetch_for_desk(item.url)
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
        return ItemReading(None, failure=_failure_of(refusal, item.url))
    except PageUnreadable:
        return ItemReading(None, fetched, copy, failure="page_unreadable")
    return ItemReading(page, fetched, copy, tuple(_fetch_pictures(page.whole, progress)))


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


def _failure_of(refusal: Refused, url: str) -> str:
    if refusal.reason is Reason.TOO_LARGE and is_video_name(urlsplit(url).path):
        return RefusalCode.VIDEO_TOO_LARGE.value
    return "no_answer" if refusal.may_pass else "address_refused"


def _read_again(item: NewsItem) -> ItemReading:
    """Read the stored copy; of its pictures only those inside the page are taken."""
    if item.intake == IntakeKind.URL and item.capture is not None:
        data = read_capture(item.capture)
        if is_file(data):
            # What is stored already would be met once more, today, if it were stored again.
            is_stored = item.pictures.filter(asset__isnull=False).exists()
            url = item.capture.final_url
            return _file_itself(None if is_stored else data, url, copy=item.capture)
    page = read_stored(item)
    pictures = tuple(
        _inside_page(picture)
        if picture.url.startswith("data:")
        else ReadPicture(picture, None, "not_asked_for")
        for picture in page.whole.pictures
    )
    return ItemReading(page, pictures=pictures)


def read_stored(item: NewsItem) -> PageReadings:
    """Read what is stored of an item, cut as its editors cut it. Fetches and writes nothing.

    Args:
        item: the one that was brought in, not a part; with its capture if it is no pasted text.

    Raises:
        PageUnreadable: the stored copy is no page; or there is none.
    """
    capture = item.capture
    site_lines = learnt_lines(site_of(item))
    if item.intake == IntakeKind.TEXT:
        given_on = (capture.captured_at if capture else item.added_at).date()
        language = _given_language(item)
        return _as_cut(
            item.cuts,
            lambda cuts: read_pasted_text(
                item.text_fetched,
                language=language,
                reference=given_on,
                site_lines=site_lines,
                cuts=cuts,
            ),
        )
    if capture is None:
        raise PageUnreadable("there is no stored copy")
    data = read_capture(capture)
    url = (capture.final_url if item.intake == IntakeKind.URL else "") or item.url or None
    charset = charset_in(capture.headers)
    return _as_cut(
        item.cuts,
        lambda cuts: read_html(
            data,
            url=url,
            declared_charset=charset,
            today=capture.captured_at.date(),
            site_lines=site_lines,
            cuts=cuts,
        ),
    )


def _given_language(item: NewsItem) -> str | None:
    """Return the language that a person gave for a text; None if it is to be told."""
    corrected = item.corrections.filter(
        kind=ReadingCorrectionKind.LANGUAGE, undone_at__isnull=True
    ).last()
    if corrected is not None:
        return corrected.after
    # Before the first reading the column holds what was given with the text; afterwards only a
    # language that was given is certain.
    is_given = item.reading_id is None or item.language_confidence == 1.0
    return (item.language or None) if is_given else None


def _as_cut(
    cuts: Sequence[Mapping[str, Any]] | None, read: Callable[[Sequence[int] | None], PageReadings]
) -> PageReadings:
    """Read a page with its cuts, found by their words where a newer reader counts otherwise."""
    if cuts is None:
        return read(None)
    numbers = [int(cut["line"]) for cut in cuts]
    readings = read(numbers)
    lines = {line.number: line_key(line.text) for line in readings.whole.lines}
    moved: list[int] = []
    for cut in cuts:
        moved.append(_line_of(cut, lines, moved))
    return readings if moved == numbers else read(moved)


def _line_of(cut: Mapping[str, Any], lines: Mapping[int, str], taken: Sequence[int]) -> int:
    """Return the line that says what the cut's did: there, or the nearest that no other cut has."""
    number, key = int(cut["line"]), line_key(str(cut["text"]))
    if lines.get(number) == key:
        return number
    same = [one for one, words in lines.items() if words == key and one not in taken]
    return min(same, key=lambda one: abs(one - number), default=number)


def _read_address(data: bytes, url: str, charset: str | None, today: date) -> PageReadings:
    return read_page(data, url, charset, today, site_lines=learnt_lines(site_at(url)))


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


def read_page(
    data: bytes,
    url: str | None,
    charset: str | None,
    today: date,
    *,
    site_lines: frozenset[str] = frozenset(),
    cuts: Sequence[int] | None = None,
) -> PageReadings:
    """Read a page's bytes. See `claims.adapters.article.read_html`."""
    return read_html(
        data, url=url, declared_charset=charset, today=today, site_lines=site_lines, cuts=cuts
    )


def charset_of(fetched: Fetched) -> str | None:
    """The charset that the answer declares, lower case; None if it declares none."""
    return charset_in(fetched.headers)


def charset_in(headers: Iterable[Sequence[str]]) -> str | None:
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
        _record_picture(item, read)
    write_readings(item, reading.page, analyses=reading.analyses)
    for one in (item, *parts_of(item)):
        record_sightings(one)


def _record_file(item: NewsItem, read: ReadPicture) -> None:
    """Make the item one of a single picture or video, or say why that was not taken."""
    _record_picture(item, read)
    refused = item.pictures.filter(asset__isnull=True).exclude(failure="").first()
    if refused is not None:
        item.state, item.failure = ReadingState.FAILED, refused.failure
    else:
        item.state, item.failure = ReadingState.READ, ""
        item.title = item.title or file_name(read.picture.url) or host_of(read.picture.url)
    item.save()
    set_outlet(item)
    record_sightings(item)


def file_name(url: str) -> str:
    """Return the last part of an address's path as people read it, at most 255 characters."""
    return storable_text(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))[:255]


def _record_picture(item: NewsItem, read: ReadPicture) -> None:
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

"""Bring news items to the desk: an address, a text, a page file, pictures.

Each writes what came to disk, then a row, then the job that reads it. Nothing is read
here: the page may be large and the person is waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from claims.actions.readings import settle_now_or_later
from claims.adapters.fetching import own_places
from claims.adapters.page_bytes import PageUnreadable, decode_page, storable_text
from claims.domain.words import has_words
from claims.models import IntakeKind, NewsItem, NewsItemPicture
from claims.models.news_item import ReadingState
from claims.permissions import check_can_bring_in
from claims.queries import reading_job
from claims.reading import BEING_FETCHED, FETCH_PICTURE, READ_ITEM, may_be_fetched
from claims.recording.items import lock_item
from claims.recording.places import record_sightings, set_outlet
from jobs.actions import ask_again, enqueue, try_again
from media_provenance.actions import PictureRefused, store_capture, store_picture
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.domain.video_frames import video_format_of
from media_provenance.models import CaptureKind
from multilingual.intervals import DateInterval
from webfetch import Refused
from webfetch.urls import parse_url

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# One fetch of one address in this time: a second click is not a second visit.
SAME_ADDRESS_AGAIN = timedelta(hours=1)
# Characters of one text. The longest news articles have some tens of thousands.
MOST_TEXT = 400_000
# Pictures in one upload. More belong to `manage add_pictures`.
MOST_PICTURES = 20


class IntakeRefused(Exception):
    """What was brought cannot be taken; ``code`` has its sentence in `claims.wording`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an upload: the news item, and the files that were refused with why."""

    item: NewsItem
    refused: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def bring_in_address(url: str, *, by: User, note: str = "") -> NewsItem:
    """Take an address, to be fetched and read by a worker.

    The same address again within an hour gives the item that is there.

    Raises:
        NotAllowed.
        IntakeRefused: "address_refused" when it may never be fetched.
    """
    check_can_bring_in(by)
    checked = public_address(url, refuse=own_places())
    _one_at_a_time(checked)
    recent = NewsItem.objects.filter(
        intake=IntakeKind.URL,
        url=checked,
        part_of__isnull=True,
        added_at__gte=timezone.now() - SAME_ADDRESS_AGAIN,
    ).exclude(state=ReadingState.FAILED)
    existing = recent.first()
    if existing is not None:
        return existing
    item = NewsItem.objects.create(intake=IntakeKind.URL, url=checked, note=note, added_by=by)
    _ask_to_read(item)
    return item


@transaction.atomic
def bring_in_text(
    text: str, *, by: User, url: str = "", language: str = "", note: str = ""
) -> NewsItem:
    """Take a pasted text, with the address it came from if that is known.

    Raises:
        NotAllowed.
        IntakeRefused: "no_text", "text_too_long" or "address_refused".
    """
    check_can_bring_in(by)
    text = storable_text(text)
    if not has_words(text):
        raise IntakeRefused("no_text")
    if len(text) > MOST_TEXT:
        raise IntakeRefused("text_too_long")
    address = public_address(url) if url.strip() else ""
    capture = store_capture(
        text.encode(), kind=CaptureKind.PASTED, url=address, media_type="text/plain", by=by
    )
    item = NewsItem.objects.create(
        intake=IntakeKind.TEXT,
        url=address,
        text_fetched=text,
        language=language,
        capture=capture,
        note=note,
        added_by=by,
    )
    _ask_to_read(item)
    return item


@transaction.atomic
def bring_in_file(data: bytes, *, by: User, name: str, url: str = "", note: str = "") -> NewsItem:
    """Take an uploaded HTML or text file.

    Raises:
        NotAllowed.
        IntakeRefused: "empty_file", "file_too_large", "not_a_page", "no_text",
            "text_too_long" or "address_refused".
    """
    check_can_bring_in(by)
    if not data.strip():
        raise IntakeRefused("empty_file")
    if len(data) > settings.UPLOAD_LIMIT:
        raise IntakeRefused("file_too_large")
    if b"\x00" in data[:1024] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise IntakeRefused("not_a_page")
    address = public_address(url) if url.strip() else ""
    is_text = name.lower().endswith(".txt")
    text = _decoded(data) if is_text else ""
    if is_text and not has_words(text):
        raise IntakeRefused("no_text")
    if len(text) > MOST_TEXT:
        raise IntakeRefused("text_too_long")
    capture = store_capture(
        data,
        kind=CaptureKind.UPLOADED,
        url=address,
        media_type="text/plain" if is_text else "text/html",
        by=by,
    )
    item = NewsItem.objects.create(
        intake=IntakeKind.TEXT if is_text else IntakeKind.FILE,
        url=address,
        text_fetched=text,
        capture=capture,
        note=note,
        added_by=by,
    )
    _ask_to_read(item)
    return item


@transaction.atomic
def bring_in_pictures(
    pictures: Sequence[tuple[str, bytes]],
    *,
    by: User,
    page_url: str = "",
    note: str = "",
    published: DateInterval | None = None,
) -> Brought:
    """Take uploaded pictures, with the page they came from and its days, where known.

    Pictures that cannot be taken are listed with their reason; the others are kept.

    Raises:
        NotAllowed.
        IntakeRefused: "no_pictures", "too_many_pictures", "address_refused", or the reason of
            the first picture when none can be taken.
    """
    check_can_bring_in(by)
    if not pictures:
        raise IntakeRefused("no_pictures")
    if len(pictures) > MOST_PICTURES:
        raise IntakeRefused("too_many_pictures")
    address = public_address(page_url) if page_url.strip() else ""
    assets, refused = [], []
    for name, data in pictures:
        if len(data) > settings.UPLOAD_LIMIT and video_format_of(data) is None:
            # It was not read to its end (`forms.intake.bytes_of`), so it must not be kept.
            refused.append((name, RefusalCode.TOO_LARGE.value))
            continue
        try:
            assets.append(store_picture(data, original_name=name, by=by))
        except PictureRefused as error:
            refused.append((name, str(error.code)))
    if not assets:
        raise IntakeRefused(refused[0][1])
    item = NewsItem.objects.create(
        intake=IntakeKind.PICTURES,
        state=ReadingState.READ,
        url=address,
        title=(note or ", ".join(name for name, _ in pictures))[:200],
        note=note,
        published_first=published.earliest if published else None,
        published_last=published.latest if published else None,
        published_origin="editor" if published else "",
        added_by=by,
    )
    set_outlet(item)
    for position, asset in enumerate(dict.fromkeys(assets), start=1):
        NewsItemPicture.objects.create(
            news_item=item, asset=asset, position=position, is_lead=position == 1
        )
    record_sightings(item)
    return Brought(item, tuple(refused))


@transaction.atomic
def set_published(item: NewsItem, days: DateInterval | None, *, by: User) -> NewsItem:
    """Put right the days on which an item was published.

    Its pictures' sightings follow, and the dates in its text that count from these days.

    Raises:
        NotAllowed.
    """
    check_can_bring_in(by)
    locked = lock_item(item.pk)
    locked.published_first = days.earliest if days else None
    locked.published_last = days.latest if days else None
    locked.published_origin = "editor" if days else ""
    locked.published_text = ""
    locked.published_conflicts = []
    locked.save()
    settle_now_or_later(locked)
    record_sightings(locked, by=by)
    return locked


@transaction.atomic
def read_again(item: NewsItem, *, by: User) -> NewsItem:
    """Put an item that could not be read, or whose reading was given up, back in the queue.

    Anything else, such as a second click, is left as it is.

    Raises:
        NotAllowed.
    """
    check_can_bring_in(by)
    locked = NewsItem.objects.select_for_update().get(pk=item.pk)
    if locked.state == ReadingState.FAILED:
        locked.state, locked.failure = ReadingState.WAITING, ""
        locked.save(update_fields=["state", "failure"])
        _ask_to_read(locked, attempt=timezone.now().isoformat())
    elif locked.state == ReadingState.WAITING:
        job = reading_job(locked.pk)
        if job is not None:
            try_again(job)
    return locked


@transaction.atomic
def fetch_page_picture(picture: NewsItemPicture, *, by: User) -> bool:
    """Have a picture or video of a page fetched that was not fetched with it.

    Asking again while it is being fetched changes nothing.

    Returns:
        False where there is nothing to fetch: it is here, or was refused for good.

    Raises:
        NotAllowed.
    """
    check_can_bring_in(by)
    locked = NewsItemPicture.objects.select_for_update().get(pk=picture.pk)
    if not may_be_fetched(locked):
        return locked.failure == BEING_FETCHED
    locked.failure = BEING_FETCHED
    locked.save(update_fields=["failure"])
    payload = {"item": str(locked.news_item_id), "picture": locked.pk}
    ask_again(FETCH_PICTURE, str(locked.pk), payload)
    return True


def _one_at_a_time(url: str) -> None:
    """Let a second click on the same address wait for the first one's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [url])


def _ask_to_read(item: NewsItem, attempt: str = "1") -> None:
    enqueue(READ_ITEM, f"{item.pk}:{attempt}", {"item": str(item.pk)})


def _decoded(data: bytes) -> str:
    """Read a text file in whatever encoding it was saved: Notepad has several."""
    try:
        return decode_page(data)
    except PageUnreadable as error:
        raise IntakeRefused("not_a_page") from error


def public_address(url: str, *, refuse: frozenset[str] = frozenset()) -> str:
    """Return a typed address as it would be fetched: http or https, and nothing inside.

    A name is resolved and judged when it is fetched; a number is judged now.

    Args:
        url: as typed.
        refuse: our own places, for an address that will be fetched. One that is only shown may
            be ours: an earlier verdict is a source too.

    Raises:
        IntakeRefused: "address_refused".
    """
    try:
        return parse_url(url.strip(), refuse=refuse).url
    except Refused as error:
        raise IntakeRefused("address_refused") from error

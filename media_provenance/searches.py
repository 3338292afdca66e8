"""What people may do with a search: start one, have it look harder, keep its picture, erase it.

Who may do it is asked by the caller, who knows the people: there are no permissions in this app.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.actions import ask_again, enqueue
from jobs.models import Job, JobState
from media_provenance.actions import store_picture
from media_provenance.adapters import storage
from media_provenance.adapters.images import (
    DecoderGone,
    PictureRefused,
    RefusalCode,
    check_header,
)
from media_provenance.adapters.storage import DiskRefuses
from media_provenance.domain.video_frames import video_format_of
from media_provenance.models import (
    MOST_SEARCHES,
    AssetState,
    HarderSearch,
    MediaAsset,
    PictureSearch,
    SearchEffort,
    SearchState,
)
from media_provenance.pipeline import MATCH_PICTURE, lock_pictures, match_key
from media_provenance.pipeline.originals import DecoderStarved, open_bytes
from media_provenance.pipeline.searches import SEARCH_PICTURE, erase, search_key

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = logging.getLogger(__name__)

__all__ = [
    "DiskRefuses",
    "NothingToSearch",
    "PictureRefused",
    "TooManySearches",
    "erase_search",
    "keep_searched_picture",
    "search_asset_harder",
    "search_harder",
    "start_search",
]


class TooManySearches(Exception):
    """The person has as many searches as one may have. The message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have %(most)s searches already, and no more are kept for one person. Please "
                "erase one of them, or wait until the oldest is erased by itself."
            )
            % {"most": MOST_SEARCHES}
        )


class NothingToSearch(Exception):
    """The picture cannot be searched: it was refused, is not read yet, or was erased."""


def start_search(data: bytes, *, original_name: str = "", by: User) -> PictureSearch:
    """Look for a picture in the archive without adding it.

    The picture is opened here, in a child process as ever, so that a damaged one is refused while
    the person still has the form before them: about a tenth of a second of processor time for a
    megapixel, 15 s at most. Where there is no decoder to be had a worker opens it, and may still
    refuse it (``search.state`` says so). Each call is a search of its own, even with the same
    bytes. The oldest is not erased for a new one: its result may still be read.

    Raises:
        TooManySearches: this person has ``MOST_SEARCHES``, refused ones among them. Of two calls at
            the same moment both may pass.
        PictureRefused: with its code; nothing was kept.
        DiskRefuses: no room under MEDIA_ROOT.
    """
    if video_format_of(data) is not None:
        raise PictureRefused(RefusalCode.VIDEO_SEARCHED_FOR)
    check_header(data)
    if PictureSearch.objects.filter(asked_by=by).count() >= MOST_SEARCHES:
        raise TooManySearches
    _check_opens(data)
    search = PictureSearch(
        sha256=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        original_name=original_name[:255],
        asked_by=by,
        erase_at=timezone.now() + timedelta(days=settings.PICTURE_SEARCH_DAYS),
    )
    storage.store(search.file_path, data)
    with transaction.atomic():
        search.save(force_insert=True)
        _enqueue(search, SearchEffort.NORMAL)
    search.refresh_from_db()
    return search


def _check_opens(data: bytes) -> None:
    """Refuse what cannot be decoded; what nobody can tell now is left to a worker."""
    try:
        open_bytes(data, name="a picture to look for")
    except (DecoderStarved, DecoderGone) as passing:
        log.warning("picture not opened before its search: %s", passing)


@transaction.atomic
def search_harder(search: PictureSearch) -> PictureSearch:
    """Have a search look again, with more effort.

    What was found so far stays until then. Asking while it looks changes nothing; asking again
    afterwards looks at what has come into the archive since.

    Raises:
        NothingToSearch: it was refused or erased.
    """
    current = PictureSearch.objects.select_for_update().filter(pk=search.pk).first()
    if current is None or current.state == SearchState.REFUSED:
        raise NothingToSearch(_("There is no picture any more to search with."))
    waits = current.state == SearchState.WAITING
    if waits and current.wanted_effort == SearchEffort.HARDER and not _has_stopped(current):
        return current
    current.wanted_effort, current.state = SearchEffort.HARDER, SearchState.WAITING
    current.save(update_fields=["wanted_effort", "state"])
    _enqueue(current, SearchEffort.HARDER)
    return current


@transaction.atomic
def search_asset_harder(asset: MediaAsset, *, by: User) -> HarderSearch:
    """Have the archive searched for copies of a stored picture with more effort.

    Asking while it is being searched changes nothing: the first person's request stands.

    Raises:
        NothingToSearch: the picture is not read yet, or was refused.
    """
    lock_pictures()
    current = MediaAsset.objects.get(pk=asset.pk)
    if current.state != AssetState.READ:
        raise NothingToSearch(_("Only a picture that was read can be searched."))
    key = match_key(current.sha256, SearchEffort.HARDER)
    waiting = HarderSearch.objects.filter(asset=current, done_at__isnull=True).first()
    if waiting is not None and not _stopped(MATCH_PICTURE, key):
        return waiting
    payload = {"asset": str(current.pk), "effort": SearchEffort.HARDER.value}
    ask_again(MATCH_PICTURE, key, payload)
    if waiting is not None:
        return waiting
    asked = HarderSearch.objects.create(asset=current, asked_by=by)
    asked.refresh_from_db()
    return asked


def erase_search(search: PictureSearch) -> bool:
    """Erase a search now: the file, our copy, what was drawn and found, the row.

    A picture that was kept from it stays. Returns False where it is erased already.
    """
    return erase(search.pk)


@transaction.atomic
def keep_searched_picture(search: PictureSearch, *, by: User) -> MediaAsset:
    """Add the picture of a search to the archive, as if it had been brought in now.

    The search stays until its time. Keeping it twice is keeping it once.

    Raises:
        NothingToSearch: it was refused or erased, or its file is gone.
        PictureRefused, DiskRefuses: as ``actions.store_picture``.
    """
    # Before any row, as everywhere.
    lock_pictures()
    current = PictureSearch.objects.select_for_update().filter(pk=search.pk).first()
    if current is None or current.state == SearchState.REFUSED:
        raise NothingToSearch(_("There is no picture any more to keep."))
    if current.kept_as is not None:
        return current.kept_as
    try:
        data = storage.read(current.file_path)
    except FileNotFoundError as error:
        raise NothingToSearch(_("There is no picture any more to keep.")) from error
    asset = store_picture(data, original_name=current.original_name, by=by)
    current.kept_as = asset
    current.save(update_fields=["kept_as"])
    return asset


def _enqueue(search: PictureSearch, effort: SearchEffort) -> None:
    payload = {"search": str(search.pk), "effort": effort.value}
    key = search_key(search.pk, effort)
    if effort is SearchEffort.NORMAL:
        enqueue(SEARCH_PICTURE, key, payload)
    else:
        ask_again(SEARCH_PICTURE, key, payload)


def _has_stopped(search: PictureSearch) -> bool:
    return _stopped(SEARCH_PICTURE, search_key(search.pk, SearchEffort(search.wanted_effort)))


def _stopped(kind: str, key: str) -> bool:
    """Whether the job waits for a person, or was given up: then asking again means trying again."""
    stopped = (JobState.QUARANTINED, JobState.CANCELLED, JobState.DONE)
    return Job.objects.filter(kind=kind, key=key, state__in=stopped).exists()

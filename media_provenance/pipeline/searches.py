"""Searching with a picture that is not stored, and erasing it again.

The file, our copy of it and what was found lie in one folder and one row, in no index and no feed.
What a search looks at is ``queries.find_picture``'s to say; who may ask is the caller's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.adapters.images import PictureRefused, RefusalCode, encode_public_copy
from media_provenance.domain.description import Effort, describe_query
from media_provenance.domain.search_records import FoundRecord, found_record
from media_provenance.models import (
    SEARCHES_FOLDER,
    Match,
    PictureSearch,
    SearchEffort,
    SearchState,
)
from media_provenance.pipeline.drawing import COMPARISONS_FOLDER, DRAWN_SIDE
from media_provenance.pipeline.originals import open_stored
from media_provenance.queries import find_described

log = logging.getLogger(__name__)

# The kind of the job; its halves are below.
SEARCH_PICTURE = "media_provenance.search_picture"
# A file is written before its row, and a worker may be drawing for a search that is being erased:
# folders without a row are removed once nothing happened in them for so many seconds.
ROW_MAY_FOLLOW = 3600
# Drawings of a pair of which none was made for so many seconds are drawn again if somebody looks.
DRAWINGS_LAST = 30 * 24 * 3600
# As renditions: below 80 WebP begins to show on faces.
_COPY_QUALITY = 82
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True, eq=False)
class SearchOutcome:
    """What looking for a picture gave; ``refusal`` says why there is nothing else.

    Width and height are those of the upright picture; ``found`` is best first.
    """

    effort: SearchEffort
    refusal: PictureRefused | None = None
    width: int = 0
    height: int = 0
    marks: tuple[str, ...] = ()
    found: tuple[FoundRecord, ...] = ()


def search_key(search_id: UUID, effort: SearchEffort) -> str:
    """Return the key of the job that searches with this picture, once per effort."""
    return f"{search_id}:{effort.value}"


def search_picture(payload: Mapping[str, Any], progress: Progress) -> SearchOutcome | None:
    """Open a picture that is not stored, draw a copy for the desk and look for it.

    Args:
        payload: ``search``, the id; ``effort``, of `SearchEffort`.
        progress: told before each step.

    Returns:
        None where the search was erased meanwhile.

    Raises:
        DecoderStarved, DecoderGone, DiskRefuses: worth another try.
        FileNotFoundError: the file is gone from MEDIA_ROOT, and the search is not erased.
    """
    effort = SearchEffort(payload["effort"])
    search = PictureSearch.objects.filter(pk=payload["search"]).first()
    if search is None:
        return None
    progress(0, 3)
    try:
        decoded = open_stored(search.file_path)
    except PictureRefused as refused:
        return SearchOutcome(effort, refusal=refused)
    except FileNotFoundError:
        if PictureSearch.objects.filter(pk=search.pk).exists():
            raise
        return None
    progress(1, 3)
    copy = encode_public_copy(
        decoded.pixels, longest=DRAWN_SIDE, quality=_COPY_QUALITY, format="WEBP"
    )
    storage.store(search.copy_path, copy)
    progress(2, 3)
    query = describe_query(decoded.pixels, effort=Effort(effort.value))
    found = find_described(query, sha256=search.sha256, pixel_sha256=decoded.pixel_sha256)
    return SearchOutcome(
        effort,
        width=decoded.width,
        height=decoded.height,
        marks=tuple(sorted(mark.value for mark in query.marks)),
        found=tuple(one.record for one in found),
    )


def record_search(payload: Mapping[str, Any], outcome: SearchOutcome | None) -> None:
    """Write what was found, unless the search was erased or a harder one has ended before."""
    search = PictureSearch.objects.select_for_update().filter(pk=payload["search"]).first()
    if search is None:
        # What was drawn for it after its folder was removed goes as well.
        storage.remove_folder(f"{SEARCHES_FOLDER}/{UUID(payload['search'])}")
        return
    if outcome is None or _is_answered_better(search, outcome):
        return
    if outcome.refusal is not None:
        _refuse(search, outcome.refusal)
        return
    search.results = [found_record(one) for one in outcome.found]
    search.width, search.height = outcome.width, outcome.height
    search.marks = list(outcome.marks)
    search.effort = outcome.effort
    search.searched_at = Now()
    if search.wanted_effort == outcome.effort:
        search.state = SearchState.DONE
    search.save(
        update_fields=["results", "width", "height", "marks", "effort", "searched_at", "state"]
    )
    log.info("picture searched for search=%s found=%s", search.pk, len(outcome.found))


def _is_answered_better(search: PictureSearch, outcome: SearchOutcome) -> bool:
    return search.state == SearchState.REFUSED or (
        search.effort == SearchEffort.HARDER and outcome.effort == SearchEffort.NORMAL
    )


def _refuse(search: PictureSearch, refused: PictureRefused) -> None:
    """Say why, and keep nothing of the file."""
    search.state = SearchState.REFUSED
    search.refusal, search.refusal_detail = RefusalCode(refused.code).value, refused.detail[:80]
    search.save(update_fields=["state", "refusal", "refusal_detail"])
    storage.remove_folder(search.folder)
    log.info("search refused search=%s code=%s", search.pk, search.refusal)


# Erasing


@transaction.atomic
def erase(search_id: UUID) -> bool:
    """Erase a search: file, copy, drawings and row. Returns False where it is erased already.

    The files go first: should anything stop this, the row is still there and is erased later.

    Raises:
        OSError: if a file cannot be removed; then the row stays.
    """
    search = PictureSearch.objects.select_for_update().filter(pk=search_id).first()
    if search is None:
        return False
    storage.remove_folder(search.folder)
    search.delete()
    log.info("search erased search=%s", search_id)
    return True


def erase_what_is_due(now: datetime) -> int:
    """Erase every search whose time has come; returns how many. May run twice, or late.

    One whose files cannot be removed waits for the next round, and the others do not wait with it.
    """
    due = PictureSearch.objects.filter(erase_at__lte=now).values_list("pk", flat=True)
    erased = 0
    for search_id in list(due):
        try:
            erased += erase(search_id)
        except OSError as error:
            log.error("search not erased search=%s: %s", search_id, error.strerror)
    return erased


def remove_left_over_files() -> int:
    """Remove folders of searches and drawings that belong to no row, and drawings of long ago.

    Returns:
        How many folders.
    """
    searches = storage.folders_in(SEARCHES_FOLDER, unchanged_for=ROW_MAY_FOLLOW)
    gone = [f"{SEARCHES_FOLDER}/{name}" for name in _without_search(searches)]
    drawings = storage.folders_in(COMPARISONS_FOLDER, unchanged_for=ROW_MAY_FOLLOW)
    old = storage.folders_in(COMPARISONS_FOLDER, unchanged_for=DRAWINGS_LAST)
    gone += [f"{COMPARISONS_FOLDER}/{name}" for name in {*_without_match(drawings), *old}]
    removed = 0
    for path in sorted(gone):
        try:
            removed += storage.remove_folder(path)
        except OSError as error:
            log.error("folder not removed: %s", error.strerror)
    return removed


def _without_search(names: Iterable[str]) -> list[str]:
    """Return the names that are the id of no search; a name that is no id is nobody's either."""
    wanted = list(names)
    known: set[str] = set()
    for batch in _batches([name for name in wanted if _is_uuid(name)]):
        rows = PictureSearch.objects.filter(pk__in=batch).values_list("pk", flat=True)
        known |= {str(pk) for pk in rows}
    return [name for name in wanted if name not in known]


def _without_match(names: Iterable[str]) -> list[str]:
    wanted = list(names)
    known: set[str] = set()
    for batch in _batches([name for name in wanted if name.isascii() and name.isdigit()]):
        rows = Match.objects.filter(pk__in=batch).values_list("pk", flat=True)
        known |= {str(pk) for pk in rows}
    return [name for name in wanted if name not in known]


def _batches(names: list[str]) -> Iterable[list[str]]:
    return (names[start : start + _AT_A_TIME] for start in range(0, len(names), _AT_A_TIME))


def _is_uuid(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False

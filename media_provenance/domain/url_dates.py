"""Dates that are written out in a web address, by its publisher or a wiki.

For addresses only: names of files are ``file_name_dates.py``'s, the time inside numbers is
``platform_ids.py``'s. Here is which of the days found (``days_in_addresses.py``) is heard, and on
whose word. Reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeVar
from urllib.parse import SplitResult, unquote

from media_provenance.domain.archive_rows import moment_of_stamp
from media_provenance.domain.archived_addresses import captures_within, stamp_alone
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import (
    MOST_DATES,
    DatedSource,
    SourceNote,
    SourceWhy,
    has_own_port,
    is_timely,
    of_days,
    of_instant,
    split_address,
    without_repeats,
)
from media_provenance.domain.days_in_addresses import folder_dates, query_dates, title_dates
from media_provenance.domain.known_platforms import WIKIMEDIA_FILE_HOSTS, is_host
from multilingual.digits import to_ascii_digits
from multilingual.intervals import DateInterval

__all__ = ["dates_in_url", "notes_on_dates_in_url"]

_FILE_NAME = re.compile(
    r"/[^/]+\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp|svg|mp4|m4v|mov|webm)$", re.IGNORECASE
)


def dates_in_url(url: str, *, as_of: datetime) -> list[DatedSource]:
    """Return the dates written in an address, the hardest first.

    A folder ``/2022/08/15/`` outweighs words of the title; where the two disagree the title's is
    only a lead. A part of a longer date is not told again. Impossible days, days before 1995 and
    those after ``as_of`` are none. Of an archive's address the stamp comes first, as a lead (the
    archive answers with the nearest capture it has), then what the kept address says; captures of
    captures are followed three deep. At most 20 dates, and none of an address that
    ``why_not_read`` refuses.

    Args:
        as_of: the present, aware.
    """
    return [one for one in _stamps_and_dates(url) if is_timely(one.when, as_of)][:MOST_DATES]


def notes_on_dates_in_url(url: str, *, as_of: datetime) -> list[SourceNote]:
    """Return why a date in an address is not among ``dates_in_url``."""
    is_future = any(
        source.when.earliest is not None and source.when.earliest > as_of
        for source in _stamps_and_dates(url)
    )
    return [SourceNote.IN_THE_FUTURE] if is_future else []


def _stamps_and_dates(url: str) -> list[DatedSource]:
    captures, kept = captures_within(url)
    parts = split_address(kept)
    dates = [] if parts is None else _all_dates(parts)
    return without_repeats([*map(stamp_alone, captures), *dates])


_WIKI_VERSION = re.compile(r"/archive/(?:[0-9a-f]/[0-9a-f]{2}/)?(?P<stamp>[0-9]{14})!")


def _wiki_version(host: str, path: str, *, is_own_port: bool) -> DatedSource | None:
    """Return when a wiki replaced this version of a file: it existed by then."""
    met = _WIKI_VERSION.search(path)
    moment = None if met is None else moment_of_stamp(met["stamp"])
    if met is None or moment is None:
        return None
    is_wikimedia = is_own_port and is_host(host, WIKIMEDIA_FILE_HOSTS)
    return of_instant(
        moment,
        field="wiki_version",
        kind=EvidenceKind.URL_PATH,
        role=Role.SEEN,
        grade=Grade.B if is_wikimedia else Grade.C,
        operator="wikimedia" if is_wikimedia else host,
        precision="second",
        why=SourceWhy.WIKI_REPLACED if is_wikimedia else SourceWhy.SITE_OWNER,
        read_from=met["stamp"],
    )


def _all_dates(parts: SplitResult) -> list[DatedSource]:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    path = to_ascii_digits(unquote(parts.path))
    version = _wiki_version(host, path, is_own_port=has_own_port(parts))
    if version is not None:
        return [version]
    # What an uploader called a file is no word of the publisher's: `file_name_dates` reads it.
    segments = _FILE_NAME.sub("/", path).split("/")
    folders = _agreeing([_source(host, *found) for found in _first_of(folder_dates(segments))])
    titles = [_source(host, *found) for found in _first_of(title_dates(segments, folders))]
    queried = [_queried(host, *found) for found in _first_of(query_dates(parts.query))]
    added = _outweighed(folders, titles)
    told = [one for one in folders if not _is_month_of(one, added)]
    return without_repeats([*told, *added, *queried])


_Found = TypeVar("_Found")


def _first_of(found: Iterable[_Found]) -> list[_Found]:
    """Return the first different ones: each is compared with all others, and there may be many."""
    return list(islice(dict.fromkeys(found), MOST_DATES))


def _is_month_of(folder: DatedSource, titles: list[DatedSource]) -> bool:
    """Answer whether a title tells the day of a folder's month, which then needs no telling."""
    return folder.field == "url_month" and any(
        one.usable and _repeats(folder, one) for one in titles
    )


def _source(
    host: str, field: str, days: DateInterval, read_from: str, why: SourceWhy
) -> DatedSource:
    kind = EvidenceKind.URL_PATH
    if why is SourceWhy.POST_MONTH:
        kind = EvidenceKind.UPLOAD_FOLDER
    return of_days(
        days,
        field=field,
        kind=kind,
        role=Role.SEEN,
        grade=Grade.C,
        operator=host,
        why=why,
        read_from=read_from,
        usable=why is not SourceWhy.MAY_BE_A_NUMBER,
    )


def _queried(host: str, days: DateInterval, read_from: str) -> DatedSource:
    """Return a date of the query, which a server may ignore: anyone can add one to a link."""
    source = _source(host, "url_query", days, read_from, SourceWhy.SITE_OWNER)
    return replace(source, grade=Grade.D, why=SourceWhy.LINK_IS_FREE)


def _agreeing(folders: list[DatedSource]) -> list[DatedSource]:
    """Drop what only repeats part of a date; of folders that contradict each other use none."""
    kept = [
        one
        for one in folders
        if not any(one is not other and _repeats(one, other) for other in folders)
    ]
    usable = [one for one in kept if one.usable and one.days is not None]
    if any(not _overlap(one, other) for one in usable for other in usable):
        return [
            replace(one, usable=False, why=SourceWhy.DATES_DISAGREE) if one.usable else one
            for one in kept
        ]
    return kept


def _outweighed(folders: list[DatedSource], titles: list[DatedSource]) -> list[DatedSource]:
    """Return the title's dates that add something; those at odds with a folder as leads."""
    added = []
    for title in titles:
        if any(_repeats(title, folder) for folder in folders):
            continue
        at_odds = any(not _overlap(title, folder) for folder in folders)
        others = any(not _overlap(title, other) for other in titles)
        if title.usable and (at_odds or others):
            why = SourceWhy.OTHER_DATE_IN_FOLDERS if at_odds else SourceWhy.DATES_DISAGREE
            added.append(replace(title, usable=False, why=why))
        else:
            added.append(title)
    return added


def _repeats(one: DatedSource, other: DatedSource) -> bool:
    """Answer whether one says no more than the other, a longer or an equal stretch of days."""
    if one.days is None or other.days is None or one is other:
        return False
    return one.days.encloses(other.days) and (one.days != other.days or one.field > other.field)


def _overlap(one: DatedSource, other: DatedSource) -> bool:
    return one.days is None or other.days is None or one.days.overlaps(other.days)

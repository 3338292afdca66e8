"""All dates that an address gives: by its numbers, its words, and the name of the file at its end.

Joins ``platform_ids.py``, ``url_dates.py`` and ``file_name_dates.py``; has no rule of its own but
which of them is heard. Reads no clock.
"""

from __future__ import annotations

import re
from datetime import datetime

from media_provenance.domain.archived_addresses import captures_within
from media_provenance.domain.dated_sources import (
    MOST_DATES,
    DatedSource,
    SourceNote,
    why_not_read,
)
from media_provenance.domain.file_name_dates import dates_in_file_name
from media_provenance.domain.platform_ids import date_ids_in_url, notes_on_ids_in_url
from media_provenance.domain.url_dates import dates_in_url, notes_on_dates_in_url

__all__ = ["dates_of_address", "notes_on_address"]

_FILE_AT_THE_END = re.compile(
    r"/([^/?#]+\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp|svg|mp4|m4v|mov|webm))(?:[?#]|$)",
    re.IGNORECASE,
)


def dates_of_address(url: str, *, as_of: datetime) -> list[DatedSource]:
    """Return the dates of an address: numbers, then what is written, then the file's name.

    The name is not read where the platform's own number is known: it is that number once more.
    At most 20, and none of an address that ``why_not_read`` refuses.

    Args:
        as_of: the present, aware.
    """
    if why_not_read(url) is not None:
        return []
    numbers = date_ids_in_url(url, as_of=as_of)
    written = dates_in_url(url, as_of=as_of)
    file = _FILE_AT_THE_END.search(captures_within(url)[1])
    named = [] if numbers or file is None else dates_in_file_name(file[1], as_of=as_of)
    return [*numbers, *written, *named][:MOST_DATES]


def notes_on_address(url: str, *, as_of: datetime) -> list[SourceNote]:
    """Return what is to be known of an address beside its dates."""
    refused = why_not_read(url)
    if refused is not None:
        return [refused]
    return [*notes_on_ids_in_url(url), *notes_on_dates_in_url(url, as_of=as_of)]

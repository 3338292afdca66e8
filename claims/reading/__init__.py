"""Read a news item: what came in, turned into text, dates and pictures.

For the jobs "claims.read_item", "claims.analyze_item" and "claims.fetch_picture", and the commands
that read pages. Fetching and reading are the slow half and change no row; recording writes
everything at once (`claims.recording`).
"""

from claims.reading.items import ANALYZE_ITEM, READ_ITEM, ItemReading, read_item, record_reading
from claims.reading.pictures import (
    BEING_FETCHED,
    FETCH_PICTURE,
    MOST_PAGE_PICTURES,
    SECONDS_FOR_PICTURES,
    may_be_fetched,
)
from claims.reading.stored import charset_in, charset_of, read_page, read_stored

__all__ = [
    "ANALYZE_ITEM",
    "BEING_FETCHED",
    "FETCH_PICTURE",
    "MOST_PAGE_PICTURES",
    "READ_ITEM",
    "SECONDS_FOR_PICTURES",
    "ItemReading",
    "charset_in",
    "charset_of",
    "may_be_fetched",
    "read_item",
    "read_page",
    "read_stored",
    "record_reading",
]

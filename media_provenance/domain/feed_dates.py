"""What a site's sitemap or feed says of one address: when it came out and when it last changed.

Reads bytes that were fetched; XML of strangers goes through defusedxml, which refuses entities. The
site writes these dates, so they are grade C. Reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role, instants_of_local_time
from media_provenance.domain.dated_sources import (
    MOST_DATES,
    DatedSource,
    SourceWhy,
    host_of,
    is_timely,
    of_days,
    of_instant,
    of_local_time,
    split_address,
    without_repeats,
)
from media_provenance.domain.http_dates import parse_http_date
from media_provenance.domain.written_days import numbered_day, numbered_month
from multilingual.intervals import DateInterval

__all__ = ["MOST_FEED_BYTES", "FeedUnreadable", "dates_in_feed"]

# A sitemap of 50,000 addresses, the most that its standard allows, has about this size.
MOST_FEED_BYTES = 10 * 1024 * 1024


class FeedUnreadable(ValueError):
    """The bytes are no sitemap or feed that may be read; ``reason`` is too_large or no_xml."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def dates_in_feed(data: bytes, *, url: str, as_of: datetime) -> list[DatedSource]:
    """Return what a sitemap, an RSS or an Atom feed says of one address: at most 20 dates.

    Args:
        data: the file, not compressed.
        url: the page's address, or that of a picture which an image sitemap lists. Scheme, www., a
            last slash and the part after # make no difference.
        as_of: the present, aware.

    Raises:
        FeedUnreadable: over 10 MiB, no XML, or XML with a document type or entities of its own.
    """
    if len(data) > MOST_FEED_BYTES:
        raise FeedUnreadable("too_large")
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        # ValueError and LookupError: an encoding that is none, or that the bytes are not in.
        raise FeedUnreadable("no_xml") from error
    wanted = _plain(url)
    found = []
    for entry in _entries(root):
        if wanted and wanted in {_plain(address) for address in _addresses(entry)}:
            found += [
                source for field, text in _stated(entry) if (source := _read(field, text, url))
            ]
    timely = [source for source in found if is_timely(source.when, as_of)]
    return without_repeats(timely)[:MOST_DATES]


# What each element is called in the file, and what its date is called here.
_DATED = {
    "lastmod": "sitemap_lastmod",
    "publication_date": "news_publication_date",
    "pubDate": "rss_pub_date",
    "date": "feed_date",
    "published": "atom_published",
    "updated": "atom_updated",
}


def _entries(root: Element) -> Iterator[Element]:
    """Give the entries of the file; one within another is a part of it and not looked at twice."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _name(element) in ("url", "item", "entry"):
            yield element
        else:
            waiting.extend(reversed(element))


def _addresses(entry: Element) -> Iterator[str]:
    for element in entry.iter():
        name = _name(element)
        if name in ("loc", "link", "guid") and element.text:
            yield element.text
        if name == "link" and element.get("rel", "alternate") in ("alternate", "self"):
            yield element.get("href", "")


def _stated(entry: Element) -> Iterator[tuple[str, str]]:
    for element in entry.iter():
        field = _DATED.get(_name(element))
        if field is not None and element.text and element.text.strip():
            yield field, element.text.strip()[:100]


def _name(element: Element) -> str:
    # A comment's tag is a function.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _plain(address: str) -> str:
    parts = split_address(address)
    if parts is None:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host_of(address)}{unquote(parts.path).rstrip('/')}{query}"


_W3C = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?"
    r"\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)


def _read(field: str, text: str, url: str) -> DatedSource | None:
    """Read a date by W3C's profile of ISO 8601, or as in mail; None for what is neither."""
    met = _W3C.fullmatch(text)
    if met is None:
        moment = parse_http_date(text)
        return None if moment is None else _instant(moment, field, text, url)
    year, month, day, clock, zone = met.groups()
    if clock is None:
        days = _days(year, month, day)
        return None if days is None else of_days(days, read_from=text, **_whose(field, url))
    try:
        local = datetime.fromisoformat(f"{year}-{month}-{day}T{clock}")
        if zone is None:
            return of_local_time(local, read_from=text, **_whose(field, url))
        moment = instants_of_local_time(local, utc_offset=_offset(zone)).earliest
    except (ValueError, OverflowError):
        return None
    return None if moment is None else _instant(moment.astimezone(UTC), field, text, url)


def _instant(moment: datetime, field: str, text: str, url: str) -> DatedSource:
    return of_instant(moment, precision="second", read_from=text, **_whose(field, url))


def _days(year: str, month: str | None, day: str | None) -> DateInterval | None:
    if month is None:
        number = int(year)
        return DateInterval(date(number, 1, 1), date(number, 12, 31)) if number else None
    return numbered_month(year, month) if day is None else numbered_day(year, month, day)


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -size if zone[0] == "-" else size


class _Whose(TypedDict):
    field: str
    kind: EvidenceKind
    role: Role
    grade: Grade
    operator: str
    why: SourceWhy


def _whose(field: str, url: str) -> _Whose:
    return _Whose(
        field=field,
        kind=EvidenceKind.FEED_DATE,
        role=Role.SEEN,
        grade=Grade.C,
        operator=host_of(url),
        why=SourceWhy.SITE_OWNER,
    )

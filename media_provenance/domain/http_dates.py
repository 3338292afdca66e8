"""Dates in the headers of an answer: when a server last changed a file, when an archive kept it.

Says which of them may be believed. It does not fetch (``webfetch`` does) and reads no clock: when
the answer came is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import (
    DatedSource,
    SourceWhy,
    host_of,
    is_timely,
    of_instant,
)
from media_provenance.domain.known_platforms import ARCHIVE_TODAY_HOSTS, WAYBACK_HOSTS, is_host

__all__ = ["date_of_last_modified", "date_of_memento", "parse_http_date"]

Headers = Iterable[Sequence[str]]
# A server's clock may run a little ahead of ours.
_CLOCK_SKEW = timedelta(minutes=10)


def date_of_last_modified(
    headers: Headers, *, fetched_at: datetime, url: str = ""
) -> DatedSource | None:
    """Return what ``Last-Modified`` says of a file, grade C: the site sets it, and caches reset it.

    Usable only if it is earlier than the answer's ``Date`` (our own clock where there is none):
    a page made when it is asked for gives its own moment, and a later one is a wrong clock.

    Args:
        headers: name and value of each.
        fetched_at: when the answer came, aware.
        url: the answer's address, for who sets the date.

    Returns:
        None where the header is absent, told twice with different values, no HTTP date, before
        1995 or in the future.

    Raises:
        ValueError: if ``fetched_at`` is naive.
    """
    values = _values(headers)
    written = _only(values.get("last-modified", []))
    moment = None if written is None else parse_http_date(written)
    if written is None or moment is None:
        return None
    answered = _only(values.get("date", []))
    answered_at = (None if answered is None else parse_http_date(answered)) or fetched_at
    why = SourceWhy.SITE_OWNER
    if moment == answered_at:
        why = SourceWhy.SAME_AS_ANSWER
    elif moment > answered_at:
        why = SourceWhy.AFTER_ANSWER
    source = of_instant(
        moment,
        field="last_modified",
        kind=EvidenceKind.LAST_MODIFIED,
        role=Role.SEEN,
        grade=Grade.C,
        operator=host_of(url),
        precision="second",
        why=why,
        read_from=f"Last-Modified: {written}",
        usable=why is SourceWhy.SITE_OWNER,
    )
    return source if is_timely(source.when, fetched_at + _CLOCK_SKEW) else None


def date_of_memento(
    headers: Headers, *, fetched_at: datetime, url: str, is_picture: bool
) -> DatedSource | None:
    """Return when an archive kept what it answered with: its ``Memento-Datetime`` (RFC 7089).

    Args:
        url: where the answer came from after all redirects. Only of archives that are known; any
            site can send the header.
        is_picture: the answer is the picture's own bytes, and so grade A; a page is B, because
            replay fills it with pictures that were kept at other times.

    Raises:
        ValueError: if ``fetched_at`` is naive.
    """
    host = host_of(url)
    is_today = is_host(host, ARCHIVE_TODAY_HOSTS)
    written = _only(_values(headers).get("memento-datetime", []))
    moment = None if written is None else parse_http_date(written)
    if written is None or moment is None or not (is_today or is_host(host, WAYBACK_HOSTS)):
        return None
    kind = EvidenceKind.WEB_ARCHIVE_IMAGE if is_picture else EvidenceKind.WEB_ARCHIVE_PAGE
    source = of_instant(
        moment,
        field="memento_datetime",
        kind=kind,
        role=Role.SEEN,
        grade=Grade.A if is_picture else Grade.B,
        operator="archive.today" if is_today else host,
        precision="second",
        why=SourceWhy.ARCHIVE_CLOCK,
        read_from=f"Memento-Datetime: {written}",
    )
    return source if is_timely(source.when, fetched_at + _CLOCK_SKEW) else None


def parse_http_date(text: str) -> datetime | None:
    """Return an HTTP date (RFC 9110, 5.6.7) in UTC, None for what is none or lacks its zone."""
    try:
        moment = parsedate_to_datetime(text.strip())
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        # What the standard library raises for the many forms of nonsense.
        return None


def _values(headers: Headers) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for header in headers:
        if len(header) == 2:
            found.setdefault(header[0].strip().lower(), []).append(header[1].strip())
    return found


def _only(values: list[str]) -> str | None:
    return values[0] if len(set(values)) == 1 else None

"""Dates that stand in a web address, as the form for evidence offers them.

For the editor who pastes an address: what its ids, archive stamps and path say, and of which kind
the evidence would be. The rules are `media_provenance.domain`'s; nothing is fetched and no clock is
read. Not for what is recorded without a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from media_provenance.domain.date_evidence import EvidenceKind, Grade
from media_provenance.domain.dated_sources import DatedSource
from media_provenance.domain.platform_ids import date_ids_in_url
from media_provenance.domain.url_dates import dates_in_url
from multilingual.intervals import DateInterval

_ARCHIVES = frozenset({EvidenceKind.WEB_ARCHIVE_IMAGE, EvidenceKind.WEB_ARCHIVE_PAGE})
# What a person enters an address's date as: the page or post that stands there.
_ENTERED_AS = {
    EvidenceKind.PLATFORM_ID: EvidenceKind.PLATFORM_TIME,
    EvidenceKind.WEB_ARCHIVE_IMAGE: EvidenceKind.WEB_ARCHIVE_PAGE,
    EvidenceKind.WEB_ARCHIVE_PAGE: EvidenceKind.WEB_ARCHIVE_PAGE,
}
# The address that a replay address ends in: ".../web/20220815123456im_/https://…".
_REPLAYED = re.compile(r"/(?:https?:)/{1,2}(?=[^/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AddressDate:
    """One date in an address.

    Attributes:
        days: the days to show.
        first_written, last_written: what goes into the form's fields for it.
        read_from: the part of the address that says so.
        grade: how hard it is to forge.
        kind: where the date comes from.
        entered_kind: the kind of evidence that a person would enter it as.
        is_usable: whether it may be used at all; ``why`` is the rule's code for it.
        original_url: of the page that an archive's address shows, "" for other addresses.
    """

    days: DateInterval
    first_written: str
    last_written: str
    read_from: str
    grade: Grade
    kind: EvidenceKind
    entered_kind: EvidenceKind
    is_usable: bool
    why: str
    original_url: str = ""

    @property
    def is_archived(self) -> bool:
        """Whether an archive's own stamp says it."""
        return self.kind in _ARCHIVES


def dates_in_address(url: str, *, as_of: datetime) -> list[AddressDate]:
    """Return every date in an address, those that may be used first, then the more reliable.

    Args:
        as_of: the present, aware; a date after it is no date of a picture.
    """
    found = [*date_ids_in_url(url, as_of=as_of), *dates_in_url(url, as_of=as_of)]
    ordered = sorted(found, key=lambda one: (not one.usable, -one.grade.rank))
    return [_address_date(one, url) for one in ordered]


def _address_date(source: DatedSource, url: str) -> AddressDate:
    days = source.days if source.days is not None else source.when.utc_days
    first, last = _written(source, days)
    return AddressDate(
        days=days,
        first_written=first,
        last_written=last,
        read_from=source.read_from,
        grade=source.grade,
        kind=source.kind,
        entered_kind=_ENTERED_AS.get(source.kind, EvidenceKind.PUBLISHER_DATE),
        is_usable=source.usable,
        why=str(source.why),
        original_url=_original(url) if source.kind in _ARCHIVES else "",
    )


def _written(source: DatedSource, days: DateInterval) -> tuple[str, str]:
    """Return what to type for a date: a time in UTC where it is exact, else one or two days."""
    earliest, latest = source.when.earliest, source.when.latest
    if source.zone_known and earliest and latest and latest - earliest <= timedelta(minutes=10):
        return f"{latest:%Y-%m-%d %H:%M:%S} UTC", ""
    first = days.earliest.isoformat() if days.earliest else ""
    last = days.latest.isoformat() if days.latest else ""
    return (first, "") if first == last else (first, last)


def _original(url: str) -> str:
    """Return the address that a replay address ends in, "" where there is none."""
    found = list(_REPLAYED.finditer(url, pos=8))
    return url[found[-1].start() + 1 :] if found else ""

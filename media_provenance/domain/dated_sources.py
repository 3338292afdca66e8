"""What a date found outside a picture's file is: in an address, a number, a name, a header, a feed.

The shape that all the readers of such dates share, and the codes that say why a date is trusted as
far as it is, or is not used. It reads nothing itself (``platform_ids.py``, ``url_dates.py``,
``file_name_dates.py``, ``http_dates.py``, ``feed_dates.py`` do), weighs nothing (``findings.py``)
and has no sentences (``wording``). Reads no clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from media_provenance.domain.date_evidence import (
    EvidenceKind,
    Grade,
    Role,
    instants_of,
    instants_of_local_time,
)
from multilingual.intervals import DateInterval, InstantInterval

__all__ = [
    "EARLIEST_YEAR",
    "MOST_ADDRESS_CHARACTERS",
    "MOST_DATES",
    "PUBLISHED_AFTER",
    "DatedSource",
    "SourceNote",
    "SourceWhy",
    "has_own_port",
    "host_of",
    "is_timely",
    "of_days",
    "of_instant",
    "of_local_time",
    "split_address",
    "why_not_read",
    "without_repeats",
]

# The web had no news sites before; a year below it in an address is a number of another kind.
EARLIEST_YEAR = 1995
# A number is drawn before the post it names is out: TikTok's precede the post's own time by 2 to
# 49 seconds in 73 public samples, so the post is taken to be out within so long.
PUBLISHED_AFTER = timedelta(minutes=5)
# Longer than any address that a browser or a server is sure to take; strangers write addresses.
MOST_ADDRESS_CHARACTERS = 4096
# Whoever reads an address is helped by a few dates; an address full of them was made to be so.
MOST_DATES = 20
# Programs differ in what they make of these signs, so two of them may see two different hosts.
_UNCLEAR = re.compile(r"[\\\x00-\x1f\x7f-\x9f]")


class SourceWhy(StrEnum):
    """Why a date has its grade, or why it is only a lead."""

    PLATFORM_CLOCK = "platform_clock"  # drawn by the platform, its users cannot set it
    AUTHORS_SERVER = "authors_server"  # drawn by a server whose owner may be the author
    CHOSEN_BY_CLIENT = "chosen_by_client"  # the program of whoever posted chose it
    SITE_OWNER = "site_owner"  # the publisher writes it and can change it
    WIKI_REPLACED = "wiki_replaced"  # the wiki's clock when a newer version took its place
    ARCHIVE_CLOCK = "archive_clock"  # the archive's own answer
    NAME_IS_FREE = "name_is_free"  # whoever holds the file can rename it
    # WordPress files a picture under the month of its post, however old: counts beside others only.
    POST_MONTH = "post_month"
    LINK_IS_FREE = "link_is_free"  # whoever passes the link on can write it
    # From here on: not used.
    ARCHIVE_STAMP_ALONE = "archive_stamp_alone"  # leads to the nearest capture, perhaps another
    LINK_ISSUED = "link_issued"  # when the link was signed, for a file that may be older
    MAY_BE_A_NUMBER = "may_be_a_number"  # digits that only happen to look like a date
    OTHER_DATE_IN_FOLDERS = "other_date_in_folders"  # the address has a harder date
    DATES_DISAGREE = "dates_disagree"  # two dates of the same rank
    SAME_AS_ANSWER = "same_as_answer"  # made when it was asked for
    AFTER_ANSWER = "after_answer"  # later than the answer that says it


class SourceNote(StrEnum):
    """What is said of an address or name beside its dates: mostly why there is none."""

    FACEBOOK_NUMBERS = "facebook_numbers_carry_no_time"
    TELEGRAM_NUMBERS = "telegram_numbers_carry_no_time"
    YOUTUBE_CODES = "youtube_codes_carry_no_time"
    SHORT_LINK = "short_link_hides_the_number"
    NOT_THE_PLATFORM = "number_on_a_site_that_is_not_the_platform"
    LINK_EXPIRY = "expiry_of_a_link_is_no_date"
    NUMBER_WITHOUT_TIME = "number_older_than_time_in_numbers"
    RANDOM_NUMBER = "random_number_carries_no_time"
    IN_THE_FUTURE = "date_in_the_future"
    ADDRESS_TOO_LONG = "address_too_long"
    ADDRESS_UNCLEAR = "address_does_not_say_plainly_where_it_leads"


@dataclass(frozen=True, slots=True)
class DatedSource:
    """One date as a source outside the file gives it.

    Attributes:
        field: which rule found it, as ``x_status`` or ``url_folders``; stable, for machines.
        kind, role, grade: as evidence.
        operator: who controls the clock: a platform's name, a host without www., ``file``, or
            ``""`` where nobody knows.
        when: UTC instants among which the moment lies.
        days: the days as written, ``None`` where an instant was.
        value: the date in ISO 8601 as the source gives it: ``…Z`` where the zone is known, a
            local time without, a day, a month, or two days with ``/`` between.
        precision: us, ms, second, day, month or interval.
        zone_known: whether ``when`` is free of a guess about the zone.
        usable: whether it may become evidence; otherwise a lead for a person.
        why: of the grade, or of not being used.
        read_from: the very characters it was read from.
        identifier: the number behind it in decimal digits, where there is one.
    """

    field: str
    kind: EvidenceKind
    role: Role
    grade: Grade
    operator: str
    when: InstantInterval
    days: DateInterval | None
    value: str
    precision: str
    zone_known: bool
    usable: bool
    why: SourceWhy
    read_from: str
    identifier: str = ""


def of_instant(
    moment: datetime,
    *,
    field: str,
    kind: EvidenceKind,
    role: Role,
    grade: Grade,
    operator: str,
    precision: str,
    why: SourceWhy,
    read_from: str,
    usable: bool = True,
    spread: timedelta = timedelta(0),
    identifier: str = "",
) -> DatedSource:
    """Return a source that gives an instant.

    Args:
        moment: aware.
        spread: how much later than it says the moment may have been.

    Raises:
        ValueError: if ``moment`` is naive.
        OverflowError: if it lies at the end of the calendar.
    """
    return DatedSource(
        field=field,
        kind=kind,
        role=role,
        grade=grade,
        operator=operator,
        when=InstantInterval(moment, moment + spread),
        days=None,
        value=_instant_text(moment.astimezone(UTC), precision),
        precision=precision,
        zone_known=True,
        usable=usable,
        why=why,
        read_from=read_from,
        identifier=identifier,
    )


def of_local_time(
    local: datetime,
    *,
    field: str,
    kind: EvidenceKind,
    role: Role,
    grade: Grade,
    operator: str,
    why: SourceWhy,
    read_from: str,
    usable: bool = True,
) -> DatedSource:
    """Return a source that gives a time to the second on a clock whose zone nobody knows.

    Raises:
        ValueError: if ``local`` has a zone.
        OverflowError: if it lies at the end of the calendar.
    """
    return DatedSource(
        field=field,
        kind=kind,
        role=role,
        grade=grade,
        operator=operator,
        when=instants_of_local_time(local),
        days=DateInterval.of_day(local.date()),
        value=local.isoformat(timespec="seconds"),
        precision="second",
        zone_known=False,
        usable=usable,
        why=why,
        read_from=read_from,
    )


def of_days(
    days: DateInterval,
    *,
    field: str,
    kind: EvidenceKind,
    role: Role,
    grade: Grade,
    operator: str,
    why: SourceWhy,
    read_from: str,
    usable: bool = True,
) -> DatedSource:
    """Return a source that gives days somewhere on Earth; both ends must be known.

    Raises:
        ValueError: if an end is open.
    """
    return DatedSource(
        field=field,
        kind=kind,
        role=role,
        grade=grade,
        operator=operator,
        when=instants_of(days),
        days=days,
        value=_days_text(days),
        precision=_precision_of(days),
        zone_known=False,
        usable=usable,
        why=why,
        read_from=read_from,
    )


def is_timely(when: InstantInterval, as_of: datetime) -> bool:
    """Answer whether a date is not before 1995 and can have come by ``as_of`` somewhere.

    Raises:
        ValueError: if ``as_of`` is naive.
    """
    if as_of.tzinfo is None:
        raise ValueError("The present must be given with its time zone.")
    first = when.earliest
    if first is None or first > as_of:
        return False
    # The first of January 1995 began in December by UTC.
    return (first + timedelta(hours=14)).year >= EARLIEST_YEAR


def without_repeats(sources: list[DatedSource]) -> list[DatedSource]:
    """Return the sources in order, each field and value once."""
    seen: dict[tuple[str, str, str], DatedSource] = {}
    for source in sources:
        seen.setdefault((source.field, source.value, source.operator), source)
    return list(seen.values())


def split_address(url: str) -> SplitResult | None:
    """Return an http or https address in parts; ``None`` for what is none or is not read.

    An address cannot be a mistake of this program's, so nothing is raised. Which addresses are
    not read ``why_not_read`` tells.
    """
    if why_not_read(url) is not None:
        return None
    try:
        parts = urlsplit(url.strip())
        # Both are only worked out, and may only fail, when they are asked for.
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


def why_not_read(url: str) -> SourceNote | None:
    """Return why no date of an address is read, whatever stands in it; ``None`` if it may be.

    Over 4,096 characters; or with signs that let it seem to lead elsewhere than it does: a
    backslash, a tab, a line break or another control character anywhere, a space in the host, or
    a user's name before it, as in ``https://x.com@ex.test/``.
    """
    plain = url.strip()
    if len(plain) > MOST_ADDRESS_CHARACTERS:
        return SourceNote.ADDRESS_TOO_LONG
    if _UNCLEAR.search(plain):
        return SourceNote.ADDRESS_UNCLEAR
    # The host ends where the path, the query or the part after # begins.
    host = re.split(r"[/?#]", plain.partition("://")[2], maxsplit=1)[0]
    is_unclear = "@" in host or any(character.isspace() for character in host)
    return SourceNote.ADDRESS_UNCLEAR if is_unclear else None


def has_own_port(parts: SplitResult) -> bool:
    """Answer whether an address leads to the port of its scheme: others may be anyone's there."""
    return parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme))


def host_of(url: str) -> str:
    """Return the host of an address in lower case and without www.; ``""`` if it has none."""
    parts = split_address(url)
    return "" if parts is None else (parts.hostname or "").rstrip(".").removeprefix("www.")


def _instant_text(moment: datetime, precision: str) -> str:
    timespec = {"us": "microseconds", "ms": "milliseconds"}.get(precision, "seconds")
    return moment.isoformat(timespec=timespec).replace("+00:00", "Z")


def _days_text(days: DateInterval) -> str:
    first, last = _both(days)
    match _precision_of(days):
        case "day":
            return first.isoformat()
        case "month":
            return f"{first:%Y-%m}"
        case _:
            return f"{first.isoformat()}/{last.isoformat()}"


def _precision_of(days: DateInterval) -> str:
    first, last = _both(days)
    if first == last:
        return "day"
    next_day = last + timedelta(days=1)
    is_month = first.day == next_day.day == 1 and last.month == first.month
    return "month" if is_month and last.year == first.year else "interval"


def _both(days: DateInterval) -> tuple[date, date]:
    if days.earliest is None or days.latest is None:
        raise ValueError("A dated source has a first and a last day.")
    return days.earliest, days.latest

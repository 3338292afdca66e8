"""The text of a dated metadata field -> the days and the instants it may mean.

Reads the forms of exiftool, which are those of EXIF with an offset from UTC behind them. Never
invents a precision, and never repairs: a text with a character too many is no date. An offset that
no place keeps says nothing of the zone and is left out; the clock's time stands without it. What a
field means, and whether its date may be used, is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from media_provenance.domain.date_evidence import (
    ANYWHERE_ON_EARTH,
    instants_of,
    instants_of_local_time,
)
from media_provenance.domain.metadata_observations import MetadataTrouble
from multilingual.intervals import DateInterval, InstantInterval

__all__ = ["NoDateWritten", "WrittenDate", "has_impossible_offset", "read_written_date"]

_DATE_TIME = re.compile(
    r"""(?P<year>\d{4})(?:[:\-/.](?P<month>\d\d))?(?:[:\-/.](?P<day>\d\d))?
    (?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?)?
    [ ]?(?P<zone>Z|(?(hour)[+-]\S+|[+-]\d\d:?\d\d))?""",
    re.VERBOSE | re.ASCII,
)
_TIME_AND_ZONE = re.compile(r"\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?[ ]?(?P<zone>Z|[+-]\S+)", re.ASCII)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>[0-5]\d)", re.ASCII)
# How EXIF writes an offset that is not known: blanks, the colon perhaps left.
_BLANK = " :"
_NOTHING_SET = re.compile(r"[\s0:\-/.TZ+]*", re.ASCII)


class NoDateWritten(Exception):
    """The text is no date.

    Attributes:
        trouble: unset or unreadable.
    """

    def __init__(self, trouble: MetadataTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as a field has it.

    Attributes:
        days: what is written, inclusive; a month or day of 00 leaves the whole year or month.
        when: UTC instants it may mean; widened by all zones of the Earth where none is given.
        zone_known: whether an offset from UTC is given, or the standard says UTC.
        local: the time as written, to the second; ``None`` without a time of day.
        whole: whether neither month nor day is 00.
        impossible_offset: an offset in the text itself that was left out; ``""`` if none was.
    """

    days: DateInterval
    when: InstantInterval
    zone_known: bool
    local: datetime | None
    whole: bool
    impossible_offset: str = ""


def read_written_date(
    text: str, *, offset: str = "", is_utc: bool = False, needs_day: bool = False
) -> WrittenDate:
    """Read a field's text, with the time of another field behind it.

    An offset beyond -12:00 to +14:00, or in no form of one, is as good as none; so are two that
    differ.

    Args:
        text: as ``2022:08:14 11:30:12``, ``2022:08:14 11:30:12.25+03:00``, ``2022:08``, ``2022``.
        offset: what another field says of its offset from UTC, as ``+03:00``; blank where nothing.
        is_utc: whether the standard says so, where no offset is written.
        needs_day: whether a year or a month alone is no date.

    Raises:
        NoDateWritten: for zeros, blanks, and what is no date.
    """
    if _NOTHING_SET.fullmatch(text):
        raise NoDateWritten(MetadataTrouble.UNSET)
    found = _DATE_TIME.fullmatch(text.strip())
    if found is None or (needs_day and found["day"] is None):
        raise NoDateWritten(MetadataTrouble.UNREADABLE)
    days = _days(found)
    whole = "00" not in (found["month"], found["day"])
    own = found["zone"] or ""
    zones = [zone for zone in (own, *offset.split("\n")) if zone.strip(_BLANK)]
    from_utc = _common_offset(zones or (["Z"] if is_utc else []))
    wrong = own if own and _offset(own) is None else ""
    if found["hour"] is None or not days.is_day or days.earliest is None:
        when = instants_of(days)
        if is_utc and from_utc == timedelta(0):
            when = InstantInterval.of_days(days, utc_offsets_hours=(0, 0))
        return WrittenDate(days, when, from_utc is not None, None, whole, wrong)
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        local = datetime.combine(days.earliest, clock)
        when = instants_of_local_time(local, utc_offset=from_utc)
    except (ValueError, OverflowError) as error:
        raise NoDateWritten(MetadataTrouble.UNREADABLE) from error
    return WrittenDate(days, when, from_utc is not None, local, whole, wrong)


def has_impossible_offset(text: str, *, behind_time: bool) -> bool:
    """Answer whether a field states an offset from UTC that no place keeps, or none at all.

    Args:
        text: an offset alone, as ``+03:00``, where blanks are none; or a time of day.
        behind_time: whether it is a time of day, behind which an offset may stand.
    """
    if not behind_time:
        return bool(text.strip(_BLANK)) and _offset(text) is None
    found = _TIME_AND_ZONE.fullmatch(text.strip())
    return found is not None and _offset(found["zone"]) is None


def _days(found: re.Match[str]) -> DateInterval:
    year, month, day = int(found["year"]), found["month"], found["day"]
    # A month or day of 00 is how IPTC writes "not known": it is shown what the rest would mean.
    month_number = int(month) if month and month != "00" else None
    day_number = int(day) if day and day != "00" else None
    if year == 0 or (month_number is None and day_number is not None):
        raise NoDateWritten(MetadataTrouble.UNSET)
    try:
        if month_number is None:
            return DateInterval(date(year, 1, 1), date(year, 12, 31))
        if day_number is None:
            next_month = date(year + month_number // 12, month_number % 12 + 1, 1)
            return DateInterval(date(year, month_number, 1), next_month - timedelta(days=1))
        return DateInterval.of_day(date(year, month_number, day_number))
    except ValueError as error:
        raise NoDateWritten(MetadataTrouble.UNREADABLE) from error


def _common_offset(zones: list[str]) -> timedelta | None:
    """Return the one offset that all of them state; ``None`` for none, or where they differ."""
    stated = {_offset(zone) for zone in zones}
    return stated.pop() if len(stated) == 1 else None


def _offset(zone: str) -> timedelta | None:
    """Return an offset from UTC; ``None`` if no place on Earth keeps it, or it is in no form."""
    if zone.strip() == "Z":
        return timedelta(0)
    found = _OFFSET.fullmatch(zone.strip())
    if found is None:
        return None
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    if found["sign"] == "-":
        offset = -offset
    lowest, highest = (timedelta(hours=hours) for hours in ANYWHERE_ON_EARTH)
    return offset if lowest <= offset <= highest else None

"""The text of a dated metadata field -> the days and the instants it may mean.

Reads the forms of exiftool, which are those of EXIF with an offset from UTC behind them. Never
invents a precision, and never repairs: a text with a character too many is no date. What a field
means, and whether its date may be used, is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from media_provenance.domain.date_evidence import instants_of, instants_of_local_time
from media_provenance.domain.metadata_observations import MetadataTrouble
from multilingual.intervals import DateInterval, InstantInterval

__all__ = ["NoDateWritten", "WrittenDate", "read_written_date"]

_DATE_TIME = re.compile(
    r"""(?P<year>\d{4})(?:[:\-/.](?P<month>\d\d))?(?:[:\-/.](?P<day>\d\d))?
    (?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?)?
    [ ]?(?P<zone>Z|[+-]\d\d:?\d\d)?""",
    re.VERBOSE | re.ASCII,
)
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
    """

    days: DateInterval
    when: InstantInterval
    zone_known: bool
    local: datetime | None
    whole: bool


def read_written_date(text: str, *, is_utc: bool = False, needs_day: bool = False) -> WrittenDate:
    """Read a field's text, with the time and offset of other fields behind it.

    Args:
        text: as ``2022:08:14 11:30:12``, ``2022:08:14 11:30:12.25+03:00``, ``2022:08``, ``2022``.
        is_utc: whether the standard says so.
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
    offset = timedelta(0) if is_utc else _offset(found["zone"])
    if found["hour"] is None or not days.is_day or days.earliest is None:
        when = instants_of(days)
        if is_utc:
            when = InstantInterval.of_days(days, utc_offsets_hours=(0, 0))
        return WrittenDate(days, when, offset is not None, None, whole)
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        local = datetime.combine(days.earliest, clock)
        when = instants_of_local_time(local, utc_offset=offset)
    except (ValueError, OverflowError) as error:
        raise NoDateWritten(MetadataTrouble.UNREADABLE) from error
    return WrittenDate(days, when, offset is not None, local, whole)


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


def _offset(zone: str | None) -> timedelta | None:
    """Return an offset from UTC; ``None`` if there is none.

    Raises:
        NoDateWritten: for more than 14 hours, which no place on Earth keeps.
    """
    if not zone:
        return None
    if zone == "Z":
        return timedelta(0)
    digits = zone.replace(":", "")
    offset = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    if offset > timedelta(hours=14) or int(digits[3:5]) > 59:
        raise NoDateWritten(MetadataTrouble.UNREADABLE)
    return -offset if zone.startswith("-") else offset

"""Days, months and years of the Gregorian, Hijri and Jalali calendars as intervals.

Conversion by hijridate (Umm al-Qura tables, 1343-1500 AH) and jdatetime. For ``dates.py``; not for
reading text.
"""

from __future__ import annotations

import calendar as gregorian_calendar
from datetime import date, timedelta
from typing import NamedTuple

from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["HIJRI_TOLERANCE_DAYS", "CalendarDay", "NoSuchDay", "calendar_day", "days_of"]

# A Hijri month begins with a sighting of the moon: countries differ from the Umm al-Qura tables
# by a day, so a Hijri date is known to plus or minus this many days.
HIJRI_TOLERANCE_DAYS = 1

# Years a news text can mean, per calendar; a number outside is not taken for a year. The Hijri
# range is that of the Umm al-Qura tables in hijridate.
YEAR_RANGES: dict[Calendar, tuple[int, int]] = {
    Calendar.GREGORIAN: (1000, 2200),
    Calendar.HIJRI: (1343, 1499),
    Calendar.JALALI: (1200, 1500),
}


class NoSuchDay(ValueError):
    """The calendar has no such day, month or year, or no table reaches it."""


class CalendarDay(NamedTuple):
    """A day as one calendar counts it."""

    year: int
    month: int
    day: int


def days_of(
    calendar: Calendar, year: int, month: int | None = None, day: int | None = None
) -> DateInterval:
    """Return the Gregorian days of a year, month or day of a calendar, by its tables.

    Without ``HIJRI_TOLERANCE_DAYS``; the caller widens.

    Raises:
        NoSuchDay: for a day that does not exist, or a year outside ``YEAR_RANGES``.
    """
    lowest, highest = YEAR_RANGES[calendar]
    if not lowest <= year <= highest:
        raise NoSuchDay(f"{year} is not a year of the {calendar} calendar that can be converted.")
    if month is None:
        return DateInterval.hull(
            (_month_of(calendar, year, 1), _month_of(calendar, year, 12)),
        )
    if not 1 <= month <= 12:
        raise NoSuchDay(f"There is no month {month}.")
    whole = _month_of(calendar, year, month)
    if day is None:
        return whole
    if whole.days is None or whole.earliest is None or not 1 <= day <= whole.days:
        raise NoSuchDay(f"Month {month} of {year} ({calendar}) has no day {day}.")
    return DateInterval.of_day(whole.earliest + timedelta(days=day - 1))


def calendar_day(calendar: Calendar, day: date) -> CalendarDay:
    """Return how a calendar counts a Gregorian day.

    Raises:
        NoSuchDay: if the calendar's tables do not reach the day.
    """
    if calendar is Calendar.GREGORIAN:
        return CalendarDay(day.year, day.month, day.day)
    if calendar is Calendar.JALALI:
        # Imported here: only dates of that calendar need it.
        import jdatetime

        solar = jdatetime.date.fromgregorian(date=day)
        return CalendarDay(solar.year, solar.month, solar.day)
    from hijridate import Gregorian

    try:
        lunar = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError as error:
        raise NoSuchDay(f"The Hijri tables do not reach {day.isoformat()}.") from error
    return CalendarDay(lunar.year, lunar.month, lunar.day)


def _month_of(calendar: Calendar, year: int, month: int) -> DateInterval:
    if calendar is Calendar.GREGORIAN:
        length = gregorian_calendar.monthrange(year, month)[1]
        return DateInterval(date(year, month, 1), date(year, month, length))
    if calendar is Calendar.JALALI:
        import jdatetime

        first: date = jdatetime.date(year, month, 1).togregorian()
        following = (year, month + 1) if month < 12 else (year + 1, 1)
        after: date = jdatetime.date(*following, 1).togregorian()
        return DateInterval(first, after - timedelta(days=1))
    from hijridate import Hijri

    lunar = Hijri(year, month, 1)
    begins = lunar.to_gregorian()
    start = date(begins.year, begins.month, begins.day)
    return DateInterval(start, start + timedelta(days=lunar.month_length() - 1))

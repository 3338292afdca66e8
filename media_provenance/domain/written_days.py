"""Numbers and English month names of an address or a name as days, in the calendar they fit.

For ``url_dates.py`` and ``file_name_dates.py``, where a date is three groups of digits and nothing
else. Dates in a text are ``multilingual.dates``'s.
"""

from __future__ import annotations

from datetime import date

from multilingual.calendars import HIJRI_TOLERANCE_DAYS, NoSuchDay, days_of
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["MONTH_WORD", "day_first_days", "month_of", "numbered_day", "numbered_month"]

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
# A regular expression, to be used without regard to case.
MONTH_WORD = "|".join((*_MONTHS, *(name[:3] for name in _MONTHS), "sept"))

# The two calendars share their numbers. Jalali 1414 ends in March 2036, Hijri 1430 began at the end
# of 2008; a year between could be either within the age of the web, and says nothing.
_LAST_JALALI = 1414
_FIRST_HIJRI = 1430


def month_of(text: str) -> int | None:
    """Return 1 to 12 for one or two digits or an English name or its first letters, else None."""
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else None
    name = text.casefold()
    if name == "sept":
        return 9
    for number, full in enumerate(_MONTHS, start=1):
        if name in (full, full[:3]):
            return number
    return None


def numbered_day(year: str, month: str, day: str) -> DateInterval | None:
    """Return the day of three numbers, year first; None if there is no such day.

    A year of 13xx to 1414 is Jalali, as addresses of Iranian sites have it; from 1430 to 1499 it
    is Hijri and known to a day on either side. Between the two it is None.
    """
    number = int(year)
    try:
        if number <= _LAST_JALALI:
            return days_of(Calendar.JALALI, number, int(month), int(day))
        if number < _FIRST_HIJRI:
            return None
        if number < 1500:
            lunar = days_of(Calendar.HIJRI, number, int(month), int(day))
            return lunar.widened(HIJRI_TOLERANCE_DAYS)
        return DateInterval.of_day(date(number, int(month), int(day)))
    except (NoSuchDay, ValueError, OverflowError):
        return None


def numbered_month(year: str, month: str) -> DateInterval | None:
    """Return a whole month of the Gregorian calendar; None for other calendars' years.

    Two numbers such as 1401/05 are too little to tell a Persian month from a running number.
    """
    number = int(year)
    if number < 1500:
        return None
    try:
        return days_of(Calendar.GREGORIAN, number, int(month))
    except (NoSuchDay, ValueError):
        return None


def day_first_days(first: str, second: str, year: str) -> DateInterval | None:
    """Return the days of two numbers before a year, whichever of them is the month.

    Where both can be, the answer reaches from the one reading to the other: 05-08-2022 is 8 May
    in Boston and 5 August in Beirut. None if neither reading is a day.
    """
    readings = [
        days
        for days in (numbered_day(year, second, first), numbered_day(year, first, second))
        if days is not None
    ]
    return DateInterval.hull(readings) if readings else None

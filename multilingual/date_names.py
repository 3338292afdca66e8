"""Dates with a month's name: "14 August 2022", "السابع والعشرين من فبراير (شباط) الماضي".

Part of the date grammar (``date_rules.py``). A date is read as it is written first (``Written``)
and resolved to days afterwards, because a range lends its second year to its first half.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from multilingual import date_cues as cues
from multilingual.calendars import YEAR_RANGES
from multilingual.date_cursor import tolerance_of
from multilingual.date_reading import DateConflict, Precision, Reading, Written
from multilingual.date_written import WrittenDates
from multilingual.date_years import full_year
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["NamedDates", "nearest_on"]

_UNKNOWN = DateInterval(None, None)


class NamedDates(WrittenDates):
    """Rules for dates with a month's name."""

    def _named(self, start: int, *, led: bool = False) -> Reading | None:
        """Read one date with a month's name; ``led`` says that a word before demands a month."""
        written = self._written(start, led=led)
        if written is None or self._is_a_name(start, written):
            return None
        return self._resolve(start, written, self._lent_year(written))

    def _lent_year(self, written: Written) -> int | None:
        """Return the year of "3 May and 7 June 2024" for the first of the two."""
        if written.year.is_written:
            return None
        joiner = self._list_joiner(written.end)
        if joiner is None:
            return None
        second = self._written_from(joiner, led=True)
        if second is None or second.month.calendar is not written.month.calendar:
            return None
        later = (second.month.month, second.first_day or 0)
        if (written.first_day is None) != (second.first_day is None):
            return None
        return second.year.year if later > (written.month.month, written.first_day or 0) else None

    def _resolve(self, start: int, written: Written, lent_year: int | None) -> Reading | None:
        month = written.month
        year = written.year.year if written.year.year is not None else lent_year
        conflict = None
        if year is not None and written.year.two_digits:
            reference = self._reference
            if reference is not None:
                reference = date(self._counted_year(month.calendar) or reference.year, 12, 31)
            year, conflict = full_year(year, month.calendar, reference)
            year = self._century_by_weekday(written, year)
        elif year is not None and not _within(month.calendar, year):
            return self._foreign_year(start, written, year)
        is_relative = year is None or written.year.two_digits
        if year is None and not written.year.is_written and self._is_year_ahead(written.end):
            return self._unresolved(start, written)
        if year is None:
            year, conflict = self._missing_year(written)
        if year is None:
            return self._unresolved(start, written)
        interval = self._named_days(written, year)
        if interval is None:
            return None
        other = written.other_month
        if other is not None and (other.calendar, other.month) != (month.calendar, month.month):
            second = self._named_days(replace(written, month=other), year)
            if other.calendar is not month.calendar or second is None:
                return None
            interval, conflict = DateInterval.hull((interval, second)), DateConflict.MONTH_NAMES
        tolerance = tolerance_of(month.calendar)
        if written.weekday is not None and interval.is_day:
            near = interval.widened(tolerance)
            interval, agrees = nearest_on(near, interval, written.weekday)
            tolerance = 0 if agrees and tolerance else tolerance
            conflict = conflict if agrees else DateConflict.WEEKDAY
        return Reading(
            start - written.is_bracketed,
            written.end,
            interval,
            _named_precision(written, interval),
            calendar=month.calendar,
            conflict=conflict,
            tolerance_days=tolerance,
            is_relative=is_relative,
        )

    def _century_by_weekday(self, written: Written, year: int) -> int:
        """Move a year of two figures on by a century if only then the written weekday is right."""
        here, later = self._named_days(written, year), self._named_days(written, year + 100)
        if written.weekday is None or here is None or later is None or not later.is_day:
            return year
        fits = nearest_on(later, later, written.weekday)[1]
        return year if nearest_on(here, here, written.weekday)[1] or not fits else year + 100

    def _unresolved(self, start: int, written: Written) -> Reading | None:
        if not self._is_possible(written):
            return None
        precision = Precision.MONTH if written.first_day is None else Precision.DAY
        return Reading(
            start - written.is_bracketed,
            written.end,
            _UNKNOWN,
            Precision.RANGE if written.last_day is not None else precision,
            calendar=written.month.calendar,
            conflict=DateConflict.REFERENCE,
            is_relative=True,
        )

    def _named_days(self, written: Written, year: int) -> DateInterval | None:
        calendar, month = written.month.calendar, written.month.month
        first = self._days(calendar, year, month, written.first_day)
        if written.last_day is None or first is None:
            return first
        last = self._days(calendar, year, month, written.last_day)
        if last is None or written.first_day is None or written.first_day > written.last_day:
            return None
        return DateInterval.hull((first, last))

    def _is_possible(self, written: Written) -> bool:
        """Whether the month has such a day in the written year, or, without one, in any."""
        calendar, year = written.month.calendar, written.year.year
        if year is not None and _within(calendar, year) and not written.year.two_digits:
            return self._named_days(written, year) is not None
        years = range(*cues.SAMPLE_YEARS[calendar])
        return any(self._named_days(written, year) is not None for year in years)

    def _foreign_year(self, start: int, written: Written, gregorian: int) -> Reading | None:
        """Resolve "Ramadan 2020": a month of one calendar in a Gregorian year."""
        if not _within(Calendar.GREGORIAN, gregorian):
            return None
        whole_year = DateInterval(date(gregorian, 1, 1), date(gregorian, 12, 31))
        calendar = written.month.calendar
        possible: list[DateInterval] = []
        for day in (date(gregorian, 1, 1), date(gregorian, 12, 31)):
            counted = self._counted(calendar, day)
            for year in {counted.year, counted.year + 1} if counted else set():
                interval = self._named_days(written, year)
                if interval is not None and interval.overlaps(whole_year):
                    possible.append(interval)
        if not possible:
            return None
        return Reading(
            start - written.is_bracketed,
            written.end,
            DateInterval.hull(possible),
            _named_precision(written, possible[0]),
            calendar=calendar,
            tolerance_days=tolerance_of(calendar),
        )

    def _counted_year(self, calendar: Calendar) -> int | None:
        counted = self._counted(calendar, self._reference) if self._reference else None
        return counted.year if counted else None

    def _missing_year(self, written: Written) -> tuple[int | None, DateConflict | None]:
        """Return the year that is not written, and whether the reference contradicts it."""
        month, said = written.month, written.year
        if said.is_same_year:
            known = self.context_year if month.calendar is Calendar.GREGORIAN else None
            return known, None
        if self._reference is None:
            return None, None
        counted = self._counted(month.calendar, self._reference)
        if counted is None:
            return None, None
        if said.year_step is not None:
            return counted.year + said.year_step, None
        if said.step == 0:
            agrees = counted.month == month.month
            return counted.year, None if agrees else DateConflict.REFERENCE
        day = written.first_day
        place = (month.month, day or 0)
        now = (counted.month, counted.day if day is not None else 0)
        if said.step is not None and said.step < 0:
            return counted.year + said.step + (1 if place < now else 0), None
        if said.step is not None:
            return counted.year + said.step - (1 if place > now else 0), None
        # No word says which: the latest one that has begun by the reference. Eight years reach
        # the last 29 February.
        for year in range(counted.year, counted.year - 9, -1):
            interval = self._named_days(written, year)
            begins = interval.earliest if interval else None
            if begins is not None and begins <= self._reference:
                return year, None
        return None, None


def _within(calendar: Calendar, year: int) -> bool:
    lowest, highest = YEAR_RANGES[calendar]
    return lowest <= year <= highest


def nearest_on(
    near: DateInterval, written: DateInterval, weekday: int
) -> tuple[DateInterval, bool]:
    """Return the day of ``near`` that falls on a weekday, or ``written`` and ``False``."""
    if near.earliest is not None and near.latest is not None:
        for offset in range((near.latest - near.earliest).days + 1):
            day = near.earliest + timedelta(days=offset)
            if day.weekday() == weekday:
                return DateInterval.of_day(day), True
    return written, False


def _named_precision(written: Written, interval: DateInterval) -> Precision:
    if written.first_day is None:
        return Precision.MONTH if (interval.days or 0) <= 31 else Precision.RANGE
    return Precision.DAY if interval.is_day else Precision.RANGE

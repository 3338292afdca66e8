"""Dates with a month's name: "14 August 2022", "السابع والعشرين من فبراير (شباط) الماضي".

Part of the date grammar (``date_rules.py``). A date is read as it is written first (``Written``)
and resolved to days afterwards, because a range lends its second year to its first half.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from multilingual import date_cues as cues
from multilingual.calendars import YEAR_RANGES
from multilingual.date_cursor import DateCursor, tolerance_of
from multilingual.date_reading import DateConflict, Precision, Reading, Written
from multilingual.date_words import Modifier, Unit
from multilingual.intervals import DateInterval
from multilingual.months import Calendar, MonthName, Standing

__all__ = ["NamedDates"]


class NamedDates(DateCursor):
    """Rules for dates with a month's name."""

    def _named(self, start: int) -> Reading | None:
        written = self._written(start)
        return None if written is None else self._resolve(start, written, None)

    def _written(self, start: int) -> Written | None:
        """Read "[weekday] [day[-day]] month[/month] [day] [year]" without resolving it."""
        weekday = self._books.weekdays.match(self._tokens, start)
        index = self._skip(weekday.end, cues.OF, 2) if weekday else start
        first = self._day(index)
        last = None
        if first is not None:
            last = self._second_day(first[1])
            index = self._skip(last[1] if last else first[1], cues.OF, 3)
        found = self._months.match(self._tokens, index)
        if found is None or (first is not None and found.with_particle):
            return None
        month, index = found.value, found.end
        other, index = self._other_name(index)
        index = index + 1 if self._word_in(index, frozenset({"ماه"})) else index
        if first is None:
            first, last, index = self._day_after_month(index, month)
        year, modifier, year_modifier, index = self._year_part(index, month.calendar)
        if not self._stands(month, first is not None, year, modifier, year_modifier):
            return None
        return Written(
            end=index,
            month=month,
            other_month=other,
            first_day=first[0] if first else None,
            last_day=last[0] if last else None,
            year=year,
            weekday=weekday.value if weekday else None,
            modifier=modifier,
            year_modifier=year_modifier,
        )

    def _stands(
        self,
        month: MonthName,
        has_day: bool,
        year: int | None,
        modifier: Modifier | None,
        year_modifier: Modifier | None,
    ) -> bool:
        """Whether enough stands beside the name for it to be a month."""
        if month.standing is Standing.WITH_DAY_AND_YEAR:
            return has_day and year is not None
        if month.standing is Standing.WITH_NUMBER and not self._alone:
            # "May last" is a month; "may this" is a verb.
            return has_day or year is not None or year_modifier is not None
        return True

    def _day_after_month(
        self, index: int, month: MonthName
    ) -> tuple[tuple[int, int] | None, tuple[int, int] | None, int]:
        """Read "August 14"; in other languages "أغسطس 14, 2022" only with the year behind it."""
        first = self._day(self._skip(index, frozenset({"the"}), 1), in_words=False)
        if first is None:
            return None, None, index
        last = self._second_day(first[1])
        after = last[1] if last else first[1]
        year_at = self._skip(after, frozenset(), 1)
        if (
            "en" not in month.languages
            and self._number(year_at, *YEAR_RANGES[month.calendar]) is None
        ):
            return None, None, index
        return first, last, after

    def _second_day(self, index: int) -> tuple[int, int] | None:
        """Read "- 5" or "and 5" after a day, for a span of days in one month."""
        if self._mark_in(index, frozenset({"-"})) or self._word_in(index, cues.RANGE_JOINERS):
            second = self._day(index + 1)
            if second is not None:
                after = self._skip(second[1], cues.OF, 2)
                if self._months.match(self._tokens, after) or self._number(after, 1600, 2200):
                    return second
        return None

    def _other_name(self, index: int) -> tuple[MonthName | None, int]:
        """Read the second name of a double month: "/آب", "(شباط)", "- نيسان"."""
        if self._mark_in(index, frozenset({"/", "(", "-", "["})):
            found = self._months.match(self._tokens, index + 1)
            if found is not None and not found.with_particle:
                closes = self._mark_in(found.end, frozenset({")", "]"}))
                opens = self._mark_in(index, frozenset({"(", "["}))
                if closes == opens:
                    return found.value, found.end + (1 if closes else 0)
        return None, index

    def _year_part(
        self, index: int, calendar: Calendar
    ) -> tuple[int | None, Modifier | None, Modifier | None, int]:
        """Read what says the year after a month: a number, "last", or "of last year"."""
        direct = self._books.modifiers.match(self._tokens, index)
        if direct is not None and not direct.with_particle:
            unit = self._books.units.match(self._tokens, direct.end)
            if unit is not None and unit.value[0] is Unit.YEAR:
                return None, None, direct.value, unit.end
            if not unit:
                return None, direct.value, None, direct.end
        after = self._skip(index, cues.OF | cues.YEAR_LEADS, 3)
        year = self._number(after, 1000, 2200)
        if year is not None and len(self._tokens[after].text) == 4:
            marked, beyond = self._calendar_mark(after + 1)
            lowest, highest = YEAR_RANGES[calendar]
            if lowest <= year <= highest or (
                calendar is not Calendar.GREGORIAN and year >= 1600 and marked is not Calendar.HIJRI
            ):
                return (
                    year,
                    None,
                    None,
                    beyond if marked in (calendar, Calendar.GREGORIAN) else after + 1,
                )
        # "of last year" in either order, after the words for "of".
        for place in (index, self._skip(index, cues.OF, 2)):
            relative = self._relative_year(place)
            if relative is not None:
                return None, None, relative[0], relative[1]
        return None, None, None, index

    def _relative_year(self, index: int) -> tuple[Modifier, int] | None:
        """Read "العام الماضي" or "last year"; return which year and the index after it."""
        unit = self._books.units.match(self._tokens, index)
        if unit is not None:
            modifier = self._books.modifiers.match(self._tokens, unit.end)
            if unit.value == (Unit.YEAR, 1) and modifier is not None:
                return modifier.value, modifier.end
            return None
        modifier = self._books.modifiers.match(self._tokens, index)
        if modifier is not None:
            unit = self._books.units.match(self._tokens, modifier.end)
            if unit is not None and unit.value == (Unit.YEAR, 1):
                return modifier.value, unit.end
        return None

    def _resolve(self, start: int, written: Written, default_year: int | None) -> Reading | None:
        month = written.month
        if written.year is not None and not _within(month.calendar, written.year):
            return self._foreign_year(start, written, written.year)
        year = written.year if written.year is not None else default_year
        is_relative = year is None
        conflict = None
        if year is None:
            year, conflict = self._missing_year(written)
        if year is None:
            return None
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
            interval, agrees = _nearest_on(near, interval, written.weekday)
            tolerance = 0 if agrees and tolerance else tolerance
            conflict = conflict if agrees else DateConflict.WEEKDAY
        return Reading(
            start,
            written.end,
            interval,
            _named_precision(written, interval),
            calendar=month.calendar,
            conflict=conflict,
            tolerance_days=tolerance,
            is_relative=is_relative,
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
        calendar = written.month.calendar
        if written.year is not None and _within(calendar, written.year):
            return self._named_days(written, written.year) is not None
        years = range(*cues.SAMPLE_YEARS[calendar])
        return any(self._named_days(written, year) is not None for year in years)

    def _foreign_year(self, start: int, written: Written, gregorian: int) -> Reading | None:
        """Resolve "Ramadan 2020": a month of one calendar in a Gregorian year."""
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
            start,
            written.end,
            DateInterval.hull(possible),
            _named_precision(written, possible[0]),
            calendar=calendar,
            tolerance_days=tolerance_of(calendar),
        )

    def _missing_year(self, written: Written) -> tuple[int | None, DateConflict | None]:
        """Return the year that is not written, and whether the reference contradicts it."""
        if self._reference is None:
            return None, None
        month = written.month
        counted = self._counted(month.calendar, self._reference)
        if counted is None:
            return None, None
        if written.year_modifier is not None:
            return counted.year + cues.STEP[written.year_modifier], None
        if written.modifier is Modifier.THIS:
            agrees = counted.month == month.month
            return counted.year, None if agrees else DateConflict.REFERENCE
        if written.modifier is Modifier.LAST:
            return counted.year - (0 if month.month < counted.month else 1), None
        if written.modifier is Modifier.NEXT:
            return counted.year + (0 if month.month > counted.month else 1), None
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


def _nearest_on(
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

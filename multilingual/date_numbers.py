"""Dates in figures: 2024-05-03T10:15, 03/05/2024, 1445/9/1 هـ.

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from multilingual import date_cues as cues
from multilingual.calendars import YEAR_RANGES
from multilingual.date_clock import clock_time
from multilingual.date_cursor import DateCursor, tolerance_of
from multilingual.date_reading import DateConflict, Precision, Reading
from multilingual.date_tokens import TokenKind
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["NumericDates"]


class NumericDates(DateCursor):
    """Rules for dates written in figures."""

    def _iso(self, start: int) -> Reading | None:
        found = cues.ISO.match(self._text, self._tokens[start].start)
        if found is None:
            return None
        year, month, day, hour, minute, zone = found.groups()
        if not YEAR_RANGES[Calendar.GREGORIAN][0] <= int(year):
            return None
        interval = self._days(Calendar.GREGORIAN, int(year), int(month), int(day))
        if interval is None:
            return None
        clock = clock_time(hour, minute, zone) if hour else None
        end = self._index_at(found.end() if clock or not hour else found.end(3), start)
        return Reading(
            start, end, interval, Precision.MINUTE if clock else Precision.DAY, time=clock
        )

    def _numeric(self, start: int) -> Reading | None:
        weekday = self._books.weekdays.match(self._tokens, start)
        first = self._skip(weekday.end, cues.OF, 2) if weekday else start
        token = self._token(first)
        if token is None or token.kind is not TokenKind.NUMBER:
            return None
        found = cues.NUMERIC.match(self._text, token.start)
        if found is None:
            return None
        end = self._index_at(found.end(), first)
        parts = (found.group(1), found.group(3), found.group(4))
        return self._numeric_days(start, end, parts, weekday.value if weekday else None)

    def _numeric_days(
        self, start: int, end: int, parts: tuple[str, str, str], weekday: int | None
    ) -> Reading | None:
        one, two, three = (int(part) for part in parts)
        if len(parts[0]) == 4:
            # Year first is month next, everywhere.
            year, orders = one, [(two, three)]
        else:
            full_year = self._full_year(parts[2])
            if full_year is None or len(parts[0]) > 2:
                return None
            year, orders = full_year, self._orders(one, two)
        calendar, end = self._calendar_of_year(year, end)
        if calendar is None:
            return None
        possible = [
            interval
            for month, day in orders
            if (interval := self._days(calendar, year, month, day)) is not None
        ]
        fitting = [one for one in possible if weekday is not None and _falls_on(one, weekday)]
        chosen = fitting or possible
        if not chosen:
            return None
        conflict = DateConflict.DAY_MONTH_ORDER if len(chosen) > 1 else None
        if weekday is not None and not fitting and calendar is not Calendar.HIJRI:
            conflict = DateConflict.WEEKDAY
        return Reading(
            start,
            end,
            DateInterval.hull(chosen),
            Precision.RANGE if len(chosen) > 1 else Precision.DAY,
            calendar=calendar,
            conflict=conflict,
            tolerance_days=tolerance_of(calendar),
            is_relative=len(parts[2]) == 2,
        )

    def _orders(self, one: int, two: int) -> list[tuple[int, int]]:
        """Return the (month, day) pairs that "one/two" can mean, given the language."""
        day_first, month_first = (two, one), (one, two)
        if one > 12 or one == two:
            return [day_first]
        if two > 12:
            return [month_first]
        if self._language == "en" and self._region == "us":
            return [month_first]
        # 03/04 is 4 March in Boston and 3 April in Beirut: without a language, or in English
        # without a country, both are kept, and a person decides.
        if self._language is None or (self._language == "en" and not self._region):
            return [day_first, month_first]
        return [day_first]

    def _full_year(self, written: str) -> int | None:
        if len(written) == 4:
            return int(written)
        if len(written) != 2 or self._reference is None:
            return None
        # Two digits mean the latest year with that ending that has begun by the reference.
        century = self._reference.year // 100 * 100
        year = century + int(written)
        return year if year <= self._reference.year else year - 100


def _falls_on(interval: DateInterval, weekday: int) -> bool:
    return interval.earliest is not None and interval.earliest.weekday() == weekday

"""Dates in figures: 2024-05-03T10:15, 03/05/2024, 1445/9/1 هـ.

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from datetime import date

from multilingual import date_cues as cues
from multilingual.date_clock import ClockTimes
from multilingual.date_cursor import tolerance_of
from multilingual.date_reading import DateConflict, Precision, Reading
from multilingual.date_tokens import TokenKind
from multilingual.date_years import full_year
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["NumericDates"]

# A number behind one of these is part of an address, a file name, a version or a sum.
_GLUE = frozenset("/-_.@#$€£&=%+:~^*\\")


_BEFORE_VERSION = frozenset(
    {".", ":", "(", "رقم", "no", "number", "numero", "n", "شماره", "numara"}
)


class NumericDates(ClockTimes):
    """Rules for dates written in figures."""

    def _iso(self, start: int) -> Reading | None:
        found = cues.ISO.match(self._text, self._tokens[start].start)
        if found is None or self._is_glued(start):
            return None
        year, month, day, hour, minute, zone = found.groups()
        if not 1600 <= int(year) <= 2200:
            return None
        interval = self._days(Calendar.GREGORIAN, int(year), int(month), int(day))
        if interval is None:
            return None
        clock = self._clock_time(hour, minute, zone) if hour else None
        end = self._index_at(found.end() if clock or not hour else found.end(3), start)
        return Reading(
            start, end, interval, Precision.MINUTE if clock else Precision.DAY, time=clock
        )

    def _numeric(self, start: int) -> Reading | None:
        weekday = self._words.weekdays.match(
            self._tokens, start
        ) or self._words.short_weekdays.match(self._tokens, start)
        first = self._skip(weekday.end, self._words.of, most=3) if weekday else start
        if weekday is not None and self._text_at(first) == "(":
            first += 1
        token = self._token(first)
        if token is None or token.kind is not TokenKind.NUMBER or self._is_glued(first):
            return None
        found = cues.NUMERIC.match(self._text, token.start)
        if found is None:
            return self._compact(start, first) if weekday is None else None
        end = self._index_at(found.end(), first)
        if found.group(2) == "." and self._is_a_version(first):
            return None
        parts = (found.group(1), found.group(3), found.group(4))
        if not self._is_plausible(parts, found.group(2)):
            return None
        return self._numeric_days(start, end, parts, weekday.value if weekday else None)

    def _is_glued(self, index: int) -> bool:
        """Whether a number is written onto something that makes it no date."""
        if not self._is_adjacent(index):
            return False
        before = self._tokens[index - 1].text
        return before in _GLUE or (
            before.isascii() and before.isalpha() and (len(before) > 2 or before == "v")
        )

    def _is_a_version(self, index: int) -> bool:
        """Whether "version", with "no." or a bracket between, stands before figures."""
        at = index - 1
        while index - at < 4 and self._text_at(at) in _BEFORE_VERSION:
            at -= 1
        word = self._text_at(at)
        return word in cues.VERSION_WORDS or (
            self._words.has_particles and word[1:] in cues.VERSION_WORDS
        )

    def _is_plausible(self, parts: tuple[str, str, str], mark: str) -> bool:
        """Whether two-figure years may be meant; in running text 3-2-10 is a score."""
        if max(len(part) for part in parts) == 4:
            return True
        return self._alone or (mark != "-" and all(len(part) == 2 for part in parts))

    def _numeric_days(
        self, start: int, end: int, parts: tuple[str, str, str], weekday: int | None
    ) -> Reading | None:
        one, two, three = (int(part) for part in parts)
        conflict = None
        if len(parts[0]) == 4:
            # Year first is month next, everywhere.
            year, orders = one, [(two, three)]
            if len(parts[2]) > 2:
                return None
        elif len(parts[0]) > 2 or len(parts[2]) not in (2, 4):
            return None
        else:
            year, orders = three, self._orders(one, two)
        if len(parts[2]) == 2 and len(parts[0]) != 4:
            year, end, conflict, calendar = self._two_figure_year(three, end)
            if calendar is Calendar.JALALI and one > 31:
                return None
        else:
            found_calendar, end = self._calendar_of_year(year, end)
            if found_calendar is None:
                return None
            calendar = found_calendar
        possible = [
            interval
            for month, day in orders
            if (interval := self._days(calendar, year, month, day)) is not None
        ]
        fitting = [one for one in possible if weekday is not None and _falls_on(one, weekday)]
        chosen = fitting or possible
        if not chosen:
            return None
        conflict = DateConflict.DAY_MONTH_ORDER if len(chosen) > 1 else conflict
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
            is_relative=len(parts[2]) == 2 and len(parts[0]) != 4,
        )

    def _two_figure_year(
        self, written: int, end: int
    ) -> tuple[int, int, DateConflict | None, Calendar]:
        marked, end = self._calendar_mark(end)
        jalali = self._language == "fa" and not 15 <= written <= 40
        calendar = marked or (Calendar.JALALI if jalali else Calendar.GREGORIAN)
        reference = None
        if self._reference is not None:
            counted = self._counted(calendar, self._reference)
            reference = date(counted.year, 12, 28) if counted else None
        year, conflict = full_year(written, calendar, reference)
        return year, end, conflict, calendar

    def _compact(self, start: int, first: int) -> Reading | None:
        """Read "05/2024", and where the text is a date alone "2024-05", "20240503", "14/8"."""
        text_at = self._tokens[first].start
        found = cues.COMPACT.match(self._text, text_at) if self._alone else None
        if found is not None:
            year, month, day = (int(part) for part in found.groups())
            interval = self._days(Calendar.GREGORIAN, year, month, day)
            end = self._index_at(found.end(), first)
            return None if interval is None else Reading(start, end, interval, Precision.DAY)
        found = cues.MONTH_YEAR.match(self._text, text_at)
        if found is None:
            return None
        end = self._index_at(found.end(), first)
        one, two = found.group(1), found.group(3)
        if {len(one), len(two)} in ({1, 4}, {2, 4}) and (self._alone or found.group(2) == "/"):
            year, month = (int(one), int(two)) if len(one) == 4 else (int(two), int(one))
            calendar, end = self._calendar_of_year(year, end)
            if calendar is None or (calendar is Calendar.GREGORIAN and not 1900 <= year <= 2100):
                return None
            interval = self._days(calendar, year, month)
            if interval is None:
                return None
            return Reading(
                start,
                end,
                interval,
                Precision.MONTH,
                calendar=calendar,
                tolerance_days=tolerance_of(calendar),
            )
        if self._alone and len(one) <= 2 and len(two) <= 2 and found.group(2) == "/":
            return self._day_and_month(start, end, int(one), int(two))
        return None

    def _day_and_month(self, start: int, end: int, one: int, two: int) -> Reading | None:
        """Read "14/8": the latest such day that has begun by the reference."""
        if self._reference is None:
            return None
        possible: list[DateInterval] = []
        for month, day in self._orders(one, two):
            for year in range(self._reference.year, self._reference.year - 9, -1):
                interval = self._days(Calendar.GREGORIAN, year, month, day)
                if interval is not None and (interval.earliest or date.max) <= self._reference:
                    possible.append(interval)
                    break
        if not possible:
            return None
        conflict = DateConflict.DAY_MONTH_ORDER if len(possible) > 1 else None
        precision = Precision.RANGE if len(possible) > 1 else Precision.DAY
        interval = DateInterval.hull(possible)
        return Reading(start, end, interval, precision, conflict=conflict, is_relative=True)

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


def _falls_on(interval: DateInterval, weekday: int) -> bool:
    return interval.earliest is not None and interval.earliest.weekday() == weekday

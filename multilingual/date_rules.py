"""The grammar of written dates: one rule per way of writing, tried at every word.

For ``dates.py`` only, which says what the results mean. Every rule gets a token position and
returns a ``Reading`` or ``None``; the longest reading wins. The rules for figures, names, relative
expressions and clock times have a module each; here are those that are made of them (ranges,
parts, seasons, years) and the choice. Words and names are data in ``date_words.py``,
``date_cues.py`` and ``months.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from multilingual import date_cues as cues
from multilingual.calendars import days_of
from multilingual.date_clock import ClockTimes
from multilingual.date_cursor import tolerance_of
from multilingual.date_names import NamedDates
from multilingual.date_numbers import NumericDates
from multilingual.date_reading import DateConflict, Precision, Reading
from multilingual.date_relative import RelativeDates
from multilingual.date_tokens import TokenKind
from multilingual.date_words import Part, Season
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["DateReader"]


class DateReader(NumericDates, NamedDates, RelativeDates, ClockTimes):
    """Reads one text's dates; see ``dates.find_dates`` for the arguments.

    ``alone`` means that the text is said to be a date, so that a bare year or a bare everyday
    word such as "May" is taken for one.
    """

    def read_at(self, start: int) -> Reading | None:
        """Return the longest reading that begins at token ``start``, with its clock time."""
        if self._tokens[start].kind is TokenKind.MARK or self._continues_number(start):
            return None
        best = self._best(start)
        if best is None:
            return self._clock_then_date(start)
        return self._with_clock(self._with_equivalent(best))

    def impossible_end(self, start: int) -> int | None:
        """Return where a date that cannot be ends, or ``None`` if none begins at ``start``.

        "30 February 2022" is no date; reading on inside it would make it the whole of February.
        """
        written = self._written(start)
        if written is not None and written.first_day is not None:
            return None if self._is_possible(written) else written.end
        number = self._token(start)
        if number is None or number.kind is not TokenKind.NUMBER or len(number.text) > 2:
            return None
        behind = self._written(self._skip(start + 1, cues.OF, 3))
        return None if behind is None or 1 <= number.number <= 31 else behind.end

    def _best(self, start: int) -> Reading | None:
        best: Reading | None = None
        for rule in self._rules():
            reading = rule(start)
            if reading is not None and (best is None or reading.end > best.end):
                best = reading
        return best

    def _rules(self) -> tuple[Callable[[int], Reading | None], ...]:
        return (
            self._iso,
            self._numeric,
            self._named,
            self._range,
            self._part,
            self._season,
            self._fraction_of_year,
            self._decade,
            self._year,
            self._day_of_relative_month,
            self._ago,
            self._relative_unit,
            self._relative_weekday,
            self._day_word,
        )

    def _continues_number(self, start: int) -> bool:
        """Whether the number here is the tail of a longer one, such as 1.2.2024/5 or 3:15."""
        token = self._tokens[start]
        if token.kind is not TokenKind.NUMBER or start < 2:
            return False
        mark, number = self._tokens[start - 1], self._tokens[start - 2]
        return (
            number.kind is TokenKind.NUMBER
            and mark.text in {".", "/", ":"}
            and mark.start == number.end
            and token.start == mark.end
        )

    def _range(self, start: int) -> Reading | None:
        """Read "from 28 April to 2 May 2023" and "between May and June 2020"."""
        if not self._word_in(start, cues.RANGE_OPENERS):
            return None
        first = self._written(start + 1)
        if first is not None and first.last_day is not None:
            return self._resolve(start, first, None)
        if first is None or not self._word_in(first.end, cues.RANGE_JOINERS):
            return None
        second = self._written(first.end + 1)
        if second is None:
            return None
        last = self._resolve(start, second, None)
        opening = self._resolve(start, first, second.year)
        if last is None or opening is None:
            return None
        begins, ends = opening.interval.earliest, last.interval.latest
        if begins is None or ends is None or begins > ends:
            return None
        return replace(last, interval=DateInterval(begins, ends), precision=Precision.RANGE)

    def _part(self, start: int) -> Reading | None:
        """Read "early August last year", "أواخر عام 2023", "منتصف الشهر الجاري"."""
        part = self._books.parts.match(self._tokens, start)
        if part is None:
            return None
        index = self._skip(part.end, cues.OF, 2)
        if index >= len(self._tokens):
            return None
        whole = self._named(index) or self._year(index, bare=True) or self._relative_unit(index)
        if whole is None or whole.precision not in (Precision.MONTH, Precision.YEAR):
            return None
        third = _third(whole.interval, part.value, whole.precision)
        return replace(whole, start=start, interval=third, precision=Precision.PART)

    def _season(self, start: int) -> Reading | None:
        season = self._books.seasons.match(self._tokens, start)
        if season is None:
            return None
        year = self._year(self._skip(season.end, cues.OF, 1), bare=True)
        if (
            year is None
            or year.calendar is not Calendar.GREGORIAN
            or year.interval.earliest is None
        ):
            relative = self._relative_year(self._skip(season.end, cues.OF, 1))
            if relative is None or self._reference is None:
                return None
            number, end = self._reference.year + cues.STEP[relative[0]], relative[1]
        else:
            number, end = year.interval.earliest.year, year.end
        (first_month, first_day), (last_month, last_day) = cues.SEASON_DAYS[season.value]
        begins, ends = date(number, first_month, first_day), date(number, last_month, last_day)
        if season.value is Season.WINTER:
            # "Winter 2015" is the one that ended in 2015 or the one that began then.
            begins, ends = begins.replace(year=number - 1), ends.replace(year=number + 1)
        return Reading(
            start,
            end,
            DateInterval(begins, ends),
            Precision.SEASON,
            is_relative=year is None,
        )

    def _fraction_of_year(self, start: int) -> Reading | None:
        """Read "الربع الأول من 2024", "first quarter of 2024", "النصف الثاني من عام 2023"."""
        index, ordinal = start, self._books.ordinals.match(self._tokens, start)
        if ordinal is not None:
            index = ordinal.end
        months = 3 if self._word_in(index, cues.QUARTER_WORDS) else 0
        months = 6 if self._word_in(index, cues.HALF_WORDS) else months
        if not months:
            return None
        index += 1
        if ordinal is None:
            ordinal = self._books.ordinals.match(self._tokens, index)
            if ordinal is None:
                return None
            index = ordinal.end
        year = self._year(self._skip(index, cues.OF, 2), bare=True)
        if (
            year is None
            or year.calendar is not Calendar.GREGORIAN
            or year.interval.earliest is None
        ):
            return None
        if not 1 <= ordinal.value <= 12 // months:
            return None
        number, last_month = year.interval.earliest.year, ordinal.value * months
        interval = DateInterval.hull(
            (
                days_of(Calendar.GREGORIAN, number, last_month - months + 1),
                days_of(Calendar.GREGORIAN, number, last_month),
            )
        )
        return replace(year, start=start, interval=interval, precision=Precision.RANGE)

    def _decade(self, start: int) -> Reading | None:
        """Read "تسعينيات القرن الماضي" and "1990s"; a bare "the nineties" has no century."""
        decade = self._books.decades.match(self._tokens, start)
        if decade is not None:
            century = self._books.last_century.match(self._tokens, decade.end)
            if century is None:
                return None
            first, end = 1900 + decade.value, century.end
        else:
            number = self._number(start, 1600, 2190)
            if number is None or number % 10 or not self._word_in(start + 1, frozenset({"s"})):
                return None
            first, end = number, start + 2
        interval = DateInterval(date(first, 1, 1), date(first + 9, 12, 31))
        return Reading(start, end, interval, Precision.RANGE)

    def _year(self, start: int, bare: bool = False) -> Reading | None:
        """Read "عام 2011", "in 2011" and, where ``bare``, "2011"."""
        index = start
        leads = 0
        while self._word_in(index, cues.YEAR_LEADS | cues.YEAR_LEADS_WEAK) and leads < 3:
            strong = self._word_in(index, cues.YEAR_LEADS)
            bare = bare or strong
            leads, index = leads + 1, index + 1
        year = self._number(index, 1000, 2200)
        if year is None or len(self._tokens[index].text) != 4:
            return None
        calendar, end = self._calendar_of_year(year, index + 1)
        if calendar is None:
            return None
        if self._word_in(end, cues.YEAR_TRAILERS):
            bare, end = True, end + 1
        follower = self._token(end)
        ends_clause = follower is None or (
            follower.kind is TokenKind.MARK and follower.text not in {"%", "-", "/", ":", "$"}
        )
        weak = leads > 0 and ends_clause and year >= 1800
        if not (bare or weak or end > index + 1 or (self._alone and follower is None)):
            return None
        return Reading(
            start,
            end,
            days_of(calendar, year),
            Precision.YEAR,
            calendar=calendar,
            tolerance_days=tolerance_of(calendar),
        )

    def _with_equivalent(self, reading: Reading) -> Reading:
        """Take the Gregorian half of "27 رجب 1444 الموافق 18 فبراير 2023", checking the other."""
        index = reading.end
        if self._mark_in(index, frozenset({","})):
            index += 1
        if not self._word_in(index, cues.EQUIVALENTS):
            return reading
        index = index + 2 if self._word_in(index + 1, cues.EQUIVALENT_LINKS) else index + 1
        other = self._best(index) if index < len(self._tokens) else None
        if other is None or other.calendar is reading.calendar:
            return reading
        chosen = other if other.calendar is Calendar.GREGORIAN else reading
        dropped = reading if chosen is other else other
        agrees = dropped.interval.widened(dropped.tolerance_days).overlaps(chosen.interval)
        return replace(
            chosen,
            start=reading.start,
            end=other.end,
            conflict=chosen.conflict if agrees else DateConflict.CALENDARS,
        )

    def _with_clock(self, reading: Reading) -> Reading:
        if reading.time is not None or reading.precision is not Precision.DAY:
            return reading
        index = self._skip(reading.end, cues.AT, 3)
        clock = self._clock(index, named=self._word_in(index - 1, cues.AT))
        if clock is None:
            return reading
        return replace(reading, end=clock[1], time=clock[0], precision=Precision.MINUTE)

    def _clock_then_date(self, start: int) -> Reading | None:
        """Read a clock time that stands before its date: "10:11 م - 17 أغسطس 2019"."""
        index = start + 1 if self._word_in(start, cues.AT) else start
        clock = self._clock(index, named=index > start)
        if clock is None:
            return None
        after = self._skip(clock[1], cues.OF, 3)
        if after >= len(self._tokens) or self._tokens[after].kind is TokenKind.MARK:
            return None
        found = self._best(after)
        if found is None or found.precision is not Precision.DAY or found.time is not None:
            return None
        return replace(found, start=start, time=clock[0], precision=Precision.MINUTE)


def _third(interval: DateInterval, part: Part, precision: Precision) -> DateInterval:
    """Cut a month into days 1-10, 11-20, 21-end, or a year into months 1-4, 5-8, 9-12."""
    first, last = interval.earliest, interval.latest
    if first is None or last is None:
        return interval
    if precision is Precision.MONTH:
        early_end, middle_end = first + timedelta(days=9), first + timedelta(days=19)
    elif first == date(first.year, 1, 1):
        early_end, middle_end = date(first.year, 4, 30), date(first.year, 8, 31)
    else:
        # A year of another calendar: thirds by length.
        third = ((last - first).days + 1) // 3
        early_end, middle_end = (
            first + timedelta(days=third - 1),
            first + timedelta(days=2 * third - 1),
        )
    return {
        Part.EARLY: DateInterval(first, early_end),
        Part.MIDDLE: DateInterval(early_end + timedelta(days=1), middle_end),
        Part.LATE: DateInterval(middle_end + timedelta(days=1), last),
    }[part]

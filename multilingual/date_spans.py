"""Dates made of dates: ranges, a day in two calendars, a day with its clock time.

Part of the date grammar (``date_rules.py``), which says which rule is tried where.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from multilingual.date_periods import PeriodDates, disagrees
from multilingual.date_reading import DateConflict, Precision, Reading, Written, YearPart
from multilingual.date_tokens import TokenKind
from multilingual.date_words import Form, Unit, UnitWord
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["ComposedDates"]


class ComposedDates(PeriodDates):
    """Rules for what is made of other dates."""

    @abstractmethod
    def may_begin(self, start: int) -> bool:
        """Whether a date can begin at a token."""

    @abstractmethod
    def _best(self, start: int) -> Reading | None:
        """Return the longest reading of any simple rule."""

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
        """Read "from 28 April to 2 May 2023", "بين مايو ويونيو 2020", "2019-2021"."""
        openers = [start]
        opened = self._has(self._words.range_openers, start)
        if opened is not None:
            openers.insert(0, self._skip_words(opened, self._words.of, most=2))
        for index in openers:
            found = self._range_from(start, index, is_opened=index > start)
            if found is not None:
                return found
        return None

    def _range_from(self, start: int, index: int, *, is_opened: bool) -> Reading | None:
        if index >= len(self._tokens) or not self.may_begin(index):
            return None
        written = self._written(index, led=True)
        if is_opened and written is not None and written.last_day is not None:
            return self._resolve(start, written, None)
        years = self._year_range(start, index, is_opened=is_opened)
        if years is not None:
            return years
        first = self._best(index) if written is None else None
        end = written.end if written is not None else (first.end if first else None)
        if end is None:
            return None
        joined, is_list = self._range_joiner(end)
        if joined is None or joined >= len(self._tokens):
            return None
        if written is not None and not is_opened and is_list:
            return self._adjoining_months(start, written, joined)
        if is_list and not is_opened:
            return None
        last = self._best(joined)
        if last is None or self._is_amount(joined, last):
            return None
        if written is not None:
            first = self._first_end(index, written, joined, last)
        return None if first is None else _spanning(start, first, last)

    def _is_amount(self, start: int, reading: Reading) -> bool:
        """Whether a reading is "three days ago": behind "from" it is counted from that date."""
        ago = self._ago(start)
        return ago is not None and ago.end == reading.end

    def _range_joiner(self, end: int) -> tuple[int | None, bool]:
        """Return the index after what joins two ends, and whether it only says "and"."""
        at = self._skip_suffix(end)
        if self._text_at(at) in {"-", "~"}:
            return at + 1, False
        joined = self._has(self._words.range_joiners, at)
        is_list = joined is None
        if joined is None:
            joined = self._list_joiner(at)
        if joined is None or joined == at:
            return joined, is_list
        return self._skip_words(joined, self._words.of, most=2), is_list

    def _first_end(
        self, start: int, written: Written, second_at: int, last: Reading
    ) -> Reading | None:
        """Resolve the first half of a range, with the year of the second where it has none."""
        if written.year.is_written:
            return self._resolve(start, written, None)
        second = self._written(second_at, led=True)
        if last.interval.is_unknown:
            return self._resolve(start, written, None)
        if second is None or last.interval.latest is None:
            return self._resolve(start, written, None)
        counted = self._counted(written.month.calendar, last.interval.latest)
        if counted is None:
            return None
        for year in (counted.year, counted.year - 1):
            first = self._resolve(start, written, year)
            if first is None or first.interval.earliest is None:
                continue
            if last.interval.earliest is None or first.interval.earliest <= last.interval.earliest:
                return replace(first, is_relative=last.is_relative)
        return None

    def _adjoining_months(self, start: int, written: Written, joined: int) -> Reading | None:
        """Read "سبتمبر وأكتوبر 2021": two months that follow each other are one range."""
        second = self._written(joined, led=True)
        if (
            second is None
            or written.first_day is not None
            or second.first_day is not None
            or written.year.is_written
            or second.year.year is None
            or written.month.calendar is not second.month.calendar
            or second.month.month != written.month.month + 1
        ):
            return None
        first = self._resolve(start, written, second.year.year)
        last = self._resolve(joined, second, None)
        return None if first is None or last is None else _spanning(start, first, last)

    def _year_range(self, start: int, index: int, *, is_opened: bool) -> Reading | None:
        """Read "2019-2021", "بين عامي 2019 و2021", "من 2019 إلى 2021"."""
        lead = self._skip_words(index, self._words.year_leads, most=2)
        one = self._number(lead, 1000, 2200)
        if one is None or len(self._text_at(lead)) != 4 or self._continues_number(lead):
            return None
        if self._is_glued(lead):
            return None
        after = self._skip_suffix(lead + 1)
        tail = self._has(self._words.year_tails, after)
        joined, is_list = self._range_joiner(after)
        if joined is None and tail is not None:
            joined, is_list = self._range_joiner(tail)
        if joined is None:
            return None
        second = self._skip_words(joined, self._words.year_leads, most=2)
        two = self._number(second, 1000, 2200)
        if two is None or len(self._text_at(second)) != 4 or two <= one:
            return None
        strong = is_opened or lead > index
        if is_list and not strong:
            return None
        if not (strong or ((self._alone or 1800 <= one <= two <= 2100) and two - one <= 150)):
            return None
        if self._text_at(second + 1) in {"-", "/"} and self._is_adjacent(second + 1):
            return None
        calendar, end = self._calendar_of_year(two, second + 1)
        if calendar is None:
            return None
        first, last = self._days(calendar, one), self._days(calendar, two)
        if first is None or last is None:
            return None
        end = self._has(self._words.year_tails, self._skip_suffix(end)) or end
        return Reading(
            start, end, DateInterval.hull((first, last)), Precision.RANGE, calendar=calendar
        )

    def _with_equivalent(self, reading: Reading) -> Reading:
        """Take the Gregorian half of "27 رجب 1444 الموافق 18 فبراير 2023", checking the other."""
        at = self._skip(reading.end, most=1)
        opening = self._text_at(reading.end) in {"(", "["}
        index = self._has(self._words.equivalents, at)
        if index is None and opening:
            index = reading.end + 1
            index = self._has(self._words.equivalents, index) or index
        is_said = index is not None and not opening
        if index is None:
            if self._text_at(reading.end) not in {"-", "/", ",", "|"}:
                return reading
            index = reading.end + 1
        index = self._skip_words(index, self._words.of, most=2)
        other = self._best(index) if index < len(self._tokens) else None
        if other is None or other.calendar is reading.calendar:
            return reading
        if {other.precision, reading.precision} not in (_DAY_PAIR, _MONTH_PAIR):
            return reading
        end = other.end
        if opening:
            if self._text_at(end) not in {")", "]"}:
                return reading
            end += 1
        conflict = self._equivalence(reading, other)
        if conflict is not None and not is_said:
            return reading
        chosen = other if other.calendar is Calendar.GREGORIAN else reading
        dropped = reading if chosen is other else other
        if chosen.interval.is_unknown:
            chosen = dropped
        return replace(
            chosen,
            start=reading.start,
            end=end,
            conflict=chosen.conflict or conflict,
        )

    def _equivalence(self, one: Reading, other: Reading) -> DateConflict | None:
        if one.interval.is_unknown or other.interval.is_unknown:
            return None
        return disagrees(one, other) and disagrees(other, one)

    def _with_clock(self, reading: Reading) -> Reading:
        if reading.time is not None or reading.precision is not Precision.DAY:
            return reading
        index = self._skip_suffix(reading.end)
        opened = self._text_at(index) == "("
        lead = self._skip(index + 1 if opened else index, self._words.at, most=4)
        named = self._has(self._words.at, index) is not None or lead > index + 1
        # Turkish writes clock times with a dot, right behind the date.
        named = named or (self._language == "tr" and len(self._text_at(lead)) == 2)
        clock = self._clock(lead, named=named)
        if clock is None:
            return reading
        end = clock[1]
        if opened:
            if self._text_at(end) != ")":
                return reading
            end += 1
        return replace(reading, end=end, time=clock[0], precision=Precision.MINUTE)

    def _clock_before_year(self, start: int) -> Reading | None:
        """Read "Thu Jul 18 15:05:00 2024", "Wed Oct 10 20:19:24 +0000 2018"."""
        written = self._written_from(start, led=False)
        if written is None or written.first_day is None or written.year.is_written:
            return None
        clock = self._clock(self._skip(written.end, self._words.at, most=1), named=False)
        year = self._number(clock[1], 1000, 2200) if clock is not None else None
        if clock is None or year is None or len(self._text_at(clock[1])) != 4:
            return None
        if not self._alone and written.weekday is None:
            return None
        dated = replace(written, end=clock[1] + 1, year=YearPart(clock[1] + 1, year=year))
        reading = self._resolve(start, dated, None)
        if reading is None or reading.precision is not Precision.DAY:
            return reading
        return replace(reading, time=clock[0], precision=Precision.MINUTE)

    def _clock_then_date(self, start: int) -> Reading | None:
        """Read a clock time that stands before its date: "10:11 م - 17 أغسطس 2019"."""
        index = self._skip_words(start, self._words.at, most=2)
        clock = self._clock(index, named=index > start)
        if clock is None:
            return None
        after = self._skip(clock[1], self._words.of, self._words.at, most=4)
        day = self._words.units.match(self._tokens, after)
        if day is not None and day.value == UnitWord(Unit.DAY, Form.ONE):
            # "الساعة 3 فجراً من يوم 6 شباط 2023"
            after = self._skip_words(day.end, self._words.of, most=1)
        if after >= len(self._tokens) or self._tokens[after].kind is TokenKind.MARK:
            return None
        found = self._best(after)
        if found is None or found.precision is not Precision.DAY or found.time is not None:
            return None
        found = self._with_equivalent(found)
        return replace(found, start=start, time=clock[0], precision=Precision.MINUTE)


_DAY_PAIR = {Precision.DAY}
_MONTH_PAIR = {Precision.MONTH}


def _spanning(start: int, first: Reading, last: Reading) -> Reading | None:
    """Return the range from one reading to another, or ``None`` if it runs backwards."""
    if first.interval.is_unknown or last.interval.is_unknown:
        unknown = DateInterval(None, None)
        return replace(
            last,
            start=start,
            interval=unknown,
            precision=Precision.RANGE,
            conflict=DateConflict.REFERENCE,
        )
    begins, ends = first.interval.earliest, last.interval.latest
    if first.calendar is not last.calendar:
        # Two days in two calendars are one day said twice.
        return None
    if begins is None or ends is None or begins > ends:
        return None
    return replace(
        last,
        start=start,
        interval=DateInterval(begins, ends),
        precision=Precision.RANGE,
        conflict=first.conflict or last.conflict,
        is_relative=first.is_relative or last.is_relative,
    )

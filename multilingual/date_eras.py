"""Decades and centuries: "تسعينيات القرن الماضي", "the 1990s", "le XIXe siècle".

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from multilingual import date_cues as cues
from multilingual.date_reading import Precision, Reading
from multilingual.date_tokens import TokenKind
from multilingual.date_years import WrittenYears
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["ROMAN_CENTURIES", "Eras"]

_BEFORE_NINETIES = frozenset({"the", "'", "early", "mid", "late", "-"})


class Eras(WrittenYears):
    """Rules for spans longer than a year."""

    def _decade(self, start: int) -> Reading | None:
        """Read "تسعينيات القرن الماضي", "1990s", "les années 90", "دهه ۱۳۹۰"."""
        decade = self._words.decades.match(self._tokens, start)
        lead = self._has(self._words.decade_leads, start)
        if decade is None and lead is not None:
            decade = self._words.decades.match(self._tokens, lead)
        if decade is not None:
            if self._language == "fa":
                return self._decade_from(start, decade.end, 1300 + decade.value, Calendar.JALALI)
            century = self._century_number(self._skip_words(decade.end, self._words.of, most=2))
            if century is not None:
                first = (century[0] - 1) * 100 + decade.value
                return self._decade_from(start, century[1], first, Calendar.GREGORIAN)
            return self._latest_decade(start, decade.end, decade.value)
        index = lead if lead is not None else start
        if lead is None and self._tokens[start].kind is not TokenKind.NUMBER:
            return None
        if self._text_at(index) == "'":
            index += 1
        number = self._number(index, 0, 2190)
        if number is None or number % 10 or len(self._text_at(index)) not in (2, 4):
            return None
        tail_at = index + 2 if self._text_at(index + 1) == "'" else index + 1
        tail = self._has(self._words.decade_tails, tail_at)
        # "90s" must be one word, and "les années 90" needs no tail; "سنوات 90" is not enough.
        if tail is None and (lead is None or self._words.has_particles):
            return None
        said = self._alone or lead is not None or self._text_at(start - 1) in _BEFORE_NINETIES
        if len(self._text_at(index)) == 2 and not said:
            # "Temperatures in 80s"
            return None
        end = tail if tail is not None else index + 1
        if len(self._text_at(index)) == 2:
            if self._language == "fa":
                marked, after = self._calendar_mark(end)
                if marked is not Calendar.GREGORIAN:
                    return self._decade_from(start, after, 1300 + number, Calendar.JALALI)
                return self._decade_from(start, after, 1900 + number, Calendar.GREGORIAN)
            return self._latest_decade(start, end, number)
        calendar, end = self._calendar_of_year(number, end)
        return None if calendar is None else self._decade_from(start, end, number, calendar)

    def _decade_from(self, start: int, end: int, first: int, calendar: Calendar) -> Reading | None:
        opening, closing = self._days(calendar, first), self._days(calendar, first + 9)
        if opening is None or closing is None:
            return None
        interval = DateInterval.hull((opening, closing))
        return Reading(start, end, interval, Precision.RANGE, calendar=calendar)

    def _latest_decade(self, start: int, end: int, tens: int) -> Reading | None:
        """Resolve "the eighties": those of the last century, the only ones called so and over."""
        if self._reference is None or tens < 30:
            return None
        first = 1900 + tens
        if first + 9 >= self._reference.year:
            return None
        return self._decade_from(start, end, first, Calendar.GREGORIAN)

    def _century(self, start: int) -> Reading | None:
        """Read "القرن التاسع عشر", "the 19th century", "le XIXe siècle"; 1801 to 1900."""
        century = self._century_number(start)
        if century is None:
            return None
        first = (century[0] - 1) * 100 + 1
        opening, closing = (
            self._days(Calendar.GREGORIAN, first),
            self._days(Calendar.GREGORIAN, first + 99),
        )
        if opening is None or closing is None:
            return None
        interval = DateInterval.hull((opening, closing))
        return Reading(start, century[1], interval, Precision.RANGE, is_relative=century[2])

    def _century_number(self, start: int) -> tuple[int, int, bool] | None:
        """Return which century, the index after it, and whether it counts from the reference."""
        index = self._skip_words(start, self._words.of, most=1)
        word = self._has(self._words.centuries, index)
        if word is None:
            before = self._words.steps_before.match(self._tokens, index)
            behind = self._has(self._words.centuries, before.end) if before else None
            if before is not None and behind is not None:
                return self._this_century() + before.value, behind, True
            number = self._ordinal_or_figure(index)
            behind = self._has(self._words.centuries, number[1]) if number else None
            return None if number is None or behind is None else (number[0], behind, False)
        after = self._words.steps_after.match(self._tokens, word)
        if after is not None:
            return self._this_century() + after.value, after.end, True
        number = self._ordinal_or_figure(word)
        return None if number is None else (number[0], number[1], False)

    def _ordinal_or_figure(self, index: int) -> tuple[int, int] | None:
        if self._text_at(index) == "ال":
            index += 1
        roman = ROMAN_CENTURIES.get(self._text_at(index))
        number = self._number(index, 11, 21)
        if roman is not None or number is not None:
            after = index + 1
            if self._text_at(after) == "." or (
                self._word_in(after, cues.ORDINAL_ENDINGS) and self._is_adjacent(after)
            ):
                after += 1
            return (roman or number or 0), after
        found = self._number_in_words(index)
        return found if found is not None and 11 <= found[0] <= 21 else None

    def _this_century(self) -> int:
        # Without a reference "the last century" is the twentieth: every text we read is later.
        return 21 if self._reference is None else (self._reference.year - 1) // 100 + 1


# As French writes them, with the ending: "XIXe siècle".
ROMAN_CENTURIES = {
    spelling: number
    for number, roman in enumerate(
        ("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx", "xxi"), start=11
    )
    for spelling in (roman, roman + "e", roman + "eme")
}

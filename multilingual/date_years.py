"""Years, and what says the year of a month: "عام 2011", "of last year".

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from datetime import date

from multilingual import date_cues as cues
from multilingual.calendars import YEAR_RANGES
from multilingual.date_cursor import tolerance_of
from multilingual.date_number_words import NumberWords
from multilingual.date_reading import DateConflict, Precision, Reading, YearPart
from multilingual.date_tokens import PhraseBook, TokenKind
from multilingual.date_words import Form, Unit
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["WrittenYears", "full_year"]

# Behind one of these a number is no year: "2000%", "1990-بيتا", "2019:".
_NO_CLAUSE_END = frozenset({"%", "$", "€", "£", "°", "×", "+", "=", "@", "#"})
_CLAUSE_ENDS = frozenset({"\n", ".", ";", "?", "!"})
# Years by what they are in any of the three calendars; other numbers of four figures count things.
_LIKELY_YEARS = ((1300, 1500), (1700, 2100))
# What ends a two-digit year's century where no reference helps: 70 is 1970, 24 is 2024.
_PIVOTS = {Calendar.GREGORIAN: (2000, 60), Calendar.JALALI: (1400, 20), Calendar.HIJRI: (1400, 60)}


class WrittenYears(NumberWords):
    """Rules for years and longer spans."""

    def _skip_words(self, index: int, *books: PhraseBook[bool], most: int) -> int:
        """Pass over phrases of the given books, but over no mark."""
        for _ in range(most):
            ends = [end for book in books if (end := self._has(book, index)) is not None]
            if not ends:
                break
            index = max(ends)
        return index

    def _year(self, start: int, bare: bool = False) -> Reading | None:
        """Read "عام 2011", "in 2011" and, where ``bare``, "2011"."""
        index, begin, strong, weak = start, start, False, False
        for _ in range(4):
            lead = self._has(self._words.year_leads, index)
            if lead is not None:
                strong, index = True, lead
                continue
            lead = self._has(self._words.year_leads_weak, index)
            if lead is not None:
                weak, index = True, lead
                begin = begin if strong else index
                continue
            lead = self._has(self._words.of, index) if strong or weak else None
            if lead is None:
                break
            index = lead
        if strong and self._text_at(index) in {".", ":"}:
            index += 1
        figures = self._year_number(index, in_words=strong or (self._alone and index == start))
        if figures is None:
            return self._short_year(start, index) if strong else None
        year, behind = figures
        if (
            not bare
            and index == start
            and self._is_adjacent(index)
            and self._text_at(index - 1) in "-/."
        ):
            return None
        calendar, end = self._calendar_of_year(year, behind)
        if calendar is None:
            return None
        marked = end > behind and (year >= 1200)
        after = self._skip_suffix(end)
        tail = self._has(self._words.year_tails, after)
        suffixed = after > end and self._language in {"tr", "kmr", "ku"}
        # "2019 yılında", but not every "de" behind a number.
        shortest = 3 if self._language == "tr" else 2
        tailed = suffixed or (
            tail is not None and len(self._text_at(after)) > shortest and year >= 1700
        )
        tailed = tailed or self._words.parts_after.match(self._tokens, after) is not None
        tailed = tailed or (year >= 1700 and self._is_before_season(after))
        clause_ends = weak and year >= 1700 and self._ends_clause(end)
        whole_text = self._alone and self._token(after if tail is None else tail) is None
        if not (bare or strong or marked or tailed or clause_ends or whole_text):
            return None
        return Reading(
            begin,
            tail if tail is not None and tailed else end,
            self._days(calendar, year) or DateInterval(None, None),
            Precision.YEAR,
            calendar=calendar,
            tolerance_days=tolerance_of(calendar),
        )

    def _year_number(self, index: int, *, in_words: bool) -> tuple[int, int] | None:
        """Read a year of four figures or in words; return it and the index after it."""
        year = self._number(index, 1000, 2200)
        if year is not None:
            return (year, index + 1) if len(self._text_at(index)) == 4 else None
        return self._year_in_words(index) if in_words else None

    def _is_before_season(self, index: int) -> bool:
        """Whether a season stands behind a year, in the languages that write them so."""
        if self._language not in cues.YEAR_FIRST or self._language is None:
            return False
        at = self._skip_words(index, self._words.of, self._words.year_tails, most=2)
        return self._words.seasons.match(self._tokens, at) is not None

    def _short_year(self, start: int, index: int) -> Reading | None:
        """Read "سال ۹۸": Persian years are written with two figures."""
        year = self._number(index, 0, 99)
        if year is None or len(self._text_at(index)) != 2 or self._language != "fa":
            return None
        full, conflict = full_year(year, Calendar.JALALI, self._jalali_reference())
        interval = self._days(Calendar.JALALI, full)
        if interval is None:
            return None
        return Reading(
            start,
            index + 1,
            interval,
            Precision.YEAR,
            calendar=Calendar.JALALI,
            conflict=conflict,
            is_relative=True,
        )

    def _jalali_reference(self) -> date | None:
        counted = self._counted(Calendar.JALALI, self._reference) if self._reference else None
        return date(counted.year, 12, 28) if counted else None

    def _ends_clause(self, index: int) -> bool:
        """Whether what follows a number shows that it counts nothing."""
        token = self._token(index)
        if token is None:
            return True
        if token.kind is TokenKind.MARK:
            return token.text not in _NO_CLAUSE_END and not (
                token.text in "-/:." and self._is_adjacent(index) and self._is_adjacent(index + 1)
            )
        if token.kind is TokenKind.NUMBER:
            return False
        word = token.text
        if word in self._words.year_followers:
            return True
        # "في 2011 الحرب", "في 2011 وقعت": an article or "and" shows that nothing is counted.
        return self._words.has_particles and (word.startswith("ال") or word[0] in "وف")

    def _year_part(self, index: int, calendar: Calendar, *, has_day: bool) -> YearPart:
        """Read what says the year after a month: a number, "last", or "of last year"."""
        direct = self._words.steps_after.match(self._tokens, index)
        if direct is not None and not direct.with_particle and self._language != "en":
            return YearPart(direct.end, step=direct.value)
        if self._ends_sentence(index):
            return YearPart(index)
        after = self._skip(index, self._words.of, self._words.year_leads, most=4)
        figures = self._year_number(after, in_words=True)
        if figures is not None:
            year, behind = figures
            marked, beyond = self._calendar_mark(behind)
            lowest, highest = YEAR_RANGES[calendar]
            if lowest <= year <= highest or (
                calendar is not Calendar.GREGORIAN and year >= 1600 and marked is not Calendar.HIJRI
            ):
                fits = marked in (calendar, Calendar.GREGORIAN)
                return YearPart(beyond if fits else self._after_year(behind), year=year)
        short = self._short_year_after_day(index, calendar) if has_day else None
        if short is not None:
            return short
        # "of last year" in either order, after the words for "of".
        for place in (index, self._skip(index, self._words.of, most=2)):
            same = self._has(self._words.same_year, place)
            if same is not None:
                return YearPart(same, is_same_year=True)
            relative = self._relative_year(place)
            if relative is not None:
                return YearPart(relative[1], year_step=relative[0])
        return YearPart(index)

    def _ends_sentence(self, index: int) -> bool:
        """Whether a full stop behind a month is more than that of an abbreviation or "3. 5."."""
        return (
            self._text_at(index) == "."
            and not self._alone
            and not self._is_adjacent(index + 1)
            and len(self._text_at(index - 1)) > 3
        )

    def _after_year(self, index: int) -> int:
        return index if self._text_at(index) == "'" else self._skip_suffix(index)

    def _short_year_after_day(self, index: int, calendar: Calendar) -> YearPart | None:
        """Read the year of "15 Aug 21", "3 mai '24" and "۳ تیر ۹۸"."""
        quoted = self._text_at(index) == "'"
        at = index + 1 if quoted else index
        at = at + 1 if not quoted and self._text_at(at) == "-" and self._is_adjacent(at) else at
        year = self._number(at, 0, 99)
        if year is None or len(self._text_at(at)) != 2:
            return None
        clock = cues.CLOCK.match(self._text, self._tokens[at].start)
        certain = quoted or self._alone or at > index or calendar is Calendar.JALALI
        if clock is not None or not certain or self._text_at(at + 1) == ":":
            return None
        return YearPart(at + 1, year=year, two_digits=True)

    def _is_year_ahead(self, index: int) -> bool:
        """Whether a year stands a few words on in this clause that no rule could attach.

        Then a date without a year is not one of the time of writing, whatever its year is.
        """
        words = 0
        for at in range(index, index + 10):
            token = self._token(at)
            if token is None or words == 4 or token.text in _CLAUSE_ENDS:
                return False
            led = self._is_year_lead(at)
            if token.text == ",":
                behind = self._token(at + 1)
                led = self._is_year_lead(at + 1)
                if not led and (behind is None or behind.kind is not TokenKind.NUMBER):
                    return False
            if led:
                return True
            if token.kind is TokenKind.NUMBER and len(token.text) == 4:
                return any(low <= token.number <= high for low, high in _LIKELY_YEARS)
            if token.kind is TokenKind.WORD and self._ends_phrase(at):
                return False
            words += token.kind is not TokenKind.MARK
        return False

    def _is_year_lead(self, index: int) -> bool:
        """Whether "the year" stands here, and not "five years" or a mere "in"."""
        if self._has(self._words.year_leads, index) is None:
            return False
        before = self._token(index - 1)
        is_counted = self._words.cardinals.match(self._tokens, index - 1) is not None or (
            before is not None and before.kind is TokenKind.NUMBER and len(before.text) < 4
        )
        return not is_counted and self._has(self._words.year_leads_weak, index) is None

    def _ends_phrase(self, index: int) -> bool:
        """Whether a word opens something new: "when", "he", "أن"."""
        if self._text_at(index) not in self._words.year_followers:
            return False
        leads = (self._words.of, self._words.year_leads_weak)
        return all(self._has(book, index) is None for book in leads)

    def _relative_year(self, index: int) -> tuple[int, int] | None:
        """Read "العام الماضي" or "last year"; return how many years on, and the index after."""
        named = self._words.named_units.match(self._tokens, index)
        if named is not None and named.value[0] is Unit.YEAR:
            return named.value[1], named.end
        unit = self._words.units.match(self._tokens, index)
        if unit is not None:
            if unit.value.unit is not Unit.YEAR or unit.value.form not in (Form.ONE, Form.DEFINITE):
                return None
            after = self._words.steps_after.match(self._tokens, unit.end)
            return (after.value, after.end) if after is not None else None
        before = self._words.steps_before.match(self._tokens, index)
        if before is not None:
            unit = self._words.units.match(self._tokens, before.end)
            if (
                unit is not None
                and unit.value.unit is Unit.YEAR
                and unit.value.form in (Form.ONE, Form.DEFINITE)
            ):
                return before.value, self._skip_suffix(unit.end)
        return None


def full_year(
    written: int, calendar: Calendar, reference: date | None
) -> tuple[int, DateConflict | None]:
    """Return the year that two figures mean: the latest that has begun by the reference.

    ``reference`` counts in the same calendar as the year. Without one the year is one of the sixty
    around the turn of the century, and a person should look at it.
    """
    if reference is None:
        century, pivot = _PIVOTS[calendar]
        year = century + written
        return (year if written < pivot else year - 100), DateConflict.REFERENCE
    year = reference.year // 100 * 100 + written
    return (year if year <= reference.year else year - 100), None

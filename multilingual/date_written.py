"""Dates with a month's name as they are written, before they are resolved to days.

Part of the date grammar (``date_rules.py``): what stands where, and whether enough stands there for
a word to be a month at all. Which days are meant is for ``date_names.py``.
"""

from __future__ import annotations

from dataclasses import replace

from multilingual import date_cues as cues
from multilingual.calendars import YEAR_RANGES
from multilingual.date_eras import Eras
from multilingual.date_reading import Written, YearPart
from multilingual.date_tokens import Found, TokenKind
from multilingual.months import Calendar, MonthName, Standing

__all__ = ["WrittenDates"]

_MOST_KEPT = 64
# "La rue du 11 novembre", "جسر ال6 أكتوبر".
_NAME_ARTICLES = frozenset({"du", "de", "d", "des", "l", "la", "le", "'", "ال"})
_OPENING_MARKS = frozenset({'"', "«", "(", "'", "‹", "["})


class WrittenDates(Eras):
    """Rules for the shape of a date with a month's name."""

    def _written(self, start: int, *, led: bool = False) -> Written | None:
        """Read "[year] [weekday] [day[-day]] month[/month] [day] [year]" without resolving it.

        Several rules ask for the same place, so the last answers are kept.
        """
        key = (start, led)
        if key not in self._written_at:
            if len(self._written_at) > _MOST_KEPT:
                self._written_at.clear()
            self._written_at[key] = self._written_anew(start, led=led)
        return self._written_at[key]

    def _written_anew(self, start: int, *, led: bool) -> Written | None:
        year_first = self._year_first(start)
        if year_first is not None:
            inner = self._written_from(year_first.end, led=True)
            if inner is not None and not inner.year.is_written:
                return replace(inner, year=replace(year_first, end=inner.end))
        return self._written_from(start, led=led)

    def _year_first(self, start: int) -> YearPart | None:
        """Read the year of "2021 yılı Ağustos", "د ۲۰۲۱ کال د اګست ۱۵", "2024 May 3"."""
        if not (self._alone or self._language in cues.YEAR_FIRST):
            return None
        leads = (self._words.year_leads, self._words.of, self._words.year_leads_weak)
        relative = self._relative_year(start)
        if relative is not None:
            index = self._skip(relative[1], self._words.of, most=2)
            return YearPart(index, year_step=relative[0])
        at = self._skip_words(start, *leads, most=2)
        year = self._number(at, 1200, 2200)
        if year is None or len(self._text_at(at)) != 4:
            return None
        index = self._skip_suffix(at + 1)
        tail = self._has(self._words.year_tails, index)
        index = self._skip_words(tail if tail is not None else index, self._words.of, most=2)
        return YearPart(index, year=year)

    def _written_from(self, start: int, *, led: bool) -> Written | None:
        leading = self._words.steps_before.match(self._tokens, start)
        index = leading.end if leading else start
        if leading is None and self._words.has_particles:
            month_lead = self._text_at(index) == "شهر"
            index, led = (index + 1, True) if month_lead else (index, led)
        part = self._has(self._words.day_parts, index)
        weekday = self._words.weekdays.match(self._tokens, index)
        if weekday is None and part is not None:
            # "صباح الجمعة 3 مايو", "يوم الجمعة (3 مايو)"
            weekday = self._words.weekdays.match(self._tokens, part)
        weekday = weekday or self._short_weekday(index)
        opened = False
        if weekday is not None:
            index = weekday.end
            trailing = self._words.steps_after.match(self._tokens, index)
            index = trailing.end if trailing else index
            opened = self._text_at(index) == "("
            index = index + 1 if opened else self._skip(index, self._words.of, most=3)
            part = self._has(self._words.day_parts, index)
            index = self._skip(part, self._words.of, most=2) if part else index
        first, last, index = self._day_list(index)
        month_at = self._skip(index, self._words.of, most=4) if first is not None else index
        closing = cues.BRACKETS.get(self._text_at(start - 1))
        inner = cues.BRACKETS.get(self._text_at(month_at)) if first is not None else None
        month_at = month_at if inner is None else month_at + 1
        found = self._words.months.match(self._tokens, month_at)
        if found is None or (first is not None and found.with_particle):
            return None
        month, index = found.value, self._skip_suffix(found.end)
        # "Sept. 3"
        if (
            self._text_at(index) == "."
            and self._is_adjacent(index)
            and self._number(index + 1, 0, 9999) is not None
        ):
            index += 1
        other, index = self._other_name(index)
        if inner is not None:
            # "10 (أيلول) سبتمبر 2020", "10 (أيلول/سبتمبر) 2020"
            if self._text_at(index) != inner:
                return None
            other, index = self._other_name(index + 1) if other is None else (other, index + 1)
        is_bracketed = closing is not None and self._text_at(index) == closing and not opened
        if is_bracketed and self._year_number(index + 1, in_words=False) is not None:
            # "(تموز/يوليو) 2014"
            index += 1
        else:
            is_bracketed = False
        if first is None and self._text_at(found.end) != "'":
            first, last, index = self._day_after_month(index, month)
        year = self._year_part(index, month.calendar, has_day=first is not None)
        if leading is not None and not year.is_written:
            year = replace(year, step=leading.value)
        elif leading is not None:
            return None
        is_said = led or self._has(self._words.month_tails, found.end) is not None
        if self._language != "tr" and not is_said:
            is_said = self._words.parts_after.match(self._tokens, found.end) is not None
        if not self._stands(start, month_at, month, first is not None, year, is_said):
            return None
        if month.standing is Standing.WITH_DAY_AND_YEAR and first is None:
            agrees = other is not None and other.month == month.month
            if not agrees and self._text_at(month_at - 1) != "شهر":
                return None
        end = year.end
        if opened:
            if self._text_at(end) != ")":
                return None
            end += 1
        return Written(
            end=end,
            month=month,
            other_month=other,
            first_day=first,
            last_day=last,
            year=year,
            weekday=weekday.value if weekday else None,
            is_bracketed=is_bracketed,
        )

    def _short_weekday(self, index: int) -> Found[int] | None:
        """Read "Sat", "سبت"; "she sat second" is no Saturday, so a capital is asked for."""
        found = self._words.short_weekdays.match(self._tokens, index)
        if found is None or self._alone or self._language == "fr":
            return found
        is_latin = self._text_at(index).isascii()
        return None if is_latin and not self._is_capital(index) else found

    def _stands(
        self,
        start: int,
        month_at: int,
        month: MonthName,
        has_day: bool,
        year: YearPart,
        led: bool,
    ) -> bool:
        """Whether enough stands beside the name for it to be a month."""
        if month.standing is Standing.WITH_DAY_AND_YEAR:
            return year.year is not None
        if self._alone:
            return True
        is_cased = "en" in month.languages and not has_day and not year.is_written
        if is_cased and not self._is_capital(month_at):
            return False
        if month.standing is Standing.ALONE:
            return True
        if self._text_at(month_at + 1) == "'" and self._text_at(month_at + 2) == "s":
            # "May's three guests"
            return year.is_written
        if not self._is_day_certain(month_at, month, has_day, year):
            return False
        if "en" in month.languages and not self._is_capital(month_at):
            # "They march 15 miles", "you may 2024 times": English months have capitals.
            return False
        if has_day or year.is_written:
            return True
        if month.calendar is Calendar.JALALI and self._words.language == "ar":
            # دي and تير are parts of foreign names in Arabic.
            return False
        if led:
            return True
        return self._text_at(start - 1) in self._words.month_leads

    def _is_day_certain(
        self, month_at: int, month: MonthName, has_day: bool, year: YearPart
    ) -> bool:
        """Whether an everyday word is more than counted: "یک صفر", "bir ara", "next ara"."""
        if year.year is not None:
            return True
        before = self._token(month_at - 1)
        in_figures = (
            has_day
            and before is not None
            and before.text[-1:].isascii()
            and (
                any(
                    self._tokens[at].kind is TokenKind.NUMBER for at in (month_at - 1, month_at - 2)
                )
                or self._number(month_at + 1, 1, 31) is not None
            )
        )
        if month.spelling == "صفر" or ("tr" in month.languages and len(month.spelling) == 3):
            return in_figures and month.spelling != "صفر"
        counted = self._words.cardinals.match(self._tokens, month_at - 1)
        return not (has_day and counted is not None)

    def _is_a_name(self, start: int, written: Written) -> bool:
        """Whether a day or month is the name of a bridge, a town, a war or a newspaper."""
        if written.year.is_written or written.weekday is not None:
            return False
        if self._stands_behind(start, self._words.name_leads):
            return True
        return self._is_named_behind(start, written.end)

    def _stands_behind(self, start: int, leads: frozenset[str]) -> bool:
        """Whether a word of ``leads`` stands before, with an opening mark or "of" between."""
        at = start - 1
        if at >= 0 and self._text_at(at) in _OPENING_MARKS:
            at -= 1
        while at > 0 and self._text_at(at) in _NAME_ARTICLES:
            at -= 1
        word = self._text_at(at)
        if word in leads:
            return self._words.language not in cues.CASED or self._is_capital(at)
        return self._words.has_particles and (
            (len(word) > 3 and word[1:] in leads) or (len(word) > 4 and word[2:] in leads)
        )

    def _is_named_behind(self, start: int, end: int) -> bool:
        """Whether what stands behind makes it a name: "The October 6 Bridge"."""
        language = self._words.language
        if language == "en" and self._text_at(start - 1) != "the":
            return False
        for at in range(end, end + 3):
            token = self._token(at)
            if token is None or token.kind is not TokenKind.WORD:
                return False
            if self._has(self._words.name_tails, at) is not None:
                return language != "en" or self._is_capital(at)
            if language not in cues.CASED or not self._is_capital(at):
                return False
        return False

    def _day_list(self, index: int) -> tuple[int | None, int | None, int]:
        """Read "3", "3-5", "3 و4 و5", "the 3rd and 4th" before a month."""
        first = self._day(index)
        if first is None:
            return None, None, index
        last, end = None, first[1]
        for _ in range(6):
            joiner = self._joiner(end)
            if joiner is None and self._text_at(end) == ",":
                joiner = end + 1
            second = self._day(joiner) if joiner is not None else None
            if second is None or second[0] <= (last or first[0]):
                break
            after = self._skip(second[1], self._words.of, most=3)
            if (
                self._joiner(second[1]) is None
                and self._text_at(second[1]) != ","
                and self._words.months.match(self._tokens, after) is None
            ):
                break
            last, end = second
        return first[0], last, end

    def _joiner(self, index: int) -> int | None:
        """Return the index after "-", "to" or "and" between two ends."""
        if self._mark_in(index, frozenset({"-", "~"})):
            return index + 1
        end = self._has(self._words.range_joiners, index)
        if end is None:
            end = self._list_joiner(index)
        if end is None or end == index:
            return end
        # "from the 3rd to the 5th", "du 3 au 5", "من يوم 3 إلى يوم 5"
        again = self._has(self._words.of, end) if self._number(end, 0, 9999) is None else None
        return end if again is None else again

    def _day_after_month(self, index: int, month: MonthName) -> tuple[int | None, int | None, int]:
        """Read "August 14"; in most languages "أغسطس 14, 2022" only with the year behind it."""
        month_first = self._language in cues.MONTH_FIRST or "en" in month.languages
        at = self._skip_words(index, self._words.of, most=2) if month_first else index
        first = self._day(at, in_words=self._language == "en")
        if first is None and self._language == "ps":
            ordinal = self._words.ordinals.match(self._tokens, at)
            first = (ordinal.value, ordinal.end) if ordinal else None
        if first is None or self._counts_weeks(first[1]):
            return None, None, index
        last, after = None, first[1]
        joiner = self._joiner(first[1])
        second = self._day(joiner, in_words=False) if joiner is not None else None
        if second is not None and second[0] > first[0]:
            last, after = second
        elif second is not None and self._is_adjacent(first[1]) and self._is_adjacent(joiner or 0):
            # "October 4-1" is a score.
            return None, None, index
        year_at = self._skip(after, most=1)
        if not month_first and (
            self._number(year_at, *YEAR_RANGES[month.calendar]) is None
            or len(self._text_at(year_at)) != 4
        ):
            return None, None, index
        return first[0], last, after

    def _counts_weeks(self, index: int) -> bool:
        """Whether an ordinal goes on: "the August first week", "د اګست لومړۍ اونۍ"."""
        unit = self._words.units.match(self._tokens, index)
        weekday = self._words.weekdays.match(self._tokens, index)
        return (unit is not None and not unit.with_particle) or (
            weekday is not None and not self._is_adjacent(weekday.end) and self._language == "ps"
        )

    def _other_name(self, index: int) -> tuple[MonthName | None, int]:
        """Read the other names of a double or triple month: "/آب", "(شباط)", "- نيسان"."""
        other: MonthName | None = None
        for _ in range(2):
            closing = cues.BRACKETS.get(self._text_at(index))
            marked = closing is not None or self._mark_in(index, frozenset({"/", "-", "\\"}))
            dashed = self._text_at(index) == "-"
            found = self._words.months.match(self._tokens, index + 1 if marked else index)
            if found is None or found.with_particle:
                break
            if not marked and self._previous_is_same(index, found.value):
                break
            if dashed and not self._is_other_name_of(found.value, index):
                # "أيلول - تشرين الثاني" is a range.
                break
            end = found.end
            if closing is not None:
                if self._text_at(end) != closing:
                    break
                end += 1
            other, index = found.value, end
        return other, index

    def _is_other_name_of(self, month: MonthName, index: int) -> bool:
        """Whether the name before a dash, in brackets or not, is the same month's."""
        for at in range(index - 1, max(index - 5, -1), -1):
            before = self._words.months.match(self._tokens, at)
            if before is not None and before.end in (index, index - 1):
                same = (before.value.calendar, before.value.month) == (month.calendar, month.month)
                return same or before.value.calendar is not month.calendar
        return False

    def _previous_is_same(self, index: int, month: MonthName) -> bool:
        """Without a mark between them two names are one month only if they are two names of it."""
        before = self._words.months.match(self._tokens, index - 1) or self._words.months.match(
            self._tokens, index - 2
        )
        if before is None:
            return True
        same = (before.value.calendar, before.value.month) == (month.calendar, month.month)
        return not same or self._text_at(index - 1) == self._text_at(index)

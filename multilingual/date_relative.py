"""Dates counted from the day of writing: "yesterday", "الجمعة الماضية", "two weeks ago".

Part of the date grammar (``date_rules.py``). Without a reference day none of these says anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from multilingual import date_cues as cues
from multilingual.date_counted import CountedDates
from multilingual.date_reading import DateConflict, Precision, Reading
from multilingual.date_tokens import Found, TokenKind
from multilingual.date_words import Form, Unit
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["RelativeDates"]

# The Arabic بضع and its kin are three to nine of something.
_FEW = (3, 9)


class RelativeDates(CountedDates):
    """Rules for expressions that need a reference day."""

    def _day_word(self, start: int) -> Reading | None:
        """Read "أمس", "yesterday evening", "صباح اليوم", "أمس الأربعاء", "أمس 17 يوليو"."""
        if self._reference is None:
            return None
        part = self._has(self._words.day_parts, start)
        found = self._words.day_words.match(self._tokens, start)
        if found is None and part is not None:
            found = self._words.day_words.match(self._tokens, part)
        if found is None or self._is_other_day(start, found):
            return None
        end = self._day_part_behind(found.end)
        days = DateInterval(*(self._reference + timedelta(days=offset) for offset in found.value))
        reading = Reading(
            start,
            end,
            days,
            Precision.DAY,
            conflict=None if days.is_day else DateConflict.REFERENCE,
            is_relative=True,
        )
        return self._with_date_beside(reading)

    def _day_part_behind(self, index: int) -> int:
        """Return the index after "morning" and the like, or ``index`` where none stands."""
        part = self._has(self._words.day_parts, index)
        if part is None:
            part = self._has(self._words.day_tails, index)
        return index if part is None else part

    def _is_other_day(self, start: int, found: Found[tuple[int, int]]) -> bool:
        """Whether "the day" is not today: "في ذلك اليوم", "اليوم التالي"."""
        if self._alone:
            return False
        if self._words.language in _MORNING_IS_TOMORROW and found.value == (1, 1):
            # "At 11 in the morning": the word for tomorrow as well.
            near = (self._token(start - 1), self._token(start - 2))
            return any(one is not None and one.kind is TokenKind.NUMBER for one in near)
        if self._words.language == "ur":
            # "آج کل": nowadays.
            return "كل" in (self._text_at(found.end), self._text_at(start)) and (
                "اج" in (self._text_at(start - 1), self._text_at(start))
            )
        if self._words.language == "en":
            # "This Morning" is a programme.
            return found.end - start > 1 and self._is_capital(found.end - 1)
        if found.value == (-1, -1) and self._words.has_particles:
            # "في أمس الحاجة": in most urgent need.
            return self._text_at(start) == "امس" and self._text_at(start - 1) == "في"
        if found.value != (0, 0) or not self._words.has_particles:
            return False
        first = self._text_at(start)
        if first not in ("اليوم", "الليله"):
            return False
        if found.with_particle or self._text_at(start - 1) in self._words.not_today:
            return True
        follower = self._text_at(found.end)
        ordinal = self._words.ordinals.match(self._tokens, found.end)
        return ordinal is not None or follower in _OTHER_DAYS

    def _with_date_beside(self, reading: Reading) -> Reading:
        """Take in a weekday or a date that stands right behind "yesterday"."""
        at = self._skip(reading.end, most=1)
        opened = self._text_at(at) == "("
        at = at + 1 if opened else at
        dated = self._named(at) if at < len(self._tokens) else None
        if dated is not None and dated.precision is Precision.DAY:
            end = dated.end
            if opened and self._text_at(end) != ")":
                return reading
            agrees = dated.interval.is_unknown or dated.interval.overlaps(reading.interval)
            return replace(
                reading,
                end=end + 1 if opened else end,
                interval=reading.interval if dated.is_relative else dated.interval,
                conflict=reading.conflict if agrees else DateConflict.WEEKDAY,
            )
        weekday = self._words.weekdays.match(self._tokens, at)
        if weekday is None or opened:
            return reading
        earliest, latest = reading.interval.earliest, reading.interval.latest
        if earliest is None or latest is None:
            return reading
        fits = [day for day in (earliest, latest) if day.weekday() == weekday.value]
        if not fits:
            return replace(reading, end=weekday.end, conflict=DateConflict.WEEKDAY)
        return replace(
            reading, end=weekday.end, interval=DateInterval.of_day(fits[0]), conflict=None
        )

    def _relative_weekday(self, start: int) -> Reading | None:
        """Read "الجمعة الماضية", "last Friday" and a bare "الأربعاء"."""
        if self._reference is None:
            return None
        leading = self._words.steps_before.match(self._tokens, start)
        at = leading.end if leading else start
        part = self._has(self._words.day_parts, at) if leading is None else None
        # English weekdays in other languages are parts of dates or of names, never alone.
        weekdays = self._words.weekdays if self._alone else self._words.own_weekdays
        found = weekdays.match(self._tokens, at)
        if found is None and part is not None:
            at = part
            found = weekdays.match(self._tokens, at)
        if found is None and (leading or self._alone):
            found = self._words.short_weekdays.match(self._tokens, at)
        if found is None:
            return None
        index = self._day_part_behind(found.end)
        if self._is_a_title(start, found.end, index):
            return None
        trailing = None if leading else self._words.steps_after.match(self._tokens, index)
        step = leading or trailing
        end = trailing.end if trailing else index
        if step is None and not self._alone and len(self._text_at(found.end - 1)) < 4:
            # Short weekday names are other words as well: پیر, "mar".
            return None
        is_week = self._words.units.match(self._tokens, found.end - 1) is not None
        if step is None and not self._alone and self._is_no_day(at, found.end, index):
            return None
        if is_week and not self._alone and index == found.end:
            # ہفتہ is Saturday and a week.
            return None
        if step is None:
            in_week = self._weekday_of_week(start, end, found.value)
            if in_week is not None:
                return in_week
        back = (self._reference.weekday() - found.value) % 7
        if step is None:
            day = self._reference - timedelta(days=back)
        elif step.value == 0:
            week = self._unit_at(Unit.WEEK, 0)
            first = week.earliest if week and week.earliest else self._reference
            day = first + timedelta(days=(found.value - first.weekday()) % 7)
        elif step.value < 0:
            day = self._reference - timedelta(days=(back or 7) + 7 * (-1 - step.value))
        else:
            day = self._reference + timedelta(days=7 - back + 7 * (step.value - 1))
        if "-" in self._text_at(end) and self._is_adjacent(end):
            return None
        return self._relative_day(start, end, day)

    def _is_no_day(self, start: int, end: int, after: int) -> bool:
        """Whether a bare weekday is a name, a common word or part of a date we cannot read."""
        if self._stands_behind(start, self._words.day_name_leads):
            return True
        tail = self._has(self._words.day_name_tails, end)
        if tail is not None and (self._words.language != "en" or self._is_capital(end)):
            return True
        everyday = self._text_at(start) in self._words.everyday_weekdays
        if everyday and after == end and not self._is_capital(start):
            return True
        day_at = self._skip(after, self._words.of, most=2)
        day = self._number(day_at, 1, 31)
        return day is not None and self._is_year_ahead(day_at + 1)

    def _is_a_title(self, start: int, end: int, after: int) -> bool:
        """Whether a weekday is part of a name: "The Sunday Times", "Saturday Night Live"."""
        if self._words.language != "en" or self._alone:
            return False
        if after > end:
            return self._is_capital(end)
        token = self._token(end)
        named = token is not None and token.kind is TokenKind.WORD and self._is_capital(end)
        return named and self._text_at(start - 1) == "the"

    def _weekday_of_week(self, start: int, end: int, weekday: int) -> Reading | None:
        """Read "الأربعاء من الأسبوع الماضي", "Friday of last week"."""
        week_at = self._skip_words(end, self._words.of, most=1)
        week = self._relative_unit(week_at) if week_at > end else None
        if week is None or week.precision is not Precision.WEEK or week.interval.earliest is None:
            return None
        first = week.interval.earliest
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
        return self._relative_day(start, week.end, day)

    def _relative_day(self, start: int, end: int, day: date) -> Reading:
        return Reading(start, end, DateInterval.of_day(day), Precision.DAY, is_relative=True)

    def _relative_unit(self, start: int) -> Reading | None:
        """Read "الأسبوع الماضي", "last year", "ماه جاری", "پارسال"."""
        if self._reference is None or start >= len(self._tokens):
            return None
        named = self._words.named_units.match(self._tokens, start)
        if named is not None:
            return self._unit_reading(start, named.end, *named.value)
        leading = self._words.steps_before.match(self._tokens, start)
        unit = self._words.units.match(self._tokens, leading.end if leading else start)
        if unit is None or unit.value.form not in (Form.ONE, Form.DEFINITE):
            return None
        if self._is_counted(start) and not self._words.has_particles:
            return None
        trailing = self._words.steps_after.match(self._tokens, unit.end)
        if leading is not None and trailing is not None and trailing.value < -1:
            # "the week before last"
            leading = None
        if leading is not None:
            step, end = leading.value, self._skip_suffix(unit.end)
        elif trailing is not None and not trailing.with_particle:
            step, end = trailing.value, trailing.end
        else:
            return None
        # In Arabic only a definite unit is one in time: "العام الماضي", and not "عام سابق".
        if self._words.language == "ar" and unit.value.form is not Form.DEFINITE:
            return None
        return self._unit_reading(start, end, unit.value.unit, step)

    def _unit_reading(self, start: int, end: int, unit: Unit, step: int) -> Reading | None:
        interval = self._unit_at(unit, step)
        if interval is None:
            return None
        own = self._own_calendar() if unit in (Unit.MONTH, Unit.YEAR) else Calendar.GREGORIAN
        return Reading(
            start, end, interval, cues.UNIT_PRECISION[unit], calendar=own, is_relative=True
        )

    def _day_of_relative_month(self, start: int) -> Reading | None:
        """Read "15 من الشهر الجاري"."""
        day = self._day(start)
        if day is None or self._reference is None:
            return None
        month = self._relative_unit(self._skip_words(day[1], self._words.of, most=2))
        if month is None or month.precision is not Precision.MONTH:
            return None
        if month.interval.earliest is None:
            return None
        target = month.interval.earliest + timedelta(days=day[0] - 1)
        if not month.interval.contains(target):
            return None
        return replace(
            month, start=start, interval=DateInterval.of_day(target), precision=Precision.DAY
        )


_MORNING_IS_TOMORROW = frozenset({"ckb", "kmr"})
_OTHER_DAYS = frozenset(
    {"التالي", "السابق", "نفسه", "ذاته", "الذي", "المذكور", "الواحد", "الاخير", "الوطني"}
    | {"العالمي", "الدولي", "الموعود", "ويوم"}
)

"""Dates counted from the day of writing: "yesterday", "الجمعة الماضية", "two weeks ago".

Part of the date grammar (``date_rules.py``). Without a reference day none of these says anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from multilingual import date_cues as cues
from multilingual.date_cursor import DateCursor
from multilingual.date_reading import Precision, Reading
from multilingual.date_words import Modifier, Unit
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["RelativeDates"]


class RelativeDates(DateCursor):
    """Rules for expressions that need a reference day."""

    def _day_word(self, start: int) -> Reading | None:
        found = self._books.day_words.match(self._tokens, start)
        if found is None or self._reference is None:
            return None
        return self._relative_day(start, found.end, self._reference + timedelta(days=found.value))

    def _relative_day(self, start: int, end: int, day: date) -> Reading:
        return Reading(start, end, DateInterval.of_day(day), Precision.DAY, is_relative=True)

    def _relative_weekday(self, start: int) -> Reading | None:
        """Read "الجمعة الماضية", "last Friday" and a bare "الأربعاء"."""
        if self._reference is None:
            return None
        leading = self._books.modifiers.match(self._tokens, start)
        found = self._books.weekdays.match(self._tokens, leading.end if leading else start)
        if found is None:
            return None
        trailing = None if leading else self._books.modifiers.match(self._tokens, found.end)
        modifier = leading or trailing
        end = trailing.end if trailing else found.end
        word = self._tokens[found.end - 1].text
        if modifier is None and not self._alone and len(word) < 5:
            # Short weekday names are other words as well: "sun", "sat", پیر.
            return None
        back = (self._reference.weekday() - found.value) % 7
        if modifier is None or modifier.value is Modifier.THIS:
            return self._relative_day(start, end, self._reference - timedelta(days=back))
        if modifier.value is Modifier.LAST:
            return self._relative_day(start, end, self._reference - timedelta(days=back or 7))
        return self._relative_day(start, end, self._reference + timedelta(days=7 - back))

    def _relative_unit(self, start: int) -> Reading | None:
        """Read "الأسبوع الماضي", "last year", "ماه جاری"."""
        if self._reference is None:
            return None
        leading = self._books.modifiers.match(self._tokens, start)
        unit = self._books.units.match(self._tokens, leading.end if leading else start)
        if unit is None or unit.value[1] != 1:
            return None
        trailing = None if leading else self._books.modifiers.match(self._tokens, unit.end)
        modifier = leading or trailing
        if modifier is None or modifier.with_particle:
            return None
        end = trailing.end if trailing else unit.end
        interval = self._unit_at(unit.value[0], cues.STEP[modifier.value])
        if interval is None:
            return None
        return Reading(
            start,
            end,
            interval,
            cues.UNIT_PRECISION[unit.value[0]],
            calendar=self._own_calendar() if unit.value[0] is not Unit.WEEK else Calendar.GREGORIAN,
            is_relative=True,
        )

    def _day_of_relative_month(self, start: int) -> Reading | None:
        """Read "15 من الشهر الجاري"."""
        day = self._day(start)
        if day is None:
            return None
        month = self._relative_unit_at(self._skip(day[1], cues.OF, 2), Precision.MONTH)
        if month is None or month.interval.earliest is None:
            return None
        target = month.interval.earliest + timedelta(days=day[0] - 1)
        if not month.interval.contains(target):
            return None
        return replace(
            month, start=start, interval=DateInterval.of_day(target), precision=Precision.DAY
        )

    def _relative_unit_at(self, index: int, precision: Precision) -> Reading | None:
        reading = self._relative_unit(index) if index < len(self._tokens) else None
        return reading if reading is not None and reading.precision is precision else None

    def _ago(self, start: int) -> Reading | None:
        """Read "قبل ثلاثة أيام", "il y a deux mois", "two weeks ago"."""
        if self._reference is None:
            return None
        leading = self._books.ago_before.match(self._tokens, start)
        index = leading.end if leading else start
        count = self._count(index)
        unit = self._books.units.match(self._tokens, count[1] if count else index)
        if unit is None or (count is None and leading is None):
            return None
        # A bare plural ("قبل سنوات") says only "some".
        if (
            count is None
            and unit.value[1] == 1
            and not cues.is_singular(self._tokens[unit.end - 1].text)
        ):
            return None
        amount = count[0] if count else unit.value[1]
        end = unit.end
        if leading is None:
            trailing = self._books.ago_after.match(self._tokens, end)
            if trailing is None:
                return None
            end = trailing.end
        interval = self._before(unit.value[0], amount)
        if interval is None:
            return None
        precision = (
            cues.UNIT_PRECISION[unit.value[0]] if unit.value[0] is not Unit.WEEK else Precision.DAY
        )
        return Reading(start, end, interval, precision, is_relative=True)

    def _count(self, index: int) -> tuple[int, int] | None:
        number = self._number(index, 1, 400)
        if number is not None:
            return number, index + 1
        cardinal = self._books.cardinals.match(self._tokens, index)
        return (cardinal.value, cardinal.end) if cardinal else None

    def _before(self, unit: Unit, amount: int) -> DateInterval | None:
        """The days ``amount`` units before the reference, as coarse as the unit is."""
        if self._reference is None:
            return None
        if unit in (Unit.MINUTE, Unit.HOUR):
            days = amount // (24 if unit is Unit.HOUR else 24 * 60)
            return DateInterval.of_day(self._reference - timedelta(days=days))
        if unit is Unit.DAY:
            return DateInterval.of_day(self._reference - timedelta(days=amount))
        if unit is Unit.WEEK:
            return DateInterval.of_day(self._reference - timedelta(weeks=amount))
        # "Two years ago" said in July is a year, not a day: the month or year is returned.
        if unit is Unit.MONTH:
            return self._month_at(-amount, Calendar.GREGORIAN)
        return self._days(Calendar.GREGORIAN, self._reference.year - amount, None, None)

    def _unit_at(self, unit: Unit, step: int) -> DateInterval | None:
        if self._reference is None:
            return None
        if unit is Unit.WEEK:
            start_day = cues.WEEK_STARTS.get(self._language or "", 0)
            back = (self._reference.weekday() - start_day) % 7
            first = self._reference - timedelta(days=back) + timedelta(weeks=step)
            return DateInterval(first, first + timedelta(days=6))
        if unit is Unit.MONTH:
            return self._month_at(step, self._own_calendar())
        if unit is Unit.YEAR:
            counted = self._counted(self._own_calendar(), self._reference)
            return counted and self._days(self._own_calendar(), counted.year + step, None, None)
        return None

    def _month_at(self, step: int, calendar: Calendar) -> DateInterval | None:
        if self._reference is None:
            return None
        counted = self._counted(calendar, self._reference)
        if counted is None:
            return None
        months = counted.year * 12 + counted.month - 1 + step
        return self._days(calendar, months // 12, months % 12 + 1, None)

    def _own_calendar(self) -> Calendar:
        """The calendar "this year" counts in where the language is written."""
        return Calendar.JALALI if self._language in cues.JALALI_LANGUAGES else Calendar.GREGORIAN

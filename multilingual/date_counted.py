"""Amounts of time from the day of writing: "two weeks ago", "قبل ثلاثة أيام", "il y a un an".

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from datetime import date, timedelta

from multilingual import date_cues as cues
from multilingual.date_names import NamedDates
from multilingual.date_reading import Precision, Reading
from multilingual.date_tokens import Found, TokenKind
from multilingual.date_words import Form, Unit, UnitWord
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["CountedDates"]

# The Arabic بضع and its kin are three to nine of something.
_FEW = (3, 9)
# "The last three days of May", "الدقائق الخمس الأخيرة من المباراة".
_OF_SOMETHING = frozenset({"من", "of", "de", "du", "d"})
_OF_TIME = frozenset({"الزمن", "الزمان"})
_DEFINITE = (Form.DEFINITE, Form.DEFINITE_TWO, Form.DEFINITE_MANY)


class CountedDates(NamedDates):
    """Rules for so many days, weeks, months or years from the reference day."""

    def _counted_span(self, start: int) -> Reading | None:
        """Read "the past three days", "الأيام الثلاثة الماضية", "les deux dernières semaines".

        From so many units before the reference day up to it, or from it to as many after.
        """
        if self._reference is None:
            return None
        found = self._span_words(start)
        if found is None:
            return None
        step, amount, unit, end = found
        if self._is_a_bound(start) or unit is Unit.MINUTE or self._text_at(end) in _OF_SOMETHING:
            return None
        far = self._day_at_distance(unit, step * amount)
        if far is None:
            return None
        ends = sorted((far, self._reference))
        return Reading(start, end, DateInterval(*ends), Precision.RANGE, is_relative=True)

    def _span_words(self, start: int) -> tuple[int, int, Unit, int] | None:
        """Return -1 or 1, how many of which unit, and the index after."""
        before = self._words.span_before.match(self._tokens, start)
        count = self._count(before.end if before else start)
        if before is None and count is None:
            return self._definite_span(start)
        if count is None or count[0] < 2:
            return None
        between = self._words.span_between.match(self._tokens, count[1])
        unit = self._words.units.match(self._tokens, between.end if between else count[1])
        if unit is None or unit.with_particle:
            return None
        step = before or between or self._words.span_after.match(self._tokens, unit.end)
        if step is None:
            return None
        end = unit.end if before or between else step.end
        return step.value, count[0], unit.value.unit, end

    def _definite_span(self, start: int) -> tuple[int, int, Unit, int] | None:
        """Read "الأسبوعين الماضيين", "الأيام الثلاثة الماضية", "الثلاثة أيام الماضية"."""
        count = self._words.definite_cardinals.match(self._tokens, start)
        unit = self._words.units.match(self._tokens, count.end if count else start)
        if unit is None:
            return None
        end, amount = unit.end, count.value if count else 2
        if count is None and unit.value.form is Form.DEFINITE_MANY:
            count = self._words.definite_cardinals.match(self._tokens, end)
            figure = self._number(end + (self._text_at(end) == "ال"), 2, 400)
            if count is not None:
                amount, end = count.value, count.end
            elif figure is not None:
                amount, end = figure, end + 1 + (self._text_at(end) == "ال")
            else:
                return None
        elif count is None and unit.value.form is not Form.DEFINITE_TWO:
            return None
        step = self._words.span_after.match(self._tokens, end)
        if step is None or amount < 2:
            return None
        return step.value, amount, unit.value.unit, step.end

    def _day_at_distance(self, unit: Unit, amount: int, day: date | None = None) -> date | None:
        """The day ``amount`` units from ``day`` (the reference day), with no coarseness."""
        day = day or self._reference
        if day is None:
            return None
        if unit in (Unit.MONTH, Unit.YEAR, Unit.DECADE):
            size = {Unit.MONTH: 1, Unit.YEAR: 12, Unit.DECADE: 120}[unit]
            months = day.year * 12 + day.month - 1 + amount * size
            whole = self._days(Calendar.GREGORIAN, months // 12, months % 12 + 1)
            if whole is None or whole.latest is None:
                return None
            return whole.latest.replace(day=min(day.day, whole.latest.day))
        hours = {Unit.MINUTE: 1 / 60, Unit.HOUR: 1, Unit.DAY: 24, Unit.WEEK: 168}[unit]
        try:
            return day + timedelta(days=round(amount * hours / 24))
        except OverflowError:
            # Before the year 1 or after 9999.
            return None

    def _ago(self, start: int) -> Reading | None:
        """Read "قبل ثلاثة أيام", "il y a deux mois", "two weeks ago", "قبل عام ونصف"."""
        if self._reference is None:
            return None
        ahead = self._has(self._words.ago_before, start)
        sign = -1
        if ahead is None and self._alone:
            ahead = self._has(self._words.later_before, start)
            sign = 1 if ahead is not None else -1
        index = ahead if ahead is not None else start
        # "about ten years ago" and "il y a environ dix ans"
        if ahead is None and self._is_a_bound(start):
            return None
        index = self._has(self._words.about, index) or index
        few = self._has(self._words.few, index) if ahead is not None else None
        count = None if few is not None else self._count(index)
        unit_at = few or (count[1] if count else index)
        unit = self._words.units.match(self._tokens, unit_at)
        if unit is None or unit.value.form in _DEFINITE or unit.with_particle:
            return None
        if count is None and few is None:
            # A bare plural ("قبل سنوات") says only "some", and without "ago" ahead nothing.
            singular = unit.value.form is Form.TWO or (
                ahead is not None and unit.value.form is Form.ONE
            )
            if not singular or self._is_named_unit(unit):
                return None
        half = self._has(self._words.and_half, unit.end)
        end = half or unit.end
        if count is None and few is None and self._text_at(end) in ("واحد", "واحده"):
            end += 1
        if ahead is None:
            behind = self._has(self._words.ago_after, end)
            if behind is None and self._alone:
                behind = self._has(self._words.later_after, end)
                sign = 1 if behind is not None else -1
            if behind is None:
                return None
            end = behind
            if self._language == "fa" and self._text_at(end) == "از":
                # "Seven minutes before the end"
                return None
        elif self._counts_from_something_else(end):
            return None
        elif self._text_at(end) == "من" and self._text_at(end + 1) in _OF_TIME:
            # "قبل عقد من الزمن"
            end += 2
        amounts = _FEW if few else (count[0] if count else 1,) * 2
        return self._counted_from_reference(start, end, unit.value, amounts, sign, half is not None)

    def _is_a_bound(self, start: int) -> bool:
        """Whether "more than" stands before an amount."""
        one = self._text_at(start - 1)
        return one in self._words.not_exactly or (
            f"{self._text_at(start - 2)} {one}" in self._words.not_exactly
        )

    def _is_counted(self, start: int) -> bool:
        """Whether a number stands before a unit: "چهار روز گذشته" is no single day."""
        token = self._token(start - 1)
        if token is None:
            return False
        return (
            token.kind is TokenKind.NUMBER
            or self._words.cardinals.match(self._tokens, start - 1) is not None
            or self._words.few.match(self._tokens, start - 1) is not None
        )

    def _is_named_unit(self, unit: Found[UnitWord]) -> bool:
        """Whether "قبل عام" goes on as the name of one: "قبل عام 2011", "قبل شهر رمضان"."""
        after = self._skip_words(unit.end, self._words.of, most=1)
        return (
            self._number(unit.end, 0, 9999) is not None
            or (unit.value.unit is Unit.DECADE and not self._is_last_word(unit.end))
            or self._words.months.match(self._tokens, unit.end) is not None
            or self._words.weekdays.match(self._tokens, after) is not None
        )

    def _is_last_word(self, index: int) -> bool:
        """Whether nothing follows that "عقد" could be the holding or the contract of."""
        token = self._token(index)
        return token is None or token.kind is TokenKind.MARK or token.text in ("من", "واحد", "كامل")

    def _counts_from_something_else(self, end: int) -> bool:
        """Whether an amount before "from" counts from an event: "قبل ثلاثة أيام من الانتخابات"."""
        if not self._words.has_particles or self._text_at(end) not in ("من", "علي"):
            return False
        return self._text_at(end + 1) not in {"الان", "اليوم", *_OF_TIME}

    def _counted_from_reference(
        self,
        start: int,
        end: int,
        word: UnitWord,
        amounts: tuple[int, int],
        sign: int,
        half: bool,
    ) -> Reading | None:
        unit = word.unit
        amounts = (amounts[0] * 2, amounts[1] * 2) if word.form is Form.TWO else amounts
        if half:
            if unit is not Unit.YEAR:
                return None
            unit, amounts = Unit.MONTH, (amounts[0] * 12 + 6, amounts[1] * 12 + 6)
        ends = [self._at_distance(unit, sign * amount) for amount in amounts]
        if ends[0] is None or ends[1] is None:
            return None
        precision = Precision.DAY if unit is Unit.WEEK else cues.UNIT_PRECISION[unit]
        return Reading(
            start,
            end,
            DateInterval.hull((ends[0], ends[1])),
            precision if amounts[0] == amounts[1] else Precision.RANGE,
            is_relative=True,
        )

    def _count(self, index: int) -> tuple[int, int] | None:
        number = self._number(index, 1, 400)
        return (number, index + 1) if number is not None else self._number_in_words(index)

    def _at_distance(self, unit: Unit, amount: int) -> DateInterval | None:
        """The days ``amount`` units from the reference, as coarse as the unit is.

        Where a language counts months and years in its own calendar and its papers use both (fa,
        ps), "two months ago" is the hull of what it means in either, so that it holds both.
        """
        if self._reference is None:
            return None
        # "Two years ago" said in July is a year, not a day: the month or year is returned.
        # A distance, so in the common calendar, whatever the months of the language are.
        if unit in (Unit.MONTH, Unit.YEAR):
            calendars = {Calendar.GREGORIAN, self._own_calendar()}
            spans = [self._unit_in(calendar, unit, amount) for calendar in calendars]
            known = [span for span in spans if span is not None]
            return DateInterval.hull(known) if known else None
        if unit is Unit.DECADE:
            # Half a decade on each side: "a decade ago" is seldom ten years to the year.
            middle = self._reference.year + 10 * amount
            first = self._days(Calendar.GREGORIAN, middle - 5)
            last = self._days(Calendar.GREGORIAN, middle + 5)
            return DateInterval.hull((first, last)) if first and last else None
        days = {Unit.MINUTE: 24 * 60, Unit.HOUR: 24}
        sign = -1 if amount < 0 else 1
        if unit in days:
            moved = sign * (abs(amount) // days[unit])
        else:
            moved = amount * (7 if unit is Unit.WEEK else 1)
        try:
            return DateInterval.of_day(self._reference + timedelta(days=moved))
        except OverflowError:
            # Before the year 1 or after 9999.
            return None

    def _unit_in(self, calendar: Calendar, unit: Unit, amount: int) -> DateInterval | None:
        if unit is Unit.MONTH:
            return self._month_at(amount, calendar)
        counted = self._counted(calendar, self._reference) if self._reference else None
        return counted and self._days(calendar, counted.year + amount)

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
            return counted and self._days(self._own_calendar(), counted.year + step)
        return None

    def _month_at(self, step: int, calendar: Calendar) -> DateInterval | None:
        if self._reference is None:
            return None
        counted = self._counted(calendar, self._reference)
        if counted is None:
            return None
        months = counted.year * 12 + counted.month - 1 + step
        return self._days(calendar, months // 12, months % 12 + 1)

    def _own_calendar(self) -> Calendar:
        """The calendar "this year" counts in where the language is written."""
        return Calendar.JALALI if self._language in cues.JALALI_LANGUAGES else Calendar.GREGORIAN

"""Parts of months and years, seasons, quarters and halves: "أواخر عام 2023", "صيف 2015", "Q3 2022".

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from multilingual import date_cues as cues
from multilingual.date_numbers import NumericDates
from multilingual.date_reading import DateConflict, Precision, Reading
from multilingual.date_relative import RelativeDates
from multilingual.date_tokens import TokenKind
from multilingual.date_words import Form, Part, Season, Unit, UnitWord
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["LAST_ONE", "PeriodDates", "disagrees", "third_of"]

LAST_ONE = frozenset(
    {"الاخير", "الاخيره", "last", "dernier", "derniere", "final", "son", "اخر", "پاياني"}
)
_WEEKS, _DECADES = 52, 10


class PeriodDates(NumericDates, RelativeDates):
    """Rules for what is made of a whole month, year, decade or century."""

    def _whole(self, index: int) -> Reading | None:
        """Read the month, year or longer span that a part is taken from."""
        if index >= len(self._tokens):
            return None
        readings = (
            self._named(index, led=True),
            self._year(index, bare=True),
            self._relative_unit(index),
            self._decade(index),
            self._century(index),
            self._season(index),
        )
        whole = [one for one in readings if one is not None and one.precision in _WHOLES]
        return max(whole, key=lambda one: one.end) if whole else None

    def _part(self, start: int) -> Reading | None:
        """Read "early August last year", "أواخر عام 2023", "Mayıs 2021 sonunda"."""
        part = self._words.parts_before.match(self._tokens, start)
        if part is None:
            return None
        index = self._skip(part.end, self._words.of, most=3)
        if self._words.weekdays.match(self._tokens, index) is not None:
            return None
        is_ordinal = self._words.ordinals.match(self._tokens, start) is not None
        if is_ordinal and self._stands_behind(start, self._words.name_leads):
            # "بيان أول نوفمبر" is named after a day.
            return None
        whole = self._whole(index)
        if whole is None:
            return None
        return replace(whole, start=start, interval=third_of(whole, part.value), precision=_PART)

    def _with_part_behind(self, whole: Reading) -> Reading:
        """Take in "başında", "کے آغاز میں" behind a month or year."""
        if whole.precision not in _WHOLES:
            return whole
        index = self._skip_suffix(whole.end)
        for at in (index, self._skip_words(index, self._words.of, most=1)):
            part = self._words.parts_after.match(self._tokens, at)
            if part is not None:
                interval = third_of(whole, part.value)
                return replace(whole, end=part.end, interval=interval, precision=_PART)
        return self._with_season_behind(whole)

    def _with_season_behind(self, year: Reading) -> Reading:
        """Take in the season of "2022 yazında", "geçen yılın kışında"."""
        if year.precision is not Precision.YEAR or self._language not in cues.YEAR_FIRST:
            return year
        at = self._skip_words(
            self._skip_suffix(year.end), self._words.of, self._words.year_tails, most=2
        )
        season = self._words.seasons.match(self._tokens, at)
        if season is None or self._language is None:
            return year
        reading = self._season_of(year.start, season.value, replace(year, end=season.end))
        return year if reading is None else replace(reading, is_relative=year.is_relative)

    def _season(self, start: int) -> Reading | None:
        """Read "صيف 2015", "last summer", "شتاء 2023-2024", "صيف العام الماضي"."""
        leading = self._words.steps_before.match(self._tokens, start)
        season = self._words.seasons.match(self._tokens, leading.end if leading else start)
        if season is None:
            return None
        index = self._skip_words(season.end, self._words.of, most=2)
        if leading is None:
            year = self._year(index, bare=True)
            if year is not None:
                return self._season_of(start, season.value, year)
        trailing = self._words.steps_after.match(self._tokens, season.end)
        step = leading or trailing
        if step is not None:
            end = season.end if leading else (trailing.end if trailing else season.end)
            return self._season_by_step(start, end, season.value, step.value)
        relative = self._relative_year(index)
        if relative is None or self._reference is None:
            return None
        number = self._reference.year + relative[0]
        interval = _season_days(season.value, number)
        return Reading(start, relative[1], interval, Precision.SEASON, is_relative=True)

    def _season_of(self, start: int, season: Season, year: Reading) -> Reading | None:
        if year.interval.earliest is None:
            return None
        if year.calendar is Calendar.JALALI:
            counted = self._counted(Calendar.JALALI, year.interval.earliest)
            first, last = cues.JALALI_SEASON_MONTHS[season]
            months = [
                self._days(Calendar.JALALI, counted.year, month) if counted else None
                for month in (first, last)
            ]
            if months[0] is None or months[1] is None:
                return None
            interval = DateInterval.hull((months[0], months[1]))
            return replace(year, start=start, interval=interval, precision=Precision.SEASON)
        if year.calendar is not Calendar.GREGORIAN:
            return None
        number, end = year.interval.earliest.year, year.end
        interval = _season_days(season, number)
        if season is Season.WINTER:
            following = self._following_year(end, number)
            if following is not None:
                end = following
            else:
                # "Winter 2015" is the one that ended in 2015 or the one that began then.
                interval = DateInterval.hull((_season_days(season, number - 1), interval))
        return Reading(start, end, interval, Precision.SEASON)

    def _following_year(self, index: int, number: int) -> int | None:
        """Return the index after the second year of "2023-2024" or "2023/24"."""
        if self._text_at(index) not in {"-", "/"}:
            return None
        second = self._number(index + 1, 0, 2200)
        return index + 2 if second in (number + 1, (number + 1) % 100) else None

    def _season_by_step(self, start: int, end: int, season: Season, step: int) -> Reading | None:
        """Resolve "last summer": the latest one over, "this": the one of this year."""
        if self._reference is None:
            return None
        year = self._reference.year
        this = _season_days(season, year)
        if step == 0:
            chosen = this
        elif step == -1:
            over = (this.latest or date.max) < self._reference
            chosen = this if over else _season_days(season, year - 1)
        elif step == 1:
            ahead = (this.earliest or date.min) > self._reference
            chosen = this if ahead else _season_days(season, year + 1)
        else:
            return None
        return Reading(start, end, chosen, Precision.SEASON, is_relative=True)

    def _fraction(self, start: int) -> Reading | None:
        """Read "الربع الأول من 2024", "first half of May", "Q3 2022", "last week of June"."""
        found = self._fraction_words(start)
        if found is None:
            return None
        count, number, index = found
        whole = self._whole(self._skip(index, self._words.of, most=3))
        if whole is None or whole.interval.earliest is None or whole.interval.latest is None:
            return whole and replace(whole, start=start, precision=_PART)
        interval = _fraction_of(whole, count, number)
        if interval is None:
            return None
        precision = Precision.WEEK if count == _WEEKS else Precision.RANGE
        return replace(whole, start=start, interval=interval, precision=precision)

    def _nth_day(self, start: int) -> Reading | None:
        """Read "أول خميس من مايو 2024", "the last Friday of June", "آخر يوم من حزيران 2024"."""
        if self._word_in(start, LAST_ONE):
            which, index = 0, start + 1
        else:
            ordinal = self._words.ordinals.match(self._tokens, start)
            if ordinal is None or not 1 <= ordinal.value <= 5:
                return None
            which, index = ordinal.value, ordinal.end
        weekday = self._words.weekdays.match(self._tokens, index)
        weekday = weekday or self._words.short_weekdays.match(self._tokens, index)
        unit = self._words.units.match(self._tokens, index)
        if weekday is not None:
            index = weekday.end
        elif unit is not None and unit.value == UnitWord(Unit.DAY, Form.ONE):
            index = unit.end
        else:
            return None
        month_at = self._skip_words(index, self._words.of, self._words.year_leads_weak, most=3)
        month = self._whole(month_at) if month_at > index else None
        if month is None or month.precision is not Precision.MONTH:
            return None
        days = _nth_days(month, which, weekday.value if weekday else None)
        if days is None:
            return None
        precision = Precision.DAY if days.is_day else Precision.RANGE
        tolerance = 0 if weekday is not None else month.tolerance_days
        return replace(
            month, start=start, interval=days, precision=precision, tolerance_days=tolerance
        )

    def _fraction_words(self, start: int) -> tuple[int, int, int] | None:
        """Return into how many, which one (0 the last), and the index after the words."""
        coded = cues.QUARTER_CODE.match(self._text, self._tokens[start].start)
        if coded is not None:
            return 4, int(coded.group(1)), self._index_at(coded.end(), start)
        kind = self._words.fractions.match(self._tokens, start)
        index = kind.end if kind else start
        which: int | None = None
        if self._word_in(index, LAST_ONE):
            which, index = 0, index + 1
        elif self._tokens[start].kind is TokenKind.NUMBER and kind is None:
            figure = self._number(start, 1, 4)
            which, index = figure, start + 1
            if self._text_at(index) == "." or self._word_in(index, cues.ORDINAL_ENDINGS):
                index += 1
        else:
            ordinal = self._words.ordinals.match(self._tokens, index)
            if ordinal is not None:
                which, index = ordinal.value, ordinal.end
        if kind is None:
            kind = self._words.fractions.match(self._tokens, index)
            index = kind.end if kind else index
        if kind is None or which is None:
            return None
        return kind.value, which, index


_PART = Precision.PART
_WHOLES = frozenset({Precision.MONTH, Precision.YEAR, Precision.RANGE, Precision.SEASON})


def _nth_days(month: Reading, which: int, weekday: int | None) -> DateInterval | None:
    """Return the n-th (0 the last) day, or such weekday, of a month that may begin a day off."""
    first, last = month.interval.earliest, month.interval.latest
    if first is None or last is None:
        return month.interval
    if weekday is None:
        return DateInterval.of_day(last if which == 0 else first + timedelta(days=which - 1))
    possible: list[DateInterval] = []
    for shift in range(-month.tolerance_days, month.tolerance_days + 1):
        begins, ends = first + timedelta(days=shift), last + timedelta(days=shift)
        day = begins + timedelta(days=(weekday - begins.weekday()) % 7 + 7 * (which - 1))
        if which == 0:
            day = ends - timedelta(days=(ends.weekday() - weekday) % 7)
        if day <= ends:
            possible.append(DateInterval.of_day(day))
    return DateInterval.hull(possible) if possible else None


def _season_days(season: Season, year: int) -> DateInterval:
    first, last = cues.SEASON_MONTHS[season]
    closing_year, closing_month = (year, last + 1) if last >= first else (year + 1, last + 1)
    return DateInterval(
        date(year, first, 1), date(closing_year, closing_month, 1) - timedelta(days=1)
    )


def _fraction_of(whole: Reading, count: int, number: int) -> DateInterval | None:
    """Cut a month or a year into equal pieces, whole months where it is a year."""
    first, last = whole.interval.earliest, whole.interval.latest
    if first is None or last is None:
        return None
    if count == _WEEKS:
        if whole.precision is not Precision.MONTH or number > 5:
            return None
        begins = last - timedelta(days=6) if number == 0 else first + timedelta(weeks=number - 1)
        return DateInterval(begins, min(last, begins + timedelta(days=6)))
    if count == _DECADES:
        if whole.precision is not Precision.RANGE or not 0 <= number <= 10:
            return None
        # "The first decade of the century" is 2000-2009 to most and 2001-2010 to the strict.
        begins_year = first.year + 10 * ((number or 10) - 1)
        return DateInterval(date(begins_year - 1, 1, 1), date(begins_year + 9, 12, 31))
    number = number or count
    if not 1 <= number <= count:
        return None
    if whole.precision is Precision.MONTH:
        if count == 4:
            return None
        cuts = {2: (15,), 3: (10, 20)}[count]
        bounds = (0, *cuts, (last - first).days + 1)
        return DateInterval(
            first + timedelta(days=bounds[number - 1]), first + timedelta(days=bounds[number] - 1)
        )
    if whole.precision is Precision.YEAR and (first.month, first.day) == (1, 1):
        months = 12 // count
        closing = date(first.year, months * number, 28) + timedelta(days=4)
        return DateInterval(
            date(first.year, months * (number - 1) + 1, 1), closing - timedelta(days=closing.day)
        )
    length = (last - first).days + 1
    begins = first + timedelta(days=length * (number - 1) // count)
    return DateInterval(begins, first + timedelta(days=length * number // count - 1))


def third_of(whole: Reading, part: Part) -> DateInterval:
    """Cut a month into days 1-10, 11-20, 21-end, or a year into months 1-4, 5-8, 9-12.

    Decades are cut into years 0-3, 4-6 and 7-9, everything else into thirds by length.
    """
    first, last = whole.interval.earliest, whole.interval.latest
    if first is None or last is None:
        return whole.interval
    days = (last - first).days + 1
    if whole.precision is Precision.MONTH:
        early_end, middle_end = first + timedelta(days=9), first + timedelta(days=19)
    elif whole.precision is Precision.YEAR and first == date(first.year, 1, 1):
        early_end, middle_end = date(first.year, 4, 30), date(first.year, 8, 31)
    elif days in (3652, 3653) and first.month == 1:
        early_end, middle_end = date(first.year + 3, 12, 31), date(first.year + 6, 12, 31)
    elif days > 3653 and (first.month, first.day) == (1, 1):
        third = (last.year - first.year + 1) // 3
        early_end = date(first.year + third - 1, 12, 31)
        middle_end = date(first.year + 2 * third - 1, 12, 31)
    else:
        early_end = first + timedelta(days=days // 3 - 1)
        middle_end = first + timedelta(days=2 * days // 3 - 1)
    return {
        Part.EARLY: DateInterval(first, early_end),
        Part.MIDDLE: DateInterval(early_end + timedelta(days=1), middle_end),
        Part.LATE: DateInterval(middle_end + timedelta(days=1), last),
    }[part]


def disagrees(one: Reading, other: Reading) -> DateConflict | None:
    """Return the conflict of two readings of one day in two calendars, if they part."""
    near = one.interval.widened(one.tolerance_days)
    return None if near.overlaps(other.interval) else DateConflict.CALENDARS

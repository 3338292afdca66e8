"""Days counted from another date: "two days before 7 October 2023", "قبل يومين من 7 أكتوبر".

Part of the date grammar (``date_rules.py``). Not for amounts from the day of writing
(``date_counted.py``), nor from events that are no dates ("قبل يومين من الانتخابات").
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from multilingual import date_cues as cues
from multilingual.date_reading import DateConflict, Precision, Reading
from multilingual.date_spans import ComposedDates
from multilingual.date_words import Form, Unit
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["OffsetDates"]


class _Amount(NamedTuple):
    """So many units before (negative) or after something, and the index behind the words."""

    number: int
    unit: Unit
    end: int


class OffsetDates(ComposedDates):
    """Rules for an amount and the date it is counted from."""

    def _offset(self, start: int) -> Reading | None:
        """Read an amount before or after a date, in the order of the language."""
        amount = self._amount_before_date(start)
        if amount is not None:
            at = self._skip_words(amount.end, self._words.of, most=2)
            anchor = self._best(at) if at < len(self._tokens) else None
            if anchor is None or (anchor.is_relative and anchor.precision is not Precision.DAY):
                return None
            return self._moved(start, anchor.end, anchor, amount)
        return None

    def _offset_behind(self, start: int) -> Reading | None:
        """Read "7 اکتوبر 2023 سے تین دن پہلے", "7 Ekim 2023'ten üç gün önce"."""
        if self._language not in _OFFSET_BEHIND:
            return None
        anchor = self._best(start)
        if anchor is None:
            return None
        index = self._skip_suffix(anchor.end)
        joined = self._has(self._words.range_joiners, index)
        if joined is None and index == anchor.end:
            return None
        amount = self._plain_amount(index if joined is None else joined)
        if amount is None:
            return None
        for book, sign in ((self._words.ago_after, -1), (self._words.later_after, 1)):
            end = self._has(book, amount.end)
            if end is not None:
                signed = amount._replace(number=sign * amount.number)
                return self._moved(start, end, anchor, signed)
        return None

    def _amount_before_date(self, start: int) -> _Amount | None:
        """Read "two days before", "deux jours avant le", "قبل يومين من"."""
        if self._words.has_particles:
            before = self._has(self._words.ago_before, start)
            after = self._has(self._words.later_before, start)
            ahead = before if before is not None else after
            if ahead is not None and not self._text_at(start).endswith("منذ"):
                amount = self._plain_amount(ahead)
                if amount is not None and self._text_at(amount.end) == "من":
                    sign = -1 if before is not None else 1
                    return _Amount(sign * amount.number, amount.unit, amount.end + 1)
        amount = self._plain_amount(start)
        if amount is None:
            return None
        for book, sign in ((self._words.before_date, -1), (self._words.after_date, 1)):
            end = self._has(book, amount.end)
            if end is not None:
                return _Amount(sign * amount.number, amount.unit, end)
        return None

    def _plain_amount(self, start: int) -> _Amount | None:
        """Read "two days", "يومين", "أسبوع"."""
        index = self._has(self._words.about, start) or start
        count = self._count(index)
        unit = self._words.units.match(self._tokens, count[1] if count else index)
        if unit is None or unit.value.form in (Form.DEFINITE, Form.DEFINITE_TWO):
            return None
        if count is None and not (
            self._words.has_particles and unit.value.form in (Form.ONE, Form.TWO)
        ):
            return None
        number = count[0] if count else 1
        doubled = 2 if unit.value.form is Form.TWO else 1
        return _Amount(number * doubled, unit.value.unit, unit.end)

    def _moved(self, start: int, end: int, anchor: Reading, amount: _Amount) -> Reading | None:
        """Move a date by an amount; what is coarser than the date or the unit stays unresolved."""
        if anchor.precision not in (Precision.DAY, Precision.MONTH, Precision.YEAR):
            return None
        interval = self._moved_days(anchor, amount)
        precision: Precision = anchor.precision
        if precision is Precision.DAY and amount.unit in (Unit.MONTH, Unit.YEAR, Unit.DECADE):
            precision = cues.UNIT_PRECISION[amount.unit]
        return replace(
            anchor,
            start=start,
            end=end,
            interval=interval or DateInterval(None, None),
            precision=precision,
            conflict=anchor.conflict if interval is not None else DateConflict.REFERENCE,
            is_relative=anchor.is_relative or interval is None,
        )

    def _moved_days(self, anchor: Reading, amount: _Amount) -> DateInterval | None:
        first, last = anchor.interval.earliest, anchor.interval.latest
        # "A year after the October 1 referendum" says nothing about the year of either.
        if first is None or last is None or anchor.is_relative:
            return None
        unit = amount.unit
        is_small = unit not in (Unit.MONTH, Unit.YEAR, Unit.DECADE)
        if is_small:
            if anchor.precision is not Precision.DAY:
                return None
            ends = [self._day_at_distance(unit, amount.number, day) for day in (first, last)]
            return DateInterval(*ends) if ends[0] and ends[1] else None
        if anchor.calendar is not Calendar.GREGORIAN or unit is Unit.DECADE:
            return None
        moved = self._day_at_distance(unit, amount.number, first)
        if moved is None:
            return None
        if unit is Unit.YEAR and anchor.precision is not Precision.MONTH:
            return self._days(Calendar.GREGORIAN, moved.year)
        if anchor.precision is Precision.YEAR:
            return None
        return self._days(Calendar.GREGORIAN, moved.year, moved.month)


# Languages that write the amount behind its date.
_OFFSET_BEHIND = frozenset({"ur", "tr"})

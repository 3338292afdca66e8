"""What a rule reads: the shapes that the modules of the date grammar hand to each other.

For ``date_rules.py`` and the modules beside it; what a caller gets is ``dates.ParsedDate``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from multilingual.intervals import DateInterval
from multilingual.months import Calendar, MonthName

__all__ = ["DateConflict", "Precision", "Reading", "Written", "YearPart"]


class Precision(StrEnum):
    """How fine the written form is, from a minute to a century."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    PART = "part"
    MONTH = "month"
    SEASON = "season"
    RANGE = "range"
    YEAR = "year"


class DateConflict(StrEnum):
    """Why a date needs a person's eye."""

    DAY_MONTH_ORDER = "day_month_order"
    WEEKDAY = "weekday"
    MONTH_NAMES = "month_names"
    CALENDARS = "calendars"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands at tokens ``start`` to ``end`` (exclusive), before any tolerance is added.

    An interval open on both sides says that the year could not be resolved.
    """

    start: int
    end: int
    interval: DateInterval
    precision: Precision
    calendar: Calendar = Calendar.GREGORIAN
    time: time | None = None
    conflict: DateConflict | None = None
    tolerance_days: int = 0
    is_relative: bool = False


@dataclass(frozen=True, slots=True)
class YearPart:
    """What says the year of a month: figures, "last", "of last year", "of the same year"."""

    end: int
    year: int | None = None
    two_digits: bool = False
    step: int | None = None
    year_step: int | None = None
    is_same_year: bool = False

    @property
    def is_written(self) -> bool:
        """Whether anything at all says the year."""
        return (
            self.year is not None
            or self.step is not None
            or self.year_step is not None
            or self.is_same_year
        )


@dataclass(frozen=True, slots=True)
class Written:
    """A day or month with its name, as far as it is written; ``None`` means not written.

    ``is_bracketed`` if the bracket right before it is closed inside: "(تموز) 2014".
    """

    end: int
    month: MonthName
    other_month: MonthName | None
    first_day: int | None
    last_day: int | None
    year: YearPart
    weekday: int | None
    is_bracketed: bool = False

"""What the words of a date can mean, and the shape of one language's list of them.

The lists themselves are data, one module for each group of languages: ``date_words_arabic.py``,
``date_words_iranian.py``, ``date_words_urdu.py``, ``date_words_kurdish.py``,
``date_words_turkish.py``, ``date_words_european.py``. Spellings are folded (``folding.fold``)
before they are compared, so hamza, harakat, case and accents need no variants. Not for month
names (``months.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Form", "LanguageWords", "Part", "Season", "Unit", "UnitWord"]


class Unit(StrEnum):
    """A unit of time that relative expressions count in."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"


class Form(StrEnum):
    """How a unit is written: a bare plural says only "some", a definite one is never counted back.

    The last two are Arabic's definite dual and plural: "the two weeks", "the days".
    """

    ONE = "one"
    TWO = "two"
    MANY = "many"
    DEFINITE = "definite"
    DEFINITE_TWO = "definite_two"
    DEFINITE_MANY = "definite_many"


class Part(StrEnum):
    """A third of a month or of a year: days 1-10, 11-20, 21-end; months 1-4, 5-8, 9-12."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"


class Season(StrEnum):
    """A season of the northern half of the Earth, where these languages are written."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit as one word says it."""

    unit: Unit
    form: Form


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The words one language writes dates with; alternatives are separated by "|".

    Attributes:
        weekdays: seven lists, Monday first.
        short_weekdays: the same, of forms that are a weekday only beside a date.
        ordinals, cardinals: numbers in words; compounds are put together by the grammar.
        thousands, hundreds: the larger parts of a year in words.
        units: by unit and form.
        steps_before, steps_after: words that say which one is meant (-1 the last, 0 this, 1 the
            next), as they stand before or after a unit, weekday or month.
        named_units: single words such as Persian for "last year", by unit and step.
        day_words: days from the reference day, both ends; two ends differ where a word means two.
        day_parts: "morning" and the like, which say nothing about the day.
        day_tails: the same, where they only stand behind.
        span_before, span_between, span_after: what makes a counted unit a span up to the reference
            day (-1) or from it (1), as it stands before both, between them or behind both.
        before_date, after_date: between an amount and the date it is counted from.
        ago_before, ago_after: around an amount before the reference day.
        later_before, later_after: around an amount after it.
        about: words between "ago" and its amount that only say "roughly".
        few: "some", known to be three to nine.
        and_half: half a unit more.
        not_exactly: words before an amount that make it a bound.
        parts_before, parts_after: parts of a month or year.
        decades: "the nineties"; ``decade_leads`` and ``decade_tails`` around a written number.
        centuries: the word for a century; ``fractions``: halves and quarters by their number.
        of: words that join the pieces of one date.
        year_leads: words that make a number a year; ``year_leads_weak`` need an end of clause;
            ``year_tails`` stand behind; ``same_year`` points back to a year written before.
        year_followers: words after which a number with a weak lead is still a year.
        range_openers, range_joiners, list_joiners, range_closers: around two ends.
        at, morning, afternoon, night, noon, in_zone: around a clock time; ``night`` is the evening
            or the small hours, by the hour.
        equivalents: between a date and the same day in another calendar.
        month_leads, month_tails: words beside which an everyday word is a month.
        name_leads, name_tails: words around a day or month that is a name: bridge, revolution.
        day_name_leads, day_name_tails: the same around a weekday: newspapers, feasts, squares.
        everyday_weekdays: weekdays that are common words too, without a capital letter.
        not_today: words beside "the day" that make it some other day.
    """

    weekdays: tuple[str, ...] = ("",) * 7
    short_weekdays: tuple[str, ...] = ("",) * 7
    ordinals: Mapping[int, str] = field(default_factory=dict)
    cardinals: Mapping[int, str] = field(default_factory=dict)
    thousands: Mapping[int, str] = field(default_factory=dict)
    hundreds: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[tuple[Unit, Form], str] = field(default_factory=dict)
    steps_before: Mapping[int, str] = field(default_factory=dict)
    steps_after: Mapping[int, str] = field(default_factory=dict)
    named_units: Mapping[tuple[Unit, int], str] = field(default_factory=dict)
    day_words: Mapping[tuple[int, int], str] = field(default_factory=dict)
    day_parts: str = ""
    day_tails: str = ""
    span_before: Mapping[int, str] = field(default_factory=dict)
    span_between: Mapping[int, str] = field(default_factory=dict)
    span_after: Mapping[int, str] = field(default_factory=dict)
    before_date: str = ""
    after_date: str = ""
    ago_before: str = ""
    ago_after: str = ""
    later_before: str = ""
    later_after: str = ""
    about: str = ""
    few: str = ""
    and_half: str = ""
    not_exactly: str = ""
    parts_before: Mapping[Part, str] = field(default_factory=dict)
    parts_after: Mapping[Part, str] = field(default_factory=dict)
    seasons: Mapping[Season, str] = field(default_factory=dict)
    decades: Mapping[int, str] = field(default_factory=dict)
    decade_leads: str = ""
    decade_tails: str = ""
    centuries: str = ""
    fractions: Mapping[int, str] = field(default_factory=dict)
    of: str = ""
    year_leads: str = ""
    year_leads_weak: str = ""
    year_tails: str = ""
    same_year: str = ""
    year_followers: str = ""
    range_openers: str = ""
    range_joiners: str = ""
    list_joiners: str = ""
    range_closers: str = ""
    at: str = ""
    morning: str = ""
    afternoon: str = ""
    night: str = ""
    noon: str = ""
    in_zone: str = ""
    equivalents: str = ""
    month_leads: str = ""
    month_tails: str = ""
    name_leads: str = ""
    name_tails: str = ""
    day_name_leads: str = ""
    day_name_tails: str = ""
    everyday_weekdays: str = ""
    not_today: str = ""

"""The grammar of written dates: one rule per way of writing, tried where a date can begin.

For ``dates.py`` only, which says what the results mean. Every rule gets a token position and
returns a ``Reading`` or ``None``; the longest reading wins. The rules for figures, names, relative
expressions, periods and clock times have a module each; here are those that are made of them
(ranges, dates in two calendars, dates with a time) and the choice.

Which rules can begin at a word is known from the words they begin with, so that a text without
dates costs one look-up a word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Protocol

from multilingual.date_cues import (
    COMMON_MARKS,
    HIJRI_MARKS,
    ORDINAL_ENDINGS,
    SOLAR_MARKS,
    UTC_NAMES,
    YEAR_ENDINGS,
    YEAR_FIRST,
)
from multilingual.date_eras import ROMAN_CENTURIES
from multilingual.date_lexicon import Lexicon, lexicon
from multilingual.date_names import nearest_on
from multilingual.date_offsets import OffsetDates
from multilingual.date_periods import LAST_ONE
from multilingual.date_reading import Precision, Reading, Written
from multilingual.date_tokens import SearchText, Token, TokenKind, particle_length

__all__ = ["DateReader", "beginnings"]

Rule = Callable[["DateReader", int], Reading | None]


class _HasFirstWords(Protocol):
    """A phrase book of any meaning."""

    @property
    def first_words(self) -> frozenset[str]: ...


class DateReader(OffsetDates):
    """Reads one text's dates; see ``dates.find_dates`` for the arguments.

    ``alone`` means that the text is said to be a date, so that a bare year or a bare everyday
    word such as "May" is taken for one.
    """

    def __init__(
        self,
        searched: SearchText,
        tokens: tuple[Token, ...],
        *,
        language: str | None,
        reference: date | None,
        alone: bool,
    ) -> None:
        super().__init__(searched, tokens, language=language, reference=reference, alone=alone)
        self._beginnings = beginnings(self._words.language)
        self._figures_end = 0

    def may_begin(self, start: int) -> bool:
        """Whether a date can begin at a token, by one look-up; most words are no beginning."""
        token = self._tokens[start]
        if token.kind is TokenKind.NUMBER:
            return self._alone or self._number_may_begin(start)
        if token.kind is TokenKind.MARK:
            return False
        word = token.text
        if word in self._beginnings:
            return True
        return (
            self._words.has_particles
            and word[0] in "وفبلك"
            and self._bare(word) in self._beginnings
        )

    def _number_may_begin(self, start: int) -> bool:
        """Whether what follows a number leaves it the chance to be a date's."""
        following = self._token(start + 1)
        if following is None or following.kind is TokenKind.MARK:
            return True
        if following.kind is TokenKind.NUMBER:
            return False
        word, known = following.text, _after_numbers(self._words.language)
        if word in known:
            return True
        return self._words.has_particles and (word[0] == "و" or word[1:] in known)

    def read_at(self, start: int) -> Reading | None:
        """Return the longest reading that begins at token ``start``, with its clock time."""
        token = self._tokens[start]
        if token.kind is TokenKind.MARK or self._continues_number(start):
            return None
        if token.kind is TokenKind.NUMBER:
            rules = _FIGURE_RULES if self._is_in_figures(start) else _NUMBER_RULES
        else:
            rules = self._beginnings.get(self._bare(token.text), ())
        if not rules:
            return None
        best = self._longest(rules, start)
        if best is None:
            return None
        return self._with_clock(self._with_equivalent(best))

    def _is_in_figures(self, start: int) -> bool:
        """Whether only numbers, marks and "and" follow for longer than any date is.

        The end of the run is remembered, so that a page of figures costs one pass.
        """
        if start >= self._figures_end:
            end = start
            while end < len(self._tokens) and (
                self._tokens[end].kind is not TokenKind.WORD
                or self._has(self._words.list_joiners, end) is not None
            ):
                end += 1
            self._figures_end = end
        return self._figures_end - start > _LONG_RUN

    def start_of(self, reading: Reading) -> int:
        """Return the folded position where a reading begins, particles left out."""
        token = self._tokens[reading.start]
        if token.kind is not TokenKind.WORD or not self._words.has_particles:
            return token.start
        return token.start + particle_length(token.text, _known(self._words.language))

    def impossible_end(self, start: int) -> int | None:
        """Return where a date that cannot be ends, or ``None`` if none begins at ``start``.

        "30 February 2022" is no date; reading on inside it would make it the whole of February.
        """
        number = self._tokens[start]
        if number.kind is TokenKind.NUMBER and self._is_in_figures(start):
            return None
        if number.kind is TokenKind.WORD:
            rules = self._beginnings.get(self._bare(number.text), ())
            if DateReader._named not in rules:
                return None
        elif number.kind is TokenKind.MARK:
            return None
        written = self._written(start)
        if written is not None and self._is_a_name(start, written):
            return written.end
        if written is not None and written.first_day is not None:
            return None if self._is_possible(written) else self._impossible_until(written)
        if number.kind is not TokenKind.NUMBER or len(number.text) > 2:
            return None
        behind = self._written(self._skip(start + 1, self._words.of, most=3), led=True)
        return None if behind is None or 1 <= number.number <= 31 else behind.end

    def _impossible_until(self, written: Written) -> int:
        clock = self._clock(self._skip(written.end, self._words.at, most=3), named=False)
        return clock[1] if clock else written.end

    def _bare(self, word: str) -> str:
        """Return a word as the rules know it, particles taken off."""
        if not self._words.has_particles:
            return word
        if word in self._beginnings:
            return word
        length = particle_length(word, _known(self._words.language))
        if length:
            return word[length:]
        return "ال" + word[2:] if word.startswith("لل") else word

    def _best(self, start: int) -> Reading | None:
        """Return the longest reading of any simple rule."""
        if start >= len(self._tokens) or not self.may_begin(start):
            return None
        token = self._tokens[start]
        if token.kind is TokenKind.NUMBER:
            return self._longest(_SIMPLE_NUMBER_RULES, start)
        rules = self._beginnings.get(self._bare(token.text), ())
        return self._longest(tuple(rule for rule in rules if rule not in _COMPOSED), start)

    def _longest(self, rules: tuple[Rule, ...], start: int) -> Reading | None:
        best: Reading | None = None
        for rule in rules:
            reading = rule(self, start)
            if reading is not None:
                reading = self._with_words_behind(reading)
                if best is None or reading.end > best.end:
                    best = reading
        return best

    def _with_words_behind(self, reading: Reading) -> Reading:
        """Take in what some languages write behind: a part, "between", the weekday."""
        reading = self._with_part_behind(reading)
        if reading.precision is Precision.RANGE:
            closing = self._has(self._words.range_closers, self._skip_suffix(reading.end))
            return replace(reading, end=closing) if closing is not None else reading
        if reading.precision is not Precision.DAY or not reading.interval.is_day:
            return reading
        at = self._skip(reading.end, self._words.of, most=2)
        opened = self._text_at(at) == "("
        weekday = self._words.weekdays.match(self._tokens, at + 1 if opened else at)
        if weekday is None or (opened and self._text_at(weekday.end) != ")"):
            return reading
        near = reading.interval.widened(reading.tolerance_days)
        day, agrees = nearest_on(near, reading.interval, weekday.value)
        if not agrees:
            return reading
        end = weekday.end + 1 if opened else weekday.end
        return replace(reading, end=end, interval=day, tolerance_days=0)


_SIMPLE_RULES: tuple[Rule, ...] = (
    DateReader._iso,
    DateReader._numeric,
    DateReader._named,
    DateReader._nth_day,
    DateReader._part,
    DateReader._season,
    DateReader._fraction,
    DateReader._decade,
    DateReader._century,
    DateReader._year,
    DateReader._day_of_relative_month,
    DateReader._ago,
    DateReader._counted_span,
    DateReader._relative_unit,
    DateReader._relative_weekday,
    DateReader._day_word,
)
_NUMBER_RULES: tuple[Rule, ...] = (
    DateReader._iso,
    DateReader._numeric,
    DateReader._named,
    DateReader._range,
    DateReader._fraction,
    DateReader._decade,
    DateReader._century,
    DateReader._year,
    DateReader._day_of_relative_month,
    DateReader._ago,
    DateReader._counted_span,
    DateReader._offset,
    DateReader._offset_behind,
    DateReader._clock_then_date,
    DateReader._clock_before_year,
)
# The rules for a number that no word follows for long.
_FIGURE_RULES: tuple[Rule, ...] = (DateReader._iso, DateReader._numeric, DateReader._year)
_LONG_RUN = 16
_COMPOSED = (
    DateReader._range,
    DateReader._offset,
    DateReader._offset_behind,
    DateReader._clock_then_date,
    DateReader._clock_before_year,
)
_SIMPLE_NUMBER_RULES = tuple(rule for rule in _NUMBER_RULES if rule not in _COMPOSED)
_ORDER: tuple[Rule, ...] = (*_SIMPLE_RULES, *_COMPOSED)


@cache
def beginnings(language: str | None) -> dict[str, tuple[Rule, ...]]:
    """Return, for every folded word a date can begin with, the rules that begin with it."""
    words = lexicon(language)
    found: dict[str, list[Rule]] = {}
    for rule, books in _books_of_rules(words):
        for book in books:
            for word in book.first_words:
                rules = found.setdefault(word, [])
                if rule not in rules:
                    rules.append(rule)
    for word in ROMAN_CENTURIES:
        found.setdefault(word, []).append(DateReader._century)
    for word in LAST_ONE:
        found.setdefault(word, []).extend((DateReader._fraction, DateReader._nth_day))
    for code in ("q1", "q2", "q3", "q4", "t1", "t2", "t3", "t4"):
        found.setdefault(code[0], []).append(DateReader._fraction)
    return {word: tuple(sorted(rules, key=_ORDER.index)) for word, rules in found.items()}


@cache
def _after_numbers(language: str | None) -> frozenset[str]:
    """Return the folded words that can stand behind the first number of a date."""
    words = lexicon(language)
    books: tuple[_HasFirstWords, ...] = (
        words.months,
        words.of,
        words.units,
        words.span_between,
        words.seasons,
        words.and_half,
        words.range_joiners,
        words.list_joiners,
        words.year_leads,
        words.year_tails,
        words.year_leads_weak,
        words.decade_tails,
        words.centuries,
        words.fractions,
        words.parts_after,
        words.morning,
        words.afternoon,
        words.in_zone,
        words.weekdays,
        words.equivalents,
        words.steps_after,
        words.at,
    )
    marks = (
        ORDINAL_ENDINGS,
        YEAR_ENDINGS,
        HIJRI_MARKS,
        SOLAR_MARKS,
        COMMON_MARKS,
        UTC_NAMES,
        words.year_followers,
        frozenset({"h", "s", "t"}),
    )
    return frozenset().union(*(book.first_words for book in books), *marks)


@cache
def _known(language: str | None) -> frozenset[str]:
    return frozenset(beginnings(language))


def _books_of_rules(words: Lexicon) -> tuple[tuple[Rule, tuple[_HasFirstWords, ...]], ...]:
    numbers = (words.ordinals, words.cardinals)
    days = (words.weekdays, words.short_weekdays)
    months: tuple[_HasFirstWords, ...] = (words.months, *days, *numbers, words.steps_before)
    if words.language in YEAR_FIRST:
        months = (*months, words.year_leads, words.year_leads_weak)
    units = (words.units, words.steps_before, words.named_units)
    openers = (words.range_openers, words.year_leads)
    return (
        (DateReader._numeric, days),
        (DateReader._named, months),
        (DateReader._range, (*openers, *months, words.year_leads)),
        (DateReader._clock_before_year, (*days, words.months)),
        (DateReader._offset_behind, months),
        (DateReader._nth_day, (words.ordinals,)),
        (DateReader._part, (words.parts_before,)),
        (DateReader._season, (words.seasons, words.steps_before)),
        (DateReader._fraction, (words.fractions, words.ordinals)),
        (DateReader._decade, (words.decades, words.decade_leads)),
        (DateReader._century, (words.centuries, words.steps_before, *numbers)),
        (DateReader._year, (words.year_leads, words.year_leads_weak)),
        (DateReader._day_of_relative_month, numbers),
        (
            DateReader._ago,
            (words.ago_before, words.later_before, words.about, *numbers, words.units),
        ),
        (
            DateReader._counted_span,
            (words.span_before, words.units, words.cardinals, words.definite_cardinals),
        ),
        (
            DateReader._offset,
            (words.ago_before, words.later_before, words.about, words.cardinals),
        ),
        (DateReader._relative_unit, units),
        (DateReader._relative_weekday, (*days, words.steps_before, words.day_parts)),
        (DateReader._day_word, (words.day_words, words.day_parts)),
        (DateReader._clock_then_date, (words.at,)),
    )

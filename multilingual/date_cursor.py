"""Steps over the tokens of a text that every rule of the date grammar takes.

For ``date_rules.py`` and the modules beside it. Nothing here decides that something is a date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from multilingual import date_cues as cues
from multilingual import date_words as words
from multilingual.calendars import (
    HIJRI_TOLERANCE_DAYS,
    YEAR_RANGES,
    CalendarDay,
    NoSuchDay,
    calendar_day,
    days_of,
)
from multilingual.date_tokens import PhraseBook, Token, TokenKind
from multilingual.date_words import Modifier, Part, Season, Unit
from multilingual.intervals import DateInterval
from multilingual.months import Calendar, MonthName, month_names

__all__ = ["DateCursor", "tolerance_of"]


@dataclass(frozen=True, slots=True)
class _Books:
    weekdays: PhraseBook[int]
    ordinals: PhraseBook[int]
    cardinals: PhraseBook[int]
    units: PhraseBook[tuple[Unit, int]]
    modifiers: PhraseBook[Modifier]
    day_words: PhraseBook[int]
    ago_before: PhraseBook[bool]
    ago_after: PhraseBook[bool]
    parts: PhraseBook[Part]
    seasons: PhraseBook[Season]
    decades: PhraseBook[int]
    last_century: PhraseBook[bool]


@cache
def _books() -> _Books:
    return _Books(
        weekdays=PhraseBook.of_lists(words.WEEKDAYS),
        ordinals=PhraseBook.of_lists(words.ORDINALS),
        cardinals=PhraseBook.of_lists(words.CARDINALS),
        units=PhraseBook.of_lists(words.UNITS),
        modifiers=PhraseBook.of_lists(words.MODIFIERS),
        day_words=PhraseBook.of_lists(words.DAY_WORDS),
        ago_before=PhraseBook.of_lists({True: words.AGO_BEFORE}),
        ago_after=PhraseBook.of_lists({True: words.AGO_AFTER}),
        parts=PhraseBook.of_lists(words.PARTS),
        seasons=PhraseBook.of_lists(words.SEASONS),
        decades=PhraseBook.of_lists(words.DECADES),
        last_century=PhraseBook((phrase, True) for phrase in cues.CENTURY_LAST),
    )


@cache
def _month_book(language: str | None) -> PhraseBook[MonthName]:
    """The month names a text in ``language`` may use: its own first, then English ones."""
    names = month_names()
    if language is None:
        return PhraseBook((name.spelling, name) for name in names)
    wanted = {"prs": "fa", "ku": "kmr"}.get(language, language)
    own = [name for name in names if wanted in name.languages]
    # In Kurdish the name is tied to its year by an ending: "ئابی ٢٠٢١", "Tebaxa 2021".
    own += [
        replace(name, spelling=name.spelling + ending)
        for name in own
        for ending in cues.KURDISH_ENDINGS.get(wanted, ())
    ]
    if not own:
        return _month_book(None)
    lent = [name for name in names if "en" in name.languages]
    return PhraseBook((name.spelling, name) for name in (*own, *lent))


def tolerance_of(calendar: Calendar) -> int:
    """Return the days by which a calendar's tables may be off, on each side."""
    return HIJRI_TOLERANCE_DAYS if calendar is Calendar.HIJRI else 0


class DateCursor:
    """The tokens of one text, its language and its reference day."""

    def __init__(
        self,
        text: str,
        tokens: tuple[Token, ...],
        *,
        language: str | None,
        reference: date | None,
        alone: bool,
    ) -> None:
        subtags = (language or "und").replace("_", "-").lower().split("-")
        self._region = subtags[-1] if len(subtags) > 1 else ""
        self._language = None if subtags[0] == "und" else subtags[0]
        self._text = text
        self._tokens = tokens
        self._reference = reference
        self._alone = alone
        self._months = _month_book(self._language)
        self._books = _books()

    def _token(self, index: int) -> Token | None:
        return self._tokens[index] if index < len(self._tokens) else None

    def _word_in(self, index: int, choices: frozenset[str]) -> bool:
        token = self._token(index)
        return token is not None and token.kind is TokenKind.WORD and token.text in choices

    def _mark_in(self, index: int, choices: frozenset[str]) -> bool:
        token = self._token(index)
        return token is not None and token.kind is TokenKind.MARK and token.text in choices

    def _number(self, index: int, lowest: int, highest: int) -> int | None:
        token = self._token(index)
        if token is None or token.kind is not TokenKind.NUMBER:
            return None
        return token.number if lowest <= token.number <= highest else None

    def _skip(self, index: int, choices: frozenset[str], most: int) -> int:
        """Pass over at most ``most`` separators and the given words."""
        for _ in range(most):
            if not (self._mark_in(index, cues.SEPARATORS) or self._word_in(index, choices)):
                break
            index += 1
        return index

    def _index_at(self, position: int, start: int) -> int:
        """Return the index of the first token that begins at or after a folded position."""
        while start < len(self._tokens) and self._tokens[start].start < position:
            start += 1
        return start

    def _calendar_of_year(self, year: int, end: int) -> tuple[Calendar | None, int]:
        """Return which calendar a year counts in, and the index after a mark that says so."""
        marked, after = self._calendar_mark(end)
        if marked is not None:
            lowest, highest = YEAR_RANGES[marked]
            return (marked, after) if lowest <= year <= highest else (None, end)
        lowest, highest = YEAR_RANGES[Calendar.GREGORIAN]
        if lowest <= year <= highest:
            return Calendar.GREGORIAN, end
        lowest, highest = YEAR_RANGES[Calendar.JALALI]
        if lowest <= year <= highest and self._language in cues.JALALI_LANGUAGES:
            return Calendar.JALALI, end
        return None, end

    def _calendar_mark(self, index: int) -> tuple[Calendar | None, int]:
        """Read "هـ", "هـ.ش", "م", "AH" and the like."""
        if self._word_in(index, cues.HIJRI_MARKS):
            after = index + 1
            for _ in range(2):
                inner = after + 1 if self._mark_in(after, frozenset({".", "-"})) else after
                if self._word_in(inner, cues.SOLAR_MARKS):
                    return Calendar.JALALI, inner + 1
                if self._word_in(inner, cues.HIJRI_MARKS):
                    after = inner + 1
            return Calendar.HIJRI, after
        if self._word_in(index, cues.SOLAR_MARKS):
            return Calendar.JALALI, index + 1
        if self._word_in(index, cues.COMMON_MARKS):
            return Calendar.GREGORIAN, index + 1
        return None, index

    def _day(self, index: int, *, in_words: bool = True) -> tuple[int, int] | None:
        """Read a day of the month in figures or words; return it and the index after it."""
        number = self._number(index, 1, 31)
        if number is not None:
            after = index + 1
            clock = cues.CLOCK.match(self._text, self._tokens[index].start)
            if clock is not None and clock.group(2) == ":":
                return None
            if self._word_in(after, cues.ORDINAL_ENDINGS) and (
                self._tokens[after].start == self._tokens[index].end
            ):
                after += 1
            return number, after
        if not in_words:
            return None
        ordinal = self._books.ordinals.match(self._tokens, index)
        if ordinal is None:
            return None
        value, after = ordinal.value, ordinal.end
        if value < 10 and self._word_in(after, frozenset({"عشر", "عشره"})):
            return value + 10, after + 1
        tens = self._books.ordinals.match(self._tokens, after)
        if value < 10 and tens is not None and tens.value >= 20 and tens.with_particle:
            value, after = value + tens.value, tens.end
        return (value, after) if value <= 31 else None

    @staticmethod
    def _days(
        calendar: Calendar, year: int, month: int | None, day: int | None
    ) -> DateInterval | None:
        try:
            return days_of(calendar, year, month, day)
        except NoSuchDay:
            # Impossible as written, so no date by this rule.
            return None

    @staticmethod
    def _counted(calendar: Calendar, day: date) -> CalendarDay | None:
        try:
            return calendar_day(calendar, day)
        except NoSuchDay:
            return None

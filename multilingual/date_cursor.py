"""Steps over the tokens of a text that every rule of the date grammar takes.

For ``date_rules.py`` and the modules beside it. Nothing here decides that something is a date.
"""

from __future__ import annotations

from datetime import date

from multilingual import date_cues as cues
from multilingual.calendars import (
    HIJRI_TOLERANCE_DAYS,
    YEAR_RANGES,
    CalendarDay,
    NoSuchDay,
    calendar_day,
    days_of,
)
from multilingual.date_lexicon import lexicon
from multilingual.date_reading import Written
from multilingual.date_tokens import PhraseBook, SearchText, Token, TokenKind
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["DateCursor", "tolerance_of"]


def tolerance_of(calendar: Calendar) -> int:
    """Return the days by which a calendar's tables may be off, on each side."""
    return HIJRI_TOLERANCE_DAYS if calendar is Calendar.HIJRI else 0


class DateCursor:
    """The tokens of one text, its language and its reference day.

    ``context_year`` is the Gregorian year of the last full date read before, for "the same year".
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
        subtags = (language or "und").replace("_", "-").lower().split("-")
        self._region = subtags[-1] if len(subtags) > 1 else ""
        self._words = lexicon(None if subtags[0] == "und" else subtags[0])
        # A language we have no words for is read with all of them, but keeps its own habits.
        self._language = None if subtags[0] == "und" else subtags[0]
        self._searched = searched
        self._text = searched.text
        self._tokens = tokens
        self._reference = reference
        self._alone = alone
        self.context_year: int | None = None
        self._written_at: dict[tuple[int, bool], Written | None] = {}

    def _token(self, index: int) -> Token | None:
        return self._tokens[index] if 0 <= index < len(self._tokens) else None

    def _text_at(self, index: int) -> str:
        return self._tokens[index].text if 0 <= index < len(self._tokens) else ""

    def _has(self, book: PhraseBook[bool], index: int) -> int | None:
        """Return the index after a phrase of a book, or ``None`` if none stands here."""
        found = book.match(self._tokens, index)
        return None if found is None else found.end

    def _word_in(self, index: int, choices: frozenset[str]) -> bool:
        return self._text_at(index) in choices

    def _mark_in(self, index: int, choices: frozenset[str]) -> bool:
        return self._text_at(index) in choices

    def _list_joiner(self, index: int) -> int | None:
        """Return the index after "and"; Arabic writes it onto the word that follows."""
        end = self._has(self._words.list_joiners, index)
        if end is None and self._words.has_particles:
            word = self._text_at(index)
            return index if word[:1] == "و" and len(word) > 3 else None
        return end

    def _number(self, index: int, lowest: int, highest: int) -> int | None:
        token = self._token(index)
        if token is None or token.kind is not TokenKind.NUMBER:
            return None
        return token.number if lowest <= token.number <= highest else None

    def _is_adjacent(self, index: int) -> bool:
        """Whether a token is written onto the one before it."""
        return (
            0 < index < len(self._tokens)
            and self._tokens[index - 1].end == self._tokens[index].start
        )

    def _skip(self, index: int, *books: PhraseBook[bool], most: int) -> int:
        """Pass over at most ``most`` separators and phrases of the given books."""
        for _ in range(most):
            if self._mark_in(index, cues.SEPARATORS):
                index += 1
                continue
            for book in books:
                end = self._has(book, index)
                if end is not None:
                    index = end
                    break
            else:
                break
        return index

    def _skip_suffix(self, index: int) -> int:
        """Pass over an ending behind an apostrophe: "2021'de", "last year's"."""
        token = self._token(index + 1)
        if (
            self._text_at(index) == "'"
            and token is not None
            and token.kind is TokenKind.WORD
            and len(token.text) <= 5
            and self._is_adjacent(index)
            and self._is_adjacent(index + 1)
        ):
            return index + 2
        if self._word_in(index, cues.YEAR_ENDINGS) and self._is_adjacent(index):
            return index + 1
        return index

    def _index_at(self, position: int, start: int) -> int:
        """Return the index of the first token that begins at or after a folded position."""
        while start < len(self._tokens) and self._tokens[start].start < position:
            start += 1
        return start

    def _is_capital(self, index: int) -> bool:
        """Whether the word at a token was written with a capital letter."""
        token = self._tokens[index]
        start, _ = self._searched.original_span(token.start, token.end)
        return self._searched.original[start : start + 1].isupper()

    def _calendar_of_year(self, year: int, end: int) -> tuple[Calendar | None, int]:
        """Return which calendar a year counts in, and the index after a mark that says so.

        1400 is a Jalali year in Persian and a Hijri or a Gregorian one in Arabic, where it is
        left unread without a mark.
        """
        marked, after = self._calendar_mark(end)
        if marked is not None:
            return (marked, after) if _reaches(marked, year) else (None, end)
        if self._language in cues.JALALI_LANGUAGES and _reaches(Calendar.JALALI, year):
            return Calendar.JALALI, end
        lowest, highest = YEAR_RANGES[Calendar.HIJRI]
        if lowest <= year <= highest and self._language not in {"en", "fr", "tr", "kmr"}:
            return None, end
        return (Calendar.GREGORIAN if _reaches(Calendar.GREGORIAN, year) else None), end

    def _calendar_mark(self, index: int) -> tuple[Calendar | None, int]:
        """Read "هـ", "هـ.ش", "م", "AH" and the like, in brackets or not."""
        if self._text_at(index) == "(" and self._text_at(index + 2) == ")":
            marked, _ = self._calendar_mark(index + 1)
            return (marked, index + 3) if marked is not None else (None, index)
        if self._word_in(index, cues.HIJRI_MARKS):
            after = index + 1
            for _ in range(2):
                inner = after + 1 if self._text_at(after) in {".", "-"} else after
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

    @staticmethod
    def _days(
        calendar: Calendar, year: int, month: int | None = None, day: int | None = None
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


def _reaches(calendar: Calendar, year: int) -> bool:
    lowest, highest = YEAR_RANGES[calendar]
    return lowest <= year <= highest

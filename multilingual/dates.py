"""Written dates in many languages to intervals of days, never more precise than what is written.

For dates in running text, by-lines, meta tags and forms. A date is read together with the language
it stands in and, where it says "yesterday" or leaves the year out, the day it was written on; both
are arguments, because this module reads no clock. What does not exist (30 February) is refused;
what can be read in two ways comes back as an interval that holds both, with a ``conflict``.

Not for deciding which of a page's dates is its publication day (``claims.domain.pages``), and not
for showing dates (``display.py``). The grammar is in ``date_rules.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from multilingual.date_reading import DateConflict, Precision, Reading
from multilingual.date_rules import DateReader
from multilingual.date_tokens import TokenKind, tokenize
from multilingual.folding import fold, fold_with_origins
from multilingual.intervals import DateInterval
from multilingual.months import Calendar

__all__ = ["Calendar", "DateConflict", "NotADate", "ParsedDate", "Precision", "find_dates"]
__all__ += ["parse_date"]


class NotADate(ValueError):
    """The text is not one date that can be resolved; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as it was written, and the days it can mean.

    Attributes:
        interval: Gregorian days, both ends inclusive, ``tolerance_days`` included.
        time: the clock time beside it, with a zone only where one was written; else ``None``.
        precision: what was written, which can be finer than the interval: a Hijri day is a day,
            yet may have been any of three.
        calendar: the calendar it was written in.
        span: half-open positions in the text that was given.
        text: the written form, exactly as it stands at ``span``.
        reference: the day it was resolved against, or ``None`` if it needed none.
        conflict: why a person should look at it, or ``None``.
        tolerance_days: days already added to each side of ``interval`` because the calendar
            itself is unsure: 1 for Hijri dates, 0 otherwise.
    """

    interval: DateInterval
    time: time | None
    precision: Precision
    calendar: Calendar
    span: tuple[int, int]
    text: str
    reference: date | None
    conflict: DateConflict | None
    tolerance_days: int

    @property
    def nominal(self) -> DateInterval:
        """The interval by the calendar's tables, without the tolerance."""
        earliest, latest = self.interval.earliest, self.interval.latest
        if not self.tolerance_days or earliest is None or latest is None:
            return self.interval
        tolerance = timedelta(days=self.tolerance_days)
        return DateInterval(earliest + tolerance, latest - tolerance)


# Words that may stand around a date without making the text something else than a date.
_FILLER_WORDS = (
    "في من يوم بتاريخ تاريخ نشر النشر تم آخر تحديث الموافق صباح مساء عند الساعة توقيت"
    " on the at of posted published date updated le la du au publié à mis jour"
    " tarih tarihinde در تاریخ روز انتشار شنبه غرينتش بتوقيت gmt utc"
)
_FILLERS = frozenset(fold(word) for word in _FILLER_WORDS.split())


def parse_date(
    text: str, *, language: str | None = None, reference: date | None = None
) -> ParsedDate:
    """Read a text that is one date and nothing else.

    Args:
        text: at most some words, such as a by-line; leading words like "Published on" may stand.
        language: BCP 47 tag of the text; ``None`` or "und" if unknown, and then 03/04/2024 is both
            3 April and 4 March, with a conflict.
        reference: the day the text was written on. Needed for relative expressions ("yesterday",
            "last August") and where the year is missing.

    Raises:
        NotADate: if there is no date, more than a date, an impossible date, or one that needs a
            reference and got none.
    """
    found = _dates_in(text, language, reference, alone=True)
    if not found:
        if reference is None and _dates_in(text, language, date(2000, 6, 15), alone=True):
            raise NotADate("This date depends on the day it was written on; give that day as well.")
        raise NotADate("No date that exists could be read here; write it as in 14 August 2022.")
    if len(found) > 1:
        raise NotADate("More than one date is written here; give one at a time.")
    start, end = found[0].span
    if not _only_fillers(text[:start]) or not _only_fillers(text[end:]):
        raise NotADate("There is more than a date here; give the date alone.")
    return found[0]


def find_dates(
    text: str,
    *,
    language: str | None = None,
    reference: date | None = None,
) -> list[ParsedDate]:
    """Find the dates in a running text, in the order they stand.

    Arguments are as for ``parse_date``. Expressions that need a reference are passed over where
    none is given; so are impossible dates. A date does not run over the end of a line.

    Cost: about 0.1 ms a word.
    """
    return _dates_in(text, language, reference, alone=False)


def _dates_in(
    text: str, language: str | None, reference: date | None, *, alone: bool
) -> list[ParsedDate]:
    """Find dates; ``alone`` says that the whole text is meant to be one."""
    folded = fold_with_origins(text)
    tokens = tokenize(folded)
    reader = DateReader(folded.text, tokens, language=language, reference=reference, alone=alone)
    found: list[ParsedDate] = []
    position = 0
    while position < len(tokens):
        reading = reader.read_at(position)
        if reading is None:
            position = reader.impossible_end(position) or position + 1
            continue
        span = folded.original_span(tokens[reading.start].start, tokens[reading.end - 1].end)
        found.append(_parsed(reading, span, text, reference))
        position = reading.end
    return found


def _parsed(
    reading: Reading, span: tuple[int, int], text: str, reference: date | None
) -> ParsedDate:
    return ParsedDate(
        interval=reading.interval.widened(reading.tolerance_days),
        time=reading.time,
        precision=reading.precision,
        calendar=reading.calendar,
        span=span,
        text=text[span[0] : span[1]],
        reference=reference if reading.is_relative else None,
        conflict=reading.conflict,
        tolerance_days=reading.tolerance_days,
    )


def _only_fillers(text: str) -> bool:
    return all(
        token.kind is TokenKind.MARK or token.text in _FILLERS
        for token in tokenize(fold_with_origins(text))
    )

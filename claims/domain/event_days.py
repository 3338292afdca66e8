"""Days that a claim itself names, offered to the editor as the days of its event.

For the desk, which shows each with the words it was read from: a person chooses. Not for setting
anything by itself, and not for reading a page's own date (``pages.py``). Reads no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from multilingual.dates import DateConflict, find_dates
from multilingual.intervals import DateInterval

# So many are offered; more are not read, they are searched through.
MOST_OFFERED = 6


class DaysOrigin(StrEnum):
    """Where days were found."""

    CLAIM = "claim"
    RESTATED = "restated"
    STATEMENT = "statement"
    FIRST_SEEN = "first_seen"


@dataclass(frozen=True, slots=True)
class WordsToRead:
    """A text of a claim. ``written_on`` is the days it was written on, for "yesterday"."""

    text: str
    language: str
    origin: DaysOrigin
    written_on: DateInterval | None = None


@dataclass(frozen=True, slots=True)
class OfferedDays:
    """Days with both ends, and the words they were read from ("" for a date that stands alone)."""

    first: date
    last: date
    words: str
    origin: DaysOrigin

    @property
    def days(self) -> DateInterval:
        """The same as an interval."""
        return DateInterval(self.first, self.last)


def offered_days(
    texts: Iterable[WordsToRead], *, first_seen: DateInterval | None = None
) -> list[OfferedDays]:
    """Return the days that the texts name, each once, in the order of the texts.

    Args:
        first_seen: the days on which the claim was first seen, offered last.

    Returns:
        At most ``MOST_OFFERED``. A date that can be read in two ways by the order of day and month
        is left out, as is one without a first or a last day: these a person types.
    """
    found = [offered for text in texts for offered in _days_in(text)]
    if first_seen is not None and first_seen.earliest and first_seen.latest:
        found.append(OfferedDays(first_seen.earliest, first_seen.latest, "", DaysOrigin.FIRST_SEEN))
    once: dict[tuple[date, date], OfferedDays] = {}
    for offered in found:
        once.setdefault((offered.first, offered.last), offered)
    return list(once.values())[:MOST_OFFERED]


def _days_in(text: WordsToRead) -> list[OfferedDays]:
    known = text.language if text.language not in ("", "und") else None
    return [
        OfferedDays(one.interval.earliest, one.interval.latest, one.text, text.origin)
        for one in find_dates(text.text, language=known, reference=text.written_on)
        if one.conflict is not DateConflict.DAY_MONTH_ORDER
        and one.interval.earliest is not None
        and one.interval.latest is not None
    ]

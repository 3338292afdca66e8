"""What is stored of a reading, taken out of its JSON for showing and for applying corrections.

The JSON is that of `claims.domain.reading_json`, possibly written by an older release: what is not
there, or is of another shape, is left out, and never stops a page from being shown. Not for
reading pages, nor for what a reading means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = [
    "StoredCut",
    "StoredDate",
    "StoredLine",
    "StoredLink",
    "StoredPost",
    "StoredVerdict",
    "stored_cuts",
    "stored_dates",
    "stored_lines",
    "stored_links",
    "stored_posts",
    "stored_verdicts",
]

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line of the page; ``body_start`` is its place in the text as read, None if left out."""

    number: int
    text: str
    role: str
    reason: str
    body_start: int | None

    @property
    def is_kept(self) -> bool:
        """Whether its words are in the text as read."""
        return self.body_start is not None


@dataclass(frozen=True, slots=True)
class StoredDate:
    """A date in the text. ``precision``, ``calendar`` and ``conflict`` are codes; "" for none."""

    text: str
    start: int
    end: int
    earliest: date | None
    latest: date | None
    precision: str
    calendar: str
    conflict: str
    time: str


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """Another fact-checker's finding in the text; ``rating`` is a key of ours or ""."""

    checker: str
    words: str
    rating: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post that the page shows or tells of, counted from 1 in ``number``.

    ``start`` and ``end`` are None where it does not stand in the text.
    """

    number: int
    platform: str
    account: str
    author: str
    url: str
    text: str
    first_day: date | None
    last_day: date | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class StoredLink:
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class StoredCut:
    """Where another article begins; ``cohesion`` from 0 to 1, None where it was not worked out."""

    line: int
    text: str
    is_offered: bool
    cohesion: float | None


def stored_lines(content: Stored) -> list[StoredLine]:
    """Return every line of the page in order, kept or left out."""
    return [
        StoredLine(
            number,
            _text(one, "text"),
            _text(one, "role"),
            _text(one, "reason"),
            _number(one, "body_start"),
        )
        for one in _each(content, "lines")
        if (number := _number(one, "number")) is not None
    ]


def stored_dates(analysis: Stored) -> list[StoredDate]:
    """Return the dates in the text, in the order they stand."""
    return [
        StoredDate(
            _text(one, "text"),
            start,
            end,
            _day(one, "earliest"),
            _day(one, "latest"),
            _text(one, "precision"),
            _text(one, "calendar"),
            _text(one, "conflict"),
            _text(one, "time"),
        )
        for one in _each(analysis, "dates")
        for start, end in _span(one)
    ]


def stored_verdicts(analysis: Stored) -> list[StoredVerdict]:
    """Return what other fact-checkers are said to have found."""
    return [
        StoredVerdict(_text(one, "checker"), _text(one, "words"), _text(one, "rating"), start, end)
        for one in _each(analysis, "earlier_verdicts")
        for start, end in _span(one)
    ]


def stored_posts(analysis: Stored) -> list[StoredPost]:
    """Return the posts that the page shows or tells of."""
    found = []
    for number, one in enumerate(_each(analysis, "posts"), start=1):
        posted = one.get("posted")
        days: Stored = posted if isinstance(posted, dict) else {}
        start, end = next(_span(one), (None, None))
        found.append(
            StoredPost(
                number,
                _text(one, "platform"),
                _text(one, "account"),
                _text(one, "author"),
                _text(one, "url"),
                _text(one, "text"),
                _day(days, "earliest"),
                _day(days, "latest"),
                start,
                end,
            )
        )
    return found


def stored_links(content: Stored) -> list[StoredLink]:
    """Return the links out of the article's body."""
    return [StoredLink(_text(one, "url"), _text(one, "text")) for one in _each(content, "links")]


def stored_cuts(content: Stored) -> list[StoredCut]:
    """Return where further articles of the page begin, or seem to."""
    return [
        StoredCut(line, _text(one, "text"), one.get("is_offered") is True, _share(one, "cohesion"))
        for one in _each(content, "cuts")
        if (line := _number(one, "line")) is not None
    ]


def _each(stored: Stored, name: str) -> Iterator[Stored]:
    found = stored.get(name)
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            yield one


def _text(one: Stored, name: str) -> str:
    value = one.get(name)
    return value if isinstance(value, str) else ""


def _number(one: Stored, name: str) -> int | None:
    value = one.get(name)
    return value if isinstance(value, int) and value >= 0 else None


def _share(one: Stored, name: str) -> float | None:
    value = one.get(name)
    return float(value) if isinstance(value, int | float) else None


def _span(one: Stored) -> Iterator[tuple[int, int]]:
    start, end = _number(one, "start"), _number(one, "end")
    if start is not None and end is not None and start < end:
        yield start, end


def _day(one: Stored, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(one, name))
    except ValueError:
        return None

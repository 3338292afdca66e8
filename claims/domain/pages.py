"""What was read from a news page, and reading it from pasted text.

A ``PageReading`` is what an editor sees before a news item is stored: title, body, language,
publication days with their origin, pictures, and what is missing. Pasted text has no markup, so it
is read line by line: furniture goes, wrapped paragraphs are joined, the title and the by-line are
found by their place. Everything removed is kept for the editor. Not for HTML
(``claims.adapters.article``) and not for statements made in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from claims.domain.bylines import (
    byline_day,
    dateline_days,
    named_author,
    says_only_updated,
    says_published,
)
from claims.domain.furniture import LineKind, kind_of_line
from claims.domain.page_lines import (
    TITLE_WORDS,
    PageLine,
    clean_lines,
    count_words,
    first_paragraph,
    is_paragraph,
    line_key,
    page_lines,
    reflowed,
)
from claims.domain.publication import (
    DateCandidate,
    Publication,
    PublishedConflict,
    PublishedOrigin,
    decide_publication,
)
from multilingual.dates import ParsedDate
from multilingual.intervals import DateInterval
from multilingual.language import identify

__all__ = [
    "MissingPart",
    "PagePicture",
    "PageReading",
    "PublishedConflict",
    "PublishedOrigin",
    "read_pasted_text",
]


class MissingPart(StrEnum):
    """What a page did not say; the desk asks the editor for it.

    ``NO_PICTURES`` is only said of a page: pasted text has no place for pictures.
    """

    NO_TITLE = "no_title"
    NO_DATE = "no_date"
    NO_TEXT = "no_text"
    NO_PICTURES = "no_pictures"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of the article, not of the site.

    ``url`` is absolute, or a ``data:`` address where the picture is inside a saved page.
    ``is_lead`` marks the one the page puts forward (og:image or the first).
    """

    url: str
    caption: str
    alt: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class PageReading:
    """A news page as read; nothing in it is stored or confirmed yet.

    Attributes:
        title: without the site's name; ``None`` if none was found.
        body: paragraphs separated by one empty line, without furniture and without the title.
        language: BCP 47 tag, "und" if it cannot be told.
        language_confidence: 0 to 1.
        published: the days it can have been published on; ``None`` only if nothing says anything.
        published_at: the instant in UTC, where one was written with its zone.
        published_origin, published_text: where that was read, and the words it rests on.
        published_conflicts: what contradicts it, for an editor to judge.
        captions: picture captions taken out of the text; those of known pictures are with them.
        missing: what the page did not say.
        furniture_removed: the lines taken out, in their order.
        second_article_at: number of the line, counted from 0 in what was given, at which a second
            article seems to begin; offered, never acted on.
    """

    title: str | None
    body: str
    language: str
    language_confidence: float
    author: str | None
    outlet_name: str | None
    canonical_url: str | None
    published: DateInterval | None
    published_at: datetime | None
    published_origin: PublishedOrigin | None
    published_text: str
    published_conflicts: tuple[PublishedConflict, ...]
    pictures: tuple[PagePicture, ...]
    captions: tuple[str, ...]
    missing: tuple[MissingPart, ...]
    furniture_removed: tuple[str, ...]
    second_article_at: int | None


_FALLBACK_TITLE_WORDS = range(2, 31)
# A title repeated within so many lines below itself is an article's title (measured on real
# pages: exactly the titles, and no other line).
_REPEAT_WITHIN = 8


def read_pasted_text(
    text: str, *, language: str | None = None, reference: date | None = None
) -> PageReading:
    """Read an article from text that an editor pasted, furniture and all.

    Args:
        text: plain text, as a browser copies a page.
        language: BCP 47 tag if the editor says so; else it is identified.
        reference: the day the text was pasted or captured, if known. Nothing can have been
            published after it, and "two hours ago" in a by-line counts from it.

    Returns:
        A reading, also for an empty text: then ``missing`` says so. Without a by-line
        the publication days are the bounds the text allows (origin ``text_mentions`` or
        ``site_header``), with an open side where nothing is known.
    """
    lines = page_lines(text)
    identified = identify(
        " ".join(line.text for line in lines if count_words(line.text) >= 5) or text
    )
    tongue = language or identified.language
    confidence = 1.0 if language else identified.confidence
    repeated = _repeated_titles(lines)
    title_at = _title_at(lines, repeated, tongue, reference)
    title = lines[title_at].text if title_at is not None else None
    second_at = _second_article(lines, repeated, title)
    page = _Parts.split(lines, title_at, tongue, reference)
    # The dates of a second article say nothing about the first.
    first = [line for line in lines if second_at is None or line.number < second_at]
    publication = decide_publication(
        page.candidates,
        body=_Parts.split(first, title_at, tongue, reference).body,
        language=tongue,
        captured_on=reference,
    )
    return _reading(page, title, tongue, confidence, publication, second_at)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A pasted text taken apart."""

    body: str
    author: str | None
    captions: tuple[str, ...]
    removed: tuple[str, ...]
    candidates: tuple[DateCandidate, ...]

    @classmethod
    def split(
        cls, lines: list[PageLine], title_at: int | None, language: str, reference: date | None
    ) -> _Parts:
        start = title_at + 1 if title_at is not None else 0
        title = line_key(lines[title_at].text) if title_at is not None else ""
        text_at = first_paragraph(lines, start)
        candidates: list[DateCandidate] = []
        removed: list[str] = []
        body: list[PageLine] = []
        author: str | None = None
        has_furniture_above = any(
            kind_of_line(line.text) is not LineKind.TEXT for line in lines[:start]
        )
        recent: list[str] = []
        for index, line in enumerate(lines):
            in_head = start <= index < text_at
            dated = byline_day(line.text, language, reference)
            if index < start:
                if dated is not None:
                    cued = says_published(line.text)
                    above = cued and not has_furniture_above
                    origin = PublishedOrigin.BYLINE if above else PublishedOrigin.SITE_HEADER
                    candidates.append(DateCandidate.of_parsed(dated, origin))
                if index != title_at:
                    removed.append(line.text)
                continue
            written_by = named_author(line.text) if in_head else None
            if dated is not None and _is_byline(line, dated, in_head, index == len(lines) - 1):
                if not says_only_updated(line.text, dated):
                    candidates.append(DateCandidate.of_parsed(dated, PublishedOrigin.BYLINE))
                author = author or written_by
                removed.append(line.text)
            elif written_by is not None:
                author = author or written_by
                removed.append(line.text)
            elif line_key(line.text) == title or line_key(line.text) in recent:
                removed.append(line.text)
            else:
                body.append(line)
            recent = [*recent, line_key(line.text)][-_REPEAT_WITHIN:]
        cleaned = clean_lines(reflowed(body))
        if not candidates or all(one.origin is PublishedOrigin.SITE_HEADER for one in candidates):
            candidates.extend(dateline_days(cleaned.kept, language, reference))
        return cls(
            body="\n\n".join(cleaned.kept),
            author=author,
            captions=cleaned.captions,
            removed=(*removed, *cleaned.removed),
            candidates=tuple(candidates),
        )


def _reading(
    page: _Parts,
    title: str | None,
    language: str,
    confidence: float,
    publication: Publication | None,
    second_article_at: int | None,
) -> PageReading:
    absent = {
        MissingPart.NO_TITLE: title is None,
        MissingPart.NO_DATE: publication is None,
        MissingPart.NO_TEXT: not page.body,
        # Pasted text has no place for pictures, so none is missing; they are uploaded beside it.
    }
    return PageReading(
        title=title,
        body=page.body,
        language=language,
        language_confidence=confidence,
        author=page.author,
        outlet_name=None,
        canonical_url=None,
        published=publication.interval if publication else None,
        published_at=publication.at if publication else None,
        published_origin=publication.origin if publication else None,
        published_text=publication.text if publication else "",
        published_conflicts=publication.conflicts if publication else (),
        pictures=(),
        captions=page.captions,
        missing=tuple(part for part, is_absent in absent.items() if is_absent),
        furniture_removed=page.removed,
        second_article_at=second_article_at,
    )


def _repeated_titles(lines: list[PageLine]) -> list[int]:
    """Return the indexes of lines of 4 to 20 words that stand again within the next 8 lines."""
    found: list[int] = []
    known: set[str] = set()
    for index, line in enumerate(lines):
        key = line_key(line.text)
        if key in known or count_words(line.text) not in TITLE_WORDS:
            continue
        if kind_of_line(line.text) is not LineKind.TEXT or is_paragraph(line.text):
            continue
        below = (other.text for other in lines[index + 1 : index + 1 + _REPEAT_WITHIN])
        if any(line_key(other) == key for other in below):
            found.append(index)
            known.add(key)
    return found


def _title_at(
    lines: list[PageLine], repeated: list[int], language: str, reference: date | None
) -> int | None:
    """Return the index of the title: the repeated line above the text, or the first heading."""
    text_at = first_paragraph(lines, 0)
    head = range(text_at)
    for index in repeated:
        if index in head:
            key = line_key(lines[index].text)
            # The last copy above the text, so that menus between the copies count as above it.
            copies = [place for place in head if line_key(lines[place].text) == key]
            return index if _is_text_between(lines, copies) else copies[-1]
    for lengths in (TITLE_WORDS, _FALLBACK_TITLE_WORDS):
        for index in head:
            line = lines[index].text
            if (
                count_words(line) in lengths
                and kind_of_line(line) is LineKind.TEXT
                and byline_day(line, language, reference) is None
                and named_author(line) is None
            ):
                return index
    return None


def _is_text_between(lines: list[PageLine], copies: list[int]) -> bool:
    """Whether a subtitle stands between the copies of a title, which then begins at the first."""
    between = lines[copies[0] + 1 : copies[-1]]
    key = line_key(lines[copies[0]].text)
    return any(
        kind_of_line(line.text) is LineKind.TEXT and line_key(line.text) != key for line in between
    )


def _second_article(lines: list[PageLine], repeated: list[int], title: str | None) -> int | None:
    """Return the line number of a second article's title: repeated, and below running text."""
    text_at = first_paragraph(lines, 0)
    for index in repeated:
        if index > text_at and (title is None or line_key(lines[index].text) != line_key(title)):
            return lines[index].number
    return None


def _is_byline(line: PageLine, dated: ParsedDate, in_head: bool, is_last: bool) -> bool:
    """Whether a dated line below the title is the by-line and not a date inside the text."""
    return in_head or is_last or says_published(line.text)

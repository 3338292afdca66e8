"""By-lines: who wrote an article and the day it says it was published, from one line of text.

For ``pages.py`` and ``claims.adapters``. Which of a page's days is believed is decided in
``publication.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from claims.domain.page_lines import count_words, ends_sentence, is_paragraph
from claims.domain.publication import DateCandidate, PublishedOrigin
from multilingual.dates import ParsedDate, Precision, find_dates
from multilingual.folding import fold

__all__ = [
    "FIRST_WEB_YEAR",
    "byline_day",
    "dateline_days",
    "named_author",
    "says_only_updated",
    "says_published",
]


# No news page is older than the web; an earlier day in a heading is what the article is about.
FIRST_WEB_YEAR = 1994
_DATE_LINE_WORDS = 14


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_PUBLISHED_CUES = _folded(
    "نشر نُشر النشر نشرت published posted publié yayınlanma yayın منتشر انتشار شائع"
)

_UPDATED_CUES = _folded(
    "تحديث التحديث محدث عدل updated update modified maj jour güncelleme بروزرسانی"
)

_AUTHOR_CUES = (
    "بقلم",
    "كتب",
    "كتبت",
    "إعداد",
    "بواسطة",
    "الكاتب",
    "حوار",
    "حاوره",
    "حاورته",
    "تقرير",
    "by",
    "par",
    "propos recueillis par",
    "نویسنده",
    "نوشته",
    "yazan",
    "haber",
)

# Of these some are ordinary nouns and verbs, so that only a colon makes them a by-line.
_AUTHOR_NEEDS_COLON = ("كتب", "كتبت", "حوار", "تقرير", "haber", "yazan", "إعداد")

_AUTHOR = re.compile(
    r"^\s*(?:"
    + "|".join(_AUTHOR_CUES)
    + r")\s*[:：/|\-–]?\s+([^|\d،,:–-]{2,60}?)\s*(?:[|\d،,:–-].*)?$",
    re.IGNORECASE,
)

_DATELINE_END = re.compile(r"^[^.!?؟]{0,30}?\s?[-–—:]\s")

_DATELINE_WITHIN = 60


def _has_word(line: str, words: frozenset[str]) -> bool:
    return any(word in words for word in re.findall(r"\w+", fold(line)))


def byline_day(line: str, language: str, reference: date | None) -> ParsedDate | None:
    """Return the day a by-line gives: a short line that is no sentence and says little else.

    Of several days the one published on, not the one updated on; ``None`` if there is none.
    """
    if count_words(line) > _DATE_LINE_WORDS or (ends_sentence(line) and count_words(line) > 6):
        return None
    dated = [
        parsed
        for parsed in find_dates(line, language=language, reference=reference)
        if parsed.precision in (Precision.DAY, Precision.MINUTE)
        or (parsed.precision is Precision.RANGE and parsed.conflict is not None)
    ]
    if not dated:
        return None
    published = next((one for one in dated if not _follows_update(line, one)), dated[0])
    rest = line[: published.span[0]] + line[published.span[1] :]
    # A headline may name a day; a by-line has little else.
    if published.reference is not None and not says_published(line) and count_words(rest) > 1:
        # "Elections tomorrow" is a headline; "two hours ago" alone is a by-line.
        return None
    if published.interval.latest is not None and published.interval.latest.year < FIRST_WEB_YEAR:
        return None
    is_bare = count_words(rest) <= 4 or _has_word(line, _PUBLISHED_CUES | _UPDATED_CUES)
    return published if is_bare or named_author(line) is not None else None


def _follows_update(line: str, parsed: ParsedDate) -> bool:
    before = re.findall(r"\w+", fold(line[: parsed.span[0]]))
    return any(word in _UPDATED_CUES for word in before[-3:])


def says_only_updated(line: str, parsed: ParsedDate) -> bool:
    """Whether the day is that of an update, which says only "not after"."""
    return _follows_update(line, parsed) and not _has_word(line, _PUBLISHED_CUES)


def named_author(line: str) -> str | None:
    """Return who a line such as "بقلم: …" or "By …" names."""
    if count_words(line) > 10 or ends_sentence(line):
        return None
    found = _AUTHOR.match(line)
    if found is None:
        return None
    cue = line.split(maxsplit=1)[0].rstrip(":/|-–")
    if cue in _AUTHOR_NEEDS_COLON and ":" not in line:
        return None
    return found.group(1).strip()


def dateline_days(
    paragraphs: Sequence[str], language: str, reference: date | None
) -> list[DateCandidate]:
    """Read an agency's dateline: "بيروت، 14 آب 2022 (رويترز) - قالت …"."""
    first = next((one for one in paragraphs if is_paragraph(one)), "")
    for parsed in find_dates(first, language=language, reference=reference):
        opens = (
            parsed.span[1] <= _DATELINE_WITHIN
            and parsed.precision in (Precision.DAY, Precision.MINUTE)
            and parsed.reference is None
            and _DATELINE_END.match(first[parsed.span[1] :])
        )
        if opens:
            return [DateCandidate.of_parsed(parsed, PublishedOrigin.BYLINE)]
        break
    return []


def says_published(line: str) -> bool:
    """Answer whether a line has a word such as "published" or "نُشر"."""
    return _has_word(line, _PUBLISHED_CUES)

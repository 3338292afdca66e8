"""Where one page holds several articles: the lines at which the second and later ones begin.

A cut is offered where a title stands twice with no text between, below text of another article;
where a heading is followed by a by-line as the first article's was; or where markup opens another
``<article>``. How little the words before and after have in common is shown beside a cut and never
makes one: on the pages it was tried on, the lowest cosine inside single articles (0.126 to 0.192)
lay too close to that at a true boundary (0.102). Nothing is cut here: an editor confirms.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from claims.domain.bylines import byline_day, named_author, says_published
from claims.domain.furniture import LineKind
from claims.domain.page_lines import TITLE_WORDS, PageLine
from claims.domain.page_parts import Cut, LineRole
from claims.domain.page_titles import REPEAT_WITHIN, is_running_text
from multilingual.folding import fold

__all__ = ["cohesion", "cut_at", "offered_cuts", "wanted_cuts"]

# Paragraphs looked at on each side of a cut.
_PARAGRAPHS_BESIDE = 4
# A page with so many entries that begin with a clock time, or with "breaking", is a live blog.
_LEAST_LIVE_ENTRIES = 4
_CLOCK = re.compile(r"^\W*\d{1,2}[:.٫]\d{2}(?:\s*(?:[apAP]\.?[mM]\.?|[صم]|ق\.?ظ|ب\.?ظ))?\W*$")
_LIVE_ENTRY = re.compile(
    r"^\W*(?:\d{1,2}[:.]\d{2}\b.*[-–—|:]|عاجل\s*[|:\-–—]|breaking\s*[|:\-–—])", re.I
)
_QUOTED = re.compile(r"^[«“\"'‘].*[»”\"'’]\W*$")
# Below this many running paragraphs on each side a by-line makes no article.
_LEAST_PARAGRAPHS = 2
_MOST_DATED_HEADINGS = 5
_BYLINE_WITHIN = 3
_LONGEST_BYLINE = 14
_CLITICS = re.compile(r"^(?:[وفبكل]?ال|لل|[وف](?=\w{4}))")


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines, and for each index how many running paragraphs stand before it."""

    lines: Sequence[PageLine]
    ends: Sequence[int]
    paragraphs: tuple[int, ...]
    running: frozenset[int]

    @classmethod
    def of(cls, lines: Sequence[PageLine], ends: Sequence[int]) -> _Page:
        counts = [0] * (len(lines) + 1)
        running: set[int] = set()
        index = 0
        while index < len(lines):
            runs = is_running_text(lines, ends, index)
            for place in range(index, ends[index]):
                counts[place + 1] = counts[index] + runs
                if runs:
                    running.add(place)
            index = ends[index]
        return cls(lines, ends, tuple(counts), frozenset(running))

    def between(self, start: int, end: int) -> int:
        """Count the running paragraphs that begin in ``start`` to ``end``, end not included."""
        return self.paragraphs[min(end, len(self.lines))] - self.paragraphs[start]


def offered_cuts(
    lines: Sequence[PageLine], ends: Sequence[int], *, language: str, reference: date | None
) -> tuple[int, ...]:
    """Return the indexes, rising, of the lines at which further articles seem to begin.

    Args:
        lines: of the whole page.
        ends: as ``wrapped_lines.paragraph_ends`` tells them.
        language, reference: for telling by-lines.
    """
    page = _Page.of(lines, ends)
    if not page.paragraphs[-1] or _is_live_blog(lines):
        return ()
    found = set(_repeated(page))
    found.update(_marked(page))
    if not found:
        found.update(_like_the_first(page, language, reference))
    return tuple(sorted(found))


def wanted_cuts(
    lines: Sequence[PageLine], offered: Sequence[int], cuts: Sequence[int] | None
) -> tuple[int, ...]:
    """Return the indexes at which to cut: those an editor gave, or those that are offered.

    Args:
        lines: of the whole page.
        offered: indexes, as ``offered_cuts`` gives them.
        cuts: line numbers; a number that no line has means the next line, the first line and what
            lies behind the last are passed over. ``None`` leaves it to what is offered.
    """
    if cuts is None:
        return tuple(offered)
    numbers = [line.number for line in lines]
    indexes = {bisect_left(numbers, cut) for cut in cuts}
    return tuple(sorted(indexes - {0, len(lines)}))


def cut_at(lines: Sequence[PageLine], ends: Sequence[int], index: int, *, is_offered: bool) -> Cut:
    """Describe the cut before the line at ``index``."""
    line = lines[index]
    return Cut(line.number, line.text or line.source.text, is_offered, cohesion(lines, ends, index))


def cohesion(lines: Sequence[PageLine], ends: Sequence[int], index: int) -> float | None:
    """Return how much the text before a line has in common with the text from it on.

    The cosine, 0 to 1, of the counts of words of three letters and more in the 4 running
    paragraphs before and the 4 after; ``None`` where one side has none.
    """
    before = _words(lines, ends, range(index - 1, -1, -1))
    after = _words(lines, ends, range(index, len(lines)))
    if not before or not after:
        return None
    shared = sum(count * after[word] for word, count in before.items())
    norms = sqrt(sum(n * n for n in before.values())) * sqrt(sum(n * n for n in after.values()))
    return round(shared / norms, 3)


def _words(lines: Sequence[PageLine], ends: Sequence[int], places: range) -> Counter[str]:
    counts: Counter[str] = Counter()
    left = _PARAGRAPHS_BESIDE
    for place in places:
        if not (lines[place].is_text and (lines[place].is_paragraph or ends[place] > place + 1)):
            continue
        words = re.findall(r"\w{3,}", fold(lines[place].text))
        counts.update(_CLITICS.sub("", word) for word in words)
        left -= 1
        if not left:
            break
    return counts


def _is_live_blog(lines: Sequence[PageLine]) -> bool:
    entries = sum(
        line.words <= max(TITLE_WORDS)
        and (_CLOCK.match(line.text) is not None or _LIVE_ENTRY.match(line.text) is not None)
        for line in lines
    )
    return entries >= _LEAST_LIVE_ENTRIES


def _can_be_title(line: PageLine) -> bool:
    return (
        line.words in TITLE_WORDS
        and line.is_text
        and line.hint in (None, LineRole.TITLE, LineRole.BODY)
        and not (line.is_paragraph and not line.text.endswith(("?", "؟")))
        and not _QUOTED.match(line.text)
    )


def _repeated(page: _Page) -> list[int]:
    """Find titles that stand again within 8 lines, with no text between, below other text."""
    found: list[int] = []
    lines = page.lines
    last = 0
    known: set[str] = set()
    for index, line in enumerate(lines):
        if not _can_be_title(line) or line.key in known or _is_a_link(lines, index):
            continue
        below = range(index + 1, min(len(lines), index + 1 + REPEAT_WITHIN))
        copies = [place for place in below if lines[place].key == line.key]
        if not copies or page.between(index, copies[-1]):
            continue
        known.add(line.key)
        text_follows = page.between(copies[-1] + 1, copies[-1] + 1 + REPEAT_WITHIN) > 0
        if page.between(last, index) and text_follows:
            found.append(index)
            last = index
        elif not page.between(0, index):
            # The first article's own title.
            last = index
    return found


def _is_a_link(lines: Sequence[PageLine], index: int) -> bool:
    """Whether a line stands under "read also" or "more news": pictures of links repeat them."""
    for place in range(index - 1, max(-1, index - 4), -1):
        kind = lines[place].kind
        if kind in (LineKind.LINK_CUE, LineKind.TAIL, LineKind.COMMENTS):
            return True
        if lines[place].is_text and lines[place].is_paragraph:
            return False
    return False


def _marked(page: _Page) -> list[int]:
    """Find where markup opens another article that has text, below text of the one before."""
    found: list[int] = []
    last = 0
    starts = [index for index, line in enumerate(page.lines) if line.source.begins_article]
    # The last start has the page's end behind it, and no start at all has nothing.
    edges = [*starts[1:], len(page.lines)]
    for index, following in zip(starts, edges, strict=False):
        has_text = page.between(index, following) >= _LEAST_PARAGRAPHS
        if page.between(last, index) >= _LEAST_PARAGRAPHS and has_text:
            found.append(index)
            last = index
    return found


def _like_the_first(page: _Page, language: str, reference: date | None) -> list[int]:
    """Find headings with a by-line under them, where the first article opened in the same way."""
    lines = page.lines
    openings: list[int] = []
    for index, line in enumerate(lines):
        if (
            _can_be_title(line)
            and not _is_a_link(lines, index)
            and _byline_below(page, index, language, reference)
        ):
            openings.append(index)
            if len(openings) > _MOST_DATED_HEADINGS:
                return []
    if len(openings) < 2 or page.between(0, openings[0]):
        return []
    edges = [*openings[1:], len(lines)]
    texts = [page.between(at, edge) for at, edge in zip(openings, edges, strict=True)]
    return openings[1:] if min(texts) >= _LEAST_PARAGRAPHS else []


def _byline_below(page: _Page, index: int, language: str, reference: date | None) -> bool:
    """Whether a day with its author or "published" stands under a heading, above its text."""
    for place in range(index + 1, min(len(page.lines), index + 1 + _BYLINE_WITHIN)):
        line = page.lines[place]
        if place in page.running:
            return False
        if line.words > _LONGEST_BYLINE or not any(one.isdigit() for one in line.text):
            continue
        around = page.lines[max(index + 1, place - 1) : place + 2]
        is_signed = says_published(line.text) or any(named_author(one.text) for one in around)
        if is_signed and byline_day(line.text, language, reference) is not None:
            return True
    return False

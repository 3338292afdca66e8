"""Lines that a site puts on many of its pages: learnt from the pages we hold of one host.

A newsletter box or a motto is in no list of ours, but it stands on page after page. What is learnt
is shown at the desk and can be taken back; nothing is dropped here. Not for the lines that every
site has (``furniture.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from claims.domain.page_lines import PARAGRAPH_WORDS, ends_sentence, is_paragraph, line_key
from claims.domain.page_parts import LineRole

__all__ = [
    "LEAST_PAGES",
    "LEAST_SHARE",
    "ReadableLine",
    "SiteLineCount",
    "recurring_candidates",
    "recurring_lines",
]

# Two pages share a line where one quotes the other or both carry one agency's sentence; a third is
# the first that speaks for the site.
LEAST_PAGES = 3
# Boxes change with the section and the season, so not every page has one. Below this share a line
# is more likely a sentence that a series of articles repeats ("… declined to comment").
LEAST_SHARE = Fraction(30, 100)
# A line that is wrapped and no heading has at least so many words; mottoes mostly have fewer.
_WRAPPED_WORDS = 8

_ROLES_OF_ARTICLE = frozenset(
    {LineRole.TITLE, LineRole.BYLINE, LineRole.DATELINE, LineRole.CAPTION}
)


class ReadableLine(Protocol):
    """A line as it was read just now or is stored; ``body_start`` is None if it was left out."""

    @property
    def text(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def body_start(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class SiteLineCount:
    """A line that recurs on a host: its key, and on how many of its pages it stands."""

    key: str
    pages: int


def recurring_candidates(
    title: str, body: str, captions: Iterable[str], lines: Iterable[ReadableLine]
) -> dict[str, str]:
    """Return the lines of a page that can be the site's, as line key -> line.

    Titles and captions are not: the page of a picture series repeats them. Nor are by-lines and
    datelines, which say who and when on every page. Nor is running text, even where a series of
    articles begins with the same sentence: a kept line of a paragraph of 25 words or more, or of
    a sentence of 12 or more, and any line as long.

    Args:
        title, body, captions: as read.
        lines: of the page in order, with their places in ``body``.
    """
    own = {line_key(title), *map(line_key, captions), ""}
    page = list(lines)
    wrapped = _wrapped(page)
    return {
        key: line.text
        for place, line in enumerate(page)
        if line.role not in _ROLES_OF_ARTICLE
        and len(line.text.split()) < PARAGRAPH_WORDS
        and place not in wrapped
        and not _is_in_paragraph(body, line.body_start)
        and (key := line_key(line.text)) not in own
    }


def _wrapped(lines: Sequence[ReadableLine]) -> set[int]:
    """Return the places of kept lines that make a sentence only together, read line by line."""
    found: set[int] = set()
    run: list[int] = []
    for place, line in enumerate(lines):
        if line.body_start is None:
            run = []
            continue
        run.append(place)
        if ends_sentence(line.text):
            if is_paragraph(" ".join(lines[one].text for one in run)):
                found.update(run)
            run = []
        elif len(line.text.split()) < _WRAPPED_WORDS:
            run = []
    return found


def _is_in_paragraph(body: str, start: int | None) -> bool:
    """Whether the paragraph of the body around a place is running text."""
    if start is None:
        return False
    begin = body.rfind("\n\n", 0, start)
    end = body.find("\n\n", start)
    return is_paragraph(body[0 if begin < 0 else begin : len(body) if end < 0 else end])


def recurring_lines(
    pages: Iterable[frozenset[str]],
    *,
    least_pages: int = LEAST_PAGES,
    least_share: Fraction = LEAST_SHARE,
) -> tuple[SiteLineCount, ...]:
    """Return the lines that stand on many of a host's pages, most frequent first.

    Args:
        pages: the line keys of each page of one host; one entry a page, whatever the number
            of its readings.
        least_pages: on at least so many pages, 2 or more.
        least_share: and on at least this share of them, above 0 and up to 1.

    Returns:
        Nothing where fewer pages are known than ``least_pages``.

    Raises:
        ValueError: if a bound is outside its range; one page proves nothing.
    """
    if least_pages < 2 or not 0 < least_share <= 1:
        raise ValueError("A line recurs on at least two pages, and on a share of them up to 1.")
    known = list(pages)
    counts = Counter(key for page in known for key in page)
    return tuple(
        SiteLineCount(key, count)
        for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        if count >= least_pages and count >= least_share * len(known)
    )

"""What stands around a line: where its article begins, which lines run on, how much is below.

For ``line_roles.py``, which asks before it gives a line its role.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.domain.bylines import named_author
from claims.domain.furniture import LineKind
from claims.domain.line_plan import Place
from claims.domain.page_lines import PageLine, is_paragraph
from claims.domain.page_titles import is_running_text
from multilingual.dates import ParsedDate

__all__ = ["author_beside", "below_title", "running_lines", "words_below"]

# Without a title, so many lines above the text are a menu.
_MOST_HEAD_WITHOUT = 15


def below_title(place: Place) -> int:
    """Return where the article begins; without a title a long head above the text is a menu."""
    if place.title_at is not None:
        return place.title_at + 1
    return place.text_at if not place.title_key and place.text_at >= _MOST_HEAD_WITHOUT else 0


def author_beside(line: PageLine, dated: ParsedDate) -> str | None:
    """Return who a dated line names, before the day or after it."""
    text = line.source.text
    return named_author(line.text) or named_author(text[dated.span[1] :].strip(" |·,،-–—:"))


def running_lines(lines: Sequence[PageLine], ends: Sequence[int]) -> list[bool]:
    """Tell for each line whether its paragraph is running text."""
    running = [False] * len(lines)
    index = 0
    while index < len(lines):
        if is_running_text(lines, ends, index) or (
            lines[index].kind is LineKind.CAPTION and is_paragraph(lines[index].text)
        ):
            running[index : ends[index]] = [True] * (ends[index] - index)
        index = ends[index]
    return running


def words_below(lines: Sequence[PageLine], runs_on: Sequence[bool]) -> list[int]:
    """Count for each line the words of running text below it."""
    below = [0] * len(lines)
    total = 0
    for index in range(len(lines) - 1, -1, -1):
        below[index] = total
        total += lines[index].words if runs_on[index] else 0
    return below

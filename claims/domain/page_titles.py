"""Where an article's title stands among its lines, and where its text begins.

By place and repetition for pasted text; where markup gives the title, by comparing. Not for
telling where a second article begins (``articles.py``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from claims.domain.bylines import byline_day, is_about_writer, named_author, reads_as_name
from claims.domain.furniture import LineKind
from claims.domain.page_lines import TITLE_WORDS, PageLine, ends_sentence, is_paragraph
from claims.domain.page_parts import LineRole
from multilingual.folding import fold

__all__ = ["REPEAT_WITHIN", "find_title", "first_text", "repeated_titles"]

# A title repeated within so many lines below itself is an article's title (measured on real
# pages: exactly the titles, and no other line).
REPEAT_WITHIN = 8

_FALLBACK_TITLE_WORDS = range(2, 31)
_MOST_TITLE_WORDS = 20
_QUESTION_ENDS = ("?", "؟", "!", "؟!")
# By-lines are looked for so many lines below a title, and titles in so many lines above the text.
_BYLINE_WITHIN = 4
_MOST_HEAD_LINES = 150
# Below this better a later line does not take the title from an earlier one.
_CLEARLY_BETTER = 0.4
# Who copies an article alone begins with its title, and nothing stands above it.
_FIRST_LINE = 1.2
_REPEATED = 1.5
# A title stands within so many lines above its text; further up is the site's.
_NEAR_LINES = 25
_TEXT_LOOKED_AT = 4000
_CLITICS = re.compile(r"^(?:[وفبكل]?ال|لل|[وفبلك](?=\w{4}))")
_STEM = 5


def first_text(lines: Sequence[PageLine], ends: Sequence[int], start: int = 0) -> int:
    """Return the index of the first line of running text from ``start`` on.

    A wrapped paragraph counts from its first line; a title that is a full question is not running
    text. ``len(lines)`` where there is none.
    """
    index = start
    while index < len(lines):
        if lines[index].hint is LineRole.BODY and lines[index].words > max(TITLE_WORDS):
            return index
        if is_running_text(lines, ends, index) and not _is_title_sentence(lines, ends, index):
            return index
        index = ends[index]
    return len(lines)


def is_running_text(lines: Sequence[PageLine], ends: Sequence[int], index: int) -> bool:
    """Answer whether the paragraph that begins at ``index`` is running text of an article."""
    if lines[index].hint not in (None, LineRole.BODY) or not lines[index].is_text:
        return False
    if ends[index] == index + 1:
        return lines[index].is_paragraph
    return is_paragraph(" ".join(line.text for line in lines[index : ends[index]]))


def _is_title_sentence(lines: Sequence[PageLine], ends: Sequence[int], index: int) -> bool:
    """Whether a full sentence stands where a title does, with the text still to come."""
    line = lines[index]
    if ends[index] != index + 1 or line.words > _MOST_TITLE_WORDS:
        return False
    if any(other.is_text and not other.is_item for other in lines[max(0, index - 2) : index]):
        return False
    following = lines[index + 1 : index + 1 + _BYLINE_WITHIN]
    is_repeated = any(other.key == line.key for other in following)
    if not line.text.endswith(_QUESTION_ENDS) and not is_repeated:
        return False
    below = range(index + 1, min(len(lines), index + 1 + _MOST_HEAD_LINES))
    return any(is_running_text(lines, ends, place) for place in below)


def repeated_titles(lines: Sequence[PageLine]) -> list[int]:
    """Return the indexes of lines of 4 to 20 words that stand again within the next 8 lines."""
    found: list[int] = []
    known: set[str] = set()
    for index, line in enumerate(lines):
        if line.words not in TITLE_WORDS or not line.is_text or line.key in known:
            continue
        if line.is_paragraph and not line.text.endswith(_QUESTION_ENDS):
            continue
        below = lines[index + 1 : index + 1 + REPEAT_WITHIN]
        if any(other.key == line.key for other in below):
            found.append(index)
            known.add(line.key)
    return found


def find_title(
    lines: Sequence[PageLine],
    text_at: int,
    *,
    given: str,
    language: str,
    reference: date | None,
) -> int | None:
    """Return the index of the title, or ``None``.

    Args:
        lines: of one article.
        text_at: where its running text begins.
        given: key of the title that markup gives, "" if none; the last copy above the text is
            taken then.
        language, reference: for telling by-lines from titles.
    """
    head = range(text_at)
    marked = [index for index in head if lines[index].hint is LineRole.TITLE]
    if given:
        copies = [index for index in head if lines[index].key == given]
        return copies[-1] if copies else (marked[-1] if marked else None)
    if marked:
        return marked[-1]
    best = _best_heading(lines, text_at, language, reference)
    if best is None:
        return None
    copies = [place for place in head if lines[place].key == lines[best].key]
    # The last copy above the text, so that menus between the copies count as above it; with a
    # subtitle between the copies it begins at the first.
    return copies[0] if _is_text_between(lines, copies) else copies[-1]


def _is_text_between(lines: Sequence[PageLine], copies: Sequence[int]) -> bool:
    between = lines[copies[0] + 1 : copies[-1]]
    key = lines[copies[0]].key
    return any(line.is_text and line.key != key for line in between)


def _best_heading(
    lines: Sequence[PageLine], text_at: int, language: str, reference: date | None
) -> int | None:
    """Return the heading above the text that fits it best; of equal ones the first."""
    head = range(max(0, text_at - _MOST_HEAD_LINES), text_at)
    dated = {
        index
        for index in head
        if byline_day(lines[index].text, language, reference) is not None
        or named_author(lines[index].text) is not None
        or is_about_writer(lines[index].text)
    }
    repeated = {lines[index].key for index in repeated_titles(lines[:text_at])}
    text = fold(" ".join(line.text for line in lines[text_at : text_at + 40])[:_TEXT_LOOKED_AT])
    for lengths in (TITLE_WORDS, _FALLBACK_TITLE_WORDS):
        best: int | None = None
        best_score = 0.0
        for index in head:
            line = lines[index]
            if line.words not in lengths or index in dated or not _can_be_title(line):
                continue
            has_byline = text_at - index <= _NEAR_LINES and any(
                place in dated for place in range(index + 1, index + 1 + _BYLINE_WITHIN)
            )
            score = has_byline + 2 * _share_in(line.text, text)
            score += _REPEATED * (line.key in repeated) + _FIRST_LINE * (index == 0)
            score += max(0.0, 1 - (text_at - index) / _NEAR_LINES)
            if best is None or score > best_score + _CLEARLY_BETTER:
                best, best_score = index, score
        if best is not None and (lengths is TITLE_WORDS or not _is_lone_name(lines, best, text)):
            return best
    return None


def _can_be_title(line: PageLine) -> bool:
    return line.kind is LineKind.TEXT and line.hint in (None, LineRole.TITLE, LineRole.BODY)


def _is_lone_name(lines: Sequence[PageLine], index: int, text: str) -> bool:
    """Whether a short line is a name that heads a post: nothing of it is in the text."""
    line = lines[index]
    is_alone = reads_as_name(line.text) and not ends_sentence(line.text)
    return bool(text) and is_alone and _share_in(line.text, text) == 0 and index > 0


def _share_in(line: str, text: str) -> float:
    """Return the share of a line's longer words, 0 to 1, whose beginnings stand in a text."""
    words = [word for word in re.findall(r"\w+", fold(line)) if len(word) > 3]
    stems = [_CLITICS.sub("", word)[:_STEM] for word in words]
    return sum(stem in text for stem in stems) / len(stems) if stems else 0.0

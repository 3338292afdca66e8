"""Lines of a page's text: headings, paragraphs, wrapped lines, and what is left without furniture.

For ``pages.py`` and ``claims.adapters.article``. Which single lines are furniture is data in
``furniture.py``; by-lines are read by ``bylines.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.furniture import LineKind, is_link_cue_alone, kind_of_line
from multilingual.folding import fold

__all__ = [
    "TITLE_WORDS",
    "CleanedLines",
    "PageLine",
    "clean_lines",
    "count_words",
    "ends_sentence",
    "first_paragraph",
    "is_paragraph",
    "is_same_line",
    "line_key",
    "page_lines",
    "reflowed",
]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of the pasted text: its number from 0, its text, and whether a gap is above it."""

    number: int
    text: str
    after_gap: bool


@dataclass(frozen=True, slots=True)
class CleanedLines:
    """Lines that are the article's, and those that were taken out."""

    kept: tuple[str, ...]
    captions: tuple[str, ...]
    removed: tuple[str, ...]


TITLE_WORDS = range(4, 21)

# A line of this many words, or a sentence of _SENTENCE_WORDS, is running text and not a heading.
_PARAGRAPH_WORDS = 25

_SENTENCE_WORDS = 12

# A line is taken for wrapped only from this length on; headings are shorter.
_WRAP_CHARACTERS = 60

_WRAP_RATIO = 1.3

_MOST_HEADING_AFTER_TAIL = 25

_BULLETS = re.compile(r"^[\s•▪◾●■□*·‣⁃–—-]+(?=\S)")

_INVISIBLE_EDGES = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069 \t\u00a0"

_CLOSERS = "»”\"'’)]}*"

_SENTENCE_ENDS = (".", "!", "?", "؟", "…", "۔", "।", "॥", "。")

_BLOCK_ENDS = (":", "：", ";", "؛")


def page_lines(text: str) -> list[PageLine]:
    """Return the lines that hold something, without bullets and invisible edges."""
    lines: list[PageLine] = []
    gap = False
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\u2028\u2029\x0b\x0c]", text)):
        plain = raw.replace("\u00a0", " ").strip(_INVISIBLE_EDGES)
        stripped = _BULLETS.sub("", plain).strip(_INVISIBLE_EDGES)
        if not stripped:
            gap = True
            continue
        lines.append(PageLine(number, stripped, gap))
        gap = False
    return lines


def count_words(line: str) -> int:
    return len(line.split())


def line_key(line: str) -> str:
    return re.sub(r"\W+", " ", fold(line)).strip()


def is_same_line(one: str, other: str) -> bool:
    """Answer whether two lines say the same, whatever their punctuation, case and harakat."""
    return line_key(one) == line_key(other)


def ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSERS + _INVISIBLE_EDGES).endswith(_SENTENCE_ENDS)


def is_paragraph(line: str) -> bool:
    """Whether a line is running text: long, or a sentence that is not short."""
    count = count_words(line)
    return count >= _PARAGRAPH_WORDS or (count >= _SENTENCE_WORDS and ends_sentence(line))


def clean_lines(lines: Sequence[str]) -> CleanedLines:
    """Take furniture and captions out of the lines of an article's body.

    What follows a heading such as "More news" goes too, up to the next paragraph; a heading like
    that before any paragraph takes nothing with it.
    """
    kept: list[str] = []
    captions: list[str] = []
    removed: list[str] = []
    seen_paragraph = in_tail = after_cue = False
    for line in lines:
        kind = kind_of_line(line)
        runs_on = is_paragraph(line) and kind in (LineKind.TEXT, LineKind.CAPTION)
        below_article = in_tail and (not runs_on or count_words(line) < _MOST_HEADING_AFTER_TAIL)
        is_link = after_cue and not runs_on and count_words(line) <= max(TITLE_WORDS)
        if below_article or is_link or kind not in (LineKind.TEXT, LineKind.CAPTION):
            removed.append(line)
        elif kind is LineKind.TEXT:
            kept.append(line)
        elif line not in captions:
            captions.append(line)
        in_tail = (in_tail and not runs_on) or (kind is LineKind.TAIL and seen_paragraph)
        after_cue = kind is LineKind.LINK_CUE and is_link_cue_alone(line)
        seen_paragraph = seen_paragraph or (runs_on and not in_tail)
    return CleanedLines(tuple(kept), tuple(captions), tuple(removed))


def first_paragraph(lines: list[PageLine], start: int) -> int:
    """Return the index of the first line of running text from ``start`` on.

    A wrapped paragraph counts from its first line.
    """
    index = start
    while index < len(lines):
        run = _wrapped_run(lines, index)
        joined = " ".join(line.text for line in lines[index:run])
        if is_paragraph(joined) and kind_of_line(joined) is LineKind.TEXT:
            return index
        index = run
    return len(lines)


def reflowed(lines: list[PageLine]) -> list[str]:
    """Join the lines of hard-wrapped paragraphs."""
    paragraphs: list[str] = []
    index = 0
    while index < len(lines):
        run = _wrapped_run(lines, index)
        paragraphs.append(" ".join(line.text for line in lines[index:run]))
        index = run
    return paragraphs


def _wrapped_run(lines: list[PageLine], start: int) -> int:
    """Return the index after the last line of the paragraph that begins at ``start``.

    Lines belong together when they follow without a gap, none but the last ends a sentence, all
    but the last are long, none is much longer than the first (a heading above its paragraph is
    not wrapped text), and the last one does end a sentence.
    """
    first = lines[start].text
    end = start
    while end + 1 < len(lines):
        current, following = lines[end].text, lines[end + 1]
        if (
            following.after_gap
            or following.number != lines[end].number + 1
            or len(current) < _WRAP_CHARACTERS
            or ends_sentence(current)
            or current.endswith(_BLOCK_ENDS)
            or len(following.text) > _WRAP_RATIO * max(len(first), len(current))
            or kind_of_line(current) is not LineKind.TEXT
            or kind_of_line(following.text) is not LineKind.TEXT
            or line_key(current) == line_key(following.text)
        ):
            break
        end += 1
    if end > start and not ends_sentence(lines[end].text):
        return start + 1
    return end + 1

"""Lines of a page: what each is by itself, and the lines that two lines may share.

For ``pages.py`` and the modules it is made of, and for ``claims.adapters.article``. Joining wrapped
lines is ``wrapped_lines.py``; what a line is to its article is ``line_roles.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.domain.bare_words import folded
from claims.domain.furniture import LineKind, kind_of_line
from claims.domain.page_parts import LineRole, SourceLine

__all__ = [
    "PARAGRAPH_WORDS",
    "TITLE_WORDS",
    "PageLine",
    "count_words",
    "ends_sentence",
    "is_paragraph",
    "is_same_line",
    "line_key",
    "looked_at",
    "source_lines",
]


TITLE_WORDS = range(4, 21)

# A line of this many words, or a sentence of _SENTENCE_WORDS, is running text and not a heading.
PARAGRAPH_WORDS = 25

_SENTENCE_WORDS = 12

# Keys of longer lines are their words as they stand: folding a whole page would cost its reading.
_MOST_WORDS_FOLDED = 40
_LONGEST_FOLDED = 1000

_NOT_WORDS = re.compile(r"\W+")

_BULLETS = re.compile(r"^[\s•▪◾●■□*·‣⁃–—-]+(?=\S)")

_NUMBERED = re.compile(r"^[\s•*]*[([]?(?:\d{1,3}|[a-zA-Zأ-ي])[.)\]\-–]\s")

_INVISIBLE_EDGES = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069 \t\u00a0"

_LINE_ENDS = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c]")

_CLOSERS = "»”\"'’)]}*"

_SENTENCE_ENDS = (".", "!", "?", "؟", "…", "۔", "।", "॥", "。")


_FURNITURE_BY_MARKUP = frozenset({LineRole.FURNITURE, LineRole.COMMENTS, LineRole.TAG})


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line and what it is by itself.

    Attributes:
        source: the line as given.
        text: without its bullet and the invisible characters at its ends; may be empty.
        key: for comparing; two lines with one key say the same.
        kind: by its own words.
        words: how many.
        is_item: it began with a bullet or a number, so it is nobody's continuation.
        is_paragraph: it is running text by itself, see the function of that name.
    """

    source: SourceLine
    text: str
    key: str
    kind: LineKind
    words: int
    is_item: bool
    is_paragraph: bool

    @property
    def number(self) -> int:
        return self.source.number

    @property
    def hint(self) -> LineRole | None:
        return self.source.hint

    @property
    def is_text(self) -> bool:
        return self.kind is LineKind.TEXT


def source_lines(text: str) -> list[SourceLine]:
    """Split a pasted text at every kind of line end; blank lines are counted and not given."""
    lines: list[SourceLine] = []
    gap = False
    for number, raw in enumerate(_LINE_ENDS.split(text)):
        given = raw.strip(_INVISIBLE_EDGES)
        if not given:
            gap = True
            continue
        lines.append(SourceLine(number, given, None, after_gap=gap))
        gap = False
    return lines


def looked_at(source: SourceLine) -> PageLine:
    """Tell what a line is by itself."""
    given = source.text.replace("\u00a0", " ").strip(_INVISIBLE_EDGES)
    bulleted = _BULLETS.match(given)
    text = given[bulleted.end() :].strip(_INVISIBLE_EDGES) if bulleted else given
    words = count_words(text)
    # Of a line that markup calls furniture its words need not be asked, and most of a page is that.
    is_open = source.hint not in _FURNITURE_BY_MARKUP
    kind = kind_of_line(text) if text and is_open else LineKind.FURNITURE
    is_item = bulleted is not None or _NUMBERED.match(given) is not None
    return PageLine(source, text, line_key(text), kind, words, is_item, is_paragraph(text))


def count_words(line: str) -> int:
    return len(line.split())


def line_key(line: str) -> str:
    """Return what two lines share that say the same, whatever punctuation, case and harakat.

    Lines of more than 40 words, or 1,000 characters, keep theirs, and only white space is evened
    out.
    """
    words = line.split()
    if len(words) > _MOST_WORDS_FOLDED or len(line) > _LONGEST_FOLDED:
        return " ".join(words)
    return _NOT_WORDS.sub(" ", folded(line)).strip()


def is_same_line(one: str, other: str) -> bool:
    """Answer whether two lines say the same, whatever their punctuation, case and harakat."""
    return line_key(one) == line_key(other)


def ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSERS + _INVISIBLE_EDGES).endswith(_SENTENCE_ENDS)


def is_paragraph(line: str) -> bool:
    """Answer whether a line is running text: long, or a sentence that is not short."""
    count = count_words(line)
    return count >= PARAGRAPH_WORDS or (count >= _SENTENCE_WORDS and ends_sentence(line))

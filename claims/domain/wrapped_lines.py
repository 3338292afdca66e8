"""Lines that are one paragraph, broken to fit a width: found, and joined again.

Copies of old pages, mails and printed papers wrap their paragraphs. Never joined are list items,
verse, headings and lines with a gap between them; where it is not clear, lines stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from claims.domain.bare_words import folded_words
from claims.domain.bylines import says_published
from claims.domain.page_lines import PageLine, ends_sentence
from multilingual.folding import fold

__all__ = ["joined", "paragraph_ends"]

# A single line is taken for wrapped only from this length on; headings are shorter.
_WRAP_CHARACTERS = 60
_WRAP_RATIO = 1.3

# A block of lines is wrapped at a width of so many characters; narrower is verse or a list.
_WIDTHS = range(24, 181)
_LEAST_LINES = 4
# Proportional letters let a full line be so much shorter, in characters, than the widest.
_FULL_SHARE = 0.85
# Of the lines that do not end a sentence so many must be full, in a wrapped block.
_LEAST_FULL = 0.85
_MOST_ENDING_IN_MARKS = 0.5

_BLOCK_ENDS = (":", "：", ";", "؛")
_LINE_MARKS = (",", "،", "؛", ";", ":", "!", "؟", "?", ".", "…", "۔", "-", "—")
_INNER_END = re.compile(r"[.؟?!۔]\s+\w")
# Words that lead on to the next: a line of verse does not end in one, a wrapped line often does.
_LEADING_WORDS = folded_words(
    "في من على إلى عن أن إن أنّ التي الذي الذين مع بعد قبل بين هذا هذه ما لا لم كما أو ثم حتى"
    " the of to in a an and or for on with by at that which is are was from de la le les et des"
    " du un une en que qui à au pour par dans sur در از به که با را و این آن برای تا بر"
    " کے کی کا میں سے نے کو پر اور ve bir bu için ile لە بۆ کە و"
)
_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}")
_HYPHENS = ("-", "\u2010", "\u00ad")


def paragraph_ends(lines: Sequence[PageLine]) -> list[int]:
    """Tell for each line the index after the last line of its paragraph.

    Returns:
        As many numbers as lines; ``ends[i] == i + 1`` where a line ends its paragraph or is one,
        and all lines of a paragraph have the same. Linear in the number of lines.
    """
    links = [False] * len(lines)
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _may_go_on(lines[end - 1], lines[end]):
            end += 1
        block = lines[start:end]
        links[start : end - 1] = _wrapped_block(block) or _wrapped_pairs(block)
        start = end
    ends = [0] * len(lines)
    for index in range(len(lines) - 1, -1, -1):
        ends[index] = ends[index + 1] if links[index] else index + 1
    return ends


def joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Join the lines of a paragraph.

    Returns:
        The paragraph, and for each line the code point offset in it where its words begin. A word
        divided by a hyphen at a line's end is made whole.
    """
    paragraph = ""
    starts: list[int] = []
    for text in texts:
        if not paragraph:
            starts.append(0)
            paragraph = text
            continue
        if _is_divided(paragraph, text):
            paragraph = paragraph[:-1]
        elif not (paragraph.endswith(_HYPHENS[:2]) and paragraph[-2:-1].isalnum()):
            # A hyphen that belongs to the word ("Saint-" / "Denis") still has no space after it.
            paragraph += " "
        starts.append(len(paragraph))
        paragraph += text
    return paragraph, starts


def _is_divided(before: str, after: str) -> bool:
    if before.endswith("\u00ad"):
        return True
    return (
        before.endswith(_HYPHENS)
        and before[-2:-1].isalpha()
        and before[-2:-1].islower()
        and after[:1].islower()
    )


def _may_go_on(line: PageLine, following: PageLine) -> bool:
    """Whether two lines can be of one paragraph, as far as each by itself tells."""
    return (
        not following.source.after_gap
        and following.number == line.number + 1
        and line.is_text
        and following.is_text
        and line.hint is None
        and following.hint is None
        and not following.is_item
        and line.key != following.key
        and not _is_dated(line.text)
    )


def _is_dated(text: str) -> bool:
    """Whether a line says when the text was published, to the minute: a by-line ends there."""
    return _CLOCK.search(text) is not None and says_published(text)


def _wrapped_block(block: Sequence[PageLine]) -> list[bool] | None:
    """Tell between which lines of a block wrapped at one width a paragraph goes on.

    Returns:
        One less than the lines; ``None`` where the block is not wrapped so.
    """
    if len(block) < _LEAST_LINES:
        return None
    texts = [line.text for line in block]
    lengths = sorted(len(text) for text in texts)
    width = lengths[(len(lengths) * 9) // 10]
    if width not in _WIDTHS or lengths[-1] > _WRAP_RATIO * width:
        return None
    ending = [ends_sentence(text) for text in texts]
    full = [
        len(text) + 1 + len(following.split(maxsplit=1)[0]) >= _FULL_SHARE * width
        and len(text) >= _FULL_SHARE * _FULL_SHARE * width
        for text, following in pairwise(texts)
    ]
    open_lines = [is_full for is_full, is_end in zip(full, ending, strict=False) if not is_end]
    marked = sum(text.endswith(_LINE_MARKS) for text in texts)
    if (
        len(open_lines) < _LEAST_LINES - 2
        or sum(open_lines) < _LEAST_FULL * len(open_lines)
        or marked > _MOST_ENDING_IN_MARKS * len(texts)
        or not ending[-1]
        or not _reads_as_prose(texts)
    ):
        return None
    return full


def _reads_as_prose(texts: Sequence[str]) -> bool:
    """Whether sentences end inside lines, or lines end where no reader would pause."""
    if any(_INNER_END.search(text) for text in texts):
        return True
    leading = sum(fold(text.rsplit(maxsplit=1)[-1]) in _LEADING_WORDS for text in texts)
    return leading * 10 >= len(texts)


def _wrapped_pairs(block: Sequence[PageLine]) -> list[bool]:
    """Tell the same for a paragraph here and there that was broken in two or three.

    Lines belong together when none but the last ends a sentence, all but the last are long, none is
    much longer than those before (a heading above its paragraph is not wrapped text), and the last
    one does end a sentence.
    """
    links = [False] * (len(block) - 1)
    start = 0
    longest = len(block[0].text)
    for index in range(len(block)):
        text = block[index].text
        goes_on = (
            index + 1 < len(block)
            and len(text) >= _WRAP_CHARACTERS
            and not ends_sentence(text)
            and not text.endswith(_BLOCK_ENDS)
            and len(block[index + 1].text) <= _WRAP_RATIO * max(longest, len(text))
        )
        if goes_on:
            longest = max(longest, len(text))
            continue
        if ends_sentence(text):
            for place in range(start, index):
                links[place] = True
        start = index + 1
        longest = len(block[start].text) if start < len(block) else 0
    return links

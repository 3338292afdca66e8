"""A text cut into runs, each with the marks that lie over it.

For showing a text with its dates, statements and claims marked, where marks overlap freely and
markup may not. Not for finding what is marked (``analysis``) and not for how a mark looks: it
knows no HTML.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Mark", "MarkKind", "Paragraph", "Segment", "paragraphs", "segments"]


class MarkKind(StrEnum):
    """What is marked."""

    DATE = "date"
    CUE = "cue"
    STATEMENT = "statement"
    RECORDED = "recorded"
    CLAIM = "claim"
    VERDICT = "verdict"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something over a text, from ``start`` to ``end`` in code points, end exclusive.

    ``key`` says which one of its kind it is; two marks of one thing (a cue and its claim) may
    share it.
    """

    kind: MarkKind
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text over which the same marks lie.

    Attributes:
        start: where it begins in the whole text, in code points.
        text: the run itself, never empty.
        marks: all that cover it, those that began earlier first.
        opens: those of ``marks`` that begin here: each mark is opened exactly once.
    """

    start: int
    text: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text; ``start`` and ``end`` leave out the empty lines around it."""

    start: int
    end: int
    segments: tuple[Segment, ...]


# One or more empty lines, as between the paragraphs of a reading.
_BREAK = re.compile(r"\s*\n[^\S\n]*\n\s*")


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """Cut a text where any mark begins or ends.

    A mark that reaches beyond the text counts as far as the text goes; one over nothing is left
    out. Marks may overlap, nest and repeat.

    Returns:
        Runs in order, none of them empty: their texts joined are the text.
    """
    return _segments(text, _within(marks, 0, len(text)), 0, len(text), set())


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """Cut a text into its paragraphs, and each into segments.

    A mark over several paragraphs is opened in the first of them that has words of it.
    """
    known = _within(marks, 0, len(text))
    opened: set[Mark] = set()
    found: list[Paragraph] = []
    start = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for gap in [*_BREAK.finditer(text, start, last), None]:
        end = gap.start() if gap is not None else last
        if end > start:
            cut = _segments(text, _within(known, start, end), start, end, opened)
            found.append(Paragraph(start, end, tuple(cut)))
        start = gap.end() if gap is not None else last
    return found


def _within(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """Return the marks that cover something between two places, in the order they begin."""
    kept = [mark for mark in marks if max(mark.start, start) < min(mark.end, end)]
    return sorted(kept, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.key))


def _segments(
    text: str, marks: Sequence[Mark], start: int, end: int, opened: set[Mark]
) -> list[Segment]:
    places = {start, end}
    for mark in marks:
        places.add(max(mark.start, start))
        places.add(min(mark.end, end))
    cuts = sorted(places)
    found: list[Segment] = []
    lying: list[Mark] = []
    waiting = 0
    for here, there in itertools.pairwise(cuts):
        lying = [mark for mark in lying if mark.end > here]
        while waiting < len(marks) and marks[waiting].start <= here:
            lying.append(marks[waiting])
            waiting += 1
        covering = tuple(dict.fromkeys(lying))
        opens = tuple(mark for mark in covering if mark not in opened)
        opened.update(opens)
        found.append(Segment(here, text[here:there], covering, opens))
    return found

"""Which words of a text were taken out and which were put in, between two versions of it.

For showing an edit beside its original. Not for deciding whether two texts say the same, and not
for HTML: it is given plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

__all__ = ["Change", "Kept", "word_changes"]

# Whole words: a letter never parts from its marks, nor an Arabic letter from the ones it is joined
# to. Text without spaces (Chinese, Thai) changes as one word.
_WORD = re.compile(r"(\S+)(\s*)")

# Beyond this many words on a side only the equal beginning and end are told: matching takes time
# that grows with the product of the two lengths.
MOST_WORDS = 4_000


class Kept(StrEnum):
    """What became of a stretch of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words, each with a space or line break behind it, and what became of it."""

    kept: Kept
    text: str


def word_changes(former: str, now: str) -> tuple[Change, ...]:
    """Tell how ``former`` became ``now``, word by word and in reading order.

    Words are compared exactly, the space around them is not: a new line break is no change. What
    was removed stands before what was added in its place. The texts that are not ADDED hold the
    former words, those that are not REMOVED the present ones.
    """
    old, new = _words(former), _words(now)
    start = _equal(old, new)
    end = _equal(old[start:][::-1], new[start:][::-1])
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    found = [
        (Kept.SAME, new[:start]),
        *_between(old_middle, new_middle),
        (Kept.SAME, new[len(new) - end :]),
    ]
    return tuple(_joined(found))


def _words(text: str) -> list[str]:
    """Return each word with the one space or line break that stands behind it."""
    return [f"{word}\n" if "\n" in space else f"{word} " for word, space in _WORD.findall(text)]


def _equal(old: Sequence[str], new: Sequence[str]) -> int:
    """Count the equal words at the beginning of both."""
    same = 0
    for one, other in zip(old, new, strict=False):
        if one.strip() != other.strip():
            break
        same += 1
    return same


def _between(old: list[str], new: list[str]) -> Iterator[tuple[Kept, list[str]]]:
    if max(len(old), len(new)) > MOST_WORDS:
        yield Kept.REMOVED, old
        yield Kept.ADDED, new
        return
    bare_old, bare_new = [one.strip() for one in old], [one.strip() for one in new]
    matcher = SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            yield Kept.SAME, new[new_first:new_last]
        else:
            yield Kept.REMOVED, old[first:last]
            yield Kept.ADDED, new[new_first:new_last]


def _joined(found: list[tuple[Kept, list[str]]]) -> Iterator[Change]:
    """Join neighbours of one kind and leave out what is empty."""
    kept: Kept | None = None
    words: list[str] = []
    for kind, more in found:
        if not more:
            continue
        if kind is not kept and kept is not None:
            yield Change(kept, "".join(words))
            words = []
        kept = kind
        words += more
    if kept is not None:
        yield Change(kept, "".join(words))

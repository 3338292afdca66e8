"""Words of a line without punctuation, case and marks, for comparing it with lists of words.

For the word lists of ``furniture_words.py`` and whoever reads them. Not for comparing claims
(``multilingual.arabic``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from multilingual.folding import fold

__all__ = ["bare_entries", "bare_words", "folded", "folded_words"]

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_INSIDE = re.compile(r"[:,;!?.،]+(?=\s|$)")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=256)
def folded(line: str) -> str:
    """Fold a line. Every rule asks for the same line in turn, so the last ones are remembered."""
    return fold(line)


@lru_cache(maxsize=4096)
def bare_words(line: str) -> str:
    """Fold a line and take the punctuation off its edges and off the ends of its words."""
    return _SPACES.sub(" ", _EDGES.sub("", _INSIDE.sub(" ", folded(line)))).strip()


def folded_words(words: str) -> frozenset[str]:
    """Return the words of a list that are separated by spaces, folded."""
    return frozenset(fold(word) for word in words.split())


def bare_entries(entries: str) -> list[str]:
    """Return the entries of a list that are separated by "|", folded in the same way."""
    return [bare for entry in entries.replace("\n", "").split("|") if (bare := bare_words(entry))]

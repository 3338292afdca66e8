"""Words and numbers of a folded text, and looking up phrases among them.

For ``dates.py``: tokens keep their place in the original text, and a phrase book finds the longest
phrase that starts at a token, with the particles that Arabic writes onto a word. The folding is
``folding.fold``, looked up once for each character that occurs, because most of a long text holds
no date and must cost next to nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from multilingual.folding import fold

__all__ = ["Found", "PhraseBook", "SearchText", "Token", "TokenKind", "particle_length", "tokenize"]

# Groups in the order of TokenKind.
_TOKEN = re.compile(r"(\d+)|((?:[^\W\d_]|(?<=[^\W\d_])[^\x00-\x7f\w\s])+)|(\n|[^\w\s]|_)")

# و (and), ف (so), ب (in), ل (for), ك (as) are written onto the next word.
_PARTICLES = "وفبلك"

T = TypeVar("T")


class TokenKind(IntEnum):
    """What a token is."""

    NUMBER = 1
    WORD = 2
    MARK = 3


class Token(NamedTuple):
    """A token of the folded text; ``start`` and ``end`` count folded characters, end exclusive."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def number(self) -> int:
        """The value of a number token; 0 for one too long to be part of any date."""
        return int(self.text) if len(self.text) <= 4 else 0


class _Folds(dict[int, str]):
    """What every code point folds to, filled as they occur; there are no more than Unicode has."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold(chr(code))
        return folded


_FOLDS = _Folds()


class SearchText:
    """A text folded for lookup, that can say where in the original a folded position stood."""

    __slots__ = ("_ends", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = original.translate(_FOLDS)
        self._ends: list[int] | None = None
        sizes = {character: len(_FOLDS[ord(character)]) for character in set(original)}
        if any(size != 1 for size in sizes.values()):
            self._ends = list(accumulate(map(sizes.__getitem__, original)))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span in the original for a half-open, non-empty folded span.

        Marks that fold to nothing belong to the letter before them.
        """
        if self._ends is None:
            return start, end
        return bisect_right(self._ends, start), bisect_right(self._ends, end)


def tokenize(text: str) -> tuple[Token, ...]:
    """Split a folded text into numbers, words and single marks; a line end is a mark."""
    kinds = (TokenKind.MARK, *TokenKind)
    return tuple(
        Token(kinds[found.lastindex or 0], found.group(), found.start(), found.end())
        for found in _TOKEN.finditer(text)
    )


class Found(NamedTuple, Generic[T]):
    """A phrase that was found: what it means, and the index of the token after it."""

    value: T
    end: int
    with_particle: bool


class PhraseBook(Generic[T]):
    """Phrases of one or more words, each with one meaning; the longest match wins.

    Args:
        entries: spellings with what they mean; the first meaning of a spelling counts.
        particles: whether the first word may carry Arabic particles ("وفي", "بتاريخ", "ليوم"). A
            word that is itself in the book is never taken apart.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], *, particles: bool = False) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._particles = particles
        for spelling, value in entries:
            words = tuple(token.text for token in tokenize(fold(spelling)))
            if not words:
                continue
            known = self._by_first.setdefault(words[0], [])
            if all(words != other for other, _ in known):
                known.append((words, value))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda entry: -len(entry[0]))

    @classmethod
    def of_lists(cls, lists: Iterable[Mapping[T, str]], *, particles: bool) -> PhraseBook[T]:
        """Build from mappings of meanings to "|"-separated spellings."""
        return cls(
            (
                (spelling, value)
                for one in lists
                for value, spellings in one.items()
                for spelling in spellings.split("|")
            ),
            particles=particles,
        )

    @property
    def first_words(self) -> frozenset[str]:
        """The words a phrase can begin with, without particles."""
        return frozenset(self._by_first)

    def match(self, tokens: tuple[Token, ...], start: int) -> Found[T] | None:
        """Return the longest phrase that starts at token ``start``, or ``None``."""
        if start >= len(tokens):
            return None
        word = tokens[start].text
        phrases = self._by_first.get(word)
        if phrases is not None:
            found = self._longest(phrases, tokens, start, with_particle=False)
            if found is not None:
                return found
        if self._particles and len(word) > 3 and word[0] in _PARTICLES:
            for bare in _without_particles(word):
                phrases = self._by_first.get(bare)
                if phrases is not None:
                    found = self._longest(phrases, tokens, start, with_particle=True)
                    if found is not None:
                        return found
        return None

    def _longest(
        self,
        phrases: list[tuple[tuple[str, ...], T]],
        tokens: tuple[Token, ...],
        start: int,
        *,
        with_particle: bool,
    ) -> Found[T] | None:
        for words, value in phrases:
            size = len(words)
            if size == 1:
                return Found(value, start + 1, with_particle)
            end = start + size
            # The second word decides most cases, so that the rest is seldom looked at.
            if (
                end <= len(tokens)
                and tokens[start + 1].text == words[1]
                and all(tokens[start + at].text == words[at] for at in range(2, size))
            ):
                return Found(value, end, with_particle)
        return None


def particle_length(word: str, known: frozenset[str]) -> int:
    """Return how many letters of a folded word are particles before one of the known words.

    0 if the word is known itself, or where "لل" hides the article and nothing can be cut off.
    """
    if word in known or len(word) <= 3 or word[0] not in _PARTICLES:
        return 0
    for bare in _without_particles(word):
        if bare in known and word.endswith(bare):
            return len(word) - len(bare)
    return 0


def _without_particles(word: str) -> Iterable[str]:
    yield word[1:]
    if word.startswith("لل"):
        yield "ال" + word[2:]
    if len(word) > 5 and word[1] in _PARTICLES:
        yield word[2:]
        if word[1:].startswith("لل"):
            yield "ال" + word[3:]

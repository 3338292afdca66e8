"""Words and numbers of a folded text, and looking up phrases among them.

For ``dates.py``: tokens keep their place in the original text, and a phrase book finds the longest
phrase that starts at a token, with the particles that Arabic writes onto a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from multilingual.folding import FoldedText, fold

__all__ = ["Found", "PhraseBook", "Token", "TokenKind", "tokenize"]

_TOKEN = re.compile(r"\d+|(?:[^\W\d_]|(?<=[^\W\d_])[^\x00-\x7f\w\s])+|\n|[^\w\s]|_")

# و (and), ف (so), ب (in), ل (for), ك (as) are written onto the next word.
_PARTICLES = "وفبلك"

T = TypeVar("T")


class TokenKind(Enum):
    """What a token is."""

    NUMBER = auto()
    WORD = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the folded text; ``start`` and ``end`` count folded characters, end exclusive."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def number(self) -> int:
        """The value of a number token; 0 for one too long to be part of any date."""
        return int(self.text) if len(self.text) <= 4 else 0


def tokenize(folded: FoldedText) -> tuple[Token, ...]:
    """Split a folded text into numbers, words and single marks; a line end is a mark."""
    return tuple(_tokens(folded.text))


def _tokens(text: str) -> Iterable[Token]:
    for found in _TOKEN.finditer(text):
        word = found.group()
        if word[0].isdigit():
            kind = TokenKind.NUMBER
        elif word[0].isalpha():
            kind = TokenKind.WORD
        else:
            kind = TokenKind.MARK
        yield Token(kind, word, found.start(), found.end())


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase that was found: what it means, and the index of the token after it."""

    value: T
    end: int
    words: int
    with_particle: bool


class PhraseBook(Generic[T]):
    """Phrases of one or more words, each with one meaning; the longest match wins."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for spelling, value in entries:
            words = tuple(token.text for token in _tokens(fold(spelling)))
            known = self._by_first.setdefault(words[0], [])
            if all(words != other for other, _ in known):
                known.append((words, value))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda entry: -len(entry[0]))

    @classmethod
    def of_lists(cls, lists: Mapping[T, str]) -> PhraseBook[T]:
        """Build from a mapping of meanings to "|"-separated spellings."""
        return cls(
            (spelling, value)
            for value, spellings in lists.items()
            for spelling in spellings.split("|")
        )

    def match(self, tokens: tuple[Token, ...], start: int) -> Found[T] | None:
        """Return the longest phrase that starts at token ``start``, or ``None``.

        The first word may carry one or two Arabic particles ("وفي", "بتاريخ", "ليوم"). A word
        that is itself in the book is never taken apart.
        """
        if start >= len(tokens) or tokens[start].kind is not TokenKind.WORD:
            return None
        word = tokens[start].text
        candidates = [(word, False)]
        if len(word) > 3 and word[0] in _PARTICLES:
            candidates.append((word[1:], True))
            if word.startswith("لل"):
                candidates.append(("ال" + word[2:], True))
            if len(word) > 5 and word[1] in _PARTICLES:
                candidates.append((word[2:], True))
        for first, with_particle in candidates:
            for words, value in self._by_first.get(first, ()):
                end = start + len(words)
                rest = tuple(token.text for token in tokens[start + 1 : end])
                if rest == words[1:]:
                    return Found(value, end, len(words), with_particle)
        return None

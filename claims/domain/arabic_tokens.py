"""Words, quotations and sentences of an Arabic text, with where each stands in it.

The ground the attribution rules walk on. Words are folded (``multilingual.folding``: no harakat, no
hamza, ta marbuta as ha), so that one entry of the lexicon finds every spelling; spans are always
of the text as given. Not for counting or showing words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from multilingual.folding import fold_with_origins
from multilingual.sentences import split_sentences

__all__ = ["ArabicText", "Token", "read_tokens"]

_TOKEN = re.compile(r"\n|[^\W_]+|[^\w\s]|_")
# A quotation that opened and never closed ends with its paragraph.
_OPENERS = {"«": "»", "“": "”", "„": "“", "‹": "›", "(": ")", "[": "]"}
_CLOSERS = frozenset(_OPENERS.values()) - {"“"}
_QUOTES = frozenset('«»"“”„‹›')
# Where a space was lost between two words (line ends and tags dropped by whoever copied the page):
# a letter that can only end a word or only begin one stands in the middle. Ta marbuta, a tanwin on
# alif and four prepositions end a word; hamza below alif begins one, after what may be joined to
# it; two words of attribution are told by their ending; Latin
# letters end where Arabic ones begin.
_LETTERS = "\u0621-\u064a"
_GLUED_AFTER = re.compile(
    rf"(?<=[{_LETTERS}])ة(?=[{_LETTERS}]{{2}})|(?:اً|ًا)(?=[{_LETTERS}]{{2}})"
    rf"|^[وف]?(?:على|إلى|حتى)(?=[{_LETTERS}]{{2}})|[A-Za-z](?=[{_LETTERS}]{{2}})"
)
_GLUED_BEFORE = re.compile(
    rf"إ(?=[{_LETTERS}]{{2}}|ن$)|(?<=[{_LETTERS}]{{4}})(?:بأن(?:ه|ها|هم)?|نقل(?:ًا|اً))$"
)
_JOINED_BEFORE_HAMZA = re.compile(r"[وفأ]?(?:[بكلس]|ال|[بكف]ال|لل|لا|اللا|باللا)?")
_SHORTEST_GLUED = 6
# Tokens after a mark among which another may make it the opening one.
FARTHEST_CLOSER = 80


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    ``word`` is folded; a mark is itself, curly quotation marks are '"', a line end is a new line.
    ``start`` and ``end`` are code points of the text, half open.
    """

    word: str
    raw: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is letters or digits rather than a mark or a line end."""
        return self.word[0].isalnum()

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation mark of any kind."""
        return self.raw[:1] in _QUOTES


@dataclass(frozen=True)
class ArabicText:
    """A text as tokens; positions below are numbers of tokens.

    ``closers`` gives for each opening quotation mark or bracket the one that closes it (or the end
    of its paragraph), ``openers`` the reverse for those that were really closed.
    """

    text: str
    tokens: tuple[Token, ...]
    closers: dict[int, int]
    openers: dict[int, int]
    # What has been worked out about this text, by what was asked; the rules ask again and again.
    known: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False)

    def word(self, position: int) -> str:
        """Return the folded word there, "" outside the text."""
        return self.tokens[position].word if 0 <= position < len(self.tokens) else ""

    def raw(self, position: int) -> str:
        """Return the word as written there, "" outside the text."""
        return self.tokens[position].raw if 0 <= position < len(self.tokens) else ""

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Return the code points that tokens ``first`` to ``end`` (exclusive) cover."""
        return self.tokens[first].start, self.tokens[end - 1].end

    def written(self, first: int, end: int) -> str:
        """Return the text that tokens ``first`` to ``end`` (exclusive) cover."""
        start, stop = self.span(first, end)
        return self.text[start:stop]

    def is_closed_quote(self, position: int) -> bool:
        """Whether an opening quotation mark stands there that is closed in its paragraph."""
        return (
            position in self.closers
            and self.tokens[position].is_quote
            and self.openers.get(self.closers[position]) == position
        )

    def opens_quote(self, position: int) -> bool:
        """Whether an opening quotation mark stands there, closed or not."""
        return position in self.closers and self.tokens[position].is_quote

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Sentences as half-open ranges of tokens; a closed quotation is never cut inside."""
        starts = [token.start for token in self.tokens]
        quoted_until = 0
        first = 0
        found: list[tuple[int, int]] = []
        for start, stop in split_sentences(self.text, "ar"):
            position, end = bisect_left(starts, start), bisect_left(starts, stop)
            if position >= quoted_until:
                first = position
            elif found:
                first = found.pop()[0]
            for opener in range(position, end):
                if self.is_closed_quote(opener):
                    quoted_until = max(quoted_until, self.closers[opener] + 1)
            found.append((first, end))
        return tuple((one, end) for one, end in map(self._trimmed, found) if one < end)

    def _trimmed(self, sentence: tuple[int, int]) -> tuple[int, int]:
        first, end = sentence
        while first < end and self.tokens[first].word in "\n.!?,:*•-":
            first += 1
        while first < end and self.tokens[end - 1].word == "\n":
            end -= 1
        return first, end


def read_tokens(text: str) -> ArabicText:
    """Read a text into tokens and pair its quotation marks; linear, never raises."""
    folded = fold_with_origins(text)
    tokens: list[Token] = []
    for found in _TOKEN.finditer(folded.text):
        start, end = folded.original_span(*found.span())
        if end <= start:
            end = min(start + 1, len(text))
        raw = text[start:end].strip()
        parted = _parted_at(raw) if len(raw) >= _SHORTEST_GLUED else None
        if parted is not None:
            second = next(
                one
                for one in range(*found.span())
                if folded.original_span(one, one + 1)[0] >= start + parted
            )
            length = second - found.start()
            tokens.append(Token(found[0][:length], raw[:parted], start, start + parted))
            tokens.append(Token(found[0][length:], raw[parted:], start + parted, end))
            continue
        tokens.append(Token(found[0], raw, start, end))
    closers, openers = _paired(tokens)
    return ArabicText(text, tuple(tokens), closers, openers)


def _parted_at(raw: str) -> int | None:
    """Where the second of two words begins that lost the space between them, ``None`` if one."""
    after = _GLUED_AFTER.search(raw)
    if after is not None:
        return after.end()
    for found in _GLUED_BEFORE.finditer(raw, 1):
        before = raw[: found.start()].replace("\N{ARABIC TATWEEL}", "")
        if not _JOINED_BEFORE_HAMZA.fullmatch(before):
            return found.start()
    return None


def _paired(tokens: list[Token]) -> tuple[dict[int, int], dict[int, int]]:
    closers: dict[int, int] = {}
    openers: dict[int, int] = {}
    stack: list[int] = []
    for position, token in enumerate(tokens):
        mark = token.raw[:1]
        if token.word == "\n":
            closers.update(dict.fromkeys(stack, position))
            stack.clear()
        elif mark == '"' and _begins_quotation(tokens, position):
            stack.append(position)
        elif mark in '"”' and _waiting(stack, tokens, '"“„') is not None:
            _close(stack, closers, openers, position, tokens, '"“„')
        elif mark in _CLOSERS and mark != "”":
            wanted = next(one for one, closer in _OPENERS.items() if closer == mark)
            if _waiting(stack, tokens, wanted) is not None:
                _close(stack, closers, openers, position, tokens, wanted)
        elif mark in _OPENERS or (mark in '"”' and not _is_stray(tokens, position)):
            stack.append(position)
    closers.update(dict.fromkeys(stack, len(tokens)))
    return closers, openers


def _begins_quotation(tokens: list[Token], position: int) -> bool:
    """Whether a straight mark stands apart from the word before and close to the one after."""
    before, after = tokens[position - 1 : position], tokens[position + 1 : position + 2]
    is_apart = not before or before[0].end < tokens[position].start or before[0].word in ":(\n"
    return is_apart and bool(after) and after[0].is_word and after[0].start == tokens[position].end


def _is_stray(tokens: list[Token], position: int) -> bool:
    """Whether a mark closes what opened in another paragraph: close to the word before, no more."""
    before, after = tokens[position - 1 : position], tokens[position + 1 : position + 2]
    if not before or not after or before[0].end < tokens[position].start:
        return False
    if before[0].word in ":(\n" or after[0].start == tokens[position].end:
        return False
    for token in tokens[position + 1 : position + 1 + FARTHEST_CLOSER]:
        if token.word == "\n":
            return True
        if token.raw[:1] in '"”':
            return False
    return True


def _waiting(stack: list[int], tokens: list[Token], marks: str) -> int | None:
    return next((one for one in reversed(stack) if tokens[one].raw[:1] in marks), None)


def _close(
    stack: list[int],
    closers: dict[int, int],
    openers: dict[int, int],
    position: int,
    tokens: list[Token],
    marks: str,
) -> None:
    while stack:
        opened = stack.pop()
        closers[opened] = position
        if tokens[opened].raw[:1] in marks:
            openers[position] = opened
            return

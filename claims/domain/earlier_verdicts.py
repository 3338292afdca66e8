"""Another fact-checker's finding that a text tells of.

For offering it to the editor as an earlier verdict with its words and, where they are clear, the
rating of ours that they come closest to. Not a verdict of ours and not a claim: a checker who
calls a claim misleading makes no claim that we would check. Names and words are data
(``checker_names.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claims.domain.check_reasons import has_picture_word
from claims.domain.checker_names import (
    CHECKED_THINGS,
    CHECKERS,
    FINDING_VERBS,
    FINDINGS,
    GENERIC_CHECKERS,
    ORDINARY_WORDS,
    PICTURE_FINDINGS,
)
from multilingual.folding import FoldedText, fold, fold_with_origins
from multilingual.sentences import split_sentences

__all__ = ["EarlierVerdict", "find_earlier_verdicts", "is_checker"]


@dataclass(frozen=True, slots=True)
class EarlierVerdict:
    """What a fact-checker found, as the text says it.

    Attributes:
        checker: the name as it is written, without the quotation marks around it; where only
            "a fact-checking site" is written, these words.
        words: the finding as it is written, such as "مضلّل".
        rating: key of our rating that says the same, or ``None`` where that is not clear.
        span: of the finding with its checker, half-open, in the body.
        about: span of what was checked, or ``None`` where the text does not say it here.
    """

    checker: str
    words: str
    rating: str | None
    span: tuple[int, int]
    about: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence folded for look-up, and where it begins in the text."""

    start: int
    folded: FoldedText

    @property
    def text(self) -> str:
        return self.folded.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        first, last = self.folded.original_span(start, end)
        return self.start + first, self.start + last


def _alternation(words: Iterable[str]) -> str:
    """The folded words as a pattern, the longest first, with any run of spaces between words."""
    folded = sorted({fold(word) for word in words if word}, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in folded)


_QUOTE = "[\"«»'()\\[\\]“”]"
# Arabic words carry و ف ب ل ك and ال in front, and the ending of gender or number.
_BEFORE, _AFTER = r"\b(?:[وفبلك]{0,2}(?:ال)?)?", r"(?:ه|ا|ات|ين|ون|ها|هما)?\b"
_CLEAR = _alternation(name for name in CHECKERS if name not in ORDINARY_WORDS)
_ORDINARY = _alternation(ORDINARY_WORDS)
_GENERIC = _alternation(GENERIC_CHECKERS)
_KIND_BEFORE = (
    "موقع|منصه|منصتا|مءسسه|موسسه|شبكه|فريق|مبادره|خدمه|حساب|مرصد|صفحه|وب ?سايت|سايت|پلتفرم"
    "|ويب ساييٹ"
    "|platform(?:u|e)?|site|website|sitesi|organisation|organization|projet|project"
)
_CHECKER = re.compile(
    rf"(?P<generic>{_BEFORE}(?:{_GENERIC})s?\b)(?:[\s,:]{{0,3}}{_QUOTE}(?P<quoted>[^\"«»()\n]{{"
    rf"2,40}}){_QUOTE}"
    rf"|\s+(?:(?:at|from|of|de|du|des|chez)\s+)?(?P<after>{_CLEAR}|{_ORDINARY})\b)?"
    rf"|\b(?:(?:ال)?(?:{_KIND_BEFORE})\s+{_QUOTE}?|[وفبل])?(?P<clear>{_CLEAR})\b"
    rf"|\b(?:ال)?(?:{_KIND_BEFORE})\s+{_QUOTE}?(?P<kind>{_ORDINARY})\b"
    rf"|{_QUOTE}(?P<marked>{_ORDINARY}){_QUOTE}"
)
_MADE_UP = "picture_or_story"
_FINDINGS = [
    (rating, re.compile(rf"{_BEFORE}(?:{_alternation(words.split('|'))}){_AFTER}"))
    for rating, words in (*FINDINGS[:3], (_MADE_UP, PICTURE_FINDINGS), *FINDINGS[3:])
]
_THING = re.compile(rf"{_BEFORE}(?:{_alternation(CHECKED_THINGS.split('|'))}){_AFTER}")
_VERB = re.compile(rf"\b[وف]?(?:{_alternation(FINDING_VERBS.split('|'))})\b")
# "whether it is true" is a question and no finding.
_OPEN_QUESTION = re.compile(
    r"\b(?:whether|if|how|مدي|ما اذا|ان كان|هل|من|si|est-ce que|آيا|ايا|mi)\s+(?:\S+\s+){0,3}$"
)
_NAME_IS_ALL = re.compile(
    rf"(?:(?:{_GENERIC}|(?:ال)?(?:{_KIND_BEFORE}))\W*)?(?:{_CLEAR}|{_ORDINARY})\W*"
)
# What leads from the thing to the finding: "… has been taken [out of context]".
_COPULA = re.compile(
    r"\s(?:is|are|was|were|has|have|had|as|est|sont|était|comme|على أنه|على أنها|بأنه|بأنها|هو"
    r"|هي|هم|را|کو)"
    r"(?:\s+(?:been|being|taken|put|found|judged|called|rated|été))*$"
)
_EDGE = " \t\u00a0,;:.!?-\"'«»()،؛"


def find_earlier_verdicts(text: str, *, language: str) -> tuple[EarlierVerdict, ...]:
    """Find findings of other fact-checkers in a text, in the order they stand.

    A sentence tells one if it names a checker, a finding in words, and either what was checked
    or a verb of finding. One sentence gives one verdict: the finding nearest after the checker,
    else the nearest before it.

    Args:
        language: BCP 47 tag, for telling sentences apart; the words of all languages are known
            in all of them, because checkers are quoted across languages.
    """
    if _CHECKER.search(fold(text)) is None:
        return ()
    verdicts: list[EarlierVerdict] = []
    for start, end in split_sentences(text, language):
        verdict = _verdict_in(_Sentence(start, fold_with_origins(text[start:end])), text)
        if verdict is not None:
            verdicts.append(verdict)
    return tuple(verdicts)


def is_checker(name: str) -> bool:
    """Answer whether a speaker's name is, as a whole, that of a known fact-checker."""
    return _NAME_IS_ALL.fullmatch(fold(name).strip(_EDGE)) is not None


def _verdict_in(sentence: _Sentence, text: str) -> EarlierVerdict | None:
    checker = _CHECKER.search(sentence.text)
    if checker is None:
        return None
    found = _finding(sentence.text, checker)
    if found is None:
        return None
    rating, finding = found
    verb = _VERB.search(sentence.text)
    thing = _thing(sentence.text, checker, finding)
    if verb is None and thing is None:
        return None
    name = next(
        (group for group in ("quoted", "after", "clear", "kind", "marked") if checker[group]),
        "generic",
    )
    first = min(checker.start(), finding.start())
    if verb is not None and checker.start() - verb.end() in range(4):
        first = min(first, verb.start())
    last = max(checker.end(), finding.end())
    return EarlierVerdict(
        checker=_written(text, sentence, *checker.span(name)),
        words=_written(text, sentence, *finding.span()),
        rating=rating or None,
        span=_trimmed(text, sentence.span(first, last)),
        about=_about(text, sentence, thing, finding),
    )


def _finding(text: str, checker: re.Match[str]) -> tuple[str, re.Match[str]] | None:
    """The nearest finding after the checker, else the last before it, with its rating."""
    after: list[tuple[int, int, str, re.Match[str]]] = []
    before: list[tuple[int, int, str, re.Match[str]]] = []
    for order, (rating, pattern) in enumerate(_FINDINGS):
        for match in pattern.finditer(text):
            if match.start() < checker.end() and match.end() > checker.start():
                continue
            if _OPEN_QUESTION.search(text, 0, match.start()):
                continue
            is_after = match.start() >= checker.end()
            kept = after if is_after else before
            # At one place the longer wins ("not true" over "true"), then the earlier line.
            kept.append((match.start() if is_after else -match.end(), order, rating, match))
    nearest = min(_unnested(after), default=None, key=_by_place) or min(
        _unnested(before), default=None, key=_by_place
    )
    if nearest is None:
        return None
    _, _, rating, match = nearest
    if rating == _MADE_UP:
        rating = "altered" if has_picture_word(text) else "false"
    return rating, match


def _by_place(found: tuple[int, int, str, re.Match[str]]) -> tuple[int, int]:
    return found[0], found[1]


def _unnested(
    found: list[tuple[int, int, str, re.Match[str]]],
) -> list[tuple[int, int, str, re.Match[str]]]:
    """Without those that lie inside a longer one: "true" in "not true" is no finding."""
    spans = [one[3].span() for one in found]
    return [
        one
        for one in found
        if not any(
            start <= one[3].start() and one[3].end() <= end and (start, end) != one[3].span()
            for start, end in spans
        )
    ]


def _thing(text: str, checker: re.Match[str], finding: re.Match[str]) -> re.Match[str] | None:
    """What was checked: its noun between the two, else the first outside the checker's name."""
    nouns = [
        one
        for one in _THING.finditer(text)
        if one.end() <= checker.start() or one.start() >= checker.end()
    ]
    low, high = sorted((checker.start(), finding.start()))
    between = [one for one in nouns if low <= one.start() < high]
    return next(iter(between or nouns), None)


def _about(
    text: str, sentence: _Sentence, thing: re.Match[str] | None, finding: re.Match[str]
) -> tuple[int, int] | None:
    """The words that say what was checked, if there are more than its noun ("the claim")."""
    if thing is None or thing.start() >= finding.start():
        return None
    start, end = _trimmed(text, sentence.span(thing.start(), finding.start()))
    copula = _COPULA.search(text[start:end])
    if copula is not None:
        end = start + copula.start()
    return (start, end) if len(text[start:end].split()) >= 3 else None


def _written(text: str, sentence: _Sentence, start: int, end: int) -> str:
    first, last = _trimmed(text, sentence.span(start, end))
    return text[first:last]


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end

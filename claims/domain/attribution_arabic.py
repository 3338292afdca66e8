"""Who said what in Arabic text, by rules: the body and its title read together.

Calls the reader (``arabic_statements``), joins the forms of each name and drops what the title
only repeats. Measured on the marked pages by ``benchmarks/statements.py``.
"""

from __future__ import annotations

from claims.domain.arabic_speakers import joined
from claims.domain.arabic_statements import read_statements
from claims.domain.arabic_tokens import read_tokens
from claims.domain.attributed import SuggestedStatement

__all__ = ["find_statements"]

# A title says what the body says when this share of its words of three letters and more stand in
# one claim of the body, or fewer where speaker and stance are the same. Set on the five seed pages:
# a title that only sums a page up shares up to 0.7 with its nearest claim.
REPEATED_WORDS = 0.75
REPEATED_WORDS_SAME_SPEAKER = 0.5


def find_statements(text: str, title: str, outlet: str) -> tuple[SuggestedStatement, ...]:
    """Suggest the statements of an Arabic text; see ``attribution.suggest_statements``."""
    body = read_statements(read_tokens(text), outlet, in_title=False)
    head = read_statements(read_tokens(title), outlet, in_title=True) if title else []
    everything = joined([*head, *body], outlet)
    said = everything[len(head) :]
    kept = [one for one in everything[: len(head)] if not _is_repeated(one, said)]
    return (*kept, *said)


def _is_repeated(title: SuggestedStatement, said: list[SuggestedStatement]) -> bool:
    wanted = _content(title.claim)
    for one in said:
        is_same = one.speaker_key == title.speaker_key and one.stance == title.stance
        if not wanted:
            if is_same:
                return True
            continue
        shared = len(wanted & _content(one.claim)) / len(wanted)
        if shared >= (REPEATED_WORDS_SAME_SPEAKER if is_same else REPEATED_WORDS):
            return True
    return False


def _content(claim: str) -> frozenset[str]:
    """The words of a claim that carry meaning, without article and one-letter prefixes."""
    words = (token.word for token in read_tokens(claim).tokens if token.is_word)
    return frozenset(
        word.removeprefix("وال").removeprefix("بال").removeprefix("ال")
        for word in words
        if len(word) > 2
    )

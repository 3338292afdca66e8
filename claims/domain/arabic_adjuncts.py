"""What stands between an Arabic verb and its subject: time, place, manner, and who was told.

Not for the subject itself (``arabic_phrases``) and not for what was said.
"""

from __future__ import annotations

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_joints import is_preposition
from claims.domain.arabic_phrases import (
    DEMONSTRATIVES,
    PRONOUN_PHRASES,
    NounPhrase,
    is_dative,
    outlet_alone,
    read_phrase,
    starts_outlet,
)
from claims.domain.arabic_tokens import ArabicText

__all__ = ["skip_adjuncts"]

_TO_ME = frozenset({"عليّ", "عليَّ", "إليّ", "إليَّ"})
_JOURNALISTS = lexicon.words("للصحفيين للصحافيين للإعلاميين للصحافة")


def skip_adjuncts(text: ArabicText, at: int, limit: int) -> int:
    """Skip time, place and manner between a verb and its subject; return where it may begin."""
    position = at
    while position < limit:
        word = text.word(position)
        if (
            word in (",", "-")
            or word in PRONOUN_PHRASES
            or text.raw(position) in _TO_ME
            or (word in lexicon.ADVERBS and word not in DEMONSTRATIVES)
        ):
            position += 1
        elif word in DEMONSTRATIVES and text.word(position + 1) in lexicon.TIME_WORDS:
            position += 2
        elif word in lexicon.TIME_WORDS and word not in DEMONSTRATIVES:
            position = _skip_time(text, position, limit)
        elif (told := _told(text, position, limit)) is not None and told.end < limit:
            position = told.end
        elif is_preposition(text, position) or is_dative(text, position):
            comma = next((one for one in range(position, limit) if text.word(one) == ","), limit)
            position = comma
        else:
            return position
    return limit


def _told(text: ArabicText, position: int, limit: int) -> NounPhrase | None:
    """Read the outlet told where it stands before the subject ("told Reuters an official")."""
    word = text.word(position)
    if word in _JOURNALISTS:
        return NounPhrase(position, position + 1, position + 1, 1)
    of_outlet = "ال" + word[2:] if word[:2] == "لل" else word[1:]
    if word[:1] != "ل" or not (
        of_outlet in lexicon.OUTLET_HEADS | lexicon.OUTLET_NAMES
        or starts_outlet(text, position, of_outlet)
    ):
        return None
    told = read_phrase(text, position, limit, prefix=1)
    return outlet_alone(text, told) if told is not None else None


def _skip_time(text: ArabicText, position: int, limit: int) -> int:
    while position < limit:
        word = text.word(position)
        if not (word in lexicon.TIME_WORDS or word.isdigit() or text.raw(position) in "/("):
            return position
        position = text.closers.get(position, position) + 1
    return limit

"""Guess from a name as it is written whether a person or a body speaks.

For suggesting the kind of a new claimant, which a person can say otherwise. Goes by titles,
offices and kinds of body in Arabic, Persian, English, French and Turkish
(`multilingual.name_words`); not by knowing who anybody is.
"""

from __future__ import annotations

import re
from typing import Literal

from claims.domain.arabic_people import is_person_noun
from multilingual.folding import fold
from multilingual.name_words import (
    ABBREVIATED_COURTESY,
    COURTESY,
    FIELDS,
    FILLERS,
    GIVEN_NAMES,
    INSTITUTIONS,
    LINKS,
    ROLES,
    bare,
    is_place,
)

__all__ = ["SpeakerKind", "kind_of_speaker"]

SpeakerKind = Literal["person", "organization"]

_WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
# "د. منى", "M. Dupont": one letter and a stop are a courtesy only at the head of a name.
_ABBREVIATED = re.compile(r"\s*([^\W\d_]{1,2})\.\s+\w")


def _words(words: str) -> frozenset[str]:
    return frozenset(bare(fold(word)) for word in words.split())


# Somebody of whom not even the number is known, or a paper: neither kind can be told.
_NOBODY_KNOWN = _words(
    "مصدر مصادر مسؤولون مسؤولين source sources officials spokespeople experts analysts منبع منابع"
)
_MORE_BODIES = _words(
    "بلدية غرفة نادي مصلحة ولاية محافظة مفوضية أمانة مرصد صندوق دار فرع شهرداری بانک دانشگاه"
    " municipality mairie parquet préfecture présidence syndicat fund corporation ltd inc llc"
)
# Of names alone: "son of", "father of".
_KINSHIP = _words("بن بنت ابن أبو ibn bin bint")
_LONGEST_NAME = 5


def kind_of_speaker(name: str) -> SpeakerKind | None:
    """Tell whether a name is a person's or a body's; None where its words do not show it.

    An office counts for whoever holds it: "the spokesman for the ministry" is a person.
    """
    folded = fold(name)
    is_arabic = _ARABIC_LETTER.search(folded) is not None
    written = [word for word in _WORD.findall(folded) if is_arabic or bare(word) not in FILLERS]
    words = [bare(word) for word in written]
    if not words or is_place(tuple(words)) or words[0] in _NOBODY_KNOWN:
        return None
    short = _ABBREVIATED.match(folded)
    if short is not None and short[1] in ABBREVIATED_COURTESY:
        return "person"
    kind = _by_head(written, words) if is_arabic else _by_any_word(words)
    return kind or _by_given_name(words)


def _by_head(written: list[str], words: list[str]) -> SpeakerKind | None:
    """Arabic and Persian begin with what somebody is."""
    first, is_definite = words[0], written[0].startswith("ال")
    is_body = _is_body(first)
    # "اللواء" is a general, "لواء" a brigade.
    if len(words) > 1 and first in COURTESY and (is_definite or not is_body):
        return "person"
    if is_body:
        return "organization"
    if first in ROLES or is_person_noun(first):
        return "person"
    if len(words) > 1 and first in FIELDS and is_definite:
        return "organization"
    return None


def _by_any_word(words: list[str]) -> SpeakerKind | None:
    """Languages in Latin letters say it before or behind: "Energy Ministry spokesman X"."""
    body = next((at for at, word in enumerate(words) if _is_body(word)), None)
    office = next((at for at, word in enumerate(words) if word in ROLES), None)
    if office is not None and (body is None or office < body):
        return "person"
    if office is not None and body is not None and not LINKS & set(words[body:office]):
        return "person"
    if body is not None:
        return "organization"
    return "person" if len(words) > 1 and words[0] in COURTESY else None


def _by_given_name(words: list[str]) -> SpeakerKind | None:
    if not 1 < len(words) <= _LONGEST_NAME or any(_is_body(word) for word in words):
        return None
    return "person" if words[0] in GIVEN_NAMES or _KINSHIP & set(words[:-1]) else None


def _is_body(word: str) -> bool:
    return any(
        form in INSTITUTIONS or form in _MORE_BODIES for form in (word, word.removesuffix("ه"))
    )

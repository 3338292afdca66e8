"""Where an Arabic subject ends and an object follows it without any mark.

"The minister | the exhibition", "Qaani | the movement", "the mayor | a delegation": a noun phrase
read forward takes the object with it, and these cut it off. Not for reading phrases
(``arabic_phrases``).
"""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_phrases import NounPhrase
from claims.domain.arabic_tokens import ArabicText
from multilingual.name_words import COURTESY, GIVEN_NAMES, ROLES, bare

__all__ = ["ACCUSED_HEADS", "before_object", "first_named", "is_described", "one_definite"]

_DESCRIBING = lexicon.words(
    "السابق السابقة العام العامة الجديد الجديدة الأول الأولى المتحدة المنتخب المكلف الأعلى"
    " الأبيض الأحمر"
)
# Nouns that end as adjectives of relation do.
_PLACES_IN_YA = lexicon.words(
    "المستشفى المبنى الملتقى المستوى المحتوى المنتدى المقهى المرسى الموانئ النادي الوادي القاضي"
    " الأهالي المباني الأراضي الماضي"
)
ACCUSED_HEADS = lexicon.words(
    "الجيش القوات الحكومة المعارضة المتمردين السلطات الولايات النظام قوات جيش حكومة حركة"
    " الحركة حزب جماعة ميليشيات الحوثيين تنظيم الاحتلال الشرطة الرئيس الغرب وزير رئيس منظمة"
    " الاتحاد طرفي الطرفين أطراف الجانبين"
)


def first_named(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    """Cut a phrase where the object of the verb must begin ("Qaani | the movement")."""
    for position in range(phrase.first + 1, phrase.end):
        word = text.word(position)
        if word in ACCUSED_HEADS or word in lexicon.FEMININE_NAMES:
            return replace(phrase, end=position, core_end=min(position, phrase.core_end))
    return phrase


def one_definite(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    """Cut "the minister | the exhibition": a second noun that describes nothing."""
    if not text.word(phrase.first).startswith("ال") or phrase.end < phrase.first + 2:
        return phrase
    second = text.word(phrase.first + 1)
    if not second.startswith("ال") or is_described(text, phrase.first + 1):
        return phrase
    return replace(phrase, end=phrase.first + 1, core_end=phrase.first + 1)


def before_object(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    """Cut what was visited, held or called something from the name of who did it."""
    has_name = False
    for position in range(phrase.first + 1, phrase.end):
        word, before = text.word(position), text.word(position - 1)
        is_definite = word.startswith("ال")
        is_title = bare(word) in COURTESY or bare(word) in ROLES
        is_accusative = word.endswith("ا") and len(word) > 3 and bare(word) not in GIVEN_NAMES
        is_after_name = before.startswith("ال") or position - 1 in text.openers
        is_second = is_after_name and not is_described(text, position)
        is_thing = has_name and word.endswith(("ه", "ات"))
        ends = (is_second or is_thing) and not is_title if is_definite else is_accusative
        if ends and text.tokens[position].is_word:
            return replace(phrase, end=position, core_end=min(position, phrase.core_end))
        has_name = has_name or bare(before) in GIVEN_NAMES
    return phrase


def is_described(text: ArabicText, position: int) -> bool:
    """Whether a definite adjective stands there ("the general ...", "the local ...")."""
    word = text.word(position)
    describes = word.endswith(("ي", "يه", "ون", "ين")) or word in _DESCRIBING
    return word.startswith("ال") and describes and word not in _PLACES_IN_YA

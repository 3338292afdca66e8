"""What may stand inside the name of an Arabic speaker, and what ends it.

Prepositions that belong to a title or a body ("the spokesman in the name of", "the ministry in
Gaza"), letters spelled out, days that are part of a name, words at which an object begins. For
``arabic_phrases``, which reads the whole name.
"""

from __future__ import annotations

import re

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_tokens import ArabicText
from multilingual.name_words import GIVEN_NAMES, bare

__all__ = [
    "PEOPLE",
    "TITLES",
    "begins_object",
    "belongs_to_title",
    "is_issued",
    "is_letter_name",
    "is_noun_here",
    "is_office",
    "is_part_of_name",
    "is_preposition",
    "is_title",
]

_AFTER_ADJECTIVE = frozenset({"العام", "العامه", "السنه", "الحالي"})
_JOINED_PREPOSITIONS = lexicon.words(
    "وفي وعن وإلى ومع وخلال وعبر وبعد وقبل ومنذ وحول وعند ولدى وبشأن وعقب وخارج وأمام ووسط"
)
_BODIES_OF_PLACES = lexicon.words(
    "وزارة هيئة مديرية شرطة سلطات بلدية مكتب بعثة سفارة نقابة حكومة محكمة نيابة غرفة السلطات"
    " الشرطة الحكومة"
)
_OFFICES = frozenset(word.removeprefix("ال") for word in lexicon.ROLE_WORDS)
TITLES = _OFFICES | lexicon.QUANTIFIERS
# Endings a noun takes on for gender, number and case ("مسؤولة", "مصدران", "مصدرا", "خبيرين").
_ENDINGS = ("ه", "ا", "ان", "ين", "ون", "ات", "تان", "تين", "و")
# People told by what they do or are; like an office they may be "in" or "from" somewhere.
PEOPLE = lexicon.words(
    "تاجر تجار مزارع صياد صيادون سائق عامل عمال مهندس ممرض معلم مدرس طالب طلاب مسعف متطوع نازح"
    " لاجئ بائع صاحب أصحاب مالك موزع متعامل متعاملون محاسب محامي مراسل مصور كاتب مواطن جندي"
    " شرطي حارس مقاتل مستثمر مستشار ناج ناجون جار جيران قريب"
    " شقيق رجل امرأة شاب سيدة مدون ملاكون أقارب أهالي أهال"
)
# "resident in", "specialised in": the place or the field goes with the word before it.
_SITUATED = lexicon.words(
    "مقيم مقيمة مقيمون مقيمين مقيما المقيم المقيمة المقيمين متخصص متخصصة المتخصص المتخصصة"
    " متخصصون المتخصصين مختص مختصة المختص المختصة مختصون المختصين عاملون عاملين العاملين"
    " العامل العاملة مشارك مشاركون المشارك المشاركة المشاركين مقره مقرها متمركز متمركزة"
    " موجود موجودون الموجودين"
)
# Who sits in a parliament or a council sits there "for" a place.
_ELECTED = lexicon.words("عضو عضوة أعضاء نائب نائبة نواب مرشح مرشحة ممثل ممثلة")
_CONSTITUENCIES = lexicon.PLACES | lexicon.words(
    "دائرة مدينة إقليم منطقة ولاية محافظة حزب كتلة جهة قضاء بلدة دائرتها جماعة تيار حركة مقاطعة"
)
_NUMBERS = lexicon.words(
    "اثنان اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة ثلاث أربع خمس ست سبع عشر عشرات مئات"
    " آلاف كثيرون كثير"
)
_ISSUED = lexicon.words("صدر صدرت")
# The verbal nouns of three stems, as patterns: تفعيل, افتعال and انفعال, استفعال.
_VERBAL_NOUN = re.compile(r"ت\w\wي\w|ا\wت\wا\w|ان\w\wا\w|است\w\w?ا\w")


def is_preposition(text: ArabicText, position: int) -> bool:
    """Whether a preposition or joining word stands there (the name "علي" is spelled with ya)."""
    word, raw = text.word(position), text.raw(position)
    if word == "علي":
        return not raw.endswith("ي") or text.word(position + 1).startswith("ال")
    if word == "ام" and bare(text.word(position + 1)) in GIVEN_NAMES:
        return False  # "Umm Ahmad"
    if raw == "فان" and bare(text.word(position - 1)) in GIVEN_NAMES:
        return False  # "Michael Vann" is spelled like "so that"
    if word == "ام":  # "BMW" is spelled like "or"
        return raw.startswith("أ") and text.word(position - 1) not in ("بي", "بيه", "جي")
    return word in lexicon.PREPOSITIONS or word in _JOINED_PREPOSITIONS


def is_noun_here(text: ArabicText, position: int, at: int, word: str) -> bool:
    """Whether a form of a verb is a noun after all ("كتب", "الكشف") as a title asks for."""
    if "\N{ARABIC DAMMA}" in text.raw(position)[:2]:
        return False  # "a poll was published"
    return word in ("نشر", "بث", "كشف", "كتب") and position > at and at + 1 == position


def belongs_to_title(text: ArabicText, position: int, at: int) -> bool:
    word, following = text.word(position), text.word(position + 1)
    inside = range(at, position)
    if word in lexicon.ROLE_PREPOSITIONS:
        return True
    if text.word(position - 1) in _SITUATED and word in ("في", "لدي"):
        return True
    if word == "من" and text.word(at) == "ما" and text.word(position - 1) == "يقرب":
        return True  # "what comes near to half of"
    if word == "داخل":
        return text.word(position - 1) == "من"
    has_title = any(is_office(text.word(one)) for one in inside)
    if word in ("علي", "عبر") and _is_platform(text, position + 1):
        return has_title and _goes_on_after(text, position + 1)
    if word not in ("في", "من", "عن", "لدي", "قرب", "علي", "الي"):
        return False
    if word in ("علي", "الي"):
        return text.word(position - 1) in ("مطلع", "مطلعه", "مطلعون", "مطلعين", "الرسائل")
    is_count = text.word(at).isdigit() or text.word(at) in _NUMBERS
    if is_count and word in ("في", "من"):
        return True
    if word == "عن":
        before = text.word(position - 1)
        heads = (text.word(one).removeprefix("لل").removeprefix("ال") for one in inside)
        is_seat = _is_constituency(following) and not _ELECTED.isdisjoint(heads)
        return before in lexicon.SPEAKING_FOR or before in _ISSUED or is_seat
    if not has_title:
        return word == "في" and _is_body_in_place(text, position, at)
    raw = text.raw(position + 1)
    if raw.endswith(("ه", "ها", "هم")) and not raw.startswith("ال"):
        return False
    return not (
        following in lexicon.EVENT_NOUNS or following in lexicon.TIME_WORDS or following.isdigit()
    )


def _is_constituency(word: str) -> bool:
    return word.removeprefix("ال") in _CONSTITUENCIES or word in lexicon.FEMININE_NAMES


def _is_body_in_place(text: ArabicText, position: int, at: int) -> bool:
    """Whether a body is named with its place ("the health ministry in Gaza")."""
    head = text.word(at)
    following = text.word(position + 1)
    is_body = head in _BODIES_OF_PLACES or head[1:] in _BODIES_OF_PLACES
    if not is_body or following in lexicon.EVENT_NOUNS or following in lexicon.TIME_WORDS:
        return False
    is_thing = following.startswith("ال") or following.endswith(("ه", "ها", "هم"))
    is_known = following in lexicon.PLACES or following in lexicon.FEMININE_NAMES
    return is_known or (following.isalpha() and not is_thing)


def _goes_on_after(text: ArabicText, position: int) -> bool:
    """Whether a name follows the platform ("an activist on Twitter Ahmad Parwiz")."""
    after = text.closers[position] + 1 if text.is_closed_quote(position) else position + 1
    after += int(text.word(after) in lexicon.PLATFORMS)  # "the platform X"
    word = text.word(after)
    return word.isalpha() and not (
        is_preposition(text, after) or word in lexicon.CLAUSE_OPENERS or word in lexicon.ADVERBS
    )


def _is_platform(text: ArabicText, position: int) -> bool:
    return text.word(position + int(text.opens_quote(position))) in lexicon.PLATFORMS


def is_part_of_name(text: ArabicText, position: int, at: int) -> bool:
    word, before = text.word(position), text.word(position - 1)
    if position == at:
        return False
    if before in lexicon.ANONYMOUS_HEADS and word == "مطلع":
        return True
    if word in ("عام", "عامه") and is_office(before):
        return True  # "a general director", not "a year"
    if word in _AFTER_ADJECTIVE and before.startswith("ال"):
        return True
    if lexicon.OUTLET_PAIRS.get(before) == word:
        return True
    return word in (
        "الماضي",
        "الماضيه",
        "الجاري",
        "الحالي",
        "نهايه",
        "بدايه",
    ) and before.startswith("ال")


def is_title(text: ArabicText, position: int) -> bool:
    """Whether an office or a body begins there."""
    return is_office(text.word(position))


def is_office(word: str) -> bool:
    """Whether a word is an office, a count or what people do, in whatever gender and number."""
    plain = word.removeprefix("ال")
    return plain in TITLES or any(
        form in _OFFICES or form in PEOPLE
        for form in (plain, *(plain.removesuffix(end) for end in _ENDINGS))
    )


def is_issued(text: ArabicText, position: int) -> bool:
    """Whether "came from" stands after a document ("a statement issued by the ministry")."""
    return text.word(position) in _ISSUED and text.word(position + 1) == "عن"


# "its support", "their refusal".
_THEIR = ("ه", "ها", "هم")


def begins_object(word: str) -> bool:
    """Whether a word is one at which what is denied or announced begins, after the subject."""
    if word in lexicon.OBJECT_HEADS:
        return True
    if _VERBAL_NOUN.fullmatch(word) and word not in ("تنظيم", "تسنيم", "تقرير"):
        return True
    if any(word.endswith(end) and word.removesuffix(end) in lexicon.OBJECT_HEADS for end in _THEIR):
        return True
    noun = word[1:] if word[:1] == "ب" else word
    return noun in lexicon.OBJECT_HEADS or (
        len(word) > 5 and word.endswith(("تهم", "هم", "اته", "ها"))
    )


def is_letter_name(text: ArabicText, position: int) -> bool:
    """Whether "ان" is a spelled letter of a broadcaster ("CNN", "NBC") and not "that"."""
    before, following = text.word(position - 1), text.word(position + 1)
    if text.word(position) != "ان":
        return False
    return before == "سي" or following == "بي" or (before, text.word(position - 2)) == ("ان", "سي")

"""Arabic words for people and bodies that stand for a name given before.

"The minister", "his excellency", "the union man", "the same source", "my aunt": which nouns stand
for somebody, and whether a name can be that of a person. Data and tests of single words for
``arabic_speakers``, which knows who was named; not for reading phrases.
"""

from __future__ import annotations

from claims.domain import arabic_words as lexicon
from multilingual.name_words import GIVEN_NAMES, INSTITUTIONS, ORIGINS, ROLES, bare

__all__ = [
    "HONORIFICS",
    "KINDS",
    "POINTERS",
    "SAME",
    "describes_person",
    "is_kin",
    "is_person_noun",
    "may_be_person",
    "same_heads",
    "stands_for",
]

_PERSONS = lexicon.words(
    "قيادي مسؤول متحدث ناطق وزير رئيس نائب خبير باحث محلل مصدر ناشط زعيم مدير سفير فاعل"
    " برلماني نقابي حقوقي صحفي صحافي كاتب أستاذ طبيب محامي ضابط قائد أمين والي محافظ عمدة"
    " ممثل مبعوث مندوب عضو نقيب شيخ مدون دبلوماسي مرشح لاعب مدرب رجل شاب سيدة تاجر مزارع سائق"
    " شاهد مواطن سياسي عسكري أكاديمي طالب معلم مهندس فنان مخرج كاتبة مؤرخ اقتصادي مستشار"
    " مفوض منسق قاضي رئيسة مراسل إعلامي جراح مختص أخصائي حاكم ملك أمير مطران كاهن"
)
KINDS = _PERSONS | lexicon.words(
    "حركة وزارة صحيفة وكالة تقرير منظمة تنظيم هيئة جماعة حزب قناة موقع لجنة مصادر شركة بيان"
    " دراسة رسالة تحقيق مسؤولون خبراء حكومة جيش مكتب مجلس مؤسسة مجلة جامعة سلطات نقابة جمعية"
    " اتحاد مديرية إدارة بلدية مؤسسات جهاز مصرف بنك غرفة سفارة نادي إذاعة جريدة شبكة منصة"
    " صفحة حساب بلاغ مذكرة مستشفى مركز معهد محكمة نيابة أمانة مفوضية بعثة شرطة فريق رابطة"
    " تيار ائتلاف جبهة ديوان وكالات ولاية محافظة بورصة مصلحة منشور قوات مصرف دائرة وفد كتلة"
)
# What anybody may be called once named, and offices that only a name without one can hold.
_ANYBODY = lexicon.words(
    "متحدث مسؤول قيادي خبير باحث محلل مصدر ناشط رجل شاب سيدة كاتب صحفي صحافي دبلوماسي أكاديمي مدون"
    " فنان سياسي"
)
_OFFICERS = lexicon.words("ناطق وزير رئيس نائب زعيم مدير سفير لاعب مدرب")
# "this official", "the same source".
POINTERS = lexicon.words("هذا هذه ذات نفس ذلك تلك")
SAME = lexicon.words(
    "نفسه نفسها نفسهم أنفسهم ذاته ذاتها ذاتهم عينه عينها المذكور المذكورة المذكورين"
    " المعني المعنية السالف السالفة"
)
HONORIFICS = lexicon.words(
    "سعادته سعادتها معاليه معاليها سموه سموها فخامته دولته جلالته سيادته سيادتها فضيلته نيافته"
    " غبطته قداسته حضرته"
)
# Those whose form with "my" or "our" is no other common word ("جدي" is "serious").
_KIN = lexicon.words(
    "خالت عمت والد والدت أخ أخت صديق صديقت زميل زميلت جارت زوجت جدت شقيق شقيقت ابنت خال عم جار"
)
_NOT_KIN = lexicon.words("خالي عمي جاري عما خالنا")
_KIN_ENDINGS = ("ي", "نا")
# Nouns that news uses for one another.
_SAME_KIND = (
    lexicon.words("متحدث ناطق"),
    lexicon.words("بيان بلاغ"),
    lexicon.words("حركة جماعة تنظيم"),
    lexicon.words("موقع منصة"),
    lexicon.words("صحيفة جريدة"),
    lexicon.words("حساب صفحة"),
)


def _masculine(noun: str) -> str:
    return noun if noun in _PERSONS else noun.removesuffix("ه")


def is_person_noun(noun: str) -> bool:
    """Whether a noun without its article tells what somebody is, man or woman."""
    return _masculine(noun) in _PERSONS


def stands_for(noun: str, head: str) -> bool:
    """Whether a noun alone can mean somebody whose name begins with a word, maybe an office."""
    noun = _masculine(noun)
    if noun in _ANYBODY:
        return True
    return noun in _OFFICERS and (head not in ROLES or head == noun)


def describes_person(words: list[str]) -> bool:
    """Whether two words describe somebody known ("the union man"), no new one by their nation."""
    noun, adjective = words
    if not (noun.startswith("ال") and adjective.startswith("ال")):
        return False
    if not adjective.endswith(("ي", "يه")) or not is_person_noun(noun[2:]):
        return False
    origin = bare(adjective)
    return not (origin in ORIGINS or origin.removesuffix("ه") in ORIGINS)


def may_be_person(name: str, key: str) -> bool:
    """Whether a name can be a person's, given it and its folded form: no body, land or page."""
    first, *rest = key.split() or [""]
    if any(one in GIVEN_NAMES for one in (first, *rest)):
        return True
    is_body = any(form in INSTITUTIONS for form in (first, first.removesuffix("ه")))
    if first in ROLES or is_person_noun(first):
        return True
    return bool(name) and not is_body and first not in lexicon.FEMININE_NAMES


def same_heads(noun: str) -> frozenset[str]:
    """Return the nouns that news uses for the same thing, the noun itself among them."""
    return next((group for group in _SAME_KIND if noun in group), frozenset({noun}))


def is_kin(word: str) -> bool:
    """Whether a word is somebody of the writer's own ("my aunt", "our neighbour")."""
    return word not in _NOT_KIN and any(
        word.endswith(end) and word.removesuffix(end) in _KIN for end in _KIN_ENDINGS
    )

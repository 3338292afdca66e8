"""The Arabic words that show an attribution: one line a verb, its forms made by rule.

Data for ``attribution_arabic``, laid out to be read and extended by somebody who knows Arabic and
no Python. A line gives

    perfect (he) | imperfect without its first letter | participle | verbal noun | kind | takes

Kind is what the verb does with what follows: ``say``, ``deny``, ``believe`` (say, but passive
where no subject is written: "it is believed"), ``quote`` (pass on what somebody else said),
``publish`` (name who posted something) or ``urge`` (no statement, but it names who acts).
``takes`` lists how what is said may be attached besides a quotation or a colon: ``أن`` a clause,
``اسم`` a bare noun phrase, or a preposition, which may carry a clause or a noun phrase; ``(أن)``
after a preposition means a clause only. The list follows the verbs of saying and their
prepositions in E. Badawi, M. Carter and A. Gully, "Modern Written Arabic" (2016), and the news
sentences of NTREX (lines 1 to 1200). A dash stands for a form that does not exist or is also a
common word of another meaning ("مصر" is Egypt, not "insisting").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from claims.domain.arabic_words import NOT_BEFORE_VERBS, words
from multilingual.folding import fold

__all__ = [
    "CUE_FORMS",
    "TOLD_SOMEBODY",
    "CueForm",
    "CueKind",
    "Tense",
    "cue_form",
    "cue_form_after",
]


class CueKind(StrEnum):
    """What a verb does with the words that follow."""

    SAY = "say"
    DENY = "deny"
    BELIEVE = "believe"
    QUOTE = "quote"
    PUBLISH = "publish"
    URGE = "urge"


class Tense(StrEnum):
    """Which form of the verb a word is."""

    PERFECT = "perfect"
    IMPERFECT = "imperfect"
    PARTICIPLE = "participle"
    VERBAL_NOUN = "verbal_noun"


@dataclass(frozen=True, slots=True)
class CueForm:
    """One written form of a cue.

    Attributes:
        lemma: the verb in the perfect, folded.
        gender: "m", "f" or "" where the form does not show it.
        number: "s", "d", "p" or "".
        takes: folded prepositions, "ان" for a clause, "اسم" for a noun phrase.
        clause_only: those of the prepositions that must be followed by a clause.
        is_first_person: "we say"; the writer or the outlet speaks.
        has_object: a pronoun is attached ("which Reuters reported").
    """

    lemma: str
    kind: CueKind
    tense: Tense
    gender: str
    number: str
    takes: frozenset[str]
    clause_only: frozenset[str]
    is_first_person: bool = False
    has_object: bool = False


_VERBS = """
قال    | قول    | قائل   | قول     | say     | أن
صرح    | صرح    | مصرح   | تصريح   | say     | أن ب(أن)
أكد    | ؤكد    | مؤكد   | تأكيد   | say     | أن على ب(أن) اسم
أوضح   | وضح    | موضح   | توضيح   | say     | أن ب(أن) اسم
أضاف   | ضيف    | مضيف   | -       | say     | أن ب(أن)
ذكر    | ذكر    | ذاكر   | -       | say     | أن ب(أن)
أشار   | شير    | مشير   | إشارة   | say     | إلى أن
لفت    | لفت    | لافت   | -       | say     | إلى(أن) أن
نوه    | نوه    | منوه   | -       | say     | إلى(أن) ب(أن)
ألمح   | لمح    | ملمح   | -       | say     | إلى
نبه    | نبه    | منبه   | -       | say     | إلى(أن) على(أن) من(أن)
أعلن   | علن    | معلن   | إعلان   | say     | أن عن ب(أن) اسم
كشف    | كشف    | كاشف   | كشف     | say     | أن عن اسم
أفصح   | فصح    | مفصح   | -       | say     | عن
زعم    | زعم    | زاعم   | زعم     | say     | أن ب(أن)
ادعى   | دعي    | مدعي   | ادعاء   | say     | أن ب
اعتبر  | عتبر   | معتبر  | -       | say     | أن ب(أن)
رأى    | رى     | -      | -       | say     | أن ب(أن)
شدد    | شدد    | مشدد   | تشديد   | say     | على أن
حذر    | حذر    | محذر   | تحذير   | say     | من أن
تابع   | تابع   | متابع  | -       | say     | أن ب(أن)
أردف   | ردف    | مردف   | -       | say     | أن ب(أن)
استطرد | ستطرد  | مستطرد | -       | say     | أن
استدرك | ستدرك  | مستدرك | -       | say     | أن
زاد    | زيد    | -      | -       | say     | أن
ختم    | ختم    | -      | -       | say     | أن
أفاد   | فيد    | مفيد   | إفادة   | say     | أن ب
بيّن   | بين    | مبين   | -       | say     | أن
اعترف  | عترف   | معترف  | اعتراف  | say     | ب أن
أقر    | قر     | مقر    | إقرار   | say     | ب أن
تعهد   | تعهد   | متعهد  | تعهد    | say     | ب أن
وعد    | عد     | -      | وعد     | say     | ب(أن)
توعد   | توعد   | متوعد  | توعد    | say     | ب
طمأن   | طمئن   | مطمئن  | تطمين   | say     | ب أن
هدد    | هدد    | مهدد   | تهديد   | say     | ب
اتهم   | تهم    | متهم   | اتهام   | accuse  | ب
توقع   | توقع   | متوقع  | توقع    | say     | أن ب(أن) اسم
رجح    | رجح    | مرجح   | ترجيح   | say     | أن اسم
أبلغ   | بلغ    | مبلغ   | -       | say     | أن ب(أن)
أخبر   | خبر    | مخبر   | -       | say     | أن ب(أن)
جزم    | جزم    | جازم   | -       | say     | ب(أن) أن
أصر    | صر     | -      | -       | say     | على(أن) أن
أعرب   | عرب    | معرب   | -       | say     | من(أن) أن
عبر    | عبر    | معبر   | -       | say     | من(أن)
احتج   | حتج    | محتج   | -       | say     | ب(أن)
جادل   | جادل   | مجادل  | -       | say     | ب(أن) أن
خلص    | خلص    | -      | -       | say     | إلى(أن)
توصل   | توصل   | -      | -       | say     | إلى(أن) أن
وجد    | جد     | -      | -       | say     | أن
أثبت   | ثبت    | مثبت   | -       | say     | أن
أظهر   | ظهر    | مظهر   | -       | say     | أن
قدر    | قدر    | مقدر   | تقدير   | say     | أن ب(أن)
أورد   | ورد    | مورد   | -       | say     | أن
روى    | روي    | -      | -       | say     | أن
اشتكى  | شتكي   | مشتكي  | -       | say     | من أن
أجاب   | جيب    | مجيب   | -       | say     | ب(أن) أن
رد     | رد     | -      | رد      | say     | ب(أن)
علق    | علق    | معلق   | تعليق   | say     | ب(أن)
كتب    | كتب    | -      | -       | say     | أن ب(أن)
غرد    | غرد    | مغرد   | -       | say     | أن ب(أن)
تحدث   | تحدث   | متحدث  | حديث    | tell    | عن
اعتقد  | عتقد   | معتقد  | اعتقاد  | believe | أن ب(أن)
ظن     | ظن     | -      | -       | believe | أن
نفى    | نفي    | نافي   | نفي     | deny    | أن اسم
أنكر   | نكر    | منكر   | إنكار   | deny    | أن اسم
فند    | فند    | مفند   | تفنيد   | deny    | اسم
كذّب   | كذب    | مكذب   | تكذيب   | deny    | اسم
دحض    | دحض    | داحض   | دحض     | deny    | اسم
استبعد | ستبعد  | مستبعد | استبعاد | deny    | أن اسم
رفض    | رفض    | رافض   | رفض     | reject  | اسم
نقل    | نقل    | ناقل   | نقل     | quote   | عن أن
تداول  | تداول  | متداول | -       | publish |
نشر    | نشر    | ناشر   | -       | publish | أن
أصدر   | صدر    | -      | -       | publish |
بث     | بث     | -      | -       | publish |
شارك   | شارك   | -      | -       | publish |
أبرز   | برز    | مبرز   | -       | say     | أن
حلف    | حلف    | حالف   | -       | say     | أن ب(أن)
أقسم   | قسم    | مقسم   | -       | say     | أن ب(أن) على(أن)
شهد    | شهد    | -      | -       | say     | أن ب(أن)
لاحظ   | لاحظ   | ملاحظ  | -       | say     | أن
كرر    | كرر    | -      | -       | say     | أن
جدد    | جدد    | -      | -       | say     | أن
واصل   | واصل   | -      | -       | say     | أن
شرح    | شرح    | شارح   | -       | say     | أن
فسر    | فسر    | مفسر   | -       | say     | أن
برر    | برر    | -      | -       | say     | ب(أن)
استنتج | ستنتج  | مستنتج | -       | say     | أن
سجل    | سجل    | -      | -       | say     | أن
حث     | حث     | -      | -       | urge    |
ناشد   | ناشد   | مناشد  | -       | urge    |
استغرب | ستغرب  | مستغرب | -       | urge    |
استنكر | ستنكر  | مستنكر | -       | urge    |
انتقد  | نتقد   | منتقد  | -       | urge    |
ثمن    | ثمن    | مثمن   | -       | urge    |
أهاب   | هيب    | مهيب   | -       | urge    |
أشاد   | شيد    | مشيد   | -       | urge    |
دعا    | دعو    | داعي   | -       | urge    |
طالب   | طالب   | مطالب  | -       | urge    |
أدان   | دين    | -      | -       | urge    |
دان    | دين    | -      | -       | urge    |
ندد    | ندد    | مندد   | -       | urge    |
رحب    | رحب    | مرحب   | -       | urge    |
"""

# Verbs that take a noun phrase only in a narrower sense have a kind of their own in the table;
# for the engine they say or deny.
_KINDS = {
    "say": CueKind.SAY,
    "accuse": CueKind.SAY,
    "tell": CueKind.SAY,
    "believe": CueKind.BELIEVE,
    "deny": CueKind.DENY,
    "reject": CueKind.DENY,
    "quote": CueKind.QUOTE,
    "publish": CueKind.PUBLISH,
    "urge": CueKind.URGE,
}
# Passive or set forms that name nobody: "it was said that".
_IMPERSONAL = "قيل يقال يزعم يتردد تردد أشيع يشاع أفيد"
# Words that a form is spelled like once folded, far more often than the cue.
_OTHER_WORDS = words(
    "تابعه يبلغ تبلغ يبلغون بين تبين عبر اقرا قدر قر جدا وجدا وعد عد جد ورد ورود زيد قول"
    " يجد تجد نجد ناشر متحدث متهم دين تدين مبين نعد تعد يعد نرى أرى قدرا كذب كذبا مجيب طالب"
    " طالبا طالبة طالبان طالبت مقدر مقدرة متوقعة متوقع مصدرا ظن ظنا ظنوا نشرا خبر بلغ شارك"
    " مقرا مقره مقرها تابعا ردا رد ردت تردا نرد ثمن جدد شرح سجل حلف مثمنة يسجل تسجل"
    " نسجل يشهد تشهد نشهد يواصل تواصل نواصل يلاحظ نلاحظ"
)
_WITH_BARE_ALIF = frozenset({"اعتقد", "اعتبر", "اعترف", "اتهم", "ادعي", "احتج", "اشتكي"})
# Those who were told stand after these as a pronoun ("he told me that").
TOLD_SOMEBODY = frozenset({"اخبر", "ابلغ"})
_BROKEN_PLURALS = {"مزاعم": "زعم", "أقوال": "قال"}
_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")


def cue_form(word: str, raw: str) -> CueForm | None:
    """Look a folded word up, with or without "and"/"so" before it.

    Args:
        word: folded.
        raw: the same as written: alif maqsura and shadda tell some verbs from other words.
    """
    known = _WITH_DOUBLED if "\N{ARABIC SHADDA}" in raw else CUE_FORMS
    found = known.get(word)
    if found is not None and "\N{ARABIC DAMMA}" in raw and _is_passive(found, word, raw):
        return replace(found, kind=CueKind.BELIEVE, gender="m", number="s")
    if found is None and word[:1] in ("و", "ف") and len(word) > 3:
        found, word = known.get(word[1:]), word[1:]
    if found is None or not _is_spelled_as(found, word, raw):
        return None
    return found


def cue_form_after(before: str, word: str, raw: str) -> CueForm | None:
    """Look a word up, unless the word before makes it a noun ("without mention of")."""
    form = cue_form(word, raw)
    if form is None or form.tense is not Tense.PERFECT or word not in CUE_FORMS:
        return form
    return None if before in NOT_BEFORE_VERBS else form


def _is_passive(form: CueForm, word: str, raw: str) -> bool:
    """Whether the harakat make "he said" into "it was said" ("ذُكر", "يُزعم")."""
    first = raw.find("\N{ARABIC DAMMA}")
    has_clause = form.kind is CueKind.SAY and bool(form.takes & {"ان", "ب"})
    if not has_clause or first != 1 or form.has_object:
        return False
    # The imperfect of four letters has the same vowel in the active ("يُعلن").
    return form.tense is Tense.PERFECT or (
        form.tense is Tense.IMPERFECT and form.lemma in ("زعم", "ذكر", "رجح", "قدر")
    )


def _is_spelled_as(form: CueForm, word: str, raw: str) -> bool:
    if form.lemma == "ادعي" and form.tense is Tense.IMPERFECT:
        return not raw.endswith("ى")  # "يُدعى" is "he is called"
    if form.lemma in _WITH_BARE_ALIF and form.tense is Tense.PERFECT:
        return not raw.removeprefix("و").startswith("أ")  # "أعتقد" is "I think"
    if form.lemma == "راي" and word in ("راي", "يري", "تري"):
        return raw.endswith("ى")  # "رأي" is "opinion"
    return True


def _read_verbs() -> dict[str, CueForm]:
    forms: dict[str, CueForm] = {}
    for line in _VERBS.strip().splitlines():
        perfect, stem, participle, noun, kind, takes = (cell.strip() for cell in line.split("|"))
        for word, form in _forms_of(perfect, stem, participle, noun, kind, takes):
            if word not in _OTHER_WORDS:
                forms.setdefault(word, form)
    # "بيّن" and "ردّ" are kept through forms that are not other words ("بينت", "يرد").
    for noun, verb in _BROKEN_PLURALS.items():
        for word, form in _noun_forms(fold(noun), forms[fold(verb)]):
            forms.setdefault(word, replace(form, tense=Tense.VERBAL_NOUN, gender="", number=""))
    for word in _IMPERSONAL.split():
        forms[fold(word)] = CueForm(
            fold(word),
            CueKind.BELIEVE,
            Tense.PERFECT,
            "m",
            "s",
            frozenset({"ان", "ب"}),
            frozenset({"ب"}),
        )
    return forms


def _forms_of(
    perfect: str, stem: str, participle: str, noun: str, kind: str, takes: str
) -> list[tuple[str, CueForm]]:
    governed = [fold(word) for word in takes.split()]
    allowed = frozenset(word.replace("(ان)", "") for word in governed)
    clause_only = frozenset(word.replace("(ان)", "") for word in governed if "(" in word)

    def form(tense: Tense, gender: str, number: str, **more: bool) -> CueForm:
        return CueForm(
            fold(perfect), _KINDS[kind], tense, gender, number, allowed, clause_only, **more
        )

    found: list[tuple[str, CueForm]] = []
    base, root = fold(perfect), fold(stem)
    weak = base[:-1] if base.endswith("ي") else base.removesuffix("ا")
    for ending, gender, number in (("", "m", "s"), ("ت", "f", "s"), ("وا", "m", "p")):
        word = (base if not ending else weak) + ending
        found.append((word, form(Tense.PERFECT, gender, number)))
    found += [
        (weak + ending + pronoun, form(Tense.PERFECT, gender, "s", has_object=True))
        for ending, gender in (("", "m"), ("ت", "f"))
        for pronoun in ("ه", "ها")
        if kind in ("quote", "say", "publish")
    ]
    if base in TOLD_SOMEBODY:
        found += [
            (weak + ending + pronoun, form(Tense.PERFECT, gender, number, has_object=True))
            for ending, gender, number in (("", "m", "s"), ("ت", "f", "s"), ("و", "m", "p"))
            for pronoun in ("ني", "نا", "هم", "ه", "ها")
        ]
    short = root[:-1] if root[-1] in "يو" and kind != "say" else root
    for letter, ending, gender, number in (
        ("ي", "", "m", "s"),
        ("ت", "", "f", "s"),
        ("ي", "ون", "m", "p"),
        ("ي", "ان", "m", "d"),
        ("ت", "ان", "f", "d"),
    ):
        body = short if ending == "ون" else root
        found.append((letter + body + ending, form(Tense.IMPERFECT, gender, number)))
    found.append(("ن" + root, form(Tense.IMPERFECT, "", "p", is_first_person=True)))
    if participle != "-":
        one = fold(participle)
        for ending, gender, number in (("ا", "m", "s"), ("ه", "f", "s"), ("ين", "m", "p")):
            word = (one[:-1] if one.endswith("ي") and ending == "ين" else one) + ending
            found.append((word, form(Tense.PARTICIPLE, gender, number)))
    if noun != "-":
        found += _noun_forms(fold(noun), form(Tense.VERBAL_NOUN, "", ""))
    return found


def _noun_forms(noun: str, form: CueForm) -> list[tuple[str, CueForm]]:
    plural = noun[:-1] + "ات" if noun.endswith("ه") else noun + "ات"
    attached = noun[:-1] + "ت" if noun.endswith("ه") else noun
    words = [noun, plural, *(one + pronoun for one in (attached, plural) for pronoun in _PRONOUNS)]
    return [(word, form) for word in words]


CUE_FORMS: dict[str, CueForm] = _read_verbs()
# Told from other words only by the doubled letter, where it is written ("كذّب", not "كذب").
_DOUBLED_FORMS: dict[str, CueForm] = {
    fold(word): CueForm(
        fold(word),
        CueKind.DENY if word == "كذب" else CueKind.SAY,
        Tense.PERFECT,
        "m",
        "s",
        frozenset({"اسم"} if word == "كذب" else {"ان"}),
        frozenset(),
    )
    for word in ("كذب", "بين", "قدر")
}
_WITH_DOUBLED = {**CUE_FORMS, **_DOUBLED_FORMS}

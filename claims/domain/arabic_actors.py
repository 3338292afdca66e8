"""Those an Arabic text lets act before they speak: asked, written to, contradicting.

"The dealer was asked whether ... and answered", "we reached the photographer, who confirmed",
"what the directorate called a rumour, explaining that": the verb of saying has no subject of its
own, and its speaker was only an actor before. Remembers them; reads no statement.
"""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_people as people
from claims.domain import arabic_words as lexicon
from claims.domain.arabic_adjuncts import skip_adjuncts
from claims.domain.arabic_cues import CueForm, Tense, cue_form_after
from claims.domain.arabic_cuts import before_object, one_definite
from claims.domain.arabic_phrases import NounPhrase, read_phrase
from claims.domain.arabic_reading import Reading
from claims.domain.arabic_tokens import ArabicText
from multilingual.name_words import GIVEN_NAMES, bare

__all__ = ["THINGS", "note_actor", "remember_subject"]

_ASKED = lexicon.words("سئل سئلت سئلوا سألنا سألت راسلنا راسلت خاطبنا قابلنا التقينا حاورنا هاتفنا")
_REACHED = lexicon.words("تواصلنا تواصلت تواصل اتصلنا اتصلت اتصل تحدثنا تواصلوا")
_RETURNED = lexicon.words("عاد عادت اكتفى اكتفت سارع سارعت بادر بادرت خرج خرجت")
_REPLIED = lexicon.words("رد ردت ردوا")
_JUDGED = lexicon.words(
    "وصفته وصفتها وصفه وصفها وصفوه وصفوها اعتبرته اعتبرتها اعتبره اعتبرها عدته عدتها عده دحضته"
    " دحضتها دحضه كذبته كذبتها كذبه فندته فندتها فنده"
)
_REACHING = lexicon.words("التواصل الاتصال")
_OPINIONS = lexicon.words("رأي تعليق تعقيب توضيح")
_GETTING = lexicon.words("أخذ لأخذ على استطلاع معرفة لمعرفة طلب")
# What is published or found, where a verb has no subject of its own.
THINGS = lexicon.words(
    "تسجيلا تسجيلات لقطات مشاهد صورا مقطعا فيديوهات تقريرا وثائق منشورا صورة الصورة فيديو"
    " الفيديو مقطع المقطع خبر الخبر صور الصور تغريدة بيانا القبض حالة نتائج الكتب رسالة"
    " رابط روابط رابطا"
)
# What news tells of somebody before letting them speak ("the mayor visited ... and announced").
_ACTED = lexicon.words(
    "وصل وصلت زار زارت التقى التقت عقد عقدت افتتح افتتحت تفقد تفقدت استقبل استقبلت ترأس ترأست بحث"
    " بحثت ناقش ناقشت شارك شاركت حضر حضرت وجه وجهت وقع وقعت أطلق أطلقت دشن دشنت نظم نظمت استنكر"
    " استنكرت ندد نددت أدان أدانت انتقد انتقدت رحب رحبت استعرض استعرضت قدم قدمت أجرى أجرت ظهر"
    " ظهرت شكر شكرت هنأ هنأت اعتذر اعتذرت استضاف استضافت أصدر أصدرت غادر غادرت تعهد تعهدت هاجم"
    " أرسل أرسلت أرسلوا بعث بعثت بعثوا هاجمت رد ردت سخر سخرت اكتفى اكتفت طمأن طمأنت"
)
# Words after "reached" among which "with" stands, and after "as for" those of a name.
FARTHEST_WITH = 6
LONGEST_TOPIC = 14


def note_actor(reading: Reading, at: int, end: int) -> None:
    """Remember who acts, is asked or is meant at a token, if a later verb may be theirs."""
    text = reading.text
    if reading.outer is not None:
        return
    phrase = _actor(text, at, end)
    if phrase is not None:
        reading.memory.remember(reading.memory.name(phrase, None, reading.sentence))
        return
    verb = text.word(at)[1:] if text.word(at)[:1] == "و" else text.word(at)
    is_first = at == reading.first or text.word(at - 1) in (",", "ثم")
    if is_first and (verb in _ACTED or text.word(at) in _ACTED):
        phrase = _read(text, skip_adjuncts(text, at + 1, end), end)
        if phrase is not None:
            phrase = before_object(text, one_definite(text, phrase))
            if verb in lexicon.SENDING:  # "a reader sent | a picture"
                phrase = _before_thing(text, phrase)
            reading.memory.actor = reading.memory.name(phrase, None, reading.sentence)


def _actor(text: ArabicText, at: int, end: int) -> NounPhrase | None:
    word = text.word(at)
    if people.is_kin(word.removeprefix("و")):
        return _kin(text, at)
    verb = word[1:] if word[:1] in ("و", "ف") and len(word) > 3 else word
    if word in _ASKED or verb in _ASKED:
        return _read(text, skip_adjuncts(text, at + 1, end), end)
    if word in _REACHED or verb in _REACHED or word in _REACHING:
        return _after_with(text, at, end)
    if word in _OPINIONS and text.word(at - 1) in _GETTING:
        return _read(text, at + 1 + int(text.word(at + 1) == "من"), end)
    if word in _JUDGED:
        return _read(text, at + 1, end)
    if verb in _REPLIED:
        return _replying(text, at, end)
    if verb == "سبق" and text.word(at + 1)[:1] == "ل":
        return read_phrase(text, at + 1, end, prefix=1)
    if verb in _RETURNED:
        phrase = read_phrase(text, at + 1, end, stops_at_object=True)
        goes_on = phrase is not None and text.word(phrase.end)[:1] in ("و", "ل", "ب")
        return phrase if goes_on else None
    if word == "اما":
        return _topic(text, at + 1, end)
    return _of_object_verb(text, at, end)


def _read(text: ArabicText, at: int, end: int) -> NounPhrase | None:
    return read_phrase(text, at, end, stops_at_object=True) if at < end else None


def _kin(text: ArabicText, at: int) -> NounPhrase:
    """Read "my aunt" and a given name behind it; nothing else goes with the pronoun."""
    end = at + 1 + int(bare(text.word(at + 1)) in GIVEN_NAMES)
    return NounPhrase(at, end, end, int(text.word(at)[:1] == "و"))


def _after_with(text: ArabicText, at: int, end: int) -> NounPhrase | None:
    for position in range(at + 1, min(end, at + FARTHEST_WITH)):
        word = text.word(position)
        if word in ("مع", "الي"):
            return _read(text, position + 1, end)
        if word.startswith("بال"):
            return read_phrase(text, position, end, prefix=1)
        if not text.tokens[position].is_word:
            return None
    return None


def _replying(text: ArabicText, at: int, end: int) -> NounPhrase | None:
    """Read who replied, with or on what ("the union replied with a statement")."""
    phrase = _read(text, skip_adjuncts(text, at + 1, end), end)
    following = text.word(phrase.end) if phrase is not None else ""
    return phrase if following in ("علي", ",") or following[:1] == "ب" else None


def _topic(text: ArabicText, at: int, end: int) -> NounPhrase | None:
    """Read who is meant by "as for X, so ..."."""
    for position in range(at + 1, min(end, at + LONGEST_TOPIC)):
        if text.word(position)[:1] == "ف" and len(text.word(position)) > 2:
            phrase = read_phrase(text, at, position)
            if phrase is not None and text.word(phrase.end) in (text.word(position), ","):
                return phrase
    return None


def _of_object_verb(text: ArabicText, at: int, end: int) -> NounPhrase | None:
    """Read the subject of a verb with its object ("which the directorate called ...")."""
    form = cue_form_after(text.word(at - 1), text.word(at), text.raw(at))
    if form is None or not form.has_object or form.tense not in (Tense.PERFECT, Tense.IMPERFECT):
        return None
    phrase = read_phrase(text, at + 1, end, stops_at_object=True)
    if phrase is None:
        return None
    return replace(phrase, end=phrase.core_end)


def remember_subject(reading: Reading, at: int, end: int, form: CueForm) -> None:
    """Remember the subject of a verb that says nothing itself: they may go on to speak."""
    text = reading.text
    start = skip_adjuncts(text, at + 1, end)
    phrase = read_phrase(text, start, end, stops_at_object=True) if start < end else None
    if phrase is None or text.word(phrase.first) in THINGS or reading.outer is not None:
        return
    phrase = before_object(text, _before_thing(text, phrase))
    reading.memory.remember(reading.memory.name(phrase, form, reading.sentence))


def _before_thing(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    things = (one for one in range(phrase.first + 1, phrase.end) if text.word(one) in THINGS)
    stop = next(things, phrase.end)
    return replace(phrase, end=stop, core_end=min(stop, phrase.core_end))

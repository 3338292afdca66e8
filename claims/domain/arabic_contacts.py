"""Those whom an Arabic text says were asked and did not answer: "we wrote to X; no reply came".

The one asked is named with the asking (``راسلنا الوزارة``, ``التواصل مع الشركة``), the silence told
in a clause of its own. Not for silence told of a subject ("the ministry did not answer") nor for a
reply not had from somebody: those are ``arabic_refusals``'.
"""

from __future__ import annotations

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_openings import is_prefixed
from claims.domain.arabic_phrases import NounPhrase, read_phrase
from claims.domain.arabic_refusals import Refusal
from claims.domain.arabic_tokens import ArabicText
from claims.domain.attributed import Stance

__all__ = ["find_vain_contact"]

_WROTE_TO = lexicon.words("راسل راسلت راسلنا راسلوا خاطب خاطبت خاطبنا")
_CONTACTED = lexicon.words(
    "تواصل تواصلت تواصلنا اتصل اتصلت اتصلنا حاول حاولت حاولنا حاولوا بعث بعثت بعثنا وجه وجهت"
    " وجهنا أرسل أرسلت أرسلنا سعى سعت سعينا طلب طلبت طلبنا"
)
# What those ask for who ask somebody to speak; "tried to reach the village" asks nobody.
_ASKED_FOR = lexicon.words(
    "التواصل الاتصال تعليق التعليق رأي موقف رد توضيح توضيحات سؤال أسئلة سؤالا أسئلتنا رسالة"
    " رسائل رسالتين طلب طلبا استفسار استفسارا استفسارات أسئلتها تواصل تواصلت تواصلنا اتصل اتصلت"
    " اتصلنا"
)
_BEFORE_ASKED = frozenset({"مع", "الي", "من"})
_OPINION = lexicon.words("رأي موقف رد تعليق")
_CAME = lexicon.words(
    "يصل يصلني يصلنا يصلها يصله تصل تصلنا تصلني تصلها يأت يأتنا يأتنا يجب تجب يجيبوا يرد ترد"
    " يردوا يستجب تستجب نتلق تتلق يتلق أتلق نحصل تحصل يحصل أحصل يجيب تجيب"
)
_REPLIES = lexicon.words("رد ردا جواب جوابا إجابة مجيب تعليق تعليقا تجاوب رده ردها")
_NO = lexicon.words("لم ولم فلم")
_WITHOUT = lexicon.words("دون بدون بلا")
FARTHEST_SILENCE = 32


def find_vain_contact(text: ArabicText, at: int, end: int) -> Refusal | None:
    """Read an asking without an answer whose verb stands at ``at``; ``None`` if there is none.

    The cue is the silence, as it stands; the subject the one who was asked.
    """
    word = text.word(at)
    bare = word[1:] if word[:1] in "وف" and word[1:] in _WROTE_TO | _CONTACTED else word
    if bare not in _WROTE_TO and bare not in _CONTACTED:
        return None
    silence = _silence(text, at + 1, end)
    if silence is None:
        return None
    asked = _asked(text, at, silence[0], is_direct=bare in _WROTE_TO)
    if asked is None:
        return None
    return Refusal(Stance.NO_ANSWER, silence, asked, None, silence[1])


def _silence(text: ArabicText, first: int, end: int) -> tuple[int, int] | None:
    """Where it says that nothing came back, as half-open tokens."""
    for position in range(first, min(end, first + FARTHEST_SILENCE)):
        word, following = text.word(position), text.word(position + 1)
        if word in _WITHOUT and following in _REPLIES:
            begins = position - int(text.word(position - 1) == "من")
            if text.word(begins - 1) == "يرن":
                begins -= 1 + int(text.word(begins - 2) in ("ظل", "بقي"))
            return begins, position + 2
        if word in _WITHOUT and following == "ان" and text.word(position + 2) in _CAME:
            return position - int(text.word(position - 1) == "من"), position + 3
        if word in _NO and following in _CAME:
            has_noun = text.word(position + 2).removeprefix("اي") in _REPLIES
            answers = following[1:] in ("جب", "رد", "ستجب", "جيبوا", "ردوا")
            if has_noun or answers:
                return position, position + 2 + int(has_noun)
    return None


def _asked(text: ArabicText, at: int, limit: int, *, is_direct: bool) -> NounPhrase | None:
    """Who was asked, between the verb and the silence."""
    stop = next((one for one in range(at + 1, limit) if text.word(one) in ",."), limit)
    if is_direct:
        first = at + 1
        subject = read_phrase(text, first, stop, stops_at_object=True)
        is_ours = text.word(at).endswith("نا") or text.raw(at).endswith(("تُ", "ت"))
        return subject if is_ours else None
    is_asking = False
    for position in range(at, stop):
        word = text.word(position)
        is_asking = is_asking or word.removeprefix("و") in _ASKED_FOR
        if word in _OPINION and text.word(position + 1).startswith("ال") and position > at:
            return read_phrase(text, position + 1, stop)
        if is_asking and word in _BEFORE_ASKED:
            return read_phrase(text, position + 1, stop)
        if is_asking and position > at + 1 and word[:1] == "ب" and is_prefixed(word):
            return read_phrase(text, position, stop, prefix=1)
    return None

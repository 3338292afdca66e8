"""What Arabic news says that somebody did not say: refusals, silence, what could not be checked.

"Declined to comment", "did not answer", "could not verify", "has not announced". Each is a fixed
construction of two words, a verb (mostly negated) and what was not done, with somebody between
or before them. Not for denials: those are verbs of saying.
"""

from __future__ import annotations

from dataclasses import dataclass

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_adjuncts import skip_adjuncts
from claims.domain.arabic_clauses import claim_range
from claims.domain.arabic_cues import CUE_FORMS
from claims.domain.arabic_joints import is_preposition
from claims.domain.arabic_openings import find_opening
from claims.domain.arabic_phrases import NounPhrase, read_addressee, read_phrase
from claims.domain.arabic_tokens import ArabicText
from claims.domain.attributed import Stance

__all__ = ["Refusal", "find_refusal"]

_REFUSE = lexicon.words(
    "رفض رفضت رفضا رفضوا يرفض ترفض يرفضون امتنع امتنعت امتنعوا يمتنع تمتنع أحجم أحجمت"
    " أحجموا يحجم تحجم تحفظ تحفظت اعتذر اعتذرت رافضا رافضة رافضين تهرب تهربت تهربوا تجنب تجنبت"
    " فضل فضلت فضلوا آثر آثرت آثروا"
)
_PREFERRED = lexicon.words("فضل فضلت فضلوا آثر آثرت آثروا")
_REFUSED = lexicon.words(
    "التعليق التعقيب الإدلاء الإجابة الرد الإفصاح الحديث الخوض التصريح تعليق تأكيد الكشف التعليقات"
)
_NEGATIONS = lexicon.words("لم لا لن ولم ولا ولن فلم ما")
_ANSWER = lexicon.words(
    "يرد ترد يردوا يستجب تستجب يستجيبوا يجب تجب يجيبوا يعلق تعلق يعلقوا يعقب تعقب يدل تدل يرد"
)
_ASKED = lexicon.words(
    "طلب طلبات الطلب سؤال أسئلة الأسئلة اتصال اتصالات رسالة رسائل استفسار استفسارات"
    " استفسارنا طلبنا أسئلتنا التعليق للتعليق تعليق تعقيب بتعليق بتعليقات بتصريح مكالمات"
    " للاستفسارات لطلب لطلبات رسائلنا اتصالاتنا مزاعم الاتهامات الاتهام الادعاءات الأمر ذلك"
)
_RESPOND = lexicon.words("يستجب تستجب يستجيبوا")
_SENT = (
    "ثلاث",
    "اربع",
    "خمس",
    "عده",
    "مطالب",
    "مناشد",
    "رسال",
    "رساي",
    "طلب",
    "اتصال",
    "استفسار",
    "اسيل",
    "سوال",
    "محاول",
    "دعو",
)
_CAN = lexicon.words(
    "يستطيع تستطيع نستطيع يستطع تستطع نستطع يتمكن تتمكن نتمكن يتسن يتسنى يمكن يمكنها يمكننا"
    " يمكنه تقدر يقدر يتأت بإمكان وسع يكن بوسع بإمكاننا"
)
_OURSELVES = lexicon.words("نستطيع نستطع نتمكن يمكننا بإمكاننا")
_IMPOSSIBLE = lexicon.words("تعذر تعذرت يتعذر وتعذر ويتعذر")
_VERIFY = lexicon.words("التحقق تأكيد التأكد التثبت التوثق تتحقق يتحقق نتحقق تحققا تؤكد")
_REACH = lexicon.words("الوصول الاتصال الحصول التواصل")
_ANNOUNCE = lexicon.words(
    "يعلن تعلن يعلنوا يؤكد تؤكد يؤكدوا يكشف تكشف يفصح تفصح يتبن تتبن تتبنى يصدر تصدر"
)
_RESPONSIBILITY = lexicon.words("مسؤوليتها مسؤوليته مسؤوليتهم المسؤولية مسؤوليتهما")
_DENY = lexicon.words("تنف تنفي ينف ينفي ينفوا تنكر ينكر")
_KEPT = lexicon.words("التزم التزمت التزموا يلتزم تلتزم لزم لزمت")
_REPLY = lexicon.words("ردا رد تعليقا تعليق جوابا جواب إجابة تعقيب تعقيبا توضيحا توضيحات")
_NO_COMMENT_NOUNS = lexicon.words("تعليق رد تعقيب جواب")
_INDEPENDENTLY = lexicon.words("بشكل بصورة باستقلالية مستقل مستقلا")
_NOW = lexicon.words("الآن اليوم اللحظة الساعة")
_FARTHEST = 14


@dataclass(frozen=True, slots=True)
class Refusal:
    """A construction found; all positions are tokens, half open.

    ``subject`` is ``None`` where the sentence names nobody; then ``is_ourselves`` tells that the
    publisher speaks.
    """

    stance: Stance
    cue: tuple[int, int]
    subject: NounPhrase | None
    claim: tuple[int, int] | None
    next: int
    is_ourselves: bool = False


def find_refusal(text: ArabicText, at: int, end: int) -> Refusal | None:
    """Return the construction whose first word stands at ``at``, or ``None``."""
    word = text.word(at)
    bare = word[1:] if word[:1] in "وف" and word[1:] in _REFUSE else word
    if bare in _REFUSE:
        return _declined(text, at, end)
    if word.removeprefix("و") in _KEPT:
        return _silent(text, at, end)
    if word.removeprefix("و") == "طلبت" or word.removeprefix("و") == "طلب":
        return _asked_in_vain(text, at, end)
    if word == "ان" and text.word(at - 1) in ("دون", "بدون") and text.word(at + 1) in _ANNOUNCE:
        return _unannounced(text, at, end)
    if word in _IMPOSSIBLE:
        return _unverified(text, at, at, end) or _unreached(text, at, at, end)
    if word not in _NEGATIONS or at + 1 >= end:
        return None
    following = text.word(at + 1)
    if following in _CAN:
        found = _unverified(text, at, at + 1, end) or _unreached(text, at, at + 1, end)
        if found:
            return found
    if following in ("يتلق", "تتلق", "نتلق", "تحصل", "يحصل"):
        return _unreplied(text, at, end)
    if following in ("يصدر", "تصدر"):
        return _nothing_issued(text, at, end)
    if following in _ANSWER:
        return _unanswered(text, at, end)
    if following in _ANNOUNCE:
        return _unannounced(text, at, end)
    return None


def _stop(text: ArabicText, at: int, end: int) -> int:
    """Where a construction must end: its clause, or a fixed number of words."""
    for position in range(at, min(end, at + _FARTHEST)):
        if text.word(position) in (".", "!", "?", ";", "\n", ":"):
            return position
    return min(end, at + _FARTHEST)


def _first_of(text: ArabicText, wanted: frozenset[str], first: int, end: int) -> int | None:
    return next((one for one in range(first, end) if text.word(one) in wanted), None)


def _subject_before(text: ArabicText, at: int, first: int = 0) -> NounPhrase | None:
    """Return the phrase that ends right before ``at`` in the same clause ("Iran refuses")."""
    start = at
    while start > first and text.tokens[start - 1].is_word:
        if text.word(start - 1) in lexicon.CLAUSE_OPENERS or text.word(start - 1) in (
            "فان",
            "لكن",
            "قد",
        ):
            break
        start -= 1
    phrase = read_phrase(text, start, at) if start < at else None
    return phrase if phrase is not None and phrase.end == at else None


def _declined(text: ArabicText, at: int, end: int) -> Refusal | None:
    refused = _first_of(text, _REFUSED, at + 1, _stop(text, at, end))
    if refused is None:
        return None
    before, is_near = text.word(refused - 1), refused <= at + 6
    if text.word(refused) == "تاكيد" and "نفي" not in [
        text.word(one) for one in range(refused, min(end, refused + 4))
    ]:
        return None
    if text.word(refused) == "الرد" and before not in ("عن", "علي"):
        to = text.word(refused + 2) if text.word(refused + 1) in ("علي", "عن") else ""
        # "refused to respond to the attack" is no refusal to comment.
        if not (to in _ASKED or to.removeprefix("ال").startswith(_SENT) or (not to and is_near)):
            return None
    if text.word(at).removeprefix("و") in _PREFERRED and (
        before != "عدم" or text.word(refused) in ("الكشف", "الافصاح")
    ):
        return None
    limit = refused - 1 if before == "عدم" or is_preposition(text, refused - 1) else refused
    limit -= int(limit < refused and text.word(limit - 1) == "عن")
    start = skip_adjuncts(text, at + 1, limit)
    subject = read_phrase(text, start, limit) if start < limit else None
    subject = subject or _subject_before(text, at)
    return Refusal(Stance.DECLINES, (at, at + 1), subject, None, _after(text, refused, end))


def _after(text: ArabicText, position: int, end: int) -> int:
    """Skip what belongs to the construction: up to the next mark or "and"."""
    for one in range(position + 1, end):
        word = text.word(one)
        if not text.tokens[one].is_word or word in ("ولم", "ولا", "وقال", "وقالت", "فيما"):
            return one
        if word[:1] in "وف" and word[1:] in CUE_FORMS and word not in CUE_FORMS:
            return one
    return end


def _unanswered(text: ArabicText, at: int, end: int) -> Refusal | None:
    stop = _stop(text, at, end)
    if text.word(at + 2) in ("اي", "ذكر", "تاكيد", "في", "ان"):
        return None
    asked = _first_of(text, _ASKED, at + 2, stop)
    link = _first_of(text, frozenset({"علي", "ل", "عن"}), at + 2, stop)
    if text.word(at + 1) in _RESPOND:
        asked = next((one for one in range(at + 2, stop) if _is_to(text.word(one))), asked)
    if asked is None and link is None:
        return None
    limit = min(one for one in (asked, link) if one is not None)
    start = skip_adjuncts(text, at + 2, limit)
    subject = read_phrase(text, start, limit) if start < limit else None
    subject = subject or _subject_before(text, at)
    last = max(one for one in (asked, link) if one is not None)
    return Refusal(Stance.NO_ANSWER, (at, at + 2), subject, None, _after(text, last, end))


def _is_to(word: str) -> bool:
    """Whether a word is "to" with what came from those who asked ("to two letters")."""
    return word[:1] == "ل" and word[1:].startswith(_SENT)


def _unreplied(text: ArabicText, at: int, end: int) -> Refusal | None:
    """Read "Reuters received no reply from the ministry": the ministry did not answer."""
    stop = _stop(text, at, end)
    reply = _first_of(text, _REPLY, at + 2, stop)
    source = None if reply is None else _first_of(text, frozenset({"من"}), reply, stop)
    if source is None:
        return None
    subject = read_phrase(text, source + 1, end)
    return Refusal(Stance.NO_ANSWER, (at, at + 2), subject, None, _after(text, source, end))


def _silent(text: ArabicText, at: int, end: int) -> Refusal | None:
    """Read "the government kept silent": it did not answer."""
    silence = _first_of(text, frozenset({"الصمت"}), at + 1, _stop(text, at, end))
    if silence is None:
        return None
    start = skip_adjuncts(text, at + 1, silence)
    subject = read_phrase(text, start, silence) if start < silence else None
    subject = subject or _subject_before(text, at)
    return Refusal(Stance.NO_ANSWER, (at, silence + 1), subject, None, _after(text, silence, end))


def _asked_in_vain(text: ArabicText, at: int, end: int) -> Refusal | None:
    """Read "the agency asked X for comment and got none": X did not answer."""
    reply = _first_of(text, _REPLY, at + 1, _stop(text, at, end))
    source = None if reply is None else _first_of(text, frozenset({"من"}), reply, reply + 4)
    if source is None:
        return None
    subject = read_phrase(text, source + 1, end)
    if subject is None:
        return None
    got = _first_of(
        text,
        lexicon.words("تحصل يحصل تتلق يتلق نحصل نتلق يرد ترد يجب تجب يستجب تستجب"),
        subject.end,
        min(end, subject.end + 10),
    )
    if got is None or text.word(got - 1) not in _NEGATIONS:
        return None
    return Refusal(Stance.NO_ANSWER, (got - 1, got + 1), subject, None, _after(text, got, end))


def _unreached(text: ArabicText, at: int, verb: int, end: int) -> Refusal | None:
    """Read "X could not be reached": X did not answer."""
    stop = _stop(text, at, end)
    reach = _first_of(text, _REACH, verb + 1, stop)
    if reach is None:
        return None
    source = _first_of(text, frozenset({"من", "الي", "مع"}), reach, stop)
    if source is not None:
        subject = read_phrase(text, source + 1, stop)
    else:
        position = reach + 1
        subject = (
            read_phrase(text, position, stop, prefix=1) if text.word(position)[:1] == "ب" else None
        )
    if subject is None:
        return None
    return Refusal(Stance.NO_ANSWER, (at, reach + 1), subject, None, _after(text, reach, end))


def _nothing_issued(text: ArabicText, at: int, end: int) -> Refusal | None:
    """Read "no comment came from X" and "no statement was issued by X"."""
    stop = _stop(text, at, end)
    if text.word(at + 2) in ("عن", "من"):
        said = {text.word(one) for one in range(at + 3, stop)}
        stance = Stance.NO_ANSWER if said & _NO_COMMENT_NOUNS else Stance.DID_NOT_ANNOUNCE
        subject = read_phrase(text, at + 3, stop, stops_at_object=True)
        return Refusal(stance, (at, at + 2), subject, None, _after(text, at + 3, end))
    thing = at + 3 if text.word(at + 2) in ("اي", "ايه") else at + 2
    is_comment = text.word(thing) in _NO_COMMENT_NOUNS
    source = _first_of(text, frozenset({"من", "عن"}), thing, stop)
    stance = Stance.NO_ANSWER if is_comment else Stance.DID_NOT_ANNOUNCE
    if source is not None:
        while text.word(source) in ("من", "عن", "قبل", "جانب"):
            source += 1
        subject = read_phrase(text, source, stop)
        return Refusal(stance, (at, at + 2), subject, None, _after(text, source, end))
    if is_comment or thing > at + 2:
        return None
    return _unannounced(text, at, end)


def _unverified(text: ArabicText, at: int, verb: int, end: int) -> Refusal | None:
    stop = _stop(text, at, end)
    check = _first_of(text, _VERIFY, verb + 1, stop)
    if check is None:
        return None
    subject = read_addressee(text, verb + 1, check)
    if subject is None:
        start = skip_adjuncts(text, verb + 1, check)
        while start < check and text.word(start) in ("من", "ان"):
            start += 1
        subject = read_phrase(text, start, check) if start < check else None
    if subject is None and text.word(verb) not in _IMPOSSIBLE:
        subject = _subject_before(text, at)
    return Refusal(
        Stance.CANNOT_VERIFY,
        (at, check + 1),
        subject,
        _checked(text, check + 1, end),
        _after(text, check, end),
        is_ourselves=subject is None or text.word(verb) in _OURSELVES,
    )


def _checked(text: ArabicText, first: int, end: int) -> tuple[int, int] | None:
    """What could not be checked: the words after, without "independently"."""
    position = first
    if text.word(position) == "علي" and text.word(position + 1) == "نحو":
        position += 3  # "in an independent manner"
    while text.word(position) in _INDEPENDENTLY:
        position += 1
    if text.word(position) in ("من", "ان", "مما"):
        position += 1
    stop = position
    while stop < end and text.word(stop) not in (",", ".", "\n", ";"):
        if text.word(stop) in _INDEPENDENTLY or (
            text.word(stop) == "من" and text.word(stop + 1) in ("مصدر", "مصادر", "جهه", "جهات")
        ):
            break
        stop += 1
    return (position, stop) if stop > position else None


def _unannounced(text: ArabicText, at: int, end: int) -> Refusal | None:
    ahead = [text.word(one) for one in range(at + 2, min(end, at + 7))]
    if "الا" in ahead or "سوي" in ahead:
        return None
    form = CUE_FORMS.get(text.word(at + 1))
    opening = find_opening(text, at + 1, end, form) if form else None
    if opening is not None and text.word(opening.at - 1) not in _RESPONSIBILITY:
        limit, (first, last, following) = opening.at, claim_range(text, opening, end)
    else:
        start = skip_adjuncts(text, at + 2, end)
        stop = start + 2 if text.word(start) in ("اي", "ايه") else end
        adjective = text.word(stop)
        is_described = adjective.endswith(("يه", "مي")) and not adjective.startswith("ال")
        stop += int(stop < end and is_described)
        subject = read_phrase(text, start, stop, stops_at_object=stop == end)
        limit = subject.end if subject else at + 2
        first = _object_start(text, limit, end)
        last = _stop_of_object(text, first, end)
        following = last
    start = skip_adjuncts(text, at + 2, limit)
    subject = read_phrase(text, start, limit) if start < limit else None
    subject = subject or _subject_before(text, at)
    if first >= last:
        return None
    return Refusal(Stance.DID_NOT_ANNOUNCE, (at, at + 2), subject, (first, last), following)


def _object_start(text: ArabicText, at: int, end: int) -> int:
    position = at
    if text.word(position) == "او" and text.word(position + 1) in _DENY:
        position += 2  # "neither confirmed nor denied the report"
    while position < end and (
        text.word(position) in lexicon.ADVERBS
        or text.word(position) in ("رسمي", "كامل", "علني", "بعد")
        or (text.word(position) == "حتي" and text.word(position + 1) in _NOW)
    ):
        position += 1 + int(text.word(position) == "حتي")
    return position


def _stop_of_object(text: ArabicText, first: int, end: int) -> int:
    stop = first
    while stop < end and text.word(stop) not in (",", ".", "\n", ";"):
        if text.word(stop) == "حتي" and text.word(stop + 1) in _NOW and stop > first:
            break
        stop += 1
    return stop

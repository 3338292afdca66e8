"""Acts of speech that Arabic puts in nouns and participles.

The announcement of X, their pledge to, adding that, in his words, it says in the statement of,
it was stressed that. Each function returns the token at which reading goes on, or ``None``.
"""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import CueForm, CueKind, Tense, cue_form
from claims.domain.arabic_openings import OpeningKind, find_opening
from claims.domain.arabic_phrases import read_phrase
from claims.domain.arabic_reading import Reading, keep_claim, last_speaker
from claims.domain.arabic_subjects import bare_object

__all__ = [
    "read_noun",
    "read_on_tongue",
    "read_participle",
    "read_said_by_pronoun",
    "read_stands_in",
    "read_was_stated",
]

_SOURCES = lexicon.words(
    "بيان تقرير رسالة تصريح رد تصريحات بيانات نص مذكرة وثيقة كتاب بلاغ منشور تدوينة تغريدة"
    " نشرة مقال دراسة خبر تعميم إعلان خطاب كلمة حساب صفحة تسجيل"
)
_THE_SOURCES = frozenset("ال" + word for word in _SOURCES)

# "Hours after the announcement".
_SPANS = lexicon.words(
    "ساعة ساعات ساعتين يوم يومين أيام أسبوع أسبوعين أسابيع شهر أشهر دقائق سنوات عام عامين"
)
_BEFORE_SPOKEN_NOUNS = lexicon.words("مع بعد رغم منذ عقب إثر فور قبل وسط ظل ورغم وبعد ومع لكن")


def read_stands_in(reading: Reading, at: int, end: int) -> int | None:
    """Read what stands in a document ("it says in a statement of the ministry that ...")."""
    text = reading.text
    phrase = read_phrase(text, at + 2, end)
    form = cue_form("قال", "قال")
    if phrase is None or form is None or text.word(phrase.first) not in _SOURCES | _THE_SOURCES:
        return None
    opening = find_opening(text, at, end, form)
    if opening is None:
        return None
    owner = None
    if phrase.end > phrase.first + 1 and text.word(phrase.first) in _SOURCES:
        word = text.word(phrase.first + 1)
        known = lexicon.BODIES | lexicon.OUTLET_HEADS | lexicon.FEMININE_NAMES | lexicon.ROLE_WORDS
        prefix = int(word.startswith("لل") or (word[:1] == "ل" and word[1:] in known))
        owner = read_phrase(text, phrase.first + 1, phrase.end, prefix=prefix)
    elif text.word(phrase.end).startswith("ل") and phrase.end < opening.at:
        owner = read_phrase(text, phrase.end, opening.at, prefix=1)
    speaker = reading.memory.name(owner or phrase, None, reading.sentence)
    return keep_claim(reading, (at, at + 2), end, opening, form, speaker, None)


def read_on_tongue(reading: Reading, at: int, end: int) -> int | None:
    """Read "it came on the tongue of the spokesman that ...": he is who speaks."""
    text = reading.text
    phrase = read_phrase(text, at + 3, end)
    form = cue_form("قال", "قال")
    if phrase is None or form is None:
        return None
    opening = find_opening(text, phrase.end - 1, end, form)
    if opening is None:
        return None
    speaker = reading.memory.name(phrase, None, reading.sentence)
    return keep_claim(reading, (at, at + 3), end, opening, form, speaker, None)


def read_was_stated(reading: Reading, at: int, end: int) -> int | None:
    """Read a passive; the speaker, if any, stands before ("in its reply, it was stressed that")."""
    text = reading.text
    noun = text.word(at + 1).removeprefix("ال")
    form = cue_form(noun, noun)
    if form is None or form.tense is not Tense.VERBAL_NOUN:
        return None
    opening = find_opening(text, at + 1, end, form)
    if opening is None or opening.at > at + 6:
        return None
    speaker = None
    for position in range(reading.first, at):
        if text.word(position) in _SOURCES:
            phrase = read_phrase(text, position + 1, at)
            if phrase is not None:
                speaker = reading.memory.name(phrase, None, reading.sentence)
            break
    if speaker is None:
        if opening.kind is OpeningKind.NOUN:
            return None  # "the account was confirmed"
        form = replace(form, kind=CueKind.BELIEVE)
    return keep_claim(reading, (at, at + 2), end, opening, form, speaker, None)


def read_said_by_pronoun(reading: Reading, at: int, end: int) -> int | None:
    """Read "in his words: ...", said of somebody named in the sentence."""
    form = cue_form("قال", "قال")
    if form is None:
        return None
    opening = find_opening(reading.text, at, end, form)
    if opening is None or opening.at > at + 3:
        return None
    speaker = last_speaker(reading, None)
    if speaker is None:
        return None
    return keep_claim(reading, (at, at + 1), end, opening, form, speaker, None)


def read_participle(reading: Reading, at: int, end: int, form: CueForm) -> int | None:
    text = reading.text
    raw = text.raw(at)
    if text.word(at).startswith("ال") or not (
        raw.endswith(("ا", "اً", "ًا", "ين"))
        or text.word(at - 1) in (",", "و")
        or text.word(at) == "قايله"
    ):
        return None
    if form.kind in (CueKind.URGE, CueKind.PUBLISH, CueKind.QUOTE):
        return None
    opening = find_opening(text, at, end, form)
    is_far = opening is None or opening.at > at + 3
    if is_far and (form.kind is CueKind.DENY or "اسم" in form.takes):
        opening = bare_object(text, at, end, form, None) or opening
    if opening is None or opening.at > at + 8:
        return None
    speaker = last_speaker(reading, form)
    if speaker is None and at > reading.first:
        return None
    return keep_claim(reading, (at, at + 1), end, opening, form, speaker, None)


def read_noun(reading: Reading, at: int, end: int, form: CueForm) -> int | None:
    """Read an act of speech told as a noun ("the army's announcement of", "their pledges to")."""
    text = reading.text
    word = text.word(at)
    bare = word[1:] if word[:1] == "و" and word not in lexicon.SPOKEN_NOUNS else word
    is_told = bare != word or _is_told(reading, at)
    if bare not in lexicon.SPOKEN_NOUNS or not is_told:
        return None
    has_pronoun = bare.endswith(("ه", "ها", "هم"))
    opening = find_opening(text, at, end, form)
    if opening is not None and opening.at > at + 14:
        opening = None
    subject = None
    if not has_pronoun:
        limit = opening.at if opening else end
        subject = read_phrase(text, at + 1, limit, stops_at_object=opening is None)
        if subject is None or text.word(subject.first) in lexicon.REPORT_NOUNS:
            return None
    if opening is None:
        if subject is None or subject.end >= end:
            return None
        opening = bare_object(text, at, end, form, subject)
    if opening is None:
        return None
    speaker = (
        reading.memory.name(subject, None, reading.sentence)
        if subject is not None
        else last_speaker(reading, None)
    )
    if speaker is None:
        return None
    end = next((one for one in range(opening.start, end) if text.word(one) == ","), end)
    return keep_claim(reading, (at, at + 1), end, opening, form, speaker, None)


def _is_told(reading: Reading, at: int) -> bool:
    """Whether a verbal noun tells of something that happened ("after the announcement of")."""
    before = reading.text.word(at - 1)
    if before == "من":
        earlier, first = reading.text.word(at - 2), reading.text.word(at - 3)
        return earlier in ("الرغم", "بالرغم") or (earlier in _SPANS and first in ("بعد", "قبل"))
    return at == reading.first or before in _BEFORE_SPOKEN_NOUNS

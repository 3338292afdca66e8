"""Verbs of saying in Arabic: "X said that ...", "X denies ...", "'...', said X".

Each function returns the token at which reading goes on, or ``None`` where the verb turns out to
say nothing. Not for verbs that pass on what somebody else said (``arabic_quoting``).
"""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_actors import THINGS, remember_subject
from claims.domain.arabic_adjuncts import skip_adjuncts
from claims.domain.arabic_cues import CUE_FORMS, CueForm, CueKind, cue_form
from claims.domain.arabic_cuts import one_definite
from claims.domain.arabic_joints import TITLES, is_preposition
from claims.domain.arabic_openings import Opening, OpeningKind, find_opening
from claims.domain.arabic_phrases import (
    NounPhrase,
    is_outlet,
    read_addressee,
    read_phrase,
)
from claims.domain.arabic_reading import Reading, keep, keep_claim, speaker_of
from claims.domain.arabic_speakers import Speaker
from claims.domain.arabic_subjects import (
    bare_object,
    obtained_by,
    outlet_told,
    split_accused,
    split_addressee,
    subject_before,
)
from claims.domain.arabic_tokens import ArabicText
from claims.domain.attributed import Confidence, Stance
from multilingual.name_words import GIVEN_NAMES, bare

__all__ = ["read_verb", "subject_of"]

# Verbs that mean something else as often: only with an opening and nothing unexplained before it.
_WEAK_LEMMAS = lexicon.words(
    "تابع زاد ختم كتب رد علق وجد أظهر قدر رأى ظن بلغ خلص أثبت أورد تحدث كشف"
)

# Verbs of telling, seeing and repeating that say something only with a clause ("swore that").
_WITH_CLAUSE = lexicon.words("أبرز حلف أقسم شهد لاحظ كرر جدد واصل شرح فسر برر استنتج سجل")

# Common words of another meaning unless they go on with a speech ("and went on").
_AFTER_AND = lexicon.words("زاد ختم رد علق تابع أردف")

# What finds or shows something, rather than proves it in a match.
_FINDING = lexicon.words("أثبت أظهر وجد")

_FINDERS = lexicon.words(
    "دراسة دراسات استطلاع تقرير تقارير تحقيق تحقيقات بحث أبحاث نتائج نتيجة أرقام بيانات"
    " وثائق وثيقة باحثون باحثين علماء محكمة موقع تحليل فحص اختبارات صور مقطع إحصاءات"
    " إحصائيات خبراء فريق مسح منصة لجنة"
)

_OTHER_CLAUSES = lexicon.words("فهو فهي لكنه لكنها")
# "pointed to Russia" names a thing; "pointed to the need for" says something of it.
_POINTING = lexicon.words("أشار ألمح")
# With one of these before it "believes" has a subject.
_HE_SHE_THEY = lexicon.words(
    "لكنه لكنها لكنهم ولكنه ولكنها ولكنهم هو هي هم وهو وهي وهم إنه إنها إنهم أنه أنها أنهم"
    " فإنه فإنها"
)
_ABILITIES = lexicon.words("قدرته قدرتها قدرتهم")
_NOBODY = lexicon.words("أي أية هذا هذه ذلك تلك اسمه")


def read_verb(reading: Reading, at: int, end: int, form: CueForm) -> int | None:
    text = reading.text
    if form.kind is CueKind.BELIEVE and text.word(at - 1) in _HE_SHE_THEY:
        form = replace(form, kind=CueKind.SAY)
    opening = None if form.kind is CueKind.URGE else find_opening(text, at, end, form)
    is_told = opening is not None and opening.kind is OpeningKind.CLAUSE
    if form.kind is CueKind.URGE or (form.kind is CueKind.PUBLISH and not is_told):
        remember_subject(reading, at, end, form)
        return None
    if form.kind is CueKind.DENY and opening and opening.kind is not OpeningKind.CLAUSE:
        opening = _denied_object(text, at, end, form, opening, reading.first)
    elif form.lemma == "اعتبر" and (opening is None or opening.kind is OpeningKind.QUOTE):
        opening = _considered(text, at, end) or opening
    elif opening and opening.kind is OpeningKind.NOUN and opening.at > at + 1:
        opening = _stressed_object(text, at, end, form, opening, reading.first)
    if opening and opening.kind is OpeningKind.NOUN and _is_owned(text, opening.at):
        opening = None  # "claimed responsibility for": the noun is what was announced
    inverted = _quotation_before(text, at, reading.first)
    if inverted is not None and opening is None:
        return _read_inverted(reading, at, end, form, inverted)
    if inverted is not None and opening is not None and opening.kind is OpeningKind.QUOTE:
        _read_first_part(reading, at, opening, form, inverted)
    subject, is_after = subject_of(text, at, end, form, opening, reading.first)
    if opening is None:
        opening = bare_object(text, at, end, form, subject if is_after else None, reading.first)
    elif form.lemma == "اتهم":
        is_accused = subject is not None and _is_feminine(text.word(subject.first))
        if is_after and is_accused and form.gender == "m" and subject is not None:
            opening = Opening(OpeningKind.NOUN, subject.first, subject.first)
            subject = None  # "he accused China of": the verb does not agree with it
        elif is_after:
            subject, opening = split_accused(text, subject, opening)
        else:
            opening = Opening(OpeningKind.NOUN, at + 1, at + 1)
    told: NounPhrase | None = None
    if form.lemma in ("اخبر", "ابلغ", "افاد") and is_after:
        before = subject_before(text, at, reading.first)
        subject, is_after = (subject, True) if before is None else (before, False)
        if subject is not None and is_after:
            subject, told = split_addressee(text, subject)
            told = told if told is not None and is_outlet(text, told) else None
            if told is None and subject is not None and opening is not None:
                told = outlet_told(text, subject.end, opening.at)
            if subject is None and told is not None:
                subject, told = told, None  # "the local papers told that ..."
    if subject is None and text.word(at).removeprefix("و") == "يذكر":
        return None  # "it is worth noting that": the writer's own words
    is_silent = opening is None and form.lemma not in _WITH_CLAUSE
    if is_silent and subject is not None and is_after and reading.outer is None:
        _remember_source(reading, at, end, subject, form)
    if opening is None or not _is_trustworthy(reading, at, form, opening, subject, is_after):
        return None
    speaker = speaker_of(reading, subject, form)
    relay: NounPhrase | Speaker | None = told
    if opening.at > at + 1:
        relay = relay or _addressee(text, at, subject if is_after else None, opening.at)
        relay = relay or obtained_by(text, at + 1, opening.at)
        cited = _cited(text, at + 1, opening.at)
        if cited is not None:
            relay, speaker = speaker, reading.memory.name(cited, None, reading.sentence)
    if _is_in_relative_clause(text, at, reading.first):
        end = _end_of_relative_clause(text, opening.start, end)
    kept = keep_claim(reading, (at, at + 1), end, opening, form, speaker, relay)
    if kept is not None and subject is not None and is_after and reading.outer is None:
        reading.read_range(reading, subject.end, opening.at)
    return kept


def _addressee(
    text: ArabicText, at: int, subject: NounPhrase | None, end: int
) -> NounPhrase | None:
    """Find the outlet told, before or behind the subject: "of the media" may be of its name."""
    if subject is None:
        return read_addressee(text, at + 1, end)
    before = read_addressee(text, at + 1, subject.first)
    return before or read_addressee(text, subject.end, end)


def _denied_object(
    text: ArabicText, at: int, end: int, form: CueForm, opening: Opening, first: int
) -> Opening | None:
    """What is denied, where it stands nearer than the quotation or preposition that was found."""
    if subject_before(text, at, first) is not None:
        return bare_object(text, at, end, form, None)
    start = skip_adjuncts(text, at + 1, opening.at)
    subject = read_phrase(text, start, opening.at, stops_at_object=True)
    nearer = None if subject is None else bare_object(text, at, end, form, subject)
    return nearer if nearer is not None and nearer.at < opening.at else opening


def _considered(text: ArabicText, at: int, end: int) -> Opening | None:
    """Where "the decision 'arbitrary'" begins in "the union considered the decision ..."."""
    subject = read_phrase(text, skip_adjuncts(text, at + 1, end), end)
    if subject is None:
        return None
    subject = one_definite(text, subject)
    thing = subject.end
    is_thing = text.word(thing)[:2] == "ال" and thing + 1 < end
    what = [one for one in range(thing + 1, min(end, thing + 5)) if text.is_closed_quote(one)]
    return Opening(OpeningKind.NOUN, thing, thing) if is_thing and what else None


def _stressed_object(
    text: ArabicText, at: int, end: int, form: CueForm, opening: Opening, first: int
) -> Opening:
    """What a verb behind its subject takes without a preposition ("confirms control of")."""
    if "اسم" not in form.takes or subject_before(text, at, first) is None:
        return opening
    nearer = bare_object(text, at, end, form, None, first)
    return nearer if nearer is not None and nearer.at < opening.at else opening


def _is_feminine(word: str) -> bool:
    """Whether a noun takes no verb in the masculine ("Iran", "the government")."""
    return word in lexicon.FEMININE_NAMES or (word.startswith("ال") and word.endswith("ه"))


def _is_owned(text: ArabicText, at: int) -> bool:
    return text.word(at) == "عن" and text.word(at - 1).startswith(("مسوولي", "المسوولي"))


def _remember_source(
    reading: Reading, at: int, end: int, subject: NounPhrase, form: CueForm
) -> None:
    """Remember who may go on to say something; whom they cite is then the speaker."""
    speaker = reading.memory.name(subject, form, reading.sentence)
    cited = _cited(reading.text, at + 1, end)
    if cited is not None:
        reading.source = speaker
        speaker = reading.memory.name(cited, None, reading.sentence)
    reading.memory.remember(speaker)


def _cited(text: ArabicText, first: int, end: int) -> NounPhrase | None:
    """Whom the subject cites ("the paper, citing officials, said that")."""
    for position in range(first, end - 1):
        if text.word(position) == "نقلا" and text.word(position + 1) == "عن":
            return read_phrase(text, position + 2, end)
    return None


def _is_in_relative_clause(text: ArabicText, at: int, first: int) -> bool:
    for position in range(at - 1, max(first, at - 8) - 1, -1):
        if text.word(position) in lexicon.RELATIVES:
            return True
        if text.word(position) == ",":
            return False
    return False


def _end_of_relative_clause(text: ArabicText, first: int, end: int) -> int:
    for position in range(first, end):
        if text.word(position) in (",", "هو", "هي", "هم", "-", "–"):
            return position
    return end


def subject_of(
    text: ArabicText, at: int, end: int, form: CueForm, opening: Opening | None, first: int
) -> tuple[NounPhrase | None, bool]:
    """Return the subject and whether it stands after the verb."""
    limit = end if opening is None else opening.at
    start = skip_adjuncts(text, at + 1, limit)
    if start < limit and not (opening is None and text.word(start) in lexicon.OBJECT_HEADS):
        word = text.word(start)
        is_object = word in _ABILITIES or (
            text.raw(start).endswith(("اً", "ًا")) and word.removesuffix("ا") not in TITLES
        )
        phrase = None
        if not is_object:
            phrase = read_phrase(text, start, limit, stops_at_object=opening is None)
        before = None
        if form.lemma == "اتهم":
            before = subject_before(text, at, first)
            if before is not None:
                return before, False
        if phrase is not None and not _may_follow_adjunct(text, at, phrase):
            phrase = None
        if phrase is None or opening is None or phrase.first > at + 1:
            before = subject_before(text, at, first)
        if before is not None:
            return before, False
        if phrase is not None:
            return phrase, True
    return subject_before(text, at, first), False


def _may_follow_adjunct(text: ArabicText, at: int, phrase: NounPhrase) -> bool:
    """Whether a name after "in Tulsa, ..." is the subject rather than more of the place."""
    if phrase.first == at + 1 or text.word(phrase.first - 1) != ",":
        return True
    if not (is_preposition(text, at + 1) or text.word(at + 1) in lexicon.ADDRESSEES):
        return True
    head = text.word(phrase.first)
    known = lexicon.ROLE_WORDS | lexicon.ANONYMOUS_HEADS | lexicon.OUTLET_HEADS | lexicon.BODIES
    return head.startswith("ال") or head in known


def _is_trustworthy(
    reading: Reading,
    at: int,
    form: CueForm,
    opening: Opening,
    subject: NounPhrase | None,
    is_after: bool,
) -> bool:
    text = reading.text
    is_direct = subject is None and opening.at == at + 1
    nobody = subject is None and reading.memory.last(form, reading.sentence) is None
    if opening.kind is OpeningKind.NOUN and nobody:
        return False
    if form.lemma == "رفض" and opening.kind is not OpeningKind.NOUN:
        return False
    is_clause = opening.kind is OpeningKind.CLAUSE
    if form.lemma in _WITH_CLAUSE:
        return is_clause and (not is_after or _is_explained(text, subject, opening))
    if form.has_object and not is_clause:
        return subject is not None and is_after and subject.end == opening.at
    if form.lemma == "تحدث" and opening.kind is OpeningKind.QUOTE:
        return False  # "the briefings will happen, but '...'"
    if form.lemma == "اعتبر" and opening.kind not in (OpeningKind.CLAUSE, OpeningKind.NOUN):
        return False
    if opening.kind is OpeningKind.CLAUSE and text.word(opening.start - 1) in ("اني", "انني"):
        return False  # "I thought that I"
    if subject is not None and text.word(subject.first) in ("اي", "ايه"):
        return False
    is_one_word = subject is not None and subject.end - subject.first == 1
    if subject is not None and is_one_word and text.word(subject.first) in _NOBODY:
        return False
    if opening.kind is OpeningKind.QUOTE and subject is not None and is_after:
        between = {text.word(one) for one in range(subject.end, opening.at)}
        if between & _OTHER_CLAUSES:
            return False
    if opening.kind is OpeningKind.NOUN and form.lemma in _POINTING:
        named = text.word(opening.start)
        if named in lexicon.FEMININE_NAMES or bare(named) in GIVEN_NAMES or named[:2] == "ال":
            return False
    if form.lemma in _FINDING:
        return subject is not None and text.word(subject.first).removeprefix("ال") in _FINDERS
    if opening.kind is OpeningKind.QUOTE and text.closers[opening.at] - opening.at <= 5:
        return not is_after or _is_explained(text, subject, opening)
    if form.lemma in _AFTER_AND and text.word(at) == form.lemma and at > reading.first:
        return subject is not None and not is_after
    if form.lemma in _WEAK_LEMMAS or opening.kind is OpeningKind.NOUN:
        if opening.kind is OpeningKind.NOUN and form.lemma in ("تحدث",):
            tellers = lexicon.REPORT_NOUNS | lexicon.ANONYMOUS_HEADS
            return subject is not None and text.word(subject.first) in tellers
        if subject is not None and not is_clause and text.word(subject.first) in THINGS:
            return False
        known = subject is not None or is_direct or bool(reading.found)
        return known and (not is_after or _is_explained(text, subject, opening))
    return True


def _is_explained(text: ArabicText, subject: NounPhrase | None, opening: Opening) -> bool:
    """Whether nothing stands between the subject and the opening but time, place and manner."""
    if subject is None or subject.end >= opening.at:
        return True
    return not text.tokens[subject.end].is_word or (
        skip_adjuncts(text, subject.end, opening.at) > subject.end
        or text.word(subject.end) in lexicon.RELATIVES
        or text.word(subject.end).startswith("بال")
        or text.word(subject.end) in lexicon.OBTAINED
        or cue_form(text.word(subject.end), text.raw(subject.end)) is not None
        or is_preposition(text, subject.end)
    )


def _quotation_before(text: ArabicText, at: int, first: int) -> tuple[int, int] | None:
    """Return the quotation that ends right before a verb (``"...", said X``), as tokens."""
    position = at - 1
    while position > first and text.word(position) in (",", "كما", "هكذا", "حسبما", "-"):
        position -= 1
    opener = text.openers.get(position)
    if opener is None or not text.tokens[position].is_quote or position - opener < 3:
        return None
    return opener + 1, position


def _read_inverted(
    reading: Reading, at: int, end: int, form: CueForm, quotation: tuple[int, int]
) -> int | None:
    text = reading.text
    if form.kind is not CueKind.SAY:
        return None
    phrase = read_phrase(text, skip_adjuncts(text, at + 1, end), end)
    speaker = speaker_of(reading, phrase, form)
    first, last = quotation
    while last > first and text.word(last - 1) in (",", "."):
        last -= 1
    if (
        speaker is None
        or first == last
        or any(one.span == text.span(first, last) for one in reading.found)
    ):
        return None
    keep(reading, (at, at + 1), (first, last), Stance.ASSERTS, speaker, None, Confidence.STRONG)
    return phrase.end if phrase is not None else at + 1


def _read_first_part(
    reading: Reading, at: int, opening: Opening, form: CueForm, quotation: tuple[int, int]
) -> None:
    """Read the first of two quotations around a verb, unless somebody has said it already."""
    text = reading.text
    start, end = text.span(*quotation)
    is_apart = text.word(at) in CUE_FORMS and text.word(at - 1) == ","
    said = (one.span for one in reading.found if one.span is not None)
    if is_apart and not any(one[0] < end and start < one[1] for one in said):
        _read_inverted(reading, at, opening.at, form, quotation)

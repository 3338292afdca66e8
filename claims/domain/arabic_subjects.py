"""Subjects and objects around an Arabic verb of saying where no mark parts them."""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_adjuncts import skip_adjuncts
from claims.domain.arabic_cues import CUE_FORMS, CueForm, CueKind, Tense
from claims.domain.arabic_cuts import ACCUSED_HEADS
from claims.domain.arabic_joints import begins_object, is_preposition
from claims.domain.arabic_openings import Opening, OpeningKind
from claims.domain.arabic_phrases import (
    NounPhrase,
    read_addressee,
    read_phrase,
    starts_outlet,
)
from claims.domain.arabic_tokens import ArabicText

__all__ = [
    "bare_object",
    "begins_other_subject",
    "obtained_by",
    "outlet_told",
    "split_accused",
    "split_addressee",
    "subject_before",
]

# Words before a verb among which its subject is looked for.
FARTHEST_SUBJECT = 60
# Words of "..., who is a doctor," between a subject and its verb.
LONGEST_ASIDE = 18
# Words of "in the town of" between the subject of "was" and "had said".
LONGEST_PLACE = 6
# Words of "and the ministry of the interior" before a headline's verb, the verb counted.
LONGEST_HEADED = 5
_ASIDES = lexicon.RELATIVES | lexicon.words("وهو وهي وهم وهما")
_CLAUSE_STARTS = lexicon.words(
    "فإن لكن ولكن إلا حيث بينما فيما كما إذ إذا إن أن بأن وأن لأن لكنه لكنها ولكنه ولكنها"
    " وهو وهي هو هي وهم وفيما وبينما حين وحين عندما وعندما"
)
_AUXILIARIES = lexicon.words(
    "كان كانت كانوا وكان وكانت وكانوا قد وقد لقد فقد ما زال زالت لا تزال يزال"
)
_DENIABLE = lexicon.words(
    "تلك الخبر الاتهامات المزاعم التقارير الأنباء الشائعات الادعاءات الادعاء هذه ذلك هذا صحته"
    " صحتها الاتهام التهم المعلومات علمه علمها"
)
_MANNER = lexicon.words(
    "بشدة بانفعال بقوة بحزم بشكل قاطع قطعي رسمي كامل بصورة قاطعة تام تامة جملة وتفصيلا تفصيلا"
)
_REJECTED = lexicon.words(
    "اتهامات الاتهامات المزاعم مزاعم الادعاءات ادعاءات التقارير تقارير الأنباء أنباء هذه"
)
_TOLD = lexicon.words(
    "اللجنة المحكمة الحشد الصحفيين الصحافيين المحققين الشرطة الكونغرس البرلمان المجلس الصحف"
    " الحضور الأمم الجمعية المشرعين النواب نظيره نظيرته محاوريهم"
)


def subject_before(text: ArabicText, verb: int, first: int) -> NounPhrase | None:
    """Return the subject that stands before its verb in the same clause, or ``None``.

    "Iran denies", "the ministry had confirmed", "the official who says": the phrase must fill the
    clause up to the verb, so that an object of what goes before is not taken for it.
    """
    if text.word(verb) not in CUE_FORMS:
        return None  # "and said": what stands before is another clause
    if text.word(verb + 1) in ("فيه", "فيها"):
        return None  # "a letter in which he says": the clause is the letter's
    end = verb
    while end > first and text.word(end - 1) in _AUXILIARIES:
        end -= 1
    if text.word(first) == "حتي":
        first += 1
    quoted = _named_in_quotes(text, end)
    if quoted is not None:
        return quoted
    end = _before_aside(text, end, first)
    if end > first and text.word(end - 1) in lexicon.RELATIVES:
        if text.word(end - 1).startswith("و"):
            return None
        return _antecedent(text, end - 1, first)
    start = end
    first = max(first, end - FARTHEST_SUBJECT)
    while start > first and _continues(text, start - 1):
        opener = text.openers.get(start - 1)
        start = opener if opener is not None and opener >= first else start - 1
    while start < end and text.word(start) in _AUXILIARIES:
        start += 1
    if start == end:
        return None
    if text.word(start) == "فان":
        start += 1
    if text.word(start).removeprefix("و") in lexicon.SENDING:
        return None  # "a reader sent a picture": a verb and its subject are nobody's name
    prefix = 1 if text.word(start)[:1] == "و" and _is_joined(text.word(start)) else 0
    phrase = read_phrase(text, start, end, prefix=prefix)
    if phrase is not None and (phrase.end == end or _heads_sentence(text, phrase, end, first)):
        return phrase
    headed = _headlined(text, verb, first) if end == verb else None
    if headed is not None:
        return headed
    is_plural = text.word(verb).endswith(("وا", "ون"))
    return None if is_plural else _described(text, end, first)


def _headlined(text: ArabicText, verb: int, first: int) -> NounPhrase | None:
    """Return the second subject of a headline ("clashes in the city and the police deny that")."""
    if CUE_FORMS[text.word(verb)].tense is not Tense.IMPERFECT:
        return None
    for start in range(verb - 1, max(first, verb - LONGEST_HEADED), -1):
        if begins_other_subject(text, start):
            phrase = read_phrase(text, start, verb, prefix=1)
            return phrase if phrase is not None and phrase.end == verb else None
    return None


def begins_other_subject(text: ArabicText, position: int) -> bool:
    """Whether a word is "and" with somebody who may speak ("and the ministry")."""
    word = text.word(position)
    known = lexicon.FEMININE_NAMES | lexicon.ANONYMOUS_HEADS | lexicon.BODIES | lexicon.REPORT_NOUNS
    is_plural = word.endswith(("ان", "ون")) and len(word) > 5
    is_definite = word[1:3] == "ال" and len(word) > 5
    return word[:1] == "و" and (word[1:] in known or is_definite or is_plural)


def _named_in_quotes(text: ArabicText, end: int) -> NounPhrase | None:
    """Read an account's name right before its verb (an account called "X", it tweeted)."""
    closer = end - 2 if text.word(end - 1) == "," else end - 1
    opener = text.openers.get(closer)
    if opener is None or text.word(opener - 1) not in _NAMED:
        return None
    return NounPhrase(opener, closer + 1, closer + 1)


_NAMED = lexicon.words("اسمه اسمها باسم يدعى تدعى يسمى تسمى")


def _before_aside(text: ArabicText, end: int, first: int) -> int:
    """Where a subject ends that an aside parts from its verb ("Sami, who is a doctor, says")."""
    if text.word(end - 1) != ",":
        return end
    for position in range(end - 2, max(first, end - LONGEST_ASIDE), -1):
        if text.word(position) == ",":
            return position if text.word(position + 1) in _ASIDES else end
    return end


def _described(text: ArabicText, end: int, first: int) -> NounPhrase | None:
    """Return an indefinite noun right before a verb ("a report says", "a man says")."""
    for start in range(max(first, end - 6), end):
        if text.word(start) in _DESCRIBED:
            phrase = read_phrase(text, start, end)
            if phrase is not None and phrase.end == end:
                return phrase
    return None


def _heads_sentence(text: ArabicText, phrase: NounPhrase, end: int, first: int) -> bool:
    """Whether a sentence opens with the subject, and only place or time part it from the verb."""
    head = text.word(phrase.first)[phrase.prefix :]
    is_noun = head.startswith("ال") or head in lexicon.FEMININE_NAMES or head in lexicon.ROLE_WORDS
    gap = range(phrase.end, end)
    was = text.word(phrase.first - 1).removeprefix("و") in ("كان", "كانت", "كانوا")
    if was and text.word(end) in ("قد", "وقد") and is_preposition(text, phrase.end):
        return all(text.tokens[one].is_word for one in gap) and len(gap) <= LONGEST_PLACE
    is_plain = (
        phrase.first == first
        and is_noun
        and len(gap) <= 6
        and all(text.tokens[one].is_word for one in gap)
        and not any(text.word(one) in lexicon.RELATIVES for one in gap[1:])
    )
    if is_plain and text.word(phrase.end) in lexicon.RELATIVES:
        return not any(text.word(one) in CUE_FORMS for one in gap)
    return is_plain and is_preposition(text, phrase.end)


# Indefinite nouns to which a clause is added without "which": "a report says".
_DESCRIBED = lexicon.words(
    "رجل امرأة شاب شابة سيدة شخص حساب مواطن تقرير تقارير بيان رسالة دراسة أنباء معلومات وثيقة"
    " وثائق مصدر مصادر شائعات منشور منشورات ادعاء مقطع ادعاءات مزاعم تصريحات تغريدة"
    " نتائج استطلاع أبحاث دراسات"
)


def _is_joined(word: str) -> bool:
    return word[1:] in lexicon.FEMININE_NAMES or word[1:].startswith("ال")


def _continues(text: ArabicText, position: int) -> bool:
    token = text.tokens[position]
    if position in text.openers:
        return True
    if token.word in _CLAUSE_STARTS or token.word in ("وكان", "وكانت", "وكانوا"):
        return False
    return token.is_word or token.word == "-"


def _antecedent(text: ArabicText, relative: int, first: int) -> NounPhrase | None:
    """Return the phrase that a relative clause belongs to ("Russia, which says")."""
    end = relative - 1 if text.word(relative - 1) == "," else relative
    start = end
    while start > first and text.tokens[start - 1].is_word and end - start < 6:
        if is_preposition(text, start - 1):
            break
        start -= 1
    for candidate in range(start, end):
        phrase = read_phrase(text, candidate, end)
        if phrase is not None and phrase.end == end:
            return phrase
    return None


def bare_object(
    text: ArabicText,
    verb: int,
    end: int,
    form: CueForm,
    subject: NounPhrase | None,
    first: int = 0,
) -> Opening | None:
    """Find the noun phrase that is denied or announced without any word to open it."""
    if form.lemma == "قال" and subject is None and text.word(verb) in CUE_FORMS:
        # A headline leaves "that" out: "North Korea says it will not ...".
        is_said = verb + 1 < end and subject_before(text, verb, first) is not None
        return Opening(OpeningKind.NOUN, verb + 1, verb + 1) if is_said else None
    if form.lemma == "قال" and subject is not None and text.word(subject.end) == ",":
        # "that" left out behind a comma: "the commission said, there were no reports of".
        return _clause_after_comma(text, subject.end + 1, end)
    if "اسم" not in form.takes:
        return None
    has_subject = subject is not None or subject_before(text, verb, first) is not None
    start = subject.end if subject is not None else verb + 1
    while start < end and (
        text.word(start) in lexicon.ADVERBS - {"ذلك"} or text.raw(start).endswith(("اً", "ًا"))
    ):
        start += 1
    if text.word(start) == "ل" and text.is_closed_quote(start + 1):
        start = text.closers[start + 1] + 1
    if read_addressee(text, start, start + 1) is not None:
        told = read_phrase(text, start, end, stops_at_object=True, prefix=1)
        start = told.end if told is not None else start
    while start < end and text.word(start).removeprefix("و") in _MANNER:
        start += 1
    if subject is not None and text.word(start) in lexicon.RELATIVES | {"الي", "علي"}:
        ahead = range(start, min(end, start + 9))
        start = next((one for one in ahead if text.word(one) in lexicon.OBJECT_HEADS), end)
    if subject is not None and text.word(start)[:3] == "بال" and "ب" not in form.takes:
        # "a source in the directorate": a place joined to the one word of the subject.
        ahead = range(start, min(end, start + 9))
        known = lexicon.OBJECT_HEADS
        start = next((one for one in ahead if text.word(one) in known), end)
    if start < end and text.word(start) in ("في", "خلال", "عبر", "يوم", ","):
        start = skip_adjuncts(text, start, end)
    if start >= end or not text.tokens[start].is_word or is_preposition(text, start):
        return None
    joined = CUE_FORMS.get(text.word(start)[1:]) if text.word(start)[:1] == "و" else None
    if joined is not None and joined.tense is Tense.PERFECT:
        return None  # "and stated that": another verb, not an object
    if not _may_be_object(
        text, start, form, is_before=subject is None and has_subject, has_subject=has_subject
    ):
        return None
    return Opening(OpeningKind.NOUN, start, start)


def _clause_after_comma(text: ArabicText, start: int, end: int) -> Opening | None:
    begins = text.word(start) in _PLAIN_CLAUSES or text.word(start)[:2] == "سي"
    return Opening(OpeningKind.NOUN, start, start) if begins and start + 3 < end else None


_PLAIN_CLAUSES = lexicon.words("لم لن لا ليس ليست هناك نحن لقد سوف لدينا كان كانت هذا هذه")


def _may_be_object(
    text: ArabicText, start: int, form: CueForm, *, is_before: bool, has_subject: bool
) -> bool:
    word = text.word(start)
    if form.lemma == "رفض":
        return word in _REJECTED
    known = begins_object(word) or word in _DENIABLE or word.endswith(("هم", "ته", "تها"))
    if form.kind is CueKind.DENY:
        return known or is_before or (has_subject and not word.startswith("ال"))
    return known


def split_addressee(
    text: ArabicText, phrase: NounPhrase
) -> tuple[NounPhrase | None, NounPhrase | None]:
    """Part who told from the outlet told ("the minister told Reuters"), where one is named."""
    if text.word(phrase.first) in _TOLD:
        return None, phrase
    for position in range(phrase.first + 1, phrase.end):
        if _is_of_reporter(text, position):
            continue
        if starts_outlet(text, position) or text.word(position) in _TOLD:
            told = NounPhrase(position, phrase.end, phrase.end)
            return replace(phrase, end=position, core_end=min(position, phrase.core_end)), told
    return phrase, None


def outlet_told(text: ArabicText, first: int, end: int) -> NounPhrase | None:
    """Find the outlet told between a subject with its age and "that" ("Sara, 30, told Reuters")."""
    for position in range(first, end):
        word = text.word(position)
        if word in lexicon.OUTLET_HEADS or starts_outlet(text, position):
            if is_preposition(text, position - 1):
                return None
            return read_phrase(text, position, end)
    return None


def _is_of_reporter(text: ArabicText, position: int) -> bool:
    """Whether an outlet's name goes with the word before it ("the reporter of 'Al Arabiya'")."""
    before = position - 1 - int(text.opens_quote(position - 1))
    return text.word(before) in lexicon.OUTLET_HEADS


def split_accused(
    text: ArabicText, subject: NounPhrase | None, opening: Opening
) -> tuple[NounPhrase | None, Opening]:
    """Part accuser and accused ("Tehran accused Israel of ..."); the claim begins there."""
    if subject is None:
        return None, opening
    for position in range(subject.first + 1, subject.end):
        word = text.word(position)
        if is_preposition(text, position - 1) or text.word(position - 1) == "باسم":
            continue
        if is_preposition(text, position - 1) or text.word(position - 1) == "باسم":
            continue
        if word in lexicon.FEMININE_NAMES or word in ACCUSED_HEADS:
            accuser = replace(subject, end=position, core_end=min(position, subject.core_end))
            return accuser, Opening(OpeningKind.NOUN, position, position)
    is_apart = subject.end < opening.at and text.tokens[subject.end].is_word
    if is_apart and not is_preposition(text, subject.end):
        return subject, Opening(OpeningKind.NOUN, subject.end, subject.end)
    return subject, opening


def obtained_by(text: ArabicText, first: int, end: int) -> NounPhrase | None:
    """Find who passes it on ("of which X obtained a copy", "which X published")."""
    for position in range(first, end):
        word = text.word(position).removeprefix("و")
        if word in ("حصلت", "حصل", "اطلعت", "اطلع", "نشرته", "نشرتها", "نقلته", "نقلتها", "بثته"):
            skipped = 1 + int(text.word(position + 1) in ("عليها", "عليه"))
            return read_phrase(text, position + skipped, end)
    return None

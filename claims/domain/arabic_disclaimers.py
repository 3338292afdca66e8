"""Denials that Arabic tells in more than one verb.

"Hastened to deny", "did not rule out", "called the reports false". Each function returns the token
at which reading goes on, or ``None``. Plain verbs of denial are ``arabic_verbs``'.
"""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_adjuncts import skip_adjuncts
from claims.domain.arabic_clauses import claim_range
from claims.domain.arabic_cues import CueForm, CueKind, Tense, cue_form
from claims.domain.arabic_denials import says_it_is_false
from claims.domain.arabic_openings import Opening, OpeningKind, find_opening
from claims.domain.arabic_phrases import read_phrase
from claims.domain.arabic_reading import Reading, keep, keep_claim, speaker_of
from claims.domain.arabic_subjects import bare_object, subject_before
from claims.domain.attributed import Confidence, Stance

__all__ = ["read_called_false", "read_hastened", "read_possible"]

# "hastened to", "was forced to": what follows is an act of speech as a noun.
_HASTENED = lexicon.words(
    "سارع سارعت سارعوا يسارع تسارع بادر بادرت عاد عادت اضطر اضطرت عمد عمدت لجأ لجأت انتهى ذهب"
    " ذهبت مضى سعى سعت"
)
_DESCRIBED = lexicon.words("وصف وصفت وصفوا يصف تصف واصفا واصفة")
FARTHEST_ACT = 12
FARTHEST_VERDICT = 16


def read_hastened(reading: Reading, at: int, end: int) -> int | None:
    """Read "the ministry hastened to deny the report": the act named by the noun is theirs."""
    text = reading.text
    word = text.word(at)
    if word not in _HASTENED and word.removeprefix("و") not in _HASTENED:
        return None
    limit = min(end, at + FARTHEST_ACT)
    to = next((one for one in range(at + 1, limit) if text.word(one) == "الي"), None)
    if to is None or to + 2 >= end:
        return None
    act = to + 1
    name = text.word(act).removeprefix("ال")
    form = cue_form(name, text.raw(act).removeprefix("ال"))
    is_act = form is not None and (form.tense is Tense.VERBAL_NOUN or name in lexicon.SPOKEN_NOUNS)
    if form is None or not is_act:
        return None
    subject = read_phrase(text, skip_adjuncts(text, at + 1, to), to)
    subject = subject or subject_before(text, at, reading.first)
    speaker = speaker_of(reading, subject, form)
    opening = find_opening(text, act, end, form)
    if opening is None or opening.at > act + 3:
        opening = bare_object(text, act, end, form, None)
    if opening is None and form.kind is CueKind.DENY:
        opening = Opening(OpeningKind.NOUN, act + 1, act + 1)
    if speaker is None or opening is None:
        return None
    return keep_claim(reading, (act, act + 1), end, opening, form, speaker, None)


def read_possible(reading: Reading, at: int, end: int, form: CueForm) -> int | None:
    """Read "the ministry did not rule out more strikes": it holds them possible."""
    text = reading.text
    opening = find_opening(text, at, end, form)
    limit = end if opening is None else opening.at
    start = skip_adjuncts(text, at + 1, limit)
    subject = read_phrase(text, start, limit, stops_at_object=opening is None)
    if subject is None and opening is None:
        return None
    said = replace(form, kind=CueKind.SAY)
    if opening is None:
        before = subject_before(text, at - 1, reading.first)
        if before is not None:
            opening, subject = Opening(OpeningKind.NOUN, start, start), before
        else:
            opening = bare_object(text, at, end, form, subject)
    if opening is None:
        return None
    speaker = speaker_of(reading, subject, form)
    if speaker is None:
        return None
    return keep_claim(reading, (at - 1, at + 1), end, opening, said, speaker, None)


def read_called_false(reading: Reading, at: int, end: int) -> int | None:
    """Read "the minister called the reports false": what they say is denied."""
    text = reading.text
    word = text.word(at)
    if word not in _DESCRIBED and word.removeprefix("و") not in _DESCRIBED:
        return None
    limit = min(end, at + FARTHEST_VERDICT)
    verdict = next((one for one in range(at + 1, limit) if text.word(one)[:3] == "بان"), None)
    if verdict is None:
        return None
    start = skip_adjuncts(text, at + 1, verdict)
    subject = read_phrase(text, start, verdict, stops_at_object=True)
    first = subject.end if subject is not None else start
    if first >= verdict:  # all of it is the object: "and called the reports false"
        subject, first = None, start
    last = claim_range(text, Opening(OpeningKind.CLAUSE, verdict, verdict + 1), end)[1]
    if not says_it_is_false(text, first, last):
        return None
    speaker = speaker_of(reading, subject or subject_before(text, at, reading.first), None)
    if speaker is None:
        return None
    keep(reading, (at, at + 1), (first, verdict), Stance.DENIES, speaker, None, Confidence.FAIR)
    reading.memory.remember(speaker)
    return last

"""Verbs of passing on in Arabic: "the agency quoted the minister as saying that ...".

Who is quoted speaks and who quotes is the relay. Not for sources named without a verb
(``arabic_sources``).
"""

from __future__ import annotations

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_actors import remember_subject
from claims.domain.arabic_adjuncts import skip_adjuncts
from claims.domain.arabic_cues import CueForm, Tense, cue_form
from claims.domain.arabic_openings import OpeningKind, find_opening
from claims.domain.arabic_phrases import NounPhrase, is_outlet, read_phrase
from claims.domain.arabic_reading import Reading, keep_claim
from claims.domain.arabic_subjects import subject_before
from claims.domain.arabic_tokens import ArabicText
from claims.domain.arabic_verbs import subject_of

__all__ = ["read_quoting"]

# Words between who is quoted and the noun for what they said.
FARTHEST_WORDS = 40


def read_quoting(reading: Reading, at: int, end: int, form: CueForm) -> int | None:
    """Read "the agency quoted the minister as saying that ...": the agency is the relay."""
    text = reading.text
    limit = min(end, at + 24)
    source = next((one for one in range(at + 1, limit) if text.word(one) == "عن"), None)
    said = cue_form("قال", "قال")
    if said is None:
        return None
    if text.word(at + 1) in ("عنه", "عنها", "عنهم"):
        return _read_quoting_them(reading, at, end, said)
    if source is None:
        return _read_verb_quoting_nobody(reading, at, end, form)
    relay = (
        read_phrase(text, skip_adjuncts(text, at + 1, source), source) if source > at + 1 else None
    )
    relay = relay or subject_before(text, at, reading.first)
    words, told = _act_of_speech(text, source, end, said)
    quoted = _quoted_person(text, source + 1, end if words is None else words)
    opening = find_opening(text, words if words is not None else source, end, told)
    if quoted is None or opening is None:
        remember_subject(reading, at, end, form)  # "the site carried the news and added that"
        return None
    person = reading.memory.name(quoted, None, reading.sentence)
    passed_on = reading.memory.name(relay, form, reading.sentence) if relay is not None else None
    if passed_on is not None:
        reading.memory.remember(passed_on)
    cue = (at, at + 1)
    return keep_claim(reading, cue, end, opening, told, person, passed_on)


def _read_quoting_them(reading: Reading, at: int, end: int, said: CueForm) -> int | None:
    """Read "the radio quotes him as warning of": the one who spoke last, the radio the relay."""
    text = reading.text
    words, told = _act_of_speech(text, at + 2, end, said)
    opening = find_opening(text, at + 1 if words is None else words, end, told)
    speaker = reading.memory.last(None, reading.sentence)
    if opening is None or speaker is None:
        return None
    limit = opening.at if words is None else words
    relay = read_phrase(text, at + 2, limit) if limit > at + 2 else None
    if opening.at > at + 5 and (relay is None or not is_outlet(text, relay)):
        return None
    cue = (at, at + 2 if words is None else words + 1)
    return keep_claim(reading, cue, end, opening, told, speaker, relay)


def _act_of_speech(
    text: ArabicText, first: int, end: int, said: CueForm
) -> tuple[int | None, CueForm]:
    """Find "his words", "his warning of" after who is quoted, with the verb it stands for."""
    for position in range(first, min(end, first + FARTHEST_WORDS)):
        word = text.word(position)
        if word in lexicon.SAID_BY_PRONOUN:
            return position, said
        if word in lexicon.SPOKEN_NOUNS and word.endswith(("ه", "ها", "هم")):
            form = cue_form(word, text.raw(position))
            if form is not None and form.tense is Tense.VERBAL_NOUN:
                return position, form
    return None, said


def _quoted_person(text: ArabicText, at: int, end: int) -> NounPhrase | None:
    """Read who is quoted; "an official it described as 'a commander'" is the commander."""
    phrase = read_phrase(text, at, end)
    if phrase is None or not text.word(phrase.end).startswith("وصفت"):
        return phrase
    for position in range(phrase.end, min(end, phrase.end + 4)):
        if text.is_closed_quote(position):
            inside = read_phrase(text, position + 1, text.closers[position])
            return inside or phrase
    return phrase


def _read_verb_quoting_nobody(reading: Reading, at: int, end: int, form: CueForm) -> int | None:
    text = reading.text
    opening = find_opening(text, at, end, form)
    if opening is None or opening.kind not in (OpeningKind.CLAUSE, OpeningKind.COLON):
        return None
    subject, _ = subject_of(text, at, end, form, opening, reading.first)
    if subject is None:
        return None
    speaker = reading.memory.name(subject, form, reading.sentence)
    return keep_claim(reading, (at, at + 1), end, opening, form, speaker, None)

"""Reads the statements of one Arabic text, sentence by sentence.

Walks over each sentence and lets every construction try its cue. A claim is read again for one
level of nesting ("the paper says that the minister said"). Not for the constructions
(``arabic_verbs``, ``arabic_nouns``, ``arabic_sources``, ``arabic_refusals``) and not for joining
names.
"""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_actors import note_actor
from claims.domain.arabic_clauses import is_according_to
from claims.domain.arabic_contacts import find_vain_contact
from claims.domain.arabic_continued import read_continued
from claims.domain.arabic_cues import (
    CUE_FORMS,
    TOLD_SOMEBODY,
    CueForm,
    CueKind,
    Tense,
    cue_form_after,
)
from claims.domain.arabic_disclaimers import read_called_false, read_hastened, read_possible
from claims.domain.arabic_labels import read_label, skip_flash
from claims.domain.arabic_nouns import (
    read_noun,
    read_on_tongue,
    read_participle,
    read_said_by_pronoun,
    read_stands_in,
    read_was_stated,
)
from claims.domain.arabic_openings import receives_copy
from claims.domain.arabic_quoting import read_quoting
from claims.domain.arabic_reading import Reading, keep
from claims.domain.arabic_refusals import Refusal, find_refusal
from claims.domain.arabic_sources import (
    read_according_to,
    read_denied_before,
    read_learned,
)
from claims.domain.arabic_speakers import Speaker, SpeakerMemory
from claims.domain.arabic_tokens import ArabicText
from claims.domain.arabic_verbs import read_verb
from claims.domain.attributed import Confidence, Stance, SuggestedStatement
from claims.domain.speakers import MOST_CUES

__all__ = ["read_statements"]

_NEGATIONS = lexicon.words("لم لا لن ما ليس ولم ولا ولن دون")

_NOT_RULED_OUT = lexicon.words("لم لا لن ولم ولا فلم")
_CONDITIONS = lexicon.words("إذا لو حال كلما هل مهما سواء وإذا ولو")

_QUESTIONS = lexicon.words("هل لماذا كيف ماذا متى أين")


def read_statements(text: ArabicText, outlet: str, *, in_title: bool) -> list[SuggestedStatement]:
    """Return the suggestions of a text in reading order, names not yet joined."""
    reading = Reading(text, outlet, in_title, SpeakerMemory(text), _read_range)
    for number, (first, end) in enumerate(text.sentences):
        reading.sentence, reading.first, reading.mark = number, first, len(reading.found)
        reading.source = None
        if _is_prose(text, first, end) and not read_continued(reading, first, end):
            _read_range(reading, first, end)
    return sorted(reading.found, key=lambda one: one.cue_span)


def _is_prose(text: ArabicText, first: int, end: int) -> bool:
    """Whether a sentence has no more verbs of saying than anybody writes."""
    return sum(text.word(one) in CUE_FORMS for one in range(first, end)) <= MOST_CUES


def _read_range(reading: Reading, first: int, end: int) -> None:
    text = reading.text
    if text.word(first) in _QUESTIONS:
        return
    position = read_label(reading, first, end) or skip_flash(text, first, end)
    while position < end:
        if text.opens_quote(position) and position > first:
            position = max(text.closers[position], position) + 1
            continue
        position = _read_cue(reading, position, end) or position + 1


def _read_cue(reading: Reading, at: int, end: int) -> int | None:
    """Try every construction at one token; return where to go on, ``None`` if there is none."""
    text = reading.text
    if not text.tokens[at].is_word:
        return None
    note_actor(reading, at, end)
    if (refusal := _read_refusal(reading, at, end)) is not None:
        return refusal
    if is_according_to(text, at):
        return read_according_to(reading, at, end)
    word = text.word(at)
    if word in ("جاء", "وجاء", "ورد", "وورد", "جاءت") and text.word(at + 1) == "في":
        return read_stands_in(reading, at, end)
    if word in ("جاء", "وجاء", "ورد", "وورد") and text.word(at + 1) in ("علي", "عن"):
        return read_on_tongue(reading, at, end) if text.word(at + 2) == "لسان" else None
    if word in ("تم", "وتم", "جري", "وجري") and text.word(at + 1).startswith("ال"):
        return read_was_stated(reading, at, end)
    if word.removeprefix("و") in ("علم", "علمت", "علمنا"):
        return read_learned(reading, at, end)
    if word in ("وهو", "هذا", "وهذا") and text.word(at + 1) == "ما":
        return read_denied_before(reading, at, end)
    if word in lexicon.SAID_BY_PRONOUN:
        return read_said_by_pronoun(reading, at, end)
    if (hastened := read_hastened(reading, at, end)) is not None:
        return hastened
    if (described := read_called_false(reading, at, end)) is not None:
        return described
    form = cue_form_after(text.word(at - 1), word, text.raw(at))
    if form is None or form.is_first_person:
        return None
    if form.tense is Tense.VERBAL_NOUN:
        return read_noun(reading, at, end, form)
    if form.tense is Tense.PARTICIPLE:
        return read_participle(reading, at, end, form)
    if _is_possible(text, at, form):
        return read_possible(reading, at, end, form)
    if (form.has_object and form.lemma not in TOLD_SOMEBODY) or _is_unsaid(text, at, form):
        return None
    if receives_copy(text, at, form):
        return None
    if form.kind is CueKind.QUOTE:
        return read_quoting(reading, at, end, form)
    return read_verb(reading, at, end, form)


def _is_possible(text: ArabicText, at: int, form: CueForm) -> bool:
    """Whether somebody "does not rule out": a denial that is denied."""
    return form.lemma == "استبعد" and text.word(at - 1) in _NOT_RULED_OUT and not form.has_object


def _is_unsaid(text: ArabicText, at: int, form: CueForm) -> bool:
    """Whether a verb is negated, asked, supposed or only expected."""
    before = text.word(at - 1)
    if before in _NEGATIONS or before in _CONDITIONS:
        return True
    if before in ("قد", "وقد", "ربما") and form.tense is Tense.IMPERFECT:
        return True  # "may say"
    if before in ("ان", "لان") and (form.tense is Tense.IMPERFECT or form.has_object):
        return text.word(at - 2) not in ("بعد", "قبل")
    return False


def _read_refusal(reading: Reading, at: int, end: int) -> int | None:
    refusal = find_refusal(reading.text, at, end)
    if refusal is None and reading.outer is None:
        refusal = find_vain_contact(reading.text, at, end)
    if refusal is None:
        return None
    if _is_said_of_themselves(reading, refusal):
        _replace_said(reading, refusal)
        return refusal.next
    speaker = None
    if refusal.subject is not None:
        speaker = reading.memory.name(refusal.subject, None, reading.sentence)
    elif not refusal.is_ourselves:
        speaker = reading.memory.last(None, reading.sentence)
    is_own = refusal.is_ourselves and speaker is None
    if is_own:
        speaker = Speaker(reading.outlet, None, is_outlet=True)
    elif speaker is not None and refusal.stance is not Stance.CANNOT_VERIFY:
        reading.memory.remember(speaker)
    if speaker is None:
        return refusal.next
    checked_itself = refusal.stance is Stance.CANNOT_VERIFY and speaker and speaker.is_outlet
    confidence = Confidence.STRONG if speaker and speaker.span else Confidence.FAIR
    keep(
        reading,
        refusal.cue,
        refusal.claim,
        refusal.stance,
        speaker,
        None,
        confidence,
        is_own=is_own or bool(checked_itself),
    )
    return refusal.next


def _is_said_of_themselves(reading: Reading, refusal: Refusal) -> bool:
    """Whether "the ministry said that it cannot verify" is all that is said."""
    said = reading.found[-1] if reading.found and reading.outer is not None else None
    if said is None or said.span is None or refusal.stance is not Stance.CANNOT_VERIFY:
        return False
    begins = reading.text.tokens[refusal.cue[0]].start - said.span[0] <= 1
    return begins and refusal.subject is None


def _replace_said(reading: Reading, refusal: Refusal) -> None:
    """Keep one statement of a speaker who says that they cannot verify something."""
    span = reading.text.span(*refusal.claim) if refusal.claim else None
    cue_span = reading.text.span(*refusal.cue)
    reading.found[-1] = replace(
        reading.found[-1],
        stance=refusal.stance,
        claim=reading.text.text[slice(*span)] if span else "",
        span=span,
        cue=reading.text.text[slice(*cue_span)],
        cue_span=cue_span,
    )

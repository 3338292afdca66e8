"""What one reading of an Arabic text keeps: its statements so far, and who speaks.

Every construction hands what it found to ``keep_claim`` or ``keep``, which settle stance, relay and
confidence and read a claim once more for a statement inside it. Not for finding constructions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_clauses import claim_range
from claims.domain.arabic_cues import CUE_FORMS, CueForm, CueKind, Tense
from claims.domain.arabic_cuts import before_object, one_definite
from claims.domain.arabic_denials import reports_denied, says_it_is_false
from claims.domain.arabic_joints import is_preposition
from claims.domain.arabic_openings import Opening, OpeningKind, is_prefixed
from claims.domain.arabic_phrases import NounPhrase, read_phrase
from claims.domain.arabic_speakers import Speaker, SpeakerMemory
from claims.domain.arabic_tokens import ArabicText
from claims.domain.attributed import Confidence, Span, Stance, SuggestedStatement
from multilingual.name_words import GIVEN_NAMES, bare

# Words of time and place before the verb of a sentence.
FARTHEST_COMMA = 12

__all__ = ["Reading", "keep", "keep_claim", "last_speaker", "sentence_so_far", "speaker_of"]


@dataclass
class Reading:
    """One text being read, sentence by sentence; positions are numbers of tokens."""

    text: ArabicText
    outlet: str
    in_title: bool
    memory: SpeakerMemory
    # Reads a range of tokens; the caller's own walk, so that a claim can be read once more.
    read_range: Callable[[Reading, int, int], None]
    found: list[SuggestedStatement] = field(default_factory=list)
    sentence: int = 0
    first: int = 0
    # Where the statements of the present sentence begin in ``found``.
    mark: int = 0
    outer: Speaker | None = None
    # Whose account the whole sentence is ("according to the report, ...").
    source: Speaker | None = None


def keep_claim(
    reading: Reading,
    cue: tuple[int, int],
    end: int,
    opening: Opening,
    form: CueForm | None,
    speaker: Speaker | None,
    relay: NounPhrase | Speaker | None,
) -> int | None:
    """Keep a statement whose claim begins at an opening; read the claim for another inside it."""
    text = reading.text
    first, last, following = claim_range(text, opening, end)
    if first >= last:
        return None
    stance = _stance(text, form, speaker, (first, last))
    confidence = _confidence(reading, opening, speaker)
    denied = reports_denied(text, first, last) if stance is Stance.DENIES else None
    if denied is not None:
        verb, inner_opening, reports = denied
        inner = claim_range(text, inner_opening, last)
        keep(reading, cue, inner[:2], stance, speaker, relay, confidence)
        name = reading.memory.name(reports, None, reading.sentence)
        keep(reading, (verb, verb + 1), inner[:2], Stance.REPORTS, name, None, Confidence.FAIR)
        return following
    is_bare = reading.outer is not None and speaker is None
    if is_bare and (form is None or not _is_impersonal(form) or cue[0] > reading.first + 3):
        return None
    if is_bare and reading.outer is not None:
        _replace_outer(reading, first)
        speaker = reading.outer
    keep(reading, cue, (first, last), stance, speaker, relay, confidence, opening.prefix)
    if reading.outer is None and speaker is not None:
        reading.memory.remember(speaker)
        _read_nested(reading, first, last, speaker)
    return following


def _read_nested(reading: Reading, first: int, last: int, outer: Speaker) -> None:
    before_first, known = reading.first, list(reading.memory.seen)
    reading.outer, reading.first = outer, first
    reading.read_range(reading, first, last)
    reading.outer, reading.first = None, before_first
    reading.memory.seen = known


def _is_impersonal(form: CueForm) -> bool:
    return form.kind is CueKind.BELIEVE and (
        form.tense is Tense.IMPERFECT or form.lemma not in ("اعتقد", "ظن")
    )


def _replace_outer(reading: Reading, first: int) -> None:
    """Drop "the paper wrote: it is said that" for the one statement of what is said."""
    outer = reading.found[-1] if reading.found else None
    start = reading.text.tokens[first].start
    if outer is not None and outer.span is not None and start - outer.span[0] < 20:
        reading.found.pop()


def _stance(
    text: ArabicText, form: CueForm | None, speaker: Speaker | None, claim: tuple[int, int]
) -> Stance:
    if form is not None and form.kind is CueKind.DENY:
        return Stance.DENIES
    is_outlet = speaker is not None and (speaker.is_report or speaker.is_outlet)
    claims_itself = form is not None and form.lemma in _CLAIMING
    if is_outlet and not claims_itself:
        return Stance.REPORTS
    if speaker is None:
        is_said = form is not None and form.kind is CueKind.SAY
        return Stance.ASSERTS if is_said else Stance.REPORTS
    if says_it_is_false(text, *claim):
        return Stance.DENIES
    return Stance.ASSERTS


# An outlet that "claims" speaks for itself.
_CLAIMING = frozenset({"ادعي", "زعم"})


def _confidence(reading: Reading, opening: Opening, speaker: Speaker | None) -> Confidence:
    doubts = int(opening.kind is OpeningKind.NOUN)
    if speaker is None:
        doubts += 2
    elif speaker.span is None:
        doubts += 1 if reading.sentence - speaker.sentence <= 1 else 2
    return (Confidence.STRONG, Confidence.FAIR, Confidence.WEAK)[min(doubts, 2)]


def keep(
    reading: Reading,
    cue: tuple[int, int],
    claim: tuple[int, int] | None,
    stance: Stance,
    speaker: Speaker | None,
    relay: NounPhrase | Speaker | None,
    confidence: Confidence,
    prefix: int = 0,
    *,
    is_own: bool = False,
) -> None:
    text = reading.text
    span = text.span(*claim) if claim else None
    if span:
        span = (span[0] + prefix, span[1])
    relayed, relay_span = _relay(reading, speaker, relay)
    cue_span = text.span(*cue)
    if _has_and(text.word(cue[0])):
        cue_span = (cue_span[0] + 1, cue_span[1])
    if any(one.cue_span == cue_span and one.span == span for one in reading.found):
        return
    reading.found.append(
        SuggestedStatement(
            speaker=speaker.name if speaker else "",
            speaker_span=speaker.span if speaker else None,
            speaker_key="",
            is_anonymous=bool(speaker and speaker.is_anonymous),
            is_outlet=is_own,
            relay=relayed,
            relay_span=relay_span,
            stance=stance,
            claim=text.text[slice(*span)] if span else "",
            span=span,
            cue=text.text[slice(*cue_span)],
            cue_span=cue_span,
            confidence=confidence,
            in_title=reading.in_title,
        )
    )


def _has_and(word: str) -> bool:
    return len(word) > 2 and word[0] in "وف" and word not in CUE_FORMS and word not in _WITH_WAW


_WITH_WAW = lexicon.words("وفق وفقا ورد وصف وصفت وصفوا وجد")


def _relay(
    reading: Reading, speaker: Speaker | None, relay: NounPhrase | Speaker | None
) -> tuple[str | None, Span | None]:
    if isinstance(relay, NounPhrase):
        relay = reading.memory.name(relay, None, reading.sentence)
    relay = relay or reading.outer or reading.source
    if relay is None or (speaker is not None and relay.name == speaker.name):
        return None, None
    return relay.name, relay.span


def sentence_so_far(reading: Reading) -> list[SuggestedStatement]:
    return reading.found[reading.mark :]


def speaker_of(
    reading: Reading, subject: NounPhrase | None, form: CueForm | None
) -> Speaker | None:
    if subject is not None:
        return reading.memory.name(subject, form, reading.sentence)
    if form is not None and form.kind is CueKind.BELIEVE:
        return None
    if reading.outer is not None:
        return None
    last = reading.memory.last(form, reading.sentence)
    if last is None and reading.text.word(reading.first) in ("لم", "لن", "ولم", "ولن"):
        # Nobody has spoken yet: "Toyota could not say how long, but warned that ...".
        phrase = read_phrase(reading.text, reading.first + 2, reading.first + 9)
        if phrase is not None:
            return replace(reading.memory.name(phrase, None, reading.sentence), span=None)
    if form is not None and form.tense is Tense.IMPERFECT:
        return _subject_of_sentence(reading, form, last)
    return last


def _before_verb(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    """Cut what "was" brings with it: "Warren was | weighing ..."."""
    letter = {"كان": "ي", "كانت": "ت"}.get(text.word(phrase.first - 1).removeprefix("و"))
    for position in range(phrase.first + 1, phrase.end) if letter else ():
        word = text.word(position)
        if word[:1] == letter and len(word) > 2 and bare(word) not in GIVEN_NAMES:
            return replace(phrase, end=position, core_end=min(position, phrase.core_end))
    return phrase


def _subject_of_sentence(reading: Reading, form: CueForm, last: Speaker | None) -> Speaker | None:
    """For a verb in the middle of a sentence: its first name rather than one from before."""
    if last is not None and last.sentence == reading.sentence:
        return last
    phrase = read_phrase(reading.text, reading.first + 1, reading.first + 9)
    if phrase is None or reading.text.word(phrase.first) not in lexicon.FEMININE_NAMES:
        return last
    first = reading.memory.name(phrase, form, reading.sentence)
    return replace(first, span=None) if form.gender == "f" else last


def _starts(text: ArabicText, first: int) -> tuple[int, ...]:
    """Where a sentence's subject may begin: at its head, behind its verb, or behind "in X,"."""
    starts = (first, first + 1)
    if not is_preposition(text, first):
        return starts
    comma = next((one for one in range(first, first + FARTHEST_COMMA) if text.word(one) == ","), 0)
    return (comma + 1, comma + 2) if comma else starts


def last_speaker(reading: Reading, form: CueForm | None) -> Speaker | None:
    """Who speaks for a participle or "in his words": the sentence's speaker, then its subject."""
    if reading.outer is not None:
        return None
    text = reading.text
    if any(one.speaker for one in sentence_so_far(reading)):
        return reading.memory.last(None, reading.sentence)
    if reading.memory.seen and reading.memory.seen[-1].sentence == reading.sentence:
        return replace(reading.memory.seen[-1], span=None)
    actor = reading.memory.actor
    if actor is not None and actor.sentence == reading.sentence:
        return replace(actor, span=None)
    starts = _starts(text, reading.first)
    for start in starts:
        phrase = read_phrase(text, start, start + 12, stops_at_object=True)
        if phrase is None:
            continue
        head = text.word(start)
        is_name = head.startswith("ال") or head in lexicon.FEMININE_NAMES
        if start == starts[0] and not is_name:
            continue
        if head[:1] == "ب" and is_prefixed(head):
            continue
        phrase = before_object(text, _before_verb(text, one_definite(text, phrase)))
        return replace(reading.memory.name(phrase, None, reading.sentence), span=None)
    return reading.memory.last(form, reading.sentence)

"""Who said what in English and French text, by rules.

The sentences' attributions come from ``latin_hits.py``, the words from ``english_cues.py`` and
``french_cues.py``. Here
pronouns get their speaker, the forms of one speaker's name are joined, and offsets become those
of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.domain.attributed import Span, Stance, SuggestedStatement
from claims.domain.english_cues import ENGLISH
from claims.domain.french_cues import FRENCH
from claims.domain.latin_clauses import Clauses, Words, words_of
from claims.domain.latin_cues import LatinCues
from claims.domain.latin_hits import Hit, hits_in
from claims.domain.speakers import (
    LONGEST_SENTENCE,
    Utterance,
    confidence_of,
    joined,
    without_repeated,
)
from multilingual.sentences import split_sentences

__all__ = ["find_english_statements", "find_french_statements"]

# How many sentences back a pronoun's speaker may be.
_REACH = 4


def find_english_statements(text: str, title: str, outlet: str) -> tuple[SuggestedStatement, ...]:
    """Suggest the statements of an English text; see ``attribution.suggest_statements``."""
    return _find(text, title, outlet, ENGLISH, "en")


def find_french_statements(text: str, title: str, outlet: str) -> tuple[SuggestedStatement, ...]:
    """Suggest the statements of a French text; see ``attribution.suggest_statements``."""
    return _find(text, title, outlet, FRENCH, "fr")


def _find(
    text: str, title: str, outlet: str, cues: LatinCues, language: str
) -> tuple[SuggestedStatement, ...]:
    words = words_of(cues)
    said = _utterances(text, words, language, in_title=False)
    headed = _utterances(title, words, language, in_title=True) if title.strip() else []
    kept = without_repeated([*headed, *said], language)
    return joined(kept, language, outlet)


@dataclass(slots=True)
class _Carried:
    """Who a pronoun means: the last speaker, or the name a later sentence began with."""

    name: str
    sentence: int


def _utterances(text: str, words: Words, language: str, *, in_title: bool) -> list[Utterance]:
    found: list[Utterance] = []
    carried: _Carried | None = None
    for number, (start, end) in enumerate(split_sentences(text, language)):
        if end - start > LONGEST_SENTENCE:
            continue
        clauses = Clauses(text[start:end], words)
        for hit in hits_in(clauses, is_title=in_title):
            name, is_near = _speaker(clauses, hit, carried, number)
            if name is None:
                continue
            found.append(_utterance(clauses, hit, start, name, words, in_title, is_near))
            if hit.subject is not None and not hit.subject.is_pronoun and hit.relay is None:
                carried = _Carried(name, number)
        leading = clauses.leading_name()
        if leading is not None and (carried is None or carried.sentence < number):
            carried = _Carried(clauses.raw[slice(*leading)], number)
    return found


def _speaker(
    clauses: Clauses, hit: Hit, carried: _Carried | None, number: int
) -> tuple[str | None, bool]:
    """The speaker's name and whether it is written here or close by; ``None`` for nobody known."""
    if hit.is_nobody or hit.subject is None:
        return "", True
    written = clauses.raw[slice(*hit.subject.span)]
    if written.lower() in _OWN_VOICE:
        # "We could not verify": whoever wrote the text. What "I" says elsewhere is a quotation.
        return ("" if hit.stance is Stance.CANNOT_VERIFY else None), True
    if not hit.subject.is_pronoun:
        return written, hit.subject.is_sure
    if carried is not None and number - carried.sentence <= _REACH:
        return carried.name, number - carried.sentence <= 1
    return (written, False) if written[:1].isalpha() else (None, False)


def _utterance(
    clauses: Clauses,
    hit: Hit,
    offset: int,
    name: str,
    words: Words,
    in_title: bool,
    is_near: bool,
) -> Utterance:
    is_written = hit.subject is not None and not hit.subject.is_pronoun
    low_name = name.lower()
    stance = hit.stance
    relay = hit.relay
    if relay is not None and words.pronoun.fullmatch(clauses.low[slice(*relay)]):
        relay = None
    is_outlet_name = bool(words.outlet.fullmatch(low_name.replace("’", "'")))
    if stance is Stance.ASSERTS and is_outlet_name:
        stance = Stance.REPORTS
    if stance is Stance.REPORTS and name and not is_outlet_name:
        stance = Stance.ASSERTS
    return Utterance(
        speaker=name,
        speaker_span=_moved(hit.subject.span, offset) if is_written and hit.subject else None,
        relay=clauses.raw[slice(*relay)] if relay else None,
        relay_span=_moved(relay, offset),
        stance=stance,
        claim=clauses.raw[slice(*hit.claim)] if hit.claim else "",
        span=_moved(hit.claim, offset),
        cue=clauses.raw[slice(*hit.cue)],
        cue_span=(hit.cue[0] + offset, hit.cue[1] + offset),
        confidence=confidence_of(
            is_written=is_written and not hit.is_participle,
            is_opened=not hit.is_open,
            is_near=is_near,
        ),
        in_title=in_title,
        is_anonymous=_is_anonymous(name, words.cues),
    )


def _moved(span: Span | None, offset: int) -> Span | None:
    return None if span is None else (span[0] + offset, span[1] + offset)


def _is_anonymous(name: str, cues: LatinCues) -> bool:
    """Whether a speaker is a kind of people ("informed sources") and nobody by name."""
    head = " ".join(name.split()[:_HEAD_WORDS])
    if head.lower() in _UNNAMED:
        return True
    found = re.search(rf"(?<!\w)(?:{cues.anonymous})(?!\w)", head.lower())
    return found is not None and _NAME_AFTER.search(name, found.end()) is None


_OWN_VOICE = frozenset({"i", "we", "you", "je", "j'", "nous", "vous"})
_HEAD_WORDS = 6
_UNNAMED = frozenset({"some", "many", "others", "certains", "plusieurs", "d'autres", "d’autres"})
# "the official John Smith": a name after the kind of person.
_NAME_AFTER = re.compile(r"[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ]")

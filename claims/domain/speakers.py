"""From attributions found sentence by sentence to the suggestions of one text.

For the rules of languages other than Arabic: joins the forms of one speaker's name, tells the
outlet's own voice, and drops a title's statement that the body makes as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.attributed import Confidence, Span, Stance, SuggestedStatement
from claims.domain.opposition import SAME_SUBJECT, likeness
from multilingual.names import is_generic_noun, is_same_name, join_names, name_key

__all__ = [
    "LONGEST_SENTENCE",
    "MOST_CUES",
    "Utterance",
    "confidence_of",
    "joined",
    "without_repeated",
]

# In characters. What is longer is a list or a page without stops, and no rule reads it; this also
# bounds the work on odd input, which grows with the square of a sentence's cues.
LONGEST_SENTENCE = 2_000
# More verbs of saying than this in one sentence are not one either.
MOST_CUES = 30


@dataclass(frozen=True, slots=True)
class Utterance:
    """One attribution with its offsets in the text; fields as in ``SuggestedStatement``."""

    speaker: str
    speaker_span: Span | None
    relay: str | None
    relay_span: Span | None
    stance: Stance
    claim: str
    span: Span | None
    cue: str
    cue_span: Span
    confidence: Confidence
    in_title: bool
    is_anonymous: bool


def confidence_of(*, is_written: bool, is_opened: bool, is_near: bool) -> Confidence:
    """Name the confidence by how much of the construction was seen; see ``Confidence``."""
    missing = [is_written, is_opened, is_near].count(False)
    if missing == 0:
        return Confidence.STRONG
    return Confidence.FAIR if missing == 1 else Confidence.WEAK


def without_repeated(utterances: Sequence[Utterance], language: str) -> list[Utterance]:
    """Drop what the title says if the body says it too."""
    body = [one for one in utterances if not one.in_title]
    return [
        one
        for one in utterances
        if not one.in_title or not any(_says_the_same(one, other, language) for other in body)
    ]


def _says_the_same(title: Utterance, body: Utterance, language: str) -> bool:
    if title.stance is not body.stance:
        return False
    if title.claim and body.claim:
        return likeness(title.claim, body.claim, language) >= SAME_SUBJECT
    return is_same_name(title.speaker, body.speaker, language)


def joined(
    utterances: Sequence[Utterance], language: str, outlet: str
) -> tuple[SuggestedStatement, ...]:
    """Make suggestions: one key and the fullest form for each speaker, the outlet as itself."""
    groups = join_names([one.speaker for one in utterances], language)
    fullest: dict[int, str] = {}
    for group, one in zip(groups, utterances, strict=True):
        known = fullest.get(group, "")
        if _fullness(one.speaker, language) > _fullness(known, language):
            fullest[group] = one.speaker
    return tuple(
        _suggestion(one, fullest.get(group, one.speaker), language, outlet)
        for group, one in zip(groups, utterances, strict=True)
    )


def _fullness(name: str, language: str) -> tuple[bool, int]:
    return bool(name) and not is_generic_noun(name, language), len(name)


def _suggestion(one: Utterance, speaker: str, language: str, outlet: str) -> SuggestedStatement:
    is_own_voice = one.stance is Stance.CANNOT_VERIFY and not speaker
    is_outlet = is_own_voice or bool(outlet and speaker and is_same_name(speaker, outlet, language))
    if is_own_voice:
        speaker = outlet
    return SuggestedStatement(
        speaker=speaker,
        speaker_span=one.speaker_span,
        speaker_key=name_key(speaker, language),
        is_anonymous=one.is_anonymous,
        is_outlet=is_outlet,
        relay=one.relay,
        relay_span=one.relay_span,
        stance=one.stance,
        claim=one.claim,
        span=one.span,
        cue=one.cue,
        cue_span=one.cue_span,
        confidence=one.confidence,
        in_title=one.in_title,
    )

"""What a suggestion of who said what is made of.

The words shared by the rules of all languages (``attribution_*.py``) and by those who show their
findings. Not the rules, and not ``Statement``: that is what an editor recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Confidence", "Span", "Stance", "SuggestedStatement"]

# Code points, half open.
Span = tuple[int, int]


class Stance(StrEnum):
    """How a speaker stands to what the text gives them to say.

    ``REPORTS``: an outlet, or nobody who is named, passes something on without vouching for it.
    ``CANNOT_VERIFY``: whoever published it says that they could not check it.
    ``DID_NOT_ANNOUNCE``: the text says that the speaker has not said it.
    """

    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES = "declines"
    NO_ANSWER = "no_answer"
    CANNOT_VERIFY = "cannot_verify"
    DID_NOT_ANNOUNCE = "did_not_announce"
    REPORTS = "reports"


class Confidence(StrEnum):
    """How much of the construction was seen; a class, because the rules have no probabilities.

    ``STRONG``: a cue, the word or mark that opens what was said, and a speaker written there.
    ``FAIR``: one of these had to be inferred. ``WEAK``: more than one, or the speaker was carried
    over from far away.
    """

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class SuggestedStatement:
    """One suggestion. Every span is of the title where ``in_title`` is set, else of the text.

    Attributes:
        speaker: the fullest form in which this text writes the speaker; "" only where nobody is
            named ("it was said that ...").
        speaker_span: where the speaker is written for this statement; ``None`` if it was carried
            over from an earlier sentence or is the outlet itself.
        speaker_key: equal for all forms of one speaker within this text.
        is_anonymous: the speaker is unnamed ("informed sources").
        is_outlet: whoever published the text speaks for itself.
        relay: who passed it on, where that is somebody other than the speaker.
        claim: what was said, cut from the text without its opening word, quotation marks and
            closing attribution; ``claim == text[start:end]``. "" where there is none.
        cue: the word or words that show the attribution.
    """

    speaker: str
    speaker_span: Span | None
    speaker_key: str
    is_anonymous: bool
    is_outlet: bool
    relay: str | None
    relay_span: Span | None
    stance: Stance
    claim: str
    span: Span | None
    cue: str
    cue_span: Span
    confidence: Confidence
    in_title: bool

"""Paragraphs that are nothing but a quotation: the last speaker goes on.

Where a paragraph begins with a quotation mark and holds nothing outside it, and somebody was quoted
in the paragraph or two before, it is they who say it. Not for quotations with a cue beside them.
"""

from __future__ import annotations

from dataclasses import replace

from claims.domain.arabic_reading import Reading, keep
from claims.domain.attributed import Confidence, Stance

__all__ = ["read_continued"]

# Sentences since the speaker last spoke, and the words a quotation needs to say anything.
FARTHEST_SPEAKER = 2
SHORTEST_QUOTATION = 5


def read_continued(reading: Reading, first: int, end: int) -> bool:
    """Keep a paragraph that is one quotation as the last speaker's; whether it was one."""
    text = reading.text
    opener = first if text.opens_quote(first) else first - 1
    if opener not in (first, first - 1) or not text.opens_quote(opener):
        return False
    is_at_head = opener == 0 or text.word(opener - 1) in ("\n", "-", "*", "•")
    if not is_at_head or not reading.found or reading.in_title:
        return False
    closer = text.closers[opener]
    last = closer
    if text.is_closed_quote(opener):
        while last + 1 < len(text.tokens) and text.word(last + 1) in (".", "!", ",", "…"):
            last += 1
        if last + 1 < len(text.tokens) and text.word(last + 1) != "\n":
            return False
    stop = closer
    while stop > opener and text.word(stop - 1) in (".", ",", "!"):
        stop -= 1
    said = range(opener + 1, stop)
    speaker = reading.memory.last(None, reading.sentence)
    spoke = reading.found[-1]
    if (
        len(said) < SHORTEST_QUOTATION
        or speaker is None
        or reading.sentence - speaker.sentence > FARTHEST_SPEAKER
        or spoke.stance not in (Stance.ASSERTS, Stance.DENIES)
        or not spoke.speaker
    ):
        return False
    stance = Stance.REPORTS if speaker.is_outlet else Stance.ASSERTS
    claim = (opener + 1, stop)
    if any(text.written(*claim) in one.claim for one in reading.found):
        return False  # set off once more between the paragraphs
    keep(reading, (opener, opener + 1), claim, stance, speaker, None, Confidence.FAIR)
    reading.memory.remember(replace(speaker, sentence=reading.sentence))
    return True

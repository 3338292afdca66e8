"""Whether the words before a headline's colon can be somebody who speaks, and are no topic.

For ``latin_hits.py``: "Health minister: hospitals are ready" is a statement and "Six days of
darkness: the message that worries parents" is not. Goes by offices, bodies and kinds of people,
and by capital letters; a topic of one unknown word ("Brexit: ...") cannot be told from a surname
unless it ends as no surname does.
"""

from __future__ import annotations

import re

from claims.domain.latin_clauses import Clauses
from claims.domain.speaker_kinds import kind_of_speaker

__all__ = ["may_head"]

_LONGEST_NAME = 5
_ARTICLE = r"(?:the |an? |two |three |some |les? |la |l'|des |une? |deux )?"
# What stands small within a name, or joins two of them ("Macron à Poutine").
_JOINT_WORDS = "de du des d' la le von van bin al el ben and et to à y di da"
_JOINTS = frozenset(_JOINT_WORDS.split())
_OPENS_NO_NAME = re.compile(
    r"(?:\d|one |two|three|four|five|six|seven|eight|nine|ten|the |an? |this |that |these |how |why"
    r"|what|when|where|in |on |at |after |un |une |deux|trois|quatre|cinq|sept|huit|neuf|dix"
    r"|les? |la |l'|des |ce |cette |ces |comment|pourquoi|quand|où|dans |à |en |après )"
)
_NO_SURNAME = re.compile(
    r"\w{2,}(?:tions?|sions?|ments?|ness|ities|isms?|ismes?|ences?|ances?|phones?|ages)\Z"
)
_TOPIC_WORDS = (
    "floods flood fire fires earthquake storm weather war crisis vaccine vaccines climate economy"
    " elections health travel culture science technology politics football tsunami drought"
    " incendie incendies séisme tempête météo guerre crise vaccin vaccins climat économie santé"
    " sciences politique canicule sécheresse grève grèves"
)
_TOPICS = frozenset(_TOPIC_WORDS.split())
_ASKS = re.compile(
    r"(?:what|why|how|who|where|when|ce qu|pourquoi|comment|qui|que|quand|où|quels?|quelles?)\b"
)


def may_head(clauses: Clauses, who: str, claim: int) -> bool:
    """Answer for the words ``who`` that a title begins with; the claim begins at ``claim``."""
    low, raw = who.strip(), clauses.raw[: len(who)].strip()
    if _is_known(clauses, low, raw):
        return True
    if _ASKS.match(clauses.low, claim):
        return False
    return _is_name(low, raw)


def _is_known(clauses: Clauses, low: str, raw: str) -> bool:
    cues = clauses.words.cues
    people = rf"(?:{cues.anonymous}|{cues.organization}|{cues.closing})"
    after = r"(?: (?:of|in|for|at|from|de|du|des|à|au|en)\b.*| d'.*)?"
    return bool(
        clauses.words.outlet.fullmatch(low)
        or re.fullmatch(rf"{_ARTICLE}(?:[\w-]+ ){{0,2}}{people}(?: [\w-]+)?{after}", low)
        or kind_of_speaker(raw)
    )


def _is_name(low: str, raw: str) -> bool:
    words = raw.split()
    if len(words) > _LONGEST_NAME or (_OPENS_NO_NAME.match(low + " ") and not raw.isupper()):
        return False
    if len(words) == 1:
        return low not in _TOPICS and (raw.isupper() or _NO_SURNAME.match(low) is None)
    return words[-1][0].isupper() and all(
        one[0].isupper() or one in _JOINTS or one.startswith(("d'", "d’", "al-")) for one in words
    )

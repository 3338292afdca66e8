"""The patterns of one language for finding who said what, compiled once.

For ``latin_hits.py`` and the modules beside it; the words are ``english_cues.py``'s and
``french_cues.py``'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claims.domain.attributed import Span, Stance
from claims.domain.latin_clauses import Clauses, Subject
from claims.domain.latin_cues import LatinCues, Verb

__all__ = ["ENOUGH_WORDS", "PREPOSITION_FIRST", "Hit", "Rules", "rules_of", "sentence_end"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One attribution in a sentence; ``claim`` is ``None`` where nothing was said."""

    cue: Span
    subject: Subject | None
    claim: Span | None
    stance: Stance
    relay: Span | None = None
    is_open: bool = False
    is_participle: bool = False
    is_after: bool = False
    is_nobody: bool = False

    @property
    def start(self) -> int:
        """Where the words of this attribution begin, its subject included."""
        if self.subject is not None and not (self.is_after or self.is_participle):
            return min(self.cue[0], self.subject.span[0])
        return self.cue[0]


@dataclass(frozen=True, slots=True)
class Rules:
    finite: re.Pattern[str]
    verbs: dict[str, Verb]
    noun_like: frozenset[str]
    participles: frozenset[str]
    phrases: tuple[tuple[re.Pattern[str], Stance], ...]
    that: re.Pattern[str]
    according: re.Pattern[str]
    reported: re.Pattern[str]
    quoted_as: re.Pattern[str]
    citing: re.Pattern[str]
    not_before: re.Pattern[str]
    determiner: re.Pattern[str]
    addressee: re.Pattern[str]
    negated_passive: re.Pattern[str]
    headline: re.Pattern[str]


_NEGATED_PASSIVE = (
    r"(?:could|can|has|have)(?: not|n't)(?: been)?(?: immediately)?(?: be)?(?: (?:immediately"
    r"|independently))*"
    r" (?:verified|confirmed|corroborated|authenticated)(?: independently)?"
    r"|n'(?:a|ont|avait) (?:pas )?(?:encore )?pu être (?:vérifié|confirmé|authentifié)\w*"
    r"(?: de (?:manière|façon|source) indépendante)?"
)
PREPOSITION_FIRST = re.compile(
    r"(?:in|on|at|for|with|of|to|by|from|during|after|about|until|and|or|but|into|onto|over"
    r"|under|through"
    r"|than|as|goodbye|hello|nothing|something|anything|yes|no|so|dans|en|sur|pour|avec|à|au"
    r"|aux|par"
    r"|lors|et|ou|mais|de|du|des|d')\b"
)
ENOUGH_WORDS = 3


@lru_cache(maxsize=4)
def rules_of(cues: LatinCues) -> Rules:
    verbs: dict[str, Verb] = {}
    noun_like: set[str] = set()
    participles: set[str] = set()
    finite: set[str] = set()
    past: set[str] = set()
    for verb in cues.verbs:
        for form in f"{verb.finite} {verb.noun_like} {verb.past} {verb.participle}".split():
            verbs.setdefault(form.replace("_", " "), verb)
        noun_like.update(verb.noun_like.split())
        participles.update(form.replace("_", " ") for form in verb.participle.split())
        finite.update(
            f"{verb.finite} {verb.noun_like} {verb.participle}".replace("_", r"\s").split()
        )
        past.update(verb.past.replace("_", r"\s").split())
    forms = "|".join(sorted(finite, key=len, reverse=True))
    pattern = (
        rf"(?<![\w'-])(?P<form>{forms})(?P<inverted>-t-(?:il|elle|on)|-(?:ils|elles|il"
        rf"|elle))?(?![\w'-])"
    )
    if past:
        participle = "|".join(sorted(past, key=len, reverse=True))
        auxiliary = r"a|ont|avait|avaient|aurait|auraient|ai|avons"
        pattern += (
            rf"|(?<![\w'-])(?:{auxiliary})(?P<asked>-t-(?:il|elle|on)|-(?:ils|elles))? "
            rf"(?:(?:{cues.adverbs}) ){{0,2}}(?P<past>{participle})(?![\w-])"
            rf"|(?<=\set )(?P<shared>{participle})(?=,? qu[e'])"
        )
    return Rules(
        finite=re.compile(pattern),
        verbs=verbs,
        noun_like=frozenset(noun_like),
        participles=frozenset(participles),
        phrases=tuple(
            (re.compile(rf"(?<![\w])(?:{one.pattern})(?!\w)"), one.stance) for one in cues.phrases
        ),
        that=re.compile(rf",? ?(?:{cues.that})(?:(?<=')|(?=\s))\s*"),
        according=re.compile(
            rf"(?<!\w)(?:{cues.according})(?:(?<=')|\s+)(?!(?:{cues.not_according})(?:\W|(?<=')))"
        ),
        reported=re.compile(rf"(?<!\w)(?:{cues.reported})(?!\w)"),
        quoted_as=re.compile(cues.quoted_as),
        citing=re.compile(rf",? (?:{cues.citing}) "),
        not_before=re.compile(
            rf"(?:^|\s|')(?:{cues.not_verbs_before}|n't)\s+(?:(?:{cues.adverbs})\s+)?$"
        ),
        determiner=re.compile(rf"(?:(?:^|\s)(?:{cues.determiners})|'s|s')\s+$"),
        addressee=re.compile(rf"(?:{cues.addressees})(?!\w)"),
        negated_passive=re.compile(rf"(?<!\w)(?:{_NEGATED_PASSIVE})(?!\w)"),
        headline=re.compile(rf"(?!(?:{cues.labels})\W)(?P<who>[^:,\"?!]{{2,70}}?)\s?: (?=\S)"),
    )


def sentence_end(clauses: Clauses) -> int:
    text = clauses.low
    end = len(text.rstrip())
    while end and text[end - 1] in ".!?…;:, ":
        end -= 1
    return end

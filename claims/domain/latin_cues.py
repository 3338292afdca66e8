"""The shape of what is known of a language for finding who said what: verbs, phrases, words.

For ``attribution_latin.py``; filled by ``english_cues.py`` and ``french_cues.py``. A verb with
``bare`` may be followed by a clause without "that", one with ``noun`` by a noun phrase ("denied
the report"), one with ``to`` by an infinitive. Negated and phrasal cues are patterns. Everything
is lower case, with the straight apostrophe.
"""

from __future__ import annotations

from dataclasses import dataclass

from claims.domain.attributed import Stance

__all__ = ["LatinCues", "Phrase", "Verb"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying: its finite forms, its participle forms, and what may follow it.

    Attributes:
        finite: forms that take a subject ("says said"); "_" stands for a space inside one.
        noun_like: finite forms that are also nouns ("claims reports"); they need "that" or a
            quotation, and no determiner before them.
        past: past participles, which need an auxiliary before them ("a déclaré").
        participle: forms that follow another verb's subject ("adding", "affirmant").
        allows: "bare", "clause" (as bare, but only where a verb follows), "noun", "to", "tell" (an
            addressee comes first), "of".
    """

    finite: str
    noun_like: str = ""
    past: str = ""
    participle: str = ""
    allows: str = ""
    stance: Stance = Stance.ASSERTS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A cue of several words as a pattern; what follows it, if anything, is the claim."""

    pattern: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class LatinCues:
    """All that the rules know of one language; patterns are for the masked lower-case text."""

    verbs: tuple[Verb, ...]
    phrases: tuple[Phrase, ...]
    auxiliaries: str
    adverbs: str
    that: str
    according: str
    not_according: str
    reported: str
    quoted_as: str
    citing: str
    subject_pronouns: str
    person_pronouns: frozenset[str]
    relative: str
    clause_starts: str
    leading: str
    adverbial: str
    determiners: str
    addressees: str
    outlets: str
    anonymous: str
    organization: str
    labels: str
    not_verbs_before: str
    closing: str

"""What follows a verb of saying: to whom it was said, when, and how the words begin.

For ``latin_hits.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.domain.attributed import Span, Stance
from claims.domain.latin_clauses import HIDDEN, Clauses, has_verb
from claims.domain.latin_cues import Verb
from claims.domain.latin_rules import ENOUGH_WORDS, PREPOSITION_FIRST, Rules, sentence_end

__all__ = ["Opening", "opening"]


@dataclass(frozen=True, slots=True)
class Opening:
    """How what was said begins: "that", "quote", "bare", "to", "noun", or "none"."""

    kind: str
    claim: Span | None = None
    relay: Span | None = None
    is_late: bool = False


def opening(clauses: Clauses, rules: Rules, verb: Verb, at: int) -> Opening:
    low, end = clauses.low, sentence_end(clauses)
    relay: Span | None = None
    if "tell" in verb.allows or low.startswith((" to ", " à ", " au ", " aux "), at):
        at, relay = _addressee(clauses, rules, at, is_told="tell" in verb.allows)
    at, passed = _past_adverbials(clauses, at, rules)
    while at < end and low[at] == " ":
        at += 1
    that = rules.that.match(low, at - 1 if at else 0)
    if that is not None and that.end() > at:
        return _opened(clauses, "that", that.end(), relay)
    if low.startswith(":", at):
        return _opened(clauses, "quote", at + 1, relay)
    if low.startswith(",", at) and len(low[at:end].split()) >= ENOUGH_WORDS:
        return _opened(clauses, "inserted", at + 1, relay)
    if low.startswith('"', at):
        return _opened(clauses, "quote", at, relay)
    if at >= end or low[at] in ",.;!?)–—":
        return Opening("none", relay=relay)
    if (
        "to" in verb.allows
        and clauses.raw[at].islower()
        and re.match(r"to \w|(?:de |d')?(?:ne pas )?\w+(?:er|ir|re|oir)\b", low[at:])
    ):
        return _opened(clauses, "to", at, relay)
    if "of" in verb.allows and re.match(r"(?:of|against|about) \w", low[at:]):
        return _opened(clauses, "noun", at, relay)
    late = re.compile(
        rf"[^,;:\"]{{2,60}}?(?:{rules.that.pattern}|: (?=\")|, (?=\")|(?= \"{HIDDEN}{{15,}}\"$))"
    ).match(low, at, end + 1)
    is_clause = "bare" in verb.allows or ("clause" in verb.allows and has_verb(low[at:end]))
    if not is_clause or PREPOSITION_FIRST.match(low, at):
        if (
            late is not None
            and not passed
            and len(late[0].split()) <= 9
            and "noun" not in verb.allows
        ):
            return _opened(clauses, "that", late.end(), relay)
        if "noun" in verb.allows and not PREPOSITION_FIRST.match(low, at):
            return _noun(clauses, at, relay)
        return Opening("none", relay=relay)
    opened = _opened(clauses, "bare", at, relay)
    if opened.claim is None or len(low[slice(*opened.claim)].split()) < ENOUGH_WORDS:
        if "noun" in verb.allows and opened.claim is not None:
            return _noun(clauses, at, relay)
        return Opening("none", relay=relay)
    is_denied = verb.stance is Stance.DENIES and "noun" in verb.allows
    beside = _CLAUSE_BESIDE.search(low, at) if is_denied else None
    if beside is not None and not has_verb(low[at : beside.start()]):
        return _noun(clauses, at, relay)
    return opened


def _opened(clauses: Clauses, kind: str, at: int, relay: Span | None) -> Opening:
    claim = clauses.trimmed(at, sentence_end(clauses))
    return Opening(kind, claim if claim[0] < claim[1] else None, relay)


# "denied the report as his lawyers prepared to sue": another clause goes on beside the noun.
_CLAUSE_BESIDE = re.compile(
    r",? (?:as (?=\w+ (?:\w+ ){0,3}?(?:\w+s|\w+ed|set|is|are|was|were|prepares?) )|while |amid "
    r"|tandis qu|alors qu|pendant qu|après qu)"
)


def _noun(clauses: Clauses, at: int, relay: Span | None) -> Opening:
    beside = _CLAUSE_BESIDE.search(clauses.low, at)
    end = beside.start() if beside else sentence_end(clauses)
    claim = clauses.trimmed(at, end)
    return Opening("noun", claim if claim[0] < claim[1] else None, relay)


def _addressee(
    clauses: Clauses, rules: Rules, at: int, *, is_told: bool
) -> tuple[int, Span | None]:
    """Pass over who was told; an outlet among them is the relay."""
    low = clauses.low
    start = at + 1
    if not is_told:
        start = low.index(" ", at + 1) + 1
    if low.startswith("l'", start):
        start += 2
    outlet = clauses.words.outlet.match(low, start)
    if outlet is not None and not low[outlet.end() : outlet.end() + 1].isalpha():
        following = _PROGRAMME.match(low, outlet.end())
        end = following.end() if following else outlet.end()
        return _past_place(clauses, end), clauses.trimmed(start, outlet.end())
    known = rules.addressee.match(low, start)
    if known is not None and (not is_told or known[0].isalpha()):
        return known.end(), None
    if not is_told:
        return at, None
    late = re.compile(r"[^,;:\"]{2,70}?(?= that\b|:| \"|,)").match(low, start)
    if late is not None and len(late[0].split()) <= 8:
        return late.end(), None
    if known is not None:
        return known.end(), None
    name = re.compile(
        r"[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*|(?:the|a|an|his|her|their|my) \w+"
    ).match(clauses.raw, start)
    return (_past_place(clauses, name.end()), None) if name else (at, None)


# "the BBC's Today programme"
_PROGRAMME = re.compile(r"(?:'s [\w ]{2,30}?)?(?= that|,|:| \"| (?:on|in|at|during|last)\b| qu|$)")
_PLACE = re.compile(r" (?:in|à) [A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){0,2}")


def _past_place(clauses: Clauses, at: int) -> int:
    """Pass over where somebody was told: "told KBCD in San Diego (that) ..."."""
    place = _PLACE.match(clauses.raw, at)
    return place.end() if place else at


def _past_adverbials(clauses: Clauses, at: int, rules: Rules) -> tuple[int, bool]:
    """Pass over "on Friday", "in a statement", "of the plan" between a verb and what was said."""
    low, began = clauses.low, at
    for _ in range(4):
        found = re.compile(rf",?\s*(?:{clauses.words.adverbial.pattern})").match(low, at)
        if found is None or found.end() == at:
            break
        at = found.end()
    if at > began and low.startswith(",", at) and not low[at + 1 :].lstrip().startswith('"'):
        following = low[at + 1 :].lstrip()
        if rules.that.match(" " + following):
            at += 1
    return at, at > began

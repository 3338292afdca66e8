"""The attributions of one English or French sentence, before pronouns are resolved.

For ``attribution_latin.py``. Each rule reads one construction ("X said that …", '"…", said X',
"according to X, …", "X declined to comment") and gives hits with offsets in the sentence;
``latin_fitting.py`` fits the hits of one sentence together.
"""

from __future__ import annotations

import re

from claims.domain.attributed import Span, Stance
from claims.domain.latin_clauses import HIDDEN, Clauses, Subject, has_verb
from claims.domain.latin_cues import Verb
from claims.domain.latin_fitting import fitted
from claims.domain.latin_heads import may_head
from claims.domain.latin_openings import Opening, opening
from claims.domain.latin_rules import (
    ENOUGH_WORDS,
    PREPOSITION_FIRST,
    Hit,
    Rules,
    rules_of,
    sentence_end,
)
from claims.domain.speakers import MOST_CUES

__all__ = ["Hit", "hits_in"]


def hits_in(clauses: Clauses, *, is_title: bool) -> list[Hit]:
    """Find the attributions of a sentence, in the order of their cues."""
    rules = rules_of(clauses.words.cues)
    verbs = list(rules.finite.finditer(clauses.low))
    if len(verbs) > MOST_CUES:
        return []
    hits = _phrase_hits(clauses, rules)
    hits += _source_hits(clauses, rules)
    taken = [one.cue for one in hits]
    for found in verbs:
        if any(start <= found.start() < end for start, end in taken):
            continue
        hit = _verb_hit(clauses, rules, found)
        if hit is not None and hit.claim is not None:
            hits.append(hit)
    if is_title and not hits:
        hits = _headline_hits(clauses, rules)
    return fitted(clauses, sorted(hits, key=lambda one: one.cue), rules)


# --- Fixed phrases: declined, did not answer, could not verify, it is reported -------------------


def _phrase_hits(clauses: Clauses, rules: Rules) -> list[Hit]:
    hits: list[Hit] = []
    taken: list[Span] = []
    for found in rules.negated_passive.finditer(clauses.low):
        what = clauses.subject_before(found.start())
        unverified = what.span if what is not None and not what.is_pronoun else None
        taken.append(found.span())
        hits.append(Hit(found.span(), None, unverified, Stance.CANNOT_VERIFY, is_nobody=True))
    for pattern, stance in rules.phrases:
        for found in pattern.finditer(clauses.low):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            subject = clauses.subject_before(found.start())
            if subject is None:
                continue
            taken.append(found.span())
            claim = None
            if stance in (Stance.CANNOT_VERIFY, Stance.DID_NOT_ANNOUNCE):
                claim = _rest(clauses, found.end(), rules)
            hits.append(Hit(found.span(), subject, claim, stance))
    return hits


def _rest(clauses: Clauses, start: int, rules: Rules) -> Span | None:
    """The clause after a cue, without its opening word."""
    that = rules.that.match(clauses.low, start)
    span = clauses.trimmed(that.end() if that else start, sentence_end(clauses))
    return span if span[0] < span[1] and len(clauses.low[slice(*span)].split()) >= 2 else None


# --- "According to X", "it is reported", "was quoted as saying" ----------------------------------


def _source_hits(clauses: Clauses, rules: Rules) -> list[Hit]:
    hits: list[Hit] = []
    end = sentence_end(clauses)
    for found in rules.reported.finditer(clauses.low):
        claim = _rest(clauses, found.end(), rules)
        if claim is not None and len(clauses.low[slice(*claim)].split()) >= ENOUGH_WORDS:
            hits.append(Hit(found.span(), None, claim, Stance.REPORTS, is_nobody=True))
    for found in rules.according.finditer(clauses.low):
        if any(one.cue[0] <= found.start() < one.cue[1] for one in hits):
            continue
        hit = _according_hit(clauses, rules, found, end)
        if hit is not None:
            hits.append(hit)
    for found in rules.quoted_as.finditer(clauses.low):
        subject, claim = clauses.subject_before(found.start()), _rest(clauses, found.end(), rules)
        if subject is not None and claim is not None:
            relay = found.span("relay") if found["relay"] else None
            hits.append(Hit(found.span(), subject, claim, Stance.ASSERTS, relay))
    return hits


def _according_hit(clauses: Clauses, rules: Rules, found: re.Match[str], end: int) -> Hit | None:
    cue = clauses.trimmed(*found.span())
    before = clauses.trimmed(_clause_begin(clauses, found.start()), found.start())
    is_closing = len(clauses.low[slice(*before)].split()) >= ENOUGH_WORDS
    subject = clauses.subject_after(found.end(), with_office=is_closing)
    if subject is None:
        return None
    relay: Span | None = None
    citing = rules.citing.match(clauses.low, subject.span[1])
    if citing is not None and (cited := clauses.subject_after(citing.end())) is not None:
        relay, subject = subject.span, cited
    after_comma = clauses.low.find(",", subject.span[1])
    if is_closing:
        claim = before
    elif after_comma >= 0:
        claim = clauses.trimmed(after_comma + 1, end)
    else:
        return None
    if len(clauses.low[slice(*claim)].split()) < 2:
        return None
    return Hit(cue, subject, claim, Stance.ASSERTS, relay, is_after=True)


def _clause_begin(clauses: Clauses, end: int) -> int:
    """Where what stands before a closing attribution begins: after ";" or at the start."""
    return max(clauses.low.rfind("; ", 0, end) + 1, 0)


# --- Verbs ---------------------------------------------------------------------------------------


def _verb_hit(clauses: Clauses, rules: Rules, found: re.Match[str]) -> Hit | None:
    groups = found.groupdict()
    form = groups.get("past") or groups.get("shared") or found["form"]
    verb = rules.verbs[form]
    low, cue = clauses.low, found.span()
    before = low[: cue[0]]
    if rules.not_before.search(before[-40:]) or (
        groups.get("past") and before.endswith(("n'", "ne "))
    ):
        return None
    opener = opening(clauses, rules, verb, cue[1])
    is_noun_like = form in rules.noun_like
    is_closing = opener.kind == "none" and not low[cue[1] :].strip(" .,!?")
    is_clear = is_closing or opener.kind in ("that", "quote") or _begins_clause(clauses, opener)
    if is_noun_like and (not is_clear or rules.determiner.search(before[-24:])):
        return None
    if _ADJECTIVE_BEFORE.search(before[-24:]):
        return None
    if form in rules.participles:
        return _participle_hit(clauses, verb, cue, opener)
    if groups.get("inverted") or groups.get("asked"):
        return _inverted_hit(clauses, verb, cue, Subject(_pronoun_span(found), is_pronoun=True))
    said = _said_before(clauses, cue[0], is_inverted=True)
    if said is not None and opener.kind in ("bare", "none", "noun"):
        subject = clauses.subject_after(cue[1])
        if subject is not None and not _is_clause(clauses, subject):
            return _inverted_hit(clauses, verb, cue, subject)
    if clauses.shares_subject(cue[0]):
        if opener.claim is None or opener.kind in ("noun", "to"):
            return None
        return Hit(cue, None, opener.claim, verb.stance, opener.relay, is_participle=True)
    subject = clauses.subject_before(cue[0])
    if subject is None:
        return None
    if opener.kind == "inserted":
        if low[: subject.span[0]].rstrip()[-1:] not in (",", '"'):
            return None
        said = _said_before(clauses, subject.span[0])
        is_lead = said is None or _is_lead(clauses, said)
        claim = opener.claim if is_lead else said
        return Hit(cue, subject, claim, verb.stance, opener.relay, is_after=not is_lead)
    if opener.kind == "none" or (opener.kind == "bare" and opener.is_late):
        said = _said_before(clauses, subject.span[0])
        if said is None or ("noun" in verb.allows and verb.stance is Stance.DENIES):
            return None
        return Hit(cue, subject, said, verb.stance, opener.relay, is_after=True)
    if opener.claim is None:
        return None
    return Hit(
        cue,
        subject,
        opener.claim,
        verb.stance,
        opener.relay,
        is_open=opener.kind not in ("that", "quote"),
    )


# "the estimated cost", "an announced visit": a form of the verb that describes a thing.
_ADJECTIVE_BEFORE = re.compile(r"(?:^|\s)(?:the|an?|its|his|her|their|les?|la|une?|ces?|cette)\s+$")
_CLAUSE_BEGINS = re.compile(r"(?:it|he|she|they|we|the|its|his|her|their|there|no|all)\b")


def _begins_clause(clauses: Clauses, opener: Opening) -> bool:
    """Whether words without "that" plainly begin a clause: "the party claims it won"."""
    if opener.kind != "bare" or opener.claim is None:
        return False
    return _CLAUSE_BEGINS.match(clauses.low, opener.claim[0]) is not None


def _participle_hit(clauses: Clauses, verb: Verb, cue: Span, opener: Opening) -> Hit | None:
    before = clauses.low[: cue[0]].rstrip()
    is_loose = not before or before.endswith((",", '"', " by", " in", " en", " tout en"))
    if opener.claim is None or not (is_loose or opener.kind == "that"):
        return None
    if opener.kind in ("noun", "to") and verb.stance is not Stance.DENIES:
        return None
    is_clause = before.endswith((",", '"')) and has_verb(clauses.low[slice(*opener.claim)])
    if opener.kind in ("bare", "inserted") and not is_clause:
        return None
    return Hit(cue, None, opener.claim, verb.stance, opener.relay, is_open=True, is_participle=True)


def _inverted_hit(clauses: Clauses, verb: Verb, cue: Span, subject: Subject) -> Hit | None:
    said = _said_before(clauses, cue[0])
    if said is None:
        return None
    if (
        len(clauses.low[slice(*said)].split()) < ENOUGH_WORDS
        and '"' not in clauses.low[slice(*said)]
    ):
        return None
    return Hit(cue, subject, said, verb.stance, None, is_after=True)


def _is_lead(clauses: Clauses, said: Span) -> bool:
    """Whether the words before an inserted "he said" only lead to what was said after it."""
    piece = clauses.low[slice(*said)]
    return HIDDEN not in piece and len(piece.split()) < 4


def _pronoun_span(found: re.Match[str]) -> Span:
    start, end = (
        found.span("inverted") if found.groupdict().get("inverted") else found.span("asked")
    )
    return start + found.string[start:end].rfind("-") + 1, end


def _said_before(clauses: Clauses, end: int, *, is_inverted: bool = False) -> Span | None:
    """What was said, where the attribution follows it after a comma or a closing quotation."""
    head = clauses.low[:end].rstrip()
    if not head or head[-1] not in ',"?!–—':
        return None
    start, stop = clauses.trimmed(_clause_begin(clauses, len(head)), len(head))
    if stop <= start:
        return None
    piece = clauses.low[start:stop]
    if HIDDEN in piece or (len(piece.split()) >= 2 and has_verb(piece)):
        return start, stop
    is_plain = len(piece.split()) >= 5 and not PREPOSITION_FIRST.match(piece)
    return (start, stop) if is_plain and not is_inverted else None


def _is_clause(clauses: Clauses, subject: Subject) -> bool:
    """Whether what follows a verb is what was said and not who said it."""
    start, end = subject.span
    if subject.is_pronoun:
        return clauses.low[end : end + 1] not in ("", ",", ".", ":")
    piece = clauses.low[start:end]
    begins_with_pronoun = clauses.words.pronoun.match(piece)
    return (
        len(piece.split()) > 14
        or not subject.is_sure
        or has_verb(piece)
        or (
            begins_with_pronoun is not None and piece[begins_with_pronoun.end() :][:1] in (" ", "'")
        )
    )


# --- Titles ---------------------------------------------------------------------------------------


def _headline_hits(clauses: Clauses, rules: Rules) -> list[Hit]:
    found = rules.headline.match(clauses.low)
    if found is None or len(found["who"].split()) > 8:
        return []
    claim = clauses.trimmed(found.end(), sentence_end(clauses))
    if len(clauses.raw[slice(*claim)].split()) < ENOUGH_WORDS:
        return []
    if not clauses.raw[:1].isupper() or not may_head(clauses, found["who"], claim[0]):
        return []
    subject = Subject(clauses.trimmed(*found.span("who")), is_sure=False)
    colon = found["who"].__len__()
    return [Hit((colon, found.end()), subject, claim, Stance.ASSERTS, is_open=True)]

"""The attributions of one sentence fitted together: who passes on whom, and what ends where.

For ``latin_hits.py``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claims.domain.attributed import Span, Stance
from claims.domain.latin_clauses import Clauses, Subject
from claims.domain.latin_rules import Hit, Rules

__all__ = ["fitted"]


def fitted(clauses: Clauses, hits: list[Hit], rules: Rules) -> list[Hit]:
    """Cut what overlaps, give relays to what they pass on, and participles their speaker."""
    done: list[Hit] = []
    for hit in hits:
        previous = done[-1] if done else None
        if previous is not None and _is_source_of(previous, hit):
            done[-1] = replace(hit, relay=hit.relay or _span_of(previous))
            continue
        if hit.is_participle and hit.subject is None:
            speaker = previous.subject if previous is not None else clauses.main_subject()
            hit = replace(hit, subject=speaker)
            if speaker is None:
                continue
        hit = _without_outer(clauses, hit, previous)
        began = hit.start
        if previous is not None and previous.claim is not None and began <= previous.claim[0]:
            # "The minister, who denied it, said …": the subject stands before both.
            began = hit.cue[0]
        if previous is not None and previous.claim is not None and began > previous.claim[0]:
            if hit.is_after and hit.claim is not None and hit.claim[0] <= previous.claim[0]:
                done[-1] = _relayed(clauses, previous, hit)
                continue
            cut = _separator_before(clauses.low, began)
            if cut is not None and cut > previous.claim[0] + 1 and began < previous.claim[1]:
                shorter = clauses.trimmed(previous.claim[0], cut)
                done[-1] = replace(previous, claim=shorter)
                if hit.is_after and hit.claim is not None:
                    hit = replace(hit, claim=shorter)
            elif began < previous.claim[1] and previous.subject is not None:
                hit = replace(hit, relay=hit.relay or previous.subject.span)
        done.append(_citing(clauses, hit, rules))
    return [replace(one, claim=_unquoted(clauses, one.claim)) for one in done]


def _span_of(hit: Hit) -> Span | None:
    return hit.subject.span if hit.subject is not None else None


def _is_source_of(source: Hit, hit: Hit) -> bool:
    """ "According to the Times, X said …": all that the Times says is that X said it."""
    if not source.is_after or source.claim is None or source.claim[0] < source.cue[1]:
        return False
    return hit.subject is not None and abs(hit.start - source.claim[0]) <= 2


def _without_outer(clauses: Clauses, hit: Hit, outer: Hit | None) -> Hit:
    """ "Police said he admitted …": the inner subject is "he" and not "police said he"."""
    if outer is None or outer.claim is None or hit.subject is None or hit.is_participle:
        return hit
    start, end = hit.subject.span
    if not (start < outer.cue[1] <= end and outer.claim[0] < end):
        return hit
    span = clauses.trimmed(outer.claim[0], end)
    piece = clauses.low[slice(*span)]
    is_pronoun = clauses.words.pronoun.fullmatch(piece) is not None
    return replace(hit, subject=Subject(span, is_pronoun, is_sure=False))


def _citing(clauses: Clauses, hit: Hit, rules: Rules) -> Hit:
    """ "The Times reported A, citing X": X says it and the Times passes it on."""
    if hit.claim is None or hit.subject is None or hit.relay is not None:
        return hit
    found = rules.citing.search(clauses.low, *hit.claim)
    cited = clauses.subject_after(found.end()) if found is not None else None
    if found is None or cited is None:
        return hit
    claim = clauses.trimmed(hit.claim[0], found.start())
    return replace(hit, subject=cited, claim=claim, relay=hit.subject.span, stance=Stance.ASSERTS)


def _relayed(clauses: Clauses, inner: Hit, outer: Hit) -> Hit:
    """ "X said A, Reuters reported": the outer speaker passes the inner one's words on."""
    begin = min(outer.cue[0], outer.subject.span[0]) if outer.subject else outer.cue[0]
    end = _separator_before(clauses.low, begin) or begin
    claim = inner.claim and clauses.trimmed(
        inner.claim[0], max(inner.claim[0] + 1, min(inner.claim[1], end))
    )
    return replace(inner, claim=claim, relay=inner.relay or _span_of(outer))


_SEPARATOR = re.compile(
    r"[,;](?: (?:and|but|while|whereas|although|though|yet|et|mais|tandis que|alors que"
    r"|or))?[\s\"]*$"
    r"|\s(?:and|but|while|et|mais)\s*$|[\s–—-]+$(?<=[–—-] )"
)


def _separator_before(low: str, at: int) -> int | None:
    found = _SEPARATOR.search(low, max(0, at - 40), at)
    return found.start() if found else None


def _unquoted(clauses: Clauses, claim: Span | None) -> Span | None:
    """A claim that is one quotation loses its marks, and one that goes on after it its tail."""
    if claim is None:
        return None
    start, end = clauses.trimmed(*claim)
    for first, last in clauses.quotations:
        closing = last - 1 if clauses.low[last - 1] == '"' else last
        if first == start:
            if last >= end or (
                clauses.low[last:].lstrip().startswith(",") and closing - first > 12
            ):
                end = closing
            else:
                break
            start, end = clauses.trimmed(first + 1, end)
            while end > start and clauses.raw[end - 1] in ".!?…\u00a0\u202f ":
                end -= 1
            return (start, end) if start < end else None
    if clauses.raw[start] in "\"'“‘«" and not any(
        first <= start for first, _ in clauses.quotations
    ):
        start += 1
    if clauses.raw[end - 1] in "”»" and not any(last >= end for _, last in clauses.quotations):
        start, end = clauses.trimmed(start, end - 1)
    while end > start and clauses.raw[end - 1] in ".…":
        end -= 1
    return (start, end) if start < end else None

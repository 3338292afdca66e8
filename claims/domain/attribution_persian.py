"""Who said what in Persian and Dari text, by rules.

The verb stands last in its clause and what was said after it ("the minister to Reuters said that
…"), or the object of a denial before it. Sentences are ``persian_clauses.py``'s, words
``persian_cues.py``'s; joining the forms of a speaker is ``speakers.py``'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claims.domain import persian_cues as cues
from claims.domain.attributed import Span, Stance, SuggestedStatement
from claims.domain.persian_clauses import (
    HIDDEN,
    MOST_WORDS,
    PLAIN_LETTERS,
    Sentence,
    object_of,
    segment_start,
    shared_subject,
    subject_of,
)
from claims.domain.speakers import (
    LONGEST_SENTENCE,
    MOST_CUES,
    Utterance,
    confidence_of,
    joined,
    without_repeated,
)
from multilingual.sentences import split_sentences

__all__ = ["find_statements"]

# "it must be said", "according to the words of": the verb's form is another word there.
_NO_SPEECH_AFTER = re.compile(r"(?:^|\s)(?:باید|توان|به|طبق|اساس|بنا|سخن)$")
_PASSIVE = re.compile(r"\s*(?:شد|می[\u200c ]?شود|شده)\b")
# "according to the report of the paper, citing an official": the official speaks.
_QUOTING_INSIDE = re.compile(r"\s(?:به نقل از|به استناد)\s")
# "the paper reported: it is claimed that": what is claimed is the paper's report.
_PASSED_ON = re.compile(r":\s*(?:این[\u200c ]?گونه|چنین|همچنین)?\s*$")
_REACH = 4
_ENOUGH_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Hit:
    cue: Span
    subject: Span | None
    claim: Span | None
    stance: Stance
    relay: Span | None = None
    is_opened: bool = True
    is_source: bool = False
    is_nobody: bool = False

    @property
    def start(self) -> int:
        return min(self.cue[0], self.subject[0]) if self.subject else self.cue[0]


def find_statements(text: str, title: str, outlet: str) -> tuple[SuggestedStatement, ...]:
    """Suggest the statements of a Persian text; see ``attribution.suggest_statements``."""
    headed = _utterances(title, in_title=True) if title.strip() else []
    return joined(
        without_repeated([*headed, *_utterances(text, in_title=False)], "fa"), "fa", outlet
    )


def _utterances(text: str, *, in_title: bool) -> list[Utterance]:
    found: list[Utterance] = []
    carried: tuple[str, int] | None = None
    for number, (start, end) in enumerate(split_sentences(text, "fa")):
        if end - start > LONGEST_SENTENCE:
            continue
        sentence = Sentence(text[start:end])
        for hit in _hits(sentence, is_title=in_title):
            written = sentence.raw[slice(*hit.subject)] if hit.subject else ""
            is_pronoun = hit.subject is not None and _is_pronoun(sentence, hit.subject)
            is_carried = not hit.is_nobody and (hit.subject is None or is_pronoun)
            name, is_near = written, True
            if is_carried:
                if carried is not None and number - carried[1] <= _REACH:
                    name, is_near = carried[0], number - carried[1] <= 1
                elif not written:
                    continue
                else:
                    is_near = False
            elif written and hit.relay is None:
                carried = (written, number)
            found.append(_utterance(sentence, hit, start, name, is_carried, is_near, in_title))
    return found


def _utterance(
    sentence: Sentence,
    hit: _Hit,
    offset: int,
    name: str,
    is_carried: bool,
    is_near: bool,
    in_title: bool,
) -> Utterance:
    plain = name.translate(PLAIN_LETTERS).lower().strip('"«» ')
    stance = hit.stance
    if stance is Stance.ASSERTS and cues.OUTLET.fullmatch(plain):
        stance = Stance.REPORTS
    return Utterance(
        speaker=name,
        speaker_span=_moved(None if is_carried else hit.subject, offset),
        relay=sentence.raw[slice(*hit.relay)] if hit.relay else None,
        relay_span=_moved(hit.relay, offset),
        stance=stance,
        claim=sentence.raw[slice(*hit.claim)] if hit.claim else "",
        span=_moved(hit.claim, offset),
        cue=sentence.raw[slice(*hit.cue)],
        cue_span=(hit.cue[0] + offset, hit.cue[1] + offset),
        confidence=confidence_of(
            is_written=not is_carried, is_opened=hit.is_opened, is_near=is_near
        ),
        in_title=in_title,
        is_anonymous=cues.ANONYMOUS.match(plain) is not None and len(plain.split()) <= 6,
    )


def _moved(span: Span | None, offset: int) -> Span | None:
    return None if span is None else (span[0] + offset, span[1] + offset)


def _is_pronoun(sentence: Sentence, span: Span) -> bool:
    return cues.PRONOUN.fullmatch(sentence.low[slice(*span)]) is not None


# --- The constructions ---------------------------------------------------------------------------


def _hits(sentence: Sentence, *, is_title: bool) -> list[_Hit]:
    if len(cues.VERBS.findall(sentence.low)) > MOST_CUES:
        return []
    hits = [*_refusal_hits(sentence), *_reported_hits(sentence)]
    taken = [one.cue for one in hits]
    for hit in (*_object_hits(sentence), *_source_hits(sentence), *_verb_hits(sentence)):
        if not any(start < hit.cue[1] and hit.cue[0] < end for start, end in taken):
            covers_verb = hit.is_source and hit.relay is not None and hit.claim is not None
            taken.append((hit.cue[0], hit.claim[0]) if covers_verb and hit.claim else hit.cue)
            hits.append(hit)
    if is_title and not hits:
        hits = _headline_hits(sentence)
    return _fitted(sentence, sorted(hits, key=lambda one: (not one.is_source, one.cue)))


def _refusal_hits(sentence: Sentence) -> list[_Hit]:
    hits: list[_Hit] = []
    for pattern, stance in cues.REFUSALS:
        for found in pattern.finditer(sentence.low):
            if any(
                start < found.end() and found.start() < end for start, end in (h.cue for h in hits)
            ):
                continue
            subject = subject_of(sentence, found.start())
            claim: Span | None = None
            if stance is Stance.DID_NOT_ANNOUNCE:
                claim = _clause_after(sentence, found.end(), needs_that=True) or object_of(
                    sentence, subject, found.start()
                )
            if stance is Stance.CANNOT_VERIFY:
                claim = object_of(sentence, subject, found.start(), within=found.end())
                if found[0].startswith(("به", "تایید", "راستی")):
                    span = subject if subject is not None else None
                    hits.append(_Hit(found.span(), None, span, stance, is_nobody=True))
                    continue
                if subject is None:
                    hits.append(_Hit(found.span(), None, claim, stance, is_nobody=True))
                    continue
            hits.append(_Hit(found.span(), subject, claim, stance))
    return hits


def _reported_hits(sentence: Sentence) -> list[_Hit]:
    hits: list[_Hit] = []
    for found in cues.REPORTED.finditer(sentence.low):
        claim = sentence.trimmed(found.end(), sentence.end)
        if _PASSED_ON.search(sentence.low, 0, found.start()):
            continue
        if sentence.words(claim) >= _ENOUGH_WORDS:
            hits.append(_Hit(found.span(), None, claim, Stance.REPORTS, is_nobody=True))
    return hits


def _object_hits(sentence: Sentence) -> list[_Hit]:
    """ "X the report «را» denied"."""
    hits: list[_Hit] = []
    for found in cues.WITH_OBJECT.finditer(sentence.low):
        subject = subject_of(sentence, found.start(), has_object=True)
        stance = Stance.DENIES if found["denied"] else Stance.ASSERTS
        claim = object_of(sentence, subject, found.start())
        after = _clause_after(sentence, found.end(), needs_that=True)
        if stance is Stance.DENIES and after is not None:
            claim = after
        if claim is None or (stance is Stance.ASSERTS and after is not None):
            continue
        if subject is not None and subject[1] > claim[0]:
            subject = None
        hits.append(_Hit(found.span(), subject, claim, stance, is_opened=after is not None))
    return hits


def _source_hits(sentence: Sentence) -> list[_Hit]:
    """ "According to X, …", and the outlet that quotes X before its verb."""
    hits: list[_Hit] = []
    for found in cues.ACCORDING.finditer(sentence.low):
        comma = sentence.low.find("،", found.end())
        verb = cues.VERBS.search(sentence.low, found.end())
        end = comma if comma >= 0 else -1
        if found["quoting"] and verb is not None and (end < 0 or verb.start() < end):
            end = verb.start()
        colon = sentence.low.find(":", found.end())
        if colon >= 0 and (end < 0 or colon < end):
            end = colon
        if end < 0:
            outlet = cues.OUTLET.match(sentence.low, found.end())
            if outlet is None:
                continue
            end = outlet.end()
        name = sentence.trimmed(found.end(), end)
        if name[0] >= name[1] or sentence.words(name) > MOST_WORDS:
            continue
        relay: Span | None = None
        begin = end
        if found["quoting"]:
            relay = subject_of(sentence, found.start())
            if verb is not None and verb.start() <= end + 1:
                begin = verb.end()
        claim = _clause_after(sentence, begin + (sentence.low[begin : begin + 1] == "،"))
        if claim is None or sentence.words(claim) < _ENOUGH_WORDS:
            continue
        stance = Stance.REPORTS if found["report"] else Stance.ASSERTS
        quoted = _QUOTING_INSIDE.search(sentence.low, *name)
        if quoted is not None:
            source = sentence.trimmed(name[0], quoted.start())
            name, relay = sentence.trimmed(quoted.end(), name[1]), source
            stance = Stance.ASSERTS
        cue = sentence.trimmed(*found.span())
        hits.append(_Hit(cue, name, claim, stance, relay, is_source=True))
    return hits


def _verb_hits(sentence: Sentence) -> list[_Hit]:
    hits: list[_Hit] = []
    for found in cues.VERBS.finditer(sentence.low):
        before, after = sentence.low[: found.start()].rstrip(), sentence.low[found.end() :]
        if _NO_SPEECH_AFTER.search(before) or _PASSIVE.match(after):
            continue
        claim = _clause_after(sentence, found.end(), needs_that=found["opened"] is not None)
        subject = subject_of(sentence, found.start()) or shared_subject(sentence, found.start())
        relay = _addressed(sentence, found.start())
        if claim is None:
            if after.strip(' .!؟?»"') or subject is None:
                continue
            said = sentence.trimmed(0, subject[0])
            if sentence.words(said) < _ENOUGH_WORDS and '"' not in sentence.low[slice(*said)]:
                continue
            if sentence.low[: subject[0]].rstrip()[-1:] not in ("،", '"', "؛"):
                continue
            claim = said
        if sentence.low.startswith(("و ", "زیرا ", "چون ", "چرا که "), claim[0]):
            continue
        is_opened = bool(re.match(r"\s*(?:است )?\s*[،,]?\s*(?:که|:|\"|«)", after))
        hits.append(_Hit(found.span(), subject, claim, Stance.ASSERTS, relay, is_opened))
    return hits


def _clause_after(sentence: Sentence, at: int, *, needs_that: bool = False) -> Span | None:
    """What was said, behind «که», a colon or a quotation mark, or without any of them."""
    opener = re.compile(r"\s*[،,]?\s*(?:(?:که|:)(?![\w\u200c])\s*)").match(sentence.low, at)
    is_quoted = sentence.low[at:].lstrip().startswith('"')
    if opener is None and needs_that and not is_quoted:
        return None
    span = sentence.trimmed(opener.end() if opener else at, sentence.end)
    if span[0] >= span[1] or (
        sentence.words(span) < 2 and HIDDEN not in sentence.low[slice(*span)]
    ):
        return None
    return span


def _addressed(sentence: Sentence, verb: int) -> Span | None:
    """ "to Reuters said", "in an interview with the BBC": the outlet is the relay."""
    start = segment_start(sentence, verb)
    for found in re.compile(r"(?<![\w\u200c])(?:به|با) (?:این )?").finditer(sentence.low, 0, verb):
        outlet = cues.OUTLET.match(sentence.low, found.end())
        if outlet is not None and found.start() >= start - 80 and outlet.end() <= verb:
            return sentence.trimmed(*outlet.span())
    return None


def _headline_hits(sentence: Sentence) -> list[_Hit]:
    found = re.match(r"(?P<who>[^:«»\"؟?]{2,60}?) ?: ?(?=\S)", sentence.low)
    if found is None or len(found["who"].split()) > 8:
        return []
    claim = sentence.trimmed(found.end(), sentence.end)
    if sentence.words(claim) < _ENOUGH_WORDS:
        return []
    cue = (found.end("who"), found.end())
    return [_Hit(cue, sentence.trimmed(*found.span("who")), claim, Stance.ASSERTS, is_opened=False)]


# --- Fitting together ----------------------------------------------------------------------------


def _fitted(sentence: Sentence, hits: list[_Hit]) -> list[_Hit]:
    """Cut claims where the next attribution begins; a source before a speaker becomes the relay."""
    fitted: list[_Hit] = []
    for hit in hits:
        outer = next(
            (
                one
                for one in reversed(fitted)
                if one.claim and one.claim[0] <= hit.cue[0] < one.claim[1]
            ),
            None,
        )
        if outer is not None and outer.claim is not None:
            at = fitted.index(outer)
            began = max(hit.start, outer.claim[0])
            if outer.is_source and hit.start <= outer.claim[0] + 2:
                fitted[at] = replace(hit, relay=hit.relay or outer.subject)
                continue
            if hit.subject is not None and hit.start < outer.claim[0]:
                inner = sentence.trimmed(outer.claim[0], hit.subject[1])
                hit = replace(hit, subject=inner if inner[0] < inner[1] else None)
            cut = re.compile(r"(?:[،؛]\s*(?:و|اما|ولی)?|\s(?:و|اما|ولی))\s*$").search(
                sentence.low, outer.claim[0], began
            )
            if cut is not None and cut.start() > outer.claim[0]:
                fitted[at] = replace(outer, claim=sentence.trimmed(outer.claim[0], cut.start()))
                if hit.subject is None:
                    hit = replace(hit, subject=outer.subject)
            elif hit.subject is None:
                hit = replace(hit, subject=outer.subject)
            else:
                hit = replace(hit, relay=hit.relay or outer.subject)
        fitted.append(hit)
    return sorted(
        (replace(one, claim=_unquoted(sentence, one.claim)) for one in fitted),
        key=lambda one: one.cue,
    )


def _unquoted(sentence: Sentence, claim: Span | None) -> Span | None:
    if claim is None:
        return None
    start, end = claim
    for first, last in sentence.quotations:
        closed = last - 1 if sentence.raw[last - 1] in '»"”' else last
        if first == start and (last >= end or closed >= end):
            start, end = sentence.trimmed(first + 1, closed)
            while end > start and sentence.raw[end - 1] in ".!؟?… ":
                end -= 1
            break
    return (start, end) if start < end else None

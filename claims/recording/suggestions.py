"""Offer what the rules suggest, and keep what people decided about it.

Not for deciding (`claims.actions.suggestions`), and not for the rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from claims.domain.analysis import TextAnalysis
from claims.domain.attributed import SuggestedStatement
from claims.domain.opposition import likeness
from claims.models import NewsItem, StatementSuggestion, SuggestionState
from multilingual.arabic import normalize_for_matching
from multilingual.names import is_same_name
from multilingual.sentences import split_sentences

# From this likeness on (`claims.domain.opposition.likeness`) two claims of one speaker are one with
# a word put right: a letter in a claim of six words leaves 0.89, a word 0.74 to 0.89. Two claims
# of one speaker in one of the five seed pages are alike to at most 0.52.
SAME_WORDS = 0.7
# Of a folded claim, for the index of what is alike, in characters.
MOST_CLAIM_KEY = 1000


def claim_key(claim: str) -> str:
    """Return a claim folded for looking up what is like it; at most 1,000 characters."""
    return " ".join(normalize_for_matching(claim).casefold().split())[:MOST_CLAIM_KEY]


def fingerprint(one: SuggestedStatement) -> str:
    """Return the name of a suggestion: the same speaker, stance and claim, however spelt.

    Where nothing is claimed the cue stands in, so that declining differs from not answering.
    """
    said = claim_key(one.claim) or claim_key(one.cue)
    whole = "\n".join((one.speaker_key, one.stance.value, said))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def offer_suggestions(
    item: NewsItem, analysis: TextAnalysis, *, family: Iterable[NewsItem]
) -> None:
    """Bring the offered suggestions up to what was found now; decisions of people stay.

    ``family`` are the items made of the same page: what was decided there is not asked again.
    """
    others = [one.pk for one in family if one.pk != item.pk]
    decided_elsewhere = set(
        StatementSuggestion.objects.filter(
            news_item__in=others,
            state__in=[SuggestionState.REJECTED, SuggestionState.ACCEPTED],
        ).values_list("fingerprint", flat=True)
    )
    known = {one.fingerprint: one for one in item.suggestions.all()}
    names = {fingerprint(one) for one in analysis.statements}
    # Decided, and no longer said in these words: somebody may have put a word of them right.
    loose = [
        one
        for name, one in known.items()
        if name not in names and one.state in (SuggestionState.ACCEPTED, SuggestionState.REJECTED)
    ]
    found: dict[str, StatementSuggestion] = {}
    for place, one in enumerate(analysis.statements):
        name = fingerprint(one)
        if name in found or name in decided_elsewhere:
            continue
        suggestion = known.get(name) or _said_otherwise(one, loose, item.language)
        if suggestion is None:
            suggestion = StatementSuggestion(news_item=item)
        suggestion.fingerprint = name
        _fill(suggestion, one, item, [code.value for code in analysis.reasons.get(place, ())])
        if suggestion.state == SuggestionState.GONE:
            suggestion.state = SuggestionState.OFFERED
        suggestion.save()
        found[name] = suggestion
    kept = {one.pk for one in found.values()}
    gone = [one.pk for one in known.values() if one.pk not in kept]
    StatementSuggestion.objects.filter(pk__in=gone, state=SuggestionState.OFFERED).update(
        state=SuggestionState.GONE
    )


def _said_otherwise(
    one: SuggestedStatement, loose: list[StatementSuggestion], language: str
) -> StatementSuggestion | None:
    """Take from ``loose`` the decided suggestion that this is but for a word or two."""
    alike = [
        (likeness(one.claim, known.claim_text, language), known)
        for known in loose
        if known.stance == one.stance.value
        and known.in_title == one.in_title
        and known.claim_text
        and is_same_name(known.speaker, one.speaker, language)
    ]
    share, nearest = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    if nearest is None or share < SAME_WORDS:
        return None
    loose.remove(nearest)
    return nearest


def _fill(
    suggestion: StatementSuggestion, one: SuggestedStatement, item: NewsItem, reasons: list[str]
) -> None:
    start, end = one.span or _sentence_of(one, item)
    suggestion.speaker, suggestion.relay = one.speaker, one.relay or ""
    suggestion.stance, suggestion.claim_text = one.stance.value, one.claim
    suggestion.claim_key, suggestion.cue = claim_key(one.claim), one.cue
    suggestion.start, suggestion.end = start, end
    suggestion.spans = {
        "cue": list(one.cue_span),
        "claim": list(one.span) if one.span else None,
        "speaker": list(one.speaker_span) if one.speaker_span else None,
        "relay": list(one.relay_span) if one.relay_span else None,
    }
    suggestion.in_title, suggestion.is_anonymous = one.in_title, one.is_anonymous
    suggestion.is_outlet, suggestion.confidence = one.is_outlet, one.confidence.value
    suggestion.reasons, suggestion.language = reasons, item.language


def _sentence_of(one: SuggestedStatement, item: NewsItem) -> tuple[int, int]:
    """Return the sentence in which the cue stands: the words that a refusal rests on."""
    text = item.title if one.in_title else item.text
    at = one.cue_span[0]
    inside = (span for span in split_sentences(text, item.language) if span[0] <= at < span[1])
    return next(inside, one.cue_span)

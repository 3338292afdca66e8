"""What a claim says of the days of its event, gathered to be offered to the editor."""

from __future__ import annotations

from datetime import date

from claims.domain.event_days import DaysOrigin, OfferedDays, WordsToRead, offered_days
from claims.models import Claim
from multilingual.intervals import DateInterval


def days_offered_for(claim: Claim) -> list[OfferedDays]:
    """Return days that the claim's words and its first appearance name. Two queries.

    What the claim's event is set to already is not among them.
    """
    seen = claim.appearances.filter(last_day__isnull=False).order_by("last_day", "pk").first()
    first_seen = None if seen is None else DateInterval(seen.first_day, seen.last_day)
    texts = [WordsToRead(claim.text, claim.language, DaysOrigin.CLAIM, first_seen)]
    if claim.restated:
        texts.append(WordsToRead(claim.restated, claim.language, DaysOrigin.RESTATED, first_seen))
    texts += [
        WordsToRead(
            one.quote,
            one.news_item.language,
            DaysOrigin.STATEMENT,
            _days(one.news_item.published_first, one.news_item.published_last),
        )
        for one in claim.statements.select_related("news_item")
    ]
    now = (claim.event_first, claim.event_last)
    return [
        one for one in offered_days(texts, first_seen=first_seen) if (one.first, one.last) != now
    ]


def _days(first: date | None, last: date | None) -> DateInterval | None:
    return None if first is None and last is None else DateInterval(first, last)

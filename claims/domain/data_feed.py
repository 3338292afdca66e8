"""All verdicts of the site as one schema.org DataFeed, for those who collect fact-checks.

A verdict that was withdrawn stays in it, with its address and the time it went and with nothing of
what it said. Not for which verdicts there are (``claims.queries``) and not for single pages
(``claimreview``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from claims.domain.claimreview import CONTEXT, Markup

__all__ = ["data_feed", "published_item", "withdrawn_item"]


def data_feed(
    *, url: str, name: str, publisher: Markup, items: Sequence[Markup], modified_at: datetime | None
) -> Markup:
    """Return one page of the feed.

    ``modified_at`` is when the newest of its items last changed, None where there is none.
    """
    feed: Markup = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "url": url,
        "name": name,
        "publisher": publisher,
    }
    if modified_at is not None:
        feed["dateModified"] = _instant(modified_at)
    return {**feed, "dataFeedElement": list(items)}


def published_item(
    review: Markup, media_review: Markup | None, *, created_at: datetime, modified_at: datetime
) -> Markup:
    """Return a verdict that can be read now; its MediaReview stands inside its ClaimReview."""
    item = _without_context(review)
    if media_review is not None:
        item["associatedMediaReview"] = _without_context(media_review)
    return {
        "@type": "DataFeedItem",
        "dateCreated": _instant(created_at),
        "dateModified": _instant(modified_at),
        "item": item,
    }


def withdrawn_item(
    page: str, *, language: str, created_at: datetime, withdrawn_at: datetime
) -> Markup:
    """Return the place of a verdict that was withdrawn, by the address it had."""
    return {
        "@type": "DataFeedItem",
        "dateCreated": _instant(created_at),
        "dateDeleted": _instant(withdrawn_at),
        "item": {
            "@type": "ClaimReview",
            "@id": f"{page}#review",
            "url": page,
            "inLanguage": language,
        },
    }


def _without_context(markup: Markup) -> Markup:
    return {key: value for key, value in markup.items() if key != "@context"}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")

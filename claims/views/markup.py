"""The JSON-LD of a verdict with the words that its page shows.

For the page, its JSON and the feed of all verdicts, which must say the same.
"""

from __future__ import annotations

from claims.domain.claimreview import Addresses, Markup, claim_review, media_review
from claims.views.shown import ShownVerdict


def markup_of(shown: ShownVerdict, at: Addresses) -> list[Markup]:
    """Return the ClaimReview, and after it the MediaReview if a picture was judged."""
    sentence = shown.finding.sentence if shown.finding else ""
    review = media_review(shown.verdict, at, finding_sentence=sentence)
    return [claim_review(shown.verdict, at), *([review] if review is not None else [])]

"""Google's Fact Check Tools: fact-checks that others have published with ClaimReview.

By words, or by the public address of a picture. What it knows is what publishers declare; a review
is a lead to read, and whether it is about the same claim is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from media_provenance.providers.door import Door, read_json
from media_provenance.providers.json_shapes import dict_in, dicts_in, text_in
from media_provenance.providers.leads import Page, Review
from media_provenance.providers.registry import Operation, Traits

__all__ = ["TRAITS", "FactCheckTools"]

TRAITS = Traits(
    name="fact_check_tools",
    title="Google Fact Check Tools",
    operations=(Operation.SEARCH_CLAIMS, Operation.SEARCH_CLAIMS_BY_IMAGE),
    needs_key=True,
    sends_picture_outside=True,
    paid=False,
    steps={"search": 1.0},
    operator="toolbox.google.com",
    base_url="https://factchecktools.googleapis.com",
)
_RESULTS = "20"


class FactCheckTools:
    """Asks the v1alpha1 interface."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def search_claims(self, text: str, *, language: str = "", cursor: str = "") -> Page[Review]:
        """Return reviews of claims like these words; empty where there are none.

        Args:
            language: BCP 47, "" for any.

        Raises:
            ProviderTrouble.
        """
        said = self._ask("/v1alpha1/claims:search", {"query": text}, language, cursor)
        reviews = [one for claim in dicts_in(said, "claims") for one in _reviews(claim)]
        return Page(tuple(reviews), text_in(said, "nextPageToken"))

    def search_claims_by_image(
        self, url: str, *, language: str = "", cursor: str = ""
    ) -> Page[Review]:
        """Return reviews of claims that were spread with the picture at this address.

        Raises:
            ProviderTrouble.
        """
        said = self._ask("/v1alpha1/claims:imageSearch", {"imageUri": url}, language, cursor)
        claims = [dict_in(result, "claim") for result in dicts_in(said, "results")]
        reviews = [one for claim in claims for one in _reviews(claim)]
        return Page(tuple(reviews), text_in(said, "nextPageToken"))

    def _ask(
        self, path: str, params: Mapping[str, str], language: str, cursor: str
    ) -> dict[str, Any]:
        asked = {**params, "pageSize": _RESULTS}
        if language:
            asked["languageCode"] = language
        if cursor:
            asked["pageToken"] = cursor
        # As a header, so that no address that is kept holds the key.
        headers = {"X-Goog-Api-Key": self._door.key}
        answer = self._door.get(path, asked, sort="search", headers=headers)
        said: dict[str, Any] = read_json(answer, dict)
        return said


def _reviews(claim: Mapping[str, Any]) -> Iterator[Review]:
    for review in dicts_in(claim, "claimReview"):
        publisher = dict_in(review, "publisher")
        yield Review(
            url=text_in(review, "url"),
            title=text_in(review, "title"),
            publisher=text_in(publisher, "name"),
            site=text_in(publisher, "site"),
            claim=text_in(claim, "text"),
            claimant=text_in(claim, "claimant"),
            rating=text_in(review, "textualRating"),
            reviewed_at=_instant(text_in(review, "reviewDate")),
            language=text_in(review, "languageCode"),
        )


def _instant(text: str) -> datetime | None:
    """Return an RFC 3339 instant; None where there is none, or one without an offset."""
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    # Overflow: an hour off the first or last day of the calendar.
    except (ValueError, OverflowError):
        return None

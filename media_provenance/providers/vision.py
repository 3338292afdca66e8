"""Google Cloud Vision: pages and pictures on the web that look like this one.

It gives no dates: every result is a lead to open and date by other means. Sends the picture itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from media_provenance.providers.door import Door, read_json
from media_provenance.providers.json_shapes import dict_in, dicts_in, text_in
from media_provenance.providers.leads import Candidate, Page
from media_provenance.providers.outcomes import Outcome, ProviderTrouble
from media_provenance.providers.registry import Operation, Traits

__all__ = ["TRAITS", "Vision"]

TRAITS = Traits(
    name="vision",
    title="Google Cloud Vision",
    operations=(Operation.SEARCH_IMAGE,),
    needs_key=True,
    sends_picture_outside=True,
    paid=True,
    steps={"search": 1.0},
    operator="vision.googleapis.com",
    base_url="https://vision.googleapis.com",
)
_RESULTS = 50


class Vision:
    """Asks for web detection."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def search_image(
        self, *, data: bytes | None = None, url: str = "", cursor: str = ""
    ) -> Page[Candidate]:
        """Return pages with the picture first, then pictures that match it, whole or in part.

        All in one answer: ``cursor`` is not used.

        Raises:
            ProviderTrouble.
        """
        feature = {"type": "WEB_DETECTION", "maxResults": _RESULTS}
        image: dict[str, Any] = {"source": {"imageUri": url}}
        said: dict[str, Any] = {"features": [feature], "image": image}
        if data is not None:
            image = {"content": base64.b64encode(data).decode("ascii")}
            said = {"features": [feature], "picture_bytes": len(data)}
        body = json.dumps({"requests": [{"image": image, "features": [feature]}]})
        answer = self._door.post(
            "/v1/images:annotate",
            body.encode(),
            sort="search",
            media_type="application/json",
            said=said,
            headers={"X-Goog-Api-Key": self._door.key},
        )
        responses = dicts_in(read_json(answer, dict), "responses")
        if len(responses) != 1:
            raise ProviderTrouble(Outcome.UNREADABLE, f"{len(responses)} responses")
        if trouble := dict_in(responses[0], "error"):
            raise ProviderTrouble(Outcome.FAILED_THERE, text_in(trouble, "message"))
        return Page(tuple(_candidates(dict_in(responses[0], "webDetection"))))


def _candidates(found: Mapping[str, Any]) -> Iterator[Candidate]:
    """Give each page once with the picture on it, then pictures of which no page is named."""
    on_pages: set[str] = set()
    for page in dicts_in(found, "pagesWithMatchingImages"):
        whole = dicts_in(page, "fullMatchingImages")
        part = dicts_in(page, "partialMatchingImages")
        on_pages |= {text_in(one, "url") for one in (*whole, *part)}
        first = next(iter((*whole, *part)), {})
        yield Candidate(
            page_url=text_in(page, "url"),
            image_url=text_in(first, "url"),
            title=text_in(page, "pageTitle"),
            details={"likeness": "full" if whole else "partial" if part else "page"},
        )
    for name, likeness in (
        ("fullMatchingImages", "full"),
        ("partialMatchingImages", "partial"),
        ("visuallySimilarImages", "similar"),
    ):
        for image in dicts_in(found, name):
            url = text_in(image, "url")
            if url and url not in on_pages:
                on_pages.add(url)
                yield Candidate(page_url="", image_url=url, details={"likeness": likeness})

"""TinEye: pages on which a picture, or an altered copy, was met by its crawler.

The day of the crawl is when the crawler met it; earlier days are neither said nor excluded. What it
finds is alike by its own measure, and a person has to look before anything rests on it. The shape
of answers is known from the published clients and has not been tried against the paid service.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from media_provenance.providers.door import Door, read_json
from media_provenance.providers.json_shapes import dict_in, dicts_in, list_in, text_in
from media_provenance.providers.leads import Candidate, Page
from media_provenance.providers.outcomes import Outcome, ProviderTrouble
from media_provenance.providers.registry import Operation, Traits
from multilingual.intervals import DateInterval

__all__ = ["TRAITS", "TinEye"]

TRAITS = Traits(
    name="tineye",
    title="TinEye",
    operations=(Operation.SEARCH_IMAGE,),
    needs_key=True,
    sends_picture_outside=True,
    paid=True,
    steps={"search": 1.0},
    operator="tineye.com",
    base_url="https://api.tineye.com",
)
_MATCHES = 50
_BACKLINKS = 5
# The web had few pictures before; beyond the other end no instant can be computed.
_FIRST_YEAR, _LAST_YEAR = 1991, 9998
_TOLD = ("score", "width", "height", "format", "overlay")


class TinEye:
    """Asks TinEye's commercial interface."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def search_image(
        self, *, data: bytes | None = None, url: str = "", cursor: str = ""
    ) -> Page[Candidate]:
        """Return where the crawler met the picture, earliest day first.

        Raises:
            ProviderTrouble.
        """
        params = {
            "offset": cursor or "0",
            "limit": str(_MATCHES),
            "backlink_limit": str(_BACKLINKS),
            "sort": "crawl_date",
            "order": "asc",
        }
        headers = {"x-api-key": self._door.key}
        if data is None:
            params["image_url"] = url
            answer = self._door.get("/rest/search/", params, sort="search", headers=headers)
        else:
            boundary = secrets.token_hex(16)
            answer = self._door.post(
                "/rest/search/",
                _form(params, data, boundary),
                sort="search",
                media_type=f"multipart/form-data; boundary={boundary}",
                said={"form": params, "picture_bytes": len(data)},
                headers=headers,
            )
        said = read_json(answer, dict)
        if said.get("code") != 200:
            raise ProviderTrouble(Outcome.REJECTED, str(said.get("messages", said.get("code"))))
        matches = list_in(dict_in(said, "results"), "matches")
        readable = [one for one in matches if isinstance(one, dict)]
        total = dict_in(said, "stats").get("total_results")
        following = int(params["offset"]) + len(matches)
        more = isinstance(total, int) and matches and following < total
        found = [one for match in readable for one in _candidates(match)]
        return Page(tuple(found), str(following) if more else "", len(matches) - len(readable))


def _form(fields: Mapping[str, str], picture: bytes, boundary: str) -> bytes:
    """Return a multipart form with the picture as its last field."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="picture"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return b"".join((*parts, head.encode(), picture, f"\r\n--{boundary}--\r\n".encode()))


def _candidates(match: Mapping[str, Any]) -> Iterator[Candidate]:
    """Give one candidate for each page on which the picture was met."""
    told = {
        name: match[name]
        for name in _TOLD
        if isinstance(match.get(name), str | int | float) and not isinstance(match[name], bool)
    }
    site = text_in(match, "domain")
    backlinks = dicts_in(match, "backlinks")
    for link in backlinks:
        day = _day(text_in(link, "crawl_date"))
        yield Candidate(
            page_url=text_in(link, "backlink"),
            image_url=text_in(link, "url") or text_in(match, "image_url"),
            site=site,
            seen_on=None if day is None else DateInterval.of_day(day),
            details=told,
        )
    if not backlinks:
        yield Candidate(page_url="", image_url=text_in(match, "image_url"), site=site, details=told)


def _day(text: str) -> date | None:
    """Return an ISO day of the web's time; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None

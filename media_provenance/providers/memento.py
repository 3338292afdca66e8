"""Any archive that speaks Memento (RFC 7089): which copies it has of an address.

Reads TimeMaps in the link format. Which archive is asked is a setting: the base address is that of
its TimeMaps, to which the address in question is added. A copy is a lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from media_provenance.domain.http_dates import parse_http_date
from media_provenance.providers.door import Door
from media_provenance.providers.leads import ArchiveCapture, Page
from media_provenance.providers.outcomes import Outcome, ProviderTrouble
from media_provenance.providers.registry import Operation, Traits

__all__ = ["TRAITS", "Link", "Memento", "parse_links"]

TRAITS = Traits(
    name="memento",
    title="archive.today",
    operations=(Operation.CAPTURES,),
    needs_key=False,
    sends_picture_outside=False,
    paid=False,
    steps={"search": 3.0},
    operator="archive.today",
    base_url="https://archive.today/timemap",
)
_TYPES = frozenset({"application/link-format", "text/plain"})
# One target and what is said of it. Targets and quoted values may hold commas.
_LINK = re.compile(
    r"\s*<(?P<target>[^<>]*)>(?P<said>(?:\s*;\s*[a-z*-]+\s*=\s*(?:\"[^\"]*\"|[^\s\",;<>]+))*)\s*(?:,|$)",
    re.IGNORECASE,
)
_END = re.compile(r"\s*\Z")
_SAID = re.compile(r";\s*([a-z*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;<>]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a TimeMap.

    Attributes:
        relations: lower-case words, as ``first`` and ``memento``.
        moment: of a memento, UTC; None where there is none, or none that can be read.
    """

    target: str
    relations: frozenset[str]
    moment: datetime | None


def parse_links(text: str) -> list[Link]:
    """Read the link format (RFC 6690, as RFC 7089 uses it).

    Raises:
        ValueError: where the text stops being that; nothing before it is to be trusted to be all.
    """
    return list(_links(text))


def _links(text: str) -> Iterator[Link]:
    at = 0
    while not _END.match(text, at):
        found = _LINK.match(text, at)
        if found is None:
            raise ValueError(f"no link at character {at}")
        at = found.end()
        said = {name.lower(): quoted or bare for name, quoted, bare in _SAID.findall(found["said"])}
        yield Link(
            found["target"].strip(),
            frozenset(said.get("rel", "").lower().split()),
            parse_http_date(said.get("datetime", "")),
        )


class Memento:
    """Asks one archive."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def captures(self, url: str, *, cursor: str = "") -> Page[ArchiveCapture]:
        """Return copies of an address, oldest first; none where the archive does not know it.

        Raises:
            ProviderTrouble.
        """
        answer = self._door.get(cursor or f"/{url}", sort="search", also=frozenset({404}))
        if answer.status == 404:
            return Page(())
        if answer.media_type not in _TYPES:
            raise ProviderTrouble(Outcome.UNREADABLE, f"type {answer.media_type or 'none'}")
        try:
            links = parse_links(answer.body.decode("utf-8"))
        except ValueError as error:
            raise ProviderTrouble(Outcome.UNREADABLE, "broken link format") from error
        mementos = [link for link in links if "memento" in link.relations]
        read = [
            ArchiveCapture(link.moment, url, "", None, "", link.target)
            for link in mementos
            if link.moment is not None and link.target.startswith(("http://", "https://"))
        ]
        read.sort(key=lambda capture: capture.timestamp)
        return Page(tuple(read), self._following(links, answer.url), len(mementos) - len(read))

    def _following(self, links: list[Link], asked: str) -> str:
        """Return the path of the next part, as far as the same archive names one."""
        for link in links:
            is_next = "timemap" in link.relations and "self" not in link.relations
            if is_next and link.target.startswith(f"{self._door.base_url}/"):
                path = link.target.removeprefix(self._door.base_url)
                if link.target != asked:
                    return path
        return ""

"""Links that open a search elsewhere in somebody's own browser.

Made from templates that an operator sets. Nothing is sent by us: who follows a link tells that
service, from their own machine, which address they look at. Knows no service by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

__all__ = ["BadTemplate", "LinkTemplate", "OutsideLink", "links_for", "read_templates"]

_ENCODED, _RAW = "{u}", "{raw}"
OFF = "off"


class BadTemplate(ValueError):
    """An entry that is no name with a web address; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class LinkTemplate:
    """A service's name, and its address with a place for the picture's."""

    name: str
    template: str

    @property
    def takes_address(self) -> bool:
        """Whether it is given an address; otherwise people upload the file there themselves."""
        return _ENCODED in self.template or _RAW in self.template


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """A link to follow."""

    name: str
    url: str


def read_templates(entries: Iterable[str]) -> list[LinkTemplate]:
    """Read entries as ``Name=https://service.example/?url={u}``; the one entry "off" gives none.

    Raises:
        BadTemplate.
    """
    given = list(entries)
    if given == [OFF]:
        return []
    return [_read(entry) for entry in given]


def _read(entry: str) -> LinkTemplate:
    name, separator, template = entry.partition("=")
    if not separator or not name.strip() or not template.startswith("https://"):
        raise BadTemplate(f"{entry!r} is no NAME=https://… for a link.")
    return LinkTemplate(name.strip(), template.strip())


def links_for(url: str, templates: Iterable[LinkTemplate]) -> list[OutsideLink]:
    """Return the links that look for the picture or page at an address, in the given order.

    Args:
        url: public, http or https, percent-encoded ASCII. That it is public is the caller's to
            know: an address of somebody's own network is told to nobody.

    Raises:
        ValueError: if it is no such address.
    """
    if not url.startswith(("http://", "https://")) or not url.isascii() or " " in url:
        raise ValueError("Links are made of public addresses as they are fetched.")
    encoded = quote(url, safe="")
    return [
        OutsideLink(one.name, one.template.replace(_ENCODED, encoded).replace(_RAW, url))
        for one in templates
        if one.takes_address
    ]

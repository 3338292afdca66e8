"""A published page read as a machine reads it: its markup, and the words and links on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import extruct
import lxml.html

SITE = "http://localhost:8000"
# What readers see of the markup, by property: words, and addresses that the page links to.
_SEEN_WORDS = {
    "headline",
    "claimReviewed",
    "alternateName",
    "ratingExplanation",
    "name",
    "jobTitle",
    "text",
    "description",
    "caption",
    "originalMediaContextDescription",
}
_SEEN_LINKS = {"sameAs", "archivedAt", "originalMediaLink"}


@dataclass(frozen=True, slots=True)
class ReadPage:
    """``words`` has the page's text and its descriptions of pictures, white space made one."""

    markup: Mapping[str, Any]
    words: str
    links: frozenset[str]
    alternates: Mapping[str, str]

    def unsaid(self) -> list[str]:
        """Return the words and links of the markup that a reader does not find on the page."""
        said = [words for words in _values(self.markup, _SEEN_WORDS) if words not in self.words]
        linked = [link for link in _values(self.markup, _SEEN_LINKS) if link not in self.links]
        return said + linked


def read_page(html: str, path: str) -> ReadPage:
    """Read a page; ``markup`` holds its JSON-LD objects by type, and no type may come twice."""
    found = extruct.extract(html, base_url=f"{SITE}{path}", syntaxes=["json-ld"])["json-ld"]
    by_type = {one["@type"]: one for one in found}
    if len(by_type) < len(found):
        raise AssertionError("a type of markup stands on the page twice")
    document = lxml.html.fromstring(html)
    body = document.find("body")
    for line_break in body.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    words = [body.text_content(), *body.xpath("//img/@alt")]
    return ReadPage(
        markup=by_type,
        words=_one_space(" ".join(words)),
        links=frozenset(document.xpath("//a/@href")),
        alternates={
            link.get("hreflang"): link.get("href")
            for link in document.xpath("//link[@rel='alternate'][@hreflang]")
        },
    )


def _values(markup: object, names: set[str]) -> Iterator[str]:
    if isinstance(markup, list):
        for one in markup:
            yield from _values(one, names)
    elif isinstance(markup, Mapping):
        for name, value in markup.items():
            if name in names and isinstance(value, str):
                yield _one_space(value)
            else:
                yield from _values(value, names)


def _one_space(text: str) -> str:
    return " ".join(text.split())

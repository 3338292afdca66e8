"""What a page says about itself for machines: JSON-LD objects and meta tags.

Every value is the page's own claim and may be wrong or broken; what it means is decided by those
who ask. Not for what readers see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claims.adapters.page_bytes import storable_text
from claims.adapters.page_tree import Element

__all__ = ["JsonObject", "PageRecords", "name_of", "read_records", "string_of", "types_of"]

JsonObject = Mapping[str, object]

_ARTICLE_TYPES_LIST = (
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle"
    " backgroundnewsarticle reviewnewsarticle blogposting liveblogposting claimreview report"
    " webpage itempage socialmediaposting techarticle scholarlyarticle videoobject"
)
_ARTICLE_TYPES = frozenset(_ARTICLE_TYPES_LIST.split())
# Said of the page and not of an article; believed after what is said of the article.
_OF_THE_PAGE = frozenset({"webpage", "itempage", "videoobject"})
_SPACES = re.compile(r"\s+")
# Objects within objects deeper than this are somebody else's.
_DEEPEST = 4
# JSON-LD of a long live blog has some 500 kB; more is not read.
_MOST_JSON = 2_000_000


@dataclass(frozen=True, slots=True)
class PageRecords:
    """A page's JSON-LD objects and its meta tags, both in document order.

    The names of meta tags are in lower case; one tag may have several.
    """

    objects: tuple[JsonObject, ...]
    metas: tuple[tuple[str, str], ...]

    def meta(self, *names: str) -> str | None:
        """Return the first non-empty meta value under one of the names, in the order given."""
        for name in names:
            for key, value in self.metas:
                if key == name:
                    return value
        return None

    @property
    def articles(self) -> list[JsonObject]:
        """The objects that describe an article, those that only describe the page last."""
        typed = [(entry, types_of(entry)) for entry in self.objects]
        articles = [(entry, types) for entry, types in typed if types & _ARTICLE_TYPES]
        return [
            entry for entry, types in sorted(articles, key=lambda one: bool(one[1] & _OF_THE_PAGE))
        ]

    @property
    def article_body(self) -> str:
        """The article's text as the page gives it to machines, without tags; "" if none."""
        for entry in self.articles:
            body = entry.get("articleBody")
            if isinstance(body, str) and body.strip():
                return re.sub(r"<[^<>]{0,500}>", "\n", body) if "<" in body else body
        return ""

    @property
    def is_said_to_be_closed(self) -> bool:
        """Whether the page says that not everybody may read it (isAccessibleForFree is false)."""
        for entry in self.articles:
            stated = entry.get("isAccessibleForFree")
            if stated is not None:
                return str(stated).strip().lower() in ("false", "no", "0")
        tier = (self.meta("article:content_tier", "content_tier") or "").lower()
        return tier in ("locked", "metered", "paid", "premium")

    def of_type(self, *types: str) -> list[JsonObject]:
        """Return the objects of one of the types, which are in lower case."""
        return [entry for entry in self.objects if types_of(entry) & frozenset(types)]


def read_records(tree: Element) -> PageRecords:
    """Read all JSON-LD and meta tags of a page; broken ones are passed over."""
    return PageRecords(tuple(_json_objects(tree)), tuple(_meta_pairs(tree)))


def types_of(entry: JsonObject) -> frozenset[str]:
    """Return an object's types in lower case, without their vocabulary's address."""
    stated = entry.get("@type")
    listed = stated if isinstance(stated, list) else [stated]
    return frozenset(re.split(r"[/:]", str(one))[-1].lower() for one in listed if one)


def name_of(value: object) -> str | None:
    """Return the name of a person or organization, or the names of several with commas."""
    if isinstance(value, list):
        names = [name for name in map(name_of, value) if name]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, Mapping):
        return name_of(value.get("name"))
    return string_of(value)


def string_of(value: object) -> str | None:
    """Return a string on one line, ``None`` for an empty one and for other types."""
    if not isinstance(value, str):
        return None
    return _SPACES.sub(" ", value).strip() or None


def _json_objects(tree: Element) -> Iterator[JsonObject]:
    for script in tree.iter("script"):
        if "ld+json" not in str(script.get("type") or "").lower():
            continue
        source = (script.text or "").strip()
        if len(source) > _MOST_JSON:
            continue
        try:
            content = _storable(json.loads(_without_wrapping(source), strict=False))
        except (ValueError, RecursionError):
            # Broken JSON-LD is common; the rest of the page still speaks.
            continue
        yield from _flat(content, depth=0)


def _without_wrapping(source: str) -> str:
    """Take off what content systems put around JSON: comments, CDATA, a closing semicolon."""
    source = re.sub(r"^(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)\s*", "", source)
    return re.sub(r"\s*(?:-->|(?://\s*)?\]\]>|;)\s*$", "", source)


def _storable(content: object) -> object:
    """Drop what only an escape such as ``\\u0000`` can bring into a page's text."""
    if isinstance(content, str):
        return storable_text(content)
    if isinstance(content, list):
        return [_storable(one) for one in content]
    if isinstance(content, dict):
        return {name: _storable(one) for name, one in content.items()}
    return content


def _flat(content: object, depth: int) -> Iterator[JsonObject]:
    if depth > _DEEPEST:
        return
    if isinstance(content, list):
        for one in content:
            yield from _flat(one, depth + 1)
    elif isinstance(content, dict):
        yield content
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate"):
            yield from _flat(content.get(name), depth + 1)


def _meta_pairs(tree: Element) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        value = string_of(meta.get("content"))
        if value is None:
            continue
        for attribute in ("property", "name", "itemprop"):
            for name in str(meta.get(attribute) or "").lower().split():
                yield name, value

"""What a page's markup says about its article: title, author, outlet, address, language, links.

Every value is the page's own claim and may be wrong. Fetches nothing. Not for the text
(``page_body.py``), dates (``page_dates.py``) or pictures (``page_pictures.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit

from claims.adapters.page_json import PageRecords, name_of, string_of
from claims.adapters.page_posts import platform_of
from claims.adapters.page_tree import (
    Element,
    MarkupLine,
    described,
    is_beside,
    text_of,
)
from claims.domain.bylines import reads_as_name
from claims.domain.pages import PageLink
from multilingual.folding import fold

__all__ = ["PageMarkup"]

# Between a headline and the site's name.
_PIECES = re.compile(r"\s+(?:[|–—»:•·-]|::|>>)+\s+")
_WEB_ADDRESS = re.compile(r"https?://[^/\s]", re.I)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[^a-z])(?:author|byline|writer)(?:[-_]?name)?(?![a-z])"
    r"|(?-i:[a-z](?:Author|Writer|ByLine)(?:Name)?(?![a-z]))",
    re.I,
)
_SHARE_PATH = re.compile(
    r"/(?:share|sharer|intent|dialog|submit|pin/create)(?:[/.?]|$)|shareArticle|[?&]text=", re.I
)
_SHARE_HOSTS = frozenset({"wa.me", "api.whatsapp.com", "addtoany.com", "www.addtoany.com"})
_MOST_AUTHORS_TRIED = 40
_SHORTEST_OUTLET = 4
_TITLE_WORDS = 4
_MOST_TITLE_WORDS = 30
_MOST_LINKS = 200
_MOST_LINK_WORDS = 60


@dataclass(frozen=True, slots=True)
class PageMarkup:
    """A parsed page, asked one question at a time.

    ``tree`` is the root element, ``url`` the address it came from, if known; for ``forgiven`` see
    ``page_tree.is_beside``.
    """

    tree: Element
    url: str | None
    records: PageRecords
    forgiven: frozenset[Element] = frozenset()

    @property
    def declared_language(self) -> str | None:
        """The primary language subtag of ``<html lang>``, if it has one."""
        stated = (
            self.tree.get("lang"),
            self.tree.get("xml:lang"),
            self.records.meta("og:locale", "content-language", "language", "dc.language"),
        )
        for declared in stated:
            subtag = re.split(r"[-_]", str(declared or "").strip().lower())[0]
            if re.fullmatch(r"[a-z]{2,3}", subtag):
                return subtag
        return None

    @property
    def outlet_name(self) -> str | None:
        """The name the site gives itself."""
        named = self.records.meta("og:site_name", "application-name", "al:android:app_name")
        if named:
            return named
        for entry in self.records.articles:
            name = name_of(entry.get("publisher"))
            if name:
                return name
        for entry in self.records.of_type("newsmediaorganization", "organization", "website"):
            name = name_of(entry)
            if name:
                return name
        return self.records.meta("publisher", "dc.publisher", "copyright")

    def outlet_in_title(self, title: str | None) -> str | None:
        """Return the piece of ``<title>`` beside the headline that links to the home page, too."""
        pieces = _PIECES.split(self._title_element() or "")
        if not title or len(pieces) < 2:
            return None
        homes = {
            fold(text_of(link))
            for link in islice(self.tree.iter("a"), _MOST_LINKS)
            if self._is_home(str(link.get("href") or ""))
        }
        beside = (one for one in pieces if fold(one) in homes and fold(one) not in fold(title))
        return next((one for one in beside if len(one) >= _SHORTEST_OUTLET), None)

    @property
    def author(self) -> str | None:
        """The author's name; not an address, and not the outlet itself."""
        names = [name_of(entry.get("author")) for entry in self.records.articles]
        names += [
            self.records.meta("author", "article:author", "dc.creator", "byl", "parsely-author"),
            self.records.meta("article:author_name", "sailthru.author", "citation_author"),
            self._author_element(),
        ]
        outlet = fold(self.outlet_name or "")
        host = (urlsplit(self.own_address).hostname or "").removeprefix("www.")
        for name in names:
            if not name or "://" in name or "@" in name or len(name) > 200:
                continue
            bare = fold(name)
            if len(outlet) >= _SHORTEST_OUTLET and outlet in bare:
                # "Agency – the agency's site" or "Cairo - The Paper" signs for the house.
                continue
            if bare not in (outlet, host, "admin", "administrator", "editor", "webmaster"):
                _, dash, rest = name.strip("() ").partition(" - ")
                # "Riyadh - Abdullah …": a place and the name.
                return rest if dash and reads_as_name(rest) else name.strip("() ")
        return None

    def title(self, shown: Sequence[str] = ()) -> str | None:
        """Return the headline without the site's name.

        The heading on the page is preferred where a meta title contains it, because site names
        are put before and behind the latter. Where nothing is marked as a heading, a line of
        ``shown`` (those above the text) that holds the stated title is.
        """
        headings = [
            text_of(heading) for heading in self.tree.iter("h1", "h2") if _is_headline(heading)
        ]
        first = [text_of(heading) for heading in self.tree.iter("h1")]
        headings = [heading for heading in headings if 1 < len(heading.split()) <= 60]
        stated = [string_of(entry.get("headline")) for entry in self.records.articles]
        stated += [
            self.records.meta("og:title", "twitter:title", "dc.title"),
            self._title_element(),
        ]
        for wanted in (title for title in stated if title):
            folded = fold(wanted)
            cut_short = re.sub(r"\s*(?:\.\.\.|…)$", "", folded)
            for heading in headings:
                whole = fold(heading)
                if whole in folded or (cut_short != folded and whole.startswith(cut_short)):
                    return heading
            if len(wanted.split()) > 1 or not headings:
                bare = self._without_site_name(wanted)
                return self._shown_title(bare, shown) or bare
        return next((one for one in first if one in headings), headings[0] if headings else None)

    @property
    def canonical_url(self) -> str | None:
        """The address the page gives itself, made absolute; its own address if it gives none."""
        for stated in (*self._stated_addresses(), self.url or ""):
            absolute = self.absolute(stated)
            if absolute and not self._is_home_of_another(absolute):
                return absolute
        return None

    @property
    def own_address(self) -> str:
        """The address it came from; of a page whose address is not known, the one it gives."""
        if self.url:
            return self.url
        whole = (one for one in self._stated_addresses() if _WEB_ADDRESS.match(one))
        return next(whole, "")

    def absolute(self, address: str) -> str | None:
        """Resolve an address of the page; ``None`` for what is not http(s)."""
        address = address.strip()
        if not address or len(address) > 8_000:
            return None
        try:
            base = next((str(one.get("href") or "") for one in self.tree.iter("base")), "")
            whole = urljoin(urljoin(self.own_address, base), address)
            parts = urlsplit(whole)
        except ValueError:
            # A broken host such as "http://[": the page's mistake, and no address.
            return None
        return whole if parts.scheme in ("http", "https") and parts.netloc else None

    def links(self, body: Sequence[MarkupLine]) -> tuple[PageLink, ...]:
        """Return the links of the article's body, each address once, without share buttons.

        Args:
            body: the article's lines.
        """
        found: dict[str, PageLink] = {}
        own = urlsplit(self.own_address)._replace(fragment="").geturl()
        for block in dict.fromkeys(line.block for line in body):
            for link in block.iter("a"):
                address = self.absolute(str(link.get("href") or ""))
                words = text_of(link)
                if address is None or not words or len(words.split()) > _MOST_LINK_WORDS:
                    continue
                whole = urlsplit(address)._replace(fragment="").geturl()
                if whole == own or _is_share(address) or is_beside(link, self.forgiven):
                    continue
                found.setdefault(address, PageLink(address, words))
                if len(found) >= _MOST_LINKS:
                    return tuple(found.values())
        return tuple(found.values())

    # -- Small questions --------------------------------------------------------------------------

    def _stated_addresses(self) -> list[str]:
        """Return the addresses the page gives itself, as written."""
        links = [
            str(link.get("href") or "").strip()
            for link in self.tree.iter("link")
            if "canonical" in str(link.get("rel") or "").lower().split()
        ]
        return [*links, (self.records.meta("og:url") or "").strip()]

    def _author_element(self) -> str | None:
        candidates = chain(self._marked_authors(), self._classed_authors())
        tried = islice(candidates, _MOST_AUTHORS_TRIED)
        return next((name for name in tried if 0 < len(name.split()) <= 8), None)

    def _marked_authors(self) -> Iterator[str]:
        for element in self.tree.iter():
            if not isinstance(element.tag, str):
                continue
            is_marked = "author" in str(element.get("itemprop") or "").split() or (
                "author" in str(element.get("rel") or "").split()
            )
            if is_marked and not is_beside(element, self.forgiven):
                yield str(element.get("content") or "") or text_of(element)

    def _classed_authors(self) -> Iterator[str]:
        for element in self.tree.iter("a", "span", "strong", "p", "div"):
            is_author = _AUTHOR_CLASS.search(described(element))
            if is_author and not is_beside(element, self.forgiven):
                words = text_of(element)
                # A box with a name, a title and a life is not a name.
                if 2 <= len(words.split()) <= 5 and not re.search(r"[\d:|@.]", words):
                    yield words

    def _shown_title(self, stated: str, shown: Sequence[str]) -> str | None:
        folded = fold(stated)
        pieces = [folded, *_PIECES.split(folded)]
        for piece in pieces:
            if len(piece.split()) < _TITLE_WORDS:
                continue
            for line in shown:
                if len(line.split()) <= _MOST_TITLE_WORDS and piece in fold(line):
                    return line
        # "Print: the title", where the page has the title alone as well.
        _, colon, rest = folded.partition(": ")
        whole = (line for line in shown if fold(line) == rest.strip())
        return next(whole, None) if colon and len(rest.split()) >= _TITLE_WORDS else None

    def _title_element(self) -> str | None:
        element = next(self.tree.iter("title"), None)
        return text_of(element) or None if element is not None else None

    def _without_site_name(self, title: str) -> str:
        """Cut " - Site" or "Site | " off a title where the piece is the outlet's name."""
        outlet = fold(self.outlet_name or "")
        host = (urlsplit(self.own_address).hostname or "").removeprefix("www.")
        names = {outlet, host, host.rsplit(".", 1)[0]}
        pieces = _PIECES.split(title)
        kept = [piece for piece in pieces if fold(piece) not in names or not piece]
        if len(kept) == len(pieces) or not kept:
            return title
        first, last = title.index(kept[0]), title.rindex(kept[-1]) + len(kept[-1])
        return title[first:last].strip()

    def _is_home(self, address: str) -> bool:
        """Whether a link leads to the site's first page."""
        address = address.strip()
        if address in ("/", "./", "index.html", "index.php", "/index.html", "/index.php"):
            return True
        whole = self.absolute(address) if _WEB_ADDRESS.match(address) else None
        parts = urlsplit(whole or "")
        own = urlsplit(self.own_address).hostname
        return bool(own) and parts.hostname == own and not parts.path.strip("/")

    def _is_home_of_another(self, address: str) -> bool:
        """Whether a canonical address is a home page while the page itself is not."""
        own_path = urlsplit(self.url or "").path.strip("/")
        return bool(own_path) and not urlsplit(address).path.strip("/")


def _is_headline(heading: Element) -> bool:
    """Whether a heading can be the article's: every first one, and second ones called a title."""
    if heading.tag == "h1":
        return True
    return re.search(r"title|headline|heading", described(heading), re.I) is not None


def _is_share(address: str) -> bool:
    parts = urlsplit(address)
    if (parts.hostname or "") in _SHARE_HOSTS:
        return True
    is_network = (
        bool(platform_of(address)) or "linkedin" in parts.netloc or "pinterest" in parts.netloc
    )
    return is_network and bool(_SHARE_PATH.search(f"{parts.path}?{parts.query}"))

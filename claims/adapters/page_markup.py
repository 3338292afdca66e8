"""What a page's markup says about its article: JSON-LD, meta tags, ``<time>``, pictures.

Every value is the page's own claim and may be wrong; ``claims.domain.publication`` weighs the
dates. Fetches nothing. Not for the body's text (``article.py``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from claims.adapters.page_bytes import storable_text
from claims.domain.bylines import FIRST_WEB_YEAR, byline_day
from claims.domain.furniture import is_caption
from claims.domain.pages import PagePicture
from claims.domain.publication import DateCandidate, PublishedOrigin
from multilingual.dates import NotADate, parse_date
from multilingual.folding import fold
from multilingual.intervals import DateInterval

__all__ = ["PageMarkup"]

# An lxml element; lxml ships no types, and its stubs are not among our dependencies.
Element = Any
JsonObject = Mapping[str, object]

_ARTICLE_TYPES_LIST = (
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle blogposting"
    " liveblogposting claimreview report webpage socialmediaposting"
)
_ARTICLE_TYPES = frozenset(_ARTICLE_TYPES_LIST.split())
_PUBLISHED_META_LIST = (
    "article:published_time og:article:published_time og:published_time datepublished date pubdate"
    " publishdate publish-date publish_date publication_date publicationdate article.published"
    " dc.date dc.date.issued dc.date.created dcterms.created dcterms.issued dcterms.date"
    " sailthru.date parsely-pub-date cxenseparse:recs:publishtime article_date_original"
    " originalpublicationdate rnews:datepublished nastooh:publishdate"
)
_PUBLISHED_META = frozenset(_PUBLISHED_META_LIST.split())
_PUBLISHED_PROPERTIES = frozenset({"datepublished", "dc:date", "dcterms:created", "dc:created"})
_NOT_ARTICLE = frozenset({"nav", "aside", "footer"})
_NOT_ARTICLE_CLASS = re.compile(
    r"related|comment|sidebar|widget|recommend|most[-_]?read|trending|popular|footer|copyright|"
    r"newsletter|breadcrumb|ticker|share|social|promo|advert|banner|author-box|logo|avatar|emoji",
    re.I,
)
_UPDATED = re.compile(r"modif|update|edited", re.I)
_DATE_CLASS = re.compile(r"date|time|publish|created|byline|meta|posted|تاريخ", re.I)

_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([/_.-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
)
_URL_SHORT_DAY = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=/|$|-)")
_URL_MONTH = re.compile(r"/((?:19|20)\d{2})/(0?[1-9]|1[0-2])(?=/)")
_SPACES = re.compile(r"\s+")
_WEB_ADDRESS = re.compile(r"https?://[^/\s]", re.I)
_SMALLEST_SIDE = 100
# Placeholders of lazy loading are some hundred characters; a photograph is thousands.
_SMALLEST_INLINE = 3000
_INLINE_PICTURE = re.compile(r"data:image/(?:jpe?g|png|webp|avif);base64,", re.I)
_NO_PICTURE = re.compile(
    r"logo|icon|avatar|sprite|pixel|spacer|blank|placeholder|loading|emoji|button|badge|1x1|"
    r"gravatar|captcha|\.svg(?:\?|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PageMarkup:
    """A parsed page, asked one question at a time.

    ``tree`` is the root element, ``url`` the address it came from, if known, ``language`` that of
    its text.
    """

    tree: Element
    url: str | None
    language: str
    json_ld: tuple[JsonObject, ...] = field(init=False)
    metas: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "json_ld", tuple(_json_objects(self.tree)))
        object.__setattr__(self, "metas", tuple(_meta_pairs(self.tree)))

    def meta(self, *names: str) -> str | None:
        """Return the first non-empty meta value under one of the names, in the order given."""
        for name in names:
            for key, value in self.metas:
                if key == name:
                    return value
        return None

    @property
    def declared_language(self) -> str | None:
        """The primary language subtag of ``<html lang>``, if it has one."""
        declared = str(self.tree.get("lang") or self.tree.get("xml:lang") or "").strip().lower()
        subtag = re.split(r"[-_]", declared)[0]
        return subtag if re.fullmatch(r"[a-z]{2,3}", subtag) else None

    @property
    def outlet_name(self) -> str | None:
        """The name the site gives itself."""
        named = self.meta("og:site_name", "application-name")
        if named:
            return named
        for entry in self._articles():
            name = _name_of(entry.get("publisher"))
            if name:
                return name
        return self.meta("publisher", "dc.publisher")

    @property
    def author(self) -> str | None:
        """The author's name; not an address, and not the outlet itself."""
        names = [_name_of(entry.get("author")) for entry in self._articles()]
        names += [
            self.meta("author", "article:author", "dc.creator", "byl"),
            self._author_element(),
        ]
        outlet = fold(self.outlet_name or "")
        for name in names:
            if name and "://" not in name and "@" not in name and fold(name) != outlet:
                return name.strip("() ")
        return None

    @property
    def title(self) -> str | None:
        """The headline without the site's name.

        The heading on the page is preferred where a meta title contains it, because site names
        are put before and behind the latter.
        """
        headings = [_text(heading) for heading in self.tree.iter("h1")]
        headings = [heading for heading in headings if len(heading.split()) > 1]
        stated = [_string(entry.get("headline")) for entry in self._articles()]
        stated += [self.meta("og:title", "twitter:title", "dc.title"), self._title_element()]
        for wanted in (title for title in stated if title):
            for heading in headings:
                if fold(heading) in fold(wanted):
                    return heading
            return self._without_site_name(wanted)
        return headings[0] if headings else None

    @property
    def canonical_url(self) -> str | None:
        """The address the page gives itself, made absolute; its own address if it gives none."""
        for stated in (*self._stated_addresses(), self.url or ""):
            absolute = self.absolute(stated)
            if absolute and not self._is_home_of_another(absolute):
                return absolute
        return None

    def _stated_addresses(self) -> list[str]:
        """Return the addresses the page gives itself, as written."""
        links = [
            str(link.get("href") or "").strip()
            for link in self.tree.iter("link")
            if "canonical" in str(link.get("rel") or "").lower().split()
        ]
        return [*links, (self.meta("og:url") or "").strip()]

    @property
    def _own_address(self) -> str:
        """The address it came from; of a page whose address is not known, the one it gives."""
        if self.url:
            return self.url
        whole = (one for one in self._stated_addresses() if _WEB_ADDRESS.match(one))
        return next(whole, "")

    def absolute(self, address: str) -> str | None:
        """Resolve an address of the page; ``None`` for what is not http(s)."""
        address = address.strip()
        if not address:
            return None
        try:
            base = next((str(one.get("href") or "") for one in self.tree.iter("base")), "")
            whole = urljoin(urljoin(self._own_address, base), address)
            parts = urlsplit(whole)
        except ValueError:
            # A broken host such as "http://[": the page's mistake, and no address.
            return None
        return whole if parts.scheme in ("http", "https") and parts.netloc else None

    # -- Dates ------------------------------------------------------------------------------------

    def date_candidates(self, *, body: str, captured_on: date) -> list[DateCandidate]:
        """Return every date that may be the publication day, with its place on the page."""
        return [
            *self._stated_dates(),
            *self._url_dates(),
            *self._time_elements(),
            *self._visible_dates(body, captured_on),
        ]

    def _stated_dates(self) -> Iterator[DateCandidate]:
        values = [_string(entry.get("datePublished")) for entry in self._articles()]
        values += [value for key, value in self.metas if key in _PUBLISHED_META]
        for value in values:
            candidate = _read_date(value or "", None, PublishedOrigin.JSONLD_OR_META)
            if candidate is not None:
                yield candidate

    def _url_dates(self) -> Iterator[DateCandidate]:
        for address in dict.fromkeys((self.url, self.canonical_url)):
            found = _date_in_path(unquote(urlsplit(address).path)) if address else None
            if found is not None:
                yield found

    def _time_elements(self) -> Iterator[DateCandidate]:
        for element in self.tree.iter():
            if not isinstance(element.tag, str) or _is_beside_article(element):
                continue
            names = (
                f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split()
            )
            is_stated = any(name in _PUBLISHED_PROPERTIES for name in names)
            if element.tag == "meta" or not (element.tag == "time" or is_stated):
                continue
            described = f"{element.get('class') or ''} {' '.join(names)}"
            if _UPDATED.search(described):
                continue
            value = element.get("datetime") or element.get("content") or _text(element)
            candidate = _read_date(str(value), self.language, PublishedOrigin.TIME_ELEMENT)
            if candidate is not None:
                yield candidate
                # The first one by the title; those below belong to comments and other articles.
                return

    def _visible_dates(self, body: str, captured_on: date) -> Iterator[DateCandidate]:
        """Read dates between the heading and the text, and failing that, above the heading."""
        lines = [line for line, beside in _visible_lines(self.tree) if not beside]
        first_words = fold(" ".join(body.split()[:8]))
        body_at = _index_of(lines, first_words) if first_words else None
        title_at = _last_index_of(lines[:body_at], fold(self.title or ""))
        start = title_at + 1 if title_at is not None else 0
        for line in lines[start : body_at if body_at is not None else start + 12]:
            dated = byline_day(line, self.language, captured_on)
            if dated is not None:
                yield DateCandidate.of_parsed(dated, PublishedOrigin.BYLINE)
                return
        for line in reversed(lines[: title_at or 0]):
            dated = byline_day(line, self.language, captured_on)
            if dated is not None:
                yield DateCandidate.of_parsed(dated, PublishedOrigin.SITE_HEADER)
                return

    # -- Pictures ---------------------------------------------------------------------------------

    def pictures(self, paragraphs: Sequence[str]) -> tuple[PagePicture, ...]:
        """Return the article's pictures, the lead first, each address once.

        Args:
            paragraphs: of the body; the pictures are looked for in the part of the page that
                holds them. Pictures of the site (logos, icons, teasers) are left out.
        """
        found: dict[str, PagePicture] = {}
        lead = self.absolute(self.meta("og:image:secure_url", "og:image", "twitter:image") or "")
        if lead is None:
            lead = next(
                (one for entry in self._articles() for one in self._image_urls(entry.get("image"))),
                None,
            )
        if lead and not _NO_PICTURE.search(urlsplit(lead).path):
            alt = self.meta("og:image:alt", "twitter:image:alt") or ""
            found[_picture_key(lead)] = PagePicture(lead, "", alt, is_lead=True)
        for image in self._article_part(paragraphs).iter("img"):
            picture = self._picture(image, is_lead=not found)
            if picture is None:
                continue
            key = _picture_key(picture.url)
            known = found.get(key)
            if known is None:
                found[key] = picture
            elif not known.caption:
                # The lead's caption stands on the page, not in its meta tag.
                found[key] = PagePicture(
                    known.url, picture.caption, picture.alt or known.alt, known.is_lead
                )
        return tuple(found.values())

    def _picture(self, image: Element, *, is_lead: bool) -> PagePicture | None:
        if _is_beside_article(image) or _is_small(image):
            return None
        address = next(
            (one for one in (self._address_of(source) for source in _sources(image)) if one), None
        )
        # Of a picture inside the page only the type: its bytes in base64 may spell any word.
        described = f"{image.get('class') or ''} {(address or '').partition(';base64,')[0]}"
        if address is None or _NO_PICTURE.search(described):
            return None
        alt = _SPACES.sub(" ", str(image.get("alt") or "")).strip()
        return PagePicture(address, _caption(image), alt, is_lead)

    def _address_of(self, source: str) -> str | None:
        """Return an image's address, or its ``data:`` URL: pages saved into one file have these.

        Short ones are placeholders that a script would have filled.
        """
        source = source.strip()
        if source.startswith("data:image/") and ";base64," in source:
            return source if len(source) >= _SHORTEST_PICTURE_INSIDE else None
        return self.absolute(source)

    def _article_part(self, paragraphs: Sequence[str]) -> Element:
        """Return the smallest element with the first and last paragraph, or the ``<article>``."""
        ends = [fold(" ".join(one.split()[:8])) for one in (*paragraphs[:1], *paragraphs[-1:])]
        places = [
            place for end in ends if end and (place := _element_with(self.tree, end)) is not None
        ]
        if not places:
            return next(self.tree.iter("article"), self.tree)
        common = places[0]
        last = places[-1]
        while common is not None and last is not common and last not in common.iter():
            common = common.getparent()
        part = common if common is not None else places[0]
        for ancestor in part.iterancestors():
            if ancestor.tag in ("article", "main"):
                return ancestor
        parent = part.getparent()
        # Lead pictures commonly stand just before the text, in the same box.
        return parent if parent is not None and parent.tag not in ("body", "html") else part

    def _image_urls(self, value: object) -> Iterator[str]:
        if isinstance(value, str):
            address = self.absolute(value)
            if address:
                yield address
        elif isinstance(value, Mapping):
            yield from self._image_urls(value.get("url") or value.get("contentUrl"))
        elif isinstance(value, list):
            for one in value:
                yield from self._image_urls(one)

    # -- Small questions --------------------------------------------------------------------------

    def _articles(self) -> list[JsonObject]:
        """Return the JSON-LD objects that describe an article, the page itself last."""
        typed = [(entry, _types(entry)) for entry in self.json_ld]
        articles = [(entry, types) for entry, types in typed if types & _ARTICLE_TYPES]
        return [entry for entry, types in sorted(articles, key=lambda one: "webpage" in one[1])]

    def _author_element(self) -> str | None:
        for element in self.tree.iter():
            if not isinstance(element.tag, str) or _is_beside_article(element):
                continue
            if element.get("itemprop") == "author" or element.get("rel") == "author":
                name = str(element.get("content") or "") or _text(element)
                if 0 < len(name.split()) <= 8:
                    return name
        return None

    def _title_element(self) -> str | None:
        element = next(self.tree.iter("title"), None)
        return _text(element) or None if element is not None else None

    def _without_site_name(self, title: str) -> str:
        """Cut " - Site" or "Site | " off a title where the piece is the outlet's name."""
        outlet = fold(self.outlet_name or "")
        host = (urlsplit(self.url or "").hostname or "").removeprefix("www.")
        pieces = re.split(r"\s+[|–—»:•·-]+\s+", title)
        kept = [piece for piece in pieces if fold(piece) not in (outlet, host) or not piece]
        if len(kept) == len(pieces) or not kept:
            return title
        first, last = title.index(kept[0]), title.rindex(kept[-1]) + len(kept[-1])
        return title[first:last].strip()

    def _is_home_of_another(self, address: str) -> bool:
        """Whether a canonical address is a home page while the page itself is not."""
        own_path = urlsplit(self.url or "").path.strip("/")
        return bool(own_path) and not urlsplit(address).path.strip("/")


def _read_date(value: str, language: str | None, origin: PublishedOrigin) -> DateCandidate | None:
    try:
        parsed = parse_date(value, language=language)
    except NotADate:
        # A template's placeholder or a form we do not read: no date, and other places follow.
        return None
    if parsed.interval.latest is None or parsed.interval.latest.year < FIRST_WEB_YEAR:
        # 1970-01-01 and 0001-01-01 are what content systems write for "none".
        return None
    return DateCandidate.of_parsed(parsed, origin)


def _date_in_path(path: str) -> DateCandidate | None:
    for pattern in (_URL_DAY, _URL_SHORT_DAY):
        for found in pattern.finditer(path):
            groups = [group for group in found.groups() if group.isdigit()]
            year, month, day = (int(group) for group in groups)
            try:
                interval = DateInterval.of_day(date(year, month, day))
            except ValueError:
                # An id that looks like a date with day 31 in a shorter month.
                continue
            if year >= FIRST_WEB_YEAR:
                return DateCandidate(interval, PublishedOrigin.URL, found.group().strip("/"))
    month_only = _URL_MONTH.search(path)
    if month_only is None or int(month_only.group(1)) < FIRST_WEB_YEAR:
        return None
    year, month = int(month_only.group(1)), int(month_only.group(2))
    following = date(year + month // 12, month % 12 + 1, 1)
    interval = DateInterval(date(year, month, 1), date.fromordinal(following.toordinal() - 1))
    return DateCandidate(interval, PublishedOrigin.URL, month_only.group().strip("/"))


def _json_objects(tree: Element) -> Iterator[JsonObject]:
    for script in tree.iter("script"):
        if "ld+json" not in str(script.get("type") or "").lower():
            continue
        try:
            content = _storable(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            # Broken JSON-LD is common; the rest of the page still speaks.
            continue
        yield from _flat(content, depth=0)


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
    """Walk lists and ``@graph``; deeper nesting is somebody else's object."""
    if depth > 4:
        return
    if isinstance(content, list):
        for one in content:
            yield from _flat(one, depth + 1)
    elif isinstance(content, dict):
        yield content
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _flat(content.get(name), depth + 1)


def _types(entry: JsonObject) -> frozenset[str]:
    stated = entry.get("@type")
    listed = stated if isinstance(stated, list) else [stated]
    return frozenset(str(one).rsplit("/", 1)[-1].lower() for one in listed if one)


def _name_of(value: object) -> str | None:
    if isinstance(value, list):
        names = [name for name in map(_name_of, value) if name]
        return ", ".join(names) or None
    if isinstance(value, Mapping):
        return _name_of(value.get("name"))
    return _string(value)


def _string(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return _SPACES.sub(" ", value).strip() or None


def _meta_pairs(tree: Element) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        value = _string(meta.get("content"))
        if value is None:
            continue
        for attribute in ("property", "name", "itemprop"):
            for name in str(meta.get(attribute) or "").lower().split():
                yield name, value


def _text(element: Element) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def _is_beside_article(element: Element) -> bool:
    for one in (element, *element.iterancestors()):
        if one.tag in ("body", "html", "article", "main"):
            return False
        if one.tag in _NOT_ARTICLE:
            return True
        if _NOT_ARTICLE_CLASS.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False


_BLOCKS_LIST = (
    "p div section article header footer main aside nav li ul ol dl dt dd table tr td th h1 h2 h3"
    " h4 h5 h6 figure figcaption blockquote pre form br hr time address body"
)
_BLOCKS = frozenset(_BLOCKS_LIST.split())
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "select", "option"})


def _visible_lines(tree: Element) -> Iterator[tuple[str, bool]]:
    """Yield the page's lines of text, each with whether it stands beside the article."""
    pieces: list[str] = []
    for event_text, element, breaks in _walk(tree):
        if breaks and pieces:
            line = _SPACES.sub(" ", "".join(pieces)).strip()
            pieces = []
            if line:
                yield line, element.tag in _NOT_ARTICLE
        pieces.append(event_text)
    line = _SPACES.sub(" ", "".join(pieces)).strip()
    if line:
        yield line, False


def _walk(tree: Element) -> Iterator[tuple[str, Element, bool]]:
    """Yield pieces of text in document order, without recursion: pages nest deep."""
    stack: list[tuple[Element, bool]] = [(tree, False)]
    while stack:
        element, leaving = stack.pop()
        is_element = isinstance(element.tag, str)
        if leaving:
            yield str(element.tail or ""), element, element.tag in _BLOCKS
            continue
        stack.append((element, True))
        if not is_element or element.tag in _SILENT:
            continue
        yield str(element.text or ""), element, element.tag in _BLOCKS
        stack.extend((child, False) for child in reversed(element))


def _index_of(lines: list[str], words: str) -> int | None:
    return next((index for index, line in enumerate(lines) if words in fold(line)), None)


def _last_index_of(lines: list[str], title: str) -> int | None:
    if not title:
        return None
    places = [index for index, line in enumerate(lines) if title in fold(_SPACES.sub(" ", line))]
    return places[-1] if places else None


def _element_with(tree: Element, words: str) -> Element | None:
    """Return the innermost element whose text begins with the given folded words."""
    best = None
    for element in tree.iter("p", "div", "section", "span", "td", "li", "blockquote", "article"):
        head = "".join(_first_text(element))
        if fold(_SPACES.sub(" ", head).strip()).startswith(words):
            best = element
    return best


def _first_text(element: Element) -> Iterator[str]:
    """Yield an element's text up to about 400 characters."""
    length = 0
    for piece in element.itertext():
        yield str(piece)
        length += len(piece)
        if length > 400:
            return


def _sources(image: Element) -> Iterator[str]:
    """Yield an image's addresses, lazy-loading attributes first: ``src`` may be a placeholder."""
    for name in ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url"):
        if image.get(name):
            yield str(image.get(name))
    for name in ("srcset", "data-srcset"):
        sizes = [piece.split() for piece in str(image.get(name) or "").split(", ")]
        widths = [(_width(size[1]) if len(size) > 1 else 0, size[0]) for size in sizes if size]
        if widths:
            yield max(widths)[1]
    if image.get("src"):
        yield str(image.get("src"))


def _inside_page(image: Element) -> str | None:
    """Return the ``data:`` address of a picture saved into the page, not of a placeholder."""
    source = str(image.get("src") or "").strip()
    if len(source) >= _SMALLEST_INLINE and _INLINE_PICTURE.match(source):
        return source
    return None


def _width(written: str) -> int:
    digits = re.match(r"\d+", written)
    return int(digits.group()) if digits else 0


def _is_small(image: Element) -> bool:
    sides = [_width(str(image.get(name) or "")) for name in ("width", "height")]
    return any(0 < side < _SMALLEST_SIDE for side in sides)


def _caption(image: Element) -> str:
    for ancestor in image.iterancestors():
        if ancestor.tag == "figure":
            caption = next(ancestor.iter("figcaption"), None)
            return _text(caption) if caption is not None else ""
        captioned = [
            one
            for one in ancestor.iter()
            if isinstance(one.tag, str)
            and "caption" in str(one.get("class") or "").lower().split("-")
        ]
        if captioned and len(list(ancestor.iter("img"))) == 1:
            return _text(captioned[-1])
        if len(list(ancestor.iter("img"))) > 1 or ancestor.tag in ("article", "body", "main"):
            break
    title = _SPACES.sub(" ", str(image.get("title") or "")).strip()
    return title if is_caption(title) else ""


# In characters of base64: 1.5 kB of bytes; a photograph of any use is larger.
_SHORTEST_PICTURE_INSIDE = 2_000
_SIZED = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")


def _picture_key(address: str) -> str:
    """Tell copies of one picture in other sizes apart from other pictures."""
    if address.startswith("data:"):
        return address
    parts = urlsplit(address)
    return f"{parts.netloc}{_SIZED.sub('', unquote(parts.path))}"

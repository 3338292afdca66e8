"""The pictures of an article, with their own addresses and captions; not those of the site.

Addresses are the page's: the largest of a ``srcset``, what lazy loading hides in ``data-`` names,
what ``<noscript>`` and ``<picture>`` hold. Copies of one picture in other sizes count once. Fetches
nothing, and does not look at pixels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from claims.adapters.page_json import PageRecords, string_of
from claims.adapters.page_tree import (
    Element,
    MarkupLine,
    described,
    is_beside,
    text_of,
)
from claims.adapters.picture_addresses import (
    NO_PICTURE,
    SOURCE_SETS,
    is_of_site,
    larger_of,
    picture_key,
    sources_of,
)
from claims.domain.furniture import LineKind, is_caption, kind_of_line
from claims.domain.page_lines import ends_sentence, is_paragraph
from claims.domain.pages import PagePicture
from media_provenance.domain.video_frames import is_video_name

__all__ = ["PictureReader"]

_SPACES = re.compile(r"\s+")
_SMALLEST_SIDE = 100
# In characters of base64: 1.5 kB of bytes; placeholders of lazy loading are some hundred.
_SHORTEST_PICTURE_INSIDE = 2_000
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")]+)", re.I)
_CAPTION_CLASS = re.compile(r"(?:^|[^a-z])(?:caption|credit|legend|photo-?desc)", re.I)
# An article with more pictures is a gallery; the desk takes this many.
_MOST_PICTURES = 60
_MOST_LOOKED_AT = 500
_MOST_VIDEOS = 10
# Elements around a picture among which its caption is looked for.
_MOST_AROUND = 40
_CAPTION_WORDS = 40
_BOXES = frozenset({"td", "div", "p", "center", "li", "section"})


@dataclass(frozen=True, slots=True)
class PictureReader:
    """Reads the pictures of one page.

    Attributes:
        absolute: resolves an address of the page; ``None`` for what is not http(s).
        forgiven: see ``page_tree.is_beside``.
    """

    tree: Element
    records: PageRecords
    absolute: Callable[[str], str | None]
    forgiven: frozenset[Element]

    def pictures(self, body: Sequence[MarkupLine]) -> tuple[PagePicture, ...]:
        """Return the article's pictures, the one it puts forward first, each once.

        Args:
            body: the article's lines; pictures are looked for in the part of the page that holds
                them. Without a paragraph: in the ``<article>`` or the whole page.
        """
        part = self._part(body)
        found: dict[str, PagePicture] = {}
        for picture in (*self._stated(), *self._videos(part), *self._in_part(part, body)):
            key = picture_key(picture.url)
            known = found.get(key)
            if known is None and len(found) < _MOST_PICTURES:
                found[key] = replace(picture, is_lead=not found)
            elif known is not None:
                # The lead's caption stands on the page, not in its meta tag.
                found[key] = replace(
                    known,
                    url=larger_of(known.url, picture.url),
                    caption=known.caption or picture.caption,
                    alt=known.alt or picture.alt,
                )
        return tuple(found.values())

    def videos(self, body: Sequence[MarkupLine]) -> tuple[PagePicture, ...]:
        """Return the video files that the article plays, each once, by their own addresses.

        Only files of the page itself: a list of parts (HLS, DASH) has no file, and what another
        site's player shows stands in a frame of that site.

        Args:
            body: as for ``pictures``.
        """
        found: dict[str, PagePicture] = {}
        for video in islice(self._part(body).iter("video", "amp-video"), _MOST_LOOKED_AT):
            if is_beside(video, self.forgiven):
                continue
            for source in (video, *video.iter("source")):
                written = str(source.get("src") or source.get("data-src") or "")
                address = self.absolute(written)
                if address and is_video_name(urlsplit(address).path):
                    found.setdefault(address, PagePicture(address, _caption(video), "", False))
                    # Further sources are the same film in another format.
                    break
        return tuple(found.values())[:_MOST_VIDEOS]

    def captions(self, body: Sequence[MarkupLine]) -> frozenset[str]:
        """Return the captions of all pictures around the text, also of those whose address cannot
        be told: they are no part of the text.
        """
        images = islice(self._part(body).iter("img", "amp-img", "video"), _MOST_LOOKED_AT)
        found = (_caption(image) for image in images if not is_beside(image, self.forgiven))
        return frozenset(caption for caption in found if caption)

    def _stated(self) -> Iterator[PagePicture]:
        """Yield the picture the page puts forward in its meta tags or its JSON-LD."""
        meta = self.records.meta
        stated = [
            meta("og:image:secure_url", "og:image:url", "og:image"),
            meta("twitter:image", "twitter:image:src"),
        ]
        for link in self.tree.iter("link"):
            if str(link.get("rel") or "").lower() == "image_src":
                stated.append(str(link.get("href") or ""))
        for address in stated:
            lead = self.absolute(address or "")
            if lead and not is_of_site(lead):
                alt = meta("og:image:alt", "twitter:image:alt") or ""
                yield PagePicture(lead, "", alt, is_lead=True)
                return
        for entry in self.records.articles:
            for picture in self._in_record(entry.get("image")):
                yield picture
                return

    def _in_record(self, value: object, caption: str = "") -> Iterator[PagePicture]:
        if isinstance(value, str):
            address = self.absolute(value)
            if address and not is_of_site(address):
                yield PagePicture(address, caption, "", is_lead=False)
        elif isinstance(value, Mapping):
            caption = string_of(value.get("caption")) or ""
            yield from self._in_record(value.get("url") or value.get("contentUrl"), caption)
        elif isinstance(value, list):
            for one in value:
                yield from self._in_record(one, caption)

    def _videos(self, part: Element) -> Iterator[PagePicture]:
        """Yield the poster frames of videos: a picture that can be looked for like any other."""
        for video in part.iter("video", "amp-video"):
            poster = self.absolute(str(video.get("poster") or video.get("data-poster") or ""))
            if poster and not is_beside(video, self.forgiven) and not is_of_site(poster):
                yield PagePicture(poster, _caption(video), "", is_lead=False)
        for entry in self.records.of_type("videoobject"):
            yield from self._in_record(entry.get("thumbnailUrl"))

    def _in_part(self, part: Element, body: Sequence[MarkupLine]) -> Iterator[PagePicture]:
        last = {line.block for line in body[-1:]}
        is_after = False
        looked_at = 0
        for element in part.iter():
            if looked_at >= _MOST_LOOKED_AT:
                return
            tag = element.tag
            if not isinstance(tag, str):
                continue
            is_after = is_after or element in last
            looked_at += tag in ("img", "amp-img", "noscript") or bool(element.get("style"))
            if tag in ("img", "amp-img", "source"):
                picture = self._of_image(element)
            elif tag == "noscript":
                picture = self._of_noscript(element)
            elif element.get("style") and "url(" in str(element.get("style"))[:4000]:
                picture = self._of_background(element)
            else:
                continue
            if picture is None or is_beside(element, self.forgiven):
                continue
            if not _is_teaser(element, is_after=is_after):
                yield picture

    def _of_image(self, image: Element) -> PagePicture | None:
        if image.tag == "source" and not any(image.get(name) for name in SOURCE_SETS):
            return None
        if image.tag == "source" and not _stands_for_picture(image):
            return None
        if _is_small(image):
            return None
        sources = (self._address_of(source) for source in sources_of(image))
        address = next((one for one in sources if one and not is_of_site(one)), None)
        if address is None or NO_PICTURE.search(described(image)):
            return None
        alt = _SPACES.sub(" ", str(image.get("alt") or "")).strip()
        return PagePicture(address, _caption(image), alt, is_lead=False)

    def _of_noscript(self, element: Element) -> PagePicture | None:
        """Read the picture that stands in for one that a script would load."""
        images = list(element.iter("img"))
        if not images and element.text and "<img" in element.text:
            from lxml.html import fragment_fromstring

            try:
                images = list(fragment_fromstring(element.text, create_parent=True).iter("img"))
            except ValueError:
                # Not even a fragment: nothing to see without scripts.
                return None
        return self._of_image(images[0]) if images else None

    def _of_background(self, element: Element) -> PagePicture | None:
        found = _BACKGROUND.search(str(element.get("style"))[:4000])
        address = self.absolute(found.group(1)) if found else None
        if address is None or is_of_site(address) or element.tag in ("body", "html"):
            return None
        return PagePicture(address, _caption(element), str(element.get("aria-label") or ""), False)

    def _address_of(self, source: str) -> str | None:
        """Return an image's address, or its ``data:`` URL: pages saved into one file have these."""
        source = source.strip()
        if source.startswith("data:"):
            is_picture = source.startswith("data:image/") and ";base64," in source[:100]
            is_svg = source.startswith("data:image/svg")
            is_long = len(source) >= _SHORTEST_PICTURE_INSIDE
            return source if is_picture and is_long and not is_svg else None
        return self.absolute(source)

    def _part(self, body: Sequence[MarkupLine]) -> Element:
        """Return the smallest element with the article's first and last lines, and what is above
        them in the same box: lead pictures commonly stand just before the text.
        """
        if not any(is_paragraph(line.text) for line in body):
            return next(self.tree.iter("article"), next(self.tree.iter("main"), self.tree))
        part = _common(body[0].block, body[-1].block)
        for ancestor in (part, *part.iterancestors()):
            if ancestor.tag in ("article", "main"):
                return ancestor
        for _ in range(2):
            parent = part.getparent()
            if parent is None or parent.tag in ("body", "html"):
                break
            part = parent
        return part


def _common(one: Element, other: Element) -> Element:
    around = {one, *one.iterancestors()}
    return next((each for each in (other, *other.iterancestors()) if each in around), one)


def _is_teaser(element: Element, *, is_after: bool) -> bool:
    """Whether a picture is a link to another article: in a heading's link, or in one below."""
    for ancestor in element.iterancestors():
        if ancestor.tag == "a":
            address = urlsplit(str(ancestor.get("href") or "")).path.lower()
            # A link to the picture's own larger copy is the article's.
            if re.search(r"\.(?:jpe?g|png|webp|gif|avif)$", address) or not address.strip("/#"):
                return False
            figure = next((one for one in ancestor.iterancestors() if one.tag == "figure"), None)
            return figure is None and (is_after or len(text_of(ancestor).split()) >= 3)
        if ancestor.tag in ("article", "main", "body", "figure"):
            return is_after and ancestor.tag == "body"
    return False


def _stands_for_picture(source: Element) -> bool:
    """Whether a ``<source>`` is all that a ``<picture>`` has; else its image knows of it."""
    holder = next(source.iterancestors("picture"), None)
    return holder is not None and holder.find(".//img") is None


def _is_small(image: Element) -> bool:
    sides = []
    for name in ("width", "height"):
        digits = re.match(r"\d{1,6}(?!\s*%)", str(image.get(name) or "").strip())
        sides.append(int(digits.group()) if digits else 0)
    return any(0 < side < _SMALLEST_SIDE for side in sides) and max(sides) < 2 * _SMALLEST_SIDE


def _caption(image: Element) -> str:
    """Return a picture's caption; "" if it has none, or a button in its place."""
    caption = _words_about(image)
    return "" if kind_of_line(caption) is LineKind.FURNITURE else caption


def _words_about(image: Element) -> str:
    """Return the words of a picture's figure, of a box for both, or of its own title."""
    for depth, ancestor in enumerate(image.iterancestors()):
        if ancestor.tag == "figure":
            caption = next(ancestor.iter("figcaption"), None)
            if caption is not None:
                return text_of(caption)
        if ancestor.tag in ("article", "body", "main") or depth > 4:
            break
        if sum(1 for _ in islice(ancestor.iter("img", "amp-img"), 2)) > 1:
            break
        captioned = [
            one
            for one in islice(ancestor.iter(), _MOST_AROUND)
            if isinstance(one.tag, str)
            and one is not ancestor
            and _CAPTION_CLASS.search(described(one))
            and 0 < len(text_of(one).split()) <= _CAPTION_WORDS
        ]
        if captioned:
            return text_of(captioned[0])
        if ancestor.tag == "figure":
            # A figure without a caption's tag: what is written in it is the caption.
            words = text_of(ancestor)
            return words if len(words.split()) <= _CAPTION_WORDS else ""
    return _below(image) or _own_title(image)


def _below(image: Element) -> str:
    """Return the short line directly under a picture, where it reads as a caption."""
    element = image
    for _ in range(3):
        following = element.getnext()
        written = str(element.tail or "").strip()
        if not written and following is not None and following.tag == "br":
            written = str(following.tail or "").strip()
        if not written and following is not None and isinstance(following.tag, str):
            written = text_of(following)
        if written:
            written = _SPACES.sub(" ", written)
            if is_caption(written):
                return written
            # A picture and one short line, alone in their box.
            box = next((one for one in image.iterancestors() if one.tag in _BOXES), None)
            is_alone = (
                box is not None
                and sum(1 for _ in islice(box.iter("img"), 2)) == 1
                and text_of(box) == written
                and not ends_sentence(written)
            )
            return written if is_alone and len(written.split()) <= _CAPTION_WORDS // 2 else ""
        parent = element.getparent()
        if parent is None or parent.tag not in ("a", "p", "div", "picture", "span"):
            return ""
        element = parent
    return ""


def _own_title(image: Element) -> str:
    title = _SPACES.sub(" ", str(image.get("title") or image.get("data-caption") or "")).strip()
    return title if is_caption(title) else ""

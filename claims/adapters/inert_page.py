"""A stored page made harmless, so that an editor can look at it beside what was read.

What a stranger wrote is shown without anything that could run, load, send or lead anywhere: no
script, style, form or frame, no address that a browser would ask for, and links that are words
with their address written down. Pictures are put in by whoever calls, from our own copies. Not
for reading the page (``article.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urljoin

import nh3
from lxml import etree, html

from claims.adapters.page_bytes import storable_text

__all__ = ["CopyWords", "InertPage", "PictureOf", "inert_page"]

# An lxml element; lxml ships no types, and its stubs are not among our dependencies.
Element = Any

# Scripts are taken out before this is counted. So much takes a quarter of a second at worst
# (600,000 times "<"); an editor has the whole page behind its address.
MOST_CHARACTERS = 600_000
MOST_PICTURES = 40

# Gone with everything in them.
_NEVER_SHOWN = (
    *("script", "style", "template", "noscript", "head", "object", "embed", "applet", "svg"),
    *("math", "canvas", "select", "textarea", "button", "datalist", "map", "audio"),
)
_EMBEDDED = frozenset({"iframe", "frame", "video", "object", "embed"})
_UNREAD = re.compile(r"<(?:(script|style|noscript|svg|template)\b|!--)", re.I)
# A picture that was saved into the page: half a million characters each, which would count as text.
_INSIDE = re.compile(r"data:image/[\w.+-]{1,20};base64,[\w+/=%-]{100,}", re.I)
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# Tags whose names would make landmarks of the desk's own page out of them.
_PLAIN = {"header": "div", "footer": "div", "nav": "div", "aside": "div", "main": "div"}
_TAGS = {
    *("div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
    *("blockquote", "q", "figure", "figcaption", "img", "span", "strong", "em", "b", "i", "u"),
    *("s", "del", "ins", "sub", "sup", "small", "br", "hr", "pre", "code", "time", "abbr"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "cite", "mark", "bdi"),
    *("section", "article", "bdo"),
}
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "span": {"class"},
}
_OURS = {"link", "gone"}
_LAZY = ("src", "data-src", "data-original", "data-lazy-src", "data-full-src")
_DIRECTION = re.compile(r"ltr|rtl|auto", re.I)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.I)


class PictureOf(Protocol):
    """Finds our own copy of a picture."""

    def __call__(self, address: str, /) -> str | None:
        """Return a ``data:`` address with our copy of the picture there, or None."""


@dataclass(frozen=True, slots=True)
class CopyWords:
    """What is written in place of what is not shown, in the reader's language."""

    picture: str
    embedded: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class InertPage:
    """A page that does nothing.

    Attributes:
        markup: safe to put into a page as it stands.
        language: what the page says of itself, or "".
        direction: "ltr", "rtl" or "" where the page does not say.
        is_shortened: whether only its beginning is here.
    """

    markup: str
    language: str
    direction: str
    is_shortened: bool


def inert_page(text: str, *, base: str, picture: PictureOf, words: CopyWords) -> InertPage:
    """Make a page harmless.

    Args:
        text: the page's markup, decoded.
        base: the address it came from, for its relative addresses; may be empty.
        picture: gives our copy for an absolute or ``data:`` address.
        words: for what stands in place of what is left out.

    Returns:
        What can be shown of it; for something that is no markup at all, its text.
    """
    inside: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        inside.append(found[0])
        return f"data:inside,{len(inside) - 1}"

    bare = _INSIDE.sub(set_aside, _without_unread(storable_text(text)))
    is_shortened = len(bare) > MOST_CHARACTERS
    tree = _parsed(bare[:MOST_CHARACTERS])
    if tree is None:
        return InertPage("", "", "", is_shortened)
    language = str(tree.get("lang") or "").strip()
    direction = str(tree.get("dir") or "").strip().lower()
    for element in tree.xpath("//comment()|//processing-instruction()"):
        _drop(element)
    _replace_embedded(tree, base, words)
    for element in list(tree.iter(*_NEVER_SHOWN)):
        _drop(element)
    _quieten(tree, base)
    _put_pictures(tree, base, lambda address: picture(_taken_back(address, inside)), words)
    etree.strip_tags(tree, "html", "body")
    markup = nh3.clean(
        html.tostring(tree, encoding="unicode"),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_checked,
        url_schemes={"data"},
        link_rel=None,
        strip_comments=True,
    )
    return InertPage(
        markup,
        language if _LANGUAGE.fullmatch(language) else "",
        direction if direction in {"ltr", "rtl"} else "",
        is_shortened,
    )


def _without_unread(text: str) -> str:
    """Take scripts and their like out before parsing, in time that grows with the length only."""
    kept: list[str] = []
    # Of names whose end is nowhere ahead, so that it is not looked for again.
    endless: set[str] = set()
    # Places have to stay what they are: "İ".lower() is two characters.
    lowered = text.translate(_LOWER)
    start = 0
    for opening in _UNREAD.finditer(text):
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        if opening.start() < start or closing in endless:
            continue
        end = lowered.find(closing, opening.end())
        if end < 0:
            endless.add(closing)
            continue
        kept.append(text[start : opening.start()])
        behind = end + len(closing) if closing == "-->" else lowered.find(">", end) + 1
        start = behind or len(text)
    kept.append(text[start:])
    return "".join(kept)


def _parsed(text: str) -> Element | None:
    # As bytes: of text that declares an encoding, lxml makes an error.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_blank_text=False)
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:
        # A page of nothing but comments and white space.
        return None


def _drop(element: Element) -> None:
    """Take an element out, and leave the text behind it."""
    if element.getparent() is not None:
        element.drop_tree() if isinstance(element, html.HtmlElement) else _drop_node(element)


def _drop_node(node: Element) -> None:
    parent, before = node.getparent(), node.getprevious()
    if node.tail:
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)


def _note(words: str) -> Element:
    note = html.Element("span")
    note.set("class", "gone")
    note.text = f"[{words}]"
    return note


def _replace_embedded(tree: Element, base: str, words: CopyWords) -> None:
    """Say where something was embedded, in place of it."""
    for element in list(tree.iter(*_EMBEDDED)):
        address = next(filter(None, (element.get(name) for name in ("src", "data-src"))), "")
        if not address:
            inner = element.find(".//source")
            address = (inner.get("src") or "") if inner is not None else ""
        _put_in_place(element, _note(words.embedded(_absolute(address, base))))


def _put_in_place(element: Element, other: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    other.tail = element.tail
    element.tail = None
    parent.replace(element, other)


def _quieten(tree: Element, base: str) -> None:
    """Make words of the links, and plain parts of what would be landmarks."""
    for element in tree.iter("a", "area", *_PLAIN):
        if element.tag in _PLAIN:
            element.tag = _PLAIN[element.tag]
            continue
        address = _absolute(element.get("href") or "", base)
        element.tag = "span"
        for name in list(element.attrib):
            if name not in {"dir", "lang"}:
                del element.attrib[name]
        if address.startswith(("http:", "https:", "mailto:", "tel:")):
            element.set("class", "link")
            element.set("title", address[:300])


def _put_pictures(tree: Element, base: str, picture: PictureOf, words: CopyWords) -> None:
    shown = 0
    for element in list(tree.iter("img")):
        found = None
        if shown < MOST_PICTURES:
            addresses = [_absolute(address, base) for address in _addresses(element)]
            found = next(filter(None, map(picture, addresses)), None)
        alt = " ".join((element.get("alt") or "").split())
        if found is None:
            _put_in_place(element, _note(f"{words.picture}: {alt}" if alt else words.picture))
            continue
        shown += 1
        for name in list(element.attrib):
            del element.attrib[name]
        element.set("src", found)
        element.set("alt", alt)


def _taken_back(address: str, inside: list[str]) -> str:
    """Return the address that was set aside, or the one given."""
    number = address.removeprefix("data:inside,")
    known = number != address and number.isascii() and number.isdigit() and len(number) < 9
    return inside[int(number)] if known and int(number) < len(inside) else address


def _addresses(element: Element) -> list[str]:
    """List where a picture may be, also where scripts would have put it there."""
    found = [element.get(name) or "" for name in _LAZY]
    for name in ("srcset", "data-srcset"):
        found.append((element.get(name) or "").strip().split(",")[0].split(" ")[0])
    return [address.strip() for address in found if address.strip()]


def _absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        # Such as "http://[", which is no address.
        return ""


def _checked(tag: str, attribute: str, value: str) -> str | None:
    """Let pass what was made above, and a language or direction that is one."""
    if attribute == "src":
        return value if value.startswith("data:image/webp;base64,") else None
    if attribute == "class":
        return value if value in _OURS else None
    if attribute == "dir":
        return value if _DIRECTION.fullmatch(value) else None
    if attribute == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    return value

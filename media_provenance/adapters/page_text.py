"""The words of a stored page, and the page made harmless for a browser to draw.

For what is kept beside a capture: nothing is left out as unimportant, since this is for whoever
checks later what stood there. What a page is about, its title and its dates are read elsewhere.
Nothing here runs or loads what a page names.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree, html

__all__ = ["inert_markup", "page_text"]

# An lxml element; lxml ships no types.
Element = Any

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
# More than any page has words for; what comes behind is in the capture.
_MOST_CHARACTERS = 5_000_000
_UNREAD = frozenset({"script", "style", "noscript", "template"})
# What begins on a line of its own.
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section"),
        *("table", "td", "th", "title", "tr", "ul"),
    }
)
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
# Every character that is no letter of any text: PostgreSQL and terminals want none of them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\n]+")

# Taken out of a page that is drawn, with everything in them.
_NEVER_DRAWN = (
    *("script", "noscript", "template", "iframe", "frame", "frameset", "object", "embed"),
    *("applet", "audio", "video", "link", "base", "meta", "portal"),
)
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_SAVED_IN = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[\w+/=]+", re.I)
# Attributes that name an address, or do something.
# In one piece, since one of them alone is a program's name as well.
_ADDRESSES = frozenset(
    (  # noqa: SIM905 - forty short words read better in lines than as a list
        "action archive background cite classid codebase data formaction href icon longdesc"
        " manifest ping poster profile src srcdoc srcset usemap xlink:href"
        " {http://www.w3.org/1999/xlink}href"
    ).split()
)


def page_text(content: bytes, *, media_type: str, headers: Iterable[Sequence[str]]) -> str | None:
    """Return all words of a page or text, a line for each block; None for what is neither.

    Args:
        media_type: as declared; bytes that are plainly a picture are no page whatever it says.
        headers: of the answer, for its charset.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind == "text/plain":
        return _clean(content.decode(_charset(content, media_type, headers), "replace"))
    tree = _parsed(content, kind, media_type, headers)
    if tree is None:
        return None
    pieces: list[str] = []
    unread = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append(element.tail or "" if not unread else "")
            continue
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        if event == "start":
            unread += tag in _UNREAD
            if not unread:
                pieces += ["\n" if tag in _BLOCKS else "", element.text or ""]
        else:
            if not unread and tag in _BLOCKS:
                pieces.append("\n")
            unread -= tag in _UNREAD
            if not unread:
                pieces.append(element.tail or "")
    return _clean("".join(pieces))


def inert_markup(
    content: bytes, *, media_type: str, headers: Iterable[Sequence[str]]
) -> bytes | None:
    """Return a page that runs nothing, loads nothing and leads nowhere; None for no page.

    Its own styles stay, since they are part of how it looked; a policy in its first lines lets
    them load nothing. Pictures that were saved into the page stay as well.
    """
    kind = media_type.partition(";")[0].strip().lower()
    tree = _parsed(content, kind, media_type, headers)
    if tree is None:
        return None
    for element in list(tree.iter(*_NEVER_DRAWN)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter(etree.Element):
        for name, value in list(element.attrib.items()):
            if _acts(name, value):
                del element.attrib[name]
    head = tree.find("head")
    if head is None:
        head = etree.Element("head")
        tree.insert(0, head)
    policy = etree.Element("meta")
    policy.set("http-equiv", "Content-Security-Policy")
    policy.set("content", _POLICY)
    charset = etree.Element("meta")
    charset.set("charset", "utf-8")
    head.insert(0, policy)
    head.insert(0, charset)
    markup: bytes = html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>")
    return markup


def _acts(name: str, value: str) -> bool:
    name = name.lower()
    if name.startswith("on"):
        return True
    return name in _ADDRESSES and not (name == "src" and _SAVED_IN.fullmatch(value.strip()))


def _parsed(
    content: bytes, kind: str, media_type: str, headers: Iterable[Sequence[str]]
) -> Element | None:
    """Return the root of a page, None for what is none or has nothing in it."""
    if kind not in _PAGES and not (kind == "" and content.lstrip()[:1] == b"<"):
        return None
    charset = _charset(content, media_type, headers)
    # As text first: lxml believes a page's own declaration over what the server said.
    text = content.decode(charset, "replace").replace("\0", "")
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        # A page of nothing but comments and white space.
        return None


def _charset(content: bytes, media_type: str, headers: Iterable[Sequence[str]]) -> str:
    """Return the name of a charset Python knows: the server's, the page's own, or UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = [value for name, value in headers if name.lower() == "content-type"]
    named = [found[1] for text in (*declared, media_type) if (found := _CHARSET.search(text))]
    if in_page := _META_CHARSET.search(content[:4096]):
        named.append(in_page[1].decode("ascii"))
    for name in named:
        try:
            codec = codecs.lookup(name)
        except LookupError:
            continue
        # Not "rot13" or "zip", which are no charsets.
        if codec._is_text_encoding:
            return codec.name
    return "utf-8-sig"


def _clean(text: str) -> str:
    text = _CONTROL.sub("", text[:_MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"

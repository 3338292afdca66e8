"""A page's markup as a bounded tree, and its visible lines in document order with their places.

Pages are hostile or merely broken: a million tags, ten thousand levels, attributes of megabytes.
Everything here is linear in the page and stops at a limit that no news page comes near. Not for
judging which lines are the article (``page_body.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from claims.adapters.crowded_tags import without_crowded_tags
from claims.domain.pages import LineRole

__all__ = [
    "MOST_ELEMENTS",
    "Element",
    "MarkupLine",
    "described",
    "is_beside",
    "marks_beside",
    "parse_page",
    "renumbered",
    "role_beside",
    "text_of",
    "visible_lines",
]

# An lxml element; lxml ships no types, and its stubs are not among our dependencies.
Element = Any

# A long news page has some 5,000 elements, the longest live blog seen some 30,000.
MOST_ELEMENTS = 60_000
# Lines and letters that are read; what is beyond is not the news of one page.
_MOST_LINES = 15_000
_MOST_LETTERS = 400_000
# libxml2 drops texts and attributes of ten million characters unless told otherwise.
_HUGE = 9_000_000

_SPACES = re.compile(r"\s+")
_EDGES = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069 \t\u00a0"
_BLOCKS_LIST = (
    "p div section article header footer main aside nav li ul ol dl dt dd table tr td th h1"
    " h2 h3 h4 h5 h6 figure figcaption blockquote pre form fieldset hr address body center"
    " button details summary caption amp-img amp-carousel video option"
)
_BLOCKS = frozenset(_BLOCKS_LIST.split())
_SILENT_LIST = "script style noscript template head svg select textarea iframe object math"
_SILENT = frozenset(_SILENT_LIST.split())
# A form is a search or a comment, except where one is put around the whole page.
_NOT_ARTICLE = frozenset({"nav", "aside", "footer", "form"})
# Whole words or their beginnings within class and id names: "related-posts", "shareBar".
_NOT_ARTICLE_CLASS = re.compile(
    r"(?:^|[^a-z])(?:related|similar|comments?|commentaires?|yorum(?:lar)?|disqus|sidebar|side-?bar|widget|recommend\w*"
    r"|read-?(?:more|also|next)|also-?read|most-?(?:read|viewed|popular)|trending|popular|footer"
    r"|copyright|newsletter|subscri(?:be|ption)-?(?:box|form|bar)|breadcrumbs?|ticker|share|sharing"
    r"|social|promo|adverts?|advertisement|ads|ad|adv|banner|author-?(?:box|bio|info)|logo|avatar"
    r"|emoji|cookies?|gdpr|consent|popup|modal|tags?|keywords|tag-?list|toolbar|pagination|pager"
    r"|navbar|navigation|menu|nav|latest|outbrain|taboola|next-?post|prev-?post|post-?nav"
    r"|more-?(?:news|stories|from)|teasers?|rating|poll|print-?link|short-?link|skip-?link)"
    r"(?![a-z])",
    re.I,
)
_COMMENTS = re.compile(
    r"(?:^|[^a-z])(?:comments?|commentaires?|yorum(?:lar)?|disqus|respond|discussion)(?![a-z])",
    re.I,
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[^a-z])(?:wp-caption-text|(?:img|image|photo|pic|media|figure)?[-_]?(?:caption|credit)"
    r"s?(?:[-_]?text)?|cap)(?![a-z])",
    re.I,
)
_TAGS_CLASS = re.compile(r"(?:^|[^a-z])(?:tags?|keywords|tag-?list)(?![a-z])", re.I)
_POST_CLASS = re.compile(
    r"(?:^|\s)(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video"
    r"|telegram-post|bluesky-embed|reddit-embed-bq|mastodon-embed|text-post-media)(?:\s|$)"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MOST_TEXT = 5_000
_MOST_PIECES = 500
_MOST_ATTRIBUTE = 20_000
_LONG_ATTRIBUTE = re.compile(
    rf"(?:class|id|style|title|alt|srcset)\s*=\s*[\"'][^\"'<>]{{{_MOST_ATTRIBUTE},}}", re.I
)
# Of its class or id only so much is looked at: an attribute of megabytes describes nothing.
_MOST_DESCRIBED = 400


class _Place(NamedTuple):
    """What is inherited by everything inside an element."""

    block: Element
    beside: tuple[Element, ...]
    role: LineRole | None
    post: Element | None
    article: Element | None
    is_link: bool
    is_hidden: bool
    is_preformatted: bool


@dataclass(frozen=True, slots=True)
class MarkupLine:
    """A line as a browser would show it.

    Attributes:
        number: from 0, without gaps.
        block: the innermost block element it stands in.
        beside: the elements around it that mark what is not the article, outermost first.
        role: what its markup says; ``None`` for most.
        post: the embedded post it stands in.
        article: the innermost ``<article>`` around it.
        linked: share of its letters that are inside links, 0 to 1.
        after_gap: whether a block's edge stands above it, not only a line break.
        is_hidden: whether its markup says that it is not shown.
    """

    number: int
    text: str
    block: Element
    beside: tuple[Element, ...] = ()
    role: LineRole | None = None
    post: Element | None = None
    article: Element | None = None
    linked: float = 0.0
    after_gap: bool = True
    is_hidden: bool = False


# Control characters, bare or by number: trees can hold them, but trafilatura gives up the whole
# page for one.
_NO_XML = re.compile(
    "[\x00-\x08\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])(?![0-9])|x0*(?:[0-8bcef]|1[0-9a-f])(?![0-9a-f]));?",
    re.IGNORECASE,
)


def parse_page(text: str) -> tuple[Element, bool] | None:
    """Parse a page leniently, without network.

    Returns:
        The root, and whether the page was cut because it has more than ``MOST_ELEMENTS``; ``None``
        where there is nothing to parse. libxml2 itself stops at 256 levels of nesting: a page that
        nests deeper is parsed again without the tags of layout.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not text.strip():
        return None
    text = without_crowded_tags(_NO_XML.sub("", text.replace("\f", " ").replace("\v", " ")))

    def parsed(source: str) -> Element:
        # The text is decoded already; a declaration inside must not decode it again.
        parser = HTMLParser(
            encoding="utf-8", remove_pis=True, no_network=True, huge_tree=len(source) > _HUGE
        )
        return document_fromstring(source.encode("utf-8", errors="replace"), parser=parser)

    try:
        tree = parsed(text)
        if _is_too_deep(tree):
            tree = parsed(_LAYOUT_TAGS.sub(" ", text))
    except etree.ParserError:
        # lxml's word for a document without a single element, such as a lone comment.
        return None
    beyond = next(islice(tree.iter(), MOST_ELEMENTS, None), None)
    if beyond is not None:
        _cut_from(beyond)
    if _LONG_ATTRIBUTE.search(text):
        _shorten_attributes(tree)
    return tree, beyond is not None


_LAYOUT_TAGS = re.compile(
    r"</?(?:div|span|b|i|u|s|em|strong|small|big|font|center|section|table|tbody|tr|td|th|ul|ol|li"
    r"|blockquote|form|main|a)(?=[\s>/])[^<>]*>",
    re.I,
)


def _is_too_deep(tree: Element) -> bool:
    depth, element = 0, tree
    while len(element):
        depth, element = depth + 1, element[-1]
    return depth >= 254


def _shorten_attributes(tree: Element) -> None:
    """Cut attributes that only describe; addresses stay whole, because pictures may be in them."""
    for element in tree.iter():
        for name in ("class", "id", "style", "title", "alt", "srcset"):
            value = element.get(name) if isinstance(element.tag, str) else None
            if value is not None and len(value) > _MOST_ATTRIBUTE:
                element.set(name, value[:_MOST_ATTRIBUTE])


def _cut_from(element: Element) -> None:
    """Remove an element and everything after it in document order."""
    while (parent := element.getparent()) is not None:
        place = parent.index(element)
        del parent[place + 1 :]
        element = parent
    # The one at the limit stays; nothing is lost by one element.


def described(element: Element) -> str:
    """Return an element's class and id, together and no longer than of use."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:_MOST_DESCRIBED]


def text_of(element: Element) -> str:
    """Return an element's text on one line, without scripts and styles; of a long one the
    beginning, some thousand letters.
    """
    pieces = [
        " " if is_edge else piece[:_MOST_TEXT]
        for piece, _, is_edge in islice(_pieces(element), _MOST_PIECES)
    ]
    return _SPACES.sub(" ", "".join(pieces)[:_MOST_TEXT]).strip(_EDGES + "\n\r")


def marks_beside(element: Element) -> bool:
    """Whether an element by its name or class holds what is not the article."""
    if element.tag in _NOT_ARTICLE:
        return True
    return element.tag not in ("body", "html", "main") and bool(
        _NOT_ARTICLE_CLASS.search(described(element))
    )


def is_beside(element: Element, forgiven: frozenset[Element] = frozenset()) -> bool:
    """Answer whether an element stands beside the article: in a menu, a sidebar, a share bar.

    Args:
        forgiven: elements whose class says so but that hold most of the article itself.
    """
    for one in (element, *element.iterancestors()):
        if one.tag in ("body", "html"):
            return False
        if isinstance(one.tag, str) and one not in forgiven and marks_beside(one):
            return True
    return False


def visible_lines(tree: Element) -> tuple[list[MarkupLine], bool]:
    """Return the page's lines of text in document order, also those that are hidden by a style.

    The second value says whether the page has more than is read: ``_MOST_LINES`` lines or
    ``_MOST_LETTERS`` letters.
    """
    lines: list[MarkupLine] = []
    pieces: list[str] = []
    linked: list[str] = []
    opened: _Place | None = None
    gap = True
    letters_read = 0

    def close(*, is_break: bool) -> None:
        nonlocal opened, gap, letters_read
        text = _SPACES.sub(" ", "".join(pieces)[: 2 * _MOST_LETTERS]).strip(_EDGES)
        if text and opened is not None:
            text = text[: _MOST_LETTERS - letters_read]
            letters = len(text)
            letters_read += letters
            share = len("".join(linked).strip()) / letters if linked else 0.0
            lines.append(
                MarkupLine(
                    len(lines),
                    text,
                    opened.block,
                    opened.beside,
                    opened.role,
                    opened.post,
                    opened.article,
                    min(1.0, share),
                    gap,
                    opened.is_hidden,
                )
            )
            gap = not is_break
        elif not is_break or (is_break and not text):
            # A block's edge, or a second <br> on an empty line.
            gap = True
        pieces.clear()
        linked.clear()
        opened = None

    for piece, place, is_edge in _pieces(tree):
        if is_edge:
            close(is_break=piece == "\n")
            if len(lines) >= _MOST_LINES or letters_read >= _MOST_LETTERS:
                return lines, True
            continue
        parts = piece.split("\n") if place.is_preformatted else [piece]
        for index, part in enumerate(parts):
            if index:
                close(is_break=True)
            if part.strip() and opened is None:
                opened = place
            pieces.append(part)
            if place.is_link and part.strip():
                linked.append(_SPACES.sub(" ", part))
    close(is_break=False)
    return lines, letters_read >= _MOST_LETTERS


def _pieces(tree: Element) -> Iterator[tuple[str, _Place, bool]]:
    """Yield text with its place, and the edges of lines: "\n" for a break, "" for a block's.

    Without recursion, because pages nest deep.
    """
    root = _Place(tree, (), None, None, None, False, False, False)
    place = _inside(tree, str(tree.tag), root)
    if tree.text:
        yield tree.text, place, False
    # An iterator per level, so that a reader who stops early pays only for what was read.
    stack: list[tuple[Element, _Place, _Place, Iterator[Element]]] = [
        (tree, root, place, iter(tree))
    ]
    while stack:
        element, around, inside, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element.tag in _BLOCKS:
                yield "", around, True
            if stack and element.tail:
                yield element.tail, around, False
            continue
        tag = child.tag
        if not isinstance(tag, str) or tag in _SILENT or tag == "br":
            if tag == "br":
                yield "\n", inside, True
            if child.tail:
                yield child.tail, inside, False
            continue
        place = _inside(child, tag, inside)
        if tag in _BLOCKS:
            yield "", place, True
        if child.text:
            yield child.text, place, False
        stack.append((child, inside, place, iter(child)))


def _inside(element: Element, tag: str, around: _Place) -> _Place:
    names = described(element)
    if tag not in _BLOCKS and tag != "a" and names == " " and not element.get("style"):
        return around
    role, post, beside = around.role, around.post, around.beside
    if marks_beside(element):
        beside = (*beside, element)
    if _POST_CLASS.search(str(element.get("class") or "")[:_MOST_DESCRIBED]):
        role, post = LineRole.POST, element
    elif role is None:
        role = _role(tag, names)
    return _Place(
        element if tag in _BLOCKS else around.block,
        beside,
        role,
        post,
        element if tag == "article" else around.article,
        around.is_link or tag == "a",
        around.is_hidden
        or element.get("hidden") is not None
        or bool(_HIDDEN_STYLE.search(str(element.get("style") or "")[:_MOST_DESCRIBED])),
        around.is_preformatted or tag == "pre",
    )


def _role(tag: str, names: str) -> LineRole | None:
    if tag in ("figcaption", "caption") or _CAPTION_CLASS.search(names):
        return LineRole.CAPTION
    return LineRole.FURNITURE if tag in ("button", "label", "option") else None


def role_beside(element: Element) -> LineRole:
    """Return what an element beside the article holds: comments, tags or furniture."""
    names = described(element)
    if _COMMENTS.search(names):
        return LineRole.COMMENTS
    return LineRole.TAG if _TAGS_CLASS.search(names) else LineRole.FURNITURE


def renumbered(lines: list[MarkupLine]) -> list[MarkupLine]:
    """Return the lines numbered from 0 again, after one was split."""
    return [replace(line, number=number) for number, line in enumerate(lines)]

"""A web page's bytes to a ``PageReading``: text by trafilatura, dates and pictures by our rules.

Reads what it is given and fetches nothing: no picture, no frame, no canonical address. What the
page says about itself is taken from its markup (``page_markup.py``), the day it was published is
weighed by ``claims.domain.publication``, and lines that are furniture go by the same rules as in
pasted text. Content that is merely bad (empty, cut off, wrongly encoded) gives a reading with parts
missing; only bytes that are no page at all raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import takewhile
from typing import Any

from claims.adapters.page_bytes import PageUnreadable, decode_page
from claims.adapters.page_markup import PageMarkup
from claims.domain.bylines import byline_day, named_author
from claims.domain.page_lines import clean_lines, is_paragraph, is_same_line
from claims.domain.pages import MissingPart, PageReading
from claims.domain.publication import decide_publication
from multilingual.language import Identified, identify

__all__ = ["PageUnreadable", "read_html"]

# Below this an identified language is a guess, and the page's own word is better.
_SURE_LANGUAGE = 0.9
# Where precision mode keeps less than this many characters, the default mode is asked as well.
_SHORTEST_BODY = 200
# "المدينة نيوز :- " or "Agency – " before the first sentence.
_SITE_OPENING = re.compile(r"([^:–—-]{3,40}?)\s*(?::\s*-|-\s*:|[:–—-])\s*")
_JOINERS = ("\u200c", "\u200d")
# Printable letters no news page uses, to carry the joiners through trafilatura, which drops every
# character that is not printable and so would weld Persian words together.
_STAND_INS = ("\ua78f", "\ua7f7")


def read_html(
    content: bytes, *, url: str | None, declared_charset: str | None = None, today: date
) -> PageReading:
    """Read an article from a page's bytes.

    Args:
        content: the page as it came, not decoded.
        url: the address it came from, if known; relative addresses resolve against it, or else
            against the one the page gives itself, and a date in its path counts.
        declared_charset: what the HTTP header said, if anything.
        today: the day it was fetched or uploaded; nothing later is believed to be its date.

    Returns:
        A reading, also of an empty page or one without text: ``missing`` says what is not there.

    Raises:
        PageUnreadable: for a picture, a PDF or other bytes that are no text.

    Cost: 30 to 100 ms a page; the first call imports trafilatura, about half a second.
    """
    tree = _parsed(decode_page(content, declared_charset))
    if tree is None:
        return _empty(url)
    text = _body_text(tree, url)
    language = _language(text, PageMarkup(tree, url, "und"))
    markup = PageMarkup(tree, url, language.language)
    own_lines = list(_own_lines(text, markup))
    by_lines = _by_lines(own_lines, language.language, today)
    by_line = next((name for line in by_lines if (name := named_author(line))), None)
    cleaned = clean_lines(own_lines[len(by_lines) :])
    body = "\n\n".join(cleaned.kept)
    publication = decide_publication(
        markup.date_candidates(body=body, captured_on=today),
        body=body,
        language=language.language,
        captured_on=today,
    )
    pictures = markup.pictures(cleaned.kept)
    absent = {
        MissingPart.NO_TITLE: markup.title is None,
        MissingPart.NO_DATE: publication is None,
        MissingPart.NO_TEXT: not body,
        MissingPart.NO_PICTURES: not pictures,
    }
    return PageReading(
        title=markup.title,
        body=body,
        language=language.language,
        language_confidence=language.confidence,
        author=markup.author or by_line,
        outlet_name=markup.outlet_name,
        canonical_url=markup.canonical_url,
        published=publication.interval if publication else None,
        published_at=publication.at if publication else None,
        published_origin=publication.origin if publication else None,
        published_text=publication.text if publication else "",
        published_conflicts=publication.conflicts if publication else (),
        pictures=pictures,
        captions=cleaned.captions,
        missing=tuple(part for part, is_absent in absent.items() if is_absent),
        furniture_removed=(*by_lines, *cleaned.removed),
        second_article_at=None,
    )


def _empty(url: str | None) -> PageReading:
    return PageReading(
        title=None,
        body="",
        language="und",
        language_confidence=0.0,
        author=None,
        outlet_name=None,
        canonical_url=url,
        published=None,
        published_at=None,
        published_origin=None,
        published_text="",
        published_conflicts=(),
        pictures=(),
        captions=(),
        missing=tuple(MissingPart),
        furniture_removed=(),
        second_article_at=None,
    )


def _parsed(text: str) -> Any | None:
    """Parse a page leniently; ``None`` where there is nothing to parse."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not text.strip():
        return None
    # The text is decoded already; a declaration inside must not decode it again.
    parser = HTMLParser(encoding="utf-8", remove_pis=True, no_network=True)
    try:
        return document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:
        # lxml's word for a document without a single element, such as a lone comment.
        return None


def _body_text(tree: Any, url: str | None) -> str:
    """Return the article's text as trafilatura finds it, one paragraph a line."""
    # Imported here: half a second, and most processes never read a page.
    from trafilatura import bare_extraction

    protected = deepcopy(tree)
    for element in protected.iter():
        for joiner, stand_in in zip(_JOINERS, _STAND_INS, strict=True):
            if element.text and joiner in element.text:
                element.text = element.text.replace(joiner, stand_in)
            if element.tail and joiner in element.tail:
                element.tail = element.tail.replace(joiner, stand_in)

    def extracted(*, favor_precision: bool) -> str:
        document = bare_extraction(
            deepcopy(protected),
            url=url,
            favor_precision=favor_precision,
            include_comments=False,
            with_metadata=False,
        )
        # The stubless union: a dict only comes back when one is asked for.
        return str(getattr(document, "text", None) or "")

    text = extracted(favor_precision=True)
    if len(text) < _SHORTEST_BODY:
        wider = extracted(favor_precision=False)
        # On a page without an article the default mode gives its menus: want a paragraph.
        if len(wider) > len(text) and any(is_paragraph(line) for line in wider.split("\n")):
            text = wider
    for joiner, stand_in in zip(_JOINERS, _STAND_INS, strict=True):
        text = text.replace(stand_in, joiner)
    return text


def _language(text: str, markup: PageMarkup) -> Identified:
    identified = identify(text)
    declared = markup.declared_language
    if declared is not None and identified.confidence < _SURE_LANGUAGE:
        return Identified(declared, max(identified.confidence, 0.5))
    return identified


def _by_lines(lines: list[str], language: str, today: date) -> list[str]:
    """Return the lines above the first paragraph that name a day or an author and no more."""
    return list(
        takewhile(
            lambda line: named_author(line) or byline_day(line, language, today) is not None, lines
        )
    )


def _own_lines(text: str, markup: PageMarkup) -> Iterator[str]:
    """Yield the paragraphs, without the title and the site's name where they stand above them."""
    title = markup.title
    at_top = True
    for line in text.split("\n"):
        paragraph = re.sub(r"[ \t\u00a0]+", " ", line).strip()
        if not paragraph:
            continue
        if at_top and title is not None and is_same_line(paragraph, title):
            continue
        yield _without_site_name(paragraph, markup) if at_top else paragraph
        at_top = False


def _without_site_name(paragraph: str, markup: PageMarkup) -> str:
    """Cut "Site name :-" off a first paragraph, where the name is one the page gives itself."""
    opening = _SITE_OPENING.match(paragraph)
    names = (markup.outlet_name, markup.author)
    if opening and any(name and is_same_line(opening.group(1), name) for name in names):
        return paragraph[opening.end() :]
    return paragraph

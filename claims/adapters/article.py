"""A web page's bytes to ``PageReadings``: its lines and facts, for the composer to read.

Reads what it is given and fetches nothing: no picture, no frame, no canonical address. Which lines
are the article is chosen in ``page_body.py``, what the page says about itself is asked of
``page_markup.py`` and its neighbours, and ``claims.domain.pages`` composes the reading from both,
by the same rules as for pasted text. Content that is merely bad (empty, cut off, wrongly encoded)
gives a reading with parts missing; only bytes that are no page at all raise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from claims.adapters.page_body import (
    ArticleLines,
    choose_article_lines,
    compact,
    extracted_text,
)
from claims.adapters.page_bytes import PageUnreadable, decode_with_notes
from claims.adapters.page_dates import date_candidates
from claims.adapters.page_json import PageRecords, read_records
from claims.adapters.page_kinds import kind_of_page, notes_of_page
from claims.adapters.page_markup import PageMarkup
from claims.adapters.page_pictures import PictureReader
from claims.adapters.page_posts import embedded_posts
from claims.adapters.page_tree import (
    Element,
    MarkupLine,
    parse_page,
    visible_lines,
)
from claims.adapters.site_opening import without_site_opening
from claims.domain.bylines import byline_day, named_author
from claims.domain.comment_rules import comment_rules_from
from claims.domain.furniture import LineKind, kind_of_line
from claims.domain.page_lines import is_paragraph, is_same_line, line_key
from claims.domain.page_notices import asks_to_subscribe
from claims.domain.pages import (
    LineRole,
    PageFacts,
    PageReadings,
    SourceLine,
    compose,
)
from multilingual.language import identify

__all__ = ["PageUnreadable", "read_html"]

# Where the page shows less than this share of the text that it gives to machines, the latter is
# read: a teaser above a wall, or a page that a script would fill.
_TOLD_SHARE = 0.5
_SHORTEST_TOLD = 150
# Letters of the body from which the language is told.
_TITLE_WITHIN = 6
_SUBTITLE_WORDS = range(6, 61)
_MOST_WORDS_INSIDE, _MOST_WORDS_OF_NOTICE = 12, 40
# By-lines are looked for among so many of the first lines of the text.
_OPENING = 6
# What is said of a writer beside the name, in words: a place, "by".
_MOST_BESIDE_NAME = 4
_LANGUAGE_SAMPLE = 1_500
_SURE_LANGUAGE = 0.9


def read_html(
    content: bytes,
    *,
    url: str | None,
    declared_charset: str | None = None,
    today: date,
    site_lines: frozenset[str] = frozenset(),
    cuts: Sequence[int] | None = None,
    keep_lines: frozenset[int | str] = frozenset(),
    drop_lines: frozenset[int | str] = frozenset(),
) -> PageReadings:
    """Read the article or articles of a page from its bytes.

    Args:
        content: the page as it came, not decoded.
        url: the address it came from, if known; relative addresses resolve against it, or else
            against the one the page gives itself, and a date in its path counts.
        declared_charset: what the HTTP header said, if anything.
        today: the day it was fetched or uploaded; nothing later is believed to be its date.
        site_lines, cuts, keep_lines, drop_lines: see ``claims.domain.pages.compose``. Line numbers
            count the lines of text that the page shows, in document order; a text that the page
            only gives to machines is numbered behind them.

    Returns:
        A reading, also of an empty page or one without text: ``missing`` says what is not there,
        ``kind`` and ``notes`` what sort of page it is.

    Raises:
        PageUnreadable: for a picture, a PDF or other bytes that are no text.

    Cost: 30 to 100 ms a page; the first call imports trafilatura, about half a second. A page of a
    million tags is read in part and in under two seconds.
    """
    decoded = decode_with_notes(content, declared_charset)
    parsed = parse_page(decoded.text)
    if parsed is None:
        facts = PageFacts(canonical_url=url, captured_on=today, notes=decoded.notes)
        return compose([], facts)
    tree, was_cut = parsed
    records = read_records(tree)
    markup = PageMarkup(tree, url, records)
    lines, is_longer = visible_lines(tree)
    notes = list(dict.fromkeys([*decoded.notes, *["too_long"] * (was_cut or is_longer)]))
    elements = sum(1 for _ in tree.iter())
    chosen = choose_article_lines(lines, extracted_text(tree, lines, elements))
    markup = replace(markup, forgiven=chosen.forgiven)
    lines, chosen = without_site_opening(
        lines, chosen, [name for name in (markup.outlet_name, markup.author) if name]
    )
    title = markup.title([line.text for line in lines[: _below_head(lines, chosen)]])
    headings = _article_headings(lines, chosen)
    if headings and not any(title and is_same_line(line.text, title) for line in lines):
        # The page's name is not on the page: each of its articles has its own.
        title = lines[min(headings)].text
    chosen = _above_discussion(lines, _below_title(lines, chosen, title))
    told = _told_paragraphs(records, lines, chosen)
    if told:
        notes.append("told_to_machines")
    body = told or [lines[number].text for number in chosen.kept]
    reader = PictureReader(tree, records, markup.absolute, chosen.forgiven)
    facts = _facts(markup, reader, lines, chosen, title, body, notes, today)
    captions = reader.captions([lines[number] for number in chosen.kept])
    source = _source_lines(lines, chosen, facts, captions, told)
    return compose(
        source,
        facts,
        site_lines=site_lines,
        cuts=cuts,
        keep_lines=keep_lines,
        drop_lines=drop_lines,
    )


def _facts(
    markup: PageMarkup,
    reader: PictureReader,
    lines: Sequence[MarkupLine],
    chosen: ArticleLines,
    title: str | None,
    body: Sequence[str],
    notes: Sequence[str],
    today: date,
) -> PageFacts:
    text = "\n".join(body)
    kept = [lines[number] for number in chosen.kept]
    identified = identify(text[:_LANGUAGE_SAMPLE])
    declared = markup.declared_language
    is_sure = identified.confidence >= _SURE_LANGUAGE or declared is None
    language = identified.language if is_sure else str(declared)
    tree = markup.tree
    pictures = reader.pictures(kept)
    posts = embedded_posts(
        tree, lines, absolute=markup.absolute, language=language, forgiven=chosen.forgiven
    )
    kind = kind_of_page(
        tree,
        markup.records,
        lines,
        body=text,
        title=title or "",
        pictures=len(pictures),
        posts=posts,
    )
    candidates = date_candidates(
        tree,
        markup.records,
        lines,
        addresses=(markup.url, markup.canonical_url),
        title=title,
        body_at=chosen.first,
        language=language,
        captured_on=today,
        forgiven=chosen.forgiven,
    )
    head = lines[: chosen.first] if chosen.first is not None else []
    may_name = (*head[-8:], *_head(lines, chosen, title), *kept[:3])
    named = (name for line in may_name if (name := named_author(line.text)))
    return PageFacts(
        title=title,
        author=_author(markup, lines) or next(named, None),
        outlet_name=markup.outlet_name or markup.outlet_in_title(title),
        canonical_url=markup.canonical_url,
        identified=identified,
        declared_language=declared,
        dates=candidates,
        pictures=pictures,
        videos=reader.videos(kept),
        links=markup.links(
            [
                line
                for line in kept
                if line.post is None and kind_of_line(line.text) is LineKind.TEXT
            ]
        ),
        posts=posts,
        captured_on=today,
        kind=kind,
        notes=(*notes, *notes_of_page(tree, lines, body=text, kind=kind)),
    )


def _author(markup: PageMarkup, lines: Sequence[MarkupLine]) -> str | None:
    """Return the stated author, unless the page opens with that name as with an agency's."""
    name = markup.author
    openings = (line.text for line in lines if line.text.endswith((":-", "-:", " -", ":")))
    return None if name and any(is_same_line(one, name) for one in openings) else name


def _source_lines(
    lines: Sequence[MarkupLine],
    chosen: ArticleLines,
    facts: PageFacts,
    captions: frozenset[str],
    told: Sequence[str],
) -> list[SourceLine]:
    """Return every line of the page with what its markup says; the article's lines are open."""
    kept = frozenset() if told else frozenset(chosen.kept)
    last = max(kept, default=0)
    title = facts.title
    by_lines = _by_lines(lines, chosen, facts)
    caption_keys = {line_key(caption) for caption in captions}
    headings = _article_headings(lines, chosen)
    subtitles = _subtitles(lines, chosen, title)
    told_letters = compact("".join(told))
    source = []
    article: Element | None = None
    for line in lines:
        hint: LineRole | None
        begins = False
        if line.number in headings or (title and is_same_line(line.text, title)):
            hint = LineRole.TITLE
        elif line.number in by_lines:
            hint = LineRole.BYLINE
        elif _is_notice(line, kept, last):
            hint = LineRole.FURNITURE
        elif line_key(line.text) in caption_keys:
            hint = LineRole.CAPTION
        elif line.number in kept:
            hint = LineRole.POST if line.post is not None else LineRole.BODY
        elif told and compact(line.text) in told_letters:
            hint = LineRole.REPEATED
        elif line.number in subtitles:
            hint = LineRole.STANDFIRST
        else:
            hint = chosen.roles.get(line.number, LineRole.FURNITURE)
        if line.number in kept and line.article is not None and line.article is not article:
            begins = article is not None
            article = line.article
        source.append(SourceLine(line.number, line.text, hint, line.after_gap, begins))
    number = len(lines)
    source.extend(SourceLine(number + place, text) for place, text in enumerate(told))
    return source


def _is_notice(line: MarkupLine, kept: frozenset[int], last: int) -> bool:
    """Whether a line asks readers to subscribe. In the midst of the text only a short one can."""
    words = len(line.text.split())
    is_inside = line.number in kept and line.number < last
    most = _MOST_WORDS_INSIDE if is_inside else _MOST_WORDS_OF_NOTICE
    return words <= most and asks_to_subscribe(line.text)


def _by_lines(
    lines: Sequence[MarkupLine], chosen: ArticleLines, facts: PageFacts
) -> frozenset[int]:
    """Return the lines around the start of the text that name a day or an author and no more."""

    author, most_beside = facts.author, _MOST_BESIDE_NAME

    def is_by_line(line: MarkupLine) -> bool:
        words = len(line.text.split())
        is_name = author and author in line.text and words <= len(author.split()) + most_beside
        if is_name or named_author(line.text) is not None:
            return True
        language = facts.declared_language or "und"
        return byline_day(line.text, language, facts.captured_on) is not None

    title = facts.title
    opening = [
        lines[number]
        for number in chosen.kept[:_OPENING]
        if not (title and is_same_line(lines[number].text, title))
    ]
    above = [line for line in _head(lines, chosen, title) if is_by_line(line)]
    return frozenset(line.number for line in (*above, *takewhile(is_by_line, opening)))


def _subtitles(
    lines: Sequence[MarkupLine], chosen: ArticleLines, title: str | None
) -> frozenset[int]:
    """Return the lines between the title and the text that are sentences and in no box."""
    title_at = next((one.number for one in lines if title and is_same_line(one.text, title)), None)
    if title_at is None or chosen.first is None:
        return frozenset()
    return frozenset(
        line.number
        for line in lines[title_at + 1 : chosen.first]
        if len(line.text.split()) in _SUBTITLE_WORDS
        and not (line.beside or line.role or line.is_hidden or line.linked >= 0.5)
        and kind_of_line(line.text) is LineKind.TEXT
    )


def _article_headings(lines: Sequence[MarkupLine], chosen: ArticleLines) -> frozenset[int]:
    """Return the headings that open the articles, where the page marks more than one."""
    opening: dict[Element, MarkupLine] = {}
    for number in chosen.kept:
        article = lines[number].article
        if article is not None:
            opening.setdefault(article, lines[number])
    headings = [line for line in opening.values() if line.block.tag in ("h1", "h2", "h3")]
    return frozenset(line.number for line in headings) if len(headings) > 1 else frozenset()


def _below_head(lines: Sequence[MarkupLine], chosen: ArticleLines) -> int:
    """Return the number of the line below which no title stands: some lines into the text, because
    the title may have been taken for its first line, and a date in the site's head as well.
    """
    if chosen.first is None:
        return 40
    opening = (number for number in chosen.kept[:_OPENING] if is_paragraph(lines[number].text))
    return max(chosen.first + 3, next(opening, 0))


def _head(
    lines: Sequence[MarkupLine], chosen: ArticleLines, title: str | None
) -> Sequence[MarkupLine]:
    """Return the lines from the title to the first paragraph, none of them running text.

    What stands above the title is the site's: its date is today's.
    """
    if chosen.first is None:
        return ()
    title_at = next(
        (
            line.number
            for line in reversed(lines[: _below_head(lines, chosen)])
            if title and is_same_line(line.text, title)
        ),
        chosen.first,
    )
    opening = (number for number in chosen.kept[:_OPENING] if is_paragraph(lines[number].text))
    end = max(next(opening, chosen.first), chosen.first)
    return [line for line in lines[title_at:end] if not is_paragraph(line.text)]


def _below_title(
    lines: Sequence[MarkupLine], chosen: ArticleLines, title: str | None
) -> ArticleLines:
    """Leave out the title where it was taken for the beginning of the text, with all above it."""
    copies = [
        number
        for number in chosen.kept[:_TITLE_WITHIN]
        if title and is_same_line(lines[number].text, title)
    ]
    if not copies:
        return chosen
    above = [number for number in chosen.kept if number <= copies[-1]]
    # A standfirst above the title is text; menus and dates are not.
    dropped = {one for one in above if not is_paragraph(lines[one].text)} | set(copies)
    roles = chosen.roles | dict.fromkeys(dropped, LineRole.FURNITURE)
    kept = tuple(number for number in chosen.kept if number not in dropped)
    return ArticleLines(kept, roles, chosen.forgiven)


def _above_discussion(lines: Sequence[MarkupLine], chosen: ArticleLines) -> ArticleLines:
    """Leave out the rules of the discussion below the text."""
    begins = comment_rules_from([lines[number].text for number in chosen.kept])
    rules = dict.fromkeys(chosen.kept[begins:], LineRole.COMMENTS)
    return ArticleLines(chosen.kept[:begins], chosen.roles | rules, chosen.forgiven)


def _told_paragraphs(
    records: PageRecords, lines: Sequence[MarkupLine], chosen: ArticleLines
) -> list[str]:
    """Return the text that the page gives to machines, where it shows readers far less."""
    told = [
        " ".join(paragraph.split())
        for paragraph in re.split(r"\n+|\r+", records.article_body)
        if paragraph.strip()
    ]
    letters = len(compact("".join(told)))
    shown = sum(len(compact(lines[number].text)) for number in chosen.kept)
    return told if letters >= _SHORTEST_TOLD and shown < _TOLD_SHARE * letters else []

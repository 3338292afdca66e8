"""Reading a news page from its lines: one article or several, and what became of every line.

Pasted text and HTML end here alike. Pasted text has no markup, so its lines are told by their
words, their place and their repetition; ``claims.adapters.article`` hands the lines of an HTML page
with what its markup says of them. Everything taken out of the text is kept for the editor, with its
reason. Not for statements and dates in the text (``analysis.py``), and nothing is stored here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from claims.domain.articles import cut_at, offered_cuts, wanted_cuts
from claims.domain.bylines import dateline_days
from claims.domain.copied_posts import lines_of_post_head
from claims.domain.line_plan import LinePlan, Place
from claims.domain.line_roles import assign_roles
from claims.domain.main_text import main_text
from claims.domain.page_lines import PageLine, line_key, looked_at, source_lines
from claims.domain.page_notices import kind_of_copy
from claims.domain.page_parts import (
    Cut,
    LineRole,
    MissingPart,
    PageFacts,
    PageKind,
    PageLink,
    PagePicture,
    PageReading,
    PageReadings,
    QuotedPost,
    ReadLine,
    SourceLine,
)
from claims.domain.page_titles import find_title
from claims.domain.publication import PublishedConflict, PublishedOrigin, decide_publication
from claims.domain.wrapped_lines import joined, paragraph_ends
from multilingual.language import Identified, identify

__all__ = [
    "Cut",
    "LineRole",
    "MissingPart",
    "PageFacts",
    "PageKind",
    "PageLink",
    "PagePicture",
    "PageReading",
    "PageReadings",
    "PublishedConflict",
    "PublishedOrigin",
    "QuotedPost",
    "ReadLine",
    "SourceLine",
    "compose",
    "read_pasted_text",
]

# Lines of fewer words are menus and buttons, often in another language than the article.
_LEAST_WORDS_TO_IDENTIFY = 5
# Below this an identified language is a guess, and the page's own word is better.
_SURE_LANGUAGE = 0.9
# Characters that tell a language as surely as a whole article.
_LANGUAGE_SAMPLE = 5_000
_ADDRESS = re.compile(r"https?://[^\s<>«»“”\"'()\[\]{}]+[^\s<>«»“”\"'()\[\]{}.,،؛;:!؟?]")
_NOT_FURNITURE = frozenset(
    {LineRole.TITLE, LineRole.STANDFIRST, LineRole.CAPTION, LineRole.BODY, LineRole.POST}
)


def read_pasted_text(
    text: str,
    *,
    language: str | None = None,
    reference: date | None = None,
    site_lines: frozenset[str] = frozenset(),
    cuts: Sequence[int] | None = None,
    keep_lines: frozenset[int | str] = frozenset(),
    drop_lines: frozenset[int | str] = frozenset(),
) -> PageReadings:
    """Read articles from text that an editor pasted, furniture and all.

    Args:
        text: plain text, as a browser copies a page. Lines are numbered from 0, as split at line
            ends of any kind; blank lines are counted.
        language: BCP 47 tag if the editor says so; else it is identified.
        reference: the day the text was pasted or captured, if known. Nothing can have been
            published after it, and "two hours ago" in a by-line counts from it.
        site_lines, cuts, keep_lines, drop_lines: as for ``compose``.

    Returns:
        A reading, also for an empty text: then ``missing`` says so. Without a by-line
        the publication days are the bounds the text allows (origin ``text_mentions`` or
        ``site_header``), with an open side where nothing is known. The day of capture is known:
        with it no interval ends later.
    """
    facts = PageFacts(language=language, captured_on=reference, has_place_for_pictures=False)
    return compose(
        source_lines(text),
        facts,
        site_lines=site_lines,
        cuts=cuts,
        keep_lines=keep_lines,
        drop_lines=drop_lines,
    )


def compose(
    lines: Sequence[SourceLine],
    facts: PageFacts,
    *,
    site_lines: frozenset[str] = frozenset(),
    cuts: Sequence[int] | None = None,
    keep_lines: frozenset[int | str] = frozenset(),
    drop_lines: frozenset[int | str] = frozenset(),
) -> PageReadings:
    """Read a page from its lines and from what else is known of it.

    Args:
        lines: the page's lines in order, numbers rising; none of them blank.
        facts: what markup, address or editor say. They are the first article's; later articles
            share outlet, address and capture, and have title, by-line and days of their own lines.
        site_lines: ``line_key`` of lines learnt to be the site's and of no article.
        cuts: numbers of the lines at which an editor lets further articles begin; ``()`` says
            that it is one article, ``None`` takes what is offered.
        keep_lines, drop_lines: numbers or words of lines an editor wants in or out of the body.

    Returns:
        The page as one, and its articles. Never raises, whatever the lines hold.

    Cost: linear; about 15 ms for 5,000 characters, well under a second for 10,000 lines.
    """
    seen = [looked_at(line) for line in lines]
    choices = _Choices(site_lines, _named(keep_lines), _named(drop_lines))
    ends = paragraph_ends(seen)
    first = _language(seen, facts)
    offered = offered_cuts(seen, ends, language=first.language, reference=facts.captured_on)
    starts = wanted_cuts(seen, offered, cuts)
    found = tuple(cut_at(seen, ends, at, is_offered=at in offered) for at in starts)
    whole = _read(
        seen,
        facts,
        choices,
        tongue=first,
        ends=ends,
        dated_lines=starts[0] if starts else len(seen),
    )
    if not starts:
        return PageReadings(whole, (whole,), ())
    items = [
        _read(seen[start:end], part_facts, choices)
        for start, end, part_facts in _parts(seen, facts, (0, *starts))
    ]
    return PageReadings(whole, _with_pictures(items, facts.pictures), found)


@dataclass(frozen=True, slots=True)
class _Choices:
    """What was learnt or decided of single lines."""

    site_lines: frozenset[str]
    keep_lines: frozenset[int | str]
    drop_lines: frozenset[int | str]


def _named(lines: frozenset[int | str]) -> frozenset[int | str]:
    """Make keys of the lines that are named by their words."""
    return frozenset(line_key(one) if isinstance(one, str) else one for one in lines)


def _parts(
    lines: Sequence[PageLine], facts: PageFacts, starts: tuple[int, ...]
) -> list[tuple[int, int, PageFacts]]:
    """Return where each article begins and ends, and the facts that are its own."""
    shared = PageFacts(
        outlet_name=facts.outlet_name,
        canonical_url=facts.canonical_url,
        declared_language=facts.language or facts.declared_language,
        captured_on=facts.captured_on,
        has_place_for_pictures=facts.has_place_for_pictures,
    )
    first = replace(facts, pictures=(), videos=(), identified=None)
    edges = [*starts[1:], len(lines)]
    return [
        (start, end, first if start == 0 else shared)
        for start, end in zip(starts, edges, strict=True)
    ]


def _read(
    lines: Sequence[PageLine],
    facts: PageFacts,
    choices: _Choices,
    *,
    tongue: Identified | None = None,
    ends: Sequence[int] | None = None,
    dated_lines: int | None = None,
) -> PageReading:
    """Read lines as one article; the dates after the first ``dated_lines`` say nothing of it.

    ``tongue`` and ``ends`` are what is known of these lines already.
    """
    tongue = tongue or _language(lines, facts)
    ends = ends or paragraph_ends(lines)
    place = _place(lines, ends, facts, tongue.language)
    plan = _planned(lines, ends, place, choices)
    body, starts = _body(lines, ends, plan)
    title = facts.title or (lines[place.title_at].text if place.title_at is not None else None)
    dated = plan if dated_lines in (None, len(lines)) else None
    if dated is None:
        early = lines[:dated_lines]
        dated = _planned(early, paragraph_ends(early), place, choices)
    early_body, _ = _body(lines[: len(dated.roles)], ends, dated)
    publication = decide_publication(
        (
            *facts.dates,
            *dated.dates,
            *dateline_days(early_body.split("\n\n")[:3], tongue.language, facts.captured_on),
        ),
        body=early_body,
        language=tongue.language,
        captured_on=facts.captured_on,
    )
    texts = [line.text for line in lines]
    dropped = [text for text, at in zip(texts, starts, strict=True) if at is None]
    absent = {
        MissingPart.NO_TITLE: title is None,
        MissingPart.NO_DATE: publication is None,
        MissingPart.NO_TEXT: not body,
        MissingPart.NO_PICTURES: facts.has_place_for_pictures and not facts.pictures,
    }
    return PageReading(
        title=title,
        body=body,
        language=tongue.language,
        language_confidence=tongue.confidence,
        author=facts.author or plan.author,
        outlet_name=facts.outlet_name,
        canonical_url=facts.canonical_url,
        published=publication.interval if publication else None,
        published_at=publication.at if publication else None,
        published_origin=publication.origin if publication else None,
        published_text=publication.text if publication else "",
        published_conflicts=publication.conflicts if publication else (),
        pictures=facts.pictures,
        videos=facts.videos,
        captions=tuple(plan.captions),
        missing=tuple(part for part, is_absent in absent.items() if is_absent),
        furniture_removed=tuple(
            line.source.text
            for line, role in zip(lines, plan.roles, strict=True)
            if role.role not in _NOT_FURNITURE
        ),
        kind=facts.kind
        or (
            None
            if facts.has_place_for_pictures
            else kind_of_copy([title or "", *texts], dropped, body)
        )
        or (PageKind.ARTICLE if body else PageKind.EMPTY),
        lines=tuple(
            ReadLine(line.number, line.source.text, role.role, role.reason, start)
            for line, role, start in zip(lines, plan.roles, starts, strict=True)
        ),
        links=facts.links or _links("\n".join([body, *_address_lines(lines, plan)])),
        posts=tuple(_placed(post, body) for post in facts.posts),
        first_line=lines[0].number if lines else 0,
        last_line=lines[-1].number if lines else -1,
        notes=facts.notes,
        standfirst="\n".join(
            line.text
            for line, role in zip(lines, plan.roles, strict=True)
            if role.role is LineRole.STANDFIRST
        ),
    )


def _language(lines: Sequence[PageLine], facts: PageFacts) -> Identified:
    if facts.language:
        return Identified(facts.language, 1.0)
    if facts.identified is not None and facts.identified.confidence >= _SURE_LANGUAGE:
        return facts.identified
    long_lines = [line.text for line in lines if line.words >= _LEAST_WORDS_TO_IDENTIFY]
    paragraphs = [line.text for line in lines if line.is_paragraph]
    text = " ".join(paragraphs) or " ".join(long_lines) or "\n".join(line.text for line in lines)
    identified = identify(text[:_LANGUAGE_SAMPLE])
    if facts.declared_language and identified.confidence < _SURE_LANGUAGE:
        return Identified(facts.declared_language, max(identified.confidence, 0.5))
    return identified


def _place(
    lines: Sequence[PageLine], ends: Sequence[int], facts: PageFacts, language: str
) -> Place:
    given = line_key(facts.title) if facts.title else ""
    text = main_text(lines, ends)
    text_at = text.start
    title_at = None
    tail_at = text.tail
    if not given and lines_of_post_head(lines):
        tail_at = len(lines)
    else:
        title_at = find_title(
            lines, text_at, given=given, language=language, reference=facts.captured_on
        )
    key = given or (lines[title_at].key if title_at is not None else "")
    return Place(title_at, key, text_at, tail_at, language, facts.captured_on)


def _planned(
    lines: Sequence[PageLine], ends: Sequence[int], place: Place, choices: _Choices
) -> LinePlan:
    return assign_roles(
        lines,
        ends,
        place,
        site_lines=choices.site_lines,
        keep_lines=choices.keep_lines,
        drop_lines=choices.drop_lines,
    )


def _body(
    lines: Sequence[PageLine], ends: Sequence[int], plan: LinePlan
) -> tuple[str, list[int | None]]:
    """Put the kept lines together, wrapped ones joined.

    Returns:
        The body, and for each line where its words begin in it, or ``None``.
    """
    paragraphs: list[str] = []
    starts: list[int | None] = [None] * len(lines)
    offset = index = 0
    while index < len(lines):
        kept = [
            place
            for place in range(index, min(ends[index], len(lines)))
            if plan.roles[place].is_kept and lines[place].text
        ]
        if kept:
            paragraph, places = joined([lines[place].text for place in kept])
            for place, within in zip(kept, places, strict=True):
                starts[place] = offset + within
            paragraphs.append(paragraph)
            offset += len(paragraph) + 2
        index = ends[index]
    return "\n\n".join(paragraphs), starts


def _address_lines(lines: Sequence[PageLine], plan: LinePlan) -> list[str]:
    """Return the lines that are an address and nothing else; they stand in no text."""
    return [
        line.text
        for line, role in zip(lines, plan.roles, strict=True)
        if role.reason == "link" and _ADDRESS.fullmatch(line.text)
    ]


def _links(body: str) -> tuple[PageLink, ...]:
    """Return the addresses written out in a text, each once."""
    found = dict.fromkeys(match.group() for match in _ADDRESS.finditer(body))
    return tuple(PageLink(address, address) for address in found)


def _placed(post: QuotedPost, body: str) -> QuotedPost:
    """Find where an embedded post stands in the body."""
    words = post.text.strip()
    at = body.find(words) if words else -1
    if at < 0 and words:
        # The page's lines divide a post where its text has line ends.
        first = words.splitlines()[0].strip()
        at = body.find(first)
        words = first
    return replace(post, span=(at, at + len(words))) if at >= 0 else replace(post, span=None)


def _with_pictures(
    items: Sequence[PageReading], pictures: tuple[PagePicture, ...]
) -> tuple[PageReading, ...]:
    """Give each picture to the article that holds its caption, the others to the first."""
    if not pictures:
        return tuple(items)
    keys = [{line_key(line.text) for line in item.lines} for item in items]
    owned: list[list[PagePicture]] = [[] for _ in items]
    for picture in pictures:
        caption = line_key(picture.caption)
        owner = next((at for at, own in enumerate(keys) if caption and caption in own), 0)
        owned[owner].append(picture)
    return tuple(
        replace(
            item,
            pictures=tuple(own),
            missing=tuple(
                part for part in item.missing if part is not MissingPart.NO_PICTURES or not own
            ),
        )
        for item, own in zip(items, owned, strict=True)
    )

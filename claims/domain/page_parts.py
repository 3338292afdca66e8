"""What reading a news page gives: the reading, its lines, pictures, links and quoted posts.

The words for a page as read, shared by pasted text and HTML. Nothing here reads anything: reading
is ``pages.py``, which hands these out, so import them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from claims.domain.publication import DateCandidate, PublishedConflict, PublishedOrigin
from multilingual.intervals import DateInterval
from multilingual.language import Identified

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
    "QuotedPost",
    "ReadLine",
    "SourceLine",
]


class LineRole(StrEnum):
    """What a line of a page is to the article. Only ``BODY`` and ``POST`` lines are in the body."""

    BODY = "body"
    TITLE = "title"
    # Between the title and the text, and no sentence: a subtitle or a kicker.
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    # A line that is nothing but an agency's place and day; inside a paragraph it stays there.
    DATELINE = "dateline"
    CAPTION = "caption"
    TAG = "tag"
    # What the article names as its sources, below the text.
    SOURCES = "sources"
    # The agency or paper that signs below the text.
    SIGN_OFF = "sign_off"
    FURNITURE = "furniture"
    # Comment form, readers' comments.
    COMMENTS = "comments"
    # The same line stands earlier.
    REPEATED = "repeated"
    # Learnt from other pages of the host.
    SITE_LINE = "site_line"
    # An embedded post of a social network.
    POST = "post"


class PageKind(StrEnum):
    """What sort of page it is; anything but an article says what an editor may expect of it."""

    ARTICLE = "article"
    PICTURES = "pictures"
    VIDEO = "video"
    PAYWALLED = "paywalled"
    # Words that say "not found", whatever the status was.
    NOT_FOUND = "not_found"
    EMPTY = "empty"
    # A home page, a list of links, a form.
    OTHER = "other"


class MissingPart(StrEnum):
    """What a page did not say; the desk asks the editor for it.

    ``NO_PICTURES`` is only said of a page: pasted text has no place for pictures.
    """

    NO_TITLE = "no_title"
    NO_DATE = "no_date"
    NO_TEXT = "no_text"
    NO_PICTURES = "no_pictures"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line as it stands on the page, before anything is decided.

    Attributes:
        number: from 0, rising; the lines of a pasted text as split at line ends (blank ones are
            counted and not given), the text lines of an HTML page in document order.
        text: without white space and invisible characters at its ends.
        hint: what the markup says it is; ``None`` where it says nothing, as in pasted text.
        after_gap: whether a blank line, or a block's edge, stands above it. Only lines without
            such a gap can be the wrapped lines of one paragraph.
        begins_article: whether the markup opens another ``<article>`` here.
    """

    number: int
    text: str
    hint: LineRole | None = None
    after_gap: bool = True
    begins_article: bool = False


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line and what became of it.

    Attributes:
        number: that of the ``SourceLine``.
        text: that of the ``SourceLine``, also of lines that were dropped.
        role: what it was taken for.
        reason: why, as a code that ``claims.wording.line_reason`` puts into words.
        body_start: code point offset in the body where its words begin; ``None`` if dropped.
    """

    number: int
    text: str
    role: LineRole
    reason: str
    body_start: int | None


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of the article, not of the site.

    ``url`` is absolute, or a ``data:`` address where the picture is inside a saved page.
    ``is_lead`` marks the one the page puts forward (og:image or the first).
    """

    url: str
    caption: str
    alt: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link out of the article's body: an absolute address and the words it stands on."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class QuotedPost:
    """A post of a social network that the article shows or tells of.

    Attributes:
        platform: "x", "facebook", "telegram", …; "" where the page does not say.
        account: handle with its "@", or the account's name; "" if not given.
        author: the name of who wrote it, as written.
        url: of the post itself; "" if not given.
        text: its words as the page gives them.
        posted: the days it can have been posted on; ``None`` if nothing is said.
        span: half-open code point offsets in the body; ``None`` if it is not in the body.
    """

    platform: str
    account: str
    author: str
    url: str
    text: str
    posted: DateInterval | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page beside its lines: from its markup, its address or the editor.

    Attributes:
        title: as the markup gives it; found among the lines where it is ``None``.
        author, outlet_name, canonical_url: as the markup gives them.
        language: BCP 47 tag that is sure (the editor's); ``None`` to identify it.
        identified: the language of the text, where it was identified already.
        declared_language: the page's own word, believed only where identifying is unsure.
        dates: days the markup or the address gives; by-lines among the lines are read here.
        pictures, links, posts: of the article; posts' spans are found here.
        captured_on: the day it was fetched or pasted; nothing can be published after it.
        kind: where the markup already tells; ``None`` to judge by what was read.
        notes: codes for ``claims.wording.reading_note``.
        has_place_for_pictures: False for pasted text, which then does not miss any.
    """

    title: str | None = None
    author: str | None = None
    outlet_name: str | None = None
    canonical_url: str | None = None
    language: str | None = None
    identified: Identified | None = None
    declared_language: str | None = None
    dates: tuple[DateCandidate, ...] = ()
    pictures: tuple[PagePicture, ...] = ()
    links: tuple[PageLink, ...] = ()
    posts: tuple[QuotedPost, ...] = ()
    captured_on: date | None = None
    kind: PageKind | None = None
    notes: tuple[str, ...] = ()
    has_place_for_pictures: bool = True
    videos: tuple[PagePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """A news page as read; nothing in it is stored or confirmed yet.

    Attributes:
        title: without the site's name; ``None`` if none was found.
        body: paragraphs separated by one empty line, without furniture and without the title.
        language: BCP 47 tag, "und" if it cannot be told.
        language_confidence: 0 to 1.
        published: the days it can have been published on; ``None`` only if nothing says anything.
        published_at: the instant in UTC, where one was written with its zone.
        published_origin, published_text: where that was read, and the words it rests on.
        published_conflicts: what contradicts it, for an editor to judge.
        captions: picture captions taken out of the text; those of known pictures are with them.
        missing: what the page did not say.
        furniture_removed: the lines taken out, in their order, captions not among them.
        kind: what sort of page it is.
        lines: every line in order, kept or dropped; together they are all that was given.
        links, posts: out of the body.
        first_line, last_line: numbers of the first and last line of this article; 0 and -1 where
            there is no line.
        notes: codes for ``claims.wording.reading_note``: what an editor should know of the page.
        standfirst: the subtitle, "" if there is none; it is not in the body.
        videos: files of moving pictures that the article plays, by their own addresses; only the
            page read as one has them.
    """

    title: str | None
    body: str
    language: str
    language_confidence: float
    author: str | None
    outlet_name: str | None
    canonical_url: str | None
    published: DateInterval | None
    published_at: datetime | None
    published_origin: PublishedOrigin | None
    published_text: str
    published_conflicts: tuple[PublishedConflict, ...]
    pictures: tuple[PagePicture, ...]
    captions: tuple[str, ...]
    missing: tuple[MissingPart, ...]
    furniture_removed: tuple[str, ...]
    kind: PageKind = PageKind.ARTICLE
    lines: tuple[ReadLine, ...] = ()
    links: tuple[PageLink, ...] = ()
    posts: tuple[QuotedPost, ...] = ()
    first_line: int = 0
    last_line: int = -1
    notes: tuple[str, ...] = ()
    standfirst: str = ""
    videos: tuple[PagePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where another article begins.

    Attributes:
        line: number of its first line.
        text: that line.
        is_offered: True where the reader proposes it, False where an editor made it.
        cohesion: cosine, 0 to 1, of the words of the 4 paragraphs before with those of the 4
            after; low supports the cut. ``None`` where one side has no paragraph.
    """

    line: int
    text: str
    is_offered: bool
    cohesion: float | None


@dataclass(frozen=True, slots=True)
class PageReadings:
    """A page read as one, and as the articles it seems to hold.

    Attributes:
        whole: everything read as one article.
        items: one reading per article, as offered or as an editor cut it; ``(whole,)`` where
            there is one.
        cuts: where the articles after the first begin; one less than ``items``.
    """

    whole: PageReading
    items: tuple[PageReading, ...]
    cuts: tuple[Cut, ...]

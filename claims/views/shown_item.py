"""A news item as the desk shows it: its text with everything that was found in it marked.

Gathers what `claims.item_queries` read into what templates can walk through: marked paragraphs,
lists with the same numbers as the marks, cards for suggestions. Not for what may be done with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.domain.marks import Mark, MarkKind, Paragraph, paragraphs
from claims.domain.page_lines import line_key
from claims.domain.pages import LineRole
from claims.domain.quotations import find_quotation
from claims.domain.stored_reading import StoredDate, StoredPost, StoredVerdict
from claims.item_queries import ItemReadingPage
from claims.models import (
    NewsItem,
    ReadingCorrection,
    ReadingCorrectionKind,
    SiteLine,
    Statement,
)
from claims.recording import own_address
from claims.views.suggestion_cards import PER_PAGE
from claims.wording import found_date_sentence, line_reason, statement_lead, statement_told
from multilingual.arabic import normalize_for_matching

# Of a text so long that nobody reads it here, only this much is marked and shown.
MOST_SHOWN = 200_000
MOST_LINES = 1_500


@dataclass(frozen=True, slots=True)
class Note:
    """What a mark says, and where on the page more is said of it.

    ``target`` is the id of that place; the mark itself is called ``target`` with "-mark" behind
    it, so that one leads to the other. ``query`` is what the item's address needs for that place
    to be shown; "" where it stands on every page.
    """

    kind: str
    target: str
    says: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text: ``kinds`` of marks that lie over it, and the note of one that begins here."""

    text: str
    kinds: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph; ``start`` and ``end`` are its place in the whole text, in code points."""

    start: int
    end: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in the text with what it was read as; ``number`` counts them from 1."""

    number: int
    date: StoredDate
    says: str

    @property
    def target(self) -> str:
        """The id of its line in the list."""
        return f"date-{self.number}"


@dataclass(frozen=True, slots=True)
class FoundVerdict:
    """Another fact-checker's finding that the text tells of."""

    number: int
    verdict: StoredVerdict
    told_at: str

    @property
    def source_query(self) -> str:
        """What fills the form of a verdict's sources with it."""
        title = f"{self.verdict.checker}: {self.verdict.words}"[:300]
        return urlencode({"title": title, "publisher": self.verdict.checker, "url": self.told_at})


@dataclass(frozen=True, slots=True)
class ShownText:
    """The title and text with their marks.

    ``kinds`` are those that occur, for the legend. ``is_shortened`` says that there is more.
    """

    title: tuple[ShownParagraph, ...]
    body: tuple[ShownParagraph, ...]
    dates: tuple[FoundDate, ...]
    verdicts: tuple[FoundVerdict, ...]
    posts: tuple[StoredPost, ...]
    kinds: frozenset[str]
    is_shortened: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the page; ``position`` counts from 1, ``number`` is its name to the reader.

    ``says`` is why it was left out or what it is, in words; "" for plain text.
    """

    number: int
    position: int
    text: str
    is_kept: bool
    says: str
    site_line: SiteLine | None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an item's text or title, from ``start`` to ``end`` in code points."""

    start: int
    end: int
    in_title: bool
    words: str


def shown_text(page: ItemReadingPage, suggestions_page: int = 1) -> ShownText:
    """Mark an item's title and text with what was found in them and recorded of them.

    ``suggestions_page`` is the one that stands beside the text, counted from 1.
    """
    item, text = page.item, page.item.text[:MOST_SHOWN]
    dates = tuple(
        FoundDate(number, one, found_date_sentence(one))
        for number, one in enumerate(page.dates, start=1)
    )
    verdicts = tuple(
        FoundVerdict(number, one, own_address(item))
        for number, one in enumerate(page.earlier_verdicts, start=1)
    )
    in_title, in_body = _Marks(), _Marks()
    for found in dates:
        in_body.add(MarkKind.DATE, found.target, (found.date.start, found.date.end), found.says)
    for index, one in enumerate(page.offered):
        place = in_title if one.in_title else in_body
        target, says = f"suggestion-{one.pk}", statement_lead(one.stance, one.speaker)
        on_page = index // PER_PAGE + 1
        query = "" if on_page == suggestions_page else f"?suggestions={on_page}"
        place.add(MarkKind.CUE, target, _span(one.spans, "cue"), says, query)
        place.add(MarkKind.STATEMENT, target, _span(one.spans, "claim"), says)
    for statement in page.recorded:
        if not statement.is_adrift:
            (in_title if statement.in_title else in_body).add(
                MarkKind.RECORDED,
                f"statement-{statement.pk}",
                (statement.span_start, statement.span_end),
                _recorded(statement),
            )
    placed = {
        appearance.claim_id: (appearance.span_start, appearance.span_end)
        for appearance in page.appearances
        if appearance.span_start is not None and appearance.span_end is not None
    }
    for claim in page.claims:
        place, span = in_body, placed.get(claim.pk) or find_quotation(claim.text, text)
        if span is None:
            place, span = in_title, find_quotation(claim.text, item.title)
        place.add(MarkKind.CLAIM, f"claim-{claim.pk}", span, _("A claim was made of this."))
    for told in verdicts:
        span = (told.verdict.start, told.verdict.end)
        in_body.add(
            MarkKind.VERDICT, f"verdict-{told.number}", span, _("Another fact-check is told of.")
        )
    for post in page.posts:
        if post.start is not None and post.end is not None:
            span = (post.start, post.end)
            in_body.add(MarkKind.POST, f"post-{post.number}", span, _("A quoted post."))
    return ShownText(
        in_title.over(item.title),
        in_body.over(text),
        dates,
        verdicts,
        tuple(page.posts),
        in_title.kinds | in_body.kinds,
        len(item.text) > MOST_SHOWN,
    )


def _recorded(statement: Statement) -> str:
    speaker = statement.speaker.name if statement.speaker else ""
    return _("Recorded: %(what)s") % {"what": statement_told(statement.stance, speaker, "")}


def shown_lines(page: ItemReadingPage) -> tuple[list[ShownLine], int]:
    """Return the lines to show, and how many more there are."""
    learnt = {one.text: one for one in page.site_lines}
    choices = _line_choices(page.corrections)
    found = []
    for position, line in enumerate(page.lines[:MOST_LINES], start=1):
        chosen = choices.get(line_key(line.text))
        is_kept = line.is_kept if chosen is None else chosen
        site_line = learnt.get(line.text)
        if chosen is not None:
            says = _("kept by an editor") if chosen else _("left out by an editor")
        elif site_line is not None and not is_kept:
            says = ngettext(
                "learnt from %(count)s page of this site",
                "learnt from %(count)s pages of this site",
                site_line.pages_seen,
            ) % {"count": site_line.pages_seen}
        else:
            says = "" if line.role == LineRole.BODY else line_reason(line.reason, line.role)
        found.append(ShownLine(line.number, position, line.text, is_kept, says, site_line))
    return found, max(0, len(page.lines) - MOST_LINES)


def _line_choices(corrections: Iterable[ReadingCorrection]) -> dict[str, bool]:
    """What people said of lines: line key -> whether it is kept. The newest word counts."""
    kinds = {ReadingCorrectionKind.KEEP_LINE: True, ReadingCorrectionKind.DROP_LINE: False}
    return {
        line_key(one.before): kinds[ReadingCorrectionKind(one.kind)]
        for one in sorted(corrections, key=lambda one: one.pk)
        if one.kind in kinds
    }


def passage_in(item: NewsItem, asked: Mapping[str, str]) -> Passage | None:
    """Return the words that an address names by ``start``, ``end`` and ``in``; None for none."""
    numbers = [asked.get(name, "") for name in ("start", "end")]
    if not all(one.isascii() and one.isdigit() and len(one) < 9 for one in numbers):
        return None
    in_title = asked.get("in") == "title"
    text = item.title if in_title else item.text
    start, end = (int(one) for one in numbers)
    words = text[start:end]
    if end > len(text) or not words.strip():
        return None
    # Selecting takes a space along; a claim begins and ends with its own words.
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Passage(start, start + len(words), in_title, words)


def normalized_paragraphs(item: NewsItem) -> list[str]:
    """The text as search and matching see it, by paragraphs."""
    return [
        normalize_for_matching(item.text[one.start : one.end])
        for one in paragraphs(item.text[:MOST_SHOWN], ())
    ]


# A mark that leads somewhere is a stop for the keyboard: where several begin at once, the first
# of these leads.
_LEADS = (
    MarkKind.DATE,
    MarkKind.CUE,
    MarkKind.RECORDED,
    MarkKind.VERDICT,
    MarkKind.CLAIM,
    MarkKind.POST,
)


class _Marks:
    """Marks over one text, each with its note."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self._notes: dict[tuple[MarkKind, str], Note] = {}

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(mark.kind.value for mark in self._marks)

    def add(
        self, kind: MarkKind, target: str, span: tuple[int, int] | None, says: str, query: str = ""
    ) -> None:
        if span is None:
            return
        self._marks.append(Mark(kind, target, *span))
        # Of a cue and its claim, the cue leads; a claim alone has no stop of its own.
        if kind is not MarkKind.STATEMENT:
            self._notes[kind, target] = Note(kind.value, target, says, query)

    def over(self, text: str) -> tuple[ShownParagraph, ...]:
        return tuple(self._shown(one) for one in paragraphs(text, self._marks))

    def _shown(self, paragraph: Paragraph) -> ShownParagraph:
        runs = tuple(
            Run(
                segment.text,
                " ".join(dict.fromkeys(mark.kind.value for mark in segment.marks)),
                self._note(segment.opens),
            )
            for segment in paragraph.segments
        )
        return ShownParagraph(paragraph.start, paragraph.end, runs)

    def _note(self, opens: Sequence[Mark]) -> Note | None:
        for kind in _LEADS:
            for mark in opens:
                if mark.kind is kind:
                    return self._notes[mark.kind, mark.key]
        return None


def _span(spans: object, name: str) -> tuple[int, int] | None:
    """Return a stored span, or None if there is none or it is of another shape."""
    found = spans.get(name) if isinstance(spans, dict) else None
    if not isinstance(found, list) or len(found) != 2:
        return None
    start, end = found
    return (start, end) if isinstance(start, int) and isinstance(end, int) else None

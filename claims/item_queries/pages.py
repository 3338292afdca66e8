"""Everything that the page of a news item shows, and which items are worth reading anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.domain.stored_reading import (
    StoredCut,
    StoredDate,
    StoredLine,
    StoredLink,
    StoredPost,
    StoredVerdict,
    stored_cuts,
    stored_dates,
    stored_lines,
    stored_links,
    stored_posts,
    stored_verdicts,
)
from claims.item_queries.opposed import Opposed, opposed_to
from claims.models import (
    Appearance,
    Claim,
    NewsItem,
    NewsItemPicture,
    Reading,
    ReadingCorrection,
    SiteLine,
    Statement,
    StatementSuggestion,
    SuggestionState,
)
from claims.models.news_item import ReadingState
from claims.recording.items import READER_VERSION, first_of
from claims.recording.places import site_of
from jobs.models import Job, JobState

_UNDER_WAY = (JobState.QUEUED, JobState.FAILED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class ItemReadingPage:
    """Everything that the page of a news item shows.

    Attributes:
        first: the item that was brought in, of which this is a part or itself.
        parts: the first item and the parts it is cut into, in the order of the page; only the
            item itself where the page is one article.
        joined: parts that were joined again and still have claims or statements.
        reading: the newest; None before the item was read.
        readings: how many there are.
        is_stale: whether a newer reader could read it anew.
        job: what is reading or analysing it at this moment.
        is_being_analyzed: whether a long text waits for its analysis; nothing is marked then.
        lines: every line of this part of the page, kept or left out.
        offered_cuts: where the reader thinks that further articles begin, while nobody decided.
        corrections: those in force that found their place; ``adrift`` those that did not;
            ``undone`` those that were taken back. Newest first.
        offered, decided: suggestions; decided are taken or turned down. In the order of the text.
        recorded: statements recorded of this item, with claim, speaker and relay.
        appearances: of claims that were made of words of this item.
        opposed: suggestion id -> who says the opposite in another item.
        conflicts: codes of what contradicts the date of publication.
        site_lines: learnt lines of the site that stand on this page.
    """

    item: NewsItem
    first: NewsItem
    parts: list[NewsItem]
    joined: list[NewsItem]
    pictures: list[NewsItemPicture]
    claims: list[Claim]
    reading: Reading | None
    readings: int
    is_stale: bool
    job: Job | None
    is_being_analyzed: bool
    lines: list[StoredLine]
    offered_cuts: list[StoredCut]
    corrections: list[ReadingCorrection]
    adrift: list[ReadingCorrection]
    undone: list[ReadingCorrection]
    dates: list[StoredDate]
    offered: list[StatementSuggestion]
    decided: list[StatementSuggestion]
    recorded: list[Statement]
    appearances: list[Appearance]
    earlier_verdicts: list[StoredVerdict]
    posts: list[StoredPost]
    links: list[StoredLink]
    notes: list[str]
    kind: str
    opposed: Mapping[int, list[Opposed]]
    conflicts: list[str]
    site_lines: list[SiteLine]


def item_reading(item_id: UUID) -> ItemReadingPage:
    """Return everything the page of an item shows. About twenty queries.

    Raises:
        NewsItem.DoesNotExist.
    """
    item = NewsItem.objects.select_related(
        "outlet", "capture", "added_by", "reading", "part_of__reading", "part_of__outlet"
    ).get(pk=item_id)
    first = first_of(item)
    content = item.reading.content if item.reading else {}
    lines = stored_lines(content)
    is_being_analyzed = item.analysis.get("is_waiting") is True
    corrections = list(item.corrections.select_related("made_by", "undone_by").order_by("-id"))
    standing = [one for one in corrections if one.undone_at is None]
    suggestions = list(
        item.suggestions.exclude(state=SuggestionState.GONE).select_related(
            "statement__claim", "decided_by"
        )
    )
    offered = [one for one in suggestions if one.state == SuggestionState.OFFERED]
    offered = [] if is_being_analyzed else offered
    return ItemReadingPage(
        item=item,
        first=first,
        parts=_parts(first),
        joined=_joined_in_use(first),
        pictures=list(item.pictures.select_related("asset")),
        claims=list(item.claims.all()),
        reading=item.reading,
        readings=item.readings.count(),
        is_stale=is_stale(item),
        job=_job_of(first, item),
        is_being_analyzed=is_being_analyzed,
        lines=lines,
        offered_cuts=stored_cuts(content) if item.part == 1 and item.cuts is None else [],
        corrections=[one for one in standing if not one.is_adrift],
        adrift=[one for one in standing if one.is_adrift],
        undone=[one for one in corrections if one.undone_at is not None],
        dates=stored_dates(item.analysis),
        offered=offered,
        decided=[
            one
            for one in suggestions
            if one.state in (SuggestionState.ACCEPTED, SuggestionState.REJECTED)
        ],
        recorded=list(item.statements.select_related("claim", "speaker", "relay")),
        appearances=list(
            Appearance.objects.filter(news_item=item).exclude(quote="").select_related("claim")
        ),
        earlier_verdicts=stored_verdicts(item.analysis),
        posts=stored_posts(item.analysis),
        links=stored_links(content),
        notes=[str(note) for note in content.get("notes") or ()],
        kind=str(content.get("kind") or ""),
        opposed=opposed_to(item, offered),
        conflicts=[str(code) for code in item.published_conflicts],
        site_lines=_site_lines(first, lines),
    )


def is_stale(item: NewsItem) -> bool:
    """Whether it was read by an older reader, and can be read anew."""
    if item.state != ReadingState.READ or item.intake == "pictures":
        return False
    return item.reading is None or item.reading.reader_version < READER_VERSION


def stale_items() -> QuerySet[NewsItem]:
    """Items, parts not among them, that a newer reader could read anew, oldest first."""
    return (
        NewsItem.objects.filter(state=ReadingState.READ, part_of__isnull=True)
        .exclude(intake="pictures")
        .filter(Q(reading__isnull=True) | Q(reading__reader_version__lt=READER_VERSION))
        .filter(Q(intake="text") | Q(capture__isnull=False))
        .order_by("added_at", "pk")
    )


def _parts(first: NewsItem) -> list[NewsItem]:
    numbers = [cut.get("part") for cut in first.cuts or () if isinstance(cut, dict)]
    found = {one.part: one for one in first.parts.exclude(state=ReadingState.JOINED)}
    return [first, *(found[number] for number in numbers if number in found)]


def _joined_in_use(first: NewsItem) -> list[NewsItem]:
    joined = first.parts.filter(state=ReadingState.JOINED)
    return list(joined.filter(Q(statements__isnull=False) | Q(claims__isnull=False)).distinct())


def _job_of(first: NewsItem, item: NewsItem) -> Job | None:
    keys = Q(key__startswith=f"{first.pk}:") | Q(key=str(item.pk))
    return Job.objects.filter(keys, state__in=_UNDER_WAY).order_by("-pk").first()


def _site_lines(first: NewsItem, lines: Iterable[StoredLine]) -> list[SiteLine]:
    site = site_of(first)
    if not site:
        return []
    words = {line.text for line in lines}
    return [one for one in SiteLine.objects.filter(site=site) if one.text in words]

"""What the page of a news item shows: what was read, what people put right, what is suggested.

Reads only. For the sides of a claim too, which come from several items. Beside `claims.queries`
because that one is long and this is one subject.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from claims.domain.attributed import Stance as SaidStance
from claims.domain.opposition import SAME_SUBJECT, are_opposed, likeness
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
from claims.models import (
    Appearance,
    Claim,
    NewsItem,
    NewsItemPicture,
    Reading,
    ReadingCorrection,
    SiteLine,
    Stance,
    Statement,
    StatementSuggestion,
    SuggestionState,
)
from claims.models.news_item import ReadingState
from claims.recording.items import READER_VERSION, first_of
from claims.recording.places import site_of
from jobs.models import Job, JobState

# Where the other side is looked for, per suggestion, before the likeness is worked out.
_MOST_CANDIDATES = 12
# Shown for one suggestion.
_MOST_OPPOSED = 3
_FOR = (Stance.ASSERTS, Stance.REPORTS)
_UNDER_WAY = (JobState.QUEUED, JobState.FAILED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Opposed:
    """Somebody in another item who speaks against what is said here, or the other way round.

    Exactly one of ``suggestion`` and ``statement`` is set; ``claim`` where it is recorded.
    """

    item: NewsItem
    speaker: str
    stance: str
    words: str
    suggestion: StatementSuggestion | None
    statement: Statement | None
    claim: Claim | None


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


# --- The other side ---------------------------------------------------------------------------


def opposed_to(
    item: NewsItem, suggestions: Sequence[StatementSuggestion]
) -> dict[int, list[Opposed]]:
    """Find, for each suggestion, who says the opposite of the same in other items.

    Candidates come from the trigrams of the folded claims; those that are alike enough, with
    opposite stances, are given, the most alike first. Alike means about the same thing and no
    more: a person says whether it is.

    Returns:
        Suggestion id -> at most three; without an entry where there is none. At most five
        queries.
    """
    asked = [one for one in suggestions if one.claim_key and _other_sides(one.stance)]
    found: dict[int, list[tuple[float, Opposed]]] = defaultdict(list)
    family = [first_of(item).pk, *first_of(item).parts.values_list("pk", flat=True)]
    for one, other in _opposed_suggestions(asked, family):
        _weigh(
            found,
            one,
            other.claim_text or other.claim_key,
            Opposed(
                other.news_item,
                other.speaker,
                other.stance,
                other.claim_text,
                other,
                None,
                other.statement.claim if other.statement else None,
            ),
        )
    for one, stated in _opposed_statements(asked, family):
        _weigh(
            found,
            one,
            stated.claim_key,
            Opposed(
                stated.news_item,
                stated.speaker.name if stated.speaker else "",
                stated.stance,
                stated.quote,
                None,
                stated,
                stated.claim,
            ),
        )
    return {
        pk: [one for _, one in sorted(weighed, key=lambda pair: -pair[0])[:_MOST_OPPOSED]]
        for pk, weighed in found.items()
    }


def _weigh(
    found: dict[int, list[tuple[float, Opposed]]],
    one: StatementSuggestion,
    words: str,
    other: Opposed,
) -> None:
    if not are_opposed(SaidStance(one.stance), SaidStance(other.stance)):
        return
    alike = likeness(one.claim_text, words, one.language)
    if alike >= SAME_SUBJECT:
        found[one.pk].append((alike, other))


def _other_sides(stance: str) -> tuple[str, ...]:
    if stance == Stance.DENIES:
        return _FOR
    return (Stance.DENIES,) if stance in _FOR else ()


# One look-up per suggestion, in one statement: each uses the partial index of the other side.
_CANDIDATES = """
SELECT asked.pk, near.id
FROM unnest(%s::bigint[], %s::text[]) AS asked (pk, key)
CROSS JOIN LATERAL (
    SELECT other.id FROM {table} AS other
    WHERE other.claim_key %% asked.key AND {where} AND NOT other.news_item_id = ANY (%s::uuid[])
    ORDER BY similarity(other.claim_key, asked.key) DESC LIMIT %s
) AS near
"""
_DENIED = "other.stance = 'denies'"
_SAID = "other.stance IN ('asserts', 'reports')"


def _near(
    asked: Sequence[StatementSuggestion], table: str, where: str, family: list[UUID]
) -> list[tuple[int, int]]:
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES.format(table=table, where=where),
            [[one.pk for one in asked], [one.claim_key for one in asked], family, _MOST_CANDIDATES],
        )
        return list(cursor.fetchall())


def _pairs(
    asked: Sequence[StatementSuggestion], table: str, where: str, family: list[UUID]
) -> list[tuple[int, int]]:
    """Return (asked id, candidate id) for both directions."""
    for_it = [one for one in asked if one.stance != Stance.DENIES]
    against = [one for one in asked if one.stance == Stance.DENIES]
    return [
        *_near(for_it, table, f"{where}{_DENIED}", family),
        *_near(against, table, f"{where}{_SAID}", family),
    ]


def _opposed_suggestions(
    asked: Sequence[StatementSuggestion], family: list[UUID]
) -> list[tuple[StatementSuggestion, StatementSuggestion]]:
    pairs = _pairs(
        asked,
        StatementSuggestion._meta.db_table,
        "other.state IN ('offered', 'accepted') AND ",
        family,
    )
    by_id = {one.pk: one for one in asked}
    others = StatementSuggestion.objects.select_related(
        "news_item__outlet", "statement__claim"
    ).in_bulk({other for _, other in pairs})
    return [(by_id[one], others[other]) for one, other in pairs if other in others]


def _opposed_statements(
    asked: Sequence[StatementSuggestion], family: list[UUID]
) -> list[tuple[StatementSuggestion, Statement]]:
    pairs = _pairs(asked, Statement._meta.db_table, "", family)
    by_id = {one.pk: one for one in asked}
    # Those that were made of a suggestion were found with it.
    others = {
        one.pk: one
        for one in Statement.objects.filter(
            pk__in={other for _, other in pairs}, suggestion__isnull=True
        ).select_related("news_item__outlet", "speaker", "claim")
    }
    return [(by_id[one], others[other]) for one, other in pairs if other in others]


# --- The sides of a claim ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimSide:
    """What speakers do with a claim: one stance, and every statement of it."""

    stance: Stance
    statements: list[Statement]


# In the order in which they are shown: for and against side by side, then the rest.
SIDES = (
    Stance.ASSERTS,
    Stance.DENIES,
    Stance.REPORTS,
    Stance.CANNOT_VERIFY,
    Stance.DECLINES,
    Stance.NO_ANSWER,
    Stance.DID_NOT_ANNOUNCE,
)


def claim_sides(claim: Claim) -> list[ClaimSide]:
    """Return who asserts, denies … a claim, over all items; sides without a statement are left
    out, but for those that assert and deny. One query."""
    by_stance: dict[str, list[Statement]] = defaultdict(list)
    statements = claim.statements.select_related("speaker", "relay", "news_item__outlet")
    for statement in statements.order_by("news_item__published_first", "recorded_at", "pk"):
        by_stance[statement.stance].append(statement)
    return [
        ClaimSide(stance, by_stance[stance])
        for stance in SIDES
        if by_stance[stance] or stance in (Stance.ASSERTS, Stance.DENIES)
    ]

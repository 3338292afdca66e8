"""What one screen needs to know, read from several models.

Here too is THE one public queryset: everything a reader may ever see comes out of
`public_revisions`, `withdrawn_revisions` or `once_public_revisions`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Now

from claims.domain.workflow import Approved, CaseStatus, Missing, TextStatus
from claims.models import (
    AuditEvent,
    Claim,
    ClaimPicture,
    Correction,
    HistoryHead,
    NewsItem,
    NewsItemPicture,
    RatingLabel,
    Revision,
    RevisionPicture,
    SourceReference,
    Submission,
    SubmissionState,
)
from claims.models.news_item import ReadingState
from claims.models.verdict import OPEN_STATUSES
from jobs.models import Job, JobState
from media_provenance.models import AssetState, Finding, Match, MediaAsset
from media_provenance.queries import linked_pictures

if TYPE_CHECKING:
    from django.contrib.auth.models import User


# What readers were told stays told: a revision at one of these was public at some time.
ONCE_PUBLIC = (TextStatus.PUBLISHED, TextStatus.SUPERSEDED, TextStatus.WITHDRAWN)


def public_revisions(language: str | None = None) -> QuerySet[Revision]:
    """Everything that readers may see: published revisions, newest first."""
    found = (
        Revision.objects.filter(status=TextStatus.PUBLISHED)
        .select_related("text__verdict")
        .order_by("-published_at")
    )
    return found.filter(text__language=language) if language else found


def withdrawn_revisions(language: str | None = None) -> QuerySet[Revision]:
    """Withdrawn texts that nothing published has replaced: their public stones."""
    replaced = Revision.objects.filter(text=OuterRef("text"), status=TextStatus.PUBLISHED)
    found = (
        Revision.objects.filter(status=TextStatus.WITHDRAWN)
        .filter(~Exists(replaced))
        .select_related("text__verdict")
        .order_by("-withdrawn_at")
    )
    return found.filter(text__language=language) if language else found


def once_public_revisions(language: str, public_id: str) -> list[Revision]:
    """Every revision of a text that readers could read at some time, newest first. One query."""
    return list(
        Revision.objects.filter(
            text__verdict__public_id=public_id,
            text__language=language,
            status__in=ONCE_PUBLIC,
        )
        .select_related("text__verdict")
        .order_by("-number")
    )


def claim_hashes(public_ids: Iterable[str]) -> dict[str, str]:
    """Return, by public id, the claim hash in the newest signed head of each verdict. One query."""
    newest = (
        HistoryHead.objects.filter(public_id__in=list(public_ids))
        .order_by("public_id", "-id")
        .distinct("public_id")
    )
    return dict(newest.values_list("public_id", "claim_hash"))


def signed_claim_hashes(public_id: str) -> frozenset[str]:
    """Return the hashes of a claim's events that signed heads name. One query."""
    heads = HistoryHead.objects.filter(public_id=public_id)
    return frozenset(heads.values_list("claim_hash", flat=True))


def revisions_of_claim(claim_id: UUID) -> list[Revision]:
    """Every revision of a claim's texts in all languages. One query."""
    return list(Revision.objects.filter(text__verdict__claim=claim_id).select_related("text"))


def earlier_revision(revision: Revision) -> Revision | None:
    """The revision of the same text that was begun before this one."""
    return (
        Revision.objects.filter(text_id=revision.text_id, number__lt=revision.number)
        .select_related("rating", "finding", "text__verdict__claim")
        .order_by("-number")
        .first()
    )


def rating_labels(language: str) -> dict[str, str]:
    """What each rating is called in a language, by its key."""
    return dict(RatingLabel.objects.filter(language=language).values_list("rating__key", "label"))


def due_revisions() -> QuerySet[Revision]:
    """Scheduled revisions whose time has come, by the database's clock."""
    return Revision.objects.filter(status=TextStatus.SCHEDULED, publish_at__lte=Now())


def open_revision_of(text_id: int) -> Revision | None:
    """The revision of a text that is being worked on, if any."""
    return Revision.objects.filter(text_id=text_id, status__in=OPEN_STATUSES).first()


def missing_of(revision: Revision) -> frozenset[Missing]:
    """List everything the revision lacks for its next moves. Four queries."""
    return missing_of_each([revision])[revision.pk]


def missing_of_each(revisions: Sequence[Revision]) -> dict[UUID, frozenset[Missing]]:
    """List what each revision lacks, by its id. Four queries, however many they are."""
    ids = [revision.pk for revision in revisions]
    texts = [revision.text_id for revision in revisions]
    sourced = set(
        SourceReference.objects.filter(verdict__texts__in=texts).values_list(
            "verdict_id", flat=True
        )
    )
    undescribed = set(
        RevisionPicture.objects.filter(revision__in=ids, alt="").values_list(
            "revision_id", flat=True
        )
    )
    noted = set(Correction.objects.filter(revision__in=ids).values_list("revision_id", flat=True))
    # Only what readers can read now is put right; a text begun after a withdrawal is a new one.
    public = set(
        Revision.objects.filter(text__in=texts, status=TextStatus.PUBLISHED).values_list(
            "text_id", "pk"
        )
    )
    return {
        revision.pk: frozenset(
            need
            for need, is_missing in (
                (Missing.RATING, not revision.rating_id),
                (Missing.CLAIM_TEXT, not revision.claim_text.strip()),
                (Missing.HEADLINE, not revision.headline.strip()),
                (Missing.SUMMARY, not revision.summary.strip()),
                (Missing.BODY, not revision.body.strip()),
                (Missing.SOURCES, revision.text.verdict_id not in sourced),
                (Missing.ALT_TEXT, revision.pk in undescribed),
                (
                    Missing.CORRECTION_NOTE,
                    revision.pk not in noted
                    and any(text == revision.text_id and pk != revision.pk for text, pk in public),
                ),
            )
            if is_missing
        )
        for revision in revisions
    }


def check_nothing_is_approved(claim_id: UUID) -> None:
    """Refuse to change what an approved text would show: a second person has read it as it is.

    Raises:
        Approved: a text of the claim's verdict is approved or scheduled.
    """
    waiting = Revision.objects.filter(
        text__verdict__claim_id=claim_id, status__in=[TextStatus.APPROVED, TextStatus.SCHEDULED]
    )
    if waiting.exists():
        raise Approved


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers in the rail of the desk."""

    inbox: int
    researching: int
    mine: int
    review: int
    published: int
    matches: int
    set_aside: int
    submissions: int


def rail_counts(user: User) -> Counts:
    """Count what waits, for the rail. Six queries."""
    cases = Claim.objects.aggregate(
        received=Count("pk", filter=Q(status=CaseStatus.RECEIVED)),
        researching=Count("pk", filter=Q(status=CaseStatus.RESEARCHING)),
        mine=Count("pk", filter=Q(status=CaseStatus.RESEARCHING, assignee=user)),
    )
    texts = Revision.objects.aggregate(
        review=Count("pk", filter=Q(status__in=WAITING_STATUSES)),
        published=Count("pk", filter=Q(status=TextStatus.PUBLISHED)),
    )
    return Counts(
        inbox=new_items().count() + cases["received"],
        researching=cases["researching"],
        mine=cases["mine"],
        review=texts["review"],
        published=texts["published"],
        matches=Match.objects.waiting().count(),
        set_aside=Job.objects.filter(state=JobState.QUARANTINED).count(),
        submissions=Submission.objects.filter(state=SubmissionState.NEW).count(),
    )


# Texts that wait for somebody else than their author.
WAITING_STATUSES = (TextStatus.IN_REVIEW, TextStatus.APPROVED, TextStatus.SCHEDULED)


def new_items() -> QuerySet[NewsItem]:
    """News items that nobody has made a claim of yet, newest first."""
    return (
        NewsItem.objects.filter(claims__isnull=True)
        .exclude(state=ReadingState.JOINED)
        .select_related("outlet")
        .prefetch_related(Prefetch("pictures", NewsItemPicture.objects.select_related("asset")))
        .order_by("-added_at")
    )


def items_like(items: QuerySet[NewsItem], words: str) -> QuerySet[NewsItem]:
    """Narrow news items to those with these words in title, text, address or outlet."""
    return items.filter(
        Q(title__icontains=words)
        | Q(text__icontains=words)
        | Q(url__icontains=words)
        | Q(outlet__name__icontains=words)
    )


def claims_like(claims: QuerySet[Claim], words: str) -> QuerySet[Claim]:
    """Narrow claims to those with these words in the claim or the claimant's name."""
    return claims.filter(
        Q(text__icontains=words) | Q(restated__icontains=words) | Q(claimant__name__icontains=words)
    )


def claims_to_join(words: str, *, but: UUID | None = None, most: int = 20) -> list[Claim]:
    """Claims that another thing may be attached to or merged into: open or answered, newest first.

    ``but`` is left out. Without ``words`` these are the newest.
    """
    found = Claim.objects.exclude(status=CaseStatus.DROPPED)
    if but is not None:
        found = found.exclude(pk=but)
    return list(claims_like(found, words)[:most] if words else found[:most])


def reading_job(item_id: UUID) -> Job | None:
    """The newest job that reads this news item."""
    return Job.objects.filter(key__startswith=f"{item_id}:").order_by("-pk").first()


def picture_job(asset_id: UUID) -> Job | None:
    """The newest job that reads this picture."""
    return Job.objects.filter(payload__asset=str(asset_id)).order_by("-pk").first()


def search_job(search_id: UUID) -> Job | None:
    """The newest job that looks for this picture in the archive."""
    return Job.objects.filter(payload__search=str(search_id)).order_by("-pk").first()


def count_cases() -> dict[str, int]:
    """How many claims stand at each status; every status is named."""
    found = dict(Claim.objects.order_by().values_list("status").annotate(Count("pk")))
    return {status.value: found.get(status, 0) for status in CaseStatus}


def reference_of(claim_id: UUID) -> str:
    """Return the name under which a claim asks about pictures."""
    return f"claim:{claim_id}"


@dataclass(frozen=True, slots=True)
class ClaimPictureState:
    """A picture of a claim, what was found out about its date, and how many likely copies
    wait for a person's decision."""

    picture: ClaimPicture
    finding: Finding | None
    waiting: int


def claim_picture_states(claim: Claim) -> list[ClaimPictureState]:
    """The claim's pictures with their current findings. Three queries."""
    pictures = list(claim.pictures.select_related("asset"))
    findings = {
        finding.question.asset_id: finding
        for finding in Finding.objects.filter(
            superseded_at__isnull=True, question__asked_for=reference_of(claim.pk)
        ).select_related("question")
    }
    assets = [picture.asset_id for picture in pictures]
    undecided = Match.objects.waiting().filter(Q(first_id__in=assets) | Q(second_id__in=assets))
    waiting = Counter(
        side for pair in undecided.values_list("first_id", "second_id") for side in pair
    )
    return [
        ClaimPictureState(picture, findings.get(picture.asset_id), waiting[picture.asset_id])
        for picture in pictures
    ]


def cases(status: str, *, assignee: User | None = None) -> QuerySet[Claim]:
    """Claims that stand at a status, newest first, with what a list row shows."""
    found = (
        Claim.objects.filter(status=status)
        .select_related("claimant", "assignee", "verdict")
        .prefetch_related(
            Prefetch("pictures", ClaimPicture.objects.select_related("asset")),
            Prefetch(
                "verdict__texts__revisions",
                Revision.objects.filter(status__in=(*OPEN_STATUSES, TextStatus.PUBLISHED)),
            ),
        )
        .annotate(requests=Count("submissions", distinct=True))
        .order_by("-added_at")
    )
    return found.filter(assignee=assignee) if assignee else found


def review_queue() -> QuerySet[Revision]:
    """Texts that wait for a second person or for publication, longest waiting first."""
    return (
        Revision.objects.filter(status__in=WAITING_STATUSES)
        .select_related("text__verdict__claim", "author", "rating")
        .order_by("submitted_at")
    )


@dataclass(frozen=True, slots=True)
class ItemPage:
    item: NewsItem
    pictures: list[NewsItemPicture]
    claims: list[Claim]


def item_page(item_id: UUID) -> ItemPage:
    """Everything the page of a news item shows.

    Raises:
        NewsItem.DoesNotExist.
    """
    item = NewsItem.objects.select_related("outlet", "capture", "added_by").get(pk=item_id)
    return ItemPage(
        item,
        list(item.pictures.select_related("asset")),
        list(item.claims.all()),
    )


@dataclass(frozen=True, slots=True)
class TextState:
    """How far the verdict is in one language."""

    language: str
    open: Revision | None
    published: Revision | None
    # The last one taken back; it says nothing of what was begun or published since.
    withdrawn: Revision | None


def text_states(claim: Claim, languages: Sequence[str]) -> list[TextState]:
    """How far the verdict is in each language of the site. One query."""
    revisions = Revision.objects.filter(
        text__verdict__claim=claim,
        status__in=(*OPEN_STATUSES, TextStatus.PUBLISHED, TextStatus.WITHDRAWN),
    ).select_related("text")
    return _states(list(revisions.order_by("-number")), languages)


def _states(revisions: Sequence[Revision], languages: Sequence[str]) -> list[TextState]:
    def first(language: str, statuses: Container[str]) -> Revision | None:
        return next(
            (one for one in revisions if one.text.language == language and one.status in statuses),
            None,
        )

    return [
        TextState(
            language,
            first(language, OPEN_STATUSES),
            first(language, (TextStatus.PUBLISHED,)),
            first(language, (TextStatus.WITHDRAWN,)),
        )
        for language in languages
    ]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    claim: Claim
    pictures: list[ClaimPicture]
    texts: list[TextState]
    sources: list[SourceReference]
    events: list[AuditEvent] = field(default_factory=list)


def claim_page(claim_id: UUID, languages: tuple[str, ...]) -> ClaimPage:
    """Everything the page of a claim shows, with one entry per language of the site.

    Raises:
        Claim.DoesNotExist.
    """
    claim = (
        Claim.objects.select_related("claimant", "assignee", "merged_into", "verdict")
        .prefetch_related(
            "appearances__news_item__outlet", "news_items__outlet", "statements__speaker"
        )
        .get(pk=claim_id)
    )
    verdict = getattr(claim, "verdict", None)
    revisions = (
        list(
            Revision.objects.filter(text__verdict=verdict)
            .select_related("text", "rating", "author")
            .order_by("-number")
        )
        if verdict
        else []
    )
    texts = _states(revisions, languages)
    return ClaimPage(
        claim,
        list(claim.pictures.select_related("asset")),
        texts,
        list(verdict.sources.all()) if verdict else [],
        list(claim.events.select_related("actor").order_by("-id")[:100]),
    )


def jobs_needing_a_person() -> QuerySet[Job]:
    """Jobs that were set aside, newest first."""
    return Job.objects.filter(state=JobState.QUARANTINED).order_by("-started_at")


def jobs_in_hand() -> QuerySet[Job]:
    """Jobs that wait or run."""
    return Job.objects.filter(
        state__in=[JobState.QUEUED, JobState.FAILED, JobState.RUNNING]
    ).order_by("state", "due_at")


@dataclass(frozen=True, slots=True)
class PictureUses:
    """Where the desk has met a picture."""

    claims: list[Claim]
    items: list[NewsItem]
    revisions: list[Revision]


def picture_uses(asset_id: UUID) -> PictureUses:
    """Where a picture stands: claims spread with it, news items, texts that show it."""
    return PictureUses(
        list(Claim.objects.filter(pictures__asset=asset_id)),
        list(NewsItem.objects.filter(pictures__asset=asset_id).select_related("outlet")),
        list(
            Revision.objects.filter(
                pictures__asset=asset_id, status__in=(*OPEN_STATUSES, TextStatus.PUBLISHED)
            ).select_related("text__verdict__claim")
        ),
    )


def uses_of_each(asset_ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, UUID, str, str]]]:
    """Where each picture stands: "claim" or "item", its id, its words and language. Two queries."""
    ids = list(asset_ids)
    found: dict[UUID, list[tuple[str, UUID, str, str]]] = {}
    for picture in ClaimPicture.objects.filter(asset__in=ids).select_related("claim"):
        claim = picture.claim
        use = ("claim", claim.pk, claim.text, claim.language)
        found.setdefault(picture.asset_id, []).append(use)
    for shown in NewsItemPicture.objects.filter(asset__in=ids).select_related("news_item"):
        item = shown.news_item
        if shown.asset_id is not None:
            words = item.title or item.note or item.url or str(item.pk)
            use = ("item", item.pk, words, item.language)
            found.setdefault(shown.asset_id, []).append(use)
    return found


def claims_by_reference(references: Iterable[str]) -> dict[str, Claim]:
    """The claims behind such names as `reference_of` gives; other names are passed over."""
    known = [one for one in references if one.startswith("claim:")]
    found = Claim.objects.in_bulk([UUID(one.removeprefix("claim:")) for one in known])
    return {reference_of(claim.pk): claim for claim in found.values()}


def pictures_to_show(claim: Claim) -> list[MediaAsset]:
    """The pictures a verdict on the claim may show: its own, then those known to be the same.

    Copies that nobody has confirmed are not among them, nor what could not be read.
    """
    own = [picture.asset for picture in claim.pictures.select_related("asset")]
    linked = [
        link.asset_id
        for asset in own
        for link in linked_pictures(asset.pk)
        if link.match_class.counts
    ]
    assets = MediaAsset.objects.in_bulk(dict.fromkeys([*(asset.pk for asset in own), *linked]))
    order = list(dict.fromkeys([*(asset.pk for asset in own), *linked]))
    return [assets[pk] for pk in order if assets[pk].state == AssetState.READ]


def findings_to_cite(claim: Claim, *, cited: UUID | None = None) -> list[Finding]:
    """What is known now of the dates of the claim's pictures, and what a text cites already."""
    current = Q(superseded_at__isnull=True, question__asked_for=reference_of(claim.pk))
    return list(
        Finding.objects.filter(current | Q(pk=cited))
        .select_related("question__asset")
        .order_by("question__asset_id", "superseded_at", "-recorded_at")
    )


def former_revision(revision: Revision) -> Revision | None:
    """The revision that readers see now, or saw last, in place of this one."""
    return (
        Revision.objects.filter(text_id=revision.text_id, published_at__isnull=False)
        .exclude(pk=revision.pk)
        .select_related("rating", "finding", "text__verdict__claim")
        .order_by("-number")
        .first()
    )


def pictures_newest_first(*, only_waiting: bool = False) -> QuerySet[MediaAsset]:
    """All stored pictures, newest first.

    Each with ``waiting``: the class of the surest copy that waits for a decision, None without one.
    """
    undecided = Match.objects.waiting().filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    # A copy comes before a likely copy in the alphabet too.
    surest = Subquery(undecided.order_by("match_class").values("match_class")[:1])
    found = MediaAsset.objects.annotate(waiting=surest).order_by("-added_at", "id")
    return found.filter(waiting__isnull=False) if only_waiting else found

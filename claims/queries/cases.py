"""Claims in their lists and on their pages, and the numbers in the rail of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from claims.domain.workflow import CaseStatus, TextStatus
from claims.models import (
    AuditEvent,
    Claim,
    ClaimPicture,
    Revision,
    SourceReference,
    Submission,
    SubmissionState,
)
from claims.models.verdict import OPEN_STATUSES
from claims.queries.alerts import open_alerts
from jobs.models import Job, JobState
from media_provenance.models import Match

if TYPE_CHECKING:
    from django.contrib.auth.models import User

from claims.queries.items import new_items
from claims.queries.revisions import WAITING_STATUSES, TextState, _states


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
    """Count what waits, for the rail. Seven queries."""
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
        review=texts["review"] + open_alerts().count(),
        published=texts["published"],
        matches=Match.objects.waiting().count(),
        set_aside=Job.objects.filter(state=JobState.QUARANTINED).count(),
        submissions=Submission.objects.filter(state=SubmissionState.NEW).count(),
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


def count_cases() -> dict[str, int]:
    """How many claims stand at each status; every status is named."""
    found = dict(Claim.objects.order_by().values_list("status").annotate(Count("pk")))
    return {status.value: found.get(status, 0) for status in CaseStatus}


def reference_of(claim_id: UUID) -> str:
    """Return the name under which a claim asks about pictures."""
    return f"claim:{claim_id}"


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


def claims_by_reference(references: Iterable[str]) -> dict[str, Claim]:
    """The claims behind such names as `reference_of` gives; other names are passed over."""
    known = [one for one in references if one.startswith("claim:")]
    found = Claim.objects.in_bulk([UUID(one.removeprefix("claim:")) for one in known])
    return {reference_of(claim.pk): claim for claim in found.values()}

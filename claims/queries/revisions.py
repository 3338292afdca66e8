"""Verdict texts: what readers may see, what waits for whom, and what a text still lacks.

Here is THE one public queryset: everything a reader may ever see comes out of `public_revisions`,
`withdrawn_revisions` or `once_public_revisions`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from claims.domain.workflow import Approved, Missing, TextStatus
from claims.models import (
    Claim,
    Correction,
    HistoryHead,
    RatingLabel,
    Revision,
    RevisionPicture,
    SourceReference,
)
from claims.models.verdict import OPEN_STATUSES

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


def revisions_for_the_feed() -> QuerySet[Revision]:
    """What readers may see and the newest stone of each text they may not, newest change first."""
    newer_stone = Revision.objects.filter(
        text=OuterRef("text"), status=TextStatus.WITHDRAWN, number__gt=OuterRef("number")
    )
    stones = withdrawn_revisions().filter(~Exists(newer_stone))
    return (
        Revision.objects.filter(
            Q(pk__in=public_revisions().values("pk")) | Q(pk__in=stones.values("pk"))
        )
        .annotate(changed_at=Coalesce("withdrawn_at", "published_at"))
        .select_related("text__verdict")
        .order_by("-changed_at", "pk")
    )


def public_languages(public_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the languages each verdict can be read in, the first published first. One query."""
    found: dict[str, tuple[str, ...]] = {}
    rows = (
        public_revisions()
        .filter(text__verdict__public_id__in=set(public_ids))
        .order_by("snapshot__first_published_at", "text__language")
        .values_list("text__verdict__public_id", "text__language")
    )
    for public_id, language in rows:
        found[public_id] = (*found.get(public_id, ()), language)
    return found


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


# Texts that wait for somebody else than their author.
WAITING_STATUSES = (TextStatus.IN_REVIEW, TextStatus.APPROVED, TextStatus.SCHEDULED)


def review_queue() -> QuerySet[Revision]:
    """Texts that wait for a second person or for publication, longest waiting first."""
    return (
        Revision.objects.filter(status__in=WAITING_STATUSES)
        .select_related("text__verdict__claim", "author", "rating")
        .order_by("submitted_at")
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


def former_revision(revision: Revision) -> Revision | None:
    """The revision that readers see now, or saw last, in place of this one."""
    return (
        Revision.objects.filter(text_id=revision.text_id, published_at__isnull=False)
        .exclude(pk=revision.pk)
        .select_related("rating", "finding", "text__verdict__claim")
        .order_by("-number")
        .first()
    )

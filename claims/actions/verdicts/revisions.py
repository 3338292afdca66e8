"""Open the draft of a text, save it, and begin the one that puts a published text right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from claims.actions.history import changes, record_event
from claims.actions.stated_findings import copy_stated_findings
from claims.actions.verdicts.drafts import (
    PictureDraft,
    RevisionDraft,
    clean_body,
    draft_of,
    kept_of,
)
from claims.domain.workflow import CORRECT, Facts, IllegalMove, Missing, TextStatus, check
from claims.models import (
    Claim,
    Correction,
    CorrectionKind,
    Rating,
    Revision,
    RevisionPicture,
    Verdict,
    VerdictText,
)
from claims.permissions import check_can_edit_revision, check_can_start_verdict, roles_of
from claims.queries import open_revision_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class EditConflict(Exception):
    """Somebody saved the draft since this person opened it. Both versions are at hand."""

    def __init__(self, current: Revision, mine: RevisionDraft) -> None:
        super().__init__("the draft was saved by somebody else in the meantime")
        self.current = current
        self.mine = mine


@transaction.atomic
def open_revision(claim: Claim, language: str, *, by: User) -> Revision:
    """Return the revision of that language being worked on, started if there is none.

    Raises:
        NotAllowed: the person may not start one.
        IllegalMove: the text is published; use `start_correction`.
    """
    Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
    verdict, _ = Verdict.objects.get_or_create(claim=claim)
    text, _ = VerdictText.objects.get_or_create(verdict=verdict, language=language)
    existing = open_revision_of(text.pk)
    if existing is not None:
        return existing
    check_can_start_verdict(by)
    if text.revisions.filter(status=TextStatus.PUBLISHED).exists():
        raise IllegalMove("start", TextStatus.PUBLISHED)
    revision = Revision.objects.create(
        text=text,
        number=_next_number(text),
        author=by,
        saved_by=by,
        rating=_rating_elsewhere(verdict),
        claim_text=claim.text if claim.language == language else "",
    )
    record_event(claim, "text.started", by=by, language=language, revision=revision.number)
    return revision


@transaction.atomic
def save_revision(revision_id: UUID, draft: RevisionDraft, *, version: int, by: User) -> Revision:
    """Save a draft if nobody else has saved it since ``version`` was opened.

    Raises:
        NotAllowed, IllegalMove: the person may not edit it, or it is no draft any more.
        EditConflict: with the newer text and this one, so that nothing typed is lost.
    """
    revision = (
        Revision.objects.select_for_update(of=("self",))
        .select_related("text__verdict__claim")
        .get(pk=revision_id)
    )
    check_can_edit_revision(by, revision)
    if revision.version != version:
        raise EditConflict(revision, draft)
    before = kept_of(draft_of(revision))
    rating = Rating.objects.filter(key=draft.rating_key).first() if draft.rating_key else None
    revision.rating = rating
    revision.claim_text = draft.claim_text.strip()
    revision.headline = draft.headline.strip()[:200]
    revision.summary = draft.summary.strip()
    revision.body = clean_body(draft.body)
    revision.finding_id = draft.finding_id
    revision.version += 1
    revision.saved_at, revision.saved_by = timezone.now(), by
    revision.save()
    _save_pictures(revision, draft.pictures)
    record_event(
        revision.text.verdict.claim,
        "text.saved",
        by=by,
        language=revision.text.language,
        revision=revision.number,
        version=revision.version,
        **changes(before, kept_of(draft_of(revision))),
    )
    return revision


@transaction.atomic
def start_correction(
    revision_id: UUID, *, kind: CorrectionKind, public_note: str, by: User
) -> Revision:
    """Start a new draft of a published text, with what it puts right in public words.

    The published revision stays public until the new one is published. If a draft is being
    worked on already, it gets this note.

    Raises:
        IllegalMove: the revision is not published, or its correction is past being a draft: a
            note that nobody reviewed must not become public with it.
        NotAllowed; NotReady: no note was given.
    """
    published = (
        Revision.objects.select_for_update(of=("self",))
        .select_related("text__verdict__claim")
        .get(pk=revision_id)
    )
    missing = frozenset() if public_note.strip() else frozenset({Missing.CORRECTION_NOTE})
    check({"correct": CORRECT}, "correct", Facts(published.status, roles_of(by), missing))
    draft = open_revision_of(published.text_id)
    if draft is not None and draft.status != TextStatus.DRAFT:
        raise IllegalMove("correct", draft.status)
    if draft is None:
        draft = Revision.objects.create(
            text=published.text,
            number=_next_number(published.text),
            author=by,
            saved_by=by,
            rating=published.rating,
            claim_text=published.claim_text,
            headline=published.headline,
            summary=published.summary,
            body=published.body,
            finding=published.finding,
        )
        for picture in published.pictures.all():
            picture.pk = None
            picture.revision = draft
            picture.save(force_insert=True)
        copy_stated_findings(published, draft)
    noted = Correction.objects.filter(revision=draft).first()
    before = {"kind": noted.kind, "note": noted.public_note} if noted else {}
    Correction.objects.update_or_create(
        revision=draft, defaults={"kind": kind, "public_note": public_note.strip()}
    )
    record_event(
        published.text.verdict.claim,
        "text.correct",
        by=by,
        language=published.text.language,
        revision=draft.number,
        kind=kind,
        note=public_note.strip(),
        **changes(before, {"kind": str(kind), "note": public_note.strip()}),
    )
    return draft


def _save_pictures(revision: Revision, pictures: Sequence[PictureDraft]) -> None:
    revision.pictures.all().delete()
    RevisionPicture.objects.bulk_create(
        RevisionPicture(
            revision=revision,
            asset_id=picture.asset_id,
            role=picture.role,
            position=position,
            alt=picture.alt.strip(),
            caption=picture.caption.strip(),
        )
        for position, picture in enumerate(pictures, start=1)
    )


def _next_number(text: VerdictText) -> int:
    highest: int | None = text.revisions.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _rating_elsewhere(verdict: Verdict) -> Rating | None:
    """The rating that the verdict's other languages carry, to start from."""
    newest = (
        Revision.objects.filter(text__verdict=verdict, rating__isnull=False)
        .select_related("rating")
        .order_by("-saved_at")
        .first()
    )
    return newest.rating if newest else None

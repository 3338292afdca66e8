"""Write verdict texts: drafts, their pictures and sources, and corrections."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import nh3
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.html import escape

from claims.actions.history import changes, record_event
from claims.domain.workflow import CORRECT, Facts, IllegalMove, Missing, TextStatus, check
from claims.models import (
    Claim,
    Correction,
    CorrectionKind,
    Rating,
    Revision,
    RevisionPicture,
    SourceReference,
    Verdict,
    VerdictText,
)
from claims.permissions import (
    check_can_edit_claim,
    check_can_edit_revision,
    check_can_start_verdict,
    roles_of,
)
from claims.queries import check_nothing_is_approved, open_revision_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What the body of a verdict may consist of. Links are references to sources, never free.
BODY_TAGS = {"p", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "br"}
BODY_ATTRIBUTES = {tag: {"dir", "lang"} for tag in ("p", "h2", "h3", "li", "blockquote")}


class EditConflict(Exception):
    """Somebody saved the draft since this person opened it. Both versions are at hand."""

    def __init__(self, current: Revision, mine: RevisionDraft) -> None:
        super().__init__("the draft was saved by somebody else in the meantime")
        self.current = current
        self.mine = mine


class SourcesChanged(Exception):
    """Somebody saved the sources since this person opened them; the list there is now."""

    def __init__(self, current: list[SourceReference]) -> None:
        super().__init__("the sources were saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A picture that the text should show. ``alt`` and ``caption`` are in the text's language."""

    asset_id: UUID
    role: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class RevisionDraft:
    """Everything an editor types for one text. ``body`` is HTML, cleaned when saved."""

    rating_key: str = ""
    claim_text: str = ""
    headline: str = ""
    summary: str = ""
    body: str = ""
    finding_id: UUID | None = None
    pictures: tuple[PictureDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """One source of a verdict, as typed."""

    title: str
    kind: str = "primary"
    publisher: str = ""
    language: str = ""
    url: str = ""
    archived_url: str = ""
    quote: str = ""
    accessed_on: date | None = None


def clean_body(html: str) -> str:
    """Return the body with nothing in it but what `BODY_TAGS` allows.

    Plain text, as typed into the field without the editor, becomes paragraphs. A body
    without any words is the empty string.
    """
    if not re.search(r"<(p|h2|h3|ul|ol|blockquote)[\s>]", html):
        blocks = [block.strip() for block in re.split(r"\n\s*\n", html.replace("\r\n", "\n"))]
        html = "".join(
            f"<p>{escape(nh3.clean(block, tags=set()))}</p>".replace("&amp;", "&")
            for block in blocks
            if block
        )
    cleaned = nh3.clean(html, tags=BODY_TAGS, attributes=BODY_ATTRIBUTES)
    words = nh3.clean(cleaned, tags=set()).replace("&nbsp;", " ").replace("\xa0", " ")
    return cleaned if words.strip() else ""


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


def holds(revision: Revision, draft: RevisionDraft) -> bool:
    """Whether a revision says exactly what was typed, its pictures included."""
    return _draft_of(revision) == replace(
        draft,
        claim_text=draft.claim_text.strip(),
        headline=draft.headline.strip()[:200],
        summary=draft.summary.strip(),
        body=clean_body(draft.body),
    )


def _draft_of(revision: Revision) -> RevisionDraft:
    return RevisionDraft(
        rating_key=revision.rating.key if revision.rating else "",
        claim_text=revision.claim_text,
        headline=revision.headline,
        summary=revision.summary,
        body=revision.body,
        finding_id=revision.finding_id,
        pictures=tuple(
            PictureDraft(picture.asset_id, picture.role, picture.alt, picture.caption)
            for picture in revision.pictures.all()
        ),
    )


def _kept_of(draft: RevisionDraft) -> dict[str, Any]:
    """Return a draft as the history keeps it: JSON, with pictures by id."""
    return {
        "rating": draft.rating_key,
        "claim_text": draft.claim_text,
        "headline": draft.headline,
        "summary": draft.summary,
        "body": draft.body,
        "finding": str(draft.finding_id or ""),
        "pictures": [
            {
                "asset": str(picture.asset_id),
                "role": picture.role,
                "alt": picture.alt.strip(),
                "caption": picture.caption.strip(),
            }
            for picture in draft.pictures
        ],
    }


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
    before = _kept_of(_draft_of(revision))
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
        **changes(before, _kept_of(_draft_of(revision))),
    )
    return revision


def get_verdict(claim: Claim, *, by: User) -> Verdict:
    """Return the verdict of a claim, made if there is none yet.

    Raises:
        NotAllowed.
    """
    check_can_edit_claim(by)
    verdict, _ = Verdict.objects.get_or_create(claim=claim)
    return verdict


def sources_digest(sources: Iterable[SourceReference]) -> str:
    """Return what names a list of sources as it stands; another after every change.

    Rows are replaced when a list is saved, so their keys say enough.
    """
    keys = ",".join(str(source.pk) for source in sources)
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


@transaction.atomic
def save_sources(
    verdict: Verdict, sources: Sequence[SourceDraft], *, by: User, seen: str | None = None
) -> None:
    """Replace the list of sources, numbered in the order given.

    Args:
        seen: ``sources_digest`` of the list that the person started from; None to replace
            whatever is there.

    Raises:
        NotAllowed.
        SourcesChanged: somebody else saved the list since; nothing is written.
    """
    check_can_edit_claim(by)
    Verdict.objects.select_for_update().get(pk=verdict.pk)
    check_nothing_is_approved(verdict.claim_id)
    current = list(verdict.sources.all())
    if seen is not None and seen != sources_digest(current):
        raise SourcesChanged(current)
    before = [_source_kept(source) for source in current]
    verdict.sources.all().delete()
    SourceReference.objects.bulk_create(
        SourceReference(
            verdict=verdict,
            position=position,
            kind=source.kind,
            title=source.title.strip(),
            publisher=source.publisher.strip(),
            language=source.language,
            url=source.url.strip(),
            archived_url=source.archived_url.strip(),
            quote=source.quote.strip(),
            accessed_on=source.accessed_on,
        )
        for position, source in enumerate(sources, start=1)
    )
    after = [_source_kept(source) for source in verdict.sources.all()]
    record_event(
        verdict.claim,
        "sources.saved",
        by=by,
        number=len(sources),
        **changes({"sources": before}, {"sources": after}),
    )


def _source_kept(source: SourceReference) -> dict[str, str]:
    """Return a source as the history keeps it: the fields that say something."""
    fields = {
        "kind": source.kind,
        "title": source.title,
        "publisher": source.publisher,
        "language": source.language,
        "url": source.url,
        "archived_url": source.archived_url,
        "quote": source.quote,
        "accessed_on": source.accessed_on.isoformat() if source.accessed_on else "",
    }
    return {name: value for name, value in fields.items() if value}


@transaction.atomic
def set_media_category(verdict: Verdict, category: str, *, by: User) -> None:
    """Say what the verdict means for the picture, in schema.org's terms."""
    check_can_edit_claim(by)
    if verdict.media_category == category:
        return
    check_nothing_is_approved(verdict.claim_id)
    before = verdict.media_category
    verdict.media_category = category
    verdict.save(update_fields=["media_category"])
    record_event(
        verdict.claim,
        "verdict.media_category",
        by=by,
        category=category,
        before={"category": before},
        after={"category": category},
    )


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

"""Verdicts for tests, brought as far as a test needs them, by the actions and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from claims.actions.cases import add_appearance, add_picture, record_claim, set_event
from claims.actions.verdicts import (
    PictureDraft,
    RevisionDraft,
    SourceDraft,
    open_revision,
    save_revision,
    save_sources,
    set_media_category,
    start_correction,
)
from claims.actions.workflow import move_text
from claims.models import Claim, CorrectionKind, MediaCategory, Revision
from media_provenance.actions import record_page_sighting
from media_provenance.models import DatingQuestion, MediaAsset
from media_provenance.queries import current_finding
from multilingual.intervals import DateInterval
from tests.factories.pictures import draw_picture, jpeg, stored_picture


@dataclass(frozen=True, slots=True)
class Desk:
    """Three people, since no text is published by one."""

    reporter: User
    editor: User
    publisher: User


WORDS = {
    "ar": RevisionDraft(
        rating_key="misleading",
        claim_text="صورة تُظهر اجتماعًا جرى هذا الأسبوع",
        headline="الصورة قديمة ولا علاقة لها بالاجتماع",
        summary="نُشرت الصورة قبل الحدث بنحو عامين.",
        body="<p>بحثنا عن أصل الصورة.</p>",
    ),
    "en": RevisionDraft(
        rating_key="misleading",
        claim_text="A picture shows a meeting held this week",
        headline="The picture is old and has nothing to do with the meeting",
        summary="The picture was published about two years before.",
        body="<p>We looked for where the picture came from.</p>",
    ),
}


def claim_with_source(desk: Desk, *, text: str = "صورة تُظهر اجتماعًا جرى هذا الأسبوع") -> Claim:
    """Return an Arabic claim whose verdict cites one source in a third script."""
    claim = record_claim(text=text, language="ar", by=desk.reporter)
    open_revision(claim, "ar", by=desk.reporter)
    save_sources(
        claim.verdict,
        [SourceDraft(title="बैठक की पुरानी तस्वीर", language="hi", url="https://source.example/é")],
        by=desk.reporter,
    )
    return claim


def drafted(
    claim: Claim, desk: Desk, *, language: str = "ar", words: RevisionDraft | None = None
) -> Revision:
    """Return a complete draft of the verdict in a language."""
    revision = open_revision(claim, language, by=desk.reporter)
    return save_revision(
        revision.pk, words or WORDS[language], version=revision.version, by=desk.reporter
    )


def submitted(claim: Claim, desk: Desk) -> Revision:
    """Return an Arabic text that waits for a second person."""
    return move_text(drafted(claim, desk).pk, "submit", by=desk.reporter)


def approved(claim: Claim, desk: Desk) -> Revision:
    """Return an Arabic text that a second person has approved."""
    return move_text(submitted(claim, desk).pk, "approve", by=desk.editor)


def scheduled(claim: Claim, desk: Desk) -> Revision:
    """Return an Arabic text that will be published tomorrow."""
    tomorrow = timezone.now() + timedelta(days=1)
    return move_text(approved(claim, desk).pk, "schedule", by=desk.publisher, publish_at=tomorrow)


def published(revision: Revision, desk: Desk) -> Revision:
    """Carry a complete draft through review to publication."""
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)
    return move_text(revision.pk, "publish", by=desk.publisher)


def corrected(revision: Revision, desk: Desk, *, note: str, words: RevisionDraft) -> Revision:
    """Publish a new revision of a published text, with what it puts right."""
    draft = start_correction(
        revision.pk, kind=CorrectionKind.CORRECTION, public_note=note, by=desk.reporter
    )
    return published(save_revision(draft.pk, words, version=draft.version, by=desk.reporter), desk)


@dataclass(frozen=True, slots=True)
class OldPhotoCase:
    """A claim of June 2024 with a picture that a page of August 2022 already had."""

    claim: Claim
    asset: MediaAsset
    finding_id: UUID

    def words(self, language: str) -> RevisionDraft:
        """Return a text that cites the finding and shows the picture."""
        return replace(
            WORDS[language],
            finding_id=self.finding_id,
            pictures=(
                PictureDraft(
                    self.asset.pk, "circulated", alt=f"alt ({language})", caption="légende"
                ),
            ),
        )


def old_photo_case(desk: Desk) -> OldPhotoCase:
    """Return the case with its evidence, before any text is written."""
    claim = claim_with_source(desk)
    asset = stored_picture(jpeg(draw_picture(11)))
    record_page_sighting(
        asset,
        page_key="earlier.example/14:2022-08-14",
        url="https://earlier.example/14",
        title="لقاء تجاري في آب",
        language="ar",
        published=DateInterval.of_day(date(2022, 8, 14)),
        origin="byline",
        read_from="14 آب 2022",
        capture=None,
    )
    add_picture(claim, asset, by=desk.reporter)
    set_event(claim, DateInterval(date(2024, 6, 20), date(2024, 6, 23)), by=desk.reporter)
    add_appearance(
        claim,
        by=desk.reporter,
        url="https://first.example/a",
        days=DateInterval.of_day(date(2024, 6, 20)),
    )
    set_media_category(claim.verdict, MediaCategory.DECONTEXTUALIZED, by=desk.reporter)
    question = DatingQuestion.objects.get(asset=asset)
    finding = current_finding(question)
    assert finding is not None
    return OldPhotoCase(claim, asset, finding.pk)

"""Freezing a revision: what goes in, and what stops it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from claims.actions.verdicts import PictureDraft
from claims.actions.workflow import move_text
from claims.domain.published import PublishedVerdict
from claims.domain.workflow import Missing, NotReady
from claims.models import RatingLabel
from claims.publishing import PictureNotReady, preview_of, published_verdict, snapshot_of
from media_provenance.actions import store_picture
from media_provenance.domain.date_evidence import instants_of
from media_provenance.domain.findings import combine
from tests.factories.pictures import draw_picture, jpeg
from tests.factories.verdicts import (
    WORDS,
    Desk,
    approved,
    claim_with_source,
    corrected,
    drafted,
    old_photo_case,
    published,
)

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def test_publishing_freezes_what_the_revision_says(desk: Desk, settings: Settings) -> None:
    settings.ORGANIZATION_NAMES = {"ar": "صحيفة المدينة", "en": "City paper"}
    revision = published(drafted(claim_with_source(desk), desk), desk)

    frozen = published_verdict(revision)

    assert frozen.headline == WORDS["ar"].headline
    assert frozen.rating.label == "مُضلِّل"
    assert frozen.organization == "صحيفة المدينة"
    assert frozen.first_published_at == frozen.published_at == revision.published_at


def test_nobody_of_the_desk_is_named_in_public(desk: Desk) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)

    stored = str(revision.snapshot)

    assert desk.reporter.username not in stored
    assert desk.editor.username not in stored
    assert desk.publisher.username not in stored


def test_a_corrected_verdict_keeps_its_first_day_and_tells_of_the_correction(desk: Desk) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    second = corrected(first, desk, note="अगस्त, not août", words=WORDS["ar"])

    frozen = published_verdict(second)
    assert frozen.first_published_at == first.published_at
    assert frozen.published_at == second.published_at
    assert [one.note for one in frozen.corrections] == ["अगस्त, not août"]
    assert frozen.corrections[0].published_at == second.published_at


def test_the_frozen_finding_gives_the_same_answer_when_it_is_worked_out_again(desk: Desk) -> None:
    case = old_photo_case(desk)
    revision = published(drafted(case.claim, desk, words=case.words("ar")), desk)

    frozen = published_verdict(revision).finding

    assert frozen is not None
    again = combine(
        [one.item() for one in frozen.evidence],
        instants_of(frozen.event_days),
        as_of=frozen.recorded_at,
    )
    assert (again.kind, again.strength) == (frozen.kind, frozen.strength)
    assert (again.at_least_days, again.rests_on) == (673, frozen.rests_on)


def test_a_rating_without_words_in_the_texts_language_is_not_published(desk: Desk) -> None:
    revision = approved(claim_with_source(desk), desk)
    RatingLabel.objects.filter(language="ar", rating__key="misleading").delete()

    with pytest.raises(NotReady) as refused:
        move_text(revision.pk, "publish", by=desk.publisher)

    assert refused.value.missing == (Missing.RATING,)


def test_a_picture_that_was_not_read_yet_is_not_published(desk: Desk) -> None:
    unread = store_picture(jpeg(draw_picture(5)))
    words = replace(WORDS["ar"], pictures=(PictureDraft(unread.pk, "circulated", alt="صورة"),))
    revision = drafted(claim_with_source(desk), desk, words=words)

    with pytest.raises(PictureNotReady):
        snapshot_of(revision, published_at=timezone.now())

    assert preview_of(revision, at=timezone.now()).pictures == ()


def test_a_preview_shows_an_unfinished_draft_as_its_page_would(desk: Desk) -> None:
    claim = claim_with_source(desk)
    unfinished = drafted(claim, desk, words=replace(WORDS["ar"], rating_key="", headline=""))

    preview = preview_of(unfinished, at=timezone.now())

    assert preview.rating.label == ""
    assert preview.summary == WORDS["ar"].summary
    assert [source.title for source in preview.sources] == ["बैठक की पुरानी तस्वीर"]


def test_the_stored_snapshot_reads_back_from_the_database(desk: Desk) -> None:
    case = old_photo_case(desk)
    revision = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    before = revision.snapshot

    revision.refresh_from_db()

    assert PublishedVerdict.from_json(revision.snapshot) == PublishedVerdict.from_json(before)

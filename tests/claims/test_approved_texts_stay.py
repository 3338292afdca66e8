"""What a second person has read is what gets published, and on time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from claims.actions.cases import add_appearance, edit_claim
from claims.actions.intake import MOST_TEXT, IntakeRefused, bring_in_text
from claims.actions.verdicts import SourceDraft, save_sources, set_media_category
from claims.actions.workflow import PUBLISH_SCHEDULED, publish_scheduled
from claims.domain.workflow import Approved, NotAllowed, TextStatus
from claims.models import Claim, Revision
from jobs import runner
from jobs.models import Job
from tests.factories.verdicts import Desk, approved, claim_with_source, scheduled, submitted

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def change_sources(claim: Claim, by: User) -> None:
    save_sources(claim.verdict, [SourceDraft(title="مصدر آخر")], by=by)


def change_category(claim: Claim, by: User) -> None:
    set_media_category(claim.verdict, "StagedContent", by=by)


def change_words(claim: Claim, by: User) -> None:
    edit_claim(claim, by=by, text="نصّ آخر", language="ar", restated="", claimant=None)


def change_appearances(claim: Claim, by: User) -> None:
    add_appearance(claim, by=by, url="https://exemple.example/été")


CHANGES = [
    pytest.param(change, id=change.__name__)
    for change in (change_sources, change_category, change_words, change_appearances)
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("reached", [approved, scheduled])
def test_what_an_approved_text_shows_cannot_be_changed(
    desk: Desk, reached: Callable[[Claim, Desk], Revision], change: Callable[[Claim, User], None]
) -> None:
    claim = claim_with_source(desk)
    reached(claim, desk)

    with pytest.raises(Approved):
        change(claim, desk.reporter)


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_text_in_review_shows_can_still_be_changed(
    desk: Desk, change: Callable[[Claim, User], None]
) -> None:
    claim = claim_with_source(desk)
    submitted(claim, desk)

    change(claim, desk.reporter)


def test_the_desk_says_why_sources_cannot_be_changed(
    desk: Desk, signed_in: Callable[[User], object]
) -> None:
    claim = claim_with_source(desk)
    approved(claim, desk)
    client = signed_in(desk.reporter)

    answer = client.post(  # type: ignore[attr-defined]
        f"/desk/claims/{claim.pk}/edit/",
        {"text": "नया दावा", "language": "hi", "claimant_kind": "person"},
    )

    claim.refresh_from_db()
    assert answer.status_code == 409
    assert claim.language == "ar"


def test_a_scheduled_text_is_published_by_its_job(desk: Desk) -> None:
    revision = scheduled(claim_with_source(desk), desk)
    job = Job.objects.get(kind=PUBLISH_SCHEDULED)
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(due_at=past)

    outcomes = [runner.run(job.pk), runner.run(job.pk)]

    revision.refresh_from_db()
    assert outcomes == [runner.Ran.DONE, runner.Ran.NOT_OURS]
    assert revision.status == TextStatus.PUBLISHED
    assert revision.published_by == desk.publisher


def test_the_job_of_a_scheduled_text_waits_for_its_time(desk: Desk) -> None:
    revision = scheduled(claim_with_source(desk), desk)

    outcome = runner.run(Job.objects.get(kind=PUBLISH_SCHEDULED).pk)

    revision.refresh_from_db()
    assert outcome is runner.Ran.NOT_OURS
    assert revision.status == TextStatus.SCHEDULED


def test_nothing_is_published_in_the_name_of_somebody_who_is_no_publisher_any_more(
    desk: Desk,
) -> None:
    revision = scheduled(claim_with_source(desk), desk)
    desk.publisher.groups.clear()

    with pytest.raises(NotAllowed):
        publish_scheduled(revision.pk)

    revision.refresh_from_db()
    assert revision.status == TextStatus.SCHEDULED


def test_a_text_longer_than_any_article_is_refused_with_a_reason(reporter: User) -> None:
    with pytest.raises(IntakeRefused) as refusal:
        bring_in_text("ك" * (MOST_TEXT + 1), by=reporter)

    assert refusal.value.code == "text_too_long"

"""Reviewing and publishing verdict texts at the desk, and what comes afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions.verdicts import save_revision, start_correction
from claims.actions.workflow import move_text
from claims.domain.workflow import TextStatus
from claims.models import Claim, CorrectionKind, Revision
from media_provenance.actions import store_picture
from tests.factories.pictures import draw_picture, jpeg
from tests.factories.verdicts import WORDS, Desk, claim_with_source, drafted, published

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def edit_url(claim: Claim, language: str = "ar") -> str:
    return reverse("desk:verdict", args=[claim.pk, language])


def move_url(revision: Revision, move: str) -> str:
    return reverse("desk:text_move", args=[revision.pk, move])


# Review and publication


def test_the_queue_lists_what_waits_and_what_is_complete(desk: Desk, in_english: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    page = in_english(desk.editor).get(reverse("desk:review")).content.decode()

    assert WORDS["ar"].headline in page
    assert "complete" in page


def test_an_empty_queue_says_so(editor: User, in_english: SignIn) -> None:
    page = in_english(editor).get(reverse("desk:review")).content.decode()

    assert "No text waits for review" in page


def test_a_text_goes_from_draft_to_readers_through_three_people(
    desk: Desk, signed_in: SignIn, client: Client
) -> None:
    revision = drafted(claim_with_source(desk), desk)

    signed_in(desk.reporter).post(move_url(revision, "submit"))
    signed_in(desk.editor).post(move_url(revision, "approve"))
    signed_in(desk.publisher).post(move_url(revision, "publish"))

    public_id = revision.text.verdict.public_id
    assert WORDS["ar"].headline in client.get(f"/ar/v/{public_id}/").content.decode()


def test_an_author_is_told_that_a_second_person_has_to_approve(
    person: Callable[..., User], desk: Desk, in_english: SignIn
) -> None:
    author = person("reporter", "editor")
    revision = drafted(claim_with_source(desk), Desk(author, desk.editor, desk.publisher))
    Revision.objects.filter(pk=revision.pk).update(author=author)
    move_text(revision.pk, "submit", by=author)
    client = in_english(author)

    page = client.get(reverse("desk:revision", args=[revision.pk])).content.decode()
    refused = client.post(move_url(revision, "approve"))

    assert "You wrote this text. A second person has to approve it." in page
    assert move_url(revision, "approve") not in page
    assert refused.status_code == 403


def test_a_text_is_returned_with_reasons_that_the_author_sees(
    desk: Desk, signed_in: SignIn
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    signed_in(desk.editor).post(move_url(revision, "return"), {"reason": "أضف تاريخ الصورة"})

    page = signed_in(desk.reporter).get(edit_url(revision.text.verdict.claim)).content.decode()
    assert "أضف تاريخ الصورة" in page


def test_a_text_is_not_returned_without_reasons(desk: Desk, signed_in: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    page = signed_in(desk.editor).post(move_url(revision, "return"), {"reason": " "})

    assert page.status_code == 422
    revision.refresh_from_db()
    assert revision.status == TextStatus.IN_REVIEW


def test_a_move_that_there_is_not_is_not_found(desk: Desk, signed_in: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)

    assert signed_in(desk.publisher).post(move_url(revision, "burn")).status_code == 404


def test_what_was_lost_since_approval_is_named(desk: Desk, in_english: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)
    revision.text.verdict.sources.all().delete()

    page = in_english(desk.publisher).post(move_url(revision, "publish"))

    assert page.status_code == 409
    assert "Add at least one source." in page.content.decode()


def test_a_picture_that_was_not_read_holds_publication_back_with_a_sentence(
    desk: Desk, in_english: SignIn
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    unread = store_picture(jpeg(draw_picture(12)))
    revision.pictures.create(asset=unread, role="circulated", position=1, alt="صورة")
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)

    page = in_english(desk.publisher).post(move_url(revision, "publish"))

    assert page.status_code == 409
    assert "A picture of this text has not been read yet." in page.content.decode()


def test_a_text_is_scheduled_in_utc(desk: Desk, signed_in: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)
    at = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)

    signed_in(desk.publisher).post(
        move_url(revision, "schedule"), {"publish_at": at.strftime("%Y-%m-%dT%H:%M")}
    )

    revision.refresh_from_db()
    assert revision.status == TextStatus.SCHEDULED
    assert revision.publish_at == at


@pytest.mark.parametrize("at", ["2020-01-01T10:00", "tomorrow", ""])
def test_a_time_that_is_none_or_past_is_refused_and_kept(
    desk: Desk, signed_in: SignIn, at: str
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)

    page = signed_in(desk.publisher).post(move_url(revision, "schedule"), {"publish_at": at})

    assert page.status_code == 422
    assert f'value="{at}"' in page.content.decode() or at == ""


@pytest.mark.parametrize("role", ["reporter", "editor", "administrator"])
def test_only_a_publisher_publishes_and_sees_the_button(
    request: pytest.FixtureRequest, desk: Desk, signed_in: SignIn, role: str
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)
    client = signed_in(request.getfixturevalue(role))

    page = client.get(reverse("desk:revision", args=[revision.pk])).content.decode()
    refused = client.post(move_url(revision, "publish"))

    assert move_url(revision, "publish") not in page
    assert refused.status_code == 403


# After publication


def test_a_correction_shows_what_changes_beside_what_readers_see(
    desk: Desk, signed_in: SignIn
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)
    draft = start_correction(
        first.pk, kind=CorrectionKind.CORRECTION, public_note="x", by=desk.reporter
    )
    save_revision(draft.pk, WORDS["en"], version=draft.version, by=desk.reporter)

    page = signed_in(desk.editor).get(reverse("desk:revision", args=[draft.pk])).content.decode()

    assert WORDS["ar"].summary in page
    assert WORDS["en"].summary in page


def test_a_correction_begins_with_its_kind_and_note(desk: Desk, signed_in: SignIn) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    answer = signed_in(desk.reporter).post(
        reverse("desk:correct", args=[first.pk]),
        {"kind": "correction", "public_note": "صُحّح التاريخ"},
    )

    draft = Revision.objects.get(status=TextStatus.DRAFT)
    assert answer["Location"] == edit_url(first.text.verdict.claim)
    assert draft.correction.public_note == "صُحّح التاريخ"


def test_a_publisher_who_begins_a_correction_is_led_to_its_page(
    desk: Desk, signed_in: SignIn
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    answer = signed_in(desk.publisher).post(
        reverse("desk:correct", args=[first.pk]), {"kind": "update", "public_note": "à jour"}
    )

    draft = Revision.objects.get(status=TextStatus.DRAFT)
    assert answer["Location"] == reverse("desk:revision", args=[draft.pk])


def test_a_correction_without_note_is_refused_and_its_kind_kept(
    desk: Desk, signed_in: SignIn
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    page = signed_in(desk.reporter).post(
        reverse("desk:correct", args=[first.pk]), {"kind": "update", "public_note": ""}
    )

    assert page.status_code == 422
    assert re.search(r'value="update"[^>]*checked', page.content.decode())


def test_a_draft_cannot_be_corrected(desk: Desk, signed_in: SignIn) -> None:
    draft = drafted(claim_with_source(desk), desk)

    answer = signed_in(desk.reporter).get(reverse("desk:correct", args=[draft.pk]))

    assert answer.status_code == 409


def test_a_published_text_is_withdrawn_with_a_public_reason(
    desk: Desk, signed_in: SignIn, client: Client
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    signed_in(desk.publisher).post(
        move_url(first, "withdraw"), {"withdraw-reason": "تبيّن أن المصدر غير صحيح"}
    )

    stone = client.get(f"/ar/v/{first.text.verdict.public_id}/")
    assert stone.status_code == 410
    assert "تبيّن أن المصدر غير صحيح" in stone.content.decode()


def test_published_texts_are_listed_with_their_public_page(desk: Desk, signed_in: SignIn) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    page = signed_in(desk.reporter).get(reverse("desk:published")).content.decode()

    assert f"/ar/v/{first.text.verdict.public_id}/" in page


def test_with_nothing_published_the_list_says_so(reporter: User, in_english: SignIn) -> None:
    page = in_english(reporter).get(reverse("desk:published")).content.decode()

    assert "Nothing is published yet" in page

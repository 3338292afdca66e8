"""What is sent twice by one person is done once, and answered as done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.actions.cases import record_claim
from claims.actions.workflow import move_text
from claims.domain.workflow import TextStatus
from claims.models import Claim, Revision
from tests.factories.claims import CLAIMS, claim_of, read_item
from tests.factories.verdicts import WORDS, Desk, claim_with_source, drafted

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def people(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def move_url(revision: Revision, move: str) -> str:
    return reverse("desk:text_move", args=[revision.pk, move])


def case_move_url(claim: Claim, move: str) -> str:
    return reverse("desk:case_move", args=[claim.pk, move])


# --- Recording a claim


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_the_same_words_of_the_same_item_make_one_claim(reporter: User, language: str) -> None:
    item = read_item(reporter)
    words = CLAIMS[language]

    first = record_claim(text=words, language=language, by=reporter, news_item=item)
    again = record_claim(text=f" {words}\n", language=language, by=reporter, news_item=item)

    assert again == first
    assert Claim.objects.count() == 1
    assert first.events.filter(name="case.recorded").count() == 1


def test_other_words_of_the_same_item_make_another_claim(reporter: User) -> None:
    item = read_item(reporter)

    record_claim(text=CLAIMS["ar"], language="ar", by=reporter, news_item=item)
    record_claim(text=CLAIMS["fr"], language="fr", by=reporter, news_item=item)

    assert item.claims.count() == 2


def test_the_same_words_of_another_item_make_another_claim(reporter: User) -> None:
    for_one, for_two = read_item(reporter), read_item(reporter)

    record_claim(text=CLAIMS["ar"], language="ar", by=reporter, news_item=for_one)
    record_claim(text=CLAIMS["ar"], language="ar", by=reporter, news_item=for_two)

    assert Claim.objects.count() == 2


def test_going_back_and_recording_again_leads_to_the_claim_that_is_there(
    reporter: User, in_english: SignIn
) -> None:
    client = in_english(reporter)
    url = reverse("desk:record_claim", args=[read_item(reporter).pk])
    typed = {"text": CLAIMS["fr"], "language": "fr", "claimant_kind": "person"}

    client.post(url, typed)
    page = client.post(url, typed, follow=True).content.decode()

    assert "This claim was made of the item already" in page
    assert Claim.objects.count() == 1


def test_a_claim_of_invisible_marks_is_refused_beside_the_field(
    reporter: User, in_english: SignIn
) -> None:
    url = reverse("desk:record_claim", args=[read_item(reporter).pk])

    answer = in_english(reporter).post(
        url, {"text": "\u200f\u200b", "language": "ar", "claimant_kind": "person"}
    )

    assert answer.status_code == 422
    assert "Write the claim in words." in answer.content.decode()
    assert not Claim.objects.exists()


# --- Moves


def test_a_case_taken_up_twice_is_taken_up(reporter: User, in_english: SignIn) -> None:
    claim = claim_of(reporter)
    client = in_english(reporter)

    client.post(case_move_url(claim, "take_up"))
    answer = client.post(case_move_url(claim, "take_up"), follow=True)

    assert answer.status_code == 200
    assert "You have taken up the case." in answer.content.decode()
    assert claim.events.filter(name="case.take_up").count() == 1


def test_a_case_dropped_twice_is_dropped(reporter: User, editor: User, in_english: SignIn) -> None:
    claim = claim_of(reporter)
    client = in_english(editor)
    typed = {"drop-reason": "other", "drop-note": "تكرار"}

    client.post(case_move_url(claim, "drop"), typed)
    answer = client.post(case_move_url(claim, "drop"), typed, follow=True)

    assert answer.status_code == 200
    assert claim.events.filter(name="case.drop").count() == 1


def test_a_case_that_somebody_else_took_up_is_not_said_to_be_mine(
    reporter: User, editor: User, in_english: SignIn
) -> None:
    claim = claim_of(reporter)

    in_english(editor).post(case_move_url(claim, "take_up"))
    answer = in_english(reporter).post(case_move_url(claim, "take_up"))

    assert answer.status_code == 409


def test_a_text_approved_and_published_twice_is_published_once(
    people: Desk, in_english: SignIn
) -> None:
    revision = drafted(claim_with_source(people), people)
    move_text(revision.pk, "submit", by=people.reporter)
    editing, publishing = in_english(people.editor), in_english(people.publisher)

    editing.post(move_url(revision, "approve"))
    approved = editing.post(move_url(revision, "approve"), follow=True)
    publishing.post(move_url(revision, "publish"))
    published = publishing.post(move_url(revision, "publish"), follow=True)

    assert "The text is now: approved" in approved.content.decode()
    assert "The text is now: published" in published.content.decode()
    events = revision.text.verdict.claim.events
    assert events.filter(name="text.approve").count() == 1
    assert events.filter(name="text.publish").count() == 1


def test_a_text_that_somebody_else_approved_cannot_be_approved_again(
    people: Desk, in_english: SignIn
) -> None:
    revision = drafted(claim_with_source(people), people)
    move_text(revision.pk, "submit", by=people.reporter)
    move_text(revision.pk, "approve", by=people.editor)

    answer = in_english(people.publisher).post(move_url(revision, "approve"))

    assert answer.status_code == 409


def typed_text(version: int, **changed: str) -> dict[str, str]:
    return {
        "version": str(version),
        "rating": "misleading",
        "claim_text": WORDS["ar"].claim_text,
        "headline": WORDS["ar"].headline,
        "summary": WORDS["ar"].summary,
        "body": "بحثنا عن أصل الصورة.",
        "media_category": "DecontextualizedContent",
        "then": "submit",
        **changed,
    }


def test_a_review_asked_for_twice_is_asked_for_once(people: Desk, in_english: SignIn) -> None:
    revision = drafted(claim_with_source(people), people)
    url = reverse("desk:verdict", args=[revision.text.verdict.claim_id, "ar"])
    client = in_english(people.reporter)

    client.post(url, typed_text(revision.version))
    answer = client.post(url, typed_text(revision.version))

    revision.refresh_from_db()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk:revision", args=[revision.pk])
    assert revision.status == TextStatus.IN_REVIEW
    assert revision.text.verdict.claim.events.filter(name="text.submit").count() == 1


def test_other_words_sent_after_the_text_left_are_said_not_to_be_saved(
    people: Desk, in_english: SignIn
) -> None:
    revision = drafted(claim_with_source(people), people)
    url = reverse("desk:verdict", args=[revision.text.verdict.claim_id, "ar"])
    client = in_english(people.reporter)

    client.post(url, typed_text(revision.version))
    answer = client.post(url, typed_text(revision.version, headline="عنوان آخر"))

    assert answer.status_code == 409
    assert "عنوان آخر" in answer.content.decode()

"""What the database refuses, whoever asks: each rule tried to be broken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from claims.models import (
    Appearance,
    AuditEvent,
    Claim,
    Claimant,
    Correction,
    NewsItem,
    Outlet,
    Rating,
    RatingLabel,
    Revision,
    SourceReference,
    Statement,
    Submission,
    Verdict,
    VerdictText,
)
from tests.factories.claims import claim_of
from tests.factories.pictures import draw_picture, jpeg, stored_picture
from tests.factories.verdicts import Desk, claim_with_source, drafted, published

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2024, 6, 20), date(2024, 6, 23)


def refuses(constraint: str, change: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change()


@pytest.fixture
def claim(reporter: User) -> Claim:
    return claim_of(reporter)


@pytest.fixture
def revision(reporter: User, editor: User, publisher: User) -> Revision:
    desk = Desk(reporter, editor, publisher)
    return drafted(claim_with_source(desk), desk)


@pytest.fixture
def public(revision: Revision, reporter: User, editor: User, publisher: User) -> Revision:
    return published(revision, Desk(reporter, editor, publisher))


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("claim_has_text", {"text": ""}),
        ("claim_status_is_known", {"status": "finished"}),
        ("claim_dropped_has_reason", {"status": "dropped"}),
        ("claim_dropped_has_reason", {"drop_reason": "spam"}),
        ("claim_merged_has_target", {"status": "dropped", "drop_reason": "merged"}),
        (
            "claim_event_is_ordered",
            {"event_first": LATE, "event_last": EARLY, "event_origin": "editor"},
        ),
        ("claim_event_has_both_days_and_origin", {"event_first": EARLY}),
        ("claim_event_has_both_days_and_origin", {"event_first": EARLY, "event_last": LATE}),
        (
            "claim_event_has_both_days_and_origin",
            {"event_first": EARLY, "event_last": LATE, "event_origin": "guess"},
        ),
        ("claim_event_has_both_days_and_origin", {"event_origin": "editor"}),
    ],
)
def test_a_claim_is_never_untrue(claim: Claim, constraint: str, columns: dict[str, Any]) -> None:
    refuses(constraint, lambda: Claim.objects.filter(pk=claim.pk).update(**columns))


def test_a_claim_is_never_merged_into_itself(claim: Claim) -> None:
    refuses(
        "claim_not_merged_into_itself",
        lambda: Claim.objects.filter(pk=claim.pk).update(
            status="dropped", drop_reason="merged", merged_into=claim.pk
        ),
    )


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("claimant_has_name", {"kind": "person", "name": ""}),
        ("claimant_kind_is_known", {"kind": "robot", "name": "ر"}),
    ],
)
def test_a_claimant_has_a_kind_and_a_name(constraint: str, columns: dict[str, Any]) -> None:
    refuses(constraint, lambda: Claimant.objects.create(**columns))


def test_a_claimant_is_there_once() -> None:
    Claimant.objects.create(kind="person", name="ناطق")

    refuses(
        "claimant_kind_and_name_once", lambda: Claimant.objects.create(kind="person", name="ناطق")
    )


def test_an_appearance_is_somewhere_and_in_order(claim: Claim) -> None:
    refuses("appearance_is_somewhere", lambda: Appearance.objects.create(claim=claim))
    refuses(
        "appearance_days_are_ordered",
        lambda: Appearance.objects.create(
            claim=claim, platform="X", first_day=LATE, last_day=EARLY
        ),
    )


def test_an_item_is_an_appearance_once(claim: Claim) -> None:
    item = NewsItem.objects.create(intake="text")
    Appearance.objects.create(claim=claim, news_item=item)

    refuses(
        "appearance_once_per_news_item",
        lambda: Appearance.objects.create(claim=claim, news_item=item),
    )


def test_a_picture_belongs_to_a_claim_once(claim: Claim) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    claim.pictures.create(asset=asset, position=1)

    refuses("claim_picture_once", lambda: claim.pictures.create(asset=asset, position=2))


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        (
            "news_item_published_is_ordered",
            {"published_first": LATE, "published_last": EARLY, "published_origin": "editor"},
        ),
        ("news_item_published_has_origin", {"published_first": EARLY}),
        ("news_item_published_has_origin", {"published_last": EARLY}),
        ("news_item_state_is_known", {"state": "half"}),
        ("news_item_intake_is_known", {"intake": "fax"}),
        ("news_item_address_has_url", {"intake": "url"}),
        ("news_item_failure_has_reason", {"state": "failed"}),
        ("news_item_failure_has_reason", {"failure": "no_text"}),
    ],
)
def test_a_news_item_is_never_untrue(constraint: str, columns: dict[str, Any]) -> None:
    refuses(constraint, lambda: NewsItem.objects.create(**{"intake": "text", **columns}))


def test_a_picture_of_an_item_is_stored_or_has_an_address() -> None:
    item = NewsItem.objects.create(intake="text")
    item.pictures.create(position=1, url="https://a.example/1.jpg")

    refuses("news_item_picture_has_asset_or_address", lambda: item.pictures.create(position=2))
    refuses(
        "news_item_picture_position_once",
        lambda: item.pictures.create(position=1, url="https://a.example/2.jpg"),
    )


def test_a_picture_stands_in_an_item_once() -> None:
    item = NewsItem.objects.create(intake="text")
    asset = stored_picture(jpeg(draw_picture(1)))
    item.pictures.create(position=1, asset=asset)

    refuses("news_item_picture_once", lambda: item.pictures.create(position=2, asset=asset))


@pytest.mark.parametrize("value", [0, 6])
def test_a_rating_counts_from_1_to_5(value: int) -> None:
    refuses(
        "rating_value_1_to_5",
        lambda: Rating.objects.create(key="x", position=99, look="true", value=value),
    )


def test_a_rating_label_is_filled_and_there_once_per_language() -> None:
    rating = Rating.objects.get(key="true")

    refuses(
        "rating_label_is_filled",
        lambda: RatingLabel.objects.create(rating=rating, language="fr", label="", definition="d"),
    )
    refuses(
        "rating_label_once_per_language",
        lambda: RatingLabel.objects.create(
            rating=rating, language="ar", label="صحيح", definition="د"
        ),
    )


def test_a_domain_is_one_outlet() -> None:
    Outlet.objects.create(name="أ", domain="a.example")

    refuses("domain", lambda: Outlet.objects.create(name="A", domain="a.example"))


def test_a_source_has_a_title_and_a_known_kind(revision: Revision) -> None:
    verdict = revision.text.verdict

    refuses(
        "source_has_title",
        lambda: SourceReference.objects.create(verdict=verdict, position=7, title=""),
    )
    refuses(
        "source_kind_is_known",
        lambda: SourceReference.objects.create(
            verdict=verdict, position=7, title="t", kind="rumour"
        ),
    )


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("statement_span_is_ordered", {"span_start": 4, "span_end": 4}),
        ("statement_stance_is_known", {"stance": "shrugs"}),
        ("statement_has_quote", {"quote": ""}),
    ],
)
def test_a_statement_rests_on_words(
    claim: Claim, reporter: User, constraint: str, columns: dict[str, Any]
) -> None:
    valid: dict[str, Any] = {
        "claim": claim,
        "news_item": NewsItem.objects.create(intake="text"),
        "speaker": Claimant.objects.create(kind="person", name="é"),
        "stance": "denies",
        "quote": "q",
        "span_start": 0,
        "span_end": 1,
        "recorded_by": reporter,
    }

    refuses(constraint, lambda: Statement.objects.create(**{**valid, **columns}))


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("submission_has_content", {"text": ""}),
        ("submission_state_is_known", {"state": "lost"}),
    ],
)
def test_a_submission_says_something(constraint: str, columns: dict[str, Any]) -> None:
    valid = {"text": "नमस्ते", "received_on": EARLY}

    refuses(constraint, lambda: Submission.objects.create(**{**valid, **columns}))


def test_a_claim_has_one_verdict_with_one_text_per_language(revision: Revision) -> None:
    verdict = revision.text.verdict

    refuses("claim_id", lambda: Verdict.objects.create(claim=verdict.claim))
    refuses(
        "verdict_text_once_per_language",
        lambda: VerdictText.objects.create(verdict=verdict, language=revision.text.language),
    )


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("revision_status_is_known", {"status": "almost"}),
        ("revision_published_is_complete", {"status": "published"}),
        ("revision_published_is_complete", {"status": "superseded"}),
        ("revision_submitted_pair", {"submitted_at": timezone.now()}),
        ("revision_approved_pair", {"approved_at": timezone.now()}),
        ("revision_published_pair", {"published_at": timezone.now()}),
        ("revision_withdrawn_pair", {"withdrawn_at": timezone.now()}),
        ("revision_scheduled_has_person_and_time", {"status": "scheduled"}),
    ],
)
def test_a_revision_is_never_untrue(
    revision: Revision, constraint: str, columns: dict[str, Any]
) -> None:
    refuses(constraint, lambda: Revision.objects.filter(pk=revision.pk).update(**columns))


def test_not_even_a_bug_lets_an_author_approve(revision: Revision) -> None:
    refuses(
        "revision_not_approved_by_author",
        lambda: Revision.objects.filter(pk=revision.pk).update(
            approved_by=revision.author, approved_at=timezone.now()
        ),
    )


def test_a_text_has_one_open_revision(revision: Revision) -> None:
    refuses(
        "revision_one_open_per_text",
        lambda: Revision.objects.create(text=revision.text, number=9, author=revision.author),
    )
    refuses(
        "revision_number_once",
        lambda: Revision.objects.create(
            text=revision.text, number=revision.number, author=revision.author
        ),
    )


def test_a_text_has_one_published_revision(public: Revision) -> None:
    refuses(
        "revision_one_published_per_text",
        lambda: Revision.objects.create(
            text=public.text,
            number=2,
            status="published",
            author=public.author,
            rating=public.rating,
            snapshot={},
            approved_by=public.approved_by,
            approved_at=timezone.now(),
            published_by=public.published_by,
            published_at=timezone.now(),
        ),
    )


def test_a_picture_stands_in_a_revision_once_in_a_known_role(revision: Revision) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    refuses(
        "revision_picture_role_is_known",
        lambda: revision.pictures.create(asset=asset, role="nice", position=1),
    )
    revision.pictures.create(asset=asset, role="circulated", position=1)
    refuses(
        "revision_picture_once",
        lambda: revision.pictures.create(asset=asset, role="earlier", position=2),
    )


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("correction_kind_is_known", {"kind": "excuse", "public_note": "n"}),
        ("correction_has_note", {"kind": "update", "public_note": ""}),
    ],
)
def test_a_correction_has_a_kind_and_a_note(
    revision: Revision, constraint: str, columns: dict[str, Any]
) -> None:
    refuses(constraint, lambda: Correction.objects.create(revision=revision, **columns))


@pytest.mark.parametrize(
    "columns",
    [
        {"headline": "other"},
        {"summary": "autre"},
        {"body": "<p>آخر</p>"},
        {"claim_text": "अन्य"},
        {"snapshot": {}},
        {"published_at": timezone.now()},
        {"number": 7},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_a_published_revision_never_changes(public: Revision, columns: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Revision.objects.filter(pk=public.pk).update(**columns)


def test_a_published_revision_keeps_its_rating(public: Revision) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Revision.objects.filter(pk=public.pk).update(rating=Rating.objects.get(key="true"))


def test_a_published_revision_does_not_become_a_draft_again(public: Revision) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=public.pk).update(
            status="draft", snapshot=None, published_at=None, published_by=None
        )


def test_the_history_is_not_changed(claim: Claim) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        AuditEvent.objects.filter(claim=claim).update(name="case.other")


def test_the_history_is_not_removed(claim: Claim) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        AuditEvent.objects.filter(claim=claim).delete()


def test_the_history_is_not_removed_by_sql(claim: Claim) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM claims_auditevent WHERE claim_id = %s", [claim.pk])

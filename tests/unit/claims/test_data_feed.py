"""The feed of all verdicts: what each item holds, and what a withdrawn one does not."""

from __future__ import annotations

from claims.domain.claimreview import claim_review, media_review, publisher
from claims.domain.data_feed import data_feed, published_item, withdrawn_item
from tests.unit.claims.verdicts import ADDRESSES, FIRST, LATER, MODEL_CASE, PAGE

PUBLISHER = publisher("Vérif बैठक", home="https://bayyina.example/ar/", policies={})


def test_an_item_holds_the_media_review_inside_the_claim_review() -> None:
    review, media = claim_review(MODEL_CASE, ADDRESSES), media_review(MODEL_CASE, ADDRESSES)

    item = published_item(review, media, created_at=FIRST, modified_at=LATER)

    assert item["dateCreated"] == "2024-06-25T09:30:00+00:00"
    assert item["dateModified"] == "2024-06-26T10:00:00+00:00"
    assert item["item"]["claimReviewed"] == "صورة من اجتماع جرى هذا الأسبوع"
    assert item["item"]["associatedMediaReview"]["@type"] == "MediaReview"
    assert "@context" not in item["item"]
    assert "@context" not in item["item"]["associatedMediaReview"]


def test_the_page_s_own_markup_is_left_as_it_was() -> None:
    review, media = claim_review(MODEL_CASE, ADDRESSES), media_review(MODEL_CASE, ADDRESSES)

    published_item(review, media, created_at=FIRST, modified_at=LATER)

    assert review == claim_review(MODEL_CASE, ADDRESSES)


def test_a_withdrawn_verdict_is_an_address_and_two_dates() -> None:
    assert withdrawn_item(PAGE, language="ar", created_at=FIRST, withdrawn_at=LATER) == {
        "@type": "DataFeedItem",
        "dateCreated": "2024-06-25T09:30:00+00:00",
        "dateDeleted": "2024-06-26T10:00:00+00:00",
        "item": {
            "@type": "ClaimReview",
            "@id": f"{PAGE}#review",
            "url": PAGE,
            "inLanguage": "ar",
        },
    }


def test_a_feed_of_nothing_says_when_nothing() -> None:
    feed = data_feed(url=PAGE, name="é", publisher=PUBLISHER, items=[], modified_at=None)

    assert feed["dataFeedElement"] == []
    assert "dateModified" not in feed

"""The vocabulary check and the rules for required fields, on markup with one mistake each."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from claims.domain.claimreview import claim_review, media_review
from tests.structured_data.required import lacks_of
from tests.structured_data.vocabulary import mistakes_in
from tests.unit.claims.verdicts import ADDRESSES, MODEL_CASE

CLAIM_REVIEW = claim_review(MODEL_CASE, ADDRESSES)
MEDIA_REVIEW = media_review(MODEL_CASE, ADDRESSES) or {}


def changed(markup: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy with another value at a path such as "itemReviewed/url"; None takes it."""
    copy = deepcopy(markup)
    *way, last = path.split("/")
    place: Any = copy
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    if value is None:
        del place[last]
    return copy


def test_the_model_case_has_no_mistake() -> None:
    assert mistakes_in(CLAIM_REVIEW) == []
    assert mistakes_in(MEDIA_REVIEW) == []
    assert lacks_of(CLAIM_REVIEW) == []
    assert lacks_of(MEDIA_REVIEW) == []


@pytest.mark.parametrize(
    ("path", "value", "mistake"),
    [
        ("claimRevewed", "é", "/claimRevewed: not a property of ClaimReview"),
        ("@type", "ClaimReveiw", ": unknown type ClaimReveiw"),
        ("sha256", "a" * 64, "/sha256: not a property of ClaimReview"),
        ("author", {"@type": "Rating"}, "/author: Rating is none of Organization, Person"),
        ("author", "Vérif", "/author: 'Vérif' is none of Organization, Person"),
        ("author", {"name": "Vérif"}, "/author: no @type"),
        ("url", "bayyina.example/ar/", "/url: 'bayyina.example/ar/' is none of URL"),
        (
            "itemReviewed/author/name",
            5,
            "/itemReviewed/author/name: 5 is none of Text",
        ),
        (
            "datePublished",
            "25/06/2024",
            "/datePublished: '25/06/2024' is none of Date, DateTime",
        ),
        (
            "datePublished",
            "2024-06-25T09:30:00",
            "/datePublished: '2024-06-25T09:30:00' is none of Date, DateTime",
        ),
        (
            "itemReviewed/firstAppearance/archivedAt",
            "",
            "/itemReviewed/firstAppearance/archivedAt: '' is none of URL, WebPage",
        ),
        ("@context", "http://schema.example", "@context is not schema.org"),
    ],
)
def test_a_term_that_is_not_schema_org_is_found(path: str, value: object, mistake: str) -> None:
    assert mistakes_in(changed(CLAIM_REVIEW, path, value)) == [mistake]


def test_the_former_name_of_a_category_is_found() -> None:
    former = changed(MEDIA_REVIEW, "mediaAuthenticityCategory", "MissingContext")

    assert mistakes_in(former) == [
        "/mediaAuthenticityCategory: 'MissingContext' is none of MediaManipulationRatingEnumeration"
    ]


def test_a_digest_belongs_to_a_file_and_not_to_the_page_it_stood_on() -> None:
    page = {"@type": "WebPage", "sha256": "a" * 64, "url": "https://x.example/"}

    assert mistakes_in(changed(MEDIA_REVIEW, "originalMediaLink", page)) == [
        "/originalMediaLink/sha256: not a property of WebPage"
    ]


@pytest.mark.parametrize(
    "field",
    ["claimReviewed", "reviewRating", "url", "author", "itemReviewed", "datePublished", "headline"],
)
def test_a_claim_review_without_what_its_readers_ask_for_is_found(field: str) -> None:
    assert lacks_of(changed(CLAIM_REVIEW, field, None)) == [f": '{field}' is a required property"]


def test_a_number_without_its_scale_is_found() -> None:
    half = changed(CLAIM_REVIEW, "reviewRating/bestRating", None)

    assert lacks_of(half) == ["reviewRating: 'bestRating' is a dependency of 'ratingValue'"]


@pytest.mark.parametrize("other", ["EditedOrCroppedContent", "StagedContent", "TransformedContent"])
def test_an_original_that_is_something_else_too_is_found(other: str) -> None:
    both = changed(MEDIA_REVIEW, "mediaAuthenticityCategory", ["OriginalMediaContent", other])

    assert len(lacks_of(both)) == 1


@pytest.mark.parametrize("field", ["sha256", "description", "thumbnailUrl"])
def test_a_picture_without_its_digest_or_description_is_found(field: str) -> None:
    path = f"itemReviewed/mediaItemAppearance/0/{field}"

    assert lacks_of(changed(MEDIA_REVIEW, path, None)) == [
        f"itemReviewed/mediaItemAppearance/0: '{field}' is a required property"
    ]

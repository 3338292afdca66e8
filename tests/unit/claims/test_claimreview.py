"""ClaimReview and MediaReview: required fields, nothing invented, safe inside a script."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from claims.domain.claimreview import claim_review, json_for_script, media_review
from claims.domain.published import (
    PublishedAppearance,
    PublishedClaimant,
    PublishedCorrection,
    PublishedFinding,
    PublishedPlace,
    PublishedVerdict,
)
from media_provenance.domain.findings import FindingKind
from tests.unit.claims.verdicts import (
    ADDRESSES,
    EARLIER_ID,
    FINDING,
    FIRST,
    LATER,
    MODEL_CASE,
    PAGE,
    SMALLEST,
    UNPROVEN,
)


def test_the_model_case_gives_every_required_and_recommended_field() -> None:
    review = claim_review(MODEL_CASE, ADDRESSES)

    assert review == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{PAGE}#review",
        "url": PAGE,
        "headline": "الصورة قديمة ولا علاقة لها بالاجتماع",
        "inLanguage": "ar",
        "datePublished": "2024-06-25T09:30:00+00:00",
        "dateModified": "2024-06-26T10:00:00+00:00",
        "author": {
            "@type": "NewsMediaOrganization",
            "name": "غرفة أخبار تجريبية",
            "url": "https://bayyina.example/ar/",
            "correctionsPolicy": "https://bayyina.example/ar/methodology/#corrections-policy",
            "ethicsPolicy": "https://newsroom.example/ar/ethics",
        },
        "claimReviewed": "صورة من اجتماع جرى هذا الأسبوع",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "مُضلِّل",
            "ratingExplanation": "نُشرت الصورة قبل الحدث بنحو عامين.",
            "ratingValue": 2,
            "bestRating": 5,
            "worstRating": 1,
        },
        "itemReviewed": {
            "@type": "Claim",
            "text": "صورة من اجتماع جرى هذا الأسبوع",
            "author": {
                "@type": "Person",
                "name": "Zoé Müller",
                "jobTitle": "députée",
                "sameAs": "https://z.example/",
            },
            "datePublished": "2024-06-20",
            "firstAppearance": {
                "@type": "CreativeWork",
                "url": "https://first.example/a",
                "archivedAt": "https://archive.example/a",
                "datePublished": "2024-06-20",
            },
            "appearance": [{"@type": "CreativeWork", "url": "https://later.example/b"}],
        },
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "صححنا تاريخ النشر.",
                "datePublished": "2024-06-26T10:00:00+00:00",
            }
        ],
        "workTranslation": [{"@id": "https://bayyina.example/en/v/7hQ2mXbRk9TzVn4cWyPdAe/#review"}],
        "associatedMediaReview": {"@id": f"{PAGE}#media-review"},
    }


def test_the_media_review_names_the_file_that_came_to_us_and_links_both_ways() -> None:
    review = media_review(MODEL_CASE, ADDRESSES)

    assert review is not None
    assert review["@type"] == "MediaReview"
    assert review["@id"] == claim_review(MODEL_CASE, ADDRESSES)["associatedMediaReview"]["@id"]
    assert review["associatedClaimReview"] == {"@id": f"{PAGE}#review"}
    assert review["mediaAuthenticityCategory"] == "DecontextualizedContent"
    assert review["originalMediaContextDescription"] == "كما نُشرت في آب/أغسطس 2022"
    assert review["originalMediaLink"] == "https://earlier.example/2022/08/14/meeting"
    assert review["itemReviewed"] == {
        "@type": "MediaReviewItem",
        "interpretedAsClaim": {"@type": "Claim", "text": "صورة من اجتماع جرى هذا الأسبوع"},
        "mediaItemAppearance": [
            {
                "@type": "ImageObjectSnapshot",
                "sha256": "a" * 64,
                "description": "رجال حول طاولة",
                "caption": "كما انتشرت",
                "thumbnailUrl": "https://bayyina.example/ar/v/7/picture/c-960.webp",
            }
        ],
    }


@pytest.mark.parametrize(
    "verdict",
    [
        replace(MODEL_CASE, media_category=""),
        replace(MODEL_CASE, pictures=MODEL_CASE.pictures[1:]),
    ],
    ids=["not about media", "no picture as circulated"],
)
def test_without_a_judged_picture_there_is_no_media_review(verdict: PublishedVerdict) -> None:
    assert media_review(verdict, ADDRESSES) is None
    assert "associatedMediaReview" not in claim_review(verdict, ADDRESSES)


def test_no_original_is_named_without_a_finding() -> None:
    review = media_review(replace(MODEL_CASE, finding=None), ADDRESSES)

    assert review is not None
    assert "originalMediaLink" not in review


@pytest.mark.parametrize(
    "finding",
    [
        replace(FINDING, kind=FindingKind.COMPATIBLE_NOT_PROVEN),
        replace(FINDING, kind=FindingKind.MADE_AFTER_EVENT),
        replace(FINDING, asset_id=EARLIER_ID),
        replace(FINDING, asset_id="of another picture"),
    ],
    ids=["not proven", "made after", "of the earlier one", "of a picture not shown"],
)
def test_a_page_that_is_no_earlier_publication_is_not_called_the_original(
    finding: PublishedFinding,
) -> None:
    verdict = replace(MODEL_CASE, finding=finding, pictures=MODEL_CASE.pictures)

    review = media_review(verdict, ADDRESSES, finding_sentence="Trouvée en ligne.")

    assert review is not None
    assert "originalMediaLink" not in review


def test_without_an_earlier_picture_the_finding_tells_the_context() -> None:
    verdict = replace(MODEL_CASE, pictures=MODEL_CASE.pictures[:1])

    told = media_review(verdict, ADDRESSES, finding_sentence="Était en ligne le 14 août 2022.")
    untold = media_review(replace(verdict, finding=None), ADDRESSES, finding_sentence="é")

    assert told is not None
    assert told["originalMediaContextDescription"] == "Était en ligne le 14 août 2022."
    assert untold is not None
    assert "originalMediaContextDescription" not in untold


def test_an_edited_picture_has_no_context_to_be_torn_from() -> None:
    review = media_review(replace(MODEL_CASE, media_category="EditedOrCroppedContent"), ADDRESSES)

    assert review is not None
    assert "originalMediaContextDescription" not in review
    assert review["originalMediaLink"] == "https://earlier.example/2022/08/14/meeting"


def test_what_a_picture_is_besides_stands_after_what_it_is_first() -> None:
    verdict = replace(MODEL_CASE, media_also=("OriginalMediaContent",))

    review = media_review(verdict, ADDRESSES)

    assert review is not None
    assert review["mediaAuthenticityCategory"] == [
        "DecontextualizedContent",
        "OriginalMediaContent",
    ]


def test_a_picture_stands_once_for_every_page_it_was_spread_on() -> None:
    places = (
        PublishedPlace(
            page_url="https://first.example/صورة",
            file_url="https://first.example/a.jpg",
            archived_url="https://archive.example/a",
            first_day=date(2024, 6, 20),
            last_day=date(2024, 6, 20),
        ),
        PublishedPlace(page_url="https://later.example/b"),
    )
    picture = replace(MODEL_CASE.pictures[0], places=places)

    review = media_review(replace(MODEL_CASE, pictures=(picture,)), ADDRESSES)

    assert review is not None
    first, second = review["itemReviewed"]["mediaItemAppearance"]
    assert first["sha256"] == second["sha256"] == picture.sha256
    assert first["url"] == "https://first.example/صورة"
    assert first["contentUrl"] == "https://first.example/a.jpg"
    assert first["archivedAt"] == "https://archive.example/a"
    assert first["uploadDate"] == "2024-06-20"
    assert second["url"] == "https://later.example/b"
    assert second.keys().isdisjoint({"contentUrl", "archivedAt", "uploadDate"})


def test_of_a_frame_the_video_is_reviewed() -> None:
    frame = replace(MODEL_CASE.pictures[0], video_sha256="c" * 64)

    review = media_review(replace(MODEL_CASE, pictures=(frame,)), ADDRESSES)

    assert review is not None
    (item,) = review["itemReviewed"]["mediaItemAppearance"]
    assert (item["@type"], item["sha256"]) == ("VideoObjectSnapshot", "c" * 64)


def test_a_translation_names_the_text_that_came_out_first() -> None:
    at = replace(ADDRESSES, original="en")

    review = claim_review(MODEL_CASE, at)

    assert review["translationOfWork"] == {
        "@id": "https://bayyina.example/en/v/7hQ2mXbRk9TzVn4cWyPdAe/#review"
    }
    assert "workTranslation" not in review


def test_no_page_is_named_that_the_organization_does_not_have() -> None:
    author = claim_review(MODEL_CASE, replace(ADDRESSES, policies={}))["author"]

    assert author.keys() == {"@type", "name", "url"}


def test_a_rating_off_the_scale_has_no_numbers() -> None:
    rating = claim_review(replace(SMALLEST, rating=UNPROVEN), ADDRESSES)["reviewRating"]

    assert rating == {
        "@type": "Rating",
        "alternateName": "Non prouvé",
        "ratingExplanation": "نُشرت الصورة قبل الحدث بنحو عامين.",
    }


def test_an_unknown_claimant_is_left_out_and_not_made_up() -> None:
    assert claim_review(SMALLEST, ADDRESSES)["itemReviewed"] == {
        "@type": "Claim",
        "text": "صورة من اجتماع جرى هذا الأسبوع",
    }


def test_an_organization_has_no_office() -> None:
    claimant = PublishedClaimant("organization", "Ministère", job_title="n/a")

    author = claim_review(replace(SMALLEST, claimant=claimant), ADDRESSES)["itemReviewed"]["author"]

    assert author == {"@type": "Organization", "name": "Ministère"}


def test_a_page_that_never_changed_has_no_date_of_change_and_no_correction() -> None:
    review = claim_review(SMALLEST, replace(ADDRESSES, translations={}))

    assert review.keys().isdisjoint({"dateModified", "correction", "workTranslation"})


def test_corrections_stay_newest_first() -> None:
    newest_first = (
        PublishedCorrection("update", "तारीख जोड़ी गई", LATER),
        PublishedCorrection("correction", "Orthographe corrigée", FIRST),
    )

    review = claim_review(replace(SMALLEST, corrections=newest_first), ADDRESSES)

    assert [one["text"] for one in review["correction"]] == [
        "तारीख जोड़ी गई",
        "Orthographe corrigée",
    ]


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2024, 6, 20), date(2024, 6, 20), "2024-06-20"),
        (date(2024, 6, 20), date(2024, 6, 23), "2024-06"),
        (date(2024, 6, 1), date(2024, 7, 1), "2024"),
    ],
    ids=["a day", "days of a month", "days of a year"],
)
def test_an_uncertain_day_is_written_as_the_month_or_year_that_holds_it(
    first: date, last: date, written: str
) -> None:
    seen = PublishedAppearance(url="https://x.example/", first_day=first, last_day=last)

    claim = claim_review(replace(SMALLEST, appearances=(seen,)), ADDRESSES)["itemReviewed"]

    assert claim["datePublished"] == written


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2024, 12, 31), date(2025, 1, 1)), (date(2024, 6, 20), None)],
    ids=["two years", "open end"],
)
def test_days_that_no_year_holds_give_no_date(first: date, last: date | None) -> None:
    seen = PublishedAppearance(url="https://x.example/", first_day=first, last_day=last)

    claim = claim_review(replace(SMALLEST, appearances=(seen,)), ADDRESSES)["itemReviewed"]

    assert "datePublished" not in claim
    assert claim["firstAppearance"] == {"@type": "CreativeWork", "url": "https://x.example/"}


def test_text_cannot_leave_the_script_element() -> None:
    hostile = "</script><script>alert(1)</script><!-- & \u2028\u2029 «é» हि"

    written = json_for_script({"text": hostile})

    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(written)
    assert json.loads(written) == {"text": hostile}

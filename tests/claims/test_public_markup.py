"""The page read back as machines read it: what the markup says is what the page says."""

from __future__ import annotations

from typing import Any

import extruct
import lxml.html
import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories.verdicts import WORDS, Desk, corrected, drafted, old_photo_case, published

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


@pytest.fixture
def read_page(client: Client, reporter: User, editor: User, publisher: User) -> Any:
    """Publish the old photograph's case with a correction and return page and markup by type."""
    desk = Desk(reporter, editor, publisher)
    case = old_photo_case(desk)
    first = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    published(drafted(case.claim, desk, language="en", words=case.words("en")), desk)
    revision = corrected(first, desk, note="صححنا «août» و«अगस्त».", words=case.words("ar"))
    path = f"/ar/v/{revision.text.verdict.public_id}/"
    html = client.get(path).content.decode()
    found = extruct.extract(html, base_url=f"{SITE}{path}", syntaxes=["json-ld"])["json-ld"]
    text = " ".join(lxml.html.fromstring(html).find("body").text_content().split())
    return text, {one["@type"]: one for one in found}, path, case.asset


def test_the_page_holds_one_claim_review_and_one_media_review(read_page: Any) -> None:
    _text, markup, _path, _asset = read_page

    assert set(markup) == {"ClaimReview", "MediaReview"}


def test_the_claim_review_says_what_the_page_says(read_page: Any) -> None:
    text, markup, path, _asset = read_page
    review = markup["ClaimReview"]

    assert review["url"] == f"{SITE}{path}"
    assert review["inLanguage"] == "ar"
    assert review["claimReviewed"] == WORDS["ar"].claim_text
    said = (
        review["headline"],
        review["claimReviewed"],
        review["reviewRating"]["alternateName"],
        review["reviewRating"]["ratingExplanation"],
        review["author"]["name"],
        review["correction"][0]["text"],
    )
    assert [words for words in said if words not in text] == []


def test_the_claim_review_has_what_its_readers_ask_for(read_page: Any) -> None:
    _text, markup, path, _asset = read_page
    review = markup["ClaimReview"]

    rating = review["reviewRating"]
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (1, 2, 5)
    assert review["author"]["url"] == f"{SITE}/ar/"
    assert review["datePublished"] <= review["dateModified"]
    assert review["itemReviewed"]["firstAppearance"] == {
        "@type": "CreativeWork",
        "url": "https://first.example/a",
        "datePublished": "2024-06-20",
    }
    assert review["workTranslation"] == [{"@id": f"{SITE}{path.replace('/ar/', '/en/')}#review"}]


def test_the_media_review_says_that_a_real_picture_was_torn_from_its_context(
    read_page: Any, client: Client
) -> None:
    _text, markup, _path, asset = read_page
    review = markup["MediaReview"]

    (item,) = review["itemReviewed"]["mediaItemAppearance"]
    assert review["mediaAuthenticityCategory"] == "DecontextualizedContent"
    assert review["originalMediaLink"] == "https://earlier.example/14"
    assert review["associatedClaimReview"]["@id"] == markup["ClaimReview"]["@id"]
    assert markup["ClaimReview"]["associatedMediaReview"]["@id"] == review["@id"]
    assert item["sha256"] == asset.sha256
    assert client.get(item["thumbnailUrl"].removeprefix(SITE)).status_code == 200


def test_every_link_of_the_page_stays_on_whatever_host_served_it(
    read_page: Any, client: Client
) -> None:
    _text, _markup, path, _asset = read_page

    links = lxml.html.fromstring(client.get(path).content.decode()).xpath("//a/@href")

    assert links
    assert not [link for link in links if link.startswith(SITE)]

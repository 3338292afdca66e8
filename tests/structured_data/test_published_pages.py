"""Real pages read back as machines read them: valid, complete, and saying what the page says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from claims.actions.cases import add_appearance, attach_item, edit_claim, get_claimant
from claims.actions.verdicts import set_media_category
from claims.actions.workflow import move_text
from claims.models import Appearance, ClaimantKind, NewsItem, NewsItemPicture, Revision
from multilingual.intervals import DateInterval
from tests.factories.claims import read_item
from tests.factories.verdicts import (
    WORDS,
    Desk,
    claim_with_source,
    corrected,
    drafted,
    old_photo_case,
    published,
)
from tests.structured_data.pages import SITE, ReadPage, read_page
from tests.structured_data.required import lacks_of
from tests.structured_data.vocabulary import mistakes_in

pytestmark = pytest.mark.django_db

Publish = Callable[[Desk], Revision]


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def path_of(revision: Revision, language: str = "ar") -> str:
    return f"/{language}/v/{revision.text.verdict.public_id}/"


def read(client: Client, revision: Revision, language: str = "ar") -> ReadPage:
    path = path_of(revision, language)
    return read_page(client.get(path).content.decode(), path)


def without_a_picture(desk: Desk) -> Revision:
    return published(drafted(claim_with_source(desk), desk), desk)


def off_the_scale(desk: Desk) -> Revision:
    words = replace(WORDS["ar"], rating_key="unproven")
    return published(drafted(claim_with_source(desk), desk, words=words), desk)


def in_awkward_words(desk: Desk) -> Revision:
    words = replace(
        WORDS["ar"],
        claim_text='قال </script><b>«août»\nअगस्त & \u2028 "x"',
        headline="<!-- & é 'बैठक' \\u003c",
    )
    return published(drafted(claim_with_source(desk), desk, words=words), desk)


def with_a_picture(desk: Desk) -> Revision:
    case = old_photo_case(desk)
    return published(drafted(case.claim, desk, words=case.words("ar")), desk)


def where_it_was_spread(desk: Desk) -> Revision:
    """An old picture on a page that came in, with an archived copy. Rows: nothing is fetched."""
    case = old_photo_case(desk)
    item = read_item(desk.reporter, "fr")
    NewsItem.objects.filter(pk=item.pk).update(url="https://spread.example/été")
    item.refresh_from_db()
    NewsItemPicture.objects.create(
        news_item=item, position=1, asset=case.asset, url="https://spread.example/é.jpg"
    )
    attach_item(case.claim, item, by=desk.reporter)
    Appearance.objects.filter(news_item=item).update(archived_url="https://archive.example/é")
    return published(drafted(case.claim, desk, words=case.words("ar")), desk)


def with_a_translation(desk: Desk) -> Revision:
    case = old_photo_case(desk)
    first = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    published(drafted(case.claim, desk, language="en", words=case.words("en")), desk)
    return first


def put_right_twice(desk: Desk) -> Revision:
    first = without_a_picture(desk)
    second = corrected(first, desk, note="صححنا «août».", words=WORDS["ar"])
    return corrected(second, desk, note="ثم «अगस्त» <b>.", words=WORDS["ar"])


def made_by_somebody(desk: Desk) -> Revision:
    claim = claim_with_source(desk)
    edit_claim(
        claim,
        text=claim.text,
        language=claim.language,
        restated="",
        claimant=get_claimant("Zoé Müller बैठक", ClaimantKind.PERSON, language="fr"),
        by=desk.reporter,
    )
    add_appearance(
        claim,
        by=desk.reporter,
        url="https://first.example/é?a=1&b=2",
        days=DateInterval(date(2024, 6, 1), date(2024, 6, 30)),
    )
    add_appearance(claim, by=desk.reporter, url="https://later.example/बैठक")
    return published(drafted(claim, desk), desk)


@pytest.mark.parametrize(
    "publish",
    [
        without_a_picture,
        off_the_scale,
        in_awkward_words,
        with_a_picture,
        with_a_translation,
        put_right_twice,
        made_by_somebody,
        where_it_was_spread,
    ],
)
def test_the_markup_is_schema_org_complete_and_said_on_the_page(
    client: Client, desk: Desk, publish: Publish
) -> None:
    page = read(client, publish(desk))

    assert "ClaimReview" in page.markup
    assert [mistake for one in page.markup.values() for mistake in mistakes_in(one)] == []
    assert [lack for one in page.markup.values() for lack in lacks_of(one)] == []
    assert page.unsaid() == []


def test_an_english_page_says_in_its_markup_what_it_says_in_its_words(
    client: Client, desk: Desk
) -> None:
    page = read(client, with_a_translation(desk), "en")

    review, media = page.markup["ClaimReview"], page.markup["MediaReview"]
    assert review["inLanguage"] == media["inLanguage"] == "en"
    assert mistakes_in(review) + mistakes_in(media) == []
    assert lacks_of(review) + lacks_of(media) == []
    assert page.unsaid() == []


def test_a_verdict_off_the_scale_has_a_word_and_no_number(client: Client, desk: Desk) -> None:
    rating = read(client, off_the_scale(desk)).markup["ClaimReview"]["reviewRating"]

    assert rating.keys() == {"@type", "alternateName", "ratingExplanation"}


def test_what_an_editor_wrote_comes_out_of_the_markup_unchanged(client: Client, desk: Desk) -> None:
    review = read(client, in_awkward_words(desk)).markup["ClaimReview"]

    assert review["claimReviewed"] == 'قال </script><b>«août»\nअगस्त & \u2028 "x"'
    assert review["headline"] == "<!-- & é 'बैठक' \\u003c"


def test_every_correction_is_in_the_markup_newest_first(client: Client, desk: Desk) -> None:
    review = read(client, put_right_twice(desk)).markup["ClaimReview"]

    assert [one["text"] for one in review["correction"]] == ["ثم «अगस्त» <b>.", "صححنا «août»."]
    assert review["dateModified"] == review["correction"][0]["datePublished"]


def test_the_text_that_came_out_first_is_the_work_and_the_other_its_translation(
    client: Client, desk: Desk
) -> None:
    first = with_a_translation(desk)

    arabic, english = read(client, first), read(client, first, "en")

    arabic_id = arabic.markup["ClaimReview"]["@id"]
    english_id = english.markup["ClaimReview"]["@id"]
    assert arabic.markup["ClaimReview"]["workTranslation"] == [{"@id": english_id}]
    assert english.markup["ClaimReview"]["translationOfWork"] == {"@id": arabic_id}


def test_a_page_names_every_language_it_can_be_read_in_itself_included(
    client: Client, desk: Desk
) -> None:
    first = with_a_translation(desk)

    english = read(client, first, "en")

    assert english.alternates == {
        "ar": f"{SITE}{path_of(first)}",
        "en": f"{SITE}{path_of(first, 'en')}",
        "x-default": f"{SITE}{path_of(first)}",
    }


def test_an_unaltered_picture_out_of_context_is_called_both(client: Client, desk: Desk) -> None:
    case = old_photo_case(desk)
    set_media_category(
        case.claim.verdict,
        "DecontextualizedContent",
        also=["OriginalMediaContent"],
        by=desk.reporter,
    )
    revision = published(drafted(case.claim, desk, words=case.words("ar")), desk)

    page = read(client, revision)

    review = page.markup["MediaReview"]
    assert review["mediaAuthenticityCategory"] == [
        "DecontextualizedContent",
        "OriginalMediaContent",
    ]
    assert mistakes_in(review) + lacks_of(review) == []
    assert "صورة حقيقية في سياق خاطئ · أصلية" in page.words


def test_the_page_on_which_a_picture_was_spread_is_named_with_the_file(
    client: Client, desk: Desk
) -> None:
    page = read(client, where_it_was_spread(desk))

    (snapshot,) = page.markup["MediaReview"]["itemReviewed"]["mediaItemAppearance"]
    assert snapshot["url"] == "https://spread.example/été"
    assert snapshot["url"] in page.links
    assert snapshot["contentUrl"] == "https://spread.example/é.jpg"
    assert snapshot["archivedAt"] == "https://archive.example/é"
    assert snapshot["uploadDate"] == "2024-06-21"


def test_a_withdrawn_verdict_has_no_markup(client: Client, desk: Desk) -> None:
    revision = with_a_picture(desk)
    move_text(revision.pk, "withdraw", by=desk.publisher, reason="Erreur")

    assert read(client, revision).markup == {}


def test_a_later_change_of_the_claim_is_not_in_the_markup(client: Client, desk: Desk) -> None:
    revision = with_a_picture(desk)
    before = read(client, revision).markup

    add_appearance(
        revision.text.verdict.claim,
        by=desk.reporter,
        url="https://earlier.example/found",
        days=DateInterval.of_day(date(2024, 6, 1)),
    )

    assert read(client, revision).markup == before


def test_the_pages_of_the_settings_are_in_the_markup_and_on_the_page(
    client: Client, desk: Desk, settings: Settings
) -> None:
    settings.POLICY_PAGES = {"ethicsPolicy": "https://newsroom.example/{language}/éthique"}
    revision = without_a_picture(desk)

    author = read(client, revision).markup["ClaimReview"]["author"]
    methodology = client.get("/ar/methodology/").content.decode()

    assert author["ethicsPolicy"] == "https://newsroom.example/ar/éthique"
    assert author["correctionsPolicy"] == f"{SITE}/ar/methodology/#corrections-policy"
    assert 'href="https://newsroom.example/ar/éthique"' in methodology
    assert 'id="corrections-policy"' in methodology

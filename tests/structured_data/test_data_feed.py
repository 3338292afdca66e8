"""The feed of all verdicts as collectors read it: nothing unpublished, nothing forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.actions.workflow import move_text
from claims.views import data_feed
from tests.factories.verdicts import (
    WORDS,
    Desk,
    approved,
    claim_with_source,
    corrected,
    drafted,
    old_photo_case,
    published,
    scheduled,
    submitted,
)
from tests.structured_data.required import lacks_of
from tests.structured_data.vocabulary import mistakes_in

pytestmark = pytest.mark.django_db

FEED = "/data/feed.json"


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def items_of(client: Client) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(FEED).json()["dataFeedElement"]
    return items


def test_the_feed_is_schema_org_and_complete(client: Client, desk: Desk) -> None:
    case = old_photo_case(desk)
    published(drafted(case.claim, desk, words=case.words("ar")), desk)
    published(drafted(case.claim, desk, language="en", words=case.words("en")), desk)
    gone = published(drafted(claim_with_source(desk), desk), desk)
    move_text(gone.pk, "withdraw", by=desk.publisher, reason="Erreur बैठक")

    feed = client.get(FEED).json()

    assert mistakes_in(feed) == []
    assert lacks_of(feed) == []
    assert len(feed["dataFeedElement"]) == 3


def test_an_item_is_what_the_page_of_the_verdict_holds(client: Client, desk: Desk) -> None:
    case = old_photo_case(desk)
    revision = published(drafted(case.claim, desk, words=case.words("ar")), desk)

    (item,) = items_of(client)

    held = client.get(f"/ar/v/{revision.text.verdict.public_id}.json").json()["schema_org"]
    review, media = ({**one} for one in held)
    assert item["item"].pop("associatedMediaReview") == _bare(media)
    review.pop("associatedMediaReview")
    assert item["item"] == _bare(review)


def _bare(markup: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in markup.items() if name != "@context"}


def test_every_language_is_in_it_in_its_own_words(client: Client, desk: Desk) -> None:
    case = old_photo_case(desk)
    arabic = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    published(drafted(case.claim, desk, language="en", words=case.words("en")), desk)
    public_id = arabic.text.verdict.public_id

    newest, first = (item["item"] for item in items_of(client))

    assert (newest["inLanguage"], first["inLanguage"]) == ("en", "ar")
    assert newest["claimReviewed"] == WORDS["en"].claim_text
    contexts = [
        item["associatedMediaReview"]["originalMediaContextDescription"] for item in (newest, first)
    ]
    told = [
        client.get(f"/{language}/v/{public_id}.json").json()["finding"]["sentence"]
        for language in ("en", "ar")
    ]
    assert contexts == told


@pytest.mark.parametrize("make", [drafted, submitted, approved, scheduled])
def test_nothing_is_in_it_before_it_is_published(client: Client, desk: Desk, make: Any) -> None:
    make(claim_with_source(desk), desk)

    assert items_of(client) == []


def test_a_corrected_verdict_stands_once_with_its_newest_words(client: Client, desk: Desk) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)
    corrected(first, desk, note="صححنا «août».", words=WORDS["ar"])

    (item,) = items_of(client)

    assert item["item"]["correction"][0]["text"] == "صححنا «août»."
    assert "dateDeleted" not in item


def test_a_withdrawn_verdict_stays_as_an_address_without_a_word_of_it(
    client: Client, desk: Desk
) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)
    move_text(revision.pk, "withdraw", by=desk.publisher, reason="Erreur")

    answer = client.get(FEED)

    (item,) = answer.json()["dataFeedElement"]
    assert item["item"]["url"].endswith(f"/ar/v/{revision.text.verdict.public_id}/")
    assert item["dateDeleted"]
    assert WORDS["ar"].claim_text not in answer.content.decode()
    assert WORDS["ar"].headline not in answer.content.decode()


def test_a_verdict_that_came_back_is_not_told_as_gone(client: Client, desk: Desk) -> None:
    claim = claim_with_source(desk)
    gone = published(drafted(claim, desk), desk)
    move_text(gone.pk, "withdraw", by=desk.publisher, reason="Erreur")
    published(drafted(claim, desk), desk)

    (item,) = items_of(client)

    assert "dateDeleted" not in item


def test_a_text_withdrawn_twice_stands_once(client: Client, desk: Desk) -> None:
    claim = claim_with_source(desk)
    first = published(drafted(claim, desk), desk)
    move_text(first.pk, "withdraw", by=desk.publisher, reason="Erreur")
    second = published(drafted(claim, desk), desk)
    move_text(second.pk, "withdraw", by=desk.publisher, reason="Erreur")

    (item,) = items_of(client)

    assert item["dateDeleted"]


def test_a_long_feed_names_its_next_page(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_feed, "VERDICTS_PER_PAGE", 1)
    published(drafted(claim_with_source(desk, text="é 1"), desk), desk)
    published(drafted(claim_with_source(desk, text="बैठक 2"), desk), desk)

    first, second = client.get(FEED), client.get(f"{FEED}?page=2")

    assert first.headers["Link"] == '<http://localhost:8000/data/feed.json?page=2>; rel="next"'
    assert "Link" not in second.headers
    assert second.json()["url"] == "http://localhost:8000/data/feed.json?page=2"
    seen = [page.json()["dataFeedElement"][0]["item"]["url"] for page in (first, second)]
    assert len(set(seen)) == 2


@pytest.mark.parametrize("page", ["0", "2", "x", "1e9"])
def test_a_page_that_is_not_there_is_not_found(client: Client, page: str) -> None:
    assert client.get(FEED, {"page": page}).status_code == 404


def test_who_holds_the_feed_already_is_told_so_until_something_changes(
    client: Client, desk: Desk
) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)
    held = client.get(FEED)
    condition = {"If-None-Match": held.headers["ETag"]}

    again = client.get(FEED, headers=condition)
    move_text(revision.pk, "withdraw", by=desk.publisher, reason="Erreur")
    changed = client.get(FEED, headers=condition)

    assert again.status_code == 304
    assert changed.status_code == 200
    assert held.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    assert held.headers["Access-Control-Allow-Origin"] == "*"
    assert held.headers["Last-Modified"]
    assert "Set-Cookie" not in held.headers
    assert "Vary" not in held.headers


def test_readers_programs_find_the_feed_from_the_home_page(client: Client) -> None:
    home = client.get("/ar/").content.decode()

    assert '<link rel="alternate" type="application/ld+json"' in home
    assert f'href="{FEED}"' in home
    assert 'type="application/atom+xml"' in home


def test_the_cost_of_the_feed_does_not_grow_with_its_length(
    client: Client, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    published(drafted(claim_with_source(desk, text="1"), desk), desk)
    published(drafted(claim_with_source(desk, text="2"), desk), desk)
    published(drafted(claim_with_source(desk, text="3"), desk), desk)

    with django_assert_max_num_queries(3):
        client.get(FEED)

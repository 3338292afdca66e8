"""Where a published picture is said to have circulated: what the appearances tell, and no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from claims.actions.cases import attach_item
from claims.domain.published import PublishedPlace
from claims.models import Claim, NewsItem, NewsItemPicture
from claims.queries import picture_places
from media_provenance.models import MediaAsset
from tests.factories.claims import claim_of, read_item
from tests.factories.pictures import draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset() -> MediaAsset:
    return stored_picture(jpeg(draw_picture(41)))


def item_with(asset: MediaAsset, by: User, *, url: str, file_url: str = "") -> NewsItem:
    """Return an item that stands at an address. Written as a row: nothing is fetched in tests."""
    item = read_item(by, "fr")
    NewsItem.objects.filter(pk=item.pk).update(url=url)
    item.refresh_from_db()
    NewsItemPicture.objects.create(news_item=item, position=1, asset=asset, url=file_url)
    return item


@pytest.fixture
def claim(reporter: User) -> Claim:
    return claim_of(reporter, "hi")


def test_a_picture_stands_where_the_claim_was_seen_with_it(
    claim: Claim, asset: MediaAsset, reporter: User
) -> None:
    item = item_with(
        asset, reporter, url="https://paper.example/été", file_url="https://paper.example/é.jpg"
    )
    attach_item(claim, item, by=reporter)

    places = picture_places(claim, [asset])

    assert places[asset.pk] == (
        PublishedPlace(
            page_url="https://paper.example/été",
            file_url="https://paper.example/é.jpg",
            first_day=date(2024, 6, 21),
            last_day=date(2024, 6, 21),
        ),
    )


def test_a_page_on_which_nobody_saw_the_claim_is_no_place(
    claim: Claim, asset: MediaAsset, reporter: User
) -> None:
    item_with(asset, reporter, url="https://paper.example/بيت")

    assert picture_places(claim, [asset]) == {asset.pk: ()}


def test_another_picture_of_the_page_stands_elsewhere(
    claim: Claim, asset: MediaAsset, reporter: User
) -> None:
    item = item_with(asset, reporter, url="https://paper.example/बैठक")
    attach_item(claim, item, by=reporter)
    other = stored_picture(jpeg(draw_picture(42)))

    assert picture_places(claim, [other]) == {other.pk: ()}


@pytest.mark.parametrize("url", ["", "file:///srv/é.html", "javascript:alert(1)"])
def test_what_has_no_address_for_readers_is_no_place(
    claim: Claim, asset: MediaAsset, reporter: User, url: str
) -> None:
    item = item_with(asset, reporter, url=url, file_url="https://paper.example/é.jpg")
    attach_item(claim, item, by=reporter)

    assert picture_places(claim, [asset])[asset.pk] == ()


def test_a_picture_inside_a_saved_page_has_no_address_of_its_own(
    claim: Claim, asset: MediaAsset, reporter: User
) -> None:
    item = item_with(
        asset, reporter, url="https://paper.example/a", file_url="data:image/png;base64,AA=="
    )
    attach_item(claim, item, by=reporter)

    (place,) = picture_places(claim, [asset])[asset.pk]
    assert (place.page_url, place.file_url) == ("https://paper.example/a", "")


def test_the_earliest_place_comes_first_and_an_undated_one_last(
    claim: Claim, asset: MediaAsset, reporter: User
) -> None:
    undated = item_with(asset, reporter, url="https://a.example/")
    NewsItem.objects.filter(pk=undated.pk).update(
        published_first=None, published_last=None, published_origin=""
    )
    undated.refresh_from_db()
    later = item_with(asset, reporter, url="https://b.example/")
    earlier = item_with(asset, reporter, url="https://c.example/")
    NewsItem.objects.filter(pk=earlier.pk).update(
        published_first=date(2024, 6, 1), published_last=date(2024, 6, 1)
    )
    earlier.refresh_from_db()
    attach_item(claim, undated, by=reporter)
    attach_item(claim, later, by=reporter)
    attach_item(claim, earlier, by=reporter)

    places = picture_places(claim, [asset])[asset.pk]

    assert [one.page_url for one in places] == [
        "https://c.example/",
        "https://b.example/",
        "https://a.example/",
    ]


def test_a_frame_stands_where_its_video_stood(
    claim: Claim, asset: MediaAsset, reporter: User
) -> None:
    item = item_with(asset, reporter, url="https://film.example/")
    attach_item(claim, item, by=reporter)
    frame = stored_picture(jpeg(draw_picture(43)))
    frame.frame_of, frame.frame_at = asset, timedelta(seconds=2)
    frame.save(update_fields=["frame_of", "frame_at"])

    (place,) = picture_places(claim, [frame])[frame.pk]

    assert place.page_url == "https://film.example/"

"""What the desk calls pictures: by what people know of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from claims.domain.picture_origins import PictureOrigin
from claims.models import NewsItem, NewsItemPicture, Outlet
from claims.views.picture_names import picture_names
from claims.wording import picture_name
from media_provenance.models import MediaAsset

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NAMES = ["متظاهرون في الساحة.jpg", "l’été à Alès.jpg", "बाढ़ 2019.jpg"]


def asset_of(number: int, **fields: object) -> MediaAsset:
    return MediaAsset.objects.create(
        id=uuid4(), sha256=f"{number:064x}", byte_size=1, format="JPEG", **fields
    )


def shown_with(asset: MediaAsset, title: str, *, url: str = "", language: str = "ar") -> NewsItem:
    outlet, _ = Outlet.objects.get_or_create(domain="news.example", defaults={"name": "الخبر"})
    item = NewsItem.objects.create(intake="text", title=title, language=language, outlet=outlet)
    NewsItemPicture.objects.create(news_item=item, asset=asset, position=1, url=url)
    return item


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_that_somebody_sent_is_called_by_its_file(name: str) -> None:
    asset = asset_of(1, original_name=name)
    shown_with(asset, "عنوان الخبر")

    called = picture_names([asset])[asset.pk]

    assert (called.words, called.came_with, called.came_with_language) == (
        name,
        "عنوان الخبر",
        "ar",
    )


def test_a_picture_of_a_page_is_called_by_the_title_and_not_by_the_site_s_file() -> None:
    asset = asset_of(1, original_name="0f3a-1024x576.jpg")
    shown_with(asset, "فيضان في المدينة", url="https://news.example/0f3a-1024x576.jpg")

    called = picture_names([asset])[asset.pk]

    assert (called.words, called.language, called.came_with) == ("فيضان في المدينة", "ar", "")


def test_a_picture_is_called_by_what_it_came_with_first() -> None:
    asset = asset_of(1)
    shown_with(asset, "première page", language="fr")
    shown_with(asset, "دوسرا صفحہ", language="ur")

    assert picture_names([asset])[asset.pk].words == "première page"


def test_a_picture_of_which_nothing_is_known_is_called_by_its_day() -> None:
    asset = asset_of(1, added_at=datetime(2022, 8, 14, 22, tzinfo=UTC))

    with override("en"):
        called = picture_names([asset])[asset.pk]

    assert called.words == "Picture added on 14 August 2022"
    assert called.first_seen == "first here on 14 August 2022"


def test_a_frame_is_called_by_its_video_and_the_time() -> None:
    video = asset_of(1, original_name="مقطع.mp4", duration=timedelta(minutes=2))
    shown_with(video, "عنوان")
    frame = asset_of(2, original_name="مقطع.mp4", frame_of=video, frame_at=timedelta(seconds=67))

    with override("en"):
        called = picture_names([frame])[frame.pk]

    assert called.words.replace("\u2068", "").replace("\u2066", "").replace("\u2069", "") == (
        "مقطع.mp4, at 1:07"
    )
    assert called.came_with == "عنوان"


def test_an_upload_that_is_called_by_its_files_says_the_name_once() -> None:
    origin = PictureOrigin("a.jpg", "a.jpg, b.jpg", "", "", None, datetime(2022, 8, 14, tzinfo=UTC))

    with override("en"):
        assert picture_name(origin).came_with == ""


def test_a_hundred_pictures_are_named_with_one_query(
    django_assert_num_queries: Callable[[int], object],
) -> None:
    assets = [asset_of(number) for number in range(100)]

    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager
        named = picture_names(assets)

    assert len(named) == 100


@pytest.mark.parametrize("name", NAMES)
def test_lists_and_pages_name_pictures_and_keep_the_digest_for_the_file(
    reporter: User, signed_in: SignIn, name: str
) -> None:
    asset = asset_of(0xABCDEF12 << 224, original_name=name)
    client = signed_in(reporter)

    listed = client.get(reverse("desk:pictures")).content.decode()
    page = client.get(reverse("desk:picture", args=[asset.pk])).content.decode()

    assert f'<bdi dir="auto">{name}</bdi>' in listed
    assert "abcdef12" not in listed
    assert f'<bdi dir="auto">{name}</bdi></h1>' in page
    assert page.count("abcdef12") == 1

"""Videos and pictures of a page that were not fetched with it, and fetching one when asked to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from claims.actions.intake import bring_in_address, fetch_page_picture
from claims.adapters.article import read_html
from claims.domain.workflow import NotAllowed
from claims.models import NewsItem, NewsItemPicture
from claims.reading import FETCH_PICTURE
from jobs import runner
from jobs.models import Job, JobState
from media_provenance.models import Evidence, MediaAsset
from tests.factories.claims import run_item
from tests.factories.pictures import draw_picture, jpeg
from tests.factories.videos import FFMPEG
from webfetch import Refused
from webfetch.client import Fetched
from webfetch.refusals import Reason, Stage

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Answers = dict[str, bytes | Refused]

ADDRESS = "https://news.example/à-la-une/जल"
CLIP = "https://cdn.example/فيضان.mp4"
# Its first bytes say that it is a video; nothing here opens it.
VIDEO = b"\0\0\0\x20ftypisom" + bytes(3000)
BODY = (
    "غمرت المياه الشارع الرئيسي في المدينة بعد أمطار غزيرة استمرت طوال الليل، وقال سكان إن "
    "السيارات توقفت وإن المحال التجارية أغلقت أبوابها حتى إشعار آخر بسبب الفيضان."
)
PAGE = f"""<!doctype html><html lang="ar"><head><title>فيضان في المدينة</title>
<meta property="article:published_time" content="2022-08-14T09:00:00+03:00"></head>
<body><nav><video src="https://cdn.example/menu.mp4"></video></nav>
<article><h1>فيضان في المدينة</h1><p>{BODY}</p>
<figure><video controls><source src="{CLIP}"><source src="/same-film.webm"></video>
<figcaption>الشارع الرئيسي</figcaption></figure>
<video src="blob:https://news.example/1"></video><video src="/live.m3u8"></video>
<p>{BODY} وأضافوا أن المياه انحسرت.</p></article></body></html>""".encode()


@pytest.fixture(autouse=True)
def _ffmpeg(settings: Settings) -> None:
    settings.FFMPEG = FFMPEG


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the outside answers, by address."""
    answers: Answers = {ADDRESS: PAGE, CLIP: VIDEO}
    monkeypatch.setattr(
        "claims.adapters.fetching.fetch_for_desk", lambda url: answered(answers, url)
    )
    return answers


def answered(answers: Answers, url: str) -> Fetched:
    body = answers[unquote(url)]
    if isinstance(body, Refused):
        raise body
    return Fetched(url, url, 200, (("Content-Type", "text/html; charset=utf-8"),), body, ())


@pytest.fixture
def item(reporter: User, web: Answers) -> NewsItem:
    return run_item(bring_in_address(ADDRESS, by=reporter))


def run_fetch(picture: NewsItemPicture) -> runner.Ran:
    return runner.run(Job.objects.get(kind=FETCH_PICTURE, key=str(picture.pk)).pk)


def test_the_films_of_an_article_are_named_by_their_own_addresses_each_once() -> None:
    page = read_html(PAGE, url=ADDRESS, today=date(2026, 1, 1)).whole

    assert [(video.url, video.caption) for video in page.videos] == [(CLIP, "الشارع الرئيسي")]
    assert page.pictures == ()


def test_a_page_s_video_is_named_and_not_fetched_with_the_page(item: NewsItem) -> None:
    video = item.pictures.get()

    assert (video.asset, video.failure) == (None, "video_not_taken")
    assert not MediaAsset.objects.exists()


def test_one_click_takes_it_in_with_the_date_of_the_page(
    item: NewsItem, reporter: User, signed_in: SignIn
) -> None:
    video = item.pictures.get()
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    pictures = reverse("desk:item_pictures", args=[item.pk])

    before = client.get(pictures).content.decode()
    answer = client.post(reverse("desk:item_fetch", args=[item.pk]), {"picture": video.pk})
    meanwhile = client.get(pictures).content.decode()
    run_fetch(video)

    video.refresh_from_db()
    assert answer["Location"] == pictures
    assert "A video of the page; it was not fetched." in before
    assert "Fetch it now" in before
    assert "It is being fetched." in meanwhile
    assert "hx-trigger" in meanwhile
    assert "Fetch it now" not in meanwhile
    assert video.asset is not None
    assert (video.asset.format, video.failure, video.caption) == ("MP4", "", "الشارع الرئيسي")
    assert Evidence.objects.filter(asset=video.asset, kind="publisher_date").count() == 1


def test_asking_twice_is_one_fetch(item: NewsItem, reporter: User) -> None:
    video = item.pictures.get()

    assert fetch_page_picture(video, by=reporter)
    assert fetch_page_picture(video, by=reporter)

    assert Job.objects.filter(kind=FETCH_PICTURE).count() == 1


def test_a_video_that_is_here_is_not_fetched_again(item: NewsItem, reporter: User) -> None:
    video = item.pictures.get()
    fetch_page_picture(video, by=reporter)
    run_fetch(video)

    assert not fetch_page_picture(video, by=reporter)

    assert Job.objects.get(kind=FETCH_PICTURE).state == JobState.DONE


@pytest.mark.parametrize(
    ("reason", "failure", "may_ask_again"),
    [
        (Reason.ADDRESS_NOT_PUBLIC, "address_refused", False),
        (Reason.TOO_LARGE, "video_too_large", False),
    ],
)
def test_what_its_address_does_not_give_is_told_by_the_reason(
    item: NewsItem,
    reporter: User,
    web: Answers,
    reason: Reason,
    failure: str,
    may_ask_again: bool,
) -> None:
    video = item.pictures.get()
    web[CLIP] = Refused(Stage.ADDRESS, reason)
    fetch_page_picture(video, by=reporter)

    run_fetch(video)

    video.refresh_from_db()
    assert (video.asset, video.failure) == (None, failure)
    assert fetch_page_picture(video, by=reporter) is may_ask_again


def test_a_busy_site_is_asked_again_later(item: NewsItem, reporter: User, web: Answers) -> None:
    video = item.pictures.get()
    web[CLIP] = Refused(Stage.ADDRESS, Reason.BUSY)
    fetch_page_picture(video, by=reporter)

    assert run_fetch(video) is runner.Ran.WILL_RETRY


def test_a_file_that_the_page_has_already_is_no_second_picture(
    item: NewsItem, reporter: User, web: Answers
) -> None:
    other = "https://cdn.example/other.mp4"
    web[CLIP] = web[other] = jpeg(draw_picture(7))
    first = item.pictures.get()
    second = NewsItemPicture.objects.create(
        news_item=item, position=2, url=other, failure="video_not_taken"
    )
    fetch_page_picture(first, by=reporter)
    fetch_page_picture(second, by=reporter)

    run_fetch(first)
    run_fetch(second)

    assert item.pictures.get().pk == first.pk


def test_who_brings_nothing_in_fetches_nothing(item: NewsItem, administrator: User) -> None:
    with pytest.raises(NotAllowed):
        fetch_page_picture(item.pictures.get(), by=administrator)


def test_only_pictures_of_the_item_are_fetched(
    item: NewsItem, reporter: User, signed_in: SignIn
) -> None:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    url = reverse("desk:item_fetch", args=[item.pk])

    page = client.post(url, {"picture": "9" * 30}, follow=True).content.decode()

    assert "Choose a picture of this item." in page
    assert not Job.objects.filter(kind=FETCH_PICTURE).exists()

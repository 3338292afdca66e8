"""Addresses that lead to a picture or a video itself, and uploads of videos."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django.fixtures import Settings

from claims.actions.intake import bring_in_address, bring_in_pictures
from claims.adapters.fetching import budget_for
from claims.models import NewsItem
from claims.models.news_item import ReadingState
from claims.wording import job_reason, refusal_sentence
from media_provenance.models import AssetState, Evidence, MediaAsset
from media_provenance.queries import read_capture
from tests.factories.claims import run_item
from tests.factories.pictures import draw_picture, jpeg
from tests.factories.videos import FFMPEG
from webfetch import Refused
from webfetch.client import Fetched
from webfetch.refusals import Reason, Stage

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
# Its first bytes say that it is a video; nothing here opens it.
VIDEO = b"\0\0\0\x20ftypisom" + bytes(3000)
CLIP = "https://cdn.example/%D9%85%D9%82%D8%B7%D8%B9.MP4?à=1"

Answers = dict[str, bytes | Refused]


@pytest.fixture(autouse=True)
def _ffmpeg(settings: Settings) -> None:
    settings.FFMPEG = FFMPEG


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the outside answers, by address."""
    answers: Answers = {}

    def answer(url: str) -> Fetched:
        body = next(iter(answers.values()))
        if isinstance(body, Refused):
            raise body
        return Fetched(url, url, 200, (("Content-Type", "video/mp4"),), body, ())

    monkeypatch.setattr("claims.adapters.fetching.fetch_for_desk", answer)
    return answers


@pytest.mark.parametrize(
    ("data", "kind"), [(VIDEO, "MP4"), (jpeg(draw_picture(3)), "JPEG")], ids=["video", "picture"]
)
def test_an_address_of_a_file_is_an_item_with_that_file(
    reporter: User, web: Answers, data: bytes, kind: str
) -> None:
    web[CLIP] = data

    item = run_item(bring_in_address(CLIP, by=reporter))

    assert (item.state, item.title) == (ReadingState.READ, "مقطع.MP4")
    assert item.capture is not None
    assert read_capture(item.capture) == data
    picture = item.pictures.get()
    assert picture.asset is not None
    assert (picture.asset.format, picture.is_lead) == (kind, True)
    assert item.outlet is not None
    assert item.outlet.domain == "cdn.example"


def test_the_page_of_such_an_item_names_its_file(
    reporter: User, signed_in: SignIn, web: Answers
) -> None:
    web[CLIP] = VIDEO
    item = run_item(bring_in_address(CLIP, by=reporter))
    MediaAsset.objects.update(state=AssetState.READ, duration=timedelta(seconds=67))

    page = signed_in(reporter).get(reverse("desk:item", args=[item.pk])).content.decode()

    assert reverse("desk:picture", args=[MediaAsset.objects.get().pk]) in page
    assert "1:07" in page
    assert "<img" not in page[page.index("item-pictures") :]


def test_reading_such_an_item_anew_meets_its_file_no_second_time(
    reporter: User, web: Answers
) -> None:
    web[CLIP] = VIDEO
    item = run_item(bring_in_address(CLIP, by=reporter))

    call_command("read_anew", str(item.pk), verbosity=0)

    item.refresh_from_db()
    assert (item.state, item.pictures.count()) == (ReadingState.READ, 1)
    assert Evidence.objects.count() == 1


def test_a_video_that_cannot_be_read_here_fails_with_the_reason(
    reporter: User, web: Answers, settings: Settings
) -> None:
    settings.FFMPEG = "/nowhere/ffmpeg"
    web[CLIP] = VIDEO

    item = run_item(bring_in_address(CLIP, by=reporter))

    assert (item.state, item.failure) == (ReadingState.FAILED, "video_needs_ffmpeg")
    with override("en"):
        assert "ffmpeg" in refusal_sentence(item.failure)
        assert "ffmpeg" in job_reason("FfmpegMissing: ffmpeg")


def test_a_video_over_the_limit_is_refused_with_a_sentence_that_names_it(
    reporter: User, web: Answers, settings: Settings
) -> None:
    settings.VIDEO_LIMIT = 7 * 2**20
    web[CLIP] = Refused(Stage.RESPONSE, Reason.TOO_LARGE)

    item = run_item(bring_in_address(CLIP, by=reporter))

    assert (item.state, item.failure) == (ReadingState.FAILED, "video_too_large")
    with override("en"):
        assert "larger than 7 MB" in refusal_sentence(item.failure)


@pytest.mark.parametrize("name", ["%D9%81.mp4", "été.MOV", "चलचित्र.webm"])
def test_only_what_is_called_a_video_may_be_as_large_as_one(name: str, settings: Settings) -> None:
    settings.VIDEO_LIMIT = 50_000_000

    assert budget_for(f"https://cdn.example/{name}").max_bytes == 50_000_000
    assert budget_for(f"https://cdn.example/{name}.html").max_bytes == 10_000_000


def test_an_uploaded_video_may_be_larger_than_a_picture(
    reporter: User, signed_in: SignIn, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT, settings.VIDEO_LIMIT = 1024, 4096
    upload = SimpleUploadedFile("فيديو.mp4", VIDEO)

    signed_in(reporter).post("/desk/intake/", {"part": "pictures", "pictures-uploads": upload})

    asset = MediaAsset.objects.get()
    assert (asset.format, asset.byte_size) == ("MP4", len(VIDEO))


def test_an_uploaded_video_over_its_limit_is_refused_and_nothing_is_kept(
    reporter: User, signed_in: SignIn, settings: Settings
) -> None:
    settings.VIDEO_LIMIT = 2 * 2**20
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    upload = SimpleUploadedFile("à.mp4", VIDEO + bytes(2 * 2**20))

    answer = client.post("/desk/intake/", {"part": "pictures", "pictures-uploads": upload})

    assert "The video is larger than 2 MB" in answer.content.decode()
    assert not NewsItem.objects.exists()
    assert not MediaAsset.objects.exists()


def test_a_video_and_a_picture_are_brought_in_together(reporter: User) -> None:
    files = [("صورة.jpg", jpeg(draw_picture(1))), ("vidéo.mp4", VIDEO)]

    brought = bring_in_pictures(files, by=reporter)

    assert brought.refused == ()
    assert sorted(one.asset.format for one in brought.item.pictures.all() if one.asset) == [
        "JPEG",
        "MP4",
    ]

"""What the addresses of a page and of its pictures say of the pictures' age, when they come in."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from claims.actions.intake import bring_in_address, bring_in_pictures, set_published
from claims.models import NewsItem
from media_provenance.models import Evidence, EvidenceMethod
from multilingual.intervals import DateInterval
from tests.factories.claims import run_item
from tests.factories.pictures import draw_picture, jpeg
from webfetch.client import Fetched

pytestmark = pytest.mark.django_db

PAGE_ADDRESS = "https://news.example/2022/08/14/bridge"
PICTURE_ADDRESS = "https://img.example/wp-content/uploads/2022/08/IMG_20220813_101112.jpg"
ON_X = "https://pbs.twimg.com/media/C_UdnvPUwAE3Dnn.jpg"
BODY = (
    "نفت البلدية في بيان لها إغلاق الجسر القديم، وقال الناطق باسمها إن الجسر مفتوح أمام المارة "
    "والسيارات كما كان، وإن الصورة المتداولة تعود إلى أعمال صيانة سابقة جرت في الصيف الماضي."
)


def page_with(picture: str, published: str) -> bytes:
    return f"""<!doctype html><html lang="ar"><head><title>البلدية تنفي إغلاق الجسر</title>
<meta property="og:image" content="{picture}">
<meta property="article:published_time" content="{published}">
</head><body><article><h1>البلدية تنفي إغلاق الجسر القديم</h1>
<p>{BODY}</p><p>{BODY} وأضاف أن العمل جارٍ كالمعتاد.</p></article></body></html>""".encode()


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the outside answers, by address."""
    answers: dict[str, bytes] = {
        PICTURE_ADDRESS: jpeg(draw_picture(1)),
        ON_X: jpeg(draw_picture(1)),
    }

    def answer(url: str) -> Fetched:
        headers = (("Last-Modified", "Mon, 15 Aug 2022 12:34:56 GMT"),)
        return Fetched(url, url, 200, headers, answers[url], ())

    monkeypatch.setattr("claims.adapters.fetching.fetch_for_desk", answer)
    return answers


def standing() -> set[tuple[str, str, str]]:
    rows = Evidence.objects.filter(withdrawn_at__isnull=True).exclude(kind="own_capture")
    return {(row.kind, row.grade, row.operator) for row in rows}


def brought_in(by: User, web: dict[str, bytes], picture: str, published: str) -> NewsItem:
    web[PAGE_ADDRESS] = page_with(picture, published)
    return run_item(bring_in_address(PAGE_ADDRESS, by=by))


def test_addresses_name_and_header_date_the_picture_of_a_page(
    reporter: User, web: dict[str, bytes]
) -> None:
    brought_in(reporter, web, PICTURE_ADDRESS, "2022-08-14T09:00:00+03:00")

    assert standing() == {
        ("publisher_date", "C", "news.example"),
        ("url_path", "C", "news.example"),
        ("upload_folder", "C", "news.example"),
        ("last_modified", "C", "news.example"),
        ("file_name", "D", "file"),
    }


def test_a_picture_on_a_platforms_host_is_dated_by_the_platform(
    reporter: User, web: dict[str, bytes]
) -> None:
    brought_in(reporter, web, ON_X, "2022-08-14T09:00:00+03:00")

    assert ("platform_id", "B", "x") in standing()


def test_a_page_that_is_dated_later_by_an_editor_is_not_dated_by_its_address(
    reporter: User, editor: User, web: dict[str, bytes]
) -> None:
    item = brought_in(reporter, web, ON_X, "2022-08-14T09:00:00+03:00")

    set_published(item, DateInterval.of_day(date(2024, 6, 21)), by=editor)

    assert ("url_path", "C", "news.example") not in standing()


def test_an_uploaded_picture_is_at_an_address_only_by_the_word_of_who_says_so(
    reporter: User,
) -> None:
    bring_in_pictures(
        [("صورة.jpg", jpeg(draw_picture(1)))],
        by=reporter,
        page_url="https://x.com/a/status/1098230906194546688",
    )

    row = Evidence.objects.get(kind="platform_id")
    assert (row.method, row.entered_by) == (EvidenceMethod.MANUAL, reporter)


def test_an_address_of_a_picture_itself_is_looked_at_once(
    reporter: User, web: dict[str, bytes]
) -> None:
    run_item(bring_in_address(PICTURE_ADDRESS, by=reporter))

    assert standing() == {
        ("upload_folder", "C", "img.example"),
        ("last_modified", "C", "img.example"),
        ("file_name", "D", "file"),
    }
    assert Evidence.objects.filter(kind="upload_folder").count() == 1

"""Our copy of a stranger's page: to be looked at, and to do nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.models import NewsItem
from media_provenance.actions import store_capture
from media_provenance.models import CaptureKind
from tests.factories.pictures import draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><title>ت</title>
<link rel="stylesheet" href="https://evil.example/a.css"><style>p{color:red}</style></head>
<body onload="alert(1)"><h1 style="color:red">عنوان é हि</h1>
<p>نصّ <a href="https://other.example/x" onclick="x">رابط</a>
<a href="javascript:alert(1)">js</a></p>
<img src="/one.jpg" alt="الجسر"><img src="https://track.example/pixel.gif" alt="">
<iframe src="https://video.example/1"></iframe><script>alert(1)</script>
<form action="/x"><input name="q"><button>Send</button></form>
<meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/">
</body></html>"""


@pytest.fixture
def desk(reporter: User, signed_in: SignIn) -> Client:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def item(reporter: User) -> NewsItem:
    return saved(PAGE, reporter)


def saved(page: str | bytes, by: User) -> NewsItem:
    content = page.encode() if isinstance(page, str) else page
    capture = store_capture(content, kind=CaptureKind.UPLOADED, media_type="text/html", by=by)
    return NewsItem.objects.create(
        intake="file", state="read", url="https://news.example/a", capture=capture, language="ar"
    )


def copy_of(client: Client, item: NewsItem) -> str:
    answer = client.get(f"/desk/items/{item.pk}/copy/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_words_of_the_page_are_there_with_its_language_and_direction(
    desk: Client, item: NewsItem
) -> None:
    page = copy_of(desk, item)

    assert "<h1>عنوان é हि</h1>" in page
    assert '<div lang="ar" dir="rtl">' in page


def test_nothing_runs_loads_sends_or_leads_away(desk: Client, item: NewsItem) -> None:
    page = copy_of(desk, item)

    body = page.partition("</head>")[2]
    assert re.findall(r"<(?:script|link|style|form|input|iframe|base|meta|a)\b", body) == []
    assert re.findall(r"\s(?:href|src|srcset|action|style|on\w+)=", body) == []


def test_where_a_link_led_is_written_down(desk: Client, item: NewsItem) -> None:
    page = copy_of(desk, item)

    assert '<span class="link" title="https://other.example/x">رابط</span>' in page
    assert "Embedded here: https://video.example/1" in page
    assert "[Picture not shown: الجسر]" in page


def test_a_picture_that_we_keep_is_shown_from_our_own_copy(desk: Client, item: NewsItem) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    item.pictures.create(asset=asset, position=1, url="https://news.example/one.jpg")

    page = copy_of(desk, item)

    assert re.search(r'<img src="data:image/webp;base64,[A-Za-z0-9+/=]+" alt="الجسر">', page)
    assert "pixel.gif" not in page


def test_the_policy_lets_in_nothing_but_this_style_sheet(desk: Client, item: NewsItem) -> None:
    answer = desk.get(f"/desk/items/{item.pk}/copy/")

    style = re.findall(r"<style>(.*?)</style>", answer.content.decode(), flags=re.S)
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert len(style) == 1
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("sandbox; default-src 'none'; img-src data:;")
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_page_in_an_old_encoding_is_read(desk: Client, reporter: User) -> None:
    page = "<html><head><meta charset=windows-1256></head><body>مرحبا بالعالم في بيروت".encode(
        "windows-1256"
    )

    assert "مرحبا بالعالم" in copy_of(desk, saved(page, reporter))


def test_a_page_of_scripts_alone_says_that_there_is_nothing(desk: Client, reporter: User) -> None:
    item = saved("<script>document.write('x')</script>", reporter)

    assert "There is nothing to see on this page" in copy_of(desk, item)


def test_a_very_long_page_says_that_it_is_shortened(desk: Client, reporter: User) -> None:
    item = saved("<p>قِطعة</p>" * 100_000, reporter)

    assert "only its beginning is shown here" in copy_of(desk, item)


@pytest.mark.parametrize("columns", [{"intake": "text"}, {"capture": None}])
def test_what_has_no_copy_is_not_found(
    desk: Client, item: NewsItem, columns: dict[str, object]
) -> None:
    NewsItem.objects.filter(pk=item.pk).update(**columns)

    assert desk.get(f"/desk/items/{item.pk}/copy/").status_code == 404


def test_the_item_shows_the_copy_in_a_frame_that_runs_nothing(desk: Client, item: NewsItem) -> None:
    page = desk.get(f"/desk/items/{item.pk}/").content.decode()

    assert re.search(
        rf'<iframe class="copy" src="/desk/items/{item.pk}/copy/" sandbox="" [^>]*title="[^"]+"',
        page,
    )


def test_a_picture_inside_a_saved_page_is_shown_from_our_own_copy(
    desk: Client, reporter: User
) -> None:
    picture = jpeg(draw_picture(2))
    inside = f"data:image/jpeg;base64,{b64encode(picture).decode()}"
    item = saved(f'<p>x</p><img src="{inside}" alt="été">', reporter)
    item.pictures.create(asset=stored_picture(picture), position=1, url="data:image/jpeg;base64")

    page = copy_of(desk, item)

    assert re.search(r'<img src="data:image/webp;base64,[A-Za-z0-9+/=]+" alt="été">', page)
    assert "image/jpeg" not in page

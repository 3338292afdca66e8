"""The words of a stored page, and the page that does nothing any more."""

from __future__ import annotations

import pytest

from media_provenance.adapters.page_text import inert_markup, page_text

PAGE = (
    "<html dir=rtl><head><title>عنوان</title><style>p{color:red}</style></head><body>"
    "<h1>لقاء تجاري</h1><p>Réunion <b>déjà</b> tenue</p><script>alert(1)</script><p>बैठक"
    "<!-- hidden --><ul><li>1<li>2</ul></body></html>"
)


def test_each_block_of_a_page_is_a_line() -> None:
    text = page_text(PAGE.encode(), media_type="text/html", headers=())

    assert text == "عنوان\nلقاء تجاري\nRéunion déjà tenue\nबैठक\n1\n2\n"


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (PAGE.encode("utf-8"), [("Content-Type", "text/html; charset=utf-8")]),
        (
            PAGE.replace("बैठक", "").encode("cp1256", "replace"),
            [("content-type", "text/html;charset=windows-1256")],
        ),
        (PAGE.encode("utf-16"), []),
    ],
    ids=["utf-8", "windows-1256", "utf-16"],
)
def test_the_servers_charset_is_believed(data: bytes, headers: list[tuple[str, str]]) -> None:
    text = page_text(data, media_type="text/html", headers=headers)

    assert text is not None
    assert "لقاء تجاري" in text


def test_a_charset_that_is_none_is_passed_over() -> None:
    text = page_text(
        PAGE.encode(), media_type="text/html", headers=[("Content-Type", "text/html; charset=zip")]
    )

    assert text is not None
    assert "لقاء" in text


def test_plain_text_is_its_own_text() -> None:
    text = page_text("لقاء\r\n\tà  Nîmes".encode(), media_type="text/plain", headers=())

    assert text == "لقاء\nà Nîmes\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\xff\xd8\xff\xe0", "image/jpeg"), (b"{}", "application/json"), (b"", "text/html")],
    ids=["picture", "json", "empty page"],
)
def test_what_is_no_page_has_no_text(data: bytes, kind: str) -> None:
    assert page_text(data, media_type=kind, headers=()) is None


@pytest.mark.parametrize(
    "bait",
    [
        "<script>document.title='ran'</script>",
        "<img src='https://spy.example/x.gif' onerror='go()'>",
        "<img srcset='https://spy.example/x.gif 2x'>",
        "<iframe src='file:///etc/passwd'></iframe>",
        "<link rel=stylesheet href='https://spy.example/x.css'>",
        "<meta http-equiv=refresh content='0;url=https://spy.example/'>",
        "<a href='https://spy.example/' ping='https://spy.example/'>x</a>",
        "<form action='https://spy.example/'><button formaction='https://spy.example/'></form>",
        "<object data='https://spy.example/x.swf'></object>",
        "<svg><image xlink:href='https://spy.example/x.svg'></image></svg>",
        "<body background='https://spy.example/x.gif' onload='go()'>",
        "<base href='https://spy.example/'>",
        "<video poster='https://spy.example/x.gif'></video>",
    ],
)
def test_nothing_that_leads_out_of_a_page_is_left(bait: str) -> None:
    markup = inert_markup(f"<p>لقاء{bait}".encode(), media_type="text/html", headers=())

    assert markup is not None
    assert "لقاء".encode() in markup
    for word in (b"spy.example", b"file:", b"go()", b"ran"):
        assert word not in markup


def test_the_policy_stands_before_anything_that_could_load() -> None:
    markup = inert_markup(PAGE.encode(), media_type="text/html", headers=())

    assert markup is not None
    assert markup.index(b"default-src 'none'") < markup.index(b"<style>")


def test_a_picture_that_was_saved_into_the_page_stays() -> None:
    picture = "data:image/png;base64,iVBORw0KGgo="

    markup = inert_markup(f"<p><img src='{picture}'>".encode(), media_type="text/html", headers=())

    assert markup is not None
    assert picture.encode() in markup


def test_a_page_of_a_million_open_tags_ends() -> None:
    text = page_text(b"<div>" * 200_000 + b"x", media_type="text/html", headers=())

    assert text is None or text.strip() in ("", "x")
